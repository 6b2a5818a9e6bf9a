"""Charts of panel regressions: coefficients with intervals, turning points, marginal effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, FAINT, MUTED, SECOND, SERIES
from gisplug.report.charts.shared import DASHED
from gisplug.report.figures import style, zero_line


@style()
def coefficients(
    ax: Axes, frames: Mapping[str, pd.DataFrame], terms: Sequence[str] | None = None, label: str = "Coefficient"
) -> Axes:
    """Draw estimates with 95 % intervals, one row a term and one colour a model."""
    names = list(terms or dict.fromkeys(t for f in frames.values() for t in f.index if t != "Constant"))
    shift = np.linspace(-0.25, 0.25, len(frames)) if len(frames) > 1 else [0.0]
    for k, (head, frame) in enumerate(frames.items()):
        here = [(i, t) for i, t in enumerate(names) if t in frame.index]
        at = np.array([i for i, _ in here]) + shift[k]
        rows = frame.loc[[t for _, t in here]]
        gap = np.vstack([rows["estimate"] - rows["low"], rows["high"] - rows["estimate"]])
        ax.errorbar(
            rows["estimate"],
            at,
            xerr=gap,
            fmt="o",
            color=SERIES[k % len(SERIES)],
            capsize=2,
            label=head,
            markersize=4.5,
            linewidth=1.2,
        )
    zero_line(ax, horizontal=False)
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.set_xlabel(message("{label} (95 % interval)", label=label))
    if len(frames) > 1:  # above the axes: within them it would cover intervals
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=min(len(frames), 4))
    return ax


@style()
def estimates_by_column(
    ax: Axes,
    frames: Mapping[str, pd.DataFrame],
    term: str | Mapping[str, str],
    base: str | None = None,
    label: str = "",
) -> Axes:
    """Draw one term's estimate over several columns; a band shows the interval of the base column."""
    heads = [h for h in frames if (term if isinstance(term, str) else term.get(h)) in frames[h].index]
    rows = [frames[h].loc[term if isinstance(term, str) else term[h]] for h in heads]
    at = np.arange(len(heads))
    value = np.array([r["estimate"] for r in rows])
    low, high = np.array([r["low"] for r in rows]), np.array([r["high"] for r in rows])
    if base in heads:
        first = heads.index(base)
        ax.axvspan(low[first], high[first], color=ACCENT, alpha=0.10, linewidth=0)
        ax.axvline(value[first], color=ACCENT, linewidth=0.8, linestyle=DASHED)
    ax.errorbar(
        value, at, xerr=np.vstack([value - low, high - value]), fmt="o", color=ACCENT, capsize=2.5, linewidth=1.2
    )
    zero_line(ax, horizontal=False)
    ax.set_yticks(at, heads)
    ax.set_ylim(len(heads) - 0.4, -0.6)
    ax.set_xlabel(message("{label} (95 % interval)", label=label or message("Coefficient")))
    return ax


@style()
def error_structures(ax: Axes, table: pd.DataFrame, label: str = "Coefficient") -> Axes:
    """Draw one coefficient with its interval under each error structure, index structure; hollow where the structure
    does not hold at this size.

    Parameters
    ----------
    table : columns estimate, low, high and verdict; structures without an interval are left out
    """
    rows = table[np.isfinite(table["low"].astype(float)) & np.isfinite(table["high"].astype(float))]
    holds, at = (rows["verdict"] == "holds").to_numpy(), np.arange(len(rows))
    for kept, colour, fill, words in (
        (holds, ACCENT, ACCENT, "holds at this size"),
        (~holds, MUTED, "white", "does not"),
    ):
        part = rows[kept]
        reach = np.vstack([part["estimate"] - part["low"], part["high"] - part["estimate"]]).astype(float)
        ax.errorbar(
            part["estimate"].astype(float),
            at[kept],
            xerr=reach,
            label=words,
            fmt="o",
            color=colour,
            markerfacecolor=fill,
            capsize=2.5,
            linewidth=1.2,
        )
    zero_line(ax, horizontal=False)
    ax.set_yticks(at, list(rows.index))
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(message("{label} (95 % interval)", label=label))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2)
    return ax


@style()
def carried(ax: Axes, units: pd.DataFrame, most: int = 25, label: str = "Share of the evidence") -> Axes:
    """Draw the shares of the units that carry most of a coefficient as bars, index unit; a line marks equal shares."""
    rows = units.sort_values("share", ascending=False, kind="stable").iloc[:most]
    at = np.arange(len(rows))
    ax.barh(at, rows["share"], color=ACCENT, height=0.7)
    ax.axvline(
        1 / len(units),
        color=SECOND,
        linewidth=1.0,
        linestyle=DASHED,
        label=message("equal shares of {n}", n=len(units)),
    )
    ax.set_yticks(at, [str(name) for name in rows.index])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(label)
    ax.legend(loc="lower right")
    return ax


