"""Whether a result is still what a run made, and whether the same study gives it again byte by byte.

It reads what `study.record` wrote with the result.
"""
