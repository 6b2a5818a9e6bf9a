"""Tool: descriptive statistics, correlations and variance inflation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.panel.describe import correlations, descriptives, numeric_columns, variance_inflation

    panel = x.open_panel(params, progress, unbalanced=True)
    columns = params["columns"] or numeric_columns(panel)
    table = descriptives(panel, columns)
    x.write_table_file(table, params["table"])
    many = len(columns) > 1
    related = (
        correlations(panel, columns, params["method"])
        if many and (params["correlation"] or params["paper"] or params["figure"])
        else None
    )
    if related is not None and params["correlation"]:
        x.write_table_file(related.r.rename_axis("variable"), params["correlation"])
    inflation = None
    if many and (params["vif"] or params["paper"]):
        regressors = [c for c in columns if c != params["outcome"]]
        if len(regressors) > 1:
            inflation = variance_inflation(panel, regressors)
            x.write_table_file(inflation, params["vif"])
    x.save_papers(_papers(table, related, inflation), params["paper"])
    if params["figure"] and related is not None:
        from gisplug.report.charts.indices import correlation_matrix

        side = max(9.0, 3.5 + 0.95 * len(columns))
        x.draw(
            params["figure"],
            correlation_matrix,
            related.r,
            related.p,
            size=(side + 2, side),
            title=f"Correlations ({related.method})",
        )
    return {
        **x.made(params, "table", "correlation", "vif", "paper", "figure"),
        "n": float(table["n"].max()),
        "mean_vif": float(inflation.loc["Mean", "vif"]) if inflation is not None else float("nan"),
    }


def _papers(table: Any, related: Any, inflation: Any) -> Any:
    from gisplug.report.tables.paper_table import plain_table, stars

    names = {
        "n": "N",
        "mean": "Mean",
        "sd": "SD",
        "min": "Min",
        "median": "Median",
        "max": "Max",
        "sd_between": "SD between",
        "sd_within": "SD within",
    }
    shown = table[list(names)].rename(columns=names).rename_axis("Variable")
    tables = [
        plain_table(
            "Descriptive statistics", shown, ("SD between: of the units' means; SD within: of deviations from them.",)
        )
    ]
    if related is not None:
        import pandas as pd

        k = range(len(related.r))
        cells = [
            [f"{related.r.iat[i, j]:.3f}{stars(related.p.iat[i, j])}" if j < i else "1" if i == j else "" for j in k]
            for i in k
        ]
        frame = pd.DataFrame(cells, index=related.r.index, columns=[f"({j + 1})" for j in k])
        frame.index = [f"({i + 1}) {name}" for i, name in enumerate(related.r.index)]
        notes = (
            f"{related.method.capitalize()} correlations of {related.n} complete rows.",
            "*** p < 0.01, ** p < 0.05, * p < 0.1.",
        )
        tables.append(plain_table("Correlations", frame.rename_axis("Variable"), notes))
    if inflation is not None:
        shown = inflation.rename(columns={"vif": "VIF", "tolerance": "1/VIF"}).rename_axis("Variable")
        tables.append(
            plain_table("Variance inflation factors", shown, ("Above 10 is usually called serious collinearity.",))
        )
    return tables


TOOL = Tool(
    id="panel_describe",
    title="Describe a panel",
    group="panel",
    help="Gives descriptive statistics with the spread between and within units, correlations with stars, and "
    "variance inflation "
    "factors, as the tables that papers print.",
    params=(
        *panel_params(),
        x.fields_param(
            "columns", "Columns", "Columns to describe; all number columns where it is left empty.", optional=True
        ),
        x.field_param(
            "outcome", "Outcome", "Column that is left out of the variance inflation factors.", optional=True
        ),
        Param(
            "method",
            "choice",
            "Correlation",
            "Of the values (Pearson) or of their ranks (Spearman).",
            default="pearson",
            choices=("pearson", "spearman"),
            choice_labels=("Pearson", "Spearman"),
            advanced=True,
        ),
    ),
    outputs=(
        Output(
            "table",
            "table",
            "Descriptive statistics",
            "N, mean, standard deviations, quartiles and range of each column.",
        ),
        Output("correlation", "table", "Correlations", "Matrix of correlation coefficients."),
        Output("vif", "table", "Variance inflation", "Variance inflation factor of each column but the outcome."),
        x.paper_output("The three tables as a paper prints them."),
        Output("figure", "figure", "Correlation picture", "Correlations as coloured cells."),
        Output("n", "number", "Rows", "Largest number of rows with a value."),
        Output("mean_vif", "number", "Mean VIF", "Mean variance inflation factor."),
    ),
    run=run,
    tags=("descriptives", "correlation", "VIF", "描述性统计"),
    example="gisplug panel-describe --panel demo-panel --unit adcode --period year --columns "
    "develop,agg,wage,second,third --outcome develop --paper describe.html --figure correlation.png",
)
