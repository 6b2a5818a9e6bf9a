"""Tool: the coefficient without each unit, period or group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import ErrorStructure
from gisplug.tools.inputs import choice_param, field_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    RegressorInputs,
    WeightedFitInputs,
    errors_param,
    formula_of,
    weighted_options,
)
from gisplug.tools.regression_results import TableFiles
from gisplug.tools.results import FilePath, draw, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.regression.variations.leave_one_out import LeaveOneOut
    from gisplug.report.tables.paper_table import PaperTable

HEADS = {
    "estimate": "Coefficient",
    "se": "SE",
    "p": "p",
    "low": "95 % low",
    "high": "95 % high",
    "change": "Change",
    "change_se": "Change in SE",
    "n": "Observations",
}


class Asked(RegressorInputs, ControlsInputs, WeightedFitInputs, TableFiles):
    """What the tool is asked."""

    regressor: str = field_param("Regressor", "Column whose coefficient is followed.")
    leave: Literal["unit", "period", "field"] = choice_param(
        "Left out",
        "One unit after another, one period after another, or one group of a column after another.",
        {"unit": "Each unit", "period": "Each period", "field": "Groups of a column"},
        "unit",
    )
    by: Optional[str] = field_param(
        "Grouping field",
        "Column whose groups are left out one after another, such as region.",
        optional=True,
        applies_when=({"leave": ("field",)},),
    )
    errors: ErrorStructure = errors_param("robust")
    figure: FilePath = output(
        "figure",
        "Leave-one-out chart",
        "Coefficients in order with 95 percent intervals, and the band of the regression with all.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.variations.leave_one_out import leave_one_out
    from gisplug.report.charts.regression import left_out

    panel = load_panel(asked, unbalanced=True)
    if asked.leave == "field" and not asked.by:
        raise ParameterError("Groups of a column are to be left out, and no column is named; give the grouping field.")
    by = str(asked.by) if asked.leave == "field" else asked.leave
    found = leave_one_out(panel, formula_of(asked, [asked.regressor]), by, progress=progress, **weighted_options(asked))
    tell(progress, panel.report + found.report)
    names = dict(zip(panel.ids, panel.names)) if by == "unit" else {}
    shown = found.table().rename(index=names)
    save_table(shown, asked.table)
    if asked.paper:
        save_paper(_paper(found, names), asked.paper)
    count = len(shown)
    draw(
        asked.figure,
        left_out,
        found.estimates.rename(index=names),
        found.baseline.estimates.loc[found.key],
        found.key,
        size=(13, min(3 + 0.42 * count, 22)),
    )
    facts = found.statistics
    return {
        **asked.written(),
        "lowest": float(str(facts["Lowest"])),
        "highest": float(str(facts["Highest"])),
        "most": str(shown.index[0]),
    }


def _paper(found: LeaveOneOut, names: dict[str, str]) -> PaperTable:
    """Return the coefficients, the largest change first."""
    from gisplug.report.tables.paper_table import plain_table

    frame = found.table()[list(HEADS)].rename(columns=HEADS, index=names).rename_axis("Left out")
    base = found.baseline.estimates.loc[found.key]
    note = message(
        "With all: {base:.4f} ({base2:.4f}), {nobs} observations. Change in SE: change over the "
        "standard error with all.",
        base=base["estimate"],
        base2=base["se"],
        nobs=found.baseline.nobs,
    )
    return plain_table(found.title, frame, notes=(note, *(n.text for n in found.report.warnings)))


TOOL = Tool(
    id="leave_one_out",
    title="Leave one out",
    group="regression",
    help="Repeats a panel regression without each unit, each period or each group, and shows how far the coefficient "
    "of the main regressor moves: whether a result rests on one province, year or region.",
    inputs=Asked,
    values=(
        Output("lowest", "number", "Lowest coefficient", "Smallest coefficient with one left out."),
        Output("highest", "number", "Highest coefficient", "Largest coefficient with one left out."),
        Output("most", "text", "Most influential", "What changes the coefficient most when it is left out."),
    ),
    run=run,
    tags=("jackknife", "influence", "robustness", "dfbeta"),
    example="gisplug leave-one-out --panel demo-panel --unit adcode --period year --outcome develop --regressor agg "
    "--controls wage,second --paper leave.html --figure leave.png",
)
