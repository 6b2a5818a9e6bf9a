"""What each method of panel quantile regression makes of the effects: moments, Canay's two steps, dummies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.numbers.least_squares import centred, check_identified, least_squares
from gisplug.numbers.projections import Absorbed, codes_of, residualised
from gisplug.regression.quantiles.check_loss import pseudo_r2, quantile_coefficients

METHODS = ("moments", "canay", "dummies", "pooled")


@dataclass(frozen=True)
class Rows:
    """Rows of a quantile regression: y (n,), X (n, k), codes of unit and period (n,), and the effects they have."""

    y: np.ndarray
    X: np.ndarray
    unit: np.ndarray
    period: np.ndarray
    effects: str
    names: tuple[str, ...]

    @property
    def absorbed(self) -> list[Absorbed]:
        """The effects, or a constant."""
        found = [Absorbed(self.unit)] if self.effects in ("unit", "twoways") else []
        found += [Absorbed(self.period)] if self.effects in ("time", "twoways") else []
        return found or [Absorbed(np.zeros(len(self.unit), dtype=int))]

    def of_units(self, chosen: np.ndarray) -> Rows:
        """Return the rows of units drawn with replacement, `chosen` codes, each draw a unit of its own."""
        places = np.split(np.argsort(self.unit, kind="stable"), np.cumsum(np.bincount(self.unit))[:-1])
        at = np.concatenate([places[c] for c in chosen])
        fresh = np.repeat(np.arange(len(chosen)), [len(places[c]) for c in chosen])
        return Rows(self.y[at], self.X[at], fresh, codes_of(self.period[at]), self.effects, self.names)

    def at(self, chosen: np.ndarray) -> Rows:
        """Return rows drawn with replacement, `chosen` places, each in its unit and period."""
        unit, period = codes_of(self.unit[chosen]), codes_of(self.period[chosen])
        return Rows(self.y[chosen], self.X[chosen], unit, period, self.effects, self.names)

    def dummies(self) -> np.ndarray:
        """Return a constant, and dummies of the effects that are less their means and without the first, (n, d)."""
        parts = [np.ones((len(self.y), 1))]
        for a in self.absorbed:
            levels = np.eye(a.groups)[a.codes][:, 1:]
            parts.append(levels - levels.mean(axis=0))
        return np.column_stack(parts)


@dataclass(frozen=True)
class Solved:
    """Slopes (Q, k) at Q quantiles.

    Attributes
    ----------
    slopes : (Q, k)
    constants, r2 : (Q,), NaN where the method has none
    location, scale : (k,), of the mean and of the spread
    negative : share of rows whose fitted scale is not positive
    """

    slopes: np.ndarray
    constants: np.ndarray
    r2: np.ndarray
    location: np.ndarray
    scale: np.ndarray
    negative: float = 0.0


def solved(method: str, rows: Rows, taus: np.ndarray) -> Solved:
    """Estimate at quantiles `taus` (Q,) by one of `METHODS`.

    Raises
    ------
    ModelError
        If a term is not identified, or the fitted scale is positive nowhere.
    ConvergenceError
        If a linear programme is not solved.
    """
    flat = residualised(np.column_stack([rows.y, rows.X]), rows.absorbed)
    check_identified(rows.X, flat[:, 1:], rows.names)
    b, bread = least_squares(flat[:, 1:], flat[:, 0], rows.names)
    if method == "moments":
        return _moments(rows, flat, b, bread, taus)
    if method == "canay":
        return _canay(rows, flat, b, taus)
    design = np.column_stack([rows.X - rows.X.mean(axis=0), rows.dummies()])
    return _by_loss(rows, rows.y, design, b, taus)


def fitted(method: str, rows: Rows, mean: tuple[np.ndarray, np.ndarray], b: np.ndarray, tau: float) -> np.ndarray:
    """Return the fitted quantile of the rows, (n,), with slopes b (k,); `mean` has the slopes (k,) and the residuals
    (n,) of the mean regression.
    """
    location, r = mean
    if method == "moments":
        flat = residualised(np.column_stack([np.abs(r), rows.X]), rows.absorbed)
        slope = np.linalg.lstsq(flat[:, 1:], flat[:, 0], rcond=None)[0]
        scale = np.abs(r) - (flat[:, 0] - flat[:, 1:] @ slope)
        good = scale > 0
        return np.asarray(rows.y - r + float(np.quantile(r[good] / scale[good], tau)) * scale)
    if method == "canay":
        shift = rows.y - rows.X @ location - r
        left = r + rows.X @ (location - b)  # the intercept makes its quantile nought
        return np.asarray(shift + rows.X @ b + float(np.quantile(left, tau)))
    design = np.column_stack([rows.X - rows.X.mean(axis=0), rows.dummies()])
    return np.asarray(design @ quantile_coefficients(rows.y, design, tau))


def _moments(rows: Rows, flat: np.ndarray, b: np.ndarray, bread: np.ndarray, taus: np.ndarray) -> Solved:
    r = flat[:, 0] - flat[:, 1:] @ b
    size = np.abs(r)  # E|R| = scale E|U|: dividing by it standardises U so that E|U| = 1
    left = residualised(size[:, None], rows.absorbed)[:, 0]
    g = bread @ (flat[:, 1:].T @ left)
    scale = size - (left - flat[:, 1:] @ g)
    good = scale > 0
    if not good.any():
        raise ModelError("The fitted scale is positive nowhere; use method='canay', fewer terms, or more rows.")
    q = np.quantile(r[good] / scale[good], taus)
    none = np.full(len(taus), np.nan)
    return Solved(b + q[:, None] * g, none, none, b, g, float(1 - good.mean()))


def _canay(rows: Rows, flat: np.ndarray, b: np.ndarray, taus: np.ndarray) -> Solved:
    constant = float(np.mean(rows.y - rows.X @ b))
    left = rows.y - rows.X @ b - (flat[:, 0] - flat[:, 1:] @ b) - constant
    y = rows.y - (left if rows.effects != "none" else 0.0)
    return _by_loss(rows, y, centred(rows.X)[0], b, taus)


def _by_loss(rows: Rows, y: np.ndarray, design: np.ndarray, b: np.ndarray, taus: np.ndarray) -> Solved:
    """Minimise the check loss of y (n,) on a design (n, k + 1 + d): regressors less their means, a constant, dummies
    less theirs.
    """
    k, level = rows.X.shape[1], float(y.mean())
    found = np.array([quantile_coefficients(y - level, design, float(tau)) for tau in taus])
    r2 = [pseudo_r2(y - level, design @ c, float(tau)) for c, tau in zip(found, taus, strict=True)]
    constants = found[:, k] + level - found[:, :k] @ rows.X.mean(axis=0)
    return Solved(found[:, :k], constants, np.array(r2), b, np.full_like(b, np.nan))
