"""Placebo weights: numbers under random networks, and that under W."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, FAINT, MUTED, SECOND
from gisplug.report.figures import figure, style
from gisplug.sensitivity.effect import EFFECTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gisplug.sensitivity.placebo.placebo_weights import PlaceboWeights

GREEK = {"rho": "ρ", "lam": "λ"}
BINS = 30


def placebo_figure(found: PlaceboWeights, variable: str) -> Figure:
    """Draw the spatial coefficients, the direct and the indirect effect of a variable, and the log-likelihood."""
    keys = [(name, "coefficient") for name in GREEK if (name, "coefficient") in found.tests.index]
    keys += [(variable, kind) for kind in ("direct", "indirect")]
    count = len(keys) + 1
    rows = -(-count // 2)
    fig, axes = figure(17.0, 5.4 * rows, rows, 2, squeeze=False)
    with style():
        for ax, key in zip(axes.flat, keys, strict=False):
            under_networks(ax, found, key)
        _histogram(axes.flat[len(keys)], found.draws[("", "loglik")].to_numpy(dtype=float), found.fit.loglik)
        axes.flat[len(keys)].set_xlabel("Log-likelihood")
        axes.flat[len(keys)].set_title(message("{share:.0%} of the networks fit better", share=found.better))
        for ax in axes.flat[count:]:
            ax.set_axis_off()
    return fig


def under_networks(ax: Axes, found: PlaceboWeights, key: tuple[str, str]) -> Axes:
    """Draw one number (variable, quantity) under the random networks as bars, and that under W as a line."""
    row = found.tests.loc[key]
    _histogram(ax, found.draws[key].to_numpy(dtype=float), float(row["observed"]))
    variable, quantity = key
    if variable in GREEK:
        ax.set_xlabel(message("Spatial coefficient {name}", name=GREEK[variable]))
    else:
        words = {"lag": message("Coefficient of the spatial lag"), **{str(k): v for k, v in EFFECTS.items()}}
        ax.set_xlabel(message("{effect} of {key}", effect=words[quantity], key=variable))
    ax.set_title(message("Under W: {observed:.4g}, p {p:.3f}", observed=float(row["observed"]), p=float(row["p"])))
    return ax


def _histogram(ax: Axes, null: np.ndarray, observed: float) -> None:
    low, high = np.quantile(null, [0.025, 0.975])
    ax.axvspan(float(low), float(high), color=FAINT, alpha=0.5, linewidth=0, zorder=0)
    ax.hist(null, bins=BINS, color=ACCENT, alpha=0.8)
    ax.axvline(float(np.mean(null)), color=MUTED, linewidth=0.9)
    ax.axvline(observed, color=SECOND, linewidth=1.8)
    ax.set_ylabel("Random networks")
    ax.title.set_fontsize(9)
