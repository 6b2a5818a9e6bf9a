"""Sets of values that Anderson & Rubin's (1949) test does not reject: they hold however weak the instruments are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from gisplug.core.messages import joined, message
from gisplug.numbers.covariance import Clusters
from gisplug.numbers.symmetric import generalised_inverse, positive, quadratic_form
from gisplug.regression.instruments.k_class import Data, left_of, moment_covariance, small_sample

GRID = 400  # directions at which the test is computed before its crossings are sought
WHOLE, EMPTY = "whole line", "empty"


@dataclass(frozen=True)
class ReducedForm:
    """Coefficients of the instruments for the outcome and each endogenous variable, and their joint covariance.

    Attributes
    ----------
    b : (1 + p, L), the outcome first
    cov : (1 + p, L, 1 + p, L)
    df : degrees of freedom of the F tests
    unit : (p,), units of the endogenous coefficients in which b stands
    """

    b: np.ndarray
    cov: np.ndarray
    df: float
    unit: np.ndarray

    def f(self, combination: np.ndarray) -> float:
        """Return the F of the instruments for a combination (1 + p,) of outcome and endogenous variables."""
        cov = np.einsum("i,iajb,j->ab", combination, self.cov, combination)
        return float(quadratic_form(combination @ self.b, positive(cov))[0] / self.b.shape[1])

    def test(self, null: np.ndarray) -> tuple[float, int, float]:
        """Return F, its numerator degrees of freedom and p of "the endogenous coefficients are `null` (p,)"."""
        found, L = self.f(np.r_[1.0, -null / self.unit]), self.b.shape[1]
        return found, L, float(stats.f.sf(found, L, self.df))


@dataclass(frozen=True)
class WeakSet:
    """The values of one coefficient that the test does not reject.

    Attributes
    ----------
    pieces : intervals in rising order, infinite where the set has no end; none where it is empty
    level : share of samples in which such a set holds the true value
    f, p : of the test that the coefficient is nought
    """

    pieces: tuple[tuple[float, float], ...]
    level: float
    f: float
    p: float

    @property
    def bounded(self) -> bool:
        """Whether the set has both ends, or is empty."""
        return all(np.isfinite(end) for piece in self.pieces for end in piece)

    @property
    def text(self) -> str:
        """The set as tables show it."""
        if not self.pieces:
            return EMPTY
        if self.pieces == ((-np.inf, np.inf),):
            return WHOLE
        return joined(message(" and "), (_piece(low, high) for low, high in self.pieces))

    @property
    def meaning(self) -> str:
        """What its shape says, where it is no plain interval; else nothing."""
        if not self.pieces:
            return "The Anderson-Rubin set is empty: no value of the coefficient makes the instruments valid."
        if self.pieces == ((-np.inf, np.inf),):
            return "The Anderson-Rubin set is the whole line: the instruments say nothing about the coefficient."
        if not self.bounded:
            return message(
                "The Anderson-Rubin set has no end ({text}): the instruments are too weak to bound it.", text=self.text
            )
        if len(self.pieces) > 1:
            return message("The Anderson-Rubin set has several pieces: {text}.", text=self.text)
        return ""


def _piece(low: float, high: float) -> str:
    left = "(-inf" if np.isinf(low) else f"[{low:.4g}"
    return f"{left}, inf)" if np.isinf(high) else f"{left}, {high:.4g}]"


def reduced_form(data: Data, clusters: Clusters, counted: int, unit: np.ndarray) -> ReducedForm:
    """Return the reduced form of an instrumental regression, its covariance as robust as the errors.

    Parameters
    ----------
    counted : effects that count in the degrees of freedom
    unit : (p,), what one unit of each scaled endogenous coefficient is worth
    """
    W, Z = left_of(np.column_stack([data.y, data.Y]), data.X), left_of(data.Z, data.X)
    n, L = Z.shape
    bread, _ = generalised_inverse(Z.T @ Z)
    b = bread @ (Z.T @ W)
    e = W - Z @ b
    if clusters.kind == "classical":
        middle = np.kron(e.T @ e / n, Z.T @ Z)
    else:
        scores = np.column_stack([Z * e[:, j : j + 1] for j in range(e.shape[1])])
        middle = moment_covariance(scores, np.ones(n), clusters)
    factor, df = small_sample(n, L + data.X.shape[1] + counted, clusters)
    around = np.kron(np.eye(e.shape[1]), bread)
    cov = around @ middle @ around * factor
    return ReducedForm(b.T, cov.reshape(e.shape[1], L, e.shape[1], L), df, unit)


def weak_set(form: ReducedForm, centre: float, scale: float, level: float = 0.95) -> WeakSet:
    """Return the set of one endogenous variable.

    The line of values is seen as directions of a half circle round `centre`, so that what happens beyond all bounds is
    a direction like others; the test is continuous there, its crossings of the critical value bound the set.

    Parameters
    ----------
    centre, scale : a value near which the set is expected, and how far from it
    """
    b, unit = form.b, float(form.unit[0])
    centre, step = centre / unit, max(scale / unit, 1e-12)
    L = b.shape[1]
    limit = float(stats.f.isf(1 - level, L, form.df))

    def above(angle: float) -> float:
        c, s = np.cos(angle), np.sin(angle)
        return form.f(np.array([c, -(c * centre + step * s)])) - limit

    angles = np.linspace(-np.pi / 2, np.pi / 2, GRID + 1)
    values = np.array([above(a) for a in angles])
    turns = _turns(above, angles, values)
    order = np.argsort(np.r_[angles, turns])
    angles, values = np.r_[angles, turns][order], np.r_[values, [above(a) for a in turns]][order]
    crossings = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0)
    ends = [optimize.brentq(above, angles[i], angles[i + 1], xtol=1e-14, rtol=1e-14) for i in crossings]
    bounds = [-np.inf, *(float((centre + step * np.tan(a)) * unit) for a in ends), np.inf]
    inside = values[0] <= 0
    pieces = [(bounds[i], bounds[i + 1]) for i in range(len(bounds) - 1) if (i % 2 == 0) == inside]
    f, _, p = form.test(np.zeros(1))
    return WeakSet(tuple(pieces), level, f, p)


def _turns(above: Callable[[float], float], angles: np.ndarray, values: np.ndarray) -> list[float]:
    """Return the places of lows above nought and of highs below it between the angles, which may hide two crossings."""
    found = []
    for i in range(1, len(angles) - 1):
        for sign in (1.0, -1.0):
            mine = sign * values[i - 1 : i + 2]
            if mine[1] > 0 and mine[1] <= mine[0] and mine[1] <= mine[2]:
                within = (angles[i - 1], angles[i + 1])
                found.append(float(optimize.minimize_scalar(_turned, bounds=within, args=(above, sign)).x))
    return found


def _turned(angle: float, above: Callable[[float], float], sign: float) -> float:
    return sign * above(float(angle))
