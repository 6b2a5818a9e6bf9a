"""Tool: bivariate Moran's I."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.autocorrelation import shared as a
from gisplug.tools.inputs import panel_params, weights_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.autocorrelation.local_statistics import bivariate_moran, moran_scatter

    panel, w = a.load(params, progress, with_units=True)
    variable, other = params["variable"], params["other"]
    table = bivariate_moran(
        panel, variable, other, w, params["permutations"], params["seed"], params["alternative"], progress
    )
    points = moran_scatter(panel, variable, w, other=other)
    slopes = table.set_index("period")["I"]
    made = a.write_scatter({**params, "table": None, "paper": None}, points, slopes, variable, other)
    if params["table"]:
        from gisplug.core.tables import write_table

        made["table"] = str(write_table(table, params["table"]))
    if params["paper"]:
        from gisplug.report.tables.files import write_paper
        from gisplug.report.tables.paper_table import plain_table

        columns = {"I": "Bivariate I", "r": "Correlation", "z_sim": "z", "p_sim": "p (permutation)"}
        shown = table.set_index("period").rename_axis("Period")
        shown = shown[[c for c in columns if c in shown]].rename(columns=columns)
        note = (
            f"{variable} against the spatial lag of {other}; weights: {w.name}; {params['permutations']} "
            f"permutations; tail: {table['tail'].iloc[0]}."
        )
        made["paper"] = str(
            write_paper(plain_table(f"Bivariate Moran's I of {variable} and {other}", shown, (note,)), params["paper"])
        )
    last = table[table["period"] == a.one_period(panel.periods, params["at"])].iloc[0]
    return made | {"i": float(last["I"]), "p": float(last["p_sim"]) if "p_sim" in table else float("nan")}


TOOL = Tool(
    id="bivariate_moran",
    title="Bivariate Moran's I",
    group="autocorrelation",
    help="Measures in each period whether one variable goes with the neighbours' values of another. The local "
    "version is the tool "
    "for local Moran with a lagged variable.",
    params=(
        *panel_params(),
        a.variable_param(),
        a.variable_param("other", "Lagged variable", "Column whose spatial lag is compared with the variable."),
        *weights_params(),
        *a.permutation_params(),
        Param(
            "alternative",
            "choice",
            "Alternative",
            "Positive, negative or either association.",
            default="two-sided",
            choices=("two-sided", "greater", "less"),
            choice_labels=("Either (two-sided)", "Positive", "Negative"),
            advanced=True,
        ),
        *a.optional_units_params(),
        a.at_param(),
        Param(
            "labels",
            "integer",
            "Most labels",
            "How many units are named; those farthest from the centre come first.",
            default=60,
            minimum=0,
            maximum=1000,
            advanced=True,
        ),
    ),
    outputs=(
        Output(
            "table",
            "table",
            "Statistic by period",
            "Bivariate I, correlation in place, permutation mean, z and p, one row a period.",
        ),
        Output("paper", "paper", "Table of the paper", "Bivariate I, z and p of each period."),
        Output("figure", "figure", "Scatter plot", "Variable against the spatial lag of the other, with unit labels."),
        Output("i", "number", "Bivariate I", "Bivariate Moran's I of the chosen period."),
        Output("p", "number", "P-value", "Permutation p-value of the chosen period."),
    ),
    run=run,
    tags=("Moran", "bivariate", "双变量莫兰指数"),
    example="gisplug bivariate-moran --panel demo-panel --unit adcode --period year --variable develop --other agg "
    "--weights w.csv --figure bivariate.png",
)
