"""Tool: economic, gravity and nested weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, field_param, open_units
from gisplug.tools.results import written
from gisplug.tools.weights.results import (
    description_outputs,
    file_output,
    lines_output,
    links_output,
    save_description,
    save_file,
    save_links,
    tell_weights,
)

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.boundaries.units import Units
    from gisplug.weights.economic import Nesting
    from gisplug.weights.weights import Weights

NESTED: dict[str, Nesting] = {"nested": "product", "nested_lin": "lin", "nested_mix": "mix"}


def run(params: Params, progress: Progress) -> Results:
    from gisplug.core.tables import read_table
    from gisplug.weights.formats.files import read_weights, write_weights

    _check(params)
    units = open_units(params, progress) if params["units"] else None
    geography = read_weights(params["weights"], normalise="none") if params["weights"] else None
    frame = read_table(params["table"])
    progress.update(0.2, "Weights")
    weights = _weights(params, frame, units, geography, params["at"])
    numbers = tell_weights(weights, progress)
    save_file(weights, params["result"])
    save_links(weights, units, params["links_table"])
    save_description(params, weights, units)
    if params["folder"]:
        periods = sorted(frame[params["period"]].dropna().unique())
        for number, period in enumerate(periods):
            progress.update(0.9 + 0.1 * number / len(periods), f"Period {period}")
            shown = str(period).removesuffix(".0") if isinstance(period, float) else str(period)
            of_period = _weights(params, frame, units, geography, shown)
            write_weights(of_period, Path(params["folder"]) / f"weights_{shown}.csv")
    made = written(TOOL, params)
    if units is None:
        made.pop("lines", None)
    return {**made, **numbers}


def _check(params: Params) -> None:
    """Refuse a kind of weights without what it is made from.

    Raises
    ------
    ParameterError
    """
    if params["kind"] == "gravity" and not params["units"]:
        raise ParameterError("Gravity weights need the boundaries (units and their id field) for the distances.")
    if params["kind"] in NESTED and not params["weights"]:
        raise ParameterError(
            "Nested weights need weights of geography: make them with weights-contiguity or weights-distance first."
        )
    if params["folder"] and not params["period"]:
        raise ParameterError("Weights by period need the period field of the table.")


def _weights(
    params: Params, frame: pd.DataFrame, units: Optional[Units], geography: Optional[Weights], at: Optional[str]
) -> Weights:
    """Make the weights of one period, or of the mean over periods where none is named."""
    from gisplug.weights.economic import economic, gravity, nested, unit_values, values_of

    values = unit_values(frame, params["unit"], params["variable"], params["period"], at)
    kind = params["kind"]
    if kind == "gravity" and units is not None:
        return gravity(units, values, params["power"], params["distance"])
    if kind in NESTED and geography is not None:
        return nested(geography, values, NESTED[kind], params["share"])
    return economic(values if units is None else values_of(values, units.ids))


TOOL = Tool(
    id="weights_economic",
    title="Economic and nested weights",
    group="weights",
    help="Makes weights from a column of a table, such as GDP per head: one over the difference between units, "
    "gravity, or geography nested with the economy. A panel is averaged over its periods, or one period is "
    "taken; one file for each period is written on request.",
    params=(
        Param("table", "table", "Table", "Table with one row per unit, or per unit and period."),
        field_param("unit", "Unit field", "Column with the id of the unit.", parent="table"),
        field_param(
            "variable", "Variable", "Column with the economic size or level, such as GDP per head.", parent="table"
        ),
        field_param("period", "Period field", "Column with the period, for panels.", parent="table", optional=True),
        Param(
            "at",
            "text",
            "Period",
            "The period whose values are taken. Where it is left out, values are averaged over all periods.",
            optional=True,
        ),
        choice_param(
            "kind",
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
        ),
        Param("weights", "weights", "Weights of geography", "Weights file to nest with the economy.", optional=True),
        Param(
            "units",
            "polygons",
            "Boundaries",
            "Boundaries for the distances of gravity weights and for the map of links.",
            optional=True,
        ),
        field_param(
            "id", "Id field", "Field of the boundaries that identifies each unit.", parent="units", optional=True
        ),
        field_param(
            "name", "Name field", "Field of the boundaries with the name shown.", parent="units", optional=True
        ),
        Param(
            "power",
            "number",
            "Power of distance",
            "Power of distance in gravity weights.",
            default=2.0,
            minimum=0,
            advanced=True,
        ),
        Param(
            "distance",
            "number",
            "Cut-off in km",
            "Distance beyond which gravity weights are 0.",
            optional=True,
            minimum=0,
            advanced=True,
        ),
        Param(
            "share",
            "number",
            "Share of geography",
            "Share of geography in the weighted mean.",
            default=0.5,
            minimum=0,
            maximum=1,
            advanced=True,
        ),
    ),
    outputs=(
        file_output("result"),
        lines_output(),
        links_output("links_table"),
        *description_outputs(),
        Output(
            "folder",
            "folder",
            "Weights by period",
            "Folder that receives one edge list for each period, weights_2010.csv and so on.",
        ),
    ),
    run=run,
    tags=("economic distance", "gravity", "nested", "经济距离", "嵌套权重", "引力"),
    example="gisplug weights-economic --table demo-panel --unit adcode --variable wage --period year --result "
    "w_econ.csv",
)