@style()
def turning_point(
    ax: Axes,
    x: np.ndarray,
    effect: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    turn: float,
    interval: tuple[float, float],
    name: str,
) -> Axes:
    """Draw the fitted quadratic with its band, the turning point and its interval; ticks show the data.

    Parameters
    ----------
    x : (n,)
        The data.
    effect, low, high : (m,)
        Fitted effect and band at m points evenly from the least to the greatest x.
    """
    grid = np.linspace(np.nanmin(x), np.nanmax(x), len(effect))
    ax.fill_between(grid, low, high, color=ACCENT, alpha=0.15, linewidth=0, label="95 % band")
    ax.plot(grid, effect, color=ACCENT, label="Fitted effect")
    shown = np.sort(x[np.isfinite(x)])
    ax.plot(
        shown, np.full(len(shown), 0.0), "|", color=MUTED, markersize=6, alpha=0.4, transform=ax.get_xaxis_transform()
    )
    left, right = ax.get_xlim()
    if np.isfinite(turn) and left <= turn <= right:
        ax.axvline(
            turn, color=SECOND, linewidth=1.2, linestyle=DASHED, label=message("Turning point {turn:.4g}", turn=turn)
        )
        if np.all(np.isfinite(interval)) and interval[0] < interval[1]:
            ax.axvspan(max(interval[0], left), min(interval[1], right), color=SECOND, alpha=0.10, linewidth=0)
    ax.set_xlim(left, right)
    ax.set_xlabel(name)
    ax.set_ylabel("Effect on the outcome")
    ax.legend(loc="best")
    return ax


@style()
def marginal_effect(ax: Axes, frame: pd.DataFrame, moderator: str, effect: str, values: np.ndarray) -> Axes:
    """Draw the effect of one variable over the values of its moderator, with the moderator's histogram below.

    `frame` has the moderator as index and the columns estimate, low, high; values (n,) are the moderator's data.
    """
    twin = ax.twinx()
    twin.hist(values[np.isfinite(values)], bins=30, color=FAINT, zorder=0)
    twin.set_yticks([])
    twin.spines[["right", "top"]].set_visible(False)
    twin.set_ylim(0, twin.get_ylim()[1] * 4)
    ax.set_zorder(twin.get_zorder() + 1)
    ax.patch.set_visible(False)
    ax.fill_between(frame.index, frame["low"], frame["high"], color=ACCENT, alpha=0.15, linewidth=0, label="95 % band")
    ax.plot(frame.index, frame["estimate"], color=ACCENT, label=message("Effect of {effect}", effect=effect))
    zero_line(ax)
    ax.set_xlabel(moderator)
    ax.set_ylabel(message("Effect of {effect}", effect=effect))
    ax.legend(loc="best")
    return ax


NAMED = 45  # rows that are all named; of more only the first and last few


@style()
def left_out(ax: Axes, frame: pd.DataFrame, base: pd.Series, term: str) -> Axes:
    """Draw the coefficient of a term without each of something, in order, and the band of that with all.

    `frame` has what is left out as index and the columns estimate, low, high; `base` has the same labels.
    """
    rows = frame.sort_values("estimate", kind="stable")
    at = np.arange(len(rows))
    ax.axvspan(base["low"], base["high"], color=MUTED, alpha=0.12, linewidth=0)
    ax.axvline(base["estimate"], color=MUTED, linewidth=1, linestyle=DASHED, label="With all, 95 %")
    gap = np.vstack([rows["estimate"] - rows["low"], rows["high"] - rows["estimate"]])
    ax.errorbar(
        rows["estimate"], at, xerr=gap, fmt="o", color=ACCENT, markersize=3.5, linewidth=0.9, capsize=0, label="Without"
    )
    if len(rows) <= NAMED:
        ax.set_yticks(at, [str(name) for name in rows.index])
    else:
        few = np.r_[at[:5], at[-5:]]
        ax.set_yticks(few, [str(rows.index[k]) for k in few])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    if min(rows["low"].min(), base["low"]) < 0 < max(rows["high"].max(), base["high"]):
        zero_line(ax, horizontal=False)
    ax.set_xlabel(message("Coefficient of {term} (95 % interval)", term=term))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2)
    return ax
