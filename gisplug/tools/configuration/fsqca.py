"""Tool: fuzzy-set qualitative comparative analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Results, Tool
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.configuration.fsqca_figures import period_figure, xy_figure
from gisplug.tools.configuration.fsqca_inputs import FsqcaInputs
from gisplug.tools.configuration.fsqca_tables import papers, save_tables
from gisplug.tools.configuration.options import (
    anchors_of,
    cuts_of,
    expectations_of,
    quantiles_of,
)
from gisplug.tools.inputs import open_table, split_list
from gisplug.tools.results import save_figure, save_paper, tell

if TYPE_CHECKING:
    import pandas as pd


def run(asked: FsqcaInputs, progress: Progress) -> Results:
    from gisplug.configuration.fsqca import fsqca

    cases, members, anchors, lost = _cases(asked, progress)
    conditions, outcome = list(asked.conditions), asked.outcome
    hopes = expectations_of(asked.expectations, conditions)
    opposite = {c: None if v is None else 1 - v for c, v in hopes.items()}
    cut: dict[str, Any] = {"frequency": asked.frequency, "consistency": asked.consistency, "pri": asked.pri}
    found = {outcome: fsqca(members, outcome, conditions, expectations=hopes, **cut)}
    if asked.negated:
        found[f"~{outcome}"] = fsqca(members, outcome, conditions, expectations=opposite, absence=True, **cut)
    progress.info(message("{n} cases, {lost} left out because a value is missing.", n=len(members), lost=lost))
    for result in found.values():
        tell(progress, result.report)
    save_tables(asked, found, members, cases)
    if asked.paper:
        save_paper(papers(asked, found, anchors, cases), asked.paper)
    if asked.figure:
        save_figure(xy_figure(found, members), asked.figure)
    if asked.periods_figure:
        save_figure(period_figure(asked, found, cases), asked.periods_figure)
    solution = found[outcome].solutions["intermediate"]
    return {
        **asked.written(),
        "configurations": len(solution.patterns),
        "solution_consistency": solution.consistency,
        "solution_coverage": solution.coverage,
        "solution": " + ".join(solution.terms.index),
    }


def _cases(asked: FsqcaInputs, progress: Progress) -> tuple[pd.DataFrame, pd.DataFrame, Optional[pd.DataFrame], int]:
    """Return the keys of the cases, memberships, anchors and how many rows are incomplete."""
    from gisplug.configuration.sets import calibrate_table, off_half
    from gisplug.core.periods.calendar import calendar_of
    from gisplug.core.tables import text_ids
    from gisplug.core.tables.periods import period_values, periods_in

    table = open_table(asked.panel, progress, sheet=asked.sheet)
    columns = [asked.outcome, *asked.conditions]
    keys = [asked.unit, *([asked.period] if asked.period else [])]
    if gone := [c for c in [*columns, *keys] if c not in table.columns]:
        raise ParameterError(
            message(
                "{panel} has no column {gone}; it has {columns}.",
                panel=asked.panel,
                gone=", ".join(gone),
                columns=", ".join(map(str, table.columns)),
            )
        )
    if asked.period:
        table[asked.period] = period_values(table[asked.period], asked.panel)
    if asked.periods:
        calendar = calendar_of(periods_in(table[asked.period]))
        wanted = [calendar.written(name) for name in split_list(asked.periods)]
        table = table[table[asked.period].astype(str).isin(wanted)]
    whole = table[columns].notna().all(axis=1)
    table, lost = table[whole], int((~whole).sum())
    if table.empty:
        raise ParameterError("No row has the outcome and all conditions.")
    cases = table[keys].copy()
    cases[asked.unit] = text_ids(cases[asked.unit])
    table.index = cases.astype(str).agg(" ".join, axis=1)
    if asked.calibrated:
        return cases, table[columns].apply(lambda c: off_half(c.to_numpy(dtype=float))[0]), None, lost
    shares = quantiles_of(asked.quantiles)
    members, anchors = calibrate_table(
        table[columns], anchors_of(asked.anchors), shares, asked.method, cuts_of(asked.cuts), asked.groups
    )
    return cases, members, anchors, lost


TOOL = Tool(
    id="fsqca",
    title="Fuzzy-set QCA",
    group="configuration",
    help="Finds combinations of conditions that are sufficient for a high outcome, and for a low one: calibration, "
    "necessity, truth table, complex, parsimonious and intermediate solutions, and the usual table of core "
    "and peripheral conditions. Panels are pooled, and consistency is also given by period and by unit.",
    inputs=FsqcaInputs,
    values=(
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
