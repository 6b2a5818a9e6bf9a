"""The wild cluster bootstrap of one coefficient, its null imposed (Cameron, Gelbach & Miller 2008; Webb 2014)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gisplug.numbers.covariance import cluster_sums
from gisplug.numbers.orthogonal import left_over
from gisplug.numbers.projections import Absorbed, residualised

POINTS = {
    "webb": np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)]),
    "rademacher": np.array([-1.0, 1.0]),
}
BATCH_NUMBERS = 4e6  # numbers of one batch of draws, rows times draws
SAME = 1e-9  # share by which two |t| may differ and be the same sample


@dataclass(frozen=True)
class WildDraws:
    """Bootstrap t statistics of a coefficient b under "it is c", for any c at once: every part is linear in c.

    Attributes
    ----------
    b, se : the estimate and its clustered error, without a small-sample factor
    top, top_c : (B,), numerator of t is top - c top_c
    aa, ac, cc : (B,), its squared error is aa - 2 c ac + c^2 cc
    whole : whether the draws are all there are
    """

    b: float
    se: float
    top: np.ndarray
    top_c: np.ndarray
    aa: np.ndarray
    ac: np.ndarray
    cc: np.ndarray
    whole: bool

    def p(self, null: float = 0.0) -> float:
        """Return the two-sided p of "the coefficient is `null`": the share of |t| at least as large as that seen.

        Where draws are not all there are, the sample itself counts as one.
        """
        t = abs(self.b - null) / self.se
        under = np.maximum(self.aa - 2 * null * self.ac + null**2 * self.cc, 0.0)
        top = np.abs(self.top - null * self.top_c)
        drawn = np.divide(top, np.sqrt(under), out=np.zeros_like(top), where=under > 0)
        beyond = int((drawn >= t * (1 - SAME)).sum())
        return beyond / len(drawn) if self.whole else (1 + beyond) / (1 + len(drawn))

    def interval(self, level: float) -> tuple[float, float]:
        """Return the values that are not rejected at 1 - `level`, by bisection; infinite where none is rejected."""
        return self._end(-1.0, 1 - level), self._end(1.0, 1 - level)

    def _end(self, sign: float, alpha: float) -> float:
        inside, far = self.b, self.b + sign * 4 * self.se
        for _ in range(40):
            if self.p(far) <= alpha:
                break
            inside, far = far, self.b + 2 * (far - self.b)
        else:
            return float(sign * np.inf)
        for _ in range(60):
            middle = (inside + far) / 2
            inside, far = (inside, middle) if self.p(middle) <= alpha else (middle, far)
        return float((inside + far) / 2)


def signs(groups: int, kind: str, draws: int, seed: int) -> tuple[np.ndarray, bool]:
    """Return weights of clusters (draws, G), and whether they are all that there are (Rademacher with few clusters)."""
    points = POINTS[kind]
    if kind == "rademacher" and 2**groups <= draws:
        return np.array(list(itertools.product(points, repeat=groups))), True
    return np.random.default_rng(seed).choice(points, size=(draws, groups)), False


def wild_draws(
    y: np.ndarray,
    X: np.ndarray,
    at: int,
    codes: np.ndarray,
    absorbed: Sequence[Absorbed],
    weights: tuple[np.ndarray, bool],
) -> WildDraws:
    """Return the bootstrap of one coefficient.

    Parameters
    ----------
    y, X : (n,), (n, k), less the effects `absorbed`
    at : place of the coefficient
    codes : (n,) clusters
    weights : (draws, G) of the clusters and whether they are all, as `signs` gives them
    """
    x, others = X[:, at], np.delete(X, at, axis=1)
    own = left_over(others, x)
    size = float(own @ own)
    b = float(own @ y) / size
    e = left_over(X, y)
    se = float(np.sqrt((cluster_sums((own * e)[:, None], codes) ** 2).sum())) / size
    restricted = np.column_stack([left_over(others, y), own])  # what the null leaves, at c = 0 and a unit of c
    drawn, whole = weights
    step = max(int(BATCH_NUMBERS / len(y) / 2), 1)
    parts = [
        _batch(restricted, X, own / size, codes, absorbed, drawn[k : k + step]) for k in range(0, len(drawn), step)
    ]
    top, top_c, aa, ac, cc = (np.concatenate(column) for column in zip(*parts, strict=True))
    return WildDraws(b, se, top, top_c, aa, ac, cc, whole)


def _batch(
    restricted: np.ndarray,
    X: np.ndarray,
    direction: np.ndarray,
    codes: np.ndarray,
    absorbed: Sequence[Absorbed],
    drawn: np.ndarray,
) -> tuple[np.ndarray, ...]:
    w = drawn[:, codes].T
    found = []
    for column in restricted.T:
        made = residualised(w * column[:, None], absorbed)
        left = left_over(X, made)
        found.append((direction @ made, cluster_sums(direction[:, None] * left, codes)))
    (top, a), (top_c, c) = found
    return top, top_c, (a**2).sum(axis=0), (a * c).sum(axis=0), (c**2).sum(axis=0)
