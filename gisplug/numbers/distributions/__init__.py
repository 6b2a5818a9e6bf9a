"""The four distributions that p-values and critical values come from. They are those of scipy.stats to the last bit, of
which the import alone would take longer than most calls.
"""

from gisplug.numbers.distributions.families import chi2, f, norm, t

__all__ = ["chi2", "f", "norm", "t"]
