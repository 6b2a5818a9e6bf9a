"""Tool: match names of a table to units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import UnitsInputs, field_param, load_units
from gisplug.tools.results import FilePath, save_table, tell

if TYPE_CHECKING:
    import pandas as pd


class Asked(UnitsInputs):
    """What the tool is asked."""

    panel: str = param("table", "Table", "Table whose units are names or codes: CSV, Excel, Stata, Parquet.")
    unit: str = field_param("Unit field", "Column with the name or code of the unit.")
    within: Optional[str] = field_param(
        "Field of the larger unit",
        "Column that tells what each unit lies in (province, state). It decides between units of one name.",
        optional=True,
    )
    aliases: Optional[str] = param(
        "table",
        "Aliases",
        "The table that this tool wrote, with its column 'to' filled in: the id or name of the unit, or - to leave the "
        "name out. What is confirmed there goes before everything else.",
        optional=True,
    )
    table: FilePath = output(
        "table",
        "Proposals",
        "One row for each proposal: the name, the id of its unit where nothing is left to confirm, what is proposed, a "
        "score from 0 to 1, the reason and the status. Fill in the column 'to', and give the table as aliases.",
        main=True,
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.boundaries.names.aliases import read_aliases
    from gisplug.boundaries.names.match import matched, targets_of
    from gisplug.core.evidence import WARNING, Note, Report, many
    from gisplug.core.tables import read_table, text_ids

    units = load_units(asked)
    table = read_table(asked.panel)
    names = text_ids(column_of(table, asked.unit, asked.panel)).fillna("")
    lies = text_ids(column_of(table, asked.within, asked.panel)).fillna("") if asked.within else [""] * len(table)
    given = [pair for pair in dict.fromkeys(zip(names, lies)) if pair[0]]
    found = matched(given, targets_of(units), read_aliases(asked.aliases) if asked.aliases else None)
    unsure = {(p.given, p.within) for p in found.open}
    said = message(
        "{names} of {n} to confirm: {told_open}.",
        names=many(len(unsure), "name"),
        n=len(given),
        told_open=found.told_open(12),
    )
    tell(progress, units.report + Report((Note(WARNING, "names-open", said),) if unsure else ()))
    save_table(found.table(), asked.table)
    return {**asked.written(), "accepted": float(len(found.accepted)), "open": float(len(unsure))}


def column_of(table: pd.DataFrame, name: str, path: str) -> pd.Series:
    """Return a column of a table, of the same rows.

    Raises
    ------
    TableError
        If there is none of that name.
    """
    from gisplug.core.errors import TableError
    from gisplug.core.evidence import some

    if name not in table.columns:
        raise TableError(
            message(
                "{path} has no column {name!r}. It has: {columns}.",
                path=path,
                name=name,
                columns=some([str(c) for c in table.columns], 30),
            )
        )
    return table[name]


TOOL = Tool(
    id="match_units",
    title="Match names of units",
    group="panel",
    help="Says which unit of the boundaries each name or code of a table means: names with and without province or "
    "city, codes of two and six digits, traditional characters, pinyin, former names. What is not certain is proposed "
    "with a score and the reason, for you to confirm in the table, and is never taken in silence.",
    inputs=Asked,
    values=(
        Output("accepted", "number", "Matched", "Number of names whose unit is certain or confirmed."),
        Output("open", "number", "To confirm", "Number of names that are not."),
    ),
    run=run,
    tags=("names", "codes", "aliases", "join", "地名", "行政区划代码"),
    example="gisplug match-units --panel demo-panel --unit adcode --units demo-china-provinces --id adcode --name "
    "name_en --table proposals.csv",
)
