"""From a study file to an ordered list of steps: reading, checking, filling in; nothing is computed or run here.

`make` is the way in; `data` and `analyses` turn sections into steps, `draft` collects them.
"""
