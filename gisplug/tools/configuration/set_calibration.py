"""Tool: calibrate variables into fuzzy sets."""

from __future__ import annotations

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.configuration.fsqca_tables import anchors_paper
from gisplug.tools.configuration.options import CalibrationInputs, anchors_of, cuts_of, quantiles_of
from gisplug.tools.inputs import fields_param, open_table
from gisplug.tools.results import FilePath, paper_output, save_paper, save_table


class Asked(CalibrationInputs):
    """What the tool is asked."""

    panel: str = param("table", "Table", "Table with one row per case: a panel, or one row per region.")
    variables: list[str] = fields_param("Variables", "Columns to calibrate.")
    keep: bool = param(
        "flag",
        "Keep other columns",
        "Keeps the columns that are not calibrated, such as ids and periods.",
        default=True,
    )
    table: FilePath = output("table", "Memberships", "The table with memberships in place of the variables.", main=True)
    paper: FilePath = paper_output("Anchors of every set.", "Calibration table")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.configuration.sets import calibrate_table

    table, variables = open_table(asked.panel, progress, sheet=asked.sheet), list(asked.variables)
    if lost := [c for c in variables if c not in table.columns]:
        raise ParameterError(
            message(
                "{panel} has no column {lost}; it has {columns}.",
                panel=asked.panel,
                lost=", ".join(lost),
                columns=", ".join(map(str, table.columns)),
            )
        )
    shares = quantiles_of(asked.quantiles)
    members, anchors = calibrate_table(
        table[variables], anchors_of(asked.anchors), shares, asked.method, cuts_of(asked.cuts), asked.groups
    )
    halves = int(anchors["halves"].sum())
    progress.info(
        message(
            "{n} variables calibrated; 0.001 added to {halves} memberships of exactly 0.5.",
            n=len(anchors),
            halves=halves,
        )
    )
    kept = table.drop(columns=variables) if asked.keep else table.iloc[:, :0]
    save_table(kept.join(members), asked.table)
    if asked.paper:
        save_paper(anchors_paper("Calibration", anchors), asked.paper)
    return {**asked.written(), "halves": halves}


TOOL = Tool(
    id="set_calibration",
    title="Calibrate fuzzy sets",
    group="configuration",
    help="Turns variables into memberships between 0 and 1 by the direct method, with anchors at quantiles or given by "
    "hand, or by the indirect method, from groups of cases. Memberships of exactly one half get 0.001 more, because "
    "they would belong to no configuration.",
    inputs=Asked,
    values=(
        Output("halves", "number", "Memberships moved", "How many memberships of exactly one half got 0.001 more."),
    ),
    run=run,
    tags=("fsQCA", "calibration", "fuzzy set"),
    example="gisplug set-calibration --panel demo-panel --variables develop,agg,wage --table sets.csv",
)
