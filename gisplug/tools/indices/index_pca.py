"""Tool: composite index by principal components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import column_param
from gisplug.tools.indices.results import draw_paths, number_columns, panel_output
from gisplug.tools.inputs import fields_param, open_optional_units, open_panel, optional_polygon_params, panel_params
from gisplug.tools.results import (
    draw,
    layer_output,
    paper_output,
    save_panel,
    save_panel_layer,
    save_paper,
    save_table,
    tell,
    written,
)

if TYPE_CHECKING:
    from gisplug.indices.components import ComponentIndex
    from gisplug.report.tables.paper_table import PaperTable

VARIANCE_HEADS = {"eigenvalue": "Eigenvalue", "share": "Share", "cumulative": "Cumulative", "kept": "Kept"}
LOADING_HEADS = {"communality": "Communality", "weight": "Weight in the index", "kmo": "KMO"}


def run(params: Params, progress: Progress) -> Results:
    from gisplug.indices.components import component_index
    from gisplug.report.charts.indices import scree

    panel = open_panel(params, progress, open_optional_units(params, progress))
    found = component_index(panel, params["positive"], params["negative"] or (), _keep(params["keep"]))
    tell(progress, found.report)
    column = params["column"]
    title = "Principal-component index" if column == "index" else f"Principal-component index {column}"
    scores = found.scores.rename(columns={"index": column, "index_01": f"{column}_01"})
    whole = panel.with_columns(number_columns(panel, scores))
    save_panel(whole, params["table"])
    save_table(found.loadings, params["loadings"])
    save_panel_layer(whole, list(scores.columns), params["layer"], "index", title)
    if params["paper"]:
        save_paper(_papers(found, column), params["paper"])
    draw_paths(whole, whole.array(f"{column}_01"), f"{column} (0 to 1)", params["figure"], title)
    draw(params["scree"], scree, found.variance, size=(12.0, 7.5))
    return {
        **written(TOOL, params),
        "kmo": found.kmo,
        "bartlett": found.bartlett,
        "p": found.p,
        "share": float(found.variance.loc[found.variance["kept"], "share"].sum()),
        "components": float(found.variance["kept"].sum()),
    }


def _keep(text: str) -> Any:
    """Read the word kaiser, a number of components, or a share of the variance."""
    if text.strip().lower() == "kaiser":
        return "kaiser"
    try:
        number = float(text)
    except ValueError:
        raise ParameterError(
            f"'keep' is kaiser, a number of components, or a share such as 0.85; {text!r} was given instead."
        ) from None
    return number if number < 1 else int(number) if number == int(number) else number


def _papers(found: ComponentIndex, column: str) -> list[PaperTable]:
    from gisplug.report.tables.paper_table import plain_table

    variance = found.variance.rename(columns=VARIANCE_HEADS)
    variance["Kept"] = ["Yes" if k else "No" for k in found.variance["kept"]]
    note = (
        f"KMO {found.kmo:.3f}; Bartlett's test of sphericity: chi-square {found.bartlett:.2f}, df {found.df}, p "
        f"{found.p:.4f}."
    )
    loadings = found.loadings.rename(columns=LOADING_HEADS)
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
    "Kaiser-Meyer-Olkin measure and Bartlett's test say whether that is sensible; components point where the "
    "sum of their loadings is positive.",
    params=(
        *panel_params(),
        fields_param("positive", "Positive indicators", "Columns where more is better; two or more indicators in all."),
        fields_param(
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
        column_param("index"),
        *optional_polygon_params(),
    ),
    outputs=(
        panel_output("the index, the index from 0 to 1 and the components"),
        Output(
            "loadings", "table", "Loadings", "Loadings, communality, weight and sampling adequacy of each indicator."
        ),
        layer_output("the index and the components"),
        paper_output("Variance explained and loadings, with the two tests."),
        Output("figure", "figure", "Index over time", "Index from 0 to 1 of all units over time."),
        Output("scree", "figure", "Scree plot", "Eigenvalues and cumulative share of variance."),
        Output("kmo", "number", "KMO", "Kaiser-Meyer-Olkin measure of sampling adequacy."),
        Output("bartlett", "number", "Bartlett chi-square", "Bartlett's test statistic."),
        Output("p", "number", "Bartlett p-value", "P-value of Bartlett's test."),
        Output("share", "number", "Share of variance", "Share of variance that the kept components hold."),
        Output("components", "number", "Number of components", "Number of components kept."),
    ),
    run=run,
    tags=("PCA", "principal components", "主成分分析"),
    example="gisplug index-pca --panel demo-panel --unit adcode --period year --positive ind1,ind2,ind3,ind4 --table "
    "index.csv --paper pca.html --scree scree.png",
)
