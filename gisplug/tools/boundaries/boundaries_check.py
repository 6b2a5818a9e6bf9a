"""Tool: read, check and repair boundaries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import polygon_params
from gisplug.tools.weights import shared as w


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    import pandas as pd

    from gisplug.boundaries.read import area_km2, read_units
    from gisplug.boundaries.write import write_layer
    from gisplug.core.tables import write_table

    progress.update(0.0, "Reading")
    units = read_units(
        params["units"],
        params["id"],
        params["name"],
        layer=params["layer_name"],
        encoding=params["encoding"],
        crs=params["crs"],
        dissolve=params["dissolve"],
        empty=params["empty"],
    )
    w.tell(progress, units.report)
    progress.update(0.4, "Borders")
    made: dict[str, Any] = {}
    is_polygons = not units.frame.geom_type.isin(["Point"]).any()
    if params["layer"]:
        frame = units.frame.copy()
        label = next((c for c in ("name", "unit_name", "gisplug_name") if c not in frame.columns), "gisplug_name")
        frame.insert(0, label, list(units.names))
        if is_polygons and "area_km2" not in frame.columns:
            frame.insert(1, "area_km2", area_km2(units))
        made["layer"] = str(
            write_layer(frame, params["layer"], layer="units", style="units", field=label, title=units.name)
        )
    rows: list[Mapping[str, Any]] = [*units.report.to_list()]
    if is_polygons and (params["faults"] or params["report"]):
        faults = _faults(units, progress)
        if len(faults):
            rows.append(_summary(faults))
            progress.info(rows[-1]["text"])
        if params["faults"]:
            made["faults"] = str(
                write_layer(
                    faults,
                    params["faults"],
                    layer="faults",
                    style="faults",
                    field="kind",
                    title=f"Overlaps and gaps of {units.name}",
                )
            )
    if params["report"]:
        table = pd.DataFrame(
            [{**row, "ids": ", ".join(row["ids"])} for row in rows], columns=["level", "code", "text", "ids"]
        )
        if table.empty:
            table.loc[0] = ["info", "clean", f"{units.name}: {len(units)} units, nothing to report.", ""]
        made["report"] = str(write_table(table, params["report"]))
    made["units_number"] = float(len(units))
    made["repairs"] = float(sum(note.level == "repaired" for note in units.report.notes))
    made["warnings"] = float(len(units.report.warnings))
    made["crs_used"] = units.frame.crs.to_string()
    return made


def _faults(units: Any, progress: Any) -> Any:
    import pandas as pd

    from gisplug.boundaries.topology import gaps, overlaps

    found = [overlaps(units)]
    progress.update(0.7, "Gaps")
    found.append(gaps(units))
    found = [f for f in found if len(f)] or found[:1]
    return pd.concat(found, ignore_index=True)


def _summary(faults: Any) -> dict[str, Any]:
    from gisplug.core.evidence import many

    over, gap = faults[faults["kind"] == "overlap"], faults[faults["kind"] == "gap"]
    text = (
        f"{many(len(over), 'overlap')} ({over['area_km2'].sum():.3g} km2) and {many(len(gap), 'thin gap')} "
        f"({gap['area_km2'].sum():.3g} km2) between units."
    )
    pairs = [f"{a}:{b}" for a, b in zip(over["unit"], over["other"])]
    return {"level": "info", "code": "faults", "text": text, "ids": pairs}


TOOL = Tool(
    id="boundaries_check",
    title="Check and repair boundaries",
    group="boundaries",
    help="Reads boundaries, checks encoding, coordinate reference system, ids and geometry, repairs what needs no "
    "choice, and reports all of it. "
    "Duplicate ids and units without geometry are refused with the list, unless they are to be merged or dropped.",
    params=(
        *polygon_params(),
        Param("layer_name", "text", "Layer", "Which layer of a file that holds several.", optional=True, advanced=True),
        Param(
            "encoding",
            "text",
            "Encoding",
            "Encoding of a shapefile's text, such as gb18030. The bytes decide where it is left out.",
            optional=True,
            advanced=True,
        ),
        Param(
            "crs",
            "text",
            "Coordinate reference system",
            "Coordinate reference system of the coordinates, such as EPSG:4490, where the file lacks it or is wrong.",
            optional=True,
            advanced=True,
        ),
        Param(
            "dissolve",
            "flag",
            "Merge records with the same id",
            "Whether records with the same id become one unit. Otherwise they are refused with the list.",
            default=False,
        ),
        Param(
            "empty",
            "choice",
            "Features without id or geometry",
            "Stop with the list of them, or leave them out and report it.",
            default="refuse",
            choices=("refuse", "drop"),
            choice_labels=("Stop", "Leave out"),
        ),
    ),
    outputs=(
        Output(
            "layer",
            "layer",
            "Clean boundaries",
            "Valid units with text ids, names and area in square kilometres.",
            style="units",
        ),
        Output(
            "report", "table", "Report", "What was found, assumed and repaired, one row each, with the ids concerned."
        ),
        Output(
            "faults",
            "layer",
            "Overlaps and gaps",
            "Areas that two units cover, and thin gaps between units, with area and mean width.",
            style="faults",
        ),
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
