"""Average effects where W differs by period: S_t = (I - rho W_t)^-1 (beta I + theta W_t) over the
units present in t.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import EFFECT_KINDS
from gisplug.numbers.inference import interval_frame
from gisplug.numbers.normal_draws import normal_draws
from gisplug.spatial.effects.curves import Curves, curves
from gisplug.spatial.result import lagged_name

if TYPE_CHECKING:
    from gisplug.spatial.models.time_varying.result import VaryingResult


def varying_effects(
    fit: VaryingResult, draws: int, seed: int | None, method: str, level: float, by_period: bool = False
) -> pd.DataFrame:
    """Return direct, indirect and total effects, averaged over all rows or by period, with errors.

    Parameters
    ----------
    method : "simulation" or "delta"
    by_period : a row for each period instead of averages

    Raises
    ------
    ModelError
        If `method` is neither, the fit has no weights, or nearly every draw is inadmissible.
    """
    if method not in ("simulation", "delta"):
        raise ModelError(message("method is 'simulation' or 'delta'; {method!r} was given instead.", method=method))
    if fit.by_period is None:
        raise ModelError("The fit has no weights by period.")
    terms = [t for t in fit.params.index if t not in ("sigma2", "lam", "const")]
    at, cov = fit.params[terms].to_numpy(), fit.cov.loc[terms, terms].to_numpy()
    low, high = fit.by_period.bounds
    made = at[None]
    if method == "simulation":
        made = normal_draws(at, cov, draws, seed)
        if "rho" in terms:
            rho = made[:, terms.index("rho")]
            made = made[(rho > low * (1 - 1e-6)) & (rho < high * (1 - 1e-6))]
        if len(made) < 50:
            raise ModelError(
                message(
                    "Only {n} of {draws} draws of rho are admissible. Use method='delta'.", n=len(made), draws=draws
                )
            )
    steps = 1e-5 * np.sqrt(np.clip(np.diag(cov), 1e-300, None))
    around = made if method == "simulation" else np.concatenate([at + np.diag(steps), at - np.diag(steps)])
    value, samples = _averaged(fit, terms, np.concatenate([at[None], around]), by_period)
    index = _index(fit, by_period)
    if method == "delta":
        slope = (samples[: len(at)] - samples[len(at) :]) / (2 * steps[:, None])
        return interval_frame(
            value, np.sqrt(np.clip(np.einsum("pi,pq,qi->i", slope, cov, slope), 0, None)), index, level
        )
    frame = interval_frame(value, samples.std(axis=0, ddof=1), index, level)
    frame["low"], frame["high"] = np.quantile(samples, [0.5 - level / 2, 0.5 + level / 2], axis=0)
    return frame


def _index(fit: VaryingResult, by_period: bool) -> pd.MultiIndex:
    if by_period:
        return pd.MultiIndex.from_product(
            [fit.periods, fit.regressors, EFFECT_KINDS], names=["period", "variable", "effect"]
        )
    return pd.MultiIndex.from_product([fit.regressors, EFFECT_KINDS], names=["variable", "effect"])


def _averaged(fit: VaryingResult, terms: list[str], made: np.ndarray, by_period: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return effects at the first row of `made`, and at the others (draws, m)."""
    rho = made[:, terms.index("rho")] if "rho" in terms else np.zeros(len(made))
    beta = made[:, [terms.index(v) for v in fit.regressors]]
    theta = np.zeros_like(beta)
    for k, v in enumerate(fit.regressors):
        if v in fit.lagged:
            theta[:, k] = made[:, terms.index(lagged_name(v))]
    places = fit.by_period
    if places is None:
        raise ModelError("The fit has no weights by period.")
    effects = np.zeros((len(made), fit.T, beta.shape[1], 3))
    sizes = places.present.sum(axis=1)
    for r in places.regimes:
        shape: Curves = curves(r.W, r.W, r.logdet, len(r.rows), float(rho.min()) - 1e-6, float(rho.max()) + 1e-6)
        direct = beta * shape.d0(rho, 0)[:, None] + theta * shape.d1(rho, 0)[:, None]
        total = beta * shape.t0(rho, 0)[:, None] + theta * shape.t1(rho, 0)[:, None]
        effects[:, list(r.periods)] = np.stack([direct, total - direct, total], axis=2)[:, None]
    if not by_period:
        effects = np.einsum("dtke,t->dke", effects, sizes / sizes.sum())
    flat = effects.reshape(len(made), -1)
    return flat[0], flat[1:]
