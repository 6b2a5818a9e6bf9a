"""Whether a result is still what a run made, and whether the same study gives it again byte by byte.

`manifest` and `this_run` are written with every result; the others read them.
"""
