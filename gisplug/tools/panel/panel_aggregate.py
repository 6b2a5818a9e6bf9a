"""Tool: rows below the unit summed up by unit and period."""

from __future__ import annotations

from typing import Optional

from gisplug.core.declare import Inputs, Output, Results, Tool, output, param
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choices_param, field_param, fields_param, open_table
from gisplug.tools.results import FilePath, save_table, tell

STATISTICS = {
    "mean": "Mean",
    "sum": "Sum",
    "median": "Median",
    "min": "Minimum",
    "max": "Maximum",
    "sd": "Standard deviation",
    "positive": "Number above nought",
}


class Asked(Inputs):
    """What the tool is asked."""

    rows: str = param(
        "table", "Table", "Table with one row a firm, project or person, and the unit and period it belongs to."
    )
    unit: str = field_param("Unit field", "Column with the id of the unit.", parent="rows")
    period: str = field_param("Period field", "Column with the period.", parent="rows")
    columns: Optional[list[str]] = fields_param(
        "Columns",
        "Columns of numbers that are summed up; only rows are counted without any.",
        parent="rows",
        optional=True,
    )
    statistics: list[str] = choices_param(
        "Statistics",
        "What is taken of each column; the new columns are called column_statistic. Empty cells do not count.",
        STATISTICS,
        ["mean"],
    )
    weight: Optional[str] = field_param(
        "Weight field", "Column that weighs the means, such as sales.", parent="rows", optional=True, advanced=True
    )
    table: FilePath = output(
        "table",
        "Units and periods",
        "One row per unit and period: number of rows, and each statistic of each column.",
        main=True,
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.panel.below.aggregate import aggregate

    table = open_table(asked.rows, progress)
    found = aggregate(table, asked.unit, asked.period, asked.columns or (), asked.statistics, asked.weight)
    tell(progress, found.report)
    save_table(found.table, asked.table)
    return {**asked.written(), "groups": float(len(found.table)), "rows_used": float(found.table["rows"].sum())}


TOOL = Tool(
    id="panel_aggregate",
    title="Sum up rows by unit and period",
    group="panel",
    help="Makes a panel from rows below the unit, such as firms, projects or people: their number, and mean, sum or "
    "other statistics of columns by unit and period. The result joins other panels.",
    inputs=Asked,
    values=(
        Output("groups", "number", "Units and periods", "Number of units and periods with rows."),
        Output("rows_used", "number", "Rows", "Number of rows that were summed up."),
    ),
    run=run,
    tags=("aggregate", "collapse", "firms", "汇总"),
    example="gisplug panel-aggregate --rows firms.csv --unit county_id --period year --columns top5_suppliers,"
    "top5_customers --statistics mean --table supply_chain.csv",
)
