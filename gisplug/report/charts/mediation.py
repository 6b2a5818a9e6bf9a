"""Charts of mediation: effects with intervals, and the share of each causal path."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gisplug.core.messages import message
from gisplug.core.palette import EFFECTS, INK


def effect_intervals(ax: Any, effects: pd.DataFrame) -> Any:
    """Draw indirect and direct effects of each mediator with bootstrap (else Sobel) intervals; return `ax`."""
    rows = [key for key in effects.index if key[1] in ("indirect", "direct")]
    at = np.arange(len(rows))[::-1]
    for place, key in zip(at, rows, strict=True):
        row = effects.loc[key]
        low, high = (row["boot_low"], row["boot_high"]) if np.isfinite(row["boot_low"]) else (row["low"], row["high"])
        colour = EFFECTS[key[1]]
        ax.plot([low, high], [place, place], color=colour, lw=2, solid_capstyle="butt")
        ax.plot(row["estimate"], place, "o", color=colour, ms=5)
    ax.axvline(0, color=INK, lw=0.7)
    ax.set_yticks(
        at,
        [
            message("{kind} through {mediator}", kind=kind, mediator=mediator)
            if kind == "indirect"
            else message("direct, given {mediator}", mediator=mediator)
            for mediator, kind in rows
        ],
    )
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.set_xlabel("Effect with 95 % interval")
    return ax


def path_shares(ax: Any, effects: pd.DataFrame) -> Any:
    """Draw the effect of each path as a bar with its interval and its share of the total; return `ax`."""
    paths = effects.drop(index="total")
    at = np.arange(len(paths))[::-1]
    colours = [EFFECTS["direct" if name == "direct" else "indirect"] for name in paths.index]
    ax.barh(at, paths["estimate"], color=colours, height=0.55)
    reach = paths[["low", "high", "estimate"]].abs().max().max()
    for place, (_, row) in zip(at, paths.iterrows(), strict=True):
        if np.isfinite(row["low"]):
            ax.plot([row["low"], row["high"]], [place, place], color=INK, lw=1)
        right = np.nanmax([row["estimate"], row["high"], 0.0])
        ax.text(right + 0.02 * reach, place, f"{row['estimate']:.3f}  ({row['share']:.1%})", va="center", fontsize=8)
    ax.axvline(0, color=INK, lw=0.7)
    ax.set_yticks(at, ["direct" if name == "direct" else message("through {name}", name=name) for name in paths.index])
    ax.set_xlim(right=1.3 * reach)
    ax.set_xlabel(message("Effect on the treated (total {loc:.3f})", loc=effects.loc["total", "estimate"]))
    return ax
