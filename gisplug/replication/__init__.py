"""Scripts for R and Stata that give the same numbers.

With their data and weights. No estimation of its own belongs here: a script is made from a result, which knows how it
was made.
"""
