"""LM tests for random effects, serial correlation and spatial errors after Baltagi, Song, Jung & Koh (2007).

u = mu + v, v_t = (I - lam W)^-1 e_t, e_t = psi e_{t-1} + nu_t; covariance sigma2_mu (J (x) I) + sigma2 (V(psi) (x)
(B'B)^-1). The conditional tests are scores at the restricted maximum likelihood with the expected information of all
four parameters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.numbers.hypotheses import SpecTest, chi2_test, not_run
from gisplug.numbers.least_squares import pooled
from gisplug.numbers.orthogonal import coefficients
from gisplug.numbers.symmetric import inverse
from gisplug.spatial.centring import less_means
from gisplug.spatial.sample import SpatialSample
from gisplug.spatial.specification.lm import squares_trace

NULLS = {
    "BSJK joint": "There are no random effects, no serial correlation and no spatial errors.",
    "BSJK space": "There are no spatial errors, whether or not there are random effects and serial correlation.",
    "BSJK time": "There is no serial correlation, whether or not there are random effects and spatial errors.",
    "BSJK effects": "There are no random effects, whether or not there are serial correlation and spatial errors.",
}
WORDS = {
    "BSJK joint": "one of the three is indicated",
    "BSJK space": "spatial errors are indicated",
    "BSJK time": "serial correlation is indicated",
    "BSJK effects": "random effects are indicated",
}
KEPT = {
    "BSJK joint": "none of the three is indicated",
    "BSJK space": "no spatial errors are indicated",
    "BSJK time": "no serial correlation is indicated",
    "BSJK effects": "no random effects are indicated",
}
DENSE_ROWS = 2500
CHAIN_ROWS = 500  # what the decision chain still spends seconds on
# Parameters (sigma2_mu share, psi, lam): which are free under each null, and which one is tested.
FREE = {"BSJK space": (True, True, False), "BSJK time": (True, False, True), "BSJK effects": (False, True, True)}
TESTED = {"BSJK effects": 1, "BSJK time": 2, "BSJK space": 3}


@dataclass(frozen=True)
class _Errors:
    """The covariance of u up to sigma2, in the eigenbasis of (B'B)^-1: T x T blocks, one a unit."""

    T: int
    W: np.ndarray

    def blocks(self, phi: float, psi: float, lam: float) -> tuple[np.ndarray, np.ndarray]:
        """Return blocks (N, T, T) and basis (N, N)."""
        B = np.eye(len(self.W)) - lam * self.W
        values, basis = np.linalg.eigh(B.T @ B)
        made = phi * np.ones((self.T, self.T))[None] + correlation(psi, self.T)[None] / values[:, None, None]
        return made, basis


def bsjk_tests(sample: SpatialSample, rows: int = DENSE_ROWS) -> tuple[SpecTest, ...]:
    """Run the joint test and the three conditional ones on the pooled regression; the latter up to `rows` rows.

    splm's `bsjktest` has the same joint statistic. Its conditional ones split the variance of the residuals by phi
    alone, which is not the maximum of the likelihood when errors are serially correlated, and can be far from the
    likelihood ratio.
    """
    T, N = sample.y.shape
    if T < 4:
        why = message("serial correlation beside random effects needs four or more periods, and there are {T}", T=T)
        return tuple(not_run(code, null, why, form="pooled") for code, null in NULLS.items())
    if not calendar_of(sample.periods).equal:
        why = "serial correlation goes from one period to the next, and the periods are not in equal steps"
        return tuple(not_run(code, null, why, form="pooled") for code, null in NULLS.items())
    sample = less_means(sample)
    Z, _ = sample.design(durbin=False, intercept=True)
    _, e = pooled(sample.y, Z)
    tests = [_labelled("BSJK joint", joint(sample, e), 3, "pooled")]
    for code in ("BSJK space", "BSJK time", "BSJK effects"):
        if rows < N * T:
            more = "; run bsjk_tests on its own" if N * T <= DENSE_ROWS else ""
            why = message(
                "it needs dense matrices, and {N} rows are more than {rows}{more}", N=N * T, rows=rows, more=more
            )
            tests.append(not_run(code, NULLS[code], why, form="random"))
        else:
            tests.append(_labelled(code, conditional(sample, Z, FREE[code], TESTED[code]), 1, "random"))
    return tuple(tests)


def joint(sample: SpatialSample, e: np.ndarray) -> float:
    """Return the joint statistic, chi-squared(3), from least-squares residuals e (T, N)."""
    T, N = e.shape
    ee = float(np.sum(e * e))
    A = float(np.sum(e.sum(axis=0) ** 2)) / ee - 1.0
    F = float(np.sum(e[1:] * e[:-1])) / ee
    H = float(np.sum(e * sample.lag(e))) / ee
    first = N * T**2 / (2.0 * (T - 1) * (T - 2)) * (A**2 - 4 * A * F + 2 * T * F**2)
    return float(first + N**2 * T / squares_trace(sample.W) * H**2)


def correlation(psi: float, T: int) -> np.ndarray:
    """Return V(psi), the AR(1) covariance with unit innovations, (T, T)."""
    return np.asarray(psi ** np.abs(np.subtract.outer(np.arange(T), np.arange(T))) / (1.0 - psi**2))


def conditional(sample: SpatialSample, Z: np.ndarray, free: tuple[bool, bool, bool], tested: int) -> float:
    """Return the score test of one parameter at the maximum over the free ones; regressors Z (T, N, k)."""
    errors = _Errors(sample.T, sample.W.toarray())
    phi, psi, lam = _restricted(errors, sample.y, Z, free)
    blocks, basis = errors.blocks(phi, psi, lam)
    u, sigma2 = _gls(blocks, basis, sample.y, Z)[:2]
    return _score(errors, u, sigma2, phi, psi, lam, tested)


def _restricted(
    errors: _Errors, y: np.ndarray, Z: np.ndarray, free: tuple[bool, bool, bool]
) -> tuple[float, float, float]:
    def placed(p: np.ndarray) -> tuple[float, float, float]:
        rest = iter(p)
        phi = float(np.exp(next(rest))) if free[0] else 0.0
        psi = float(np.tanh(next(rest))) if free[1] else 0.0
        lam = float(np.tanh(next(rest))) if free[2] else 0.0
        return phi, psi, lam

    def cost(p: np.ndarray) -> float:
        return -_gls(*errors.blocks(*placed(p)), y, Z)[2]

    start = np.array([v for v, wanted in zip((0.0, 0.3, 0.3), free, strict=True) if wanted])
    found = minimize(cost, start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 2000})
    return placed(found.x)


