"""Local regressions with weights of places: coefficients of every unit, over one period or several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gisplug.local.bandwidth import Criterion, criterion_of
from gisplug.local.equations import condition_numbers, inflation, inverses, products, squares
from gisplug.local.sample import LocalData


class Smoother(Protocol):
    """Weighted sums of columns around every target."""

    def sums(self, columns: np.ndarray, squared: bool = False) -> np.ndarray:
        """Return the sums, of the same shape as `columns`."""
        ...


@dataclass(frozen=True, eq=False)
class Local:
    """Local regressions in standardised units; targets are units (N,), or periods and units (T, N).

    Attributes
    ----------
    gamma : (..., k, P) for P outcomes, the panel's own first
    inverse : (..., k, k)
    fine : (...,) bool, whether the coefficients are identified
    residuals : (T, N, P), nought where rows are absent
    leverage : (T, N), diagonal of the hat matrix
    slopes : trace of the hat matrix without what effects take
    """

    gamma: np.ndarray
    inverse: np.ndarray
    fine: np.ndarray
    residuals: np.ndarray
    leverage: np.ndarray
    slopes: float

    @property
    def trace(self) -> float:
        """Trace of the hat matrix: the effective number of parameters, those of effects among them."""
        return float(self.leverage.sum())

    def rss(self) -> np.ndarray:
        """Sums of squared residuals (P,)."""
        return np.asarray((self.residuals**2).sum(axis=(0, 1)))

    def score(self, kind: Criterion, n: int) -> float:
        """Return a criterion of the first outcome; infinite where a place has no regression of its own."""
        if not self.fine.all():
            return float("inf")
        room = 1.0 - self.leverage
        left_out = self.residuals[..., 0] / np.where(room > 1e-9, room, np.nan)
        cv = float(np.nansum(left_out**2) / n) if kind == "CV" and not np.isnan(left_out).any() else float("inf")
        return criterion_of(kind, float(self.rss()[0]), n, self.trace, cv)


@dataclass(frozen=True, eq=False)
class Inference:
    """What is known of local coefficients, per target.

    Attributes
    ----------
    spread : (..., k, k), covariance of the coefficients of Z over the variance of the error
    r2 : (...,)
    condition : (...,), condition number of the regressors
    vif : (..., k), of the slopes, variance inflation factors
    """

    spread: np.ndarray
    r2: np.ndarray
    condition: np.ndarray
    vif: np.ndarray


class PooledRegression:
    """Regressions of every unit on all rows near it; effects of periods are those of the place, weighted like it."""

    def __init__(self, data: LocalData) -> None:
        self.data = data
        self.T, self.N, self.k = data.Z.shape
        self.here = data.present.astype(float)
        self.local_periods = data.effects in ("time", "twoways")
        columns = [products(data.Z).sum(axis=0)]
        if self.local_periods:
            columns += [data.Z.transpose(1, 0, 2).reshape(self.N, -1), self.here.T]
        self.columns = np.concatenate(columns, axis=1)

    def fit(self, smoother: Smoother, outcomes: np.ndarray | None = None) -> Local:
        """Return the local regressions of outcomes (T, N, P), by default the panel's own, P = 1."""
        data, Y = self.data, self.data.y[..., None] if outcomes is None else outcomes
        A, mx, om = self._equations(smoother)
        right = np.einsum("tnk,tnp->nkp", data.Z, Y).reshape(self.N, -1)
        many = Y.shape[2]
        if self.local_periods:
            right = np.concatenate([right, Y.transpose(1, 0, 2).reshape(self.N, -1)], axis=1)
        sums = smoother.sums(right)
        c = sums[:, : self.k * many].reshape(self.N, self.k, many)
        rows, levels = data.Z.transpose(1, 0, 2), np.zeros((self.N, self.T, 1))
        if self.local_periods:
            my = sums[:, self.k * many :].reshape(self.N, self.T, many)
            c = c - np.einsum("ntk,ntp->nkp", mx, my / om[..., None])
            rows, levels = rows - mx / om[..., None], my / om[..., None]
        inverse, fine = inverses(A)
        gamma = inverse @ c
        fitted = rows @ gamma + levels
        residuals = (Y - fitted.transpose(1, 0, 2)) * self.here[..., None]
        slopes = np.einsum("ntk,nkj,ntj->tn", rows, inverse, rows) * self.here
        return Local(gamma, inverse, fine, residuals, slopes + self._of_effects(om), float(slopes.sum()))

    def inference(self, smoother: Smoother, local: Local) -> Inference:
        """Return covariances, local R2 and what there is of collinearity."""
        data = self.data
        A, mx, om = self._equations(smoother)
        B, nx, om2 = self._equations(smoother, squared=True)
        if self.local_periods:
            cross = np.einsum("ntk,ntj->nkj", mx / om[..., None], nx)
            B = B - cross - cross.transpose(0, 2, 1)
            B = B + np.einsum("ntk,ntj->nkj", mx * (om2 / om**2)[..., None], mx)
        y, e = data.y, local.residuals[..., 0]
        parts = [(y**2).sum(0), (e**2).sum(0), y.sum(0), self.here.sum(0)]
        if self.local_periods:
            parts += list(y)
        sums = smoother.sums(np.stack(parts, axis=1))
        total = sums[:, 0]
        if self.local_periods:
            total = total - (sums[:, 4:] ** 2 / om).sum(axis=1)
        elif data.effects == "none":
            total = total - sums[:, 2] ** 2 / sums[:, 3]
        return inferred(data, A, B, local.inverse, (total, sums[:, 1]))

    def _equations(self, smoother: Smoother, squared: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return products (N, k, k), and where periods have effects sums of Z (N, T, k) and of weights (N, T); the
        products are those about local means of periods unless weights are `squared`.
        """
        sums, packed = smoother.sums(self.columns, squared), self.k * (self.k + 1) // 2
        A = squares(sums[:, :packed], self.k)
        if not self.local_periods:
            return A, np.zeros((self.N, 0, self.k)), np.ones((self.N, 0))
        mx = sums[:, packed : packed + self.T * self.k].reshape(self.N, self.T, self.k)
        om = sums[:, packed + self.T * self.k :]
        om = np.where(om > 0, om, 1.0)
        if not squared:
            A = A - np.einsum("ntk,ntj->nkj", mx / om[..., None], mx)
        return A, mx, om

    def _of_effects(self, om: np.ndarray) -> np.ndarray:
        """Return what effects add to the leverage, (T, N)."""
        unit = self.data.effects in ("unit", "twoways")
        own = self.here / self.here.sum(axis=0) if unit else np.zeros_like(self.here)
        if not self.local_periods:
            return own
        return np.asarray(own + self.here / om.T * ((1.0 - 1.0 / self.T) if unit else 1.0))


def inferred(
    data: LocalData,
    A: np.ndarray,
    B: np.ndarray,
    inverse: np.ndarray,
    squared: tuple[np.ndarray, np.ndarray],
) -> Inference:
    """Return the inference of local regressions.

    Parameters
    ----------
    A, B, inverse : (..., k, k), products, those under squared weights, and inverses of the products
    squared : (...,) each, local sums of squares, total and of residuals
    """
    centred = inverse[..., : data.Z.shape[2] - data.constant, : data.Z.shape[2] - data.constant]
    about = A
    if data.constant:
        own = A[..., :-1, -1]
        about = A[..., :-1, :-1] - own[..., :, None] * own[..., None, :] / A[..., -1, -1][..., None, None]
    raw = data.design @ A @ data.design.T
    total, left = squared
    r2 = 1.0 - left / np.where(total > 0, total, np.nan)
    return Inference(inverse @ B @ inverse, r2, condition_numbers(raw), inflation(about, centred))
