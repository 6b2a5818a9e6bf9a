"""Charts of policy evaluation: event studies, cohorts, weights, placebos, balance, synthetic paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from scipy.stats import gaussian_kde

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, FAINT, MUTED, PAPER, SECOND, SERIES
from gisplug.report.charts.shared import DASHED, period_ticks
from gisplug.report.figures import style, zero_line

TREATED = (message("Treated, all"), message("Treated, matched"))  # in the chart of propensities
CONTROLS = (message("Controls, all"), message("Controls, matched"))
MARKS = ("o", "s", "^", "D", "v", "P")


@style()
def event_study(
    ax: Axes,
    frames: Mapping[str, pd.DataFrame],
    label: str = "Effect",
    bands: bool = False,
    bins: tuple[int, int] | None = None,
    window: tuple[int, int] | None = None,
) -> Axes:
    """Draw effects by event time with 95 % intervals; several estimators stand side by side.

    bands : draw the uniform bands (band_low, band_high) as thin lines behind the intervals.
    bins : first and last event time hold everything beyond (shown as <= and >=).
    window : first and last event time of the axis, whatever the estimators have; by default those that they have.
    """
    zero_line(ax)
    ax.axvline(-0.5, color=MUTED, linewidth=0.9, linestyle=DASHED)
    shift = np.linspace(-0.25, 0.25, len(frames)) if len(frames) > 1 else [0.0]
    for k, (name, frame) in enumerate(frames.items()):
        at = frame.index.to_numpy(dtype=float) + shift[k]
        colour = SERIES[k % len(SERIES)]
        gap = np.vstack([frame["estimate"] - frame["low"], frame["high"] - frame["estimate"]])
        if bands and "band_low" in frame:
            wide = np.vstack([frame["estimate"] - frame["band_low"], frame["band_high"] - frame["estimate"]])
            ax.errorbar(at, frame["estimate"], yerr=wide, fmt="none", ecolor=FAINT, elinewidth=4, zorder=1)
        ax.errorbar(
            at,
            frame["estimate"],
            yerr=gap,
            fmt=MARKS[k % len(MARKS)],
            color=colour,
            capsize=2.5,
            linewidth=1.2,
            markersize=4.5,
            label=name,
        )
        if len(frames) == 1:
            ax.plot(at, frame["estimate"], color=colour, linewidth=0.9, alpha=0.6)
    times = sorted({int(e) for f in frames.values() for e in f.index})
    if window:
        times = list(range(window[0], window[1] + 1))
        ax.set_xlim(window[0] - 0.6, window[1] + 0.6)
    step = -(-len(times) // 16)
    shown = [t for t in times if t % step == 0]
    ax.set_xticks(shown, [_event(t, bins) for t in shown])
    ax.set_xlabel("Periods since the policy")
    grey = "; grey: uniform band" if bands and any("band_low" in frame for frame in frames.values()) else ""
    ax.set_ylabel(message("{label} (95 % interval{grey})", label=label, grey=grey))
    if len(frames) > 1:
        ax.legend(loc="upper left")
    return ax


def _event(t: int, bins: tuple[int, int] | None) -> str:
    if bins and t in bins:
        return f"{'≤' if t == bins[0] else '≥'}{t}".replace("-", "−")
    return f"{t}".replace("-", "−")


BOUNDS = {
    "relative magnitudes": "Mbar: largest move of the trend after, as a multiple of that before",
    "smoothness": "M: change of the slope from one period to the next",
}


@style()
def sensitivity(
    ax: Axes,
    intervals: pd.DataFrame,
    estimate: float,
    breakdown: Mapping[str, float],
    label: str = "Effect",
    restriction: str | None = None,
) -> Axes:
    """Draw the intervals of an effect over the bound on trends, that with parallel trends first.

    A dashed line stands at the breakdown value.

    intervals : columns restriction, bound (NaN with parallel trends), low, high
    restriction : whose bounds; by default the first one there
    """
    kind = restriction or next(iter(breakdown))
    part = intervals[intervals["restriction"] == kind].sort_values("bound")
    whole = intervals[intervals["bound"].isna()].iloc[0]
    zero_line(ax)
    at = np.arange(len(part) + 1)
    names = [f"{bound:g}" for bound in part["bound"]]
    ax.vlines(at[:1], whole["low"], whole["high"], color=SECOND, linewidth=2.5)
    ax.plot(at[:1], [estimate], MARKS[0], color=SECOND, markersize=5)
    shown = part[np.isfinite(part["low"]) & np.isfinite(part["high"])]
    places = at[1:][np.isfinite(part["low"]) & np.isfinite(part["high"])]
    ax.errorbar(
        places,
        (shown["low"] + shown["high"]) / 2,
        yerr=(shown["high"] - shown["low"]) / 2,
        fmt="none",
        ecolor=ACCENT,
        elinewidth=2.5,
        capsize=4,
    )
    ax.set_xticks(at, ["parallel\ntrends", *names])
    value = breakdown[kind]
    if np.isfinite(value):
        bounds = part["bound"].to_numpy()
        if len(bounds) > 1 and bounds[0] <= value <= bounds[-1]:
            ax.axvline(1 + float(np.interp(value, bounds, at[:-1])), color=MUTED, linewidth=0.9, linestyle=DASHED)
        told = message("Breakdown value {value:.3g}", value=value)
    else:
        told = "Holds nought with a bound of 0" if np.isnan(value) else "Never holds nought"
    ax.set_title(told)
    ax.set_xlabel(BOUNDS.get(kind, kind))
    ax.set_ylabel(message("{label} (interval)", label=label))
    ax.set_xlim(-0.5, len(part) + 0.5)
    return ax


@style()
def bacon_scatter(ax: Axes, comparisons: pd.DataFrame, twfe: float) -> Axes:
    """Draw each two-by-two estimate over its weight; the line is the two-way estimate.

    `comparisons` has the columns kind, weight, estimate.
    """
    for k, (kind, part) in enumerate(comparisons.groupby("kind", sort=False)):
        ax.plot(
            part["weight"],
            part["estimate"],
            MARKS[k],
            color=SERIES[k],
            alpha=0.8,
            label=str(kind),
            markersize=6,
            markeredgewidth=0,
        )
    ax.axhline(
        twfe, color=MUTED, linewidth=1, linestyle=DASHED, label=message("Two-way estimate {twfe:.4f}", twfe=twfe)
    )
    zero_line(ax)
    ax.set_xlabel("Weight")
    ax.set_ylabel("Two-by-two estimate")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2)
    return ax


@style()
def placebo_density(ax: Axes, draws: pd.DataFrame, observed: float, p: float) -> Axes:
    """Draw the density of placebo estimates, their p-values as dots, and the observed estimate.

    `draws` has one row per placebo: columns estimate, p.
    """
    values = draws["estimate"].to_numpy()
    edge = max(np.abs(values).max(), abs(observed)) * 1.15
    grid = np.linspace(-edge, edge, 400)
    spread = values.std() > 0
    if spread:
        density = gaussian_kde(values)(grid)
        ax.fill_between(grid, density, color=ACCENT, alpha=0.15, linewidth=0)
        ax.plot(grid, density, color=ACCENT, label="Density of placebo estimates")
    ax.axvline(
        observed,
        color=SECOND,
        linewidth=1.5,
        label=message("Observed {observed:.4f}, empirical p {p:.3f}", observed=observed, p=p),
    )
    ax.axvline(0, color=MUTED, linewidth=0.8)
    ax.set_xlabel("Placebo estimate")
    ax.set_ylabel("Density")
    ax.set_ylim(bottom=0)
    twin = ax.twinx()
    twin.plot(
        values,
        draws["p"],
        "o",
        color=MUTED,
        markersize=2.5,
        alpha=0.5,
        markeredgewidth=0,
        label="p-values (right axis)",
    )
    twin.axhline(0.1, color=MUTED, linewidth=0.7, linestyle=(0, (2, 2)))
    twin.set_ylim(0, 1.02)
    twin.set_ylabel("p-value of the placebo")
    twin.spines["right"].set_visible(True)
    handles = [h for a in (ax, twin) for h in a.get_legend_handles_labels()[0]]
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2)
    return ax


@style()
def balance(ax: Axes, table: pd.DataFrame) -> Axes:
    """Draw standardised biases before and after matching; dashed lines at 10 %."""
    names = list(dict.fromkeys(table.index.get_level_values(0)))
    at = np.arange(len(names))
    words = {"before": message("Before matching"), "after": message("After matching")}
    for label, colour, mark in (("before", SECOND, "x"), ("after", ACCENT, "o")):
        ax.plot(
            table.xs(label, level=1).loc[names, "bias %"],
            at,
            mark,
            color=colour,
            label=words[label],
            markersize=6,
        )
    for edge in (-10, 10):
        ax.axvline(edge, color=MUTED, linewidth=0.8, linestyle=DASHED)
    zero_line(ax, horizontal=False)
    ax.set_yticks(at, names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_xlabel("Standardised bias, %")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2)
    return ax


@style()
def common_support(ax: Axes, scores: pd.DataFrame, support: tuple[float, float]) -> Axes:
    """Draw the propensity of treated (above) and controls (below), matched parts dark.

    `scores` has the columns treated, score, weight (0 where not matched).
    """
    edges = np.linspace(0, 1, 31)
    for treated, sign, colour, name in ((True, 1, ACCENT, TREATED), (False, -1, SECOND, CONTROLS)):
        part = scores[scores["treated"] == treated]
        for matched, alpha in ((False, 0.25), (True, 0.85)):
            chosen = part if not matched else part[part["weight"] > 0]
            counts, _ = np.histogram(chosen["score"], edges)
            ax.bar(
                edges[:-1],
                sign * counts / max(len(part), 1),
                width=np.diff(edges),
                align="edge",
                color=colour,
                alpha=alpha,
                linewidth=0,
                label=name[matched],
            )
    for edge in support:
        ax.axvline(edge, color=MUTED, linewidth=0.8, linestyle=DASHED)
    ax.axhline(0, color=MUTED, linewidth=0.8)
    ax.set_xlabel("Propensity score (dashed: common support)")
    ax.set_ylabel("Share")
    ax.yaxis.set_major_formatter(lambda v, _: f"{abs(v):.2f}")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, fontsize=7.5)
    return ax


@style()
def score_densities(axes: Sequence[Axes], scores: pd.DataFrame) -> None:
    """Draw densities of the propensity of treated and controls before and after matching.

    `scores` has the columns treated, score, weight (0 where not matched).
    """
    grid = np.linspace(0, 1, 200)
    for ax, (title, after) in zip(axes, (("Before matching", False), ("After matching", True)), strict=True):
        for treated, colour, name in ((True, ACCENT, "Treated"), (False, SECOND, "Controls")):
            part = scores[scores["treated"] == treated]
            weight = part["weight"].to_numpy() if after else np.ones(len(part))
            values = part["score"].to_numpy()[weight > 0]
            if len(np.unique(values)) > 2:
                ax.plot(grid, gaussian_kde(values, weights=weight[weight > 0])(grid), color=colour, label=name)
        ax.set_title(title)
        ax.set_xlabel("Propensity score")
        ax.set_ylabel("Density")
        ax.set_ylim(bottom=0)
        ax.legend(loc="best")


@style()
def synthetic_paths(ax: Axes, paths: pd.DataFrame, cohort: str) -> Axes:
    """Draw the treated mean and its synthetic counterpart (moved to the level before the policy).

    `paths` has the columns cohort, period, treated, synthetic.
    """
    part = paths[paths["cohort"] == cohort]
    at = np.arange(len(part))
    ax.plot(at, part["treated"], color=ACCENT, label="Treated")
    ax.plot(at, part["synthetic"], color=SECOND, linestyle=(0, (5, 2)), label="Synthetic")
    start = [str(p) for p in part["period"]].index(cohort)
    ax.axvline(start - 0.5, color=MUTED, linewidth=0.9, linestyle=DASHED)
    period_ticks(ax, part["period"], most=8)
    ax.set_title(message("Policy from {cohort}", cohort=cohort))
    ax.legend(loc="best")
    return ax


@style()
def synthetic_gap(ax: Axes, event: pd.DataFrame, se: float) -> Axes:
    """Draw the gap between treated and synthetic by event time: `event` has it as index, and the column estimate."""
    zero_line(ax)
    ax.axvline(-0.5, color=MUTED, linewidth=0.9, linestyle=DASHED)
    ax.plot(event.index, event["estimate"], "o-", color=ACCENT)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("Periods since the policy")
    ax.set_ylabel("Treated minus synthetic")
    return ax


@style()
def group_time(ax: Axes, effects: pd.DataFrame) -> Axes:
    """Draw effects by cohort over periods.

    `effects` has the columns group, period, event, estimate, low, high.
    """
    zero_line(ax)
    for k, (group, part) in enumerate(effects.groupby("group")):
        pre = part["event"] < 0
        colour = SERIES[k % len(SERIES)]
        ax.fill_between(part["period"].astype(float), part["low"], part["high"], color=colour, alpha=0.10, linewidth=0)
        ax.plot(
            part["period"].astype(float),
            part["estimate"],
            color=colour,
            linewidth=1.2,
            label=message("From {group}", group=group),
        )
        ax.plot(part.loc[~pre, "period"].astype(float), part.loc[~pre, "estimate"], "o", color=colour, markersize=4)
        ax.plot(
            part.loc[pre, "period"].astype(float),
            part.loc[pre, "estimate"],
            "o",
            markerfacecolor=PAPER,
            color=colour,
            markersize=4,
        )
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("Period (open: before the policy)")
    ax.set_ylabel("Effect of the cohort")
    ax.legend(loc="best", fontsize=7.5)
    return ax


@style()
def ring_effects(ax: Axes, parts: Mapping[str, pd.DataFrame], label: str = "Effect") -> Axes:
    """Draw the direct effect and, by ring, spillovers with 95 % intervals.

    `parts` has a frame a kind of effect by its name, index ring or "" for the direct effect; estimate, low, high.
    """
    rings = list(dict.fromkeys(ring for frame in parts.values() for ring in frame.index))
    shift = [0.0, -0.08, 0.08] if len(parts) > 2 else [0.0, 0.0]
    zero_line(ax)
    for k, (name, frame) in enumerate(parts.items()):
        at = np.array([rings.index(ring) for ring in frame.index]) + shift[k]
        gap = np.vstack([frame["estimate"] - frame["low"], frame["high"] - frame["estimate"]])
        values, look = frame["estimate"], MARKS[k]
        ax.errorbar(at, values, yerr=gap, fmt=look, color=SERIES[k], capsize=3, linewidth=1.3, markersize=5, label=name)
    ax.set_xticks(range(len(rings)), [ring or message("the treated") for ring in rings])
    ax.set_xlim(-0.6, len(rings) - 0.4)
    ax.set_ylabel(message("{label} (95 % interval)", label=label))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3)
    return ax


@style()
def ring_width(ax: Axes, tried: pd.DataFrame) -> Axes:
    """Draw the error of units predicted by the others over the width of the rings, with how many of them stay, or over
    how far the policy reaches.

    `tried` has the index width (km) and the columns rings, rmse, chosen; or the columns reach, rmse, chosen.
    """
    ax.plot(tried.index, tried["rmse"], "-", color=ACCENT, linewidth=1.0)
    ax.plot(tried.index, tried["rmse"], MARKS[0], color=ACCENT, markersize=5)
    best = tried[tried["chosen"]]
    ax.plot(best.index, best["rmse"], MARKS[0], color=SECOND, markersize=8, label=message("Chosen"))
    if "reach" in tried:
        ax.set_xticks(range(len(tried)), list(tried["reach"]))
    for width, rings, rmse in zip(tried.index, tried.get("rings", tried["rmse"]), tried["rmse"], strict=True):
        if np.isfinite(rmse) and "rings" in tried:
            ax.annotate(f"{rings}", (width, rmse), xytext=(0, 7), textcoords="offset points", ha="center", fontsize=8)
    ax.margins(y=0.18)
    ax.set_xlabel("Reach of the policy" if "reach" in tried else "Width of a ring, km (numbers: rings that stay)")
    ax.set_ylabel("Error of units predicted by the others")
    ax.legend(loc="best")
    return ax
