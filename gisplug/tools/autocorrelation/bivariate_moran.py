"""Tool: bivariate Moran's I."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.options import (
    at_param,
    boundaries_params,
    labels_param,
    permutation_params,
    variable_param,
)
from gisplug.tools.inputs import choice_param, field_param, open_optional_units, open_panel, panel_params
from gisplug.tools.periods import one_period
from gisplug.tools.results import draw, paper_output, save_paper, save_table, written
from gisplug.tools.weights_inputs import open_weights, weights_params

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable

COLUMNS = {"I": "Bivariate I", "r": "Correlation", "z_sim": "z", "p_sim": "p (permutation)"}


def run(params: Params, progress: Progress) -> Results:
    from gisplug.autocorrelation.local_statistics import bivariate_moran, moran_scatter
    from gisplug.report.charts.autocorrelation import moran_scatter_plot

    variable, other = params["variable"], params["other"]
    panel = open_panel(params, progress, open_optional_units(params, progress))
    w = open_weights(params, progress, panel)
    table = bivariate_moran(
        panel, variable, other, w, params["permutations"], params["seed"], params["alternative"], progress
    )
    save_table(table, params["table"])
    if params["paper"]:
        save_paper(_paper(table, params, w.name), params["paper"])
    period = one_period(panel.periods, params["at"])
    here = table[table["period"] == period].iloc[0]
    if params["figure"]:
        points = moran_scatter(panel, variable, w, other=other)
        draw(
            params["figure"],
            moran_scatter_plot,
            points[points["period"] == period].dropna(subset=["z", "lag"]),
            float(here["I"]),
            variable,
            other,
            str(period),
            params["labels"],
            size=(14, 11),
        )
    p = float(here["p_sim"]) if "p_sim" in table else float("nan")
    return {**written(TOOL, params), "i": float(here["I"]), "p": p}


def _paper(table: pd.DataFrame, params: Params, weights: str) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    variable, other = params["variable"], params["other"]
    shown = table.set_index("period").rename_axis("Period")
    shown = shown[[column for column in COLUMNS if column in shown]].rename(columns=COLUMNS)
    note = (
        f"{variable} against the spatial lag of {other}; weights: {weights}; {params['permutations']} permutations; "
        f"tail: {table['tail'].iloc[0]}."
    )
    return plain_table(f"Bivariate Moran's I of {variable} and {other}", shown, (note,))


TOOL = Tool(
    id="bivariate_moran",
    title="Bivariate Moran's I",
    group="autocorrelation",
    help="Measures in each period whether one variable goes with the neighbours' values of another. The local "
    "version is the tool for local Moran with a lagged variable.",
    params=(
        *panel_params(),
        variable_param(),
        field_param("other", "Lagged variable", "Column whose spatial lag is compared with the variable."),
        *weights_params(),
        *permutation_params(),
        choice_param(
            "alternative",
            "Alternative",
            "Positive, negative or either association.",
            {"two-sided": "Either (two-sided)", "greater": "Positive", "less": "Negative"},
            "two-sided",
            advanced=True,
        ),
        *boundaries_params(),
        at_param(),
        labels_param(),
    ),
    outputs=(
        Output(
            "table",
            "table",
            "Statistic by period",
            "Bivariate I, correlation in place, permutation mean, z and p, one row a period.",
        ),
        paper_output("Bivariate I, z and p of each period."),
        Output("figure", "figure", "Scatter plot", "Variable against the spatial lag of the other, with unit labels."),
        Output("i", "number", "Bivariate I", "Bivariate Moran's I of the chosen period."),
        Output("p", "number", "P-value", "Permutation p-value of the chosen period."),
    ),
    run=run,
    tags=("Moran", "bivariate", "双变量莫兰指数"),
    example="gisplug bivariate-moran --panel demo-panel --unit adcode --period year --variable develop --other agg "
    "--weights w.csv --figure bivariate.png",
)
