"""The check loss of quantile regression: its exact minimum, and the share of it that regressors take away."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from gisplug.core.errors import ConvergenceError
from gisplug.core.messages import message
from gisplug.numbers.standardise import near_powers


def check_loss(e: np.ndarray, tau: float) -> float:
    """Return the sum over residuals e (n,) of e (tau - 1[e < 0])."""
    return float((e * (tau - (e < 0))).sum())


def quantile_coefficients(y: np.ndarray, X: np.ndarray, tau: float) -> np.ndarray:
    """Minimise the check loss exactly: the dual linear programme of Koenker & Bassett (1978), k equations in n bounded
    unknowns, whose multipliers are the coefficients (k,) of y (n,) on X (n, k).

    Raises
    ------
    ConvergenceError
        If the programme is not solved.
    """
    size, unit = near_powers(np.abs(X).max(axis=0)), float(near_powers(np.array([np.abs(y).max(initial=0.0)]))[0])
    scaled = X / size
    found = linprog(
        -y / unit, A_eq=scaled.T, b_eq=(1.0 - tau) * scaled.sum(axis=0), bounds=(0.0, 1.0), method="highs-ds"
    )
    if found.status != 0:
        raise ConvergenceError(
            message(
                "The quantile regression at {tau} found no solution ({splitlines}); use "
                "method='moments', or fewer regressors.",
                tau=tau,
                splitlines=found.message.splitlines()[0],
            )
        )
    return np.asarray(-found.eqlin.marginals * unit / size)


def pseudo_r2(y: np.ndarray, fitted: np.ndarray, tau: float) -> float:
    """Return one less the check loss of fitted (n,) over that of the quantile of y (n,) (Koenker & Machado 1999)."""
    alone = check_loss(y - float(np.quantile(y, tau, method="inverted_cdf")), tau)
    return 1.0 - check_loss(y - fitted, tau) / alone if alone > 0 else np.nan
