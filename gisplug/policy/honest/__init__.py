"""What is left of an effect where trends were not quite parallel (Rambachan & Roth 2023)."""
