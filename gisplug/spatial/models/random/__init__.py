"""Maximum likelihood with random unit effects.
The choice between fixed and random effects is made in `spatial.specification`.
"""