def _gls(blocks: np.ndarray, basis: np.ndarray, y: np.ndarray, Z: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Return residuals (T, N), sigma2 and log-likelihood at given blocks."""
    T, N = y.shape
    roots = np.linalg.cholesky(blocks)
    data = np.concatenate([y[..., None], Z], axis=2)
    turned = np.einsum("tnk,nm->mtk", data, basis)
    white = np.linalg.solve(roots, turned).reshape(N * T, -1)
    delta = coefficients(white[:, 1:], white[:, 0])
    e = white[:, 0] - white[:, 1:] @ delta
    sigma2 = float(e @ e) / (N * T)
    half = float(np.log(np.einsum("ntt->nt", roots)).sum())
    return y - Z @ delta, sigma2, -0.5 * N * T * (np.log(2 * np.pi * sigma2) + 1) - half


def _score(errors: _Errors, u: np.ndarray, sigma2: float, phi: float, psi: float, lam: float, tested: int) -> float:
    """Return d_r^2 (J^-1)_rr with dense matrices of order N T; parameters (sigma2, sigma2_mu, psi, lam)."""
    T, W = errors.T, errors.W
    N = len(W)
    B = np.eye(N) - lam * W
    S = inverse(B.T @ B)
    V, h = correlation(psi, T), 1e-6
    slope_V = (correlation(psi + h, T) - correlation(psi - h, T)) / (2 * h)
    slope_S = S @ (W.T @ B + B.T @ W) @ S
    omega = sigma2 * (np.kron(V, S) + phi * np.kron(np.ones((T, T)), np.eye(N)))
    precision = inverse(omega)
    parts = [
        np.kron(V, S),
        np.kron(np.ones((T, T)), np.eye(N)),
        sigma2 * np.kron(slope_V, S),
        sigma2 * np.kron(V, slope_S),
    ]
    moved = [precision @ part for part in parts]
    J = np.array([[0.5 * float(np.sum(a * b.T)) for b in moved] for a in moved])
    v = precision @ u.ravel()
    d = -0.5 * float(np.trace(moved[tested])) + 0.5 * float(v @ parts[tested] @ v)
    return float(d**2 * inverse(J)[tested, tested])


def _labelled(code: str, value: float, df: int, form: str) -> SpecTest:
    return chi2_test(code, NULLS[code], value, df, if_rejected=WORDS[code], if_kept=KEPT[code], form=form)
