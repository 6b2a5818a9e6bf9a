"""Tool: a crosswalk between the boundaries of two years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import GIVEN, Output, Results, Tool, output, param
from gisplug.core.evidence import INFO, Note
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import UnitsInputs, choice_param, field_param, open_units
from gisplug.tools.results import FilePath, save_figure, save_layer, save_notes, save_table, tell

if TYPE_CHECKING:
    from gisplug.crosswalks.crosswalk import Crosswalk


class Asked(UnitsInputs):
    """What the tool is asked."""

    target: str = param(
        "polygons", "Target boundaries", "Polygon layer of the other year, to whose units everything is to be brought."
    )
    target_id: str = field_param("Id field of the target", "Field that identifies the target units.", parent="target")
    target_name: Optional[str] = field_param(
        "Name field of the target",
        "Field with the names of the target units. Units are renamed only where both layers have names.",
        parent="target",
        optional=True,
    )
    raster: Optional[str] = param(
        "raster",
        "Raster of people or light",
        "Units are divided by its sums on the common ground. Where it is left empty, they are divided by area.",
        optional=True,
    )
    cells: Literal["amounts", "densities"] = choice_param(
        "Cells of the raster",
        "Whether a cell holds an amount, such as people or light, or an amount for each square kilometre.",
        {"amounts": "Amounts", "densities": "Amounts a square kilometre"},
        "amounts",
        advanced=True,
        applies_when=({"raster": GIVEN},),
    )
    tolerance: str = param(
        "text",
        "Tolerance",
        "Metres: overlaps of a smaller mean width are noise of borders drawn again, and their ground stays with the "
        "rest of the unit. The word auto takes 1 % of the size of a median unit; 0 keeps all.",
        default="auto",
    )
    outside: Literal["refuse", "allocate", "leave"] = choice_param(
        "Ground in no target unit",
        "What becomes of units of which more than 5 % lie in no target unit: stop with their list, give the whole to "
        "the targets that they meet, or leave that part out.",
        {"refuse": "Stop", "allocate": "Give to the targets met", "leave": "Leave out"},
        "refuse",
    )
    since: Optional[str] = param(
        "text",
        "First period",
        "Period from which on the units of the first layer hold, such as 2000. It is written beside each row, so that "
        "one table can hold the crosswalks of several years.",
        optional=True,
    )
    earlier: Optional[str] = param(
        "table",
        "Crosswalks to add to",
        "Table of crosswalks of other years to the same target, with their first periods; its rows come before.",
        optional=True,
        applies_when=({"since": GIVEN},),
    )
    crosswalk: FilePath = output(
        "table",
        "Crosswalk",
        "One row for each unit and target that share ground, with the shares of both, and what became of them.",
        main=True,
    )
    changes: FilePath = output(
        "table", "Changes", "The rows of units that were merged, split, redrawn, recoded, renamed, new or gone."
    )
    slivers: FilePath = output(
        "table", "Slivers", "The overlaps that were taken for noise, with their area and mean width."
    )
    layer: FilePath = output(
        "layer",
        "What changed",
        "Target units with what became of them, the units they come from, and how much of each was apportioned.",
        style="boundary_changes",
    )
    figure: FilePath = output("figure", "Map of changes", "Target units coloured by what became of them.")
    report: FilePath = output("table", "Report", "What was found on the way, one row each, with the ids concerned.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.boundaries.read import read_units
    from gisplug.crosswalks.changes import change_layer
    from gisplug.crosswalks.layers import crosswalk

    progress.update(0.0, "Boundaries")
    source = open_units(asked, progress)
    target = read_units(asked.target, id=asked.target_id, name=asked.target_name)
    tell(progress, target.report)
    progress.update(0.2, "Overlaps")
    options: dict[str, Any] = {"cells": asked.cells} if asked.raster else {}
    made = crosswalk(source, target, asked.raster or "area", asked.tolerance, asked.outside, **options)
    tell(progress, made.report)
    progress.update(0.8, "Results")
    if asked.crosswalk:
        _save_crosswalk(made, asked.since, asked.earlier, asked.crosswalk)
    save_table(made.changes, asked.changes)
    save_table(made.slivers, asked.slivers)
    if asked.layer or asked.figure:
        frame = change_layer(made)
        title = message("{source} to {target}", source=source.name, target=target.name)
        save_layer(frame, asked.layer, layer="changes", style="boundary_changes", field="change", title=title)
        if asked.figure:
            _save_map(frame, asked.figure)
    save_notes(made.report, Note(INFO, "", "nothing to report"), asked.report)
    changed = made.quality["kind"] != "unchanged"
    return {
        **asked.written(),
        "units_number": float(len(source)),
        "targets_number": float(len(target)),
        "changed": float(changed.sum()),
        "slivers_number": float(len(made.slivers)),
    }


def _save_crosswalk(made: Crosswalk, since: Optional[str], earlier: Optional[str], path: str) -> None:
    import pandas as pd

    from gisplug.crosswalks.files import read_crosswalks, write_crosswalks
    from gisplug.panel.periods import period_values

    if not since:
        made.write(path)
        return
    first = period_values(pd.Series([since])).iloc[0]
    others = read_crosswalks(earlier, made.units) if earlier else {}
    write_crosswalks({**others, first: made}, path)


def _save_map(frame: Any, path: str) -> None:
    from gisplug.report.maps.choropleth import value_map
    from gisplug.report.maps.look import Look

    look = Look(title="What became of the units", legend="Change")
    save_figure(value_map(frame, "change", "classes", look, style_name="boundary_changes"), path)


TOOL = Tool(
    id="boundaries_crosswalk",
    title="Crosswalk between boundaries of two years",
    group="boundaries",
    help="Cuts the units of one layer by those of another and tells which share of each went into which: by area, or "
    "by the people or light that a raster shows on the common ground. Borders that were only drawn again are cleaned, "
    "and what was merged, split, redrawn, recoded, renamed, new or gone is listed and mapped. The table brings panels "
    "to the target units (panel-reborder).",
    inputs=Asked,
    values=(
        Output("units_number", "number", "Units", "Number of units of the first layer."),
        Output("targets_number", "number", "Targets", "Number of target units."),
        Output("changed", "number", "Changed", "Number of target units that changed in any way."),
        Output("slivers_number", "number", "Slivers", "Number of overlaps that were taken for noise."),
    ),
    run=run,
    tags=("crosswalk", "areal interpolation", "boundary change", "merge", "split", "区划调整", "边界变更", "撤县设区"),
    example="gisplug boundaries-crosswalk --units demo-china-all --id adcode --name name_en --target "
    "demo-china-provinces --target-id adcode --target-name name_en --crosswalk crosswalk.csv --changes changes.csv "
    "--figure changes.png",
)
