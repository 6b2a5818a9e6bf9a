"""Charts over quantiles and of permutation tests."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, FAINT, MUTED, SECOND
from gisplug.report.charts.shared import DASHED
from gisplug.report.figures import style, zero_line


@style()
def over_quantiles(ax: Axes, frame: pd.DataFrame, mean: pd.Series, term: str) -> Axes:
    """Draw a coefficient over quantiles with its band, and the coefficient of the mean with its interval.

    `frame` has the quantile as index and the columns estimate, low, high; `mean` has the same labels.
    """
    at = frame.index.to_numpy(dtype=float)
    ax.axhspan(mean["low"], mean["high"], color=MUTED, alpha=0.12, linewidth=0)
    ax.axhline(mean["estimate"], color=MUTED, linewidth=1, linestyle=DASHED, label="Mean regression, 95 %")
    ax.fill_between(at, frame["low"], frame["high"], color=ACCENT, alpha=0.18, linewidth=0)
    ax.plot(at, frame["estimate"], "o-", color=ACCENT, label="Quantile regression, 95 %")
    low, high = float(min(frame["low"].min(), mean["low"])), float(max(frame["high"].max(), mean["high"]))
    if low < 0 < high:
        zero_line(ax)
    ax.set_xlabel("Quantile")
    ax.set_ylabel(message("Coefficient of {term}", term=term))
    ax.set_xticks(at)
    ax.legend(loc="best")
    return ax


@style()
def permutation(ax: Axes, drawn: np.ndarray, observed: float, p: float, name: str) -> Axes:
    """Draw the differences under random assignment, drawn (n,), and the observed one."""
    ax.hist(drawn, bins=40, color=FAINT, edgecolor=MUTED, linewidth=0.3)
    ax.axvline(
        observed,
        color=SECOND,
        linewidth=1.5,
        label=message("Observed {observed:.4f}\nempirical p {p:.3f}", observed=observed, p=p),
    )
    ax.set_xlabel(message("Difference of the coefficient, {name}", name=name))
    ax.set_ylabel("Permutations")
    ax.legend(loc="best")
    return ax
