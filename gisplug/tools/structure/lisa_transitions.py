"""Tool: transitions of local association, and paths of units in the Moran scatter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import OptionalUnitsInputs, field_param, open_optional_units, optional_units_param
from gisplug.tools.results import (
    FilePath,
    draw,
    paper_output,
    save_layer,
    save_paper,
    save_table,
    tell,
    that_can_be_made,
)
from gisplug.tools.structure.options import step_param
from gisplug.tools.weights_inputs import AlignedInputs, open_aligned

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.structure.mobility.lisa import LisaTransitions

WHAT = {
    "0": "Neither moves",
    "I": "Only the unit",
    "II": "Only its neighbours",
    "IIIa": "Both the same way",
    "IIIb": "Both opposite ways",
}


class Asked(AlignedInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    variable: str = field_param("Variable", "Column of numbers that is compared with its spatial lag.")
    step: int = step_param()
    units: Optional[str] = optional_units_param("They are needed for the layer and give the names.")
    table: FilePath = output("table", "Transitions", "Number, probability and expected number of each transition.")
    paths: FilePath = output("table", "Paths", "Length, tortuosity, direction and moves of each unit.")
    layer: FilePath = output(
        "layer", "Layer", "All units with their paths. It needs boundaries.", style="sequential", needs="units"
    )
    paper: FilePath = paper_output("Transitions between quadrants, their types, and directions of the paths.")
    figure: FilePath = output("figure", "Paths in the Moran scatter", "Paths of all units, from light to dark.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.charts.structure.paths import moran_paths
    from gisplug.structure.mobility.lisa import lisa_transitions

    asked = that_can_be_made(asked, progress)
    panel, w = open_aligned(asked, progress, open_optional_units(asked, progress))
    found = lisa_transitions(panel, asked.variable, w, asked.step)
    tell(progress, found.report)
    save_table(_transitions(found), asked.table)
    save_table(found.paths, asked.paths)
    title = message("Paths of {variable} in the Moran scatter", variable=asked.variable)
    if asked.layer:
        save_layer(_shapes(found, panel), asked.layer, style="sequential", field="length", title=title, layer="paths")
    if asked.paper:
        save_paper(_papers(found), asked.paper)
    linked = [n for n, i in enumerate(panel.ids) if i in set(found.paths["unit"])]
    names = [panel.names[n] for n in linked]
    axis = message("{variable}, standardised", variable=asked.variable)
    draw(asked.figure, moran_paths, found.points[:, linked], names, axis, title, size=(14.0, 12.0))
    return {**asked.written(), "flow": found.flow, "cohesion": found.cohesion, "chi2": found.chi2, "p": found.p_value}


def _transitions(found: LisaTransitions) -> Any:
    import pandas as pd

    from gisplug.structure.mobility.lisa import QUADRANTS

    rows = [
        {"from": a, "to": b, "transitions": found.counts[i, j], "p": found.p[i, j], "expected": found.expected[i, j]}
        for i, a in enumerate(QUADRANTS)
        for j, b in enumerate(QUADRANTS)
    ]
    return pd.DataFrame(rows)


def _shapes(found: LisaTransitions, panel: Panel) -> Any:
    """Return the paths with the shapes of the units."""
    import geopandas as gpd

    shapes = panel.units.frame.geometry  # type: ignore[union-attr]
    at = dict(zip(panel.ids, shapes))
    return gpd.GeoDataFrame(found.paths, geometry=[at[u] for u in found.paths["unit"]], crs=shapes.crs)


def _papers(found: LisaTransitions) -> list[PaperTable]:
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table
    from gisplug.structure.mobility.lisa import QUADRANTS

    cells = {"Transitions": found.counts.sum(axis=1).astype(int)}
    frame = pd.DataFrame(cells, index=pd.Index(QUADRANTS, name="From"))
    for j, name in enumerate(QUADRANTS):
        frame[name] = found.p[:, j]
    frame.loc["Long run"] = [float("nan"), *found.ergodic]
    frame["Transitions"] = [*map(int, found.counts.sum(axis=1)), ""]
    note = message(
        "Quadrants of the Moran scatter: unit, then neighbours, high or low. Moves of units and of neighbours apart: "
        "chi2 {chi2:.1f}, {df} degrees of freedom, p {p:.3g}.",
        chi2=found.chi2,
        df=found.df,
        p=found.p_value,
    )
    first = plain_table(
        message("Transitions of local association, {variable}", variable=found.variable), frame, (note,)
    )
    types = found.types.copy()
    types.insert(0, "What moves", [message(WHAT[t]) for t in types.index])
    types = types.rename(columns={"transitions": "Transitions", "share": "Share of transitions"}).rename_axis("Type")
    note = message(
        "Flow (I, II): {flow:.4f}; cohesion (0, IIIa): {cohesion:.4f}.", flow=found.flow, cohesion=found.cohesion
    )
    second = plain_table(message("Types of transitions, {variable}", variable=found.variable), types, (note,))
    ways = (
        found.paths["direction"].value_counts().reindex(["win-win", "win-lose", "lose-win", "lose-lose"], fill_value=0)
    )
    means = found.paths.groupby("direction")[["length", "tortuosity"]].mean().reindex(ways.index)
    paths = pd.DataFrame({"Units": ways.to_numpy(), "Mean length": means["length"].to_numpy()})
    paths["Mean tortuosity"] = means["tortuosity"].to_numpy()
    words = {
        "win-win": "Both rise",
        "win-lose": "Unit rises, neighbours fall",
        "lose-win": "Unit falls, neighbours rise",
    }
    paths.index = pd.Index([message(words.get(way, "Both fall")) for way in ways.index], name="Direction")
    note = (
        "From the first to the last period; length relative to the mean of all units, tortuosity 1 for a straight path."
    )
    third = plain_table(message("Paths by direction, {variable}", variable=found.variable), paths, (note,))
    return [first, second, third]


TOOL = Tool(
    id="lisa_transitions",
    title="LISA transitions and time paths",
    group="structure",
    help="Counts how units move between the quadrants of the Moran scatter, tells whether the unit, its neighbours or "
    "both moved, and measures the path of each unit: its length, how winding it is, and where it leads.",
    inputs=Asked,
    values=(
        Output("flow", "number", "Flow", "Share of transitions in which only the unit or only its neighbours move."),
        Output("cohesion", "number", "Cohesion", "Share in which neither moves, or both the same way."),
        Output("chi2", "number", "Chi-square", "Statistic that units and neighbours move apart from each other."),
        Output("p", "number", "p-value", "Its p-value."),
    ),
    run=run,
    tags=("LISA", "Markov", "time path", "transition", "时间路径", "时空跃迁"),
    example="gisplug lisa-transitions --panel demo-panel --unit adcode --period year --variable gdp_pc --weights w.csv "
    "--table transitions.csv --paths paths.csv --paper lisa.html --figure paths.png",
)
