"""Pictures of transitions between classes: matrices of probabilities, and shares now and in the long run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gisplug.core.palette import ACCENT, FAINT, INK, PAPER, SEQUENTIAL
from gisplug.report.charts.shared import write_at
from gisplug.report.figures import figure, ramp, style

DARK = 0.55  # probability from which numbers are white


def probability_matrices(
    parts: Mapping[str, np.ndarray], counts: Mapping[str, np.ndarray], names: Sequence[str]
) -> Figure:
    """Return one matrix of probabilities (k, k) a part, from (rows) to (columns), with the number of transitions that
    each row stands on; rows without any stay empty.
    """
    columns = min(3, len(parts))
    rows = -(-len(parts) // columns)
    k = len(names)
    side = 5.2 if k <= 5 else 6.4
    fig, axes = figure(side * columns + 1.0, (side + 0.7) * rows, rows=rows, columns=columns, squeeze=False)
    for ax in axes.flat[len(parts) :]:
        ax.set_axis_off()
    for ax, (title, p) in zip(axes.flat, parts.items(), strict=False):
        _matrix(ax, p, counts[title].sum(axis=1), names, title)
    return fig


@style()
def _matrix(ax: Axes, p: np.ndarray, rows: np.ndarray, names: Sequence[str], title: str) -> None:
    k = len(p)
    shown: Any = np.ma.masked_invalid(p)
    ax.imshow(shown, cmap=ramp(SEQUENTIAL), vmin=0, vmax=1, aspect="equal")
    for i, j in np.argwhere(np.isfinite(p)):
        text = f"{p[i, j]:.2f}" if p[i, j] > 0 else "0"
        ax.text(
            j, i, text, ha="center", va="center", fontsize=7.5 if k <= 5 else 6, color=PAPER if p[i, j] > DARK else INK
        )
    ax.set_xticks(np.arange(k), list(names), fontsize=7.5)
    labels = [f"{name}\n{int(n)}" for name, n in zip(names, rows, strict=True)]
    ax.set_yticks(np.arange(k), labels, fontsize=7.5)
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_title(title, fontsize=9)


@style()
def long_run_bars(ax: Axes, start: np.ndarray, end: np.ndarray, names: Sequence[str], title: str = "") -> Axes:
    """Draw the shares of the classes at the start and in the long run, both (k,)."""
    x = np.arange(len(names))
    ax.bar(x - 0.2, start, width=0.38, color=FAINT, label="At the start of transitions")
    ax.bar(x + 0.2, np.nan_to_num(end), width=0.38, color=ACCENT, label="In the long run")
    for at, values in ((-0.2, start), (0.2, end)):
        known = [(p + at, v, f"{v:.2f}") for p, v in zip(x, values, strict=True) if np.isfinite(v)]
        write_at(ax, known, (0, 2))
    ax.set_xticks(x, list(names))
    ax.set_ylabel("Share of the units")
    ax.set_ylim(0, 1.3 * max(float(np.nanmax(np.append(start, end))), 0.1))
    ax.legend(loc="upper right", ncols=2)
    if title:
        ax.set_title(title)
    return ax
