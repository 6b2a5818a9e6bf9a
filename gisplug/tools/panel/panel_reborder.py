"""Tool: a panel on the borders of one year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import GIVEN, Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import MATCHES, Match, Period
from gisplug.tools.inputs import choice_param, field_param, fields_param
from gisplug.tools.panel_inputs import PanelInputs, load_panel
from gisplug.tools.results import FilePath, save_notes, save_table, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gisplug.crosswalks.common import CommonUnits
    from gisplug.crosswalks.crosswalk import Crosswalk
    from gisplug.panel.frame import Panel

CODES: Any = ({"codes": GIVEN},)
OF_HOLES = ("unbalanced", "empty-cells")  # notes of reading that a panel of changing codes always has


class Asked(PanelInputs):
    """What the tool is asked."""

    crosswalk: Optional[str] = param(
        "table",
        "Crosswalk",
        "What boundaries-crosswalk wrote. With a column since, each period goes through the crosswalk that holds in "
        "it.",
        optional=True,
    )
    codes: Optional[str] = param(
        "table",
        "Code changes",
        "Instead of a crosswalk: a table with one row for each code that became another, for panels without "
        "boundaries.",
        optional=True,
    )
    code_year: str = field_param(
        "Year field of the changes",
        "Column with the first year in which the new code holds.",
        parent="codes",
        default="year",
        applies_when=CODES,
    )
    code_from: str = field_param(
        "Old code field",
        "Column with the old code.",
        parent="codes",
        default="from",
        applies_when=CODES,
    )
    code_to: str = field_param(
        "New code field", "Column with the new code.", parent="codes", default="to", applies_when=CODES
    )
    code_share: Optional[str] = field_param(
        "Share field",
        "Column with the share, from 0 to 1, of a code that became several. A column named share is found by itself.",
        parent="codes",
        optional=True,
        applies_when=CODES,
    )
    to: Optional[int] = param(
        "integer",
        "Year of the codes wanted",
        "Year to whose codes the panel is brought.",
        optional=True,
        applies_when=CODES,
    )
    match: Match = choice_param(
        "Units that do not match",
        "A row's unit is found in the crosswalk by id or by a name that is certain, and rows of totals are left out, "
        "which is said; or by id only; or go on with the units that the crosswalk has, and list the others.",
        MATCHES,
        "names",
        advanced=True,
        applies_when=({"crosswalk": GIVEN},),
    )
    within: Optional[str] = field_param(
        "Field of the larger unit",
        "Column that tells what each unit lies in (province, state). It decides between aliases of one name.",
        optional=True,
        advanced=True,
        applies_when=({"aliases": GIVEN},),
    )
    counts: Optional[list[str]] = fields_param(
        "Counts",
        "Columns whose sums mean something, such as people or output. They are apportioned, and totals are kept.",
        optional=True,
    )
    rates: Optional[list[str]] = fields_param(
        "Rates",
        "Columns that hold of a whole unit, such as shares, prices or values per head. They are averaged.",
        optional=True,
    )
    weight: Optional[str] = field_param(
        "Weight of rates",
        "Column that rates are weighted by, such as population. Where it is left empty, what the crosswalk was made "
        "of weights them.",
        optional=True,
    )
    splits: Literal["shares", "common"] = choice_param(
        "Units that became several",
        "Divide them by their shares, or put together what they became, so that nothing is assumed.",
        {"shares": "Divide by shares", "common": "Put together into common units"},
        "shares",
    )
    missing: float = param(
        "number",
        "Share that may be missing",
        "Share of a target unit, from 0 to 1, that may belong to units without a value. Targets with more are missing.",
        default=0.0,
        minimum=0,
        maximum=1,
        advanced=True,
    )
    table: FilePath = output("table", "Panel", "Long table with the counts and rates of the target units.", main=True)
    totals: FilePath = output(
        "table", "Totals", "Sums of counts and means of rates before and after, by variable and period."
    )
    quality: FilePath = output(
        "table", "Quality", "Share of each value that came from units that were divided, and a flag."
    )
    members: FilePath = output("table", "Members", "Which target units each unit of the result holds.")
    notes: FilePath = output("table", "Report", "Everything that was found, left out or missing.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.crosswalks.reborder import reborder

    panel = load_panel(asked, unbalanced=True)
    found = Report(tuple(note for note in panel.report.notes if note.code not in OF_HOLES))
    progress.update(0.3, "Crosswalk")
    walks, common = _walks(asked, panel)
    if common is not None:
        found += common.report
    if asked.codes:
        found += _warned(walks)
    progress.update(0.6, "Panel")
    made = reborder(
        panel,
        walks,
        asked.counts or (),
        asked.rates or (),
        asked.weight or "",
        asked.missing,
        match=asked.match,
        within=asked.within,
    )
    found += made.report
    if made.report.having("totals"):  # named by their ids as totals, they were left out
        found = Report(tuple(note for note in found.notes if note not in panel.report.having("totals")))
    tell(progress, found)
    save_table(made.table, asked.table)
    save_table(made.totals, asked.totals)
    save_table(made.quality, asked.quality)
    if asked.members:
        save_table(_members(walks, common), asked.members)
    save_notes(found, Note(INFO, "", "nothing to report"), asked.notes)
    flags = made.quality["flag"]
    return {
        **asked.written(),
        "n": float(made.table[made.unit_name].nunique()),
        "t": float(made.table[made.period_name].nunique()),
        "whole": float((flags == "whole").mean()),
        "missing_rows": float((flags == "missing").sum()),
    }


def _walks(asked: Asked, panel: Panel) -> tuple[Mapping[Period, Crosswalk], Optional[CommonUnits]]:
    """Return the crosswalk of each first period, and the common units if these were wanted."""
    from gisplug.core.tables import read_table
    from gisplug.crosswalks.codes import code_changes
    from gisplug.crosswalks.common import common_units
    from gisplug.crosswalks.files import SINCE, read_crosswalk, read_crosswalks

    together = asked.splits == "common"
    if bool(asked.crosswalk) == bool(asked.codes):
        raise ParameterError("Give either 'crosswalk' (Crosswalk) or 'codes' (Code changes).")
    if asked.codes:
        if asked.to is None:
            raise ParameterError("'to' (Year of the codes wanted) is needed with 'codes'.")
        changes = code_changes(asked.codes, asked.code_year, asked.code_from, asked.code_to, asked.code_share or "")
        if not together:
            return changes.crosswalks(panel, asked.to), None
        common = changes.common(panel, asked.to)
        return common.crosswalks, common
    table = read_table(str(asked.crosswalk))
    walks = read_crosswalks(table) if SINCE in table.columns else {panel.periods[0]: read_crosswalk(table)}
    if not together:
        return walks, None
    common = common_units(walks)
    return common.crosswalks, common


def _warned(walks: Mapping[Period, Crosswalk]) -> Report:
    """Return the warnings of the crosswalks of all periods, each once."""
    notes = {note.text: note for walk in walks.values() for note in walk.report.notes if note.level == WARNING}
    return Report(tuple(notes.values()))


def _members(walks: Mapping[Period, Crosswalk], common: Optional[CommonUnits]) -> pd.DataFrame:
    """Return which target units each unit of the result holds: itself alone where nothing was put together."""
    import pandas as pd

    if common is not None:
        return common.members
    target = next(iter(walks.values())).target
    columns = {"common": target.ids, "name": target.names, "target": target.ids, "target_name": target.names}
    return pd.DataFrame({name: list(values) for name, values in columns.items()})


TOOL = Tool(
    id="panel_reborder",
    title="Panel on the borders of one year",
    group="panel",
    help="Brings a panel whose units change, keyed by the codes of each year, to the units of one year: counts are "
    "apportioned and rates averaged, by a crosswalk of boundaries or a table of code changes. Totals before and after "
    "are shown for each variable and period, and each value says how much of it was apportioned.",
    inputs=Asked,
    values=(
        Output("n", "number", "Units", "Number of units of the result."),
        Output("t", "number", "Periods", "Number of periods."),
        Output("whole", "number", "Taken whole", "Share of the rows, from 0 to 1, in which nothing was apportioned."),
        Output("missing_rows", "number", "Rows with missing values", "Number of rows that lack some value."),
    ),
    run=run,
    tags=("crosswalk", "apportion", "areal interpolation", "code changes", "区划调整", "面板", "代码变更"),
    example="gisplug panel-reborder --panel demo-panel --unit adcode --period year --crosswalk crosswalk.csv --counts "
    "emp_all,emp_digital --rates develop --weight emp_all --table panel.csv --totals totals.csv",
)
