"""Tool: read, check and repair boundaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import UnitsInputs, choice_param
from gisplug.tools.results import FilePath, save_layer, save_notes, tell

if TYPE_CHECKING:
    import geopandas as gpd

    from gisplug.boundaries.units import Units

LABELS = ("name", "unit_name", "gisplug_name")  # the column with the names: the first that the layer does not have


class Asked(UnitsInputs):
    """What the tool is asked."""

    layer_name: Optional[str] = param(
        "text", "Layer", "Which layer of a file that holds several.", optional=True, advanced=True
    )
    encoding: Optional[str] = param(
        "text",
        "Encoding",
        "Encoding of a shapefile's text, such as gb18030. The bytes decide where it is left out.",
        optional=True,
        advanced=True,
    )
    crs: Optional[str] = param(
        "text",
        "Coordinate reference system",
        "Coordinate reference system of the coordinates, such as EPSG:4490, where the file lacks it or is wrong.",
        optional=True,
        advanced=True,
    )
    dissolve: bool = param(
        "flag",
        "Merge records with the same id",
        "Whether records with the same id become one unit. Otherwise they are refused with the list.",
        default=False,
    )
    empty: Literal["refuse", "drop"] = choice_param(
        "Features without id or geometry",
        "Stop with the list of them, or leave them out and report it.",
        {"refuse": "Stop", "drop": "Leave out"},
        "refuse",
    )
    layer: FilePath = output(
        "layer",
        "Clean boundaries",
        "Valid units with text ids, names and area in square kilometres.",
        style="units",
    )
    report: FilePath = output(
        "table", "Report", "What was found, assumed and repaired, one row each, with the ids concerned.", main=True
    )
    faults: FilePath = output(
        "layer",
        "Overlaps and gaps",
        "Areas that two units cover, and thin gaps between units, with area and mean width.",
        style="faults",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.boundaries.read import read_units

    progress.update(0.0, "Reading")
    units = read_units(
        asked.units,
        asked.id,
        asked.name,
        layer=asked.layer_name,
        encoding=asked.encoding,
        crs=asked.crs,
        dissolve=asked.dissolve,
        empty=asked.empty,
    )
    tell(progress, units.report)
    progress.update(0.4, "Borders")
    polygons = not units.frame.geom_type.isin(["Point"]).any()
    if asked.layer:
        _save_units(units, polygons, asked.layer)
    notes = units.report
    if polygons and (asked.faults or asked.report):
        faults = _faults(units, progress)
        if len(faults):
            found = Report((_summary(faults),))
            tell(progress, found)
            notes += found
        title = message("Overlaps and gaps of {units}", units=units.name)
        save_layer(faults, asked.faults, layer="faults", style="faults", field="kind", title=title)
    clean = Note(INFO, "clean", message("{units}: {n} units, nothing to report.", units=units.name, n=len(units)))
    save_notes(notes, clean, asked.report)
    made = asked.written()
    if not polygons:
        made.pop("faults", None)
    return {
        **made,
        "units_number": float(len(units)),
        "repairs": float(sum(note.level == "repaired" for note in units.report.notes)),
        "warnings": float(len(units.report.warnings)),
        "crs_used": units.frame.crs.to_string(),
    }


def _save_units(units: Units, polygons: bool, path: str) -> None:
    from gisplug.boundaries.read import area_km2

    frame = units.frame.copy()
    label = next((name for name in LABELS if name not in frame.columns), LABELS[-1])
    frame.insert(0, label, list(units.names))
    if polygons and "area_km2" not in frame.columns:
        frame.insert(1, "area_km2", area_km2(units))
    save_layer(frame, path, layer="units", style="units", field=label, title=units.name)


def _faults(units: Units, progress: Progress) -> gpd.GeoDataFrame:
    import pandas as pd

    from gisplug.boundaries.topology import gaps, overlaps

    found = [overlaps(units)]
    progress.update(0.7, "Gaps")
    found.append(gaps(units))
    found = [f for f in found if len(f)] or found[:1]
    return pd.concat(found, ignore_index=True)


def _summary(faults: gpd.GeoDataFrame) -> Note:
    from gisplug.core.evidence import many

    over, gap = faults[faults["kind"] == "overlap"], faults[faults["kind"] == "gap"]
    text = message(
        "{overlaps} ({over:.3g} km2) and {gaps} ({gap:.3g} km2) between units.",
        overlaps=many(len(over), "overlap"),
        over=over["area_km2"].sum(),
        gaps=many(len(gap), "thin gap"),
        gap=gap["area_km2"].sum(),
    )
    return Note(INFO, "faults", text, tuple(f"{a}:{b}" for a, b in zip(over["unit"], over["other"])))


TOOL = Tool(
    id="boundaries_check",
    title="Check and repair boundaries",
    group="boundaries",
    help="Reads boundaries, checks encoding, coordinate reference system, ids and geometry, repairs what needs no "
    "choice, and reports all of it. Duplicate ids and units without geometry are refused with the list, "
    "unless they are to be merged or dropped.",
    inputs=Asked,
    values=(
        Output("units_number", "number", "Units", "Number of units."),
        Output("repairs", "number", "Repairs", "Number of kinds of repairs made."),
        Output("warnings", "number", "Warnings", "Number of warnings."),
        Output(
            "crs_used",
            "text",
            "Coordinate reference system used",
            "The coordinate reference system of the clean boundaries.",
        ),
    ),
    run=run,
    tags=("repair", "dissolve", "encoding", "projection", "边界检查", "拓扑"),
    example="gisplug boundaries-check --units demo-china-provinces --id adcode --name name_zh --layer clean.gpkg "
    "--report report.csv",
)
