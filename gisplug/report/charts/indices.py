"""Pictures of indices: weights, scree, paths over time, inequality parts, convergence, densities, correlations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.transforms import ScaledTranslation

from gisplug.core.messages import message
from gisplug.core.palette import ABOUT_ZERO, ACCENT, EARLY_TO_LATE, FAINT, INK, MUTED, PAPER, SECOND, SERIES
from gisplug.report.charts.shared import DASHED, label_beside, period_places, period_ticks, write_at
from gisplug.report.figures import ramp, style

BELOW_LABEL = 30  # points from an axis to what stands below its name


@style()
def weight_bars(ax: Axes, weights: pd.DataFrame, title: str = "") -> Axes:
    """Draw the weight of each indicator as a bar, coloured by dimension; negative indicators are marked (−)."""
    table = weights.iloc[::-1]
    names = list(dict.fromkeys(weights["dimension"]))
    paint = {name: SERIES[k % len(SERIES)] for k, name in enumerate(names)}
    y = np.arange(len(table))
    ax.barh(y, table["weight"], color=[paint[d] for d in table["dimension"]], height=0.7)
    marks = [f"{i} (\N{MINUS SIGN})" if s == "-" else str(i) for i, s in zip(table.index, table["sign"], strict=True)]
    ax.set_yticks(y, marks)
    ax.margins(y=0.02)
    write_at(ax, [(v, at, f"{v:.3f}") for at, v in zip(y, table["weight"], strict=True)], (3, 0))
    ax.set_xlabel("Weight")
    ax.set_xlim(right=float(table["weight"].max()) * 1.16)
    if len(names) > 1:
        handles = [mpl.patches.Patch(color=paint[n], label=n) for n in names]
        below = ax.transAxes + ScaledTranslation(0, -BELOW_LABEL / 72, ax.figure.dpi_scale_trans)
        ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=below, ncols=4)
    if title:
        ax.set_title(title)
    return ax


@style()
def scree(ax: Axes, variance: pd.DataFrame, title: str = "") -> Axes:
    """Draw eigenvalues and the cumulative share; kept components are filled."""
    x = np.arange(1, len(variance) + 1)
    kept = variance["kept"].to_numpy(bool)
    ax.bar(x[kept], variance["eigenvalue"][kept], color=ACCENT, width=0.62, label="Kept")
    ax.bar(x[~kept], variance["eigenvalue"][~kept], color=FAINT, width=0.62, label="Left out")
    ax.axhline(1.0, color=MUTED, linewidth=0.9, linestyle=DASHED)
    ax.set_xticks(x)
    ax.set_xlabel("Component")
    ax.set_ylabel("Eigenvalue")
    rows = zip(x, variance.itertuples(), strict=True)
    write_at(ax, [(at, row.eigenvalue, f"{row.cumulative:.0%}") for at, row in rows], (0, 3))
    ax.set_ylim(top=float(variance["eigenvalue"].max()) * 1.12)
    ax.set_title(title or "Eigenvalues and cumulative share of variance")
    ax.legend(loc="upper right")
    return ax


@style()
def paths(
    ax: Axes, wide: pd.DataFrame, label: str, names: dict[str, str] | None = None, ends: int = 3, title: str = ""
) -> Axes:
    """Draw a value over time: every unit in grey, the mean in colour, the highest and lowest units of the last period
    named.

    Parameters
    ----------
    wide
        Periods (rows) by units (columns).
    names
        What the figure calls the units.
    ends
        How many are named at either end.
    """
    x = period_places(wide.index)
    ax.plot(x, wide.to_numpy(), color=FAINT, linewidth=0.9, zorder=1)
    ax.fill_between(
        x,
        wide.quantile(0.25, axis=1),
        wide.quantile(0.75, axis=1),
        color=ACCENT,
        alpha=0.13,
        linewidth=0,
        label="Middle half of the units",
    )
    ax.plot(x, wide.mean(axis=1), color=ACCENT, linewidth=2.2, zorder=3, label="Mean")
    last = wide.iloc[-1].sort_values()
    chosen = [*last.index[:ends], *last.index[-ends:]] if len(last) > 2 * ends else list(last.index)
    marked = [(u, SERIES[1] if u in last.index[-ends:] else SERIES[2]) for u in chosen]
    for unit, colour in marked:
        ax.plot(x, wide[unit], color=colour, linewidth=1.0, alpha=0.9, zorder=2)
    low, high = ax.get_ylim()
    gap, floor = (high - low) * 0.047, -np.inf
    for unit, colour in sorted(marked, key=lambda m: last[m[0]]):
        at = max(float(last[unit]), floor + gap)
        floor = at
        ax.annotate(
            (names or {}).get(unit, str(unit)),
            (x[-1], at),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=colour,
            annotation_clip=False,
            path_effects=[withStroke(linewidth=1.5, foreground=PAPER)],
        )
    ax.set_ylim(low, high + 0.14 * (high - low))
    period_ticks(ax, wide.index)
    ax.set_ylabel(label)
    ax.margins(x=0.02)
    if title:
        ax.set_title(title)
    ax.legend(loc="upper left", ncols=2)
    return ax


@style()
def parts(ax: Axes, table: pd.DataFrame, columns: dict[str, str], total: str, label: str, title: str = "") -> Axes:
    """Draw parts of a whole as stacked bars over time, with the share of each part inside, and the whole as a line.

    `columns` maps columns to what the legend calls them.
    """
    x = period_places(table.index)
    bottom = np.zeros(len(table))
    whole = table[total].to_numpy(float)
    for k, (column, name) in enumerate(columns.items()):
        height = table[column].to_numpy(float)
        ax.bar(x, height, bottom=bottom, width=0.72, color=SERIES[k], label=name, alpha=0.9)
        if len(table) <= 16:
            for at, (h, b, w) in enumerate(zip(height, bottom, whole, strict=True)):
                if h > 0.09 * whole.max():
                    ax.text(at, b + h / 2, f"{h / w:.0%}", ha="center", va="center", fontsize=6.5, color=PAPER)
        bottom += height
    ax.plot(x, whole, color=INK, marker="o", markersize=3.5, linewidth=1.0, label=label)
    period_ticks(ax, table.index)
    ax.set_ylabel(label)
    ax.set_ylim(top=float(max(whole.max(), bottom.max())) * 1.3)
    ax.legend(loc="upper left", ncols=2)
    if title:
        ax.set_title(title)
    return ax


@style()
def group_lines(ax: Axes, table: pd.DataFrame, value: str, label: str, title: str = "") -> Axes:
    """Draw one line a group over time; `table` has the columns period, group and `value`."""
    periods = list(dict.fromkeys(table["period"]))
    for k, (group, part) in enumerate(table.groupby("group", sort=False)):
        whole = group == "All"
        y = part.set_index("period")[value].reindex(periods)
        ax.plot(
            period_places(periods),
            y,
            color=INK if whole else SERIES[(k - 1) % len(SERIES)],
            linewidth=2.0 if whole else 1.4,
            marker="o",
            markersize=3.5,
            label=str(group),
        )
    period_ticks(ax, periods)
    ax.set_ylabel(label)
    if title:
        ax.set_title(title)
    ax.legend(loc="best")
    return ax


@style()
def density_curves(ax: Axes, table: pd.DataFrame, label: str, title: str = "") -> Axes:
    """Draw kernel densities of several periods, from light (early) to dark (late).

    `table` has the columns period, x, density, as `indices.convergence.densities` makes it.
    """
    periods = list(dict.fromkeys(table["period"]))
    shades = ramp(EARLY_TO_LATE)(np.linspace(0.35, 0.95, len(periods)))
    for k, (period, colour) in enumerate(zip(periods, shades, strict=True)):
        part = table[table["period"] == period]
        ax.plot(part["x"], part["density"], color=colour, linewidth=1.8, label=str(period), zorder=2 + k)
        ax.fill_between(part["x"], 0, part["density"], color=colour, alpha=0.07, linewidth=0)
    ax.set_ylim(bottom=0)
    ax.set_xlabel(label)
    ax.set_ylabel("Kernel density")
    if title:
        ax.set_title(title)
    ax.legend(loc="upper right")
    return ax


@style()
def growth_scatter(
    ax: Axes, start: np.ndarray, growth: np.ndarray, names: Sequence[str], label: str, title: str = ""
) -> Axes:
    """Draw average growth (n,) against the logarithm of the first value, start (n,), with the line of least squares."""
    slope, constant = np.polyfit(start, growth, 1)
    reach = np.array([start.min(), start.max()])
    ax.scatter(start, growth, s=24, color=ACCENT, edgecolor=PAPER, linewidth=0.6, zorder=3)
    ax.plot(reach, constant + slope * reach, color=SECOND, linewidth=1.4, zorder=2)
    ax.set_xlabel(message("ln {label} in the first period", label=label))
    ax.set_ylabel("Mean growth per period (log points)")
    ax.margins(0.1)
    if title:
        ax.set_title(title)
    if len(names) <= 80:
        far = np.argsort(-np.abs(growth - constant - slope * start), kind="stable")
        label_beside(ax, [(start[i], growth[i], str(names[i])) for i in far], np.c_[start, growth])
    return ax


@style()
def correlation_matrix(ax: Axes, r: pd.DataFrame, p: pd.DataFrame, title: str = "") -> Axes:
    """Draw correlations r (K, K) as coloured cells with numbers; bold ones have p (K, K) < 0.05."""
    k = len(r)
    shown: Any = np.ma.masked_where(np.triu(np.ones((k, k), dtype=bool), 1), r.to_numpy())
    ax.imshow(shown, cmap=ramp(ABOUT_ZERO), vmin=-1, vmax=1, aspect="auto")
    for i in range(k):
        for j in range(i + 1):
            value, sure = r.iat[i, j], i == j or p.iat[i, j] < 0.05
            ax.text(
                j,
                i,
                f"{value:.2f}".replace("-", "\N{MINUS SIGN}"),
                ha="center",
                va="center",
                fontsize=7.5 if k <= 12 else 5.5,
                color=PAPER if abs(value) > 0.6 else INK,
                fontweight="bold" if sure and i != j else "normal",
            )
    ax.set_xticks(np.arange(k), list(r.columns), rotation=40, ha="right")
    ax.set_yticks(np.arange(k), list(r.index))
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    if title:
        ax.set_title(title)
    return ax
