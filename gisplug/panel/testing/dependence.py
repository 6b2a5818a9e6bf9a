"""Pesaran's CD test of dependence between units, of variables and of any residuals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known
from gisplug.numbers.distributions import norm
from gisplug.panel.frame import Panel
from gisplug.panel.testing.null_draws import kept, p_two_sided
from gisplug.panel.testing.unit_regressions import terms, without

LEAST_COMMON = 3  # periods that a pair of units must share
LEAST_DF = 2
CORRELATED = 0.3  # mean first-order autocorrelation beyond which the test is said to reject too often
LEVEL = 0.05


@dataclass(frozen=True)
class DependenceTests:
    """Pesaran's CD tests.

    Attributes
    ----------
    table : DataFrame
        One row a variable: variable, statistic, p (standard normal, two-sided), p_sim (simulated independent units of
        the same size, gaps and treatment), correlation (mean over pairs of units), absolute (mean of its absolute
        values), autocorrelation (mean of the units, first order), pairs, n, t, decision at 5 % (by p_sim where it is).
    """

    table: pd.DataFrame
    lags: int
    simulations: int
    seed: int | None
    report: Report = field(default_factory=Report)


class DependenceOptions(TypedDict, total=False):
    """Further options of `panel_dependence`.

    Attributes
    ----------
    simulations : simulated panels for p_sim (499), 0 for none
    """

    simulations: int


@dataclass(frozen=True)
class Cd:
    """Pesaran's statistic and what it is made of.

    Attributes
    ----------
    statistic, correlation, absolute : float
        CD; the mean of the correlations of pairs, and of their absolute values.
    pairs, short : int
        Pairs with LEAST_COMMON periods or more, and with fewer.
    """

    statistic: float
    correlation: float
    absolute: float
    pairs: int
    short: int


def cross_section(e: np.ndarray) -> Cd:
    """Return CD of series e (T, N), NaN where a value lacks: Pesaran (2004), in his form for unbalanced panels.

    Raises
    ------
    PanelError
        If no pair of units shares enough periods, or a unit does not vary.
    """
    here = np.isfinite(e)
    counts = here.sum(axis=0)
    z = np.where(here, e, 0.0)
    z = np.where(here, z - z.sum(axis=0) / np.maximum(counts, 1), 0.0)
    size = np.sqrt((z**2).sum(axis=0))
    z = z / np.where(size > 0, size, 1.0)
    mask = here.astype(float)
    common = mask.T @ mask
    sums, squares = z.T @ mask, (z**2).T @ mask
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = squares - sums**2 / common
        r = (z.T @ z - sums * sums.T / common) / np.sqrt(spread * spread.T)
    first, second = np.triu_indices(e.shape[1], 1)
    used = (common[first, second] >= LEAST_COMMON) & np.isfinite(r[first, second])
    if not used.any():
        raise PanelError(
            message(
                "No two units share {least_common} periods in which both vary; there is nothing to correlate.",
                least_common=LEAST_COMMON,
            )
        )
    found, weight = r[first, second][used], np.sqrt(common[first, second][used])
    statistic = float((weight * found).sum() / np.sqrt(used.sum()))
    return Cd(statistic, float(found.mean()), float(np.abs(found).mean()), int(used.sum()), int((~used).sum()))


def panel_dependence(
    panel: Panel,
    variables: Sequence[str],
    lags: int = 0,
    *,
    seed: int | None = 1,
    progress: Progress = SILENT,
    **options: Unpack[DependenceOptions],
) -> DependenceTests:
    """Test whether the units of a panel are independent of each other, by Pesaran's (2004, 2015) CD.

    The null is independence or, with many units, weak dependence: correlations so local that their mean vanishes.

    Parameters
    ----------
    variables
        Columns of the panel; units may have gaps, each pair is correlated over the periods that both have.
    lags
        Own lags that each unit's series is regressed on first, with an intercept; the residuals are tested. 0 tests the
        variable itself, which rejects too often where series are autocorrelated.
    options
        `simulations`, as in `DependenceOptions`.

    Raises
    ------
    PanelError
        If a variable does not vary in a unit, or units share too few periods.
    ParameterError
        If `lags` leaves too few degrees of freedom.
    """
    known(options, DependenceOptions, "panel_dependence")
    simulations = options.get("simulations", 499)
    if lags:
        calendar_of(panel.periods, panel.name).refuse_gaps("A regression on own lags", panel.name)
    if not 0 <= lags <= (panel.T - 1 - LEAST_DF) // 2:
        raise ParameterError(
            message(
                "lags is a number from 0 to {T} with {T2} periods; {lags} was given instead.",
                T=max((panel.T - 1 - LEAST_DF) // 2, 0),
                T2=panel.T,
                lags=lags,
            )
        )
    rows, notes = [], []
    for done, variable in enumerate(variables):
        y = _values(panel, variable)
        here = np.isfinite(y)

        def draw(rng: np.random.Generator, here: np.ndarray = here) -> np.ndarray:
            return filtered(np.where(here, rng.standard_normal(here.shape), np.nan), lags)

        row, told = tested(
            filtered(y, lags),
            draw,
            (variable, ("variable", here.tobytes(), here.shape, lags)),
            (simulations, seed, progress),
        )
        rows.append(row | {"n": panel.N, "t": panel.T})
        notes += told
        if gaps := int((~here).sum()):
            text = message(
                "{variable}: {gaps} cells are empty and not used; units are correlated where both have values.",
                variable=variable,
                gaps=gaps,
            )
            notes.append(Note(INFO, "dependence-gaps", text))
        progress.update((done + 1) / len(variables), variable)
    return DependenceTests(decided(rows, simulations), lags, simulations, seed, Report(tuple(notes)))


def tested(
    e: np.ndarray,
    draw: Callable[[np.random.Generator], np.ndarray],
    named: tuple[str, object],
    how: tuple[int, int | None, Progress],
) -> tuple[dict[str, str | float], list[Note]]:
    """Return the row of one test of series e (T, N), and what is told with it.

    Parameters
    ----------
    draw : makes series (T, N) under the null
    named : the variable, and the key under which its null is kept, or None
    how : number of simulations, seed and progress

    Raises
    ------
    PanelError
        As `cross_section` does.
    """
    (variable, key), (simulations, seed, progress) = named, how
    found, notes = cross_section(e), []
    row: dict[str, str | float] = {"variable": variable, "statistic": found.statistic}
    row["p"] = float(2 * norm.sf(abs(found.statistic)))
    if simulations:

        def simulated() -> dict[str, np.ndarray]:
            rng, out = np.random.default_rng(seed), np.empty(simulations)
            for k in range(simulations):
                if k % 25 == 0:
                    progress.check()
                out[k] = cross_section(draw(rng)).statistic
            return {"cd": out}

        drawn = simulated() if seed is None or key is None else kept((key, simulations, seed), simulated)
        row["p_sim"] = p_two_sided(found.statistic, drawn["cd"])
    memory = autocorrelation(e)
    row |= {"correlation": found.correlation, "absolute": found.absolute, "autocorrelation": memory}
    if memory > CORRELATED:
        text = message(
            "{variable}: the units' series are autocorrelated (mean {memory:.2f}), so that "
            "independent units correlate by chance and the test rejects too often. Take own lags out "
            "first (lags), or test differences.",
            variable=variable,
            memory=memory,
        )
        notes.append(Note(WARNING, "dependence-autocorrelated", text))
    if found.short:
        text = message(
            "{variable}: {short} pairs of units share fewer than {least_common} periods and are not counted.",
            variable=variable,
            short=found.short,
            least_common=LEAST_COMMON,
        )
        notes.append(Note(INFO, "dependence-short-pairs", text))
    return row | {"pairs": found.pairs}, notes


def decided(rows: Sequence[dict[str, str | float]], simulations: int) -> pd.DataFrame:
    """Return the rows as a frame with the column `decision`."""
    table = pd.DataFrame(rows)
    rejected = table["p_sim" if simulations else "p"] < LEVEL
    table["decision"] = np.where(rejected, "dependent (5 %)", "independence not rejected")
    return table


def autocorrelation(e: np.ndarray) -> float:
    """Return the mean over units of the first-order autocorrelation of series (T, N), NaN where there is none."""
    z = e - np.nanmean(e, axis=0)
    both = np.isfinite(z[1:]) & np.isfinite(z[:-1])
    top = np.where(both, z[1:] * z[:-1], 0.0).sum(axis=0)
    bottom = np.nansum(z**2, axis=0)
    return float((top[bottom > 0] / bottom[bottom > 0]).mean())


def filtered(y: np.ndarray, lags: int) -> np.ndarray:
    """Return residuals (T, N) of each unit's regression on its own lags and an intercept; NaN where a value lacks."""
    if not lags:
        return y
    out = np.full_like(y, np.nan)
    stacked = np.stack([y[lags - j : len(y) - j].T for j in range(lags + 1)], axis=-1)  # (N, T - lags, 1 + lags)
    whole = np.isfinite(stacked).all(axis=2)
    if whole.all():
        X = np.concatenate([stacked[:, :, 1:], terms("intercept", *whole.shape)], axis=-1)
        out[lags:] = without(stacked[:, :, 0], X).T
        return out
    for i, rows in enumerate(whole):
        if rows.sum() >= lags + 1 + LEAST_DF:
            one = stacked[i : i + 1, rows]
            X = np.concatenate([one[:, :, 1:], terms("intercept", 1, int(rows.sum()))], axis=-1)
            out[lags + np.flatnonzero(rows), i] = without(one[:, :, 0], X)[0]
    return out


def _values(panel: Panel, variable: str) -> np.ndarray:
    y = panel.array(variable)
    y = np.where(np.isfinite(y), y, np.nan)
    short = [panel.ids[n] for n in np.flatnonzero(np.isfinite(y).sum(axis=0) < LEAST_COMMON)]
    if short:
        raise PanelError(
            message(
                "{variable!r} has fewer than {least_common} values in {short}; filter these units, or fill them.",
                variable=variable,
                least_common=LEAST_COMMON,
                short=some(short),
            )
        )
    flat = [panel.ids[n] for n in np.flatnonzero(np.nanmax(y, axis=0) == np.nanmin(y, axis=0))]
    if flat:
        raise PanelError(
            message(
                "{variable!r} does not change over time in {flat}; nothing correlates with a constant. "
                "Filter these units.",
                variable=variable,
                flat=some(flat),
            )
        )
    if panel.N < 2:
        raise PanelError("Dependence between units needs two units or more.")
    return y
