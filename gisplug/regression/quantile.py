"""Quantile regression of panels: moments (Machado & Santos Silva 2019), two steps (Canay 2011), dummies, pooled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers import distributions as stats
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.inference import wald
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, model_frame
from gisplug.panel.sample import draw_sample, fixed_effects_of
from gisplug.regression.fixed_effects import fixed_effects as fit_mean
from gisplug.regression.quantiles.methods import METHODS, Rows, solved
from gisplug.regression.reading import in_panel, less_controls, only
from gisplug.regression.results.constant import TERM
from gisplug.regression.results.quantile import QuantileColumn as QuantileColumn
from gisplug.regression.results.quantile import QuantileFit as QuantileFit

if TYPE_CHECKING:
    pass

CHUNK = 20  # draws of one task
RESAMPLED = ("units", "rows")
SAME = 1e-12  # share of a coefficient below which draws of it differ by rounding
DECILES = tuple(round(0.1 * k, 1) for k in range(1, 10))


class QuantileOptions(TypedDict, total=False):
    """Further options of `quantile_panel`.

    Attributes
    ----------
    collinear : "refuse" terms that are not identified, or "omit" the later one and say so
    winsorise : share to winsorise at each end
    resample : "units" draws whole units (the default), whose rows may be related; "rows" draws rows, as sqreg does
    progress : where it is told how far the bootstrap is
    """

    collinear: str
    winsorise: float
    resample: str
    progress: Progress


@repeatable
def quantile_panel(
    panel: Panel,
    formula: str | Formula,
    quantiles: Sequence[float] = DECILES,
    *,
    method: str = "moments",
    effects: str = "twoways",
    where: Where = None,
    draws: int = 200,
    seed: int = 1,
    **options: Unpack[QuantileOptions],
) -> QuantileFit:
    """Estimate slopes at quantiles; standard errors by a bootstrap that draws whole units.

    Parameters
    ----------
    method : "moments" (Machado & Santos Silva 2019) lets effects and regressors move both location and scale (quantiles
        never cross where the scale is positive); "canay" (Canay 2011) takes unit effects from the mean regression off
        the outcome and runs ordinary quantile regression; "dummies" has the effects as dummies in the check loss, as
        qreg with i.unit (Koenker 2004 without a penalty; biased where periods are few); "pooled" has no effects.
    effects : "none", "unit", "time" or "twoways"; "pooled" has none, and refuses a formula that asks for some.
    where : rows to use, in words or (T * N,) bool.
    draws, seed : of the bootstrap.
    options : `collinear`, `winsorise` and `progress`, as in `QuantileOptions`

    Raises
    ------
    ModelError
        If a quantile is not between 0 and 1, the method is unknown, or there are fewer than 20 draws.
    """
    known(options, QuantileOptions, "quantile_panel")
    if bad := [q for q in quantiles if not 0 < q < 1]:
        raise ModelError(message("Quantiles lie between 0 and 1; {bad} was given instead.", bad=bad[0]))
    one_of("method", method, METHODS, ModelError)
    if draws < 20:
        raise ModelError(message("A bootstrap needs at least 20 draws; {draws} was given instead.", draws=draws))
    winsorise, progress = options.get("winsorise", 0.0), options.get("progress", SILENT)
    effects = "none" if method == "pooled" else effects
    frame = only(model_frame(panel, formula, where=where, effects=effects), "Quantile regression", absorb=False)
    parsed, effects = frame.formula, frame.effects
    sample = draw_sample(frame.panel, parsed.columns, where=frame.rows, winsorise=winsorise)
    absorbed = fixed_effects_of(sample, effects)
    sample, omitted = less_controls(
        sample, parsed.regressors, absorbed, options.get("collinear", "refuse"), parsed.regressors[:1]
    )
    parsed = Formula(parsed.outcome, tuple(t for t in parsed.regressors if t not in omitted))
    mean = fit_mean(frame.panel, parsed, effects=effects, where=in_panel(sample), winsorise=winsorise)
    y, X, unit, period = sample.columns[:, 0], sample.columns[:, 1:], sample.unit, sample.period
    taus = np.array(quantiles, dtype=float)
    rows = Rows(y, X, unit, period, effects, parsed.regressors)
    point = solved(method, rows, taus)
    rng = np.random.default_rng(seed)
    resample = options.get("resample", "units")
    one_of("resample", resample, RESAMPLED, ModelError)
    units = int(unit.max()) + 1
    size = units if resample == "units" else len(y)
    picks = [rng.integers(0, size, size) for _ in range(draws)]
    common = (method, rows, taus, resample)
    both = np.array(
        over_picks(_drawn, common, picks, chunk=CHUNK, progress=progress, label=message("Bootstrap of the quantiles"))
    )
    both = both[np.isfinite(both[:, :, :-1]).all(axis=(1, 2))]
    booted = both[:, :, :-1]
    if len(booted) < 2 or not (booted.std(axis=0) > SAME * np.abs(booted).max(axis=0)).all():
        raise ModelError(
            message(
                "Of {draws} bootstrap samples of {told}, {n} identify the coefficients, and "
                "they do not differ enough for standard errors; use more units, or fewer terms.",
                draws=draws,
                told=many(size, "unit") if resample == "units" else many(size, "row"),
                n=len(booted),
            )
        )
    told = message("whole units") if resample == "units" else message("rows")
    notes = [
        Note(
            INFO,
            "quantile-bootstrap",
            message(
                "Standard errors from {draws} bootstrap samples of {told}, seed {seed}.",
                draws=draws,
                told=told,
                seed=seed,
            ),
        )
    ]
    if lost := draws - len(booted):
        text = message(
            "{lost} of {draws} bootstrap samples do not identify the coefficients and are not used.",
            lost=lost,
            draws=draws,
        )
        notes.append(Note(WARNING, "draws-lost", text))
    if point.negative > 0:
        notes.append(
            Note(
                WARNING,
                "scale-negative",
                message(
                    "The fitted scale is not positive in {negative:.1%} of the rows; the location-scale "
                    "model fits them badly.",
                    negative=point.negative,
                ),
            )
        )
    terms = list(parsed.regressors)
    return QuantileFit(
        parsed,
        tuple(quantiles),
        _frame(point.slopes, booted, taus, terms),
        mean,
        pd.Series(point.location, terms),
        pd.Series(point.scale, terms),
        method,
        draws,
        seed,
        sample.report + Report(tuple(notes)),
        omitted,
        booted,
        _frame(point.constants[:, None], both[:, :, -1:], taus, [TERM]).droplevel("term"),
        pd.Series(point.r2, [float(t) for t in taus]),
        _equal(booted, point.slopes, terms, method, units - 1 if resample == "units" else len(y) - len(terms) - 1),
        resample,
    )


def _drawn(common: tuple[str, Rows, np.ndarray, str], chosen: np.ndarray) -> np.ndarray:
    """Return slopes and constant (quantiles, terms + 1) of the units or rows `chosen`; NaN where these do not identify
    them.
    """
    method, rows, taus, resample = common
    try:
        found = solved(method, rows.of_units(chosen) if resample == "units" else rows.at(chosen), taus)
    except ModelError:
        return np.full((len(taus), rows.X.shape[1] + 1), np.nan)
    return np.column_stack([found.slopes, found.constants])


def _equal(drawn: np.ndarray, point: np.ndarray, terms: Sequence[str], method: str, free: int) -> pd.DataFrame:
    """Test that the slopes (Q, K) of each term are the same at all quantiles, from draws (B, Q, K) of them; F with
    `free` degrees of freedom.
    """
    rows = {}
    for k, term in enumerate(terms):
        last = [len(point) - 1] if method == "moments" else list(range(1, len(point)))
        gap, gaps = point[last, k] - point[0, k], drawn[:, last, k] - drawn[:, :1, k]
        if last == [0] or not last:
            continue
        left = len(drawn) - len(last)  # the covariance rests on the draws, as in Hotelling's T2
        if left < 2:
            continue
        spread = np.atleast_2d(np.cov(gaps, rowvar=False)) * (len(drawn) - 1) / left
        f, df, p = wald(gap, spread, float(min(free, left)))
        rows[term] = {"statistic": f, "df": df, "df_resid": min(free, left), "p": p}
    columns = ["statistic", "df", "df_resid", "p"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("test")


def _frame(point: np.ndarray, drawn: np.ndarray, taus: np.ndarray, terms: list[str]) -> pd.DataFrame:
    se = drawn.std(axis=0, ddof=1)
    stat = point / np.where(se > 0, se, np.nan)
    wide = stats.norm.isf(0.025) * se
    index = pd.MultiIndex.from_product([[float(t) for t in taus], terms], names=["quantile", "term"])
    columns = {
        "estimate": point,
        "se": se,
        "stat": stat,
        "p": 2 * stats.norm.sf(np.abs(stat)),
        "low": point - wide,
        "high": point + wide,
    }
    return pd.DataFrame({k: v.ravel() for k, v in columns.items()}, index=index)
