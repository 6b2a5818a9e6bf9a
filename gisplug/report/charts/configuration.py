"""Charts of configuration and text: XY plots and consistency of fuzzy sets, novelty of patents by year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, FAINT, INK, MUTED, SECOND, SERIES
from gisplug.report.charts.shared import BAND_QUANTILES, DASHED, period_places, period_ticks, quantile_bands
from gisplug.report.figures import style


@style()
def xy_plot(
    ax: Axes,
    x: np.ndarray,
    y: np.ndarray,
    name: str,
    outcome: str,
    labels: list[str] | None = None,
    fit: tuple[float, float] | None = None,
) -> Axes:
    """Draw membership in the outcome, y (n,), over membership in a term, x (n,); cases above the diagonal agree with
    sufficiency.

    Typical cases (both memberships above one half) are filled, deviant ones in kind (term above, outcome below) red.
    """
    ax.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8)
    for half in (ax.axhline, ax.axvline):
        half(0.5, color=FAINT, linewidth=0.8, zorder=0)
    inside, high = x > 0.5, y > 0.5
    for mask, colour, label in (
        (~inside, MUTED, ""),
        (inside & high, ACCENT, message("typical")),
        (inside & ~high, SECOND, message("deviant in kind")),
    ):
        if mask.any():
            ax.plot(
                x[mask],
                y[mask],
                "o",
                color=colour,
                markersize=4,
                alpha=0.7,
                markeredgewidth=0,
                label=message("{label} ({n})", label=label, n=mask.sum()) if label else None,
            )
    if labels is not None and inside.sum() <= 14:
        for a, b, text in zip(x[inside], y[inside], np.array(labels, dtype=object)[inside], strict=True):
            ax.annotate(str(text), (a, b), xytext=(3, 3), textcoords="offset points", fontsize=6.5, color=MUTED)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    ax.set_aspect("equal")
    ax.set_xlabel(name, fontsize=8)
    ax.set_ylabel(outcome)
    if fit:
        ax.set_title(
            message("consistency {fit:.3f}, coverage {fit2:.3f}", fit=fit[0], fit2=fit[1]),
            fontsize=8.5,
            fontweight="normal",
        )
    if inside.any():
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2, fontsize=7.5, handletextpad=0.2)
    return ax


@style()
def over_periods(ax: Axes, by: pd.DataFrame, cut: float) -> Axes:
    """Draw the consistency of terms by period, with the cut-off."""
    at = period_places(by.index)
    for k, name in enumerate(by.columns):
        thick = name == "solution"
        ax.plot(
            at,
            by[name],
            "o-",
            color=INK if thick else SERIES[k % len(SERIES)],
            linewidth=2 if thick else 1.2,
            markersize=3.5,
            label=name,
        )
    ax.axhline(cut, color=MUTED, linewidth=0.9, linestyle=DASHED)
    period_ticks(ax, by.index, most=8)
    ax.set_ylim(min(0.5, float(np.nanmin(by.to_numpy())) - 0.05), 1.01)
    ax.set_ylabel("Consistency")
    ax.set_xlabel("Period")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=2, fontsize=7.5)
    return ax


@style()
def novelty_by_year(ax: Any, patents: pd.DataFrame, threshold: pd.Series) -> Any:
    """Draw the spread of novelty in each year (5 %, quartiles, 95 %) and the threshold of
    breakthroughs; return `ax`.
    """
    measured = patents[patents["counted"] & patents["novelty"].notna()]
    quantiles = measured.groupby("year")["novelty"].quantile(BAND_QUANTILES).unstack()
    years = quantiles.index.to_numpy()
    quantile_bands(ax, years, quantiles, outer="5 % to 95 %")
    line = np.array([threshold.get(year, threshold.get("all", np.nan)) for year in years])
    ax.plot(years, line, color=SECOND, ls="--", lw=1, label="breakthrough above")
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set_xlabel("Filing year")
    ax.set_ylabel("Novelty (forward / backward similarity)")
    ax.legend(frameon=False, fontsize=8)
    return ax
