"""Tool: two light series joined across a change of sensor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Inputs, Output, Results, Tool, output, param
from gisplug.core.errors import TableError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Match
from gisplug.tools.inputs import open_table
from gisplug.tools.matching import aliases_param, match_param, rule_of
from gisplug.tools.results import FilePath, axes_in_a_row, paper_output, save_figure, save_paper, save_table, tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.lights.calibrate import Splice
    from gisplug.report.tables.paper_table import PaperTable

GOOD_FIT = 0.8  # R squared below which the splice is told to be loose


class Asked(Inputs):
    """What the tool is asked."""

    old: str = param("table", "Older series", "Long table of the older sensor with one row per unit and period.")
    new: str = param("table", "Newer series", "Long table of the newer sensor with the same columns.")
    unit: str = param(
        "field",
        "Unit field",
        "Column with the id of the unit, in both tables.",
        default="unit",
        parent="old",
    )
    period: str = param(
        "field", "Period field", "Column with the year, in both tables.", default="period", parent="old"
    )
    value: str = param(
        "field",
        "Light field",
        "Column with the light to join, in both tables.",
        default="mean",
        parent="old",
    )
    logs: bool = param(
        "flag",
        "In logarithms",
        "Whether the line is fitted between logarithms; light then stays positive.",
        default=True,
    )
    by_unit: bool = param(
        "flag",
        "Intercept for each unit",
        "Whether each unit has an intercept of its own, so that no unit jumps on average at the change of sensor.",
        default=False,
    )
    match: Match = match_param("Both series")
    aliases: Optional[str] = aliases_param("the older series")
    table: FilePath = output(
        "table",
        "Joined series",
        "Long table of all periods with a column that says which sensor a row comes from.",
        main=True,
    )
    paper: FilePath = paper_output("Intercept, slope, R squared and the periods of the overlap.", "Fitted line")
    figure: FilePath = output(
        "figure",
        "Picture of the splice",
        "Overlap with the fitted line, and the series before and after.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.lights.calibrate import splice

    old, new = _aligned(asked, progress)
    joined = splice(old, new, "value", logs=asked.logs, by_unit=asked.by_unit)
    if len(joined.overlap) < 2:
        progress.warn("The series share one period only; the splice rests on it alone.")
    if joined.r2 < GOOD_FIT:
        progress.warn(
            message("Over the overlap the older series explains only {r2:.0%} of the newer one.", r2=joined.r2)
        )
    value = asked.value
    names = {"unit": asked.unit, "period": asked.period, "value": value}
    save_table(joined.frame.rename(columns=names), asked.table)
    if asked.paper:
        save_paper(_paper(joined, value), asked.paper)
    if asked.figure:
        _save_figure(old, new, joined, value, asked.figure)
    return {
        **asked.written(),
        "slope": joined.slope,
        "intercept": joined.intercept,
        "r2": joined.r2,
        "n": joined.N,
    }


def _aligned(asked: Asked, progress: Progress) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read both series and bring them to the same units, those of the newer one."""
    from gisplug.spatial.tables import Named, align_table

    old, new = _series(asked, asked.old, progress), _series(asked, asked.new, progress)
    newer = Named(tuple(dict.fromkeys(new["unit"].dropna())), Path(asked.new).name)
    rule, name = rule_of(asked.match, asked.aliases), Path(asked.old).name
    found = align_table(old, "unit", "period", newer, rule=rule, name=name)
    tell(progress, found.report)
    return found.table, new[new["unit"].isin(found.alignment.ids)]


def _series(asked: Asked, source: str, progress: Progress) -> pd.DataFrame:
    """Read a series with the columns unit, period and value."""
    from gisplug.core.tables import text_ids
    from gisplug.core.tables.periods import period_values

    frame = open_table(source, progress)
    columns = {asked.unit: "unit", asked.period: "period", asked.value: "value"}
    if lost := [column for column in columns if column not in frame.columns]:
        raise TableError(
            message(
                "{source} has no column {lost}. It has: {columns}.",
                source=source,
                lost=", ".join(map(repr, lost)),
                columns=", ".join(map(str, frame.columns)),
            )
        )
    frame = frame[list(columns)].rename(columns=columns)
    return frame.assign(unit=text_ids(frame["unit"]), period=period_values(frame["period"], source).infer_objects())


def _save_figure(old: pd.DataFrame, new: pd.DataFrame, joined: Splice, value: str, path: str) -> None:
    from gisplug.report.charts.lights import splice_course, splice_fit

    fig, (left, right) = axes_in_a_row(2, 18, 8)
    splice_fit(left, joined)
    splice_course(right, old, new, joined.frame, "value").set_ylabel(
        message("{value}, mean of units (log scale)", value=value)
    )
    save_figure(fig, path)


def _paper(joined: Splice, value: str) -> PaperTable:
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table

    form = "ln" if joined.logs else "level"
    rows = {
        "Intercept (mean of units)" if joined.by_unit else "Intercept": joined.intercept,
        "Slope": joined.slope,
        "R²": joined.r2,
        "Observations": joined.N,
        "Periods of the overlap": ", ".join(map(str, joined.overlap)),
    }
    frame = pd.DataFrame({message("Newer on older, {form}", form=form): rows})
    frame.index.name = "Splice"
    note = message("Older periods are carried to the scale of the newer sensor by this line.")
    return plain_table(message("Splice of {value} across a change of sensor", value=value), frame, [note])


TOOL = Tool(
    id="lights_splice",
    title="Splice two light series",
    group="lights",
    help="Joins an older and a newer series of lights, such as DMSP until 2013 and VIIRS from 2012, by a "
    "regression on the periods that both have. The older periods are carried to the scale of the newer "
    "sensor; the newer ones stay as they are.",
    inputs=Asked,
    values=(
        Output("slope", "number", "Slope", "Slope of newer on older light."),
        Output("intercept", "number", "Intercept", "Intercept of newer on older light."),
        Output("r2", "number", "R squared", "Share of the newer series that the older explains over the overlap."),
        Output("n", "number", "Observations", "Observations of the overlap."),
    ),
    run=run,
    tags=("night lights", "DMSP", "VIIRS", "sensor break", "harmonise"),
    example="gisplug lights-splice --old dmsp.csv --new viirs.csv --value mean --table joined.csv --figure splice.png",
)
