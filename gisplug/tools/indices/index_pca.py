"""Tool: composite index by principal components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.indices.options import column_param
from gisplug.tools.indices.results import draw_paths, number_columns, panel_output
from gisplug.tools.inputs import OptionalUnitsInputs, fields_param, open_optional_units
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import (
    FilePath,
    draw,
    layer_output,
    paper_output,
    save_panel,
    save_panel_layer,
    save_paper,
    save_table,
    tell,
    that_can_be_made,
)

if TYPE_CHECKING:
    from gisplug.indices.components import ComponentIndex
    from gisplug.report.tables.paper_table import PaperTable

VARIANCE_HEADS = {"eigenvalue": "Eigenvalue", "share": "Share", "cumulative": "Cumulative", "kept": "Kept"}
LOADING_HEADS = {"communality": "Communality", "weight": "Weight in the index", "kmo": "KMO"}


class Asked(PanelInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    positive: list[str] = fields_param(
        "Positive indicators", "Columns where more is better; two or more indicators in all."
    )
    negative: Optional[list[str]] = fields_param(
        "Negative indicators",
        "Columns where less is better; they are turned round first.",
        optional=True,
    )
    keep: str = param(
        "text",
        "Components kept",
        "The word kaiser keeps eigenvalues above 1; a whole number keeps so many; a share such as 0.85 keeps as "
        "many as reach it.",
        default="kaiser",
    )
    column: str = column_param("index")
    table: FilePath = panel_output("the index, the index from 0 to 1 and the components")
    loadings: FilePath = output(
        "table", "Loadings", "Loadings, communality, weight and sampling adequacy of each indicator."
    )
    layer: FilePath = layer_output("the index and the components")
    paper: FilePath = paper_output("Variance explained and loadings, with the two tests.")
    figure: FilePath = output("figure", "Index over time", "Index from 0 to 1 of all units over time.")
    scree: FilePath = output("figure", "Scree plot", "Eigenvalues and cumulative share of variance.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.indices.components import component_index
    from gisplug.report.charts.indices import scree

    asked = that_can_be_made(asked, progress)
    panel = open_panel(asked, progress, open_optional_units(asked, progress))
    found = component_index(panel, asked.positive, asked.negative or (), _keep(asked.keep))
    tell(progress, found.report)
    column = asked.column
    title = (
        "Principal-component index"
        if column == "index"
        else message("Principal-component index {column}", column=column)
    )
    scores = found.scores.rename(columns={"index": column, "index_01": f"{column}_01"})
    whole = panel.with_columns(number_columns(panel, scores))
    save_panel(whole, asked.table)
    save_table(found.loadings, asked.loadings)
    save_panel_layer(whole, list(scores.columns), asked.layer, "index", title)
    if asked.paper:
        save_paper(_papers(found, column), asked.paper)
    draw_paths(whole, whole.array(f"{column}_01"), message("{column} (0 to 1)", column=column), asked.figure, title)
    draw(asked.scree, scree, found.variance, size=(12.0, 7.5))
    return {
        **asked.written(),
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
            message(
                "'keep' is kaiser, a number of components, or a share such as 0.85; {text!r} was given instead.",
                text=text,
            )
        ) from None
    return number if number < 1 else int(number) if number == int(number) else number


def _papers(found: ComponentIndex, column: str) -> list[PaperTable]:
    from gisplug.report.tables.paper_table import plain_table

    variance = found.variance.rename(columns=VARIANCE_HEADS)
    variance["Kept"] = ["Yes" if k else "No" for k in found.variance["kept"]]
    note = message(
        "KMO {kmo:.3f}; Bartlett's test of sphericity: chi-square {bartlett:.2f}, df {df}, p {p:.4f}.",
        kmo=found.kmo,
        bartlett=found.bartlett,
        df=found.df,
        p=found.p,
    )
    loadings = found.loadings.rename(columns=LOADING_HEADS)
    rule = (
        "Components point where the sum of their loadings is positive; the index weighs them by their share of "
        "variance."
    )
    return [
        plain_table(message("Variance explained, {column}", column=column), variance.rename_axis("Component"), (note,)),
        plain_table(message("Loadings, {column}", column=column), loadings.rename_axis("Indicator"), (rule,)),
    ]


TOOL = Tool(
    id="index_pca",
    title="Principal-component index",
    group="indices",
    help="Condenses indicators that go together into one index by principal components of their correlations. The "
    "Kaiser-Meyer-Olkin measure and Bartlett's test say whether that is sensible; components point where the "
    "sum of their loadings is positive.",
    inputs=Asked,
    values=(
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
