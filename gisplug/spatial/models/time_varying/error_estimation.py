"""Spatial errors when W changes from period to period or rows are missing, with fixed effects.

The filter I - lam W_t acts on the dummies too, which then differ by period. Their projection is one symmetric sparse
system in the units, bordered by the periods, at each lam; nothing has (rows x units) entries. "score" is the
restricted likelihood (Patterson and Thompson 1971): -log|D'B'B D| / 2 is added and n - q counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import Effects
from gisplug.numbers.demeaning import lost_degrees, within
from gisplug.numbers.sparse.positive_family import PositiveFamily
from gisplug.numbers.symmetric import inverse, solve
from gisplug.spatial.models.likelihood.lag_model import Jacobian
from gisplug.spatial.models.time_varying.estimation import VaryingEstimates, direct_jacobian
from gisplug.spatial.models.time_varying.weights_by_period import Periods

OFFERED_UNITS = 50_000  # whose effects are factorised some fifty times, in two or three minutes
FEW_UNITS = 5_000  # up to which the whole interval is looked through in small steps
GRID, COARSE = 65, 17
STEP = 1e-4  # of lam, in the second differences of the likelihood


def error_model(y: np.ndarray, X: np.ndarray, periods: Periods, effects: Effects, adjusted: bool) -> VaryingEstimates:
    """Fit SEM or SDEM. y is (T, N), X (T, N, k), absent rows zero.

    Raises
    ------
    ModelError
        If there are more units than is offered, or units and periods fall into blocks that share neither.
    """
    here = periods.present
    q = lost_degrees(effects, here)
    columns = within(np.concatenate([y[..., None], X], axis=2), effects, here)
    dummies = None if effects == "none" else FilteredDummies.of(columns, periods, effects)
    k, jacobian = X.shape[2], direct_jacobian(periods)
    nobs = periods.n - (q if adjusted else 0)
    flat, lagged = columns[here], periods.lag(columns)[here]
    grams = (flat.T @ flat, -(flat.T @ lagged + lagged.T @ flat), lagged.T @ lagged)

    def concentrated(lam: float, rough: bool = False) -> tuple[float, np.ndarray, float, np.ndarray]:
        G, constant = grams[0] + lam * grams[1] + lam**2 * grams[2], 0.0
        if dummies is not None:
            explained, logdet = dummies.at(lam)
            G = G - explained
            constant = -0.5 * logdet if adjusted else 0.0
        ZZ = G[1:, 1:]
        delta = solve(ZZ, G[1:, 0])
        sigma2 = float(G[0, 0] - G[0, 1:] @ delta) / nobs
        value = -0.5 * nobs * (np.log(2 * np.pi * sigma2) + 1) + constant
        value += jacobian.rough(lam) if rough and jacobian.rough is not None else jacobian.value(lam)
        return float(value), delta, sigma2, ZZ

    points = GRID if dummies is None or here.shape[1] <= FEW_UNITS else COARSE
    lam = _peak(lambda at, rough: concentrated(at, rough)[0], jacobian, points)
    value, delta, sigma2, ZZ = concentrated(lam)
    up, down = concentrated(lam + STEP), concentrated(lam - STEP)
    variance = -(STEP**2) / (up[0] - 2 * value + down[0])
    slope = np.r_[(up[1] - down[1]) / (2 * STEP), (up[2] - down[2]) / (2 * STEP)]
    inner = variance * np.outer(slope, slope)
    inner[:k, :k] += sigma2 * inverse(ZZ)
    inner[k, k] += 2 * sigma2**2 / nobs
    joint = np.block([[inner, variance * slope[:, None]], [variance * slope[None, :], np.array([[variance]])]])
    order = [*range(k), k + 1, k]
    return VaryingEstimates(np.r_[delta, lam, sigma2], joint[np.ix_(order, order)], value, nobs)


@dataclass
class FilteredDummies:
    """What the dummies of units and periods, filtered by I - lam W_t, explain of filtered columns (n, m).

    All products are polynomials in lam, kept as three coefficients.

    Attributes
    ----------
    units : the units' own block (U, U), U units with rows, or None without unit effects
    borders : (3, U, P + m)
        Units by the dummies of P periods and by the columns.
    corner : (3, P + m, P + m)
        The periods and the columns among themselves; products of columns are left at nought.
    periods : P
    """

    units: PositiveFamily | None
    borders: np.ndarray
    corner: np.ndarray
    periods: int

    @classmethod
    def of(cls, columns: np.ndarray, periods: Periods, effects: Effects) -> FilteredDummies:
        """Form the products of dummies with each other and with columns (T, N, m), nought where rows are absent.

        Raises
        ------
        ModelError
            If there are more units than is offered, or units and periods fall into blocks that share neither.
        """
        here = periods.present
        own = np.flatnonzero(here.any(axis=0)) if effects != "time" else np.empty(0, dtype=int)
        if len(own) > OFFERED_UNITS:
            raise ModelError(
                message(
                    "A spatial error with unit effects, and weights that change or rows that are missing, is offered "
                    "for {most} units at most; there are {n}. Use SAR or SDM, or one W on a balanced panel.",
                    most=OFFERED_UNITS,
                    n=len(own),
                )
            )
        T, N, m = columns.shape
        shown = np.arange(1 if len(own) else 0, T) if effects != "unit" else np.empty(0, dtype=int)
        if len(own) + len(shown) > lost_degrees(effects, here):
            raise ModelError(
                "Units and periods fall into blocks that share neither; a spatial error with both effects is not "
                "offered for them."
            )
        borders, corner = np.zeros((3, N, len(shown) + m)), np.zeros((3, len(shown) + m, len(shown) + m))
        blocks = [sp.csr_array((N, N)), sp.csr_array((N, N)), sp.csr_array((N, N))]
        for r in periods.regimes:
            if len(own):
                turned = r.W.T.tocsr()
                for power, block in enumerate((sp.eye_array(len(r.rows)), -(turned + r.W), turned @ r.W)):
                    blocks[power] = blocks[power] + len(r.periods) * _spread(block, r.rows, N)
            for t in r.periods:
                place = np.flatnonzero(shown == t)
                now = np.zeros((len(r.rows), len(shown) + m))
                now[:, place], now[:, len(shown) :] = 1.0, columns[t, r.rows]
                lagged = r.W @ now
                back, back_lagged = r.W.T @ now, r.W.T @ lagged
                for power, part in enumerate((now, -(lagged + back), back_lagged)):
                    borders[power, r.rows] += part
                for power, part in enumerate((now.T @ now, -(now.T @ lagged + lagged.T @ now), lagged.T @ lagged)):
                    corner[power] += part
        corner[:, len(shown) :, len(shown) :] = 0.0
        kept = [sp.csr_array(block[own][:, own]) for block in blocks]
        family = PositiveFamily((kept[0], kept[1], kept[2])) if len(own) else None
        return cls(family, borders[:, own], corner, len(shown))

    def at(self, lam: float) -> tuple[np.ndarray, float]:
        """Return what the dummies explain of the cross-products of columns (m, m), and log|D'B'B D|, at lam."""
        powers = np.array([1.0, lam, lam**2])
        corner, logdet = np.tensordot(powers, self.corner, 1), 0.0
        if self.units is not None:
            border = np.tensordot(powers, self.borders, 1)
            logdet = self.units.at(*powers)
            corner = corner - border.T @ self.units.solve(border)
        P = self.periods
        explained = -corner[P:, P:]
        if P:
            L = np.linalg.cholesky(corner[:P, :P])
            across = np.linalg.solve(L, corner[:P, P:])
            explained = explained + across.T @ across
            logdet += 2.0 * float(np.log(np.diag(L)).sum())
        return explained, logdet


def _spread(part: sp.sparray, rows: np.ndarray, N: int) -> sp.csr_array:
    """Return a matrix of the present units as one of all, (N, N)."""
    entries = sp.coo_array(part)
    return sp.csr_array((entries.data, (rows[entries.row], rows[entries.col])), shape=(N, N))


def _peak(value: Callable[[float, bool], float], jacobian: Jacobian, points: int) -> float:
    """Return the maximum: a rough grid finds the cell, exact values the place."""
    from scipy.optimize import minimize_scalar

    grid = np.linspace(jacobian.low, jacobian.high, points)[1:-1]
    place = int(np.argmax([value(float(x), True) for x in grid]))
    a, b = float(grid[max(place - 2, 0)]), float(grid[min(place + 2, len(grid) - 1)])
    if jacobian.refine is not None:
        jacobian.refine(a, b)
    found = minimize_scalar(lambda x: -value(x, False), bounds=(a, b), method="bounded", options={"xatol": 1e-9})
    return float(found.x)
