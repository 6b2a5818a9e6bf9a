"""Charts of local regressions: the choice of the bandwidth, and the coefficients of all places beside one for all."""

from __future__ import annotations

from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, FAINT, INK, MUTED, SECOND, SERIES
from gisplug.core.vocabulary import Period
from gisplug.report.charts.shared import period_places, period_ticks, quantile_bands
from gisplug.report.figures import legend, style, zero_line

WIDTH = 0.32  # half of a box


@style()
def bandwidth_curve(ax: Axes, search: pd.DataFrame, chosen: float, criterion: str, label: str) -> Axes:
    """Draw the score of every bandwidth that was tried, and the one that was chosen.

    Parameters
    ----------
    search
        One row a bandwidth, columns bandwidth, score.
    label
        Of the axis of bandwidths, with its unit.
    """
    known = search[np.isfinite(search["score"])].sort_values("bandwidth")
    ax.plot(known["bandwidth"], known["score"], color=ACCENT, linewidth=1.2, marker="o", markersize=3, zorder=2)
    best = known.loc[(known["bandwidth"] - chosen).abs().idxmin()]
    told = message("Chosen: {chosen:,.4g}", chosen=chosen)
    ax.axvline(best["bandwidth"], color=SECOND, linewidth=1.0, linestyle="--", label=told, zorder=1)
    if known["bandwidth"].max() > 8 * known["bandwidth"].min():
        ax.set_xscale("log")
    ax.set_xlabel(label)
    ax.set_ylabel(criterion)
    legend(ax)
    return ax


@style()
def coefficient_boxes(ax: Axes, coefficients: pd.DataFrame, summary: pd.DataFrame) -> Axes:
    """Draw the coefficients of all places as boxes (quartiles, 5 to 95 percent), over the standard error of the one for
    all; coefficients of different units of measure are set side by side in standard errors.

    Parameters
    ----------
    coefficients
        term, estimate, one row a place.
    summary
        index term: pooled, se.
    """
    places = np.arange(len(summary))[::-1]
    for at, (term, row) in zip(places, summary.iterrows(), strict=True):
        own = coefficients.loc[coefficients["term"] == term, "estimate"] / row["se"]
        low, q25, middle, q75, high = own.quantile([0.05, 0.25, 0.5, 0.75, 0.95])
        ax.plot([low, high], [at, at], color=MUTED, linewidth=1.0, zorder=2)
        ax.barh(at, q75 - q25, 2 * WIDTH, left=q25, color=FAINT, edgecolor=INK, linewidth=0.8, zorder=3)
        ax.plot([middle, middle], [at - WIDTH, at + WIDTH], color=INK, linewidth=1.4, zorder=4)
        label = "One coefficient for all" if at == places[0] else None
        ax.plot(
            row["pooled"] / row["se"], at, marker="D", color=SECOND, markersize=5, zorder=5, linestyle="", label=label
        )
    zero_line(ax, horizontal=False)
    ax.set_yticks(places, [str(term) for term in summary.index])
    ax.set_xlabel("Coefficient / its mean standard error")
    ax.set_ylim(-0.6, len(summary) - 0.4)
    legend(ax)
    return ax


@style()
def coefficients_over_time(ax: Axes, coefficients: pd.DataFrame, term: str, pooled: float) -> Axes:
    """Draw how one coefficient is spread over units in every period, beside the one for all.

    Parameters
    ----------
    coefficients
        One row a place and term, columns period, term, estimate.
    """
    own = coefficients[coefficients["term"] == term]
    periods: list[Period] = list(dict.fromkeys(own["period"]))
    at = period_places(periods)
    parts = own.groupby("period", sort=False)["estimate"].quantile([0.05, 0.25, 0.5, 0.75, 0.95]).unstack()
    quantile_bands(ax, at, parts)
    ax.axhline(pooled, color=SECOND, linewidth=1.0, linestyle="--", label="One coefficient for all")
    zero_line(ax)
    period_ticks(ax, periods)
    ax.set_title(term, fontsize=9)
    return ax


@style()
def bandwidth_rounds(ax: Axes, rounds: pd.DataFrame, chosen: pd.Series, label: str) -> Axes:
    """Draw the bandwidth of every coefficient by round of backfitting; where they were given, these alone.

    Parameters
    ----------
    rounds
        round, change, and a column for each coefficient.
    chosen
        Bandwidths at the end, index term.
    label
        Of the axis of bandwidths, with its unit.
    """
    last = len(chosen) - 1
    for k, (term, colour) in enumerate(zip(chosen.index, cycle(SERIES), strict=False)):
        shown = rounds[term] if len(rounds) else pd.Series([chosen[term]])
        at, wide = np.arange(1, len(shown) + 1), 1.6 * (last - k)  # lines below others stay in sight
        ax.plot(at, shown, color=colour, marker="o", markersize=3 + wide, linewidth=1.2 + wide, label=str(term))
    ax.set_xlabel("Round")
    ax.set_ylabel(label)
    ax.set_ylim(bottom=0)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    legend(ax)
    return ax
