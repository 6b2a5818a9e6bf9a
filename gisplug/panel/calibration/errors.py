"""Errors like those of a fit: spread by unit, correlation over time, within clusters and between neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

from gisplug.core.messages import message

FEWEST = 40  # innovations below which they are drawn from the normal distribution
STRONGEST = 0.95


@dataclass(frozen=True)
class Errors:
    """Errors of K variables (the outcome first, then endogenous regressors) of N units.

    Attributes
    ----------
    scale : (K, N) standard deviation
    between : (K,) standard deviation of a constant of each unit
    serial : (K,) first-order autocorrelation
    pool : (m, K) standardised innovations of one cell each, from which is drawn; (0, K) for normal ones
    codes : (N,) cluster of each unit
    shared : share of the variance that units of a cluster have in common in a period
    lam : coefficient of the errors of neighbours
    W : (N, N) sparse, or None
    """

    scale: np.ndarray
    between: np.ndarray
    serial: np.ndarray
    pool: np.ndarray
    codes: np.ndarray
    shared: float = 0.0
    lam: float = 0.0
    W: sparse.csr_array | None = None

    def draw(self, T: int, rng: np.random.Generator) -> np.ndarray:
        """Return errors (K, T, N)."""
        K, N = self.scale.shape
        u = self.pool[rng.integers(len(self.pool), size=(T, N))] if len(self.pool) else rng.normal(size=(T, N, K))
        if self.shared:
            common = rng.normal(size=(T, int(self.codes.max()) + 1, K))[:, self.codes]
            u = np.sqrt(self.shared) * common + np.sqrt(1 - self.shared) * u
        if self.lam and self.W is not None:
            u = self._spilled(u, self.W)
        e = np.empty((K, T, N))
        for t in range(T):
            now = u[t].T
            e[:, t] = now if not t else self.serial[:, None] * e[:, t - 1] + self._fresh() * now
        constants = self.between[:, None] * rng.normal(size=(K, N))
        return np.asarray(e * self.scale[:, None] + constants[:, None])

    def _fresh(self) -> np.ndarray:
        return np.asarray(np.sqrt(1 - self.serial**2)[:, None])

    def _spilled(self, u: np.ndarray, W: sparse.csr_array) -> np.ndarray:
        """Let errors spill over to neighbours; (T, N, K), of the same mean variance."""
        N = u.shape[1]
        solved = splu(sparse.csc_matrix(sparse.eye(N) - self.lam * W))
        made = np.stack([solved.solve(u[..., k].T).T for k in range(u.shape[2])], axis=2)
        return np.asarray(made * (u.std() / max(made.std(), 1e-300)))

    def words(self, clusters: str) -> list[str]:
        """Say what the errors are like."""
        spread = self.scale[0]
        told = [
            message(
                "standard deviation by unit {spread:.3g} to {spread2:.3g}", spread=spread.min(), spread2=spread.max()
            )
        ]
        told.append(message("autocorrelation {serial:.2f}", serial=self.serial[0]))
        if self.between[0]:
            told.append(message("constants of units with standard deviation {between:.3g}", between=self.between[0]))
        if self.shared:
            told.append(
                message(
                    "{shared:.0%} of the variance in common within {clusters} and period",
                    shared=self.shared,
                    clusters=clusters,
                )
            )
        if self.lam:
            told.append(message("errors of neighbours {lam:.2f}", lam=self.lam))
        told.append("innovations drawn from its own" if len(self.pool) else "normal innovations")
        return told


def errors_like(
    residuals: np.ndarray, codes: np.ndarray | None, *, unit: bool, period: bool, lam: float, W: sparse.csr_array | None
) -> Errors:
    """Return errors like residuals.

    Parameters
    ----------
    residuals : (K, T, N), corrected for degrees of freedom; NaN in cells without a row
    codes : (N,) clusters of units whose errors may be related in a period; None for none
    unit, period : whether effects of units and of periods are taken out of them
    lam, W : coefficient of the errors of neighbours, and weights (N, N)
    """
    K, _, N = residuals.shape
    counts = np.isfinite(residuals[0]).sum(axis=0)
    between = np.zeros(K)
    if not unit and counts.max() > 1:
        means = np.nanmean(np.where(counts > 0, residuals, 0.0), axis=1)
        residuals = residuals - means[:, None]
        inside = np.nanvar(residuals, axis=(1, 2))
        between = np.sqrt(np.maximum(means.var(axis=1) - inside / max(counts[counts > 0].mean(), 1.0), 0.0))
    scale = np.stack([_spread(e, counts) for e in residuals])
    standard = residuals / scale[:, None]
    serial, shrunk = np.array([_serial(w, counts) for w in standard]).T
    fresh = standard[:, 1:] - serial[:, None, None] * standard[:, :-1]
    whole = np.isfinite(fresh).all(axis=0)
    pool = fresh[:, whole].T
    pool = (pool - pool.mean(axis=0)) / np.maximum(pool.std(axis=0), 1e-300) if len(pool) >= FEWEST else pool[:0]
    if codes is None and not period:
        codes = np.zeros(N, dtype=int)
    shared = _shared(standard[0], codes, period) if codes is not None else 0.0
    return Errors(
        scale / np.sqrt(shrunk)[:, None],
        between,
        serial,
        pool,
        np.zeros(N, int) if codes is None else codes,
        shared,
        lam,
        W,
    )


def _spread(e: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Standard deviations by unit (N,), drawn together by what their estimates scatter around one."""
    whole = float(np.nanmean(e**2))
    if whole <= 0:
        return np.full(e.shape[1], 1e-12)
    known = counts > 1
    own = np.full(e.shape[1], whole)
    own[known] = np.nansum(e[:, known] ** 2, axis=0) / np.maximum(counts[known] - 1, 1)
    logs = np.log(np.maximum(own, 1e-8 * whole))
    scatter = logs[known].var() if known.sum() > 2 else 0.0
    noise = 2.0 / max(float(counts[known].mean()) - 1.0, 1.0) if known.any() else 1.0
    kept = max(0.0, 1.0 - noise / scatter) if scatter > 0 else 0.0
    made = np.exp(logs.mean() + kept * (logs - logs.mean()))
    return np.asarray(np.sqrt(made * whole / made.mean()))


