"""Exponents of cross-section dependence: how strongly the units of a panel move together, over time in windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import known, one_of
from gisplug.numbers.distributions import norm
from gisplug.panel.frame import Panel
from gisplug.panel.testing.dependence import cross_section, tested
from gisplug.regression.residual_dependence import residual_dependence
from gisplug.regression.results.panel import PanelFit
from gisplug.shocks.exponent_numbers import Exponent, average_exponent, correlation_exponent
from gisplug.shocks.result import SlopesFit

if TYPE_CHECKING:
    from gisplug.core.vocabulary import Period

ExponentMethod = Literal["average", "correlations"]
METHODS: dict[ExponentMethod, str] = {
    "average": "Variance of the average (2016)",
    "correlations": "Pairs that correlate (2019)",
}
LEAST_UNITS, LEAST_PERIODS = 10, 8
SMALL_UNITS, SMALL_PERIODS = 60, 30  # below which it is said how exponents and intervals were off
SMALL: dict[ExponentMethod, str] = {  # measured with 30 units and 14 periods
    "average": message(
        "In so small a panel intervals are too narrow: with 30 units and 14 periods those of 95 % miss an exponent of "
        ".6 in 24 % of panels, and of .8 and 1 in 12 %."
    ),
    "correlations": message(
        "In so small a panel exponents by pairs are too low, because few correlations pass: with 30 units and 14 "
        "periods an exponent of .8 comes out at .56, and one of 1 at .65. Compare them with each other, not with 1."
    ),
}


class ExponentOptions(TypedDict, total=False):
    """Further options of `dependence_exponent` and `residual_exponent`.

    Attributes
    ----------
    window : periods of a window that moves through the panel by one; None for all periods together
    components : principal components that are taken out to find the weak part of the dependence (4)
    size : level of the tests of which units go with the average, or which pairs correlate (0.1)
    simulations, seed : simulated panels of independent units behind p_sim of CD (199; 0 for none), and their seed (1)
    progress : where it is told how far it is
    """

    window: int | None
    components: int
    size: float
    simulations: int
    seed: int | None
    progress: Progress


@dataclass(frozen=True, eq=False)
class DependenceExponents:
    """Exponents of cross-section dependence.

    Attributes
    ----------
    table : DataFrame, one row a variable and window
        variable, first, last (periods), alpha (bias-corrected), se, low, high (95 %), plain, without_weak, units (that
        go with the average; or pairs that correlate), cd, p_cd (simulated), correlation (mean of pairs), n, t.
    """

    table: pd.DataFrame
    method: ExponentMethod
    window: int | None
    report: Report = field(default_factory=Report)


def dependence_exponent(
    panel: Panel,
    variables: Sequence[str],
    *,
    method: ExponentMethod = "average",
    **options: Unpack[ExponentOptions],
) -> DependenceExponents:
    """Estimate the exponent of cross-section dependence of variables (Bailey, Kapetanios & Pesaran 2016).

    The standard deviation of the average of N units falls as N^(alpha - 1): alpha is 1 where a common factor moves all
    units, and 1/2 or less where dependence is weak, as it is between neighbours.

    Parameters
    ----------
    method
        "average" from the variance of the average, with a standard error; units are standardised first. "correlations"
        from the number of pairs that correlate (2019), without one.
    options : as in `ExponentOptions`

    Raises
    ------
    PanelError
        If there are fewer than ten units or eight periods, a unit does not vary, or cells are empty (with "average").
    ParameterError
        If an option cannot be.
    """
    known(options, ExponentOptions, "dependence_exponent")
    one_of("method", method, METHODS)
    if not variables:
        raise ParameterError("Name one variable or more.")
    rows, notes = [], []
    progress = options.get("progress", SILENT)
    for at, variable in enumerate(variables):
        x = panel.array(variable)
        x = np.where(np.isfinite(x), x, np.nan)
        notes += _gaps(panel, variable, ~np.isfinite(x), method)
        part = Part(progress, at / len(variables), (at + 1) / len(variables))
        made, told = _windows((variable, x, panel.periods, panel.ids), method, options, part)
        rows += made
        notes += told
    return _labelled(rows, notes, method, options)


def residual_exponent(fit: PanelFit | SlopesFit, **options: Unpack[ExponentOptions]) -> DependenceExponents:
    """Estimate the exponent of cross-section dependence of residuals (Bailey, Kapetanios & Pesaran 2019).

    It counts the pairs of units whose residuals correlate: residuals of period effects, or of averages taken out, have
    no average left whose variance would tell.

    Parameters
    ----------
    fit : of `fixed_effects`, `common_correlated_effects` or `mean_group`
    options : as in `ExponentOptions`; p of CD is that of the fit's own test

    Raises
    ------
    PanelError
        If there are too few units or periods.
    """
    known(options, ExponentOptions, "residual_exponent")
    panel = fit.sample.panel
    if isinstance(fit, PanelFit):
        wide = np.full(panel.T * panel.N, np.nan)
        wide[fit.sample.rows] = fit.residuals
        x = wide.reshape(panel.T, panel.N)
        x = x[:, np.isfinite(x).any(axis=0)]
    else:
        x = fit.residuals
    there = np.isfinite(x).any(axis=1)
    periods = tuple(p for p, known_ in zip(panel.periods, there, strict=True) if known_)
    name = message("residuals of {outcome}", outcome=fit.outcome)
    ids = tuple(map(str, range(x.shape[1])))
    given: ExponentOptions = {**options, "simulations": 0}
    rows, notes = _windows((name, x[there], periods, ids), "correlations", given, options.get("progress", SILENT))
    if not options.get("window") and options.get("simulations", 199):
        seed = options.get("seed", 1)
        cd = (
            residual_dependence(fit, simulations=options.get("simulations", 199), seed=seed).table
            if isinstance(fit, PanelFit)
            else fit.dependence
        )
        rows[0]["p_cd"] = float(cd["p_sim"].iloc[0]) if len(cd) else np.nan
    return _labelled(rows, notes, "correlations", options)


def _gaps(panel: Panel, variable: str, empty: np.ndarray, method: ExponentMethod) -> list[Note]:
    """Return what is told of cells that are empty (T, N).

    Raises
    ------
    PanelError
        If the method needs all of them.
    """
    if not empty.any():
        return []
    count = int(empty.sum())
    if method == "correlations":
        text = message(
            "{variable}: {gaps} cells are empty and not used; units are correlated where both have values.",
            variable=variable,
            gaps=count,
        )
        return [Note(INFO, "dependence-gaps", text)]
    period, unit = (int(axis[0]) for axis in empty.nonzero())
    raise PanelError(
        message(
            "{variable} has {n} empty cells, the first of {unit} in {period}, and an average over units needs all of "
            "them. Fill them, keep the units or periods that are whole, or take method='correlations'.",
            variable=variable,
            n=count,
            unit=panel.ids[unit],
            period=panel.periods[period],
        )
    )


Series = tuple[str, np.ndarray, "tuple[Period, ...]", tuple[str, ...]]


def _windows(
    series: Series, method: ExponentMethod, options: ExponentOptions, progress: Progress
) -> tuple[list[dict[str, object]], list[Note]]:
    """Return the rows of one variable, window by window, and what is told once."""
    name, x, periods, ids = series
    T, N = x.shape
    window, size = options.get("window") or T, options.get("size", 0.1)
    if not 0 < size < 1:
        raise ParameterError(message("size lies between 0 and 1; {size} was given instead.", size=size))
    if N < LEAST_UNITS or T < LEAST_PERIODS:
        raise PanelError(
            message(
                "An exponent of dependence needs {units} units and {periods} periods or more; there are {N} and {T}.",
                units=LEAST_UNITS,
                periods=LEAST_PERIODS,
                N=N,
                T=T,
            )
        )
    if not LEAST_PERIODS <= window <= T:
        raise ParameterError(
            message(
                "window is from {least} to {T} periods; {window} was given.", least=LEAST_PERIODS, T=T, window=window
            )
        )
    rows, simulations = [], options.get("simulations", 199)
    notes: list[Note] = []
    for start in range(T - window + 1):
        progress.check()
        part = _standardised(x[start : start + window], name, ids)
        found = _exponent(part, method, options)
        row = _row(found, name, (periods[start], periods[start + window - 1]), part.shape)
        cd = cross_section(part)
        row |= {"cd": cd.statistic, "p_cd": np.nan, "correlation": cd.correlation}
        if simulations:
            here = np.isfinite(part)

            def draw(rng: np.random.Generator, here: np.ndarray = here) -> np.ndarray:
                return np.where(here, rng.standard_normal(here.shape), np.nan)

            key = ("exponent", here.tobytes(), here.shape)
            made, told = tested(part, draw, (name, key), (simulations, options.get("seed", 1), progress))
            row["p_cd"] = float(made["p_sim"])
            notes += [n for n in told if n.code == "dependence-short-pairs" and n not in notes]
        rows.append(row)
        progress.update((start + 1) / (T - window + 1))
    return rows, notes


def _standardised(x: np.ndarray, name: str, ids: tuple[str, ...]) -> np.ndarray:
    """Return series (T, N) of mean nought and standard deviation one by unit.

    Raises
    ------
    PanelError
        If a unit does not vary.
    """
    size = np.nanmax(np.abs(x), axis=0)
    spread = np.nanstd(x, axis=0, ddof=1)
    flat = ~(spread > 1e-12 * size)
    if flat.any():
        raise PanelError(
            message(
                "{name} does not vary over time in {flat}; leave these units out, or take a longer window.",
                name=name,
                flat=some([ids[i] for i in np.flatnonzero(flat)]),
            )
        )
    return np.asarray((x - np.nanmean(x, axis=0)) / spread)


def _exponent(x: np.ndarray, method: ExponentMethod, options: ExponentOptions) -> Exponent:
    if method == "correlations":
        return correlation_exponent(x, options.get("size", 0.1))
    components = options.get("components", 4)
    if not 0 <= components <= min(x.shape) - 4:
        raise ParameterError(
            message(
                "components is from 0 to {most} with {T} periods and {N} units; {given} was given instead.",
                most=min(x.shape) - 4,
                T=x.shape[0],
                N=x.shape[1],
                given=components,
            )
        )
    return average_exponent(x, components, options.get("size", 0.1))


def _row(found: Exponent, name: str, window: tuple[object, object], shape: tuple[int, ...]) -> dict[str, object]:
    reach = float(norm.isf(0.025)) * found.se
    return {
        "variable": name,
        "first": window[0],
        "last": window[1],
        "alpha": found.alpha,
        "se": found.se,
        "low": found.alpha - reach,
        "high": found.alpha + reach,
        "plain": found.plain,
        "without_weak": found.without_weak,
        "units": found.units,
        "n": shape[1],
        "t": shape[0],
    }


def _labelled(
    rows: Sequence[dict[str, object]], notes: Sequence[Note], method: ExponentMethod, options: ExponentOptions
) -> DependenceExponents:
    table = pd.DataFrame(rows)
    return DependenceExponents(table, method, options.get("window"), Report((*notes, *_told(table, method))))


def _told(table: pd.DataFrame, method: ExponentMethod) -> Iterator[Note]:
    if int(table["n"].min()) < SMALL_UNITS or int(table["t"].min()) < SMALL_PERIODS:
        yield Note(WARNING, "exponent-small", SMALL[method])
    if method != "average":
        return
    weak = table[~(table["alpha"] > 0.5)]
    if len(weak):
        text = message(
            "{names}: the exponent is .5 or less in {n} of {all} rows, where dependence is weak and the exponent is "
            "not identified; its standard error has no meaning there.",
            names=some(list(dict.fromkeys(weak["variable"]))),
            n=len(weak),
            all=len(table),
        )
        yield Note(WARNING, "exponent-weak", text)
    none = table[table["units"] == 0]
    if len(none):
        text = message(
            "In {n} of {all} rows no unit goes with the average beyond chance; the strength of the loadings is not "
            "corrected for there.",
            n=len(none),
            all=len(table),
        )
        yield Note(INFO, "exponent-no-unit", text)
