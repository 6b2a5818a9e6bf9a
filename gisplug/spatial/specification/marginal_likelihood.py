"""Log-marginal likelihoods of spatial models: coefficients and variance integrated in closed form, rho or lambda by
quadrature.

Priors, the same for every model: coefficients given sigma2 are normal around zero with covariance g sigma2 (Z'Z)^-1
(Zellner);
p(sigma2) is proportional to 1 / sigma2; the intercept is flat; rho and lambda are uniform on their stable interval.
Under "diffuse" the coefficients are flat too (LeSage 2014); then only models with the same regressors can be compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import gammaln, logsumexp

from gisplug.core.vocabulary import LAG_X, Effects
from gisplug.numbers.demeaning import within
from gisplug.numbers.lee_yu import counts
from gisplug.numbers.sparse.log_determinant import LogDet
from gisplug.numbers.symmetric import log_determinant, solve
from gisplug.spatial.sample import SpatialSample

Prior = Literal["g", "diffuse"]
SpatialModel = Literal["ols", "slx", "sar", "sem", "sdm", "sdem"]

# Nodes of Gauss-Legendre quadrature: the peak (10 posterior standard deviations each side) and the two tails.
PEAK_NODES, TAIL_NODES, PEAK_WIDTH = 60, 20, 10.0


@dataclass(frozen=True)
class Marginal:
    """Log-marginal likelihood, and the posterior of the spatial parameter (None where the model has none)."""

    log_marginal: float
    mean: float | None
    sd: float | None


def log_marginal(
    sample: SpatialSample, logdet: LogDet, model: SpatialModel, effects: Effects, prior: Prior, g: float
) -> Marginal:
    """Return the log-marginal likelihood of one model, on data transformed after Lee & Yu where there are effects."""
    Z, _ = sample.design(durbin=model in LAG_X, intercept=False)
    c = counts(effects, "transform", sample.N, sample.T)
    fixed = [within(part, effects) for part in (sample.y[..., None], sample.lag(sample.y)[..., None], Z)]
    data = np.concatenate(fixed, axis=2)
    if effects == "none":
        data = np.concatenate([data, np.ones((*sample.y.shape, 1))], axis=2)
    grams = _grams(sample, data, centred=c.reduced)
    intercept = effects == "none"

    def jacobian(rho: float) -> float:
        value = float(logdet.value(rho)) - (float(np.log1p(-rho)) if c.reduced else 0.0)
        return c.periods * value

    def height(rho: float) -> float:
        lag, lam = (rho, 0.0) if model in ("sar", "sdm") else (0.0, rho)
        return jacobian(rho) + _closed_form(grams, lag, lam, c.nobs, intercept, prior, g)

    if model in ("ols", "slx"):
        return Marginal(_closed_form(grams, 0.0, 0.0, c.nobs, intercept, prior, g), None, None)
    low, high = max(logdet.low, -logdet.high), logdet.high
    return integrate(height, low, high)


def integrate(height: Callable[[float], float], low: float, high: float) -> Marginal:
    """Average exp(height) over a uniform parameter on (low, high); one peak is assumed."""
    from scipy.optimize import minimize_scalar

    grid = np.linspace(low, high, 43)[1:-1]
    start = float(grid[int(np.argmax([height(x) for x in grid]))])
    step = float(grid[1] - grid[0])
    near = (max(start - step, low + 1e-9), min(start + step, high - 1e-9))
    peak = float(minimize_scalar(lambda x: -height(x), bounds=near, method="bounded", options={"xatol": 1e-7}).x)
    h = min(1e-3, (peak - low) / 3, (high - peak) / 3)
    bend = (height(peak + h) - 2 * height(peak) + height(peak - h)) / h**2
    sd = 1.0 / np.sqrt(-bend) if bend < 0 else (high - low) / 10
    a, b = max(low, peak - PEAK_WIDTH * sd), min(high, peak + PEAK_WIDTH * sd)
    places, weights = [], []
    for start_, stop, nodes in (
        (low, a, TAIL_NODES),
        (a, peak, PEAK_NODES),
        (peak, b, PEAK_NODES),
        (b, high, TAIL_NODES),
    ):
        if stop - start_ > 1e-12:
            x, w = np.polynomial.legendre.leggauss(nodes)
            places.append((start_ + stop) / 2 + (stop - start_) / 2 * x)
            weights.append((stop - start_) / 2 * w)
    x, w = np.concatenate(places), np.concatenate(weights)
    values = np.array([height(float(at)) for at in x]) + np.log(w)
    total = float(logsumexp(values))
    share = np.exp(values - total)
    mean = float(share @ x)
    return Marginal(total - float(np.log(high - low)), mean, float(np.sqrt(share @ (x - mean) ** 2)))


def _grams(sample: SpatialSample, data: np.ndarray, centred: bool) -> list[np.ndarray]:
    """Return cross-products of (I - lam W) data as a quadratic in lam."""
    lagged = sample.lag(data)
    if centred:
        lagged = lagged - lagged.mean(axis=1, keepdims=True)
    a, b = data.reshape(-1, data.shape[2]), lagged.reshape(-1, data.shape[2])
    return [a.T @ a, -(a.T @ b + b.T @ a), b.T @ b]


def _closed_form(
    grams: list[np.ndarray], rho: float, lam: float, n: int, intercept: bool, prior: Prior, g: float
) -> float:
    """Integrate coefficients, intercept and sigma2 out of the Gaussian likelihood of y - rho W y on Z, filtered by
    lam.
    """
    G = grams[0] + lam * grams[1] + lam**2 * grams[2]
    constant = 0.0
    if intercept:
        size = G[-1, -1]
        G = G[:-1, :-1] - np.outer(G[:-1, -1], G[-1, :-1]) / size
        constant, n = -0.5 * float(np.log(size)), n - 1
    a = np.array([1.0, -rho])
    yy, Zy, ZZ = float(a @ G[:2, :2] @ a), G[2:, :2] @ a, G[2:, 2:]
    k = len(ZZ)
    explained = float(Zy @ solve(ZZ, Zy))
    if prior == "diffuse":
        n -= k
        constant -= 0.5 * log_determinant(ZZ)
        rest = yy - explained
    else:
        constant -= 0.5 * k * float(np.log1p(g))
        rest = yy - g / (1.0 + g) * explained
    return constant + float(gammaln(n / 2)) - 0.5 * n * float(np.log(np.pi) + np.log(rest))
