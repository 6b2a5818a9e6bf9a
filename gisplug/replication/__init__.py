"""Code in other programs that gives the same numbers: scripts for R and Stata with their data and weights, and the
package that a journal's data editor asks for.

No estimation of its own belongs here: a script is made from a result, which knows how it was made.
"""
