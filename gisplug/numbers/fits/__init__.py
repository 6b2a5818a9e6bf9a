"""What every result looks like: estimates, tests, intervals, plain data, pictures. Estimation itself is elsewhere, and
drawing lies above: it is found by name (`renderers`).
"""
