"""What a run writes about itself: the steps done, the hashes of its files, and what holds for this run only."""
