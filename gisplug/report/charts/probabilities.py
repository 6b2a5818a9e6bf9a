"""Posterior probabilities as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.report.figures import COLOURS, FAINT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gisplug.spatial.specification.model_probabilities import ModelProbabilities


def probabilities_chart(ax: Axes, found: ModelProbabilities) -> Axes:
    """Draw one bar a model, the most probable on top."""
    shares = found.frame["probability"].sort_values()
    colours = [COLOURS[0] if m == found.best else FAINT for m in shares.index]
    ax.barh([str(m).upper() for m in shares.index], shares, color=colours, height=0.6)
    for place, share in enumerate(shares):
        ax.text(float(share) + 0.01, place, f"{share:.3f}", va="center")
    ax.set_xlim(0, 1.1)
    ax.set_xlabel("Posterior probability")
    ax.tick_params(axis="y", length=0)
    ax.set_title(f"Which model? W = {found.weights_name}")
    return ax
