"""The Lee-Yu (2010) transformation of (T, N) and (T, N, K) arrays, and what the likelihood then counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from gisplug.core.vocabulary import Effects

Correction = Literal["none", "transform", "bias"]
CORRECTIONS = ("none", "transform", "bias")


@dataclass(frozen=True)
class Counts:
    """What the likelihood counts under one effects form.

    Attributes
    ----------
    nobs : int
        Observations n in sigma2 = e'e / n.
    periods : int
        How often the log-determinant is counted.
    reduced : bool
        Whether it is log|I - rho W| - log(1 - rho), the determinant over the N - 1 transformed units.
    """

    nobs: int
    periods: int
    reduced: bool


def counts(effects: Effects, correction: Correction, N: int, T: int) -> Counts:
    """Return the observations and determinants that the likelihood counts.

    ``none`` and ``bias`` maximise the likelihood of the demeaned data with N T observations; ``transform`` (Lee and Yu
    2010, Journal of Econometrics 154) that of N (T-1), (N-1) T or (N-1)(T-1) transformed ones.
    """
    if correction != "transform" or effects == "none":
        return Counts(N * T, T, False)
    periods = T - 1 if effects in ("unit", "twoways") else T
    units = N - 1 if effects in ("time", "twoways") else N
    return Counts(units * periods, periods, effects in ("time", "twoways"))


def lee_yu(values: np.ndarray, effects: Effects) -> np.ndarray:
    """Return F' values: (T-1, N), (T, N-1) or (T-1, N-1) (and K), with orthonormal F from `orthonormal`.

    Sums of squares and products equal those of the demeaned values, so likelihoods need only `demeaning.within`; the
    transformed values themselves are for tests and for methods that resample them.
    """
    made = np.asarray(values, dtype=float)
    if effects in ("unit", "twoways"):
        made = np.tensordot(orthonormal(made.shape[0]).T, made, axes=(1, 0))
    if effects in ("time", "twoways"):
        made = np.moveaxis(np.tensordot(orthonormal(made.shape[1]).T, made, axes=(1, 1)), 0, 1)
    return made


def orthonormal(size: int) -> np.ndarray:
    """Return F (size, size - 1) with F'F = I, F'1 = 0 and F F' = I - 11'/size (Helmert's columns)."""
    made = np.zeros((size, size - 1))
    for j in range(1, size):
        made[:j, j - 1], made[j, j - 1] = 1.0, -float(j)
        made[:, j - 1] /= np.sqrt(j * (j + 1.0))
    return made
