"""Periods: how they are spelt, their frequency, and what comes how many steps after what. Standard library only."""
