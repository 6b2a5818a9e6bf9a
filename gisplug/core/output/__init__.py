"""How results reach the disk: without a clock in them, so that the same work gives the same bytes.

Standard library only.
"""
