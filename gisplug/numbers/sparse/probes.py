"""log|I - rho W| of very large W by random vectors: no factorisation, a stated error.

log(1 - rho x) is a series whose coefficients are known for every rho, so one set of moments of W serves them all. Of
a W that is similar to a symmetric matrix A with eigenvalues in [-1, 1] they are those of Chebyshev's polynomials (with
rho = 2 q / (1 + q^2) the coefficients are -2 q^k / k, which fall fast; Han, Malioutov and Shin 2015), of any other W
those of its powers (-rho^k / k). The first four or six moments, where W is sparse enough, and more where they matter,
are exact sums over the links of powers of W; the rest are means over vectors of random signs (Hutchinson 1990), as many
as the error of rho needs. The same vectors are drawn each time, so the function is smooth in rho and the same on every
run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers.sparse.locality import Arranged

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FEWEST, MOST = 16, 512  # random vectors
LEAST = 4  # of each of several sets of weights, which share the fewest: their errors are judged together
TERMS = 600  # of the series, at most
SHARE = 0.04  # of its standard error that the error of rho may be; twice that is stated
COLUMNS = 8  # vectors at once
ROWS = 50_000  # rows of powers of W at once
WORK = 4_000  # products a row that exact moments may cost
EXACT = {True: 4, False: 6}  # moments that are exact at first, of a symmetric matrix and of others
MORE = ((6, SHARE / 4), (8, SHARE))  # and where rho errs by a larger share of its standard error than this


@dataclass
class Probes:
    """Moments of W (N, N), made when first asked for and as far as is needed.

    Attributes
    ----------
    matrix : csr_array (N, N)
        The symmetric matrix that W is similar to, or W.
    symmetric : bool
    radius : float
        Spectral radius of W.
    periods : float
        How often the log-determinant counts in the likelihood: it decides how many vectors are drawn.
    stream : int
        Which vectors: sets of weights that one likelihood adds up draw their own, so that their errors do not add up.
    fewest : int
        Vectors at least; see `fewest_of`.
    """

    matrix: csr_array
    symmetric: bool
    radius: float
    periods: float = 1.0
    stream: int = 0
    fewest: int = FEWEST
    _known: np.ndarray | None = field(default=None, repr=False)
    _drawn: np.ndarray | None = field(default=None, repr=False)
    _asked: int = field(default=0, repr=False)

    @cached_property
    def arranged(self) -> Arranged:
        """The matrix in an order that keeps neighbours together."""
        return Arranged.of(self.matrix)

    @property
    def N(self) -> int:
        """Number of units."""
        return int(self.matrix.shape[0])

    @property
    def vectors(self) -> int:
        """How many random vectors were drawn."""
        return 0 if self._drawn is None else len(self._drawn)

    def value(self, rho: float) -> float:
        """Return log|I - rho W|."""
        self.prepare(abs(rho))
        return float(self._coefficients(rho, 0) @ self._moments())

    def slope_error(self, rho: float) -> float:
        """Return the standard error of the first derivative in rho, with the most that the cut series can lack."""
        self.prepare(abs(rho))
        found = self._residual(rho, 1)
        spread = float(found.std(ddof=1) / np.sqrt(len(found)))
        return float(np.hypot(spread, self.N * self._tail(rho, self._terms())))

    def prepare(self, reach: float, at: float = 0.0) -> None:
        """Take as many terms as |rho| up to `reach` needs, and draw as many vectors as it needs where it is `at`.

        Raises
        ------
        ModelError
            If rho is so near the end of its interval that the series does not end.
        """
        if self._known is None:
            self._asked = EXACT[self.symmetric]
            self._known = known_moments(self.arranged.matrix, self.radius, self.symmetric, self._asked)
        terms = self._needed(reach)
        if terms > self._terms():
            before, self._drawn = self.vectors, None
            self._draw(max(before, self.fewest), terms)
        for most, share in MORE:
            if self._asked < most and self._share(at) > share:
                self._asked = most
                self._known = known_moments(self.arranged.matrix, self.radius, self.symmetric, most)
        while self.vectors < MOST and self._share(at) > SHARE:
            more = self.vectors * (self._share(at) / SHARE) ** 2
            self._draw(min(int(np.ceil(1.2 * more)), MOST), self._terms())

    def _terms(self) -> int:
        return 0 if self._drawn is None else self._drawn.shape[1] - 1

    def _needed(self, reach: float) -> int:
        least = 0.002 / np.sqrt(self.N * max(self.periods, 1.0))
        terms = terms_needed(reach, least, self.radius, self.symmetric)
        if terms is not None:
            return terms
        raise ModelError(
            message(
                "rho near {rho:.3f} is too close to the end of its interval for a log-determinant by random vectors. "
                "Ask for the exact one (log_determinant = exact).",
                rho=reach,
            )
        )

    def _tail(self, rho: float, terms: int) -> float:
        return tail(rho, terms, self.radius, self.symmetric)

    def _coefficients(self, rho: float, derivative: int) -> np.ndarray:
        return series(rho, derivative, self._terms(), self.radius, self.symmetric)

    def _moments(self) -> np.ndarray:
        known, drawn = self._both()
        made = np.asarray(drawn.mean(axis=0))
        made[: len(known)] = known
        return made

    def _residual(self, rho: float, derivative: int) -> np.ndarray:
        """What each vector says of the terms that are not exact, (vectors,)."""
        known, drawn = self._both()
        return np.asarray(drawn[:, len(known) :] @ self._coefficients(rho, derivative)[len(known) :])

    def _share(self, rho: float) -> float:
        """Error of rho as a share of its standard error, which the traces of G bound from above (no regressors)."""
        found = self._residual(rho, 1)
        step = 1e-3 * (1.0 / self.radius - abs(rho))
        moments = self._moments()
        slopes = [float(self._coefficients(at, 1) @ moments) for at in (rho - step, rho, rho + step)]
        second = max(-(slopes[2] - slopes[0]) / (2.0 * step), 1e-12)
        information = 2.0 * max(second - slopes[1] ** 2 / self.N, 1e-12)
        return float(found.std(ddof=1) / np.sqrt(len(found)) * np.sqrt(self.periods / information))

    def _both(self) -> tuple[np.ndarray, np.ndarray]:
        if self._known is None or self._drawn is None:
            self.prepare(0.0)
        return np.asarray(self._known), np.asarray(self._drawn)

    def _draw(self, vectors: int, terms: int) -> None:
        """Take the moments 0 to `terms` of vectors of random signs until there are so many, (vectors, terms + 1)."""
        made = [] if self._drawn is None else [self._drawn]
        for first in range(self.vectors, vectors, COLUMNS):
            which = range(first, min(first + COLUMNS, vectors))
            signs = self.arranged.placed(random_signs(self.N, which, self.stream))
            made.append(
                _chebyshev(self.arranged.matrix, signs, self.radius, terms)
                if self.symmetric
                else self._powers(signs, terms)
            )
        self._drawn = np.concatenate(made)

    def _powers(self, signs: np.ndarray, terms: int) -> np.ndarray:
        """z'W^k z of each column, two a product: <(W')^i z, W^j z>, i = j or j - 1."""
        matrix = self.arranged.matrix
        turned, left, right = matrix.T.tocsr(), signs, signs
        found = [np.full(signs.shape[1], float(self.N))]
        while len(found) <= terms:
            right = matrix @ right / self.radius
            found.append(np.einsum("ij,ij->j", left, right))
            left = turned @ left / self.radius
            found.append(np.einsum("ij,ij->j", left, right))
        return np.array(found[: terms + 1]).T


def fewest_of(sets: int) -> int:
    """Return how many vectors at least each of so many sets of weights draws that one likelihood adds up."""
    return max(LEAST, -(-FEWEST // max(sets, 1)))


def tail(rho: float, terms: int, radius: float, symmetric: bool) -> float:
    """Return the most that the first derivative of log(1 - rho x) lacks beyond so many terms, |x| <= radius."""
    at = min(abs(rho) * radius, 1.0 - 1e-12)
    if not symmetric:
        return float(radius * at**terms / (1.0 - at))
    q, slope = _angle(at)
    return float(2.0 * radius * slope * q**terms / (1.0 - q))


def terms_needed(reach: float, least: float, radius: float, symmetric: bool) -> int | None:
    """Return how many terms lack no more than `least` (see `tail`) for |rho| up to `reach`; None if more than TERMS."""
    return next((k for k in range(16, TERMS + 1, 8) if tail(reach, k, radius, symmetric) <= least), None)


def series(rho: float, derivative: int, terms: int, radius: float, symmetric: bool) -> np.ndarray:
    """Return coefficients (K + 1,), K = `terms`, of log(1 - rho x) or of its derivative in rho: of Chebyshev's
    polynomials of x / radius where x is an eigenvalue of a symmetric matrix, else of its powers.
    """
    at, k = rho * radius, np.arange(1, terms + 1)
    if not symmetric:
        made = -(at**k) / k if derivative == 0 else -radius * at ** (k - 1)
        return np.concatenate([[0.0], made])
    q, slope = _angle(at)
    if derivative == 0:
        return np.concatenate([[-np.log1p(q * q)], -2.0 * q**k / k])
    return np.asarray(radius * slope * np.concatenate([[-2.0 * q / (1.0 + q * q)], -2.0 * q ** (k - 1)]))


def random_signs(N: int, which: range, stream: int = 0) -> np.ndarray:
    """Return the vectors of random signs of these m numbers, (N, m); the same on every run."""
    seeds = [(stream, j) for j in which]
    return np.column_stack([2.0 * np.random.default_rng(seed).integers(0, 2, N) - 1.0 for seed in seeds])


def _angle(at: float) -> tuple[float, float]:
    """q of rho = 2 q / (1 + q^2), and dq / drho."""
    root = np.sqrt(1.0 - at * at)
    q = at / (1.0 + root)
    return float(q), float((1.0 + q * q) ** 2 / (2.0 * (1.0 - q * q)))


def _chebyshev(matrix: csr_array, signs: np.ndarray, radius: float, terms: int) -> np.ndarray:
    """z'T_k(A) z of each column, two a product: T_2k = 2 T_k T_k - 1, T_2k+1 = 2 T_k T_k+1 - T_1."""
    before, now = signs, matrix @ signs / radius
    zero, first = np.einsum("ij,ij->j", signs, signs), np.einsum("ij,ij->j", signs, now)
    found = [zero, first]
    while len(found) <= terms:
        found.append(2.0 * np.einsum("ij,ij->j", now, now) - zero)
        following = matrix @ now
        following *= 2.0 / radius
        following -= before
        found.append(2.0 * np.einsum("ij,ij->j", now, following) - first)
        before, now = now, following
    return np.array(found[: terms + 1]).T


