"""Effects of a cohort in a period, one cell each, and their averages."""
