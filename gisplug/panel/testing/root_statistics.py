"""The statistics of panel unit-root tests and of Hadri's test, from the series and their regressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gisplug.numbers.distributions import chi2, norm
from gisplug.numbers.orthogonal import left_over
from gisplug.panel.testing.dickey_fuller import Fits, Recipe, fitted, short_run
from gisplug.panel.testing.unit_regressions import bartlett, coefficients, terms, without
from gisplug.panel.testing.unit_root_tables import MACKINNON, Deterministic, ips_moments, llc_adjustments

Test = Literal["llc", "ips", "fisher", "breitung", "cips", "hadri"]
NAMES = {
    "llc": "Levin-Lin-Chu t*",
    "ips": "Im-Pesaran-Shin W-t-bar",
    "fisher": "Fisher ADF inverse normal Z",
    "chi2": "Fisher ADF chi-square",
    "breitung": "Breitung lambda",
    "cips": "Pesaran CIPS",
    "cips-truncated": "Pesaran CIPS, truncated",
    "hadri": "Hadri Z, one variance",
    "hadri-units": "Hadri Z, a variance for each unit",
}
RIGHT = ("chi2", "hadri", "hadri-units")  # tests that reject to the right
STATIONARY = ("hadri", "hadri-units")  # tests whose null is that every unit is stationary
P_END = 1e-5  # MacKinnon's approximation says 0 or 1 beyond its range; one unit must not decide the sum
BOUNDS = {"none": (6.12, 4.16), "intercept": (6.19, 2.61), "trend": (6.42, 1.70)}  # Pesaran (2007), page 277
HADRI = {"intercept": (1 / 6, 1 / 45), "trend": (1 / 15, 11 / 6300)}  # mean and variance, Hadri (2000)
Found = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Series:
    """A variable with the regressions that the tests asked for rest on.

    Attributes
    ----------
    y : (T, N)
    plain, augmented : without and with cross-section means; None where no test needs them
    kernel : Bartlett lags of Hadri's long-run variance
    """

    y: np.ndarray
    deterministic: Deterministic
    plain: Fits | None
    augmented: Fits | None
    kernel: int

    def of(self, test: Test) -> Found:
        """Return statistic and p by the limit of a test, or of its two forms; the limit of CIPS has no p."""
        if test == "cips" and self.augmented is not None:
            low, high = BOUNDS[self.deterministic]
            cut = np.clip(self.augmented.t, -low, high)
            return {
                "cips": (float(self.augmented.t.mean()), np.nan),
                "cips-truncated": (float(cut.mean()), np.nan),
            }
        if test == "hadri":
            units = hadri_units(self.y, self.deterministic, self.kernel)
            pooled = units[0].mean() / units[1].mean()
            found = (_hadri(pooled, self), _hadri(float((units[0] / units[1]).mean()), self))
            return {name: (value, float(norm.sf(value))) for name, value in zip(STATIONARY, found, strict=True)}
        if self.plain is None:
            return {}
        if test == "fisher":
            p = np.clip(mackinnon(self.plain.t, self.deterministic), P_END, 1 - P_END)
            z, chi = float(norm.ppf(p).sum() / np.sqrt(len(p))), float(-2 * np.log(p).sum())
            return {"fisher": (z, float(norm.cdf(z))), "chi2": (chi, float(chi2.sf(chi, 2 * len(p))))}
        value = {"llc": _llc, "ips": _ips, "breitung": _breitung}[test](self.y, self.plain, self.deterministic)
        return {test: (value, float(norm.cdf(value)))}


def series(y: np.ndarray, tests: tuple[Test, ...], recipe: Recipe, augmented: Recipe, kernel: int) -> Series:
    """Fit what the tests need to y (T, N).

    Raises
    ------
    PanelError
        If there are too few periods for the lags.
    """
    plain = fitted(y, recipe) if set(tests) - {"cips", "hadri"} else None
    return Series(y, recipe.deterministic, plain, fitted(y, augmented) if "cips" in tests else None, kernel)


def mackinnon(t: np.ndarray, deterministic: str) -> np.ndarray:
    """P-values (n,) of augmented Dickey-Fuller t by MacKinnon's (1994) response surface."""
    surface = MACKINNON[deterministic]
    low, high = np.polynomial.polynomial.polyval(t, surface.low), np.polynomial.polynomial.polyval(t, surface.high)
    p = norm.cdf(np.where(t <= surface.parting, low, high))
    return np.where(t > surface.most, 1.0, np.where(t < surface.least, 0.0, p))


