"""Tool: fuzzy-set qualitative comparative analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.configuration.fsqca_figures import period_figure, xy_figure
from gisplug.tools.configuration.fsqca_tables import papers, save_tables
from gisplug.tools.configuration.options import anchors_of, calibration_params, expectations_of, quantiles_of
from gisplug.tools.inputs import field_param, fields_param, split_list
from gisplug.tools.results import paper_output, save_figure, save_paper, tell, written

if TYPE_CHECKING:
    import pandas as pd


def run(params: Params, progress: Progress) -> Results:
    from gisplug.configuration.fsqca import fsqca

    cases, members, anchors, lost = _cases(params)
    conditions, outcome = list(params["conditions"]), params["outcome"]
    hopes = expectations_of(params["expectations"], conditions)
    opposite = {c: None if v is None else 1 - v for c, v in hopes.items()}
    cut = {"frequency": params["frequency"], "consistency": params["consistency"], "pri": params["pri"]}
    found = {outcome: fsqca(members, outcome, conditions, expectations=hopes, **cut)}
    if params["negated"]:
        found[f"~{outcome}"] = fsqca(members, outcome, conditions, expectations=opposite, negated=True, **cut)
    progress.info(f"{len(members)} cases, {lost} left out because a value is missing.")
    for result in found.values():
        tell(progress, result.report)
    save_tables(params, found, members, cases)
    if params["paper"]:
        save_paper(papers(params, found, anchors, cases), params["paper"])
    if params["figure"]:
        save_figure(xy_figure(found, members), params["figure"])
    if params["periods_figure"]:
        save_figure(period_figure(params, found, cases), params["periods_figure"])
    solution = found[outcome].solutions["intermediate"]
    return {
        **written(TOOL, params),
        "configurations": len(solution.patterns),
        "solution_consistency": solution.consistency,
        "solution_coverage": solution.coverage,
        "solution": " + ".join(solution.terms.index),
    }


def _cases(params: Params) -> tuple[pd.DataFrame, pd.DataFrame, Optional[pd.DataFrame], int]:
    """Return the keys of the cases, memberships, anchors and how many rows are incomplete."""
    from gisplug.configuration.sets import calibrate_table, off_half
    from gisplug.core.tables import read_table, text_ids

    table = read_table(params["panel"])
    columns = [params["outcome"], *params["conditions"]]
    keys = [params["unit"], *([params["period"]] if params["period"] else [])]
    if gone := [c for c in [*columns, *keys] if c not in table.columns]:
        raise ParameterError(
            f"{params['panel']} has no column {', '.join(gone)}; it has {', '.join(map(str, table.columns))}."
        )
    if params["periods"]:
        table = table[table[params["period"]].astype(str).isin(split_list(params["periods"]))]
    whole = table[columns].notna().all(axis=1)
    table, lost = table[whole], int((~whole).sum())
    if table.empty:
        raise ParameterError("No row has the outcome and all conditions.")
    cases = table[keys].copy()
    cases[params["unit"]] = text_ids(cases[params["unit"]])
    table.index = cases.astype(str).agg(" ".join, axis=1)
    if params["calibrated"]:
        return cases, table[columns].apply(lambda c: off_half(c.to_numpy(dtype=float))[0]), None, lost
    shares = quantiles_of(params["quantiles"])
    members, anchors = calibrate_table(table[columns], anchors_of(params["anchors"]), shares)
    return cases, members, anchors, lost


TOOL = Tool(
    id="fsqca",
    title="Fuzzy-set QCA",
    group="configuration",
    help="Finds combinations of conditions that are sufficient for a high outcome, and for a low one: calibration, "
    "necessity, truth table, complex, parsimonious and intermediate solutions, and the usual table of core "
    "and peripheral conditions. Panels are pooled, and consistency is also given by period and by unit.",
    params=(
        Param("panel", "table", "Table", "Table with one row per case: a panel, or one row per region."),
        field_param("unit", "Case field", "Column with the id of the case or unit."),
        field_param("period", "Period field", "Column with the year, for panels.", optional=True),
        field_param("outcome", "Outcome", "Column to explain."),
        fields_param("conditions", "Conditions", "Columns whose combinations explain it; three to eight work best."),
        Param(
            "calibrated",
            "flag",
            "Already calibrated",
            "Tells that the columns are memberships between 0 and 1.",
            default=False,
        ),
        *calibration_params(),
        Param(
            "frequency",
            "integer",
            "Frequency cut-off",
            "Least number of cases of a truth-table row.",
            default=1,
            minimum=1,
            maximum=10000,
        ),
        Param(
            "consistency",
            "number",
            "Consistency cut-off",
            "Least consistency of a row with the outcome.",
            default=0.8,
            minimum=0.5,
            maximum=1.0,
        ),
        Param(
            "pri",
            "number",
            "PRI cut-off",
            "Least proportional reduction in inconsistency of a row with the outcome.",
            default=0.7,
            minimum=0.0,
            maximum=1.0,
        ),
        Param(
            "expectations",
            "text",
            "Directional expectations",
            "What theory expects of conditions: 1 presence helps, 0 absence helps, - neither, such as: gov1=1, "
            "market1=-. Presence is expected where nothing is said, and the reverse for the negated outcome.",
            optional=True,
        ),
        Param("negated", "flag", "Negated outcome too", "Analyses the absence of the outcome as well.", default=True),
        Param(
            "periods",
            "text",
            "Periods used",
            "Only these periods, joined by commas: a single year gives a cross-section.",
            optional=True,
            advanced=True,
        ),
    ),
    outputs=(
        paper_output(
            "Calibration, necessity, configurations with core and peripheral conditions, three solutions, truth "
            "table, stability over the panel.",
            "Tables of the paper",
        ),
        Output(
            "solutions",
            "table",
            "Solutions",
            "Terms of all solutions with consistency, PRI, raw and unique coverage and cases.",
        ),
        Output(
            "truth_table",
            "table",
            "Truth table",
            "Rows with cases: conditions, outcome, number, consistency, PRI, cases.",
        ),
        Output(
            "necessity", "table", "Necessity", "Consistency, coverage and relevance of every condition and its absence."
        ),
        Output("memberships", "table", "Memberships", "Calibrated memberships of every case."),
        Output("figure", "figure", "XY plots", "Membership in the outcome over membership in each configuration."),
        Output(
            "periods_figure", "figure", "Consistency by period", "Consistency of each configuration in every period."
        ),
        Output("configurations", "number", "Configurations", "Number of configurations of the intermediate solution."),
        Output("solution_consistency", "number", "Solution consistency", "Consistency of the intermediate solution."),
        Output("solution_coverage", "number", "Solution coverage", "Coverage of the intermediate solution."),
        Output("solution", "text", "Solution", "The intermediate solution in words."),
    ),
    run=run,
    tags=("fsQCA", "QCA", "configurations", "necessity", "truth table"),
    example="gisplug fsqca --panel demo-panel --unit adcode --period year --outcome agg --conditions "
    "gov1,gov2,market1,market2,inf1,inf2 --pri 0.5 --paper fsqca.html --figure xy.png",
)
