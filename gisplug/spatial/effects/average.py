"""Average direct, indirect and total effects (LeSage and Pace 2009) with simulated and delta-method inference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import EFFECT_KINDS, one_of
from gisplug.numbers import distributions as stats
from gisplug.numbers.inference import interval_frame
from gisplug.numbers.normal_draws import normal_draws
from gisplug.numbers.threads import one_thread
from gisplug.spatial.effects.curves import Curves, curves
from gisplug.spatial.result import lagged_name

if TYPE_CHECKING:
    from gisplug.spatial.result import SpatialResult

METHODS = ("simulation", "delta")


@dataclass(frozen=True)
class Effects:
    """Average effects.

    Attributes
    ----------
    frame : DataFrame
        Index (variable, effect); columns estimate, se, stat, p, low, high.
    method : {"simulation", "delta"}
    draws, rejected : int
        Draws taken and those thrown away because rho fell outside its admissible interval (simulation only).
    samples : array (D, K, 3) or None, D = draws - rejected
        Simulated direct, indirect, total.
    vectors : int
        Random vectors behind the log-determinant; 0 where it is exact.
    """

    frame: pd.DataFrame
    method: str
    draws: int = 0
    rejected: int = 0
    seed: int | None = None
    level: float = 0.95
    samples: np.ndarray | None = None
    vectors: int = 0

    @property
    def note(self) -> str:
        """How the standard errors came about, for tables."""
        if self.method == "delta":
            return "Standard errors of effects: delta method."
        lost = message(", {rejected} rejected", rejected=self.rejected) if self.rejected else ", none rejected"
        if self.vectors:
            return message(
                "Standard errors of effects: {draws} draws (seed {seed}{lost}); point estimates from {n} random "
                "vectors.",
                draws=self.draws,
                seed=self.seed,
                lost=lost,
                n=self.vectors,
            )
        return message(
            "Standard errors of effects: {draws} draws (seed {seed}{lost}); point estimates are exact.",
            draws=self.draws,
            seed=self.seed,
            lost=lost,
        )

    def wide(self) -> pd.DataFrame:
        """Return one row a variable, columns (effect, column)."""
        parts = {effect: self.frame.xs(effect, level="effect") for effect in EFFECT_KINDS}
        return pd.concat(parts, axis=1)


@one_thread()
def average_effects(
    fit: SpatialResult, draws: int = 1000, seed: int | None = 1, method: str = "simulation", level: float = 0.95
) -> Effects:
    """Return average direct, indirect and total effects of every regressor (LeSage and Pace 2009).

    The direct effect holds the feedback through neighbours, that of theta included. Point estimates are exact; standard
    errors come from `draws` of (beta, theta, rho) out of their normal distribution, or from the delta method.

    Raises
    ------
    ModelError
        If `method` is neither "simulation" nor "delta", or nearly every draw is inadmissible.
    """
    one_of("method", method, METHODS, ModelError)
    variables = list(fit.regressors)
    index = pd.MultiIndex.from_product([variables, EFFECT_KINDS], names=["variable", "effect"])
    if method == "delta":
        found = effect_curves(fit, *_reach(fit))
        value, slope = _jacobian(fit, found)
        se = np.sqrt(np.clip(np.einsum("ip,pq,iq->i", slope, _cov(fit), slope), 0.0, None))
        return Effects(interval_frame(value, se, index, level), "delta", level=level)
    beta, theta, rho = sampled(fit, draws, seed)
    kept = admissible(fit, rho)
    _enough(kept)
    beta, theta, rho = beta[kept], theta[kept], rho[kept]
    found = effect_curves(fit, float(min(rho.min(), fit.rho)), float(max(rho.max(), fit.rho)))
    samples = _effects(found, beta, theta, rho)
    value = _effects(found, fit.beta.to_numpy()[None], fit.theta.to_numpy()[None], np.array([fit.rho]))[0].ravel()
    frame = simulated_frame(value, samples.reshape(len(samples), -1), index, level)
    probes = None if fit.logdet is None else fit.logdet.probes
    vectors = 0 if probes is None else probes.vectors
    return Effects(frame, "simulation", draws, int((~kept).sum()), seed, level, samples, vectors)


def effect_curves(fit: SpatialResult, low: float, high: float) -> Curves:
    """Return the curves of the fitted model on [low, high].

    Raises
    ------
    ModelError
        If the weights differ by period: one W is needed.
    """
    if fit.w is None and "rho" in fit.params:
        raise ModelError(
            "The weights of this fit differ by period; take its effects from fit.effects() or fit.effects_by_period()."
        )
    w = fit.w.matrix if fit.w is not None else None
    w_x = fit.w_x.matrix if fit.w_x is not None else None
    same = fit.w is not None and (fit.w_x is None or fit.w_x is fit.w)
    return curves(w, w if same else w_x, fit.logdet, fit.N, low, high)


def sampled(fit: SpatialResult, draws: int, seed: int | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return draws of beta (D, K), theta (D, K; 0 where not lagged) and rho (D,) from their normal distribution."""
    terms = [*fit.regressors, *map(lagged_name, fit.lagged), *(["rho"] if "rho" in fit.params else [])]
    cov = fit.cov.loc[terms, terms].to_numpy()
    made = normal_draws(fit.params[terms].to_numpy(), cov, draws, seed)
    K, L = len(fit.regressors), len(fit.lagged)
    theta = np.zeros((draws, K))
    theta[:, [fit.regressors.index(name) for name in fit.lagged]] = made[:, K : K + L]
    return made[:, :K], theta, made[:, -1] if "rho" in fit.params else np.zeros(draws)


