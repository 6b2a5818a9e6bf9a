"""The kernel: least squares, projections off effects, covariances, tests, draws. Arrays in, arrays or small values out.
No labels of units or periods, no files, no models.
"""
