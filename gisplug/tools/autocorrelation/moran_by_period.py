"""Tool: Moran's I by period."""

from __future__ import annotations

from gisplug.core.declare import Output, Results, Tool
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.global_results import (
    GlobalInputs,
    by_period,
    by_period_output,
    save_global,
    z_and_p_outputs,
)
from gisplug.tools.results import FilePath
from gisplug.tools.weights_inputs import open_aligned


class Asked(GlobalInputs):
    """What the tool is asked."""

    table: FilePath = by_period_output("Moran's I")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.autocorrelation.global_statistics import moran_by_period

    panel, w = open_aligned(asked, progress, unbalanced=asked.missing == "drop")
    table = by_period(moran_by_period, panel, w, asked, progress)
    test = save_global(asked, table, "I", message("Moran's I of {variable} by period", variable=asked.variable), w.name)
    last = table.iloc[-1]
    return {**asked.written(), **test, "i": float(last["I"]), "n": float(last["n"])}


TOOL = Tool(
    id="moran_by_period",
    title="Moran's I by period",
    group="autocorrelation",
    help="Measures in each period whether similar values are neighbours. Moran's I comes with its variance, z and "
    "p under normality, randomisation and permutation, and the tail of the test is named.",
    inputs=Asked,
    values=(
        Output("i", "number", "Moran's I, last period", "Moran's I of the last period."),
        *z_and_p_outputs(),
        Output("n", "number", "Units, last period", "Number of units in the last period."),
    ),
    run=run,
    estimates=True,
    tags=("Moran", "spatial autocorrelation", "莫兰指数"),
    example="gisplug moran-by-period --panel demo-panel --unit adcode --period year --variable agg --weights w.csv "
    "--table moran.csv --figure moran.png",
)
