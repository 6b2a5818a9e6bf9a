"""Tool: composite index by principal components."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.indices.components import component_index

    panel = x.open_panel(params, progress)
    found = component_index(panel, params["positive"], params["negative"] or (), _keep(params["keep"]))
    x.tell(progress, found.report)
    column = params["column"]
    title = "Principal-component index" if column == "index" else f"Principal-component index {column}"
    scores = found.scores.rename(columns={"index": column, "index_01": f"{column}_01"})
    whole = panel.with_columns(x.shape(panel, scores))
    x.write_panel(whole, params["table"])
    x.write_table_file(found.loadings, params["loadings"])
    x.write_layer_of(whole, list(scores.columns), params["layer"], "index", title)
    x.save_papers(_papers(found, column), params["paper"])
    x.draw_paths(
        whole,
        whole.array(f"{column}_01"),
        f"{column} (0 to 1)",
        params["figure"],
        title,
    )
    if params["scree"]:
        from gisplug.report.charts.indices import scree

        x.draw(params["scree"], scree, found.variance, size=(12.0, 7.5))
    return {
        **x.made(params, "table", "loadings", "layer", "paper", "figure", "scree"),
        "kmo": found.kmo,
        "bartlett": found.bartlett,
        "p": found.p,
        "share": float(found.variance.loc[found.variance["kept"], "share"].sum()),
        "components": float(found.variance["kept"].sum()),
    }


def _keep(text: str) -> Any:
    if text.strip().lower() == "kaiser":
        return "kaiser"
    try:
        number = float(text)
    except ValueError:
        from gisplug.core.errors import ParameterError

        raise ParameterError(
            f"'keep' is kaiser, a number of components, or a share such as 0.85; {text!r} was given instead."
        ) from None
    return number if number < 1 else int(number) if number == int(number) else number


def _papers(found: Any, column: str) -> Any:
    from gisplug.report.tables.paper_table import plain_table

    variance = found.variance.rename(
        columns={"eigenvalue": "Eigenvalue", "share": "Share", "cumulative": "Cumulative", "kept": "Kept"}
    )
    variance["Kept"] = ["Yes" if k else "No" for k in found.variance["kept"]]
    note = (
        f"KMO {found.kmo:.3f}; Bartlett's test of sphericity: chi-square {found.bartlett:.2f}, df {found.df}, p "
        f"{found.p:.4f}."
    )
    loadings = found.loadings.rename(
        columns={"communality": "Communality", "weight": "Weight in the index", "kmo": "KMO"}
    )
    rule = (
        "Components point where the sum of their loadings is positive; the index weighs them by their share of "
        "variance."
    )
    return [
        plain_table(f"Variance explained, {column}", variance.rename_axis("Component"), (note,)),
        plain_table(f"Loadings, {column}", loadings.rename_axis("Indicator"), (rule,)),
    ]


TOOL = Tool(
    id="index_pca",
    title="Principal-component index",
    group="indices",
    help="Condenses indicators that go together into one index by principal components of their correlations. The "
    "Kaiser-Meyer-Olkin "
    "measure and Bartlett's test say whether that is sensible; components point where the sum of their loadings is "
    "positive.",
    params=(
        *panel_params(),
        x.fields_param(
            "positive", "Positive indicators", "Columns where more is better; two or more indicators in all."
        ),
        x.fields_param(
            "negative",
            "Negative indicators",
            "Columns where less is better; they are turned round first.",
            optional=True,
        ),
        Param(
            "keep",
            "text",
            "Components kept",
            "The word kaiser keeps eigenvalues above 1; a whole number keeps so many; a share such as 0.85 keeps as "
            "many as reach it.",
            default="kaiser",
        ),
        x.column_param("index"),
        *x.units_params(),
    ),
    outputs=(
        x.panel_output("the index, the index from 0 to 1 and the components"),
        Output(
            "loadings", "table", "Loadings", "Loadings, communality, weight and sampling adequacy of each indicator."
        ),
        x.layer_output("the index and the components"),
        x.paper_output("Variance explained and loadings, with the two tests."),
        Output("figure", "figure", "Index over time", "Index from 0 to 1 of all units over time."),
        Output("scree", "figure", "Scree plot", "Eigenvalues and cumulative share of variance."),
        Output("kmo", "number", "KMO", "Kaiser-Meyer-Olkin measure of sampling adequacy."),
        Output("bartlett", "number", "Bartlett chi-square", "Bartlett's test statistic."),
        Output("p", "number", "Bartlett p-value", "P-value of Bartlett's test."),
        Output("share", "number", "Share of variance", "Share of variance that the kept components hold."),
        Output("components", "number", "Components", "Number of components kept."),
    ),
    run=run,
    tags=("PCA", "principal components", "主成分分析"),
    example="gisplug index-pca --panel demo-panel --unit adcode --period year --positive ind1,ind2,ind3,ind4 "
    "--table index.csv --paper pca.html --scree scree.png",
)
