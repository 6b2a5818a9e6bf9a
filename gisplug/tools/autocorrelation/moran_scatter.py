"""Tool: Moran scatter plot with unit labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.options import (
    BoundariesInputs,
    at_param,
    labels_param,
    missing_param,
    variable_param,
)
from gisplug.tools.inputs import open_optional_units
from gisplug.tools.periods import one_period
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table
from gisplug.tools.weights_inputs import AlignedInputs, open_aligned

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.core.vocabulary import Period
    from gisplug.report.tables.paper_table import PaperTable


class Asked(AlignedInputs, BoundariesInputs):
    """What the tool is asked."""

    variable: str = variable_param()
    at: Optional[str] = at_param()
    labels: int = labels_param()
    missing: Literal["refuse", "drop"] = missing_param()
    figure: FilePath = output("figure", "Scatter plot", "Moran scatter plot with quadrants and unit labels.", main=True)
    table: FilePath = output(
        "table", "Points", "Standardised value, spatial lag and quadrant of every unit and period."
    )
    paper: FilePath = paper_output("Names of the units in each quadrant of the chosen period.", "Units by quadrant")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.autocorrelation.global_statistics import moran_by_period
    from gisplug.autocorrelation.local_statistics import moran_scatter
    from gisplug.report.charts.autocorrelation import moran_scatter_plot

    variable, missing = asked.variable, asked.missing
    units = open_optional_units(asked, progress)
    panel, w = open_aligned(asked, progress, units, unbalanced=missing == "drop")
    points = moran_scatter(panel, variable, w, missing)
    slopes = moran_by_period(panel, variable, w, 0, missing=missing).set_index("period")["I"]
    period = one_period(panel.periods, asked.at)
    here, slope = points[points["period"] == period].dropna(subset=["z", "lag"]), float(slopes.loc[period])
    save_table(points, asked.table)
    if asked.paper:
        save_paper(_paper(here, variable, slope, period), asked.paper)
    draw(
        asked.figure,
        moran_scatter_plot,
        here,
        slope,
        variable,
        None,
        str(period),
        asked.labels,
        size=(14, 11),
    )
    return {**asked.written(), "i": slope}


def _paper(points: pd.DataFrame, variable: str, slope: float, period: Period) -> PaperTable:
    """Return which units are in which quadrant."""
    from gisplug.report.tables.paper_table import plain_table

    by_quadrant = points.groupby("quadrant")
    frame = by_quadrant.size().to_frame("Number").rename_axis("Quadrant")
    frame["Which units"] = by_quadrant["name"].agg(lambda names: ", ".join(map(str, names)))
    note = message(
        "Standardised {variable} against the spatial lag of {variable}; I = {slope:.4f}.",
        variable=variable,
        slope=slope,
    )
    return plain_table(message("Quadrants of the Moran scatter plot, {period}", period=period), frame, (note,))


TOOL = Tool(
    id="moran_scatter",
    title="Moran scatter plot",
    group="autocorrelation",
    help="Plots the standardised values of a period against their spatial lags, with the line whose slope is "
    "Moran's I and the names of the units.",
    inputs=Asked,
    values=(Output("i", "number", "Moran's I, chosen period", "Slope of the line: Moran's I of the chosen period."),),
    run=run,
    tags=("Moran", "scatter", "莫兰散点图"),
    example="gisplug moran-scatter --panel demo-panel --unit adcode --period year --variable agg --weights w.csv --at "
    "2023 --figure scatter.png",
)
