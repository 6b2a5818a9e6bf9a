"""A panel that tools are given: its parameters, and the reading behind them; heavy imports stay inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Inputs, param
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import MATCHES, Match
from gisplug.tools.inputs import choice_param, field_param
from gisplug.tools.results import tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.boundaries.units import Units
    from gisplug.panel.frame import Panel

UNBALANCED = {"auto": "As the method takes them", "yes": "Allow", "no": "Refuse"}


class PanelInputs(Inputs):
    """A long panel table with its keys."""

    panel: str = param(
        "table",
        "Panel table",
        "Table with one row per unit and period, or a wide one with a column a period: CSV (UTF-8 or GB18030), Excel, "
        "Stata, SPSS, Parquet, a GeoPackage table, or a table of PostGIS by its address. Titles, units and notes "
        "around it are found.",
    )
    unit: str = field_param(
        "Unit field",
        "Column with the id of the unit, matched as text to the ids of the weights and boundaries.",
    )
    period: str = field_param(
        "Period field",
        "Column with the year, quarter, month or other period; of a wide table, one of its columns called by a period, "
        "or the name that the periods get.",
    )
    sheet: Optional[str] = param(
        "text",
        "Sheet",
        "Sheet of a workbook, several joined by commas, or * for all. Where it is left empty: the first, or all with "
        "the unit field where that is no long table, each a period or a variable.",
        optional=True,
        advanced=True,
    )
    wide: Optional[str] = param(
        "text",
        "Wide table",
        "How a wide table is read: auto (by the names of its columns), no, units (a column a unit), a pattern such as "
        "{variable}_{period}, or the name of the variable of columns that are called by their period alone.",
        optional=True,
        advanced=True,
    )
    unbalanced: Literal["auto", "yes", "no"] = choice_param(
        "Absent rows",
        "Whether rows may be absent for some units and periods: as the method takes them; yes, and they stay empty, so "
        "that a condition may leave them out; or no, and they are listed.",
        UNBALANCED,
        "auto",
        advanced=True,
    )
    match: Match = choice_param(
        "Units that do not match",
        "Panel, boundaries and weights must have the same units, matched by id or by a name that is certain (北京 is "
        "北京市), which is said; or by id only; or go on with the units that all have, and list the others.",
        MATCHES,
        "names",
        advanced=True,
    )
    aliases: Optional[str] = param(
        "table",
        "Aliases",
        "Table with the columns from (a name in the panel) and to (the id or name of its unit, or - to leave its rows "
        "out), such as the one that match-units writes, confirmed.",
        optional=True,
        advanced=True,
    )
    within: Optional[str] = field_param(
        "Field of the larger unit",
        "Column that tells what each unit lies in (province, state). It decides between units of one name.",
        optional=True,
        advanced=True,
    )


def allowed(asked: PanelInputs, usual: bool) -> bool:
    """Return whether rows may be absent: as asked, else as the method takes them."""
    return usual if asked.unbalanced == "auto" else asked.unbalanced == "yes"


def load_panel(asked: PanelInputs, units: Optional[Units] = None, *, unbalanced: bool = False) -> Panel:
    """Read what `PanelInputs` declares; `units` gives names and shapes."""
    from gisplug.panel.read import read_panel

    return read_panel(
        asked.panel,
        unit=asked.unit,
        period=asked.period,
        units=units,
        unbalanced=allowed(asked, unbalanced),
        sheet=asked.sheet,
        wide=asked.wide,
        match=asked.match,
        aliases=asked.aliases,
        within=asked.within,
    )


def load_table(asked: PanelInputs) -> pd.DataFrame:
    """Read the table of what `PanelInputs` declares, one row a unit and period, for its columns alone."""
    from gisplug.panel.source import FileOptions, panel_table

    return panel_table(asked.panel, asked.unit, asked.period, FileOptions(sheet=asked.sheet, wide=asked.wide)).table


def open_panel(
    asked: PanelInputs, progress: Progress, units: Optional[Units] = None, *, unbalanced: bool = False
) -> Panel:
    """Read the panel and tell what was found."""
    panel = load_panel(asked, units, unbalanced=unbalanced)
    tell(progress, panel.report)
    return panel