def hadri_units(y: np.ndarray, deterministic: str, kernel: int) -> tuple[np.ndarray, np.ndarray]:
    """Return mean squares of partial sums over T and long-run variances, (N,) each; their ratio is the unit's KPSS."""
    e = without(y.T, terms(deterministic, y.shape[1], len(y)))
    partial = np.cumsum(e, axis=1)
    return (partial**2).mean(axis=1) / len(y), bartlett(e, kernel)


def _hadri(mean: float, of: Series) -> float:
    centre, variance = HADRI[of.deterministic]
    return float(np.sqrt(of.y.shape[1]) * (mean - centre) / np.sqrt(variance))


def _ips(y: np.ndarray, fits: Fits, deterministic: Deterministic) -> float:
    moments = np.array([ips_moments(len(y) - 1 - int(p), int(p), deterministic) for p in fits.lags])
    return float(np.sqrt(len(fits.t)) * (fits.t.mean() - moments[:, 0].mean()) / np.sqrt(moments[:, 1].mean()))


def _llc(y: np.ndarray, fits: Fits, deterministic: Deterministic) -> float:
    e, v = np.concatenate(fits.residual), np.concatenate(fits.level)
    n = y.shape[1]
    cross = (v**2).sum()
    delta = (e * v).sum() / cross
    sigma2 = ((e - delta * v) ** 2).mean()
    error = np.sqrt(sigma2 / cross)
    length = len(y) - fits.lags.mean() - 1
    recipe = Recipe(deterministic, 0, 0)
    ratio = float(np.mean(np.sqrt(_long_run(y, deterministic)) / short_run(y, fits, recipe)))
    mean, sd = llc_adjustments(length, deterministic)
    return float((delta / error - n * length * ratio * error / sigma2 * mean) / sd)


def _long_run(y: np.ndarray, deterministic: str) -> np.ndarray:
    """Long-run variance of the differences of each unit, Bartlett weights, 3.21 T^(1/3) rounded."""
    change = np.diff(y, axis=0)
    if deterministic == "intercept":
        change = change - change.mean(axis=0)
    elif deterministic == "trend":
        x = np.stack([np.ones(len(change)), np.arange(len(change))], axis=1)
        change = left_over(x, change)
    cut = min(round(3.21 * len(y) ** (1 / 3)), len(change) - 1)
    return np.asarray(np.maximum(bartlett(change.T, cut), 1e-300))


def _breitung(y: np.ndarray, fits: Fits, deterministic: Deterministic) -> float:
    top = bottom = 0.0
    for p in np.unique(fits.lags):
        change, level, df = _prewhitened(y[:, fits.lags == p], int(p), deterministic)
        if deterministic == "trend":
            drift = change.mean(axis=1, keepdims=True)
            sigma2 = ((change - drift) ** 2).sum(axis=1) / df
            steps = np.arange(change.shape[1])
            level, change = level - level[:, :1] - steps * drift, _forward(change)
        else:
            sigma2 = (change**2).sum(axis=1) / df
        top += float(((level * change).sum(axis=1) / sigma2).sum())
        bottom += float(((level**2).sum(axis=1) / sigma2).sum())
    return float(top / np.sqrt(bottom))


def _prewhitened(y: np.ndarray, p: int, deterministic: Deterministic) -> tuple[np.ndarray, np.ndarray, int]:
    """Return differences and lagged levels (n, t) without their short-run dynamics, and degrees of freedom."""
    change = np.diff(y, axis=0)
    left, level = change[p:].T, y[p:-1].T
    lagged = [change[p - j : len(change) - j].T for j in range(1, p + 1)]
    before = np.stack(lagged, axis=-1) if lagged else np.empty((*left.shape, 0))
    df = len(y) - p - 2
    if deterministic == "trend":  # the drift stays in the differences
        both = np.concatenate([before, terms("intercept", *left.shape)], axis=-1)
        slopes = coefficients(left, both)[:, :p]
        left = left - np.einsum("ntk,nk->nt", before, slopes)
        for j in range(1, p + 1):
            level = level - slopes[:, j - 1, None] * y[p - j : len(y) - 1 - j].T
        return left, level, df
    if deterministic == "intercept":
        level = level - level[:, :1]
    return without(left, before), without(level, before), df


def _forward(x: np.ndarray) -> np.ndarray:
    """Forward orthogonal deviations of x (n, t); the last is nought."""
    length = x.shape[1]
    left = np.arange(length - 1, -1, -1.0)
    later = (np.cumsum(x[:, ::-1], axis=1)[:, ::-1] - x) / np.maximum(left, 1)
    return np.asarray(np.sqrt(left / (left + 1)) * (x - later))
