"""Joint inference over specifications (Simonsohn, Simmons and Nelson 2020): what all of them together would show if the
variable had no effect.

Every specification is fitted again to outcomes of its own, made of its fit and its residuals with the signs of whole
units turned at random, the same units in all specifications; what is kept is how far the effect lies from that of the
data. For a regression this is the null forced on it, as in the paper; rows cannot be drawn anew, because W links them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.errors import GisplugError
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.numbers.draws import over_picks
from gisplug.numbers.sparse.factors import factorise
from gisplug.panel.frame import Panel
from gisplug.regression.results.panel import PanelFit
from gisplug.sensitivity.effect import effect_of
from gisplug.sensitivity.specifications.fitting import Common
from gisplug.sensitivity.specifications.grid import Specification
from gisplug.spatial.models.fit import SpatialFit

LEVEL = 0.05
LEAST = 19  # draws


@dataclass(frozen=True)
class _Work:
    """Turns of the sign (B, N) of all units, and what all specifications share."""

    common: Common
    turns: np.ndarray


def joint_tests(
    common: Common,
    chosen: Sequence[Specification],
    found: pd.DataFrame,
    *,
    draws: int,
    seed: int,
    progress: Progress = SILENT,
) -> tuple[pd.DataFrame, int]:
    """Return the tests of no effect over all specifications together.

    Parameters
    ----------
    chosen : specifications with an estimate
    found : their estimates, columns estimate, se, p, in the same order
    draws : turned outcomes, each fitted by every specification

    Returns
    -------
    frame, lost
        DataFrame, index test (median effect; share significant with the sign of the median; mean z): observed, null_low
        and null_high (the middle 95 % under the null), p. Lost are the draws of single specifications without a fit.
    """
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(draws, common.panel.N))
    parts = over_picks(
        _turned, _Work(common, signs), list(chosen), progress=progress, label=message("Specifications under the null")
    )
    made = np.stack(parts)  # (K, B, 2): effect less that of the data, and the same over its error
    away, z = made[..., 0], made[..., 1]
    estimate = found["estimate"].to_numpy(dtype=float)
    observed_z = estimate / found["se"].to_numpy(dtype=float)
    sure = (found["p"] < LEVEL).to_numpy()
    median = float(np.median(estimate))
    share = float((sure & (np.sign(estimate) == np.sign(median))).mean())
    kept = np.isfinite(away).any(axis=0)
    middle = np.nanmedian(away[:, kept], axis=0)
    drawn_sure = (np.abs(z[:, kept]) > _critical(found)) & (np.sign(away[:, kept]) == np.sign(middle))
    shares = drawn_sure.sum(axis=0) / np.isfinite(away[:, kept]).sum(axis=0)
    mean_z = np.nanmean(z[:, kept], axis=0)
    rows = {
        message("Median effect"): (median, middle, np.abs(middle) >= abs(median)),
        message("Share significant with the sign of the median"): (share, shares, shares >= share),
        message("Mean z (Stouffer)"): (
            float(np.nanmean(observed_z)),
            mean_z,
            np.abs(mean_z) >= abs(np.nanmean(observed_z)),
        ),
    }
    table = {
        name: {
            "observed": value,
            "null_low": float(np.quantile(null, 0.025)),
            "null_high": float(np.quantile(null, 0.975)),
            "p": (1 + int(beyond.sum())) / (1 + len(beyond)),
        }
        for name, (value, null, beyond) in rows.items()
    }
    return pd.DataFrame.from_dict(table, orient="index").rename_axis("test"), int((~np.isfinite(away)).sum())


def _critical(found: pd.DataFrame) -> np.ndarray:
    """Return the |z| (K, 1) from which each specification calls an effect significant: the reach of its interval."""
    reach = (found["high"] - found["low"]) / (2.0 * found["se"])
    return np.asarray(reach.to_numpy(dtype=float)[:, None])


def _turned(work: _Work, spec: Specification) -> np.ndarray:
    """Return, for each draw, the effect less that of the data and the same over its error, (B, 2)."""
    common, made = work.common, np.full((len(work.turns), 2), np.nan)
    try:
        fit = common.fit(spec)
        estimate = effect_of(fit, common.key, common.effect).estimate
    except GisplugError:
        return made
    for k, sign in enumerate(work.turns):
        try:
            drawn = effect_of(common.on(_outcome(fit, common.panel, sign)).fit(spec), common.key, common.effect)
        except (GisplugError, np.linalg.LinAlgError):
            continue
        made[k] = drawn.estimate - estimate, (drawn.estimate - estimate) / drawn.se
    return made


def _outcome(fit: SpatialFit | PanelFit, panel: Panel, sign: np.ndarray) -> np.ndarray:
    """Return the outcome of a fit whose residuals have the signs (N,) of their units, (T, N); rows that it does not use
    as they are.
    """
    y = np.array(panel.array(fit.outcome))
    few = np.sqrt(panel.N / (panel.N - 1.0))
    if isinstance(fit, PanelFit):
        turned = np.zeros(y.size)
        turned[fit.sample.rows] = fit.residuals
        return np.asarray(y + turned.reshape(y.shape) * (few * sign - 1.0))
    place = {unit: k for k, unit in enumerate(panel.ids)}
    units = np.array([place[unit] for unit in fit.ids])
    moved = (fit.residuals * (few * sign[units] - 1.0)).T
    if fit.w_e is not None:
        moved = factorise(fit.w_e.matrix, float(fit.params["lam"])).solve(np.ascontiguousarray(moved))
    if fit.w is not None:
        moved = factorise(fit.w.matrix, fit.rho).solve(np.ascontiguousarray(moved))
    periods = np.array([panel.periods.index(p) for p in fit.periods])
    y[np.ix_(periods, units)] += moved.T
    return y
