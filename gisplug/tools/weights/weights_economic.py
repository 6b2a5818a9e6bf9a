"""Tool: economic, gravity and nested weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import GIVEN, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Match
from gisplug.tools.inputs import OptionalUnitsInputs, choice_param, field_param, open_optional_units, open_table
from gisplug.tools.matching import aliases_param, match_param, rule_of
from gisplug.tools.results import FilePath, tell, that_can_be_made
from gisplug.tools.weights.results import (
    DescriptionFiles,
    file_output,
    lines_output,
    links_output,
    save_description,
    save_file,
    save_links,
    tell_weights,
    weights_values,
)

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.boundaries.units import Units
    from gisplug.spatial.tables import AlignedTable
    from gisplug.weights.economic import Nesting
    from gisplug.weights.weights import Weights

NESTED: dict[str, Nesting] = {"nested": "product", "nested_lin": "lin", "nested_mix": "mix"}


class Asked(DescriptionFiles, OptionalUnitsInputs):
    """What the tool is asked."""

    table: str = param("table", "Table", "Table with one row per unit, or per unit and period.")
    unit: str = field_param("Unit field", "Column with the id of the unit.", parent="table")
    variable: str = field_param(
        "Variable", "Column with the economic size or level, such as GDP per head.", parent="table"
    )
    period: Optional[str] = field_param(
        "Period field", "Column with the period, for panels.", parent="table", optional=True
    )
    at: Optional[str] = param(
        "text",
        "Period",
        "The period whose values are taken. Where it is left out, values are averaged over all periods.",
        optional=True,
        applies_when=({"period": GIVEN},),
    )
    kind: Literal["economic", "gravity", "nested", "nested_lin", "nested_mix"] = choice_param(
        "Kind of weights",
        "Economic: one over the absolute difference. Gravity: product of the values over distance to a power. "
        "Nested: geography times economic. Nested, Lin: geography times the unit's share in the mean. Nested, "
        "mix: a weighted mean of both after row standardisation.",
        {
            "economic": "Economic distance",
            "gravity": "Gravity",
            "nested": "Nested (product)",
            "nested_lin": "Nested (Lin and others 2005)",
            "nested_mix": "Nested (weighted mean)",
        },
        "economic",
    )
    weights: Optional[str] = param(
        "weights",
        "Weights of geography",
        "Weights file to nest with the economy.",
        optional=True,
        applies_when=({"kind": ("nested", "nested_lin", "nested_mix")},),
    )
    units: Optional[str] = param(
        "polygons",
        "Boundaries",
        "Boundaries for the distances of gravity weights and for the map of links.",
        optional=True,
    )
    power: float = param(
        "number",
        "Power of distance",
        "Power of distance in gravity weights.",
        default=2.0,
        minimum=0,
        advanced=True,
        applies_when=({"kind": ("gravity",)},),
    )
    distance: Optional[float] = param(
        "number",
        "Cut-off in km",
        "Distance beyond which gravity weights are 0.",
        optional=True,
        minimum=0,
        advanced=True,
        applies_when=({"kind": ("gravity",)},),
    )
    share: float = param(
        "number",
        "Share of geography",
        "Share of geography in the weighted mean.",
        default=0.5,
        minimum=0,
        maximum=1,
        advanced=True,
        applies_when=({"kind": ("nested_mix",)},),
    )
    sheet: Optional[str] = param(
        "text",
        "Sheet",
        "Sheet of a workbook; the first where it is left empty.",
        optional=True,
        advanced=True,
    )
    match: Match = match_param(
        "Table, boundaries and weights of geography", applies_when=({"units": GIVEN}, {"weights": GIVEN})
    )
    aliases: Optional[str] = aliases_param("the table")
    result: FilePath = file_output()
    lines: FilePath = lines_output()
    links_table: FilePath = links_output()
    folder: FilePath = output(
        "folder",
        "Weights by period",
        "Folder that receives one edge list for each period, weights_2010.csv and so on.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.core.tables.periods import periods_in
    from gisplug.weights.formats.files import write_weights

    asked = that_can_be_made(asked, progress)
    _check(asked)
    units = open_optional_units(asked, progress)
    found = _aligned(asked, open_table(asked.table, progress, sheet=asked.sheet), units)
    tell(progress, found.report)
    progress.update(0.2, "Weights")
    weights = _weights(asked, found, asked.at)
    numbers = tell_weights(weights, progress)
    save_file(weights, asked.result)
    save_links(weights, found.units, asked.links_table)
    save_description(asked, weights, found.units)
    if asked.folder:
        periods = periods_in(found.table[asked.period])
        for number, period in enumerate(periods):
            progress.update(0.9 + 0.1 * number / len(periods), message("Period {period}", period=period))
            shown = str(period)
            write_weights(_weights(asked, found, shown), Path(asked.folder) / f"weights_{shown}.csv")
    return {**asked.written(), **numbers}


def _aligned(asked: Asked, frame: pd.DataFrame, units: Optional[Units]) -> AlignedTable:
    """Bring table, boundaries and weights of geography to the same units; of one period where one is named.

    Raises
    ------
    ParameterError
        If the table lacks a column.
    """
    from gisplug.core.tables import text_ids
    from gisplug.spatial.tables import align_table
    from gisplug.weights.economic import in_period
    from gisplug.weights.formats.files import read_weights

    wanted = [asked.unit, asked.variable, *([asked.period] if asked.period else [])]
    if lost := [column for column in wanted if column not in frame.columns]:
        raise ParameterError(
            message(
                "The table has no column {lost}. It has: {columns}.",
                lost=", ".join(map(repr, lost)),
                columns=", ".join(map(str, frame.columns)),
            )
        )
    if asked.at and asked.period and not asked.folder:
        frame = frame[in_period(frame[asked.period], asked.at)]
    order = list(dict.fromkeys(text_ids(frame[asked.unit]).dropna()))
    geography = read_weights(asked.weights, "none", positions=order) if asked.weights else None
    rule, name = rule_of(asked.match, asked.aliases), Path(asked.table).name
    return align_table(frame, asked.unit, asked.period, units, geography, rule, name)


def _check(asked: Asked) -> None:
    """Refuse a kind of weights without what it is made from.

    Raises
    ------
    ParameterError
    """
    if asked.kind == "gravity" and not asked.units:
        raise ParameterError("Gravity weights need the boundaries (units and their id field) for the distances.")
    if asked.kind in NESTED and not asked.weights:
        raise ParameterError(
            "Nested weights need weights of geography: make them with weights-contiguity or weights-distance first."
        )
    if asked.folder and not asked.period:
        raise ParameterError("Weights by period need the period field of the table.")


def _weights(asked: Asked, found: AlignedTable, at: Optional[str]) -> Weights:
    """Make the weights of one period, or of the mean over periods where none is named."""
    from gisplug.weights.economic import economic, gravity, nested, unit_values, values_of

    values = unit_values(found.table, asked.unit, asked.variable, asked.period, at)
    if asked.kind == "gravity" and found.units is not None:
        return gravity(found.units, values, asked.power, asked.distance)
    if asked.kind in NESTED and found.weights is not None:
        return nested(found.weights, values, NESTED[asked.kind], asked.share)
    return economic(values_of(values, found.alignment.ids))


TOOL = Tool(
    id="weights_economic",
    title="Economic and nested weights",
    group="weights",
    help="Makes weights from a column of a table, such as GDP per head: one over the difference between units, "
    "gravity, or geography nested with the economy. A panel is averaged over its periods, or one period is "
    "taken; one file for each period is written on request.",
    inputs=Asked,
    values=(*weights_values(),),
    run=run,
    tags=("economic distance", "gravity", "nested", "经济距离", "嵌套权重", "引力"),
    example="gisplug weights-economic --table demo-panel --unit adcode --variable wage --period year --result "
    "w_econ.csv",
)
