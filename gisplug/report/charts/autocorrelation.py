"""Pictures of spatial autocorrelation: Moran's I over time, Moran scatter plots with unit labels."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, FAINT, INK, MUTED, PAPER, QUADRANTS
from gisplug.report.charts.shared import DASHED, label_beside, name_corners, period_places, period_ticks
from gisplug.report.figures import style

CORNERS = ("High-High", "Low-High", "Low-Low", "High-Low")
LEVEL = 0.05


@style()
def moran_series(ax: Axes, table: pd.DataFrame, title: str = "") -> Axes:
    """Draw Moran's I by period (or Geary's C, Getis-Ord's G) with what is expected without autocorrelation.

    The band ends where the test at 5 % begins to reject: it holds 90 % of the permuted values for a one-sided test,
    95 % for a two-sided one (the normal curve under randomisation where nothing was permuted).
    """
    letter = next(c for c in ("I", "C", "G") if c in table.columns)
    x = period_places(table["period"])
    value = table[letter].to_numpy(float)
    if "sd_sim" in table:
        centre, spread, p = (
            table["mean_sim"].to_numpy(float),
            table["sd_sim"].to_numpy(float),
            table["p_sim"].to_numpy(float),
        )
    else:
        centre, spread, p = (
            table[f"E{letter}"].to_numpy(float),
            np.sqrt(table[f"V{letter}_rand"].to_numpy(float)),
            table["p_rand"].to_numpy(float),
        )
    two_sided = table["tail"].iloc[0] == "two-sided"
    half, share = (1.960 * spread, "95 %") if two_sided else (1.645 * spread, "90 %")
    label = message("{share} of values without autocorrelation", share=share)
    ax.fill_between(x, centre - half, centre + half, color=FAINT, alpha=0.6, linewidth=0, label=label)
    ax.plot(x, centre, color=MUTED, linewidth=0.9, linestyle=DASHED, label="Expected value")
    ax.plot(x, value, color=ACCENT, zorder=3)
    sure = p < LEVEL
    ax.plot(x[sure], value[sure], "o", color=ACCENT, markersize=6, zorder=4, label="p < 0.05")
    ax.plot(
        x[~sure],
        value[~sure],
        "o",
        markerfacecolor=PAPER,
        markeredgecolor=ACCENT,
        markersize=6,
        zorder=4,
        label="p ≥ 0.05",
    )
    period_ticks(ax, table["period"])
    ax.margins(x=0.03)
    names = {"I": "Moran's I", "C": "Geary's C", "G": "Getis-Ord G"}
    ax.set_ylabel(names[letter])
    if title:
        ax.set_title(title)
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.22 * (high - low))
    ax.legend(loc="upper left", ncols=2)
    return ax


@style()
def moran_scatter_plot(
    ax: Axes,
    points: pd.DataFrame,
    slope: float,
    variable: str,
    other: str | None = None,
    title: str = "",
    labels: int = 60,
) -> Axes:
    """Draw the Moran scatter of one period: standardised values, their spatial lag, the line whose slope is I.

    Parameters
    ----------
    points : DataFrame
        Columns name, z, lag, quadrant.
    labels : int
        Most units to label; those farthest from the centre come first. A label that finds no free place is left out.
    """
    z, lag = points["z"].to_numpy(float), points["lag"].to_numpy(float)
    paint = [QUADRANTS.get(q, MUTED) for q in points["quadrant"]]
    ax.axhline(0, color=MUTED, linewidth=0.7, zorder=1)
    ax.axvline(0, color=MUTED, linewidth=0.7, zorder=1)
    ax.scatter(z, lag, s=26, c=paint, edgecolor=MUTED, linewidth=0.4, zorder=3)
    reach = np.array([z.min(), z.max()])
    ax.plot(reach, float(np.nanmean(lag)) * 0 + slope * reach, color=INK, linewidth=1.3, zorder=2)
    ax.margins(0.12)
    name_corners(ax, CORNERS, fontsize=8.5, fontweight="bold")
    ax.set_xlabel(message("{variable} (standardised)", variable=variable))
    lagged = other or variable
    ax.set_ylabel(message("Spatial lag of {lagged}", lagged=lagged))
    shown = f"{slope:.3f}".replace("-", "\N{MINUS SIGN}")
    ax.set_title(message("{title}  I = {slope}", title=title, slope=shown) if title else f"I = {shown}")
    far = np.argsort(-np.hypot(z / max(z.std(), 1e-12), lag / max(lag.std(), 1e-12)), kind="stable")[:labels]
    label_beside(ax, [(z[i], lag[i], str(points["name"].iloc[i])) for i in far], np.c_[z, lag])
    return ax
