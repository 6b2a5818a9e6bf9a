"""Tool: standard deviational ellipses, and the path of the centre of gravity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import GIVEN, NOT_GIVEN, Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.coordinates import coordinates_named
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    choice_param,
    field_param,
    fields_param,
    open_optional_units,
    optional_units_param,
)
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.periods import spread_periods
from gisplug.tools.results import (
    FilePath,
    paper_output,
    save_figure,
    save_layer,
    save_paper,
    save_table,
    tell,
)

if TYPE_CHECKING:
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.structure.ellipses import EllipsePath

HEADS = {
    "longitude": "Longitude",
    "latitude": "Latitude",
    "major": "Major half axis (km)",
    "minor": "Minor half axis (km)",
    "angle": "Angle (degrees)",
    "flattening": "Flattening",
    "area": "Area (km²)",
    "move": "Move (km)",
    "bearing": "Bearing (degrees)",
}
DIGITS = {
    "Longitude": 3,
    "Latitude": 3,
    "Major half axis (km)": 1,
    "Minor half axis (km)": 1,
    "Angle (degrees)": 1,
    "Flattening": 3,
    "Area (km²)": 0,
    "Move (km)": 1,
    "Bearing (degrees)": 1,
}


class Asked(PanelInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    variables: list[str] = fields_param(
        "Variables",
        "Columns that weigh the units, such as output, population or lights, none negative.",
    )
    units: Optional[str] = optional_units_param("Their centroids say where units are; the map shows them.")
    longitude: Optional[str] = field_param(
        "Longitude field",
        "Column of the panel with the longitude of the unit in degrees, instead of boundaries.",
        optional=True,
        applies_when=({"units": NOT_GIVEN},),
    )
    latitude: Optional[str] = field_param(
        "Latitude field",
        "Column of the panel with its latitude in degrees.",
        optional=True,
        applies_when=({"longitude": GIVEN},),
    )
    correction: Literal["none", "arcgis", "crimestat"] = choice_param(
        "Length of the axes",
        "Standard deviations along the axes; times the root of two, as ArcGIS draws them; or that with n - 2 for the "
        "number of units, as CrimeStat does. Angle, flattening and path are the same.",
        {"none": "Standard deviations", "arcgis": "As ArcGIS", "crimestat": "As CrimeStat"},
        "none",
    )
    deviations: float = param(
        "number",
        "Number of deviations",
        "How many standard deviations the half axes are long.",
        1.0,
        minimum=0.01,
        maximum=10,
    )
    crs: Optional[str] = param(
        "text",
        "Projection",
        "Projection in which ellipses are measured, such as EPSG:3857; an equal-area one for the extent where it is "
        "left empty, which is said.",
        optional=True,
        advanced=True,
    )
    maps: Optional[str] = param(
        "text",
        "Periods on the map",
        "Periods whose ellipses are drawn, joined by commas. First, middle ones and last, at most four, where it is "
        "left empty.",
        optional=True,
    )
    table: FilePath = output(
        "table", "Ellipses and centres", "One row a variable and period: centre, axes, angle, move."
    )
    layer: FilePath = output("layer", "Ellipses", "Ellipses of all periods as polygons.", style="sequential")
    centres: FilePath = output(
        "layer", "Centres", "Centres of all periods as points, with their moves.", style="sequential"
    )
    paper: FilePath = paper_output("Centres, axes and moves by period.")
    figure: FilePath = output(
        "figure",
        "Map",
        "Ellipses of some periods and the path of the centre, over the boundaries where they are given.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.structure.ellipses import ellipse_path

    coordinates = coordinates_named(asked)
    units = open_optional_units(asked, progress)
    panel = open_panel(asked, progress, units)
    found = ellipse_path(
        panel,
        asked.variables,
        correction=asked.correction,
        deviations=asked.deviations,
        coordinates=coordinates,
        crs=asked.crs,
    )
    tell(progress, found.report)
    save_table(found.table, asked.table)
    title = message("Ellipses of {variables}", variables=", ".join(asked.variables))
    if asked.layer:
        save_layer(found.ellipses(), asked.layer, style="sequential", field="area", title=title, layer="ellipses")
    if asked.centres:
        save_layer(found.centres(), asked.centres, style="sequential", field="period", title=title, layer="centres")
    if asked.paper:
        save_paper([_paper(found, name, asked) for name in asked.variables], asked.paper)
    if asked.figure:
        from gisplug.report.maps.ellipses import ellipse_maps

        ground = None if panel.units is None else panel.units.frame
        shown = spread_periods(panel.periods, asked.maps)
        save_figure(ellipse_maps(found.table, found.crs, shown, ground), asked.figure)
    last = found.table[found.table["variable"] == asked.variables[0]].iloc[-1]
    return {
        **asked.written(),
        "longitude": float(last["longitude"]),
        "latitude": float(last["latitude"]),
        "path": float(last["path"]),
        "area": float(last["area"]),
    }


def _paper(found: EllipsePath, variable: str, asked: Asked) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    own = found.table[found.table["variable"] == variable]
    heads = {**HEADS, "within": "Centre within"} if "within" in own else HEADS
    frame = own.set_index("period")[list(heads)].rename(columns=heads).rename_axis("Period")
    n = asked.deviations
    axes = {
        "none": message("Half axes: {n:g} standard deviations.", n=n),
        "arcgis": message("Half axes: {n:g} standard deviations times the root of two, as ArcGIS.", n=n),
        "crimestat": message(
            "Half axes: {n:g} standard deviations times the root of two, with n - 2, as CrimeStat.", n=n
        ),
    }
    notes = [
        axes[asked.correction],
        "Angle: of the major axis, clockwise from the grid's north. Moves: from the period before, on the ellipsoid.",
        message("Ellipses are measured in the projection {crs}.", crs=found.crs.to_string()),
    ]
    return plain_table(message("Ellipses and centres of {variable}", variable=variable), frame, notes, digits=DIGITS)


TOOL = Tool(
    id="ellipse_path",
    title="Standard deviational ellipse and centre of gravity",
    group="structure",
    help="Measures for each period where the weight of a variable lies, how far and in which direction it spreads, and "
    "how its centre moves. Several variables, such as output and lights, are set side by side.",
    inputs=Asked,
    values=(
        Output(
            "longitude",
            "number",
            "Longitude, last period",
            "Longitude of the centre of the first variable in the last period.",
        ),
        Output(
            "latitude",
            "number",
            "Latitude, last period",
            "Latitude of the centre of the first variable in the last period.",
        ),
        Output("path", "number", "Path", "Kilometres that the centre of the first variable went."),
        Output(
            "area", "number", "Area, last period", "Area of the ellipse of the first variable in the last period, km²."
        ),
    ),
    run=run,
    tags=("ellipse", "centre of gravity", "mean centre", "SDE", "标准差椭圆", "重心"),
    example="gisplug ellipse-path --panel demo-panel --unit adcode --period year --variables gdp_pc,lights --units "
    "demo-china-provinces --id adcode --name name_en --table ellipses.csv --layer ellipses.gpkg --figure ellipses.png",
)
