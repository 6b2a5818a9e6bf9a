"""Tool: economic, gravity and nested weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.core.errors import ParameterError
from gisplug.tools.weights import shared as w

_NESTED: dict[str, Any] = {"nested": "product", "nested_lin": "lin", "nested_mix": "mix"}


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.boundaries.read import read_units
    from gisplug.core.tables import read_table
    from gisplug.weights.formats.files import read_weights, write_weights

    kind = params["kind"]
    if kind == "gravity" and not params["units"]:
        raise ParameterError("Gravity weights need the boundaries (units and their id field) for the distances.")
    if kind in _NESTED and not params["weights"]:
        raise ParameterError(
            "Nested weights need weights of geography: make them with weights-contiguity or weights-distance first."
        )
    units = None
    if params["units"]:
        units = read_units(params["units"], id=params["id"], name=params["name"])
        w.tell(progress, units.report)
    geography = read_weights(params["weights"], normalise="none") if params["weights"] else None
    frame = read_table(params["table"])
    progress.update(0.2, "Weights")
    weights = _made(params, frame, units, geography, params["at"])
    made = w.give({**params, "table": params["links_table"]}, weights, units, progress, target="result")
    if "table" in made:
        made["links_table"] = made.pop("table")
    if params["folder"]:
        if not params["period"]:
            raise ParameterError("Weights by period need the period field of the table.")
        folder = Path(params["folder"])
        periods = sorted(frame[params["period"]].dropna().unique())
        for number, period in enumerate(periods):
            progress.update(0.9 + 0.1 * number / len(periods), f"Period {period}")
            shown = str(period).removesuffix(".0") if isinstance(period, float) else str(period)
            write_weights(_made(params, frame, units, geography, shown), folder / f"weights_{shown}.csv")
        made["folder"] = str(folder)
    return made


def _made(params: Mapping[str, Any], frame: Any, units: Any, geography: Any, at: Any) -> Any:
    from gisplug.weights import economic as e

    values = e.unit_values(frame, params["unit"], params["variable"], params["period"], at)
    kind = params["kind"]
    if kind == "gravity":
        return e.gravity(units, values, params["power"], params["distance"])
    if kind in _NESTED:
        return e.nested(geography, values, _NESTED[kind], params["share"])
    return e.economic(values if units is None else e.values_of(values, units.ids))


TOOL = Tool(
    id="weights_economic",
    title="Economic and nested weights",
    group="weights",
    help="Makes weights from a column of a table, such as GDP per head: one over the difference between units, "
    "gravity, or geography nested with the economy. "
    "A panel is averaged over its periods, or one period is taken; one file for each period is written on request.",
    params=(
        Param("table", "table", "Table", "Table with one row per unit, or per unit and period."),
        Param("unit", "field", "Unit field", "Column with the id of the unit.", parent="table"),
        Param(
            "variable",
            "field",
            "Variable",
            "Column with the economic size or level, such as GDP per head.",
            parent="table",
        ),
        Param("period", "field", "Period field", "Column with the period, for panels.", parent="table", optional=True),
        Param(
            "at",
            "text",
            "Period",
            "The period whose values are taken. Where it is left out, values are averaged over all periods.",
            optional=True,
        ),
        Param(
            "kind",
            "choice",
            "Kind of weights",
            "Economic: one over the absolute difference. Gravity: product of the values over distance to a power. "
            "Nested: geography times economic. "
            "Nested, Lin: geography times the unit's share in the mean. Nested, mix: a weighted mean of both after "
            "row standardisation.",
            default="economic",
            choices=("economic", "gravity", "nested", "nested_lin", "nested_mix"),
            choice_labels=(
                "Economic distance",
                "Gravity",
                "Nested (product)",
                "Nested (Lin and others 2005)",
                "Nested (weighted mean)",
            ),
        ),
        Param("weights", "weights", "Weights of geography", "Weights file to nest with the economy.", optional=True),
        Param(
            "units",
            "polygons",
            "Boundaries",
            "Boundaries for the distances of gravity weights and for the map of links.",
            optional=True,
        ),
        Param(
            "id",
            "field",
            "Id field",
            "Field of the boundaries that identifies each unit.",
            parent="units",
            optional=True,
        ),
        Param(
            "name", "field", "Name field", "Field of the boundaries with the name shown.", parent="units", optional=True
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
        Output("result", "weights", "Spatial weights", w.WEIGHTS_FILE),
        Output(
            "lines",
            "layer",
            "Links as lines",
            "One line for each pair of linked units; needs the boundaries.",
            style="links",
        ),
        Output(
            "links_table",
            "table",
            "Table of links",
            "One row for each link with focal unit, neighbour, weight and normalised weight.",
        ),
        *[o for o in w.described_outputs() if o.name != "table"],
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
