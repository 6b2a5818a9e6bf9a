"""Tool: whether panel, boundaries, weights and columns are there and fit each other, before long work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import GisplugError
from gisplug.core.evidence import Report, many, some
from gisplug.core.messages import message, spoken
from gisplug.core.progress import Progress
from gisplug.tools.formula_inputs import FormulaPartsInputs, asked_formula
from gisplug.tools.inputs import OptionalUnitsInputs, fields_param, load_optional_units, where_param
from gisplug.tools.panel_inputs import PanelInputs, allowed, load_panel
from gisplug.tools.results import FilePath, save_table
from gisplug.tools.weights_inputs import ExtraUnitsInputs, aligned, weights_file

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel

FINE, NOTE, PROBLEM = "ok", "note", "problem"
PANEL, BOUNDARIES, WEIGHTS, COLUMNS, FORMULA = "Panel table", "Boundaries", "Spatial weights", "Columns", "Formula"
Row = tuple[str, str, str]  # input, verdict, what was found


class Asked(PanelInputs, FormulaPartsInputs, ExtraUnitsInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    columns: Optional[list[str]] = fields_param(
        "Columns", "Further columns that are looked at: whether they are numbers, complete, and vary.", optional=True
    )
    weights: Optional[str] = param(
        "weights", "Spatial weights", "Weights file that must have the units of the panel.", optional=True
    )
    where: Optional[str] = where_param()
    table: FilePath = output(
        "table",
        "Findings",
        "One row a finding: the input, the verdict (ok, note, problem) and what was found.",
        main=True,
    )


def run(asked: Asked, progress: Progress) -> Results:
    import pandas as pd

    rows: list[Row] = []
    for row in _looked_at(asked):
        rows.append(row)
        (progress.info if row[1] == FINE else progress.warn)(message("{part}: {said}", part=row[0], said=row[2]))
    save_table(pd.DataFrame(rows, columns=["input", "verdict", "finding"]), asked.table)
    problems, notes = (sum(verdict == what for _, verdict, _ in rows) for what in (PROBLEM, NOTE))
    if problems:
        summary = message("{problems}, {notes}.", problems=many(problems, "problem"), notes=many(notes, "note"))
    else:
        summary = message("Nothing keeps the work from starting; {notes}.", notes=many(notes, "note"))
    return {**asked.written(), "problems": float(problems), "notes": float(notes), "summary": spoken(summary)}


def _looked_at(asked: Asked) -> Iterator[Row]:
    """Look at one input after the other; what depends on one with a problem is not looked at."""
    units = None
    try:
        units = load_optional_units(asked)
    except GisplugError as problem:
        yield BOUNDARIES, PROBLEM, _said(problem)
    if units is not None:
        text = message("{n} units, such as {ids}.", n=len(units.ids), ids=some(units.names, 3))
        yield BOUNDARIES, FINE, text
        yield from _noted(BOUNDARIES, units.report)
    try:
        panel = load_panel(asked, units, unbalanced=True)
    except GisplugError as problem:
        yield PANEL, PROBLEM, _said(problem)
        return
    yield from _panel(panel, allowed(asked, True))
    if asked.weights:
        yield from _weights(asked, panel)
    yield from _columns(asked, panel)


def _said(problem: GisplugError) -> str:
    """Return what a refusal says, to be told in the language of the run."""
    said: str = problem.args[0] if problem.args else str(problem)
    return said


def _noted(what: str, report: Report) -> Iterator[Row]:
    for note in report.notes:
        yield what, NOTE if note.level == "warning" else FINE, note.text


def _panel(panel: Panel, may_lack: bool) -> Iterator[Row]:
    absent = int(panel.frame.isna().all(axis=1).sum()) if panel.unbalanced else 0
    if absent:
        text = message(
            "{absent} of {rows} rows are absent; methods of balanced panels refuse that.",
            absent=absent,
            rows=panel.N * panel.T,
        )
        yield PANEL, NOTE if may_lack else PROBLEM, text
    if panel.T == 1:
        yield PANEL, NOTE, message("There is one period; effects of units cannot be taken out.")
    yield from _noted(PANEL, panel.report)


def _weights(asked: Asked, panel: Panel) -> Iterator[Row]:
    from gisplug.weights.diagnostics import diagnostics

    try:
        w = weights_file(asked.weights or "", "none", panel)
        value = diagnostics(w)["value"]
        text = message(
            "{n} units, {links} links, {mean:.2f} neighbours on average, {isolates} without any.",
            n=len(w.ids),
            links=int(value["links"]),
            mean=float(value["neighbours mean"]),
            isolates=int(value["isolates"]),
        )
        yield WEIGHTS, FINE if not int(value["isolates"]) else NOTE, text
        kept, (made,) = aligned(panel, [w], asked.match, asked.extra_units)
    except GisplugError as problem:
        yield WEIGHTS, PROBLEM, _said(problem)
        return
    yield from _noted(WEIGHTS, made.report)
    if kept.N < panel.N:
        yield WEIGHTS, NOTE, message("{n} of {N} units remain with both.", n=kept.N, N=panel.N)


def _columns(asked: Asked, panel: Panel) -> Iterator[Row]:
    """Look at the columns that are named, then at the formula."""
    named = [asked.outcome or "", *(asked.regressors or ()), *(asked.columns or ())]
    explained = (asked.outcome, *(asked.regressors or ()))
    for column in dict.fromkeys(name for name in named if name):
        yield from (
            _column(panel, column) if column in explained or not _is_text(panel, column) else _texts(panel, column)
        )
    if not (asked.formula or asked.outcome or asked.regressors):
        return
    from gisplug.panel.model_frame import model_frame

    try:
        formula = asked_formula(asked)
        frame = model_frame(panel, formula, where=asked.where)
        for term in frame.formula.columns:
            if asked.formula:
                yield from _column(frame.panel, term)
        used = panel.N * panel.T if frame.rows is None else int(frame.rows.sum())
        text = message(
            "{formula} can be read; {n} of {all} rows are used.", formula=formula, n=used, all=panel.N * panel.T
        )
        yield FORMULA, FINE if used else PROBLEM, text
    except GisplugError as problem:
        yield FORMULA, PROBLEM, _said(problem)


def _column(panel: Panel, column: str) -> Iterator[Row]:
    import numpy as np

    try:
        values = panel.array(column)
    except GisplugError as problem:
        yield COLUMNS, PROBLEM, _said(problem)
        return
    known = np.isfinite(values)
    lacking, there = int((~known).sum()), values[known]
    if not there.size:
        yield COLUMNS, PROBLEM, message("{column} has no value.", column=column)
        return
    low, high = float(there.min()), float(there.max())
    text = message("{column} runs from {low:.6g} to {high:.6g}.", column=column, low=low, high=high)
    yield COLUMNS, FINE, text
    if lacking:
        text = message("{column} lacks {n} of {all} values.", column=column, n=lacking, all=values.size)
        yield COLUMNS, NOTE, text
    if low == high:
        yield COLUMNS, PROBLEM, message("{column} has one value only; it explains nothing.", column=column)
    elif panel.T > 1 and not _varies(values):
        text = message("{column} does not change over time; effects of units take it out.", column=column)
        yield COLUMNS, NOTE, text
    elif panel.N > 1 and not _varies(values.T):
        text = message("{column} is the same for all units; effects of periods take it out.", column=column)
        yield COLUMNS, NOTE, text


def _is_text(panel: Panel, column: str) -> bool:
    import pandas as pd

    return column in panel.frame.columns and not pd.api.types.is_numeric_dtype(panel.frame[column])


def _texts(panel: Panel, column: str) -> Iterator[Row]:
    values = panel.frame[column]
    yield COLUMNS, FINE, message("{column} holds {n} different texts.", column=column, n=values.nunique())
    if lacking := int(values.isna().sum()):
        text = message("{column} lacks {n} of {all} values.", column=column, n=lacking, all=len(values))
        yield COLUMNS, NOTE, text


def _varies(values: object) -> bool:
    """Whether some column of an array (rows, columns) has two values."""
    import numpy as np

    array = np.asarray(values, dtype=float)
    some_there = array[:, np.isfinite(array).any(axis=0)]
    return bool((np.nanmax(some_there, axis=0) > np.nanmin(some_there, axis=0)).any())


TOOL = Tool(
    id="check_inputs",
    title="Check inputs",
    group="panel",
    help="Reads the panel, and boundaries, weights, columns and formula where they are given, and tells whether they "
    "fit each other: units without data, absent rows, missing values, columns that do not vary, units without "
    "neighbours. Nothing is computed, so it is the thing to run before long work. In QGIS a button of the dialogs does "
    "it with what they hold.",
    inputs=Asked,
    values=(
        Output("problems", "number", "Problems", "Number of findings that keep the work from starting."),
        Output("notes", "number", "Notes", "Number of findings that may surprise."),
        Output("summary", "text", "Summary", "How many problems and notes there are."),
    ),
    run=run,
    tags=("check", "inputs", "missing values", "match", "检查输入"),
    example="gisplug check-inputs --panel demo-panel --unit adcode --period year --outcome develop --regressors agg "
    "wage --weights w.csv --units demo-china-provinces --id adcode --table findings.csv",
)
