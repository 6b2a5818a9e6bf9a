"""Pictures of a qualitative comparative analysis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gisplug.tools.configuration.fsqca_inputs import FsqcaInputs
from gisplug.tools.results import axes_in_a_grid, axes_in_a_row

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from gisplug.configuration.fsqca import Configurations

NOTHING = "No configuration passes the cut-offs."


def xy_figure(found: Mapping[str, Configurations], members: pd.DataFrame) -> Figure:
    """Draw every term of the intermediate solutions; `members` is indexed by case, one column a set, 0 to 1."""
    from gisplug.configuration.fsqca import membership
    from gisplug.report.charts.configuration import xy_plot

    plots = []
    for name, result in found.items():
        X = result.members[list(result.conditions)].to_numpy()
        solution = result.solutions["intermediate"]
        for pattern, (term, fit) in zip(solution.patterns, solution.terms.iterrows()):
            plots.append((membership(pattern, X), result.y, str(term), name, (fit["consistency"], fit["coverage"])))
    if not plots:
        return _nothing_to_draw(NOTHING)
    fig, axes = axes_in_a_grid(len(plots), 7.2, 7.6)
    for ax, (x, y, term, name, fit) in zip(axes, plots):
        xy_plot(ax, x, y, term, name, list(members.index), fit)
    return fig


def period_figure(asked: FsqcaInputs, found: Mapping[str, Configurations], cases: pd.DataFrame) -> Figure:
    """Draw consistency by period."""
    from gisplug.configuration.fsqca import over_panel
    from gisplug.report.charts.configuration import over_periods

    filled = {name: result for name, result in found.items() if len(result.solutions["intermediate"].terms)}
    if not filled:
        return _nothing_to_draw(NOTHING)
    if not asked.period:
        return _nothing_to_draw("The table has no period field.")
    fig, axes = axes_in_a_row(len(filled), 12 * len(filled), 10)
    for ax, (name, result) in zip(axes, filled.items()):
        by, _ = over_panel(result, list(cases[asked.unit]), list(cases[asked.period]))
        over_periods(ax, by, asked.consistency)
        ax.set_title(name)
    return fig


def _nothing_to_draw(text: str) -> Figure:
    """Return a picture that says why it is empty."""
    from gisplug.report.figures import figure

    fig, ax = figure(12, 4)
    ax.set_axis_off()
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes)
    return fig
