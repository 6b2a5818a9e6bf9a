"""Damaged files: seeds of every format, made here, are changed at random and read; only our own errors may come back.

`python -m tests.fuzz --seconds 30` (or `make fuzz`) runs long; the suite runs a few hundred of each with a fixed seed.
"""
