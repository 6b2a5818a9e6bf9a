"""Tool: calibrate variables into fuzzy sets."""

from __future__ import annotations

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.configuration.fsqca_tables import anchors_paper
from gisplug.tools.configuration.options import anchors_of, calibration_params, quantiles_of
from gisplug.tools.inputs import choice_param, fields_param
from gisplug.tools.results import paper_output, save_paper, save_table, written


def run(params: Params, progress: Progress) -> Results:
    from gisplug.configuration.sets import calibrate_table
    from gisplug.core.tables import read_table

    table, variables = read_table(params["panel"]), list(params["variables"])
    if lost := [c for c in variables if c not in table.columns]:
        raise ParameterError(
            f"{params['panel']} has no column {', '.join(lost)}; it has {', '.join(map(str, table.columns))}."
        )
    shares = quantiles_of(params["quantiles"])
    members, anchors = calibrate_table(table[variables], anchors_of(params["anchors"]), shares, params["method"])
    halves = int(anchors["halves"].sum())
    progress.info(f"{len(anchors)} variables calibrated; 0.001 added to {halves} memberships of exactly 0.5.")
    kept = table.drop(columns=variables) if params["keep"] else table.iloc[:, :0]
    save_table(kept.join(members), params["table"])
    if params["paper"]:
        save_paper(anchors_paper("Calibration", anchors), params["paper"])
    return {**written(TOOL, params), "halves": halves}


TOOL = Tool(
    id="set_calibration",
    title="Calibrate fuzzy sets",
    group="configuration",
    help="Turns variables into memberships between 0 and 1 by the direct method, with anchors at quantiles or "
    "given by hand. Memberships of exactly one half get 0.001 more, because they would belong to no "
    "configuration.",
    params=(
        Param("panel", "table", "Table", "Table with one row per case: a panel, or one row per region."),
        fields_param("variables", "Variables", "Columns to calibrate."),
        *calibration_params(),
        choice_param(
            "method",
            "Method",
            "Logistic curve through the anchors (Ragin), or straight lines between them.",
            ("logistic", "linear"),
            "logistic",
        ),
        Param(
            "keep",
            "flag",
            "Keep other columns",
            "Keeps the columns that are not calibrated, such as ids and periods.",
            default=True,
        ),
    ),
    outputs=(
        Output("table", "table", "Memberships", "The table with memberships in place of the variables."),
        paper_output("Anchors of every set.", "Calibration table"),
        Output("halves", "number", "Memberships moved", "How many memberships of exactly one half got 0.001 more."),
    ),
    run=run,
    tags=("fsQCA", "calibration", "fuzzy set"),
    example="gisplug set-calibration --panel demo-panel --variables develop,agg,wage --table sets.csv",
)
