"""The likelihood-ratio picture of threshold regressions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, MUTED, SECOND
from gisplug.report.charts.shared import DASHED
from gisplug.report.figures import style


@style()
def likelihood_ratio(
    ax: Axes,
    curve: pd.DataFrame,
    gamma: float,
    interval: tuple[float, float],
    critical: float,
    name: str,
    title: str = "",
) -> Axes:
    """Draw the likelihood ratio over candidate thresholds, its critical value, the estimate and its interval.

    `curve` has the columns gamma, lr.
    """
    ax.axvspan(
        *interval,
        color=SECOND,
        alpha=0.15,
        linewidth=0,
        label=message("95 % interval [{interval:.4f}, {interval2:.4f}]", interval=interval[0], interval2=interval[1]),
    )
    ax.plot(curve["gamma"], curve["lr"], color=ACCENT, linewidth=1.2)
    ax.axhline(critical, color=MUTED, linewidth=0.9, linestyle=DASHED)
    ax.annotate(
        f"{critical:.2f}",
        (1.0, critical),
        xycoords=("axes fraction", "data"),
        xytext=(-2, 3),
        textcoords="offset points",
        ha="right",
        color=MUTED,
        fontsize=8,
    )
    ax.plot(
        [gamma],
        [0],
        "o",
        color=SECOND,
        markersize=6,
        label=message("Threshold {gamma:.4f}", gamma=gamma),
        zorder=5,
        clip_on=False,
    )
    ax.set_ylim(bottom=0, top=float(np.nanmax(curve["lr"])) * 1.18 + 1e-9)
    ax.set_xlabel(name)
    ax.set_ylabel("Likelihood ratio")
    if title:
        ax.set_title(title)
    ax.legend(loc="upper right")
    return ax


@style()
def threshold_panels(
    axes: list[Axes], curves: Mapping[int, pd.DataFrame], thresholds: pd.DataFrame, critical: float, name: str
) -> None:
    """Draw one picture a threshold.

    Parameters
    ----------
    curves
        Number of the threshold to its curve (columns gamma, lr).
    thresholds
        Number as index; columns gamma, low, high.
    """
    words = (message("First threshold"), message("Second threshold"), message("Third threshold"))
    for ax, (number, curve) in zip(axes, curves.items(), strict=True):
        row = thresholds.loc[number]
        title = words[number - 1] if len(curves) > 1 else ""
        likelihood_ratio(ax, curve, float(row["gamma"]), (float(row["low"]), float(row["high"])), critical, name, title)
