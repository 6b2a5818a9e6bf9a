"""Indirect calibration (Ragin 2008): cases are sorted into groups, and a fractional polynomial smooths the groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from gisplug.core.errors import ConvergenceError, ModelError
from gisplug.core.messages import message

ROUNDS, STILL = 100, 1e-8  # as glm of R: rounds end when the deviance moves by less than this share


def group_cuts(values: np.ndarray, groups: int) -> list[float]:
    """Return cuts between `groups` groups of as many values (n,) each; NaN does not count."""
    return [float(v) for v in np.nanquantile(np.asarray(values, dtype=float), np.arange(1, groups) / groups)]


def grouped(values: np.ndarray, cuts: Sequence[float]) -> np.ndarray:
    """Return the membership of the group of each value (n,): 0, 1/m, ..., 1 with m cuts, to three decimals as QCA does;
    a value at a cut belongs to the group below.
    """
    levels = np.round(np.arange(len(cuts) + 1) / len(cuts), 3)
    return np.asarray(levels[np.searchsorted(np.sort(cuts), values, side="left")])


def indirectly_calibrated(values: np.ndarray, cuts: Sequence[float]) -> np.ndarray:
    """Return memberships (n,), 0 to 1: groups as a fractional logit on log x, root x, x and x squared predicts them.

    As ``calibrate(method = "indirect")`` of the R package QCA. NaN stays.

    Parameters
    ----------
    values : (n,), positive
    cuts : two and more values between the groups

    Raises
    ------
    ModelError
        If a value is not positive, cuts are fewer than two or equal, or a group is empty at an end.
    ConvergenceError
        If the fit does not settle.
    """
    x = np.asarray(values, dtype=float)
    seen = np.isfinite(x)
    if (x[seen] <= 0).any():
        raise ModelError(
            "Indirect calibration takes logarithms and roots, and some values are not above nought; use the direct "
            "method, or add a constant first."
        )
    if len(cuts) < 2 or len(set(cuts)) < len(cuts):
        raise ModelError(
            message("Indirect calibration has two and more different cuts; {cuts} were given instead.", cuts=list(cuts))
        )
    target = grouped(x[seen], cuts)
    if target.min() > 0 or target.max() < 1:
        raise ModelError("No case lies below the lowest cut, or none above the highest; move the cuts inwards.")
    found = np.full(len(x), np.nan)
    found[seen] = _fractional_logit(_powers(x[seen]), target)
    found[found < 0.0001] = 0.0
    found[found > 0.9999] = 1.0
    return found


def _powers(x: np.ndarray) -> np.ndarray:
    """Return an orthonormal basis (n, 5) of a constant, log x, root x, x and x squared."""
    scaled = x / np.exp(np.log(x).mean())
    columns = np.column_stack([np.ones(len(x)), np.log(scaled), np.sqrt(scaled), scaled, scaled**2])
    return np.asarray(np.linalg.qr(columns / np.linalg.norm(columns, axis=0))[0])


def _fractional_logit(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the means (n,) of y (n,) in [0, 1] on an orthonormal X (n, k): weighted least squares, repeated."""
    mean = (y + 0.5) / 2
    eta, before = np.log(mean / (1 - mean)), np.inf
    for _ in range(ROUNDS):
        weight = np.maximum(mean * (1 - mean), 1e-12)
        root = np.sqrt(weight)
        b = np.linalg.lstsq(X * root[:, None], root * (eta + (y - mean) / weight), rcond=None)[0]
        eta = np.clip(X @ b, -700.0, 700.0)
        mean = expit(eta)
        deviance = float(_deviance(y, mean))
        if abs(deviance - before) < STILL * (abs(deviance) + 0.1):
            return np.asarray(mean)
        before = deviance
    raise ConvergenceError("The curve of the indirect calibration did not settle; use fewer cuts or the direct method.")


def _deviance(y: np.ndarray, mean: np.ndarray) -> float:
    tiny = np.finfo(float).tiny
    parts = np.where(y > 0, y * np.log(np.maximum(y, tiny) / np.maximum(mean, tiny)), 0.0)
    other = np.where(y < 1, (1 - y) * np.log(np.maximum(1 - y, tiny) / np.maximum(1 - mean, tiny)), 0.0)
    return float(2 * (parts + other).sum())
