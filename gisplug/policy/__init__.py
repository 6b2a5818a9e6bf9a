"""Effects of policies: difference-in-differences in its forms, event studies, matching, synthetic controls, placebos.
Plain panel regressions are in `regression`.
"""
