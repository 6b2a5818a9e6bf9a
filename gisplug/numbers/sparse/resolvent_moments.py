"""Sums over G = W (I - rho W)^-1 at many rho from one set of products with W: quadratic forms, exact to rounding, and
weighted traces by random vectors, whose error is known.

G is a series in powers of W, or of Chebyshev's polynomials where W is similar to a symmetric matrix (see `probes`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gisplug.numbers.sparse.locality import Arranged
from gisplug.numbers.sparse.probes import COLUMNS, random_signs, series, tail, terms_needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from scipy.sparse import csr_array

    from gisplug.numbers.sparse.log_determinant import LogDet

DIGITS = 1e-14  # share of G's size that the cut series of a quadratic form may lack
CUT = 1e-6  # the same where random vectors err by far more


@dataclass(frozen=True)
class Resolvent:
    """W or the symmetric matrix that it is similar to, in an order that keeps neighbours together.

    Attributes
    ----------
    arranged : Arranged
    scale : (N,) with matrix = diag(scale) W diag(scale)^-1, in the order, or None where the matrix is W
    radius : spectral radius
    """

    arranged: Arranged
    scale: np.ndarray | None
    radius: float

    @property
    def matrix(self) -> csr_array:
        """The matrix (N, N) in that order."""
        return self.arranged.matrix

    @property
    def symmetric(self) -> bool:
        """Whether the series is one of Chebyshev's polynomials."""
        return self.scale is not None

    def terms(self, reach: float, digits: float) -> int | None:
        """Return how many terms leave out no more than `digits` of the series up to |rho| = `reach`; None if more than
        are offered.
        """
        return terms_needed(reach, digits, self.radius, self.symmetric)

    def placed(self, values: np.ndarray) -> np.ndarray:
        """Return values by unit, (N,) or (N, m), in the order of the matrix."""
        return self.arranged.placed(values)

    def moments(self, right: np.ndarray, terms: int, take: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        """Return take(P_k `right`) for k = 0 .. terms, stacked, P_k the k-th polynomial of the matrix; right (N, m)."""
        before, now = right, self.matrix @ right / self.radius
        found = [take(before), take(now)]
        while len(found) <= terms:
            following = self.matrix @ now
            following *= (2.0 if self.symmetric else 1.0) / self.radius
            if self.symmetric:
                following -= before
            before, now = now, following
            found.append(take(now))
        return np.array(found)

    def at(self, moments: np.ndarray, rho: float) -> np.ndarray:
        """Return the sum over G at rho that `moments` (K + 1, m, m) or (K + 1, m) belong to, (m, m) or (m,)."""
        return np.asarray(-np.tensordot(series(rho, 1, len(moments) - 1, self.radius, self.symmetric), moments, 1))


def resolvent(logdet: LogDet) -> Resolvent:
    """Prepare the W, or its symmetric twin, of a log-determinant."""
    arranged, twin = logdet.arranged, logdet.symmetric
    return Resolvent(arranged, None if twin is None else arranged.placed(twin[1]), logdet.radius)


def quadratic_form(
    of: Resolvent, block: np.ndarray, reach: float, digits: float = DIGITS
) -> Callable[[float], np.ndarray] | None:
    """Return the function rho -> B'G B, (m, m), for |rho| up to `reach`, with B = `block` (N, m); None where the series
    is too long. The cut series lacks no more than `digits` of G's size.
    """
    terms = of.terms(reach, digits)
    if terms is None:
        return None
    basis, parts = _distinct(of.placed(block))
    left, right = (basis, basis) if of.scale is None else (basis / of.scale[:, None], basis * of.scale[:, None])
    moments = of.moments(right, terms, lambda now: left.T @ now)
    return lambda rho: np.asarray(parts.T @ of.at(moments, rho) @ parts)


def _distinct(block: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the columns (N, r) of a block (N, m) that are no multiple of one before them, and how often each makes the
    columns of the block, (r, m): B = basis @ parts.
    """
    sizes = np.array([block[np.argmax(np.abs(block[:, j])), j] for j in range(block.shape[1])])
    parts, kept = np.zeros((block.shape[1], block.shape[1])), list[int]()
    for j in np.flatnonzero(sizes).tolist():
        same = (i for i in kept if np.array_equal(block[:, i] / sizes[i], block[:, j] / sizes[j]))
        twin = next(same, None)
        kept += [j] if twin is None else []
        parts[j if twin is None else twin, j] = 1.0 if twin is None else sizes[j] / sizes[twin]
    return block[:, kept], parts[kept]


@dataclass
class WeightedTrace:
    """sum_i e_i G_ii by random vectors, for |rho| up to `reach`; e = `weights` (N,).

    What the first two powers of W say is exact; `stream` are the vectors' seeds.
    """

    of: Resolvent
    weights: np.ndarray
    terms: int
    stream: int
    _drawn: np.ndarray = field(init=False, repr=False)
    _known: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        A, e = self.of.matrix / self.of.radius, self.of.placed(self.weights)
        turned = A if self.of.symmetric else A.T.tocsr()
        second = float(e @ np.asarray(A.multiply(turned).sum(axis=1)).ravel())
        zero = float(e.sum())
        self._known = np.array([zero, float(e @ A.diagonal()), 2.0 * second - zero if self.of.symmetric else second])
        self._drawn = np.empty((0, self.terms + 1))

    @property
    def vectors(self) -> int:
        """How many vectors were drawn."""
        return len(self._drawn)

    def draw(self, vectors: int) -> None:
        """Draw vectors until there are so many."""
        e = self.of.placed(self.weights)[:, None]
        made = [self._drawn]
        for first in range(self.vectors, vectors, COLUMNS):
            which = range(first, min(first + COLUMNS, vectors))
            signs = self.of.placed(random_signs(len(e), which, self.stream))
            made.append(self.of.moments(signs, self.terms, partial(_columns, e * signs)).T)
        self._drawn = np.concatenate(made)

    def at(self, rho: float) -> float:
        """Return the sum at rho."""
        moments = np.asarray(self._drawn.mean(axis=0))
        moments[: len(self._known)] = self._known
        return float(self.of.at(moments, rho))

    def error(self, rho: float) -> float:
        """Return its standard error at rho, with the most that the cut series can lack."""
        left = self._drawn.copy()
        left[:, : len(self._known)] = 0.0
        found = self.of.at(left.T, rho)
        cut = float(np.abs(self.weights).sum()) * tail(rho, self.terms, self.of.radius, self.of.symmetric)
        return float(np.hypot(found.std(ddof=1) / np.sqrt(len(found)), cut))


def _columns(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the products of columns, (m,)."""
    return np.asarray(np.einsum("ij,ij->j", left, right))


def weighted_trace(of: Resolvent, weights: np.ndarray, reach: float, stream: int) -> WeightedTrace | None:
    """Prepare sum_i e_i G_ii, e = `weights` (N,); None where the series is too long. See `WeightedTrace`."""
    terms = of.terms(reach, CUT)
    return None if terms is None else WeightedTrace(of, weights, terms, stream)
