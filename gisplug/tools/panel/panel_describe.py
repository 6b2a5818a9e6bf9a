"""Tool: descriptive statistics, correlations and variance inflation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, field_param, fields_param
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.panel.describe import Correlations
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.tools.results import FilePath

HEADS = {
    "n": "N",
    "mean": "Mean",
    "sd": "SD",
    "min": "Min",
    "median": "Median",
    "max": "Max",
    "sd_between": "SD between",
    "sd_within": "SD within",
}


class Asked(PanelInputs):
    """What the tool is asked."""

    columns: Optional[list[str]] = fields_param(
        "Columns", "Columns to describe; all number columns where it is left empty.", optional=True
    )
    outcome: Optional[str] = field_param(
        "Outcome", "Column that is left out of the variance inflation factors.", optional=True
    )
    method: Literal["pearson", "spearman"] = choice_param(
        "Correlation",
        "Of the values (Pearson) or of their ranks (Spearman).",
        {"pearson": "Pearson", "spearman": "Spearman"},
        "pearson",
        advanced=True,
    )
    table: FilePath = output(
        "table",
        "Descriptive statistics",
        "N, mean, standard deviations, quartiles and range of each column.",
    )
    correlation: FilePath = output("table", "Correlations", "Matrix of correlation coefficients.")
    vif: FilePath = output("table", "Variance inflation", "Variance inflation factor of each column but the outcome.")
    paper: FilePath = paper_output("The three tables as a paper prints them.")
    figure: FilePath = output("figure", "Correlation picture", "Correlations as coloured cells.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.panel.describe import correlations, descriptives, numeric_columns, variance_inflation

    panel = open_panel(asked, progress, unbalanced=True)
    columns = asked.columns or numeric_columns(panel)
    table = descriptives(panel, columns)
    save_table(table, asked.table)
    tables = [_descriptives_paper(table)]
    if len(columns) > 1 and (asked.correlation or asked.paper or asked.figure):
        related = correlations(panel, columns, asked.method)
        save_table(related.r.rename_axis("variable"), asked.correlation)
        tables.append(_correlations_paper(related))
        _draw(related, asked.figure)
    regressors = [column for column in columns if column != asked.outcome]
    mean_vif = float("nan")
    if len(regressors) > 1 and (asked.vif or asked.paper):
        inflation = variance_inflation(panel, regressors)
        save_table(inflation, asked.vif)
        tables.append(_inflation_paper(inflation))
        mean_vif = float(inflation.loc["Mean", "vif"])
    save_paper(tables, asked.paper)
    return {**asked.written(), "n": float(table["n"].max()), "mean_vif": mean_vif}


def _draw(related: Correlations, path: FilePath) -> None:
    from gisplug.report.charts.indices import correlation_matrix

    side = max(9.0, 3.5 + 0.95 * len(related.r))
    title = message("Correlations ({method})", method=message(related.method))
    draw(path, correlation_matrix, related.r, related.p, size=(side + 2, side), title=title)


def _descriptives_paper(table: pd.DataFrame) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    shown = table[list(HEADS)].rename(columns=HEADS).rename_axis("Variable")
    note = "SD between: of the units' means; SD within: of deviations from them."
    return plain_table("Descriptive statistics", shown, (note,))


def _correlations_paper(related: Correlations) -> PaperTable:
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table, stars

    k = range(len(related.r))
    cells = [
        [f"{related.r.iat[i, j]:.3f}{stars(related.p.iat[i, j])}" if j < i else "1" if i == j else "" for j in k]
        for i in k
    ]
    rows = [f"({i}) {name}" for i, name in enumerate(related.r.index, 1)]
    frame = pd.DataFrame(cells, index=rows, columns=[f"({j + 1})" for j in k])
    notes = (
        message("{capitalize} correlations of {n} complete rows.", capitalize=related.method.capitalize(), n=related.n),
        "*** p < 0.01, ** p < 0.05, * p < 0.1.",
    )
    return plain_table("Correlations", frame.rename_axis("Variable"), notes)


def _inflation_paper(inflation: pd.DataFrame) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    shown = inflation.rename(columns={"vif": "VIF", "tolerance": "1/VIF"}).rename_axis("Variable")
    note = "Above 10 is usually called serious collinearity."
    return plain_table("Variance inflation factors", shown, (note,))


TOOL = Tool(
    id="panel_describe",
    title="Describe a panel",
    group="panel",
    help="Gives descriptive statistics with the spread between and within units, correlations with stars, and "
    "variance inflation factors, as the tables that papers print.",
    inputs=Asked,
    values=(
        Output("n", "number", "Rows", "Largest number of rows with a value."),
        Output("mean_vif", "number", "Mean VIF", "Mean variance inflation factor."),
    ),
    run=run,
    tags=("descriptives", "correlation", "VIF", "描述性统计"),
    example="gisplug panel-describe --panel demo-panel --unit adcode --period year --columns "
    "develop,agg,wage,second,third --outcome develop --paper describe.html --figure correlation.png",
)
