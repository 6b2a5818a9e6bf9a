"""What the outside does to a run: another clock, another folder, full disks, failing calls, signals, limits."""
