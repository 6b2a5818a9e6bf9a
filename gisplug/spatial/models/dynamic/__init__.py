"""Models with lags in time and in space-time, bias-corrected, and their short- and long-run effects.
Models without lags in time belong to the rooms beside.
"""