def known_moments(matrix: csr_array, radius: float, symmetric: bool, most: int) -> np.ndarray:
    """Return the first moments exactly: of Chebyshev's polynomials of a symmetric matrix, else of powers.

    Parameters
    ----------
    matrix : (N, N)
    most : {4, 6, 8}

    Returns
    -------
    array (k + 1,)
        k is `most`, or 4 or 2 where more are not cheap.
    """
    N = matrix.shape[0]
    A = matrix / radius
    turned = A if symmetric else A.T.tocsr()
    traces = [float(N), float(A.diagonal().sum()), float(A.multiply(turned).sum())]
    if np.sum(np.diff(matrix.indptr).astype(float) ** 2) <= WORK * N:
        squared = A @ A
        back = squared if symmetric else squared.T.tocsr()
        if np.sum(np.diff(squared.indptr).astype(float) ** 2) > WORK * N:
            most = 4
        sums = np.zeros(most - 2)
        for start in range(0, N, ROWS):
            two, other = squared[start : start + ROWS], turned[start : start + ROWS]
            own = two if symmetric else back[start : start + ROWS]
            parts = [_inner(two, other), _inner(two, own)]
            if most > 4:
                three = two @ A
                parts += [_inner(three, own), _inner(three, three if symmetric else own @ turned)]
            if most > 6:
                four = two @ squared
                own_four = four if symmetric else own @ back
                parts += [_inner(three, own_four), _inner(four, own_four)]
            sums += parts
        traces += sums.tolist()
    found = np.array(traces)
    if not symmetric:
        return found
    return np.array([np.polynomial.chebyshev.cheb2poly(np.eye(k + 1)[k]) @ found[: k + 1] for k in range(len(found))])


def _inner(one: csr_array, other: csr_array) -> float:
    """Return the sum of the products of entries of two matrices (n, N)."""
    return float(one.data @ one.data if one is other else one.multiply(other).sum())