def _serial(w: np.ndarray, counts: np.ndarray) -> tuple[float, float]:
    """First-order autocorrelation of (T, N), and by how much the means of units that were taken out shrink variances.

    Both are those of a stationary process whose autocorrelation is, less unit means, that of `w`.
    """
    pairs = np.isfinite(w[1:]) & np.isfinite(w[:-1])
    if pairs.sum() < FEWEST:
        return 0.0, 1.0
    r = float((w[1:][pairs] * w[:-1][pairs]).mean() / np.nanmean(w**2))
    T = max(round(float(counts[counts > 0].mean())), 3)
    steps = np.abs(np.subtract.outer(np.arange(T), np.arange(T)))
    less = np.eye(T) - 1 / T
    tried = np.linspace(-0.5, STRONGEST, 59)
    seen, left = np.empty((2, len(tried)))
    for k, rho in enumerate(tried):
        spread = less @ np.power(rho, steps) @ less
        seen[k], left[k] = np.diagonal(spread, 1).mean() / np.diagonal(spread).mean(), np.diagonal(spread).mean()
    return float(np.interp(r, seen, tried)), float(np.interp(r, seen, left) * T / (T - 1))


def _shared(w: np.ndarray, codes: np.ndarray, period: bool) -> float:
    """Share of the variance that units of a cluster have in common in a period."""
    above, below = 0.0, 0.0
    here = np.isfinite(w)
    filled = np.where(here, w, 0.0)
    for code in np.unique(codes):
        mine = codes == code
        counts = here[:, mine].sum(axis=1)
        above += float((filled[:, mine].sum(axis=1) ** 2 - (filled[:, mine] ** 2).sum(axis=1)).sum())
        below += float((counts * (counts - 1)).sum())
    if below == 0:
        return 0.0
    taken = 1.0 / max(len(codes) - 1, 1) if period else 0.0  # demeaning by period makes all of them this much unlike
    share = above / below / float(np.nanmean(w**2))
    return float(np.clip((share + taken) / (1 + taken), 0.0, STRONGEST))