def admissible(fit: SpatialResult, rho: np.ndarray) -> np.ndarray:
    """Return whether each draw of rho (D,) lies inside its interval, a millionth of its length from the ends: bool
    (D,).
    """
    if fit.logdet is None:
        return np.ones(len(rho), dtype=bool)
    margin = 1e-6 * (fit.logdet.high - fit.logdet.low)
    return np.asarray((rho > fit.logdet.low + margin) & (rho < fit.logdet.high - margin))


def simulated_frame(value: np.ndarray, samples: np.ndarray, index: pd.Index, level: float) -> pd.DataFrame:
    """Return estimates, value (m,), with the spread and the percentiles of their draws, samples (D, m).

    Columns estimate, se, stat, p, low, high.
    """
    se = samples.std(axis=0, ddof=1)
    stat = np.divide(value, se, out=np.full(len(se), np.nan), where=se > 0.0)
    tails = np.quantile(samples, [0.5 - level / 2.0, 0.5 + level / 2.0], axis=0)
    columns = {"estimate": value, "se": se, "stat": stat, "p": 2.0 * stats.norm.sf(np.abs(stat))}
    return pd.DataFrame({**columns, "low": tails[0], "high": tails[1]}, index=index)


def _effects(found: Curves, beta: np.ndarray, theta: np.ndarray, rho: np.ndarray) -> np.ndarray:
    """Return (D, K, 3)."""
    direct = beta * found.d0(rho, 0)[:, None] + theta * found.d1(rho, 0)[:, None]
    total = beta * found.t0(rho, 0)[:, None] + theta * found.t1(rho, 0)[:, None]
    return np.stack([direct, total - direct, total], axis=-1)


def _jacobian(fit: SpatialResult, found: Curves) -> tuple[np.ndarray, np.ndarray]:
    """Return the effects (3K,) and their slopes in (beta, theta, rho), (3K, 2K + 1)."""
    beta, theta, at = fit.beta.to_numpy(), fit.theta.to_numpy(), np.array([fit.rho])
    K = len(beta)
    value, slope = np.empty((K, 3)), np.zeros((K, 3, 2 * K + 1))
    for place, (own, lag) in enumerate(((found.d0, found.d1), (found.t0, found.t1))):
        which = 0 if place == 0 else 2
        value[:, which] = beta * own(at, 0) + theta * lag(at, 0)
        slope[np.arange(K), which, np.arange(K)] = own(at, 0)
        slope[np.arange(K), which, K + np.arange(K)] = lag(at, 0)
        slope[:, which, -1] = beta * own(at, 1) + theta * lag(at, 1) if "rho" in fit.params else 0.0
    value[:, 1], slope[:, 1] = value[:, 2] - value[:, 0], slope[:, 2] - slope[:, 0]
    return value.ravel(), slope.reshape(3 * K, -1)


def _cov(fit: SpatialResult) -> np.ndarray:
    """Covariance of (beta, theta, rho); zero for what the model lacks."""
    terms = [*fit.regressors, *map(lagged_name, fit.regressors), "rho"]
    return np.asarray(fit.cov.reindex(index=terms, columns=terms).fillna(0.0).to_numpy())


def _reach(fit: SpatialResult) -> tuple[float, float]:
    """A short interval around rho, for slopes."""
    if fit.logdet is None:
        return -0.01, 0.01
    room = 0.5 * min(fit.rho - fit.logdet.low, fit.logdet.high - fit.rho)
    reach = min(0.02, room)
    return fit.rho - reach, fit.rho + reach


def _enough(kept: np.ndarray) -> None:
    if kept.mean() < 0.5:
        raise ModelError(
            message(
                "{kept} of {n} draws of rho are inadmissible: its standard error is too large for "
                "simulation. Use method='delta', or a model in which rho is better determined.",
                kept=int((~kept).sum()),
                n=len(kept),
            )
        )
