"""Tool: inequality and concentration, with parts by region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.indices.results import CHART
from gisplug.tools.inputs import field_param
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.indices.inequality import DagumGini
    from gisplug.report.tables.paper_table import PaperTable

MEASURES = {"gini": "Gini", "theil_t": "Theil T", "theil_l": "Theil L", "cv": "Coefficient of variation"}
DAGUM_HEADS = {
    "gini": "Gini",
    "within": "Gw",
    "between": "Gnb",
    "transvariation": "Gt",
    "share_within": "Gw share",
    "share_between": "Gnb share",
    "share_transvariation": "Gt share",
}
THEIL_HEADS = {
    "theil_t": "Theil T",
    "between": "Between",
    "within": "Within",
    "share_between": "Between share",
    "share_within": "Within share",
}


class Asked(PanelInputs):
    """What the tool is asked."""

    variable: str = field_param("Variable", "Column with positive values.")
    region: Optional[str] = field_param(
        "Region field",
        "Column with the region of each unit, such as east, centre and west.",
        optional=True,
    )
    weight: Optional[str] = field_param(
        "Population field",
        "Column with the population, for values per head. All units count alike where it is left empty.",
        optional=True,
        advanced=True,
    )
    table: FilePath = output("table", "All measures", "All measures and parts, one row a period.")
    paper: FilePath = paper_output("Measures by period, Dagum's and Theil's decompositions.")
    figure: FilePath = output(
        "figure",
        "Decomposition over time",
        "Dagum's parts of the Gini coefficient over time; without regions all measures as lines.",
    )
    theil_figure: FilePath = output(
        "figure",
        "Theil over time",
        "Parts of the Theil index between and within regions over time.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.indices.inequality import dagum_gini, theil
    from gisplug.indices.specialisation import concentration

    panel = open_panel(asked, progress)
    variable, region = asked.variable, asked.region
    spread = theil(panel, variable, asked.weight, region)
    shares = concentration(panel, variable)
    dagum = dagum_gini(panel, variable, region) if region else None
    if dagum is not None and asked.weight:
        progress.warn(
            "Dagum's decomposition and the Herfindahl index count every unit alike; the weights are for Theil, "
            "Gini and variation."
        )
    save_table(_table(spread.join(shares), dagum), asked.table)
    if asked.paper:
        tables = [_measures(variable, spread, shares)]
        save_paper(
            [*tables, *(_parts(variable, spread, dagum, region) if dagum is not None and region else [])], asked.paper
        )
    if dagum is not None:
        _draw_parts(asked, variable, spread, dagum)
    else:
        _draw_measures(asked, variable, spread)
    return {
        **asked.written(),
        "gini": float(spread.iloc[-1]["gini"]),
        "theil": float(spread.iloc[-1]["theil_t"]),
        "herfindahl": float(shares.iloc[-1]["herfindahl"]),
    }


def _table(measures: pd.DataFrame, dagum: Optional[DagumGini]) -> pd.DataFrame:
    if dagum is None:
        return measures
    return (
        measures.join(dagum.total.add_prefix("dagum_"))
        .join(dagum.within.add_prefix("gini "))
        .join(dagum.between.add_prefix("gini "))
        .join(dagum.overlap.add_prefix("affluence "))
    )


def _draw_parts(asked: Asked, variable: str, spread: pd.DataFrame, dagum: DagumGini) -> None:
    from gisplug.report.charts.indices import parts

    between = {"within": "Within regions", "between": "Between regions"}
    gini = (dagum.total, {**between, "transvariation": "Transvariation"}, "gini", "Gini coefficient")
    draw(asked.figure, parts, *gini, message("Dagum decomposition of {variable}", variable=variable), size=CHART)
    theil = (spread, between, "theil_t", "Theil index")
    draw(asked.theil_figure, parts, *theil, message("Theil decomposition of {variable}", variable=variable), size=CHART)


def _draw_measures(asked: Asked, variable: str, spread: pd.DataFrame) -> None:
    from gisplug.report.charts.indices import group_lines

    shown = spread[list(MEASURES)].rename(columns={**MEASURES, "cv": "Variation"})
    long = shown.rename_axis("period").reset_index().melt("period", var_name="group", value_name="value")
    draw(
        asked.figure,
        group_lines,
        long,
        "value",
        "Inequality",
        message("Inequality of {variable}", variable=variable),
        size=CHART,
    )
    theil = long[long["group"].str.startswith("Theil")]
    title = message("Theil index of {variable}", variable=variable)
    draw(asked.theil_figure, group_lines, theil, "value", "Theil index", title, size=CHART)


def _measures(variable: str, spread: pd.DataFrame, shares: pd.DataFrame) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    largest = [column for column in shares if column.startswith("cr")]
    shown = spread[list(MEASURES)].join(shares[["herfindahl", *largest]])
    heads = {**MEASURES, "herfindahl": "Herfindahl"}
    return plain_table(
        message("Inequality of {variable}", variable=variable), shown.rename(columns=heads).rename_axis("Period")
    )


def _parts(variable: str, spread: pd.DataFrame, dagum: DagumGini, region: str) -> list[PaperTable]:
    """Return Dagum's and Theil's decompositions by region."""
    from gisplug.report.tables.paper_table import plain_table

    total = dagum.total.rename(columns=DAGUM_HEADS).rename_axis("Period")
    note = message(
        "Dagum (1997) by {region}: Gw within regions, Gnb net between regions, Gt transvariation; "
        "they sum to the Gini coefficient.",
        region=region,
    )
    pairs = dagum.within.join(dagum.between).rename_axis("Period")
    theil = spread[list(THEIL_HEADS)].rename(columns=THEIL_HEADS).rename_axis("Period")
    return [
        plain_table(message("Dagum decomposition of {variable}", variable=variable), total, (note,)),
        plain_table(message("Gini within and between regions, {variable}", variable=variable), pairs),
        plain_table(message("Theil decomposition of {variable}", variable=variable), theil),
    ]


TOOL = Tool(
    id="inequality",
    title="Inequality and concentration",
    group="indices",
    help="Measures in each period how unequally a value is spread over the units: Gini, Theil, coefficient of "
    "variation, Herfindahl and the shares of the largest. With regions, the Theil index is split into parts "
    "between and within them, and the Gini coefficient by Dagum into within, between and transvariation.",
    inputs=Asked,
    values=(
        Output("gini", "number", "Gini, last period", "Gini coefficient of the last period."),
        Output("theil", "number", "Theil T, last period", "Theil index of the last period."),
        Output("herfindahl", "number", "Herfindahl, last period", "Herfindahl index of the last period."),
    ),
    run=run,
    tags=("Gini", "Dagum", "Theil", "Herfindahl", "基尼系数", "泰尔指数"),
    example="gisplug inequality --panel demo-panel --unit adcode --period year --variable develop --region region "
    "--table gini.csv --paper gini.html --figure gini.png",
)
