"""Two-group, two-period effects with their influence functions (Sant'Anna & Zhao 2020)."""

from __future__ import annotations

import numpy as np

from gisplug.core.errors import ConvergenceError, ModelError
from gisplug.core.messages import message
from gisplug.numbers.symmetric import generalised_inverse, inverse

TRIM = 0.995  # controls with a larger propensity are left out, as in DRDID


def effect(change: np.ndarray, D: np.ndarray, X: np.ndarray, method: str) -> tuple[float, np.ndarray]:
    """Return the effect on the treated and its influence function (n,), after Sant'Anna & Zhao (2020).

    Parameters
    ----------
    change : (n,) outcome after minus before; D : (n,) 1 treated, 0 control; X : (n, k) covariates with a constant
    method : "reg" (outcome regression), "ipw" (Hajek weights) or "dr" (doubly robust)

    Raises
    ------
    ModelError
        If the controls do not carry the covariates, or the method is unknown.
    ConvergenceError
        If the propensity model does not settle.
    """
    n = len(D)
    propensity, score = (None, None) if method == "reg" else _logit(X, D)
    if method == "ipw":
        fitted, line = np.zeros(n), None
    else:
        fitted, line = _controls_regression(change, D, X)
    w1 = D.astype(float)
    if method == "reg":
        treat, cont = w1 * change, w1 * fitted
        a, b = treat.mean() / w1.mean(), cont.mean() / w1.mean()
        if line is None:
            raise ModelError("Outcome regression needs a line.")
        moved = line @ (w1[:, None] * X).mean(axis=0)
        return float(a - b), ((treat - w1 * a) - (cont - w1 * b) - moved) / w1.mean()
    if propensity is None or score is None:
        raise ModelError(message("method is dr, reg or ipw; {method!r} was given instead.", method=method))
    usable = (D == 1) | (propensity < TRIM)
    w0 = np.where(usable, propensity * (1 - D) / (1 - propensity), 0.0)
    left = change - fitted
    a, b = (w1 * left).mean() / w1.mean(), (w0 * left).mean() / w0.mean()
    treat, cont = w1 * (left - a), w0 * (left - b) + score @ (w0[:, None] * (left - b)[:, None] * X).mean(axis=0)
    if line is not None:
        treat = treat - line @ (w1[:, None] * X).mean(axis=0)
        cont = cont - line @ (w0[:, None] * X).mean(axis=0)
    return float(a - b), treat / w1.mean() - cont / w0.mean()


def _controls_regression(change: np.ndarray, D: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fit the change among controls; return fitted values of all and the asymptotic linear representation (n, k)."""
    control = 1.0 - D
    gram = (X * control[:, None]).T @ X / len(D)
    try:
        bread = inverse(gram)
    except ModelError:
        raise ModelError(
            "Covariates are collinear among the comparison units of a cohort; use fewer covariates, or the not-yet "
            "treated as well."
        ) from None
    b = bread @ ((X * control[:, None]).T @ change / len(D))
    fitted = X @ b
    return fitted, (X * (control * (change - fitted))[:, None]) @ bread


def _logit(X: np.ndarray, D: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fit the propensity by Newton steps; return probabilities and the asymptotic linear representation (n, k)."""
    b = np.zeros(X.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(X @ b, -35, 35)))
        hessian = (X * (p * (1 - p))[:, None]).T @ X
        step = generalised_inverse(hessian)[0] @ (X.T @ (D - p))
        b = b + step
        if np.max(np.abs(step)) < 1e-10 * (1 + np.max(np.abs(b))):
            break
    else:
        raise ConvergenceError(
            "The propensity score did not converge: covariates separate treated from comparison units. Use "
            "method='reg' or fewer covariates."
        )
    p = np.minimum(1 / (1 + np.exp(-np.clip(X @ b, -35, 35))), 1 - 1e-6)
    bread = inverse((X * (p * (1 - p))[:, None]).T @ X) * len(D)
    return p, (X * (D - p)[:, None]) @ bread
