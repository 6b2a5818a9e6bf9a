"""Maximum likelihood with fixed effects: data compressed once, one concentrated likelihood, information and robust
errors.
Random effects, dynamics and missing rows have rooms of their own.
"""
