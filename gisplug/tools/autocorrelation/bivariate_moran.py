"""Tool: bivariate Moran's I."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.options import (
    BoundariesInputs,
    PermutationInputs,
    at_param,
    labels_param,
    variable_param,
)
from gisplug.tools.inputs import choice_param, field_param, open_optional_units
from gisplug.tools.periods import one_period
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table
from gisplug.tools.weights_inputs import AlignedInputs, open_aligned

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable

COLUMNS = {"I": "Bivariate I", "r": "Correlation", "z_sim": "z", "p_sim": "p (permutation)"}


class Asked(AlignedInputs, PermutationInputs, BoundariesInputs):
    """What the tool is asked."""

    variable: str = variable_param()
    other: str = field_param("Lagged variable", "Column whose spatial lag is compared with the variable.")
    alternative: Literal["two-sided", "greater", "less"] = choice_param(
        "Alternative",
        "Positive, negative or either association.",
        {"two-sided": "Either (two-sided)", "greater": "Positive", "less": "Negative"},
        "two-sided",
        advanced=True,
    )
    at: Optional[str] = at_param()
    labels: int = labels_param()
    table: FilePath = output(
        "table",
        "Statistic by period",
        "Bivariate I, correlation in place, permutation mean, z and p, one row a period.",
    )
    paper: FilePath = paper_output("Bivariate I, z and p of each period.")
    figure: FilePath = output(
        "figure", "Scatter plot", "Variable against the spatial lag of the other, with unit labels."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.autocorrelation.local_statistics import bivariate_moran, moran_scatter
    from gisplug.report.charts.autocorrelation import moran_scatter_plot

    variable, other = asked.variable, asked.other
    panel, w = open_aligned(asked, progress, open_optional_units(asked, progress))
    table = bivariate_moran(panel, variable, other, w, asked.permutations, asked.seed, asked.alternative, progress)
    save_table(table, asked.table)
    if asked.paper:
        save_paper(_paper(table, asked, w.name), asked.paper)
    period = one_period(panel.periods, asked.at)
    here = table[table["period"] == period].iloc[0]
    if asked.figure:
        points = moran_scatter(panel, variable, w, other=other)
        draw(
            asked.figure,
            moran_scatter_plot,
            points[points["period"] == period].dropna(subset=["z", "lag"]),
            float(here["I"]),
            variable,
            other,
            str(period),
            asked.labels,
            size=(14, 11),
        )
    p = float(here["p_sim"]) if "p_sim" in table else float("nan")
    return {**asked.written(), "i": float(here["I"]), "p": p}


def _paper(table: pd.DataFrame, asked: Asked, weights: str) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    variable, other = asked.variable, asked.other
    shown = table.set_index("period").rename_axis("Period")
    shown = shown[[column for column in COLUMNS if column in shown]].rename(columns=COLUMNS)
    note = message(
        "{variable} against the spatial lag of {other}; weights: {weights}; {permutations} permutations; tail: {iloc}.",
        variable=variable,
        other=other,
        weights=weights,
        permutations=asked.permutations,
        iloc=message(table["tail"].iloc[0]),
    )
    return plain_table(
        message("Bivariate Moran's I of {variable} and {other}", variable=variable, other=other), shown, (note,)
    )


TOOL = Tool(
    id="bivariate_moran",
    title="Bivariate Moran's I",
    group="autocorrelation",
    help="Measures in each period whether one variable goes with the neighbours' values of another. The local "
    "version is the tool for local Moran with a lagged variable.",
    inputs=Asked,
    values=(
        Output("i", "number", "Bivariate I, chosen period", "Bivariate Moran's I of the chosen period."),
        Output("p", "number", "P-value, chosen period", "Permutation p-value of the chosen period."),
    ),
    run=run,
    tags=("Moran", "bivariate", "双变量莫兰指数"),
    example="gisplug bivariate-moran --panel demo-panel --unit adcode --period year --variable develop --other agg "
    "--weights w.csv --figure bivariate.png",
)
