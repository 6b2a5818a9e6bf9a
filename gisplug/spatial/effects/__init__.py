"""What a fitted spatial model means: average direct, indirect and total effects, effects by unit, and how shocks
spread.
It reads a `SpatialResult` and never fits one.
"""
