"""Charts of night lights: their course over the years, their spread over units, and the splice of two sensors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, INK, MUTED, SECOND
from gisplug.report.charts.shared import BAND_QUANTILES, period_places, quantile_bands
from gisplug.report.figures import figure, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gisplug.lights.calibrate import Splice


def course(ax: Axes, frame: pd.DataFrame, column: str = "sum", label: str = "", colour: str = ACCENT) -> Axes:
    """Draw the total of a column over all units by period."""
    total = frame.groupby("period", sort=True)[column].sum(min_count=1)
    at = _places(total.index)
    ax.plot(at, total.to_numpy(), color=colour, marker="o")
    ax.set_ylim(0, 1.08 * float(total.max()) or 1.0)
    ax.set_ylabel(label or column)
    ax.yaxis.set_major_formatter(FuncFormatter(_thousands))
    ax.grid(axis="y")
    return _periods(ax, total.index)


def spread(ax: Axes, frame: pd.DataFrame, column: str = "ln_sum_area", label: str = "") -> Axes:
    """Draw median, quartiles and 5-95 percent of a column over units by period."""
    parts = frame.groupby("period", sort=True)[column].quantile(BAND_QUANTILES).unstack()
    at = _places(parts.index)
    quantile_bands(ax, at, parts)
    ax.set_ylabel(label or column)
    ax.grid(axis="y")
    return _periods(ax, parts.index)


def overview(frame: pd.DataFrame, unit: str) -> Figure:
    """Draw the course of the total, of the lit share, and the spread over units, one below the other."""
    panels = [c for c in ("sum", "lit_share", "ln_sum_area") if c in frame.columns] or [_first_number(frame)]
    fig, axes = figure(16, 4.6 * len(panels), len(panels), 1, squeeze=False, sharex=True)
    titles = {
        "sum": "Sum of lights over all units",
        "lit_share": "Share of the ground that is lit",
        "ln_sum_area": "Light density of units",
    }
    labels = {"sum": unit, "lit_share": "lit share", "ln_sum_area": "ln(sum of lights / km²)"}
    spreads = [column for column in panels if column != "sum"]
    for ax, column in zip(axes[:, 0], panels, strict=True):
        if column == "sum":
            course(ax, frame, column, labels[column])
        else:
            spread(ax, frame, column, labels.get(column, column))
        if column == spreads[-1]:
            low, high = ax.get_ylim()
            ax.set_ylim(low, high + 0.2 * (high - low))
            legend(ax, loc="upper left", ncols=3)
        ax.set_title(titles.get(column, column))
    return fig


def histogram(ax: Axes, counts: pd.DataFrame) -> Axes:
    """Draw the number of lit cells by light before and after calibration, both axes logarithmic.

    `counts` has the upper edge of each class as index and the columns before, after.
    """
    lit = counts[(counts.index > 0) & np.isfinite(counts.index)]
    lit = lit[(lit.cumsum() > 0).any(axis=1) & (lit[::-1].cumsum()[::-1] > 0).any(axis=1)]
    looks = {"before": (message("before"), MUTED, "--"), "after": (message("after"), ACCENT, "-")}
    for column, (label, colour, style) in looks.items():
        ax.step(lit.index, lit[column].where(lit[column] > 0), style, where="pre", color=colour, label=label)
    ax.set_xscale("log")
    ax.set_yscale("log")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(_thousands))
        axis.set_minor_formatter(FuncFormatter(lambda v, _: ""))
    ax.set_xlabel("light of the cell")
    ax.set_ylabel(message("cells"))
    dark = counts.loc[0.0]
    ax.set_title("Lit cells by light")
    text = message("dark cells: {dark:,} before, {dark2:,} after", dark=dark["before"], dark2=dark["after"])
    ax.text(0.98, 0.97, text, transform=ax.transAxes, ha="right", va="top", fontsize=8.5)
    legend(ax, loc="lower left")
    ax.grid()
    return ax


def splice_fit(ax: Axes, joined: Splice) -> Axes:
    """Draw the observations of the overlap and the fitted line."""
    x, y = joined.fitted["x"].to_numpy(), joined.fitted["y"].to_numpy()
    for place, period in enumerate(joined.overlap):
        of = (
            (joined.fitted["period"] == period).to_numpy() if "period" in joined.fitted else np.ones(len(x), dtype=bool)
        )
        ax.scatter(
            x[of], y[of], s=12, color=(ACCENT, SECOND, MUTED)[place % 3], alpha=0.7, linewidths=0, label=str(period)
        )
    ends = np.array([x.min(), x.max()])
    ax.plot(ends, joined.intercept + joined.slope * ends, color=INK, linewidth=1.2)
    word = message("ln light") if joined.logs else message("light")
    ax.set_xlabel(message("{word}, older sensor", word=word))
    ax.set_ylabel(message("{word}, newer sensor", word=word))
    ax.set_title("Overlap of the sensors")
    facts = message("slope {slope:.3f}\nR² {r2:.3f}\nN {N}", slope=joined.slope, r2=joined.r2, N=joined.N)
    ax.text(0.98, 0.03, facts, transform=ax.transAxes, ha="right", va="bottom", fontsize=8.5)
    if len(joined.overlap) <= 8:
        legend(ax, title=message("period"), loc="upper left")
    ax.grid()
    return ax


def splice_course(ax: Axes, old: pd.DataFrame, new: pd.DataFrame, joined: pd.DataFrame, value: str) -> Axes:
    """Draw the mean over units of both series and of the joined one; a logarithmic axis shows both scales.

    `old` and `new` have the columns period and `value`, `joined` also source, as in `lights.calibrate.Splice.frame`.
    """
    for frame, label, style in ((old, message("older sensor, as it was"), ":"), (new, message("newer sensor"), "-")):
        mean = frame.groupby("period", sort=True)[value].mean()
        ax.plot(_places(mean.index), mean, style, color=SECOND if style == ":" else ACCENT, label=label)
    before = joined[joined["source"] != "new"].groupby("period", sort=True)[value].mean()
    ax.plot(
        _places(before.index),
        before,
        "--",
        color=ACCENT,
        marker="o",
        markersize=3,
        label=message("older sensor, adjusted"),
    )
    ax.set_yscale("log")
    ax.yaxis.set_major_formatter(FuncFormatter(_thousands))
    ax.yaxis.set_minor_formatter(FuncFormatter(lambda v, _: ""))
    ax.set_ylabel(message("{value}, mean of units (log scale)", value=value))
    ax.set_title("Before and after the splice")
    legend(ax)
    ax.grid(axis="y")
    return ax


def _first_number(frame: pd.DataFrame) -> str:
    return next(str(c) for c in frame.columns if c not in ("unit", "period", "name"))


def _places(index: pd.Index) -> np.ndarray:
    return index.to_numpy(float) if pd.api.types.is_numeric_dtype(index) else period_places(index)


def _periods(ax: Axes, index: pd.Index) -> Axes:
    if pd.api.types.is_numeric_dtype(index):
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=10))
    else:
        step = max(1, len(index) // 10)
        ax.set_xticks(period_places(index)[::step], [str(i) for i in index[::step]])
    return ax


def _thousands(value: float, _: object = None) -> str:
    for size, word in ((1e9, " bn"), (1e6, " m"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:g}{word}"
    return f"{value:g}"
