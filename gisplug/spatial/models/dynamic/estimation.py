"""Estimates of dynamic spatial panels: quasi-maximum likelihood and the bias corrections of Yu, de Jong & Lee and Lee
& Yu.

y_t = tau y_{t-1} + rho W y_t + eta W y_{t-1} + X_t beta + W X_t theta + mu + xi_t + e_t. The likelihood is that of the
demeaned data given the first period; with T periods it is off by order 1/T (Nickell). The correction adds
Sigma^-1 a / T, with Sigma the information per observation and a the expected score:
a = (tr R / N, tr(W R) / N, 0, tau tr(G R) / N + eta tr(G W R) / N + tr G / N, 1 / (2 sigma2)),
R = ((1 - tau) I - (rho + eta) W)^-1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import Effects
from gisplug.numbers.demeaning import within
from gisplug.numbers.sparse.log_determinant import LogDet
from gisplug.numbers.symmetric import inverse
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.models.likelihood.concentrated import Determinant
from gisplug.spatial.models.likelihood.lag_model import Jacobian, LagModel, information

NEAR = 0.01  # how far around one place the log-determinant is made exact where only that place is asked for

NEAR = 0.01  # how far around one place the log-determinant is made exact where only that place is asked for


@dataclass(frozen=True)
class DynamicData:
    """Demeaned columns of one dynamic model, n = N T rows.

    Attributes
    ----------
    y, Wy : (n,)
    Z : (n, k), the lags first
    lags : which of "time" (y_{t-1}) and "space" (W y_{t-1}) stand first in Z, in this order
    reduced : whether period effects were transformed out
    """

    y: np.ndarray
    Wy: np.ndarray
    Z: np.ndarray
    lags: tuple[str, ...]
    effects: Effects
    reduced: bool
    N: int
    T: int

    @property
    def nobs(self) -> int:
        """What sigma2 divides by."""
        return self.T * (self.N - 1 if self.reduced else self.N)


@dataclass(frozen=True)
class DynamicEstimates:
    """Estimates of a dynamic model in the order (delta, rho, sigma2).

    Attributes
    ----------
    values, direct : (k + 2,) after and before the correction
    cov : (k + 2, k + 2)
    """

    values: np.ndarray
    direct: np.ndarray
    cov: np.ndarray
    loglik: float
    nobs: int


def dynamic_data(
    y: np.ndarray, X: np.ndarray, W: object, lags: tuple[str, ...], effects: Effects, reduced: bool
) -> DynamicData:
    """Build the columns of a dynamic model.

    Parameters
    ----------
    y : (T + 1, N), the first period is the initial one
    X : (T, N, k), with its spatial lags inside
    W : (N, N)
    """
    now, before = y[1:], y[:-1]
    parts = []
    if "time" in lags:
        parts.append(before[..., None])
    if "space" in lags:
        parts.append(spatial_lag(W, before)[..., None])
    Z = within(np.concatenate([*parts, X], axis=2), effects)
    T, N, k = Z.shape
    Wy = within(spatial_lag(W, now), effects)
    return DynamicData(within(now, effects).ravel(), Wy.ravel(), Z.reshape(T * N, k), lags, effects, reduced, N, T)


def dynamic_estimates(data: DynamicData, logdet: LogDet, corrected: bool) -> DynamicEstimates:
    """Maximise the likelihood, and correct the estimates where that is asked for.

    The correction is that of Yu, de Jong & Lee (2008) and Lee & Yu (2010).

    Raises
    ------
    ModelError
        If the likelihood is not curved at the estimates.
    """
    jacobian = jacobian_of(data, logdet)
    found = LagModel.of(data.y, data.Wy, data.Z).estimates(jacobian, data.nobs)
    direct = np.r_[found.delta, found.rho, found.sigma2]
    values = direct
    if corrected:
        sigma = found.information / data.nobs
        values = direct + inverse(sigma) @ _bias(data, direct, logdet)
    H = information(data.y, data.Wy, data.Z, values[:-2], float(values[-2]), float(values[-1]), jacobian, data.nobs)
    if corrected:
        H[-1, -1] = data.nobs / (2 * values[-1] ** 2)
    cov = inverse(H)
    if not (np.diag(cov) > 0).all():
        raise ModelError(
            message(
                "{T} periods of {N} units are too few for {n} parameters: the likelihood is not curved "
                "at the estimates, so there are no errors. Use fewer terms, more periods, or "
                "correction='none'.",
                T=data.T,
                N=data.N,
                n=len(values),
            )
        )
    return DynamicEstimates(values, direct, cov, found.loglik, data.nobs)


def jacobian_of(data: DynamicData, logdet: LogDet) -> Jacobian:
    """Return T log|I - rho W|, less T log(1 - rho) over the N - 1 transformed units."""
    term = Determinant(logdet, data.T, data.reduced)
    return Jacobian(
        lambda rho: float(term.value(rho)),
        lambda rho: float(term.d1(rho)),
        lambda rho: float(term.d2(rho)),
        max(logdet.low, -20.0),
        min(logdet.high, 1.0) if data.reduced else logdet.high,  # rho may exceed one where effects were demeaned
        lambda rho: float(term.value(rho, rough=True)),
        logdet.refine,
    )


def _bias(data: DynamicData, values: np.ndarray, logdet: LogDet) -> np.ndarray:
    """Return a_1 / T for the unit effects, plus a_2 / N where period effects were not transformed out."""
    T, N = data.T, data.N
    tau, eta = lag_coefficients(data.lags, values)
    rho, sigma2 = float(values[-2]), float(values[-1])
    units = N - 1 if data.reduced else N
    R, WR, GR, GWR, G = (v / units for v in resolvent_traces(logdet, tau, eta, rho, data.reduced))
    a = np.zeros(len(values))
    for place, lag in enumerate(data.lags):
        a[place] = R if lag == "time" else WR
    a[-2] = tau * GR + eta * GWR + G
    a[-1] = 1.0 / (2.0 * sigma2)
    bias = a / T if data.effects in ("unit", "twoways") else np.zeros(len(values))
    if data.effects in ("time", "twoways") and not data.reduced:
        sums = np.asarray(logdet.matrix.sum(axis=1)).ravel()
        from gisplug.numbers.sparse.factors import factorise

        second = np.zeros(len(values))
        second[-2] = float((logdet.matrix @ factorise(logdet.matrix, rho).solve(np.ones(len(sums)))).sum()) / N
        second[-1] = 1.0 / (2.0 * sigma2)
        bias = bias + second / N
    return np.asarray(bias)


def lag_coefficients(lags: tuple[str, ...], values: np.ndarray) -> tuple[float, float]:
    """Return (tau, eta) from values (k + 2,), 0 where the model has no such lag."""
    found = dict(zip(lags, values[: len(lags)], strict=True))
    return float(found.get("time", 0.0)), float(found.get("space", 0.0))


def resolvent_traces(
    logdet: LogDet, tau: float, eta: float, rho: float, reduced: bool
) -> tuple[float, float, float, float, float]:
    """Return tr R, tr WR, tr GR, tr GWR, tr G, without forming any of them; minus their value at 1 if `reduced`.

    With kappa = (rho + eta) / (1 - tau), R = (I - kappa W)^-1 / (1 - tau), and every product is a difference of
    resolvents.
    """
    kappa = (rho + eta) / (1.0 - tau)
    kappa = float(np.clip(kappa, logdet.low * 0.999, logdet.high * 0.999))
    reach = min(NEAR, (kappa - logdet.low) / 3.0, (logdet.high - kappa) / 3.0)
    logdet.refine(kappa - reach, kappa + reach)  # one place is wanted, so few factorisations do
    reach = min(NEAR, (kappa - logdet.low) / 3.0, (logdet.high - kappa) / 3.0)
    logdet.refine(kappa - reach, kappa + reach)  # one place is wanted, so few factorisations do

    def trace(at: float) -> float:
        return float(logdet.trace_inverse(at)) - (1.0 / (1.0 - at) if reduced else 0.0)

    def g(at: float) -> float:
        return -float(logdet.d1(at)) - (1.0 / (1.0 - at) if reduced else 0.0)

    scale = 1.0 / (1.0 - tau)
    gap = kappa - rho
    if abs(gap) > 1e-5:
        GR, GWR = (trace(kappa) - trace(rho)) / gap, (g(kappa) - g(rho)) / gap
    else:
        h = 1e-4
        GR, GWR = (trace(rho + h) - trace(rho - h)) / (2 * h), (g(rho + h) - g(rho - h)) / (2 * h)
    return trace(kappa) * scale, g(kappa) * scale, GR * scale, GWR * scale, g(rho)
