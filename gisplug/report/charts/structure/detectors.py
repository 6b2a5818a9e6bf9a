"""Pictures of the geographical detector: what factors account for, alone and in pairs, and how each was cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from gisplug.core.palette import ACCENT, FAINT, INK, PAPER, SEQUENTIAL, SERIES
from gisplug.report.charts.shared import panels, write_at
from gisplug.report.figures import ramp, style

MARKS = {"nonlinear": "NE", "bivariate": "BE", "independent": "I", "none": "0"}
MARK_NAMES = {
    "nonlinear": "NE: nonlinear enhancement",
    "bivariate": "BE: enhancement by both",
    "independent": "I: independent",
    "none": "0: no gain",
}
CUT_NAMES = {
    "equal": "Equal steps",
    "quantile": "Quantiles",
    "natural": "Natural breaks",
    "geometric": "Geometric steps",
    "sd": "Standard deviations",
}
DARK = 0.6  # share of the ramp from which numbers are white


@style()
def factor_bars(ax: Axes, factors: pd.DataFrame, p: str, title: str = "") -> Axes:
    """Draw q of each factor as a bar, the largest above, with its stars by column `p`; a line marks what q is once
    the classes' own share is taken off.

    `factors` is the part of `Geodetector.factors` of one sample.
    """
    from gisplug.report.tables.paper_table import stars

    table = factors.sort_values("q", kind="stable")
    y = np.arange(len(table))
    ax.barh(y, table["q"], height=0.66, color=[ACCENT if v < 0.05 else FAINT for v in table[p]])
    adjusted = table["q_adjusted"].to_numpy(float)
    ax.plot(np.maximum(adjusted, 0), y, linestyle="none", marker="|", markersize=13, markeredgewidth=1.6, color=INK)
    shares = zip(y, table["q"], table[p], strict=True)
    write_at(ax, [(q, at, f"{q:.3f}{stars(sure)}") for at, q, sure in shares], (4, 0), size=8)
    ax.set_yticks(y, list(table["factor"]))
    ax.set_xlim(0, min(float(table["q"].max()) * 1.2 + 0.02, 1.2))
    ax.set_xlabel("q")
    handles: list[Any] = [
        Patch(color=ACCENT, label="p < 0.05"),
        Patch(color=FAINT, label="p \N{GREATER-THAN OR EQUAL TO} 0.05"),
        *ax.plot([], [], linestyle="none", marker="|", markersize=9, color=INK, label="q less chance"),
    ]
    ax.legend(handles=handles, loc="lower right")
    if title:
        ax.set_title(title)
    return ax


@style()
def interaction_matrix(ax: Axes, factors: pd.DataFrame, interactions: pd.DataFrame, title: str = "") -> Axes:
    """Draw q of each pair of factors overlaid as a coloured cell, with the kind of interaction; q of each factor alone
    stands on the diagonal. Both tables are of one sample.
    """
    names = list(factors["factor"])
    place = {name: k for k, name in enumerate(names)}
    q = np.full((len(names), len(names)), np.nan)
    mark = np.full(q.shape, "", dtype=object)
    for name, value in zip(factors["factor"], factors["q"], strict=True):
        q[place[name], place[name]] = value
    for row in interactions.itertuples():
        low, high = sorted((place[row.first], place[row.second]))
        q[high, low], mark[high, low] = row.q, MARKS[str(row.kind)]
    most = float(np.nanmax(q))
    shown: Any = np.ma.masked_invalid(q)
    ax.imshow(shown, cmap=ramp(SEQUENTIAL), vmin=0, vmax=most, aspect="auto")
    for i, j in np.argwhere(np.isfinite(q)):
        text = f"{q[i, j]:.2f}\n{mark[i, j]}" if mark[i, j] else f"{q[i, j]:.2f}"
        colour = PAPER if q[i, j] > DARK * most else INK
        ax.text(j, i, text, ha="center", va="center", fontsize=8 if len(names) <= 8 else 6, color=colour)
    ax.set_xticks(np.arange(len(names)), names, rotation=35, ha="right")
    ax.set_yticks(np.arange(len(names)), names)
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    used = [MARK_NAMES[k] for k in MARK_NAMES if k in set(interactions["kind"])]
    handles = [Patch(facecolor="none", edgecolor="none", label=text) for text in used]
    ax.legend(handles=handles, loc="upper right", handlelength=0, handletextpad=0)
    if title:
        ax.set_title(title)
    return ax


def cut_lines(cuts: pd.DataFrame, factors: Sequence[str]) -> Figure:
    """Return q against the number of classes, one panel a factor and a line for each way to cut; the cut that was taken
    is ringed. `cuts` is of one sample.
    """
    methods = [m for m in CUT_NAMES if m in set(cuts["method"])]

    def draw(ax: Axes, factor: str) -> None:
        own = cuts[cuts["factor"] == factor]
        for k, method in enumerate(methods):
            part = own[own["method"] == method]
            ax.plot(part["classes"], part["q"], marker="o", markersize=3.5, color=SERIES[k], label=CUT_NAMES[method])
        best = own[own["taken"]]
        ring: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 9, "fillstyle": "none", "color": INK}
        ax.plot(best["classes"], best["q"], label="Taken", **ring)
        ax.set_xticks(sorted(own["classes"].unique()))
        ax.set_xlabel("Classes")
        ax.set_ylabel("q")
        ax.set_title(factor, fontsize=9)
        ax.margins(0.12)

    return panels(list(factors), draw, 5.2, columns=3, legend_columns=3, legend_cm=1.6)
