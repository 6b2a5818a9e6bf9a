"""Tool: emerging hot spots, their trend, and how long they last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import joined, message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    choice_param,
    field_param,
    open_optional_units,
    optional_units_param,
)
from gisplug.tools.results import (
    FilePath,
    need_boundaries,
    paper_output,
    save_figure,
    save_layer,
    save_paper,
    save_table,
    tell,
    that_can_be_made,
)
from gisplug.tools.weights_inputs import AlignedInputs, open_aligned

if TYPE_CHECKING:
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.structure.spots.emerging import EmergingHotSpots

MOST_NAMES = 40  # in a cell of the paper's table
MOST_APART = 10  # periods between, in the paper's table
FIRST_COLUMNS = {"category": "Category", "units": "Units", "names": "Names"}


class Asked(AlignedInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    variable: str = field_param("Variable", "Column of numbers whose high and low values gather.")
    alpha: float = param(
        "number",
        "Significance level",
        "Largest p-value that makes a unit a hot or cold spot, and a trend one.",
        0.05,
        minimum=1e-06,
        maximum=0.5,
    )
    correction: Literal["fdr", "none"] = choice_param(
        "Correction for many tests",
        "Which p-value of a spot is compared with the level: corrected for false discovery within the period, as in "
        "ArcGIS, or as it is.",
        {"fdr": "False discovery rate", "none": "None"},
        "fdr",
    )
    units: Optional[str] = optional_units_param("It is needed for the layer and the map.")
    layer: FilePath = output(
        "layer",
        "Categories",
        "All units with category, trend and how long they were spots. It needs boundaries.",
        style="emerging_spots",
        needs="units",
    )
    table: FilePath = output("table", "Categories by unit", "The same without geometry.")
    spots: FilePath = output("table", "Spots by period", "Local G* of every unit and period, with p and spot.")
    by_period: FilePath = output("table", "Number by period", "Spots of each period, those new and those lost.")
    lasting: FilePath = output(
        "table", "How long spots last", "Share of the spots that are spots so many periods later, beside chance."
    )
    paper: FilePath = paper_output("Units of each category, spots by period, and how long they last.")
    figure: FilePath = output("figure", "Map", "Map of the categories. It needs boundaries.", needs="units")
    strip: FilePath = output("figure", "Spots over time", "When each unit was a hot or cold spot, by category.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.structure.spots.emerging import emerging_hot_spots

    asked = that_can_be_made(asked, progress)
    panel, w = open_aligned(asked, progress, open_optional_units(asked, progress))
    found = emerging_hot_spots(panel, asked.variable, w, alpha=asked.alpha, correction=asked.correction)
    tell(progress, found.report)
    title = message("Emerging hot spots of {variable}", variable=asked.variable)
    save_layer(
        found.table, asked.layer, layer="emerging_hot_spots", style="emerging_spots", field="category", title=title
    )
    save_table(found.table, asked.table)
    save_table(found.spots, asked.spots)
    save_table(found.by_period, asked.by_period)
    save_table(found.lasting, asked.lasting)
    if asked.paper:
        save_paper(_papers(found, asked), asked.paper)
    if asked.figure:
        from gisplug.report.maps.choropleth import value_map
        from gisplug.report.maps.look import Look

        need_boundaries(hasattr(found.table, "geometry"), "A map")
        made = value_map(found.table, "category", "classes", Look(title=title), style_name="emerging_spots")
        save_figure(made, asked.figure)
    if asked.strip:
        from gisplug.report.charts.structure.spots import spot_strip

        save_figure(spot_strip(found.state, panel.periods, found.table, title), asked.strip)
    kinds = found.table["category"]
    return {
        **asked.written(),
        "hot": float((found.table["last"] == "Hot spot").sum()),
        "cold": float((found.table["last"] == "Cold spot").sum()),
        "categories": float(kinds[kinds != "No pattern"].nunique()),
    }


def _papers(found: EmergingHotSpots, asked: Asked) -> list[PaperTable]:
    import pandas as pd

    from gisplug.core.vocabulary import EMERGING, NO_PATTERN
    from gisplug.report.tables.paper_table import plain_table

    variable = found.variable
    rows = []
    for name in [*EMERGING["hot"].values(), *EMERGING["cold"].values(), NO_PATTERN]:
        own = found.table[found.table["category"] == name]
        if len(own):
            shown = joined(", ", own["name"].astype(str)[:MOST_NAMES])
            if len(own) > MOST_NAMES:
                shown = message("{shown} and {n} more", shown=shown, n=len(own) - MOST_NAMES)
            rows.append((message(name), len(own), own["hot"].mean(), own["cold"].mean(), shown))
    heads = ["Category", "Units", "Periods hot", "Periods cold", "Names"]
    first = pd.DataFrame(rows, columns=heads).set_index("Category")
    p = {"fdr": "p corrected for false discovery within the period", "none": "p"}[asked.correction]
    note = message(
        "Local G* of each period, weights {weights}, {p} at most {alpha:g}; trend of its z by Mann and Kendall at the "
        "same level. Categories as ArcGIS defines them.",
        weights=asked.weights.replace("\\", "/").rsplit("/", 1)[-1],
        p=message(p),
        alpha=asked.alpha,
    )
    names = {
        "hot": "Hot spots",
        "new_hot": "New (hot)",
        "lost_hot": "Lost (hot)",
        "cold": "Cold spots",
        "new_cold": "New (cold)",
        "lost_cold": "Lost (cold)",
    }
    counts = found.by_period.set_index("period")[list(names)].rename(columns=names).rename_axis("Period")
    counts = counts.astype(object).where(counts.notna(), "")
    for column in counts:
        counts[column] = [int(v) if v != "" else "" for v in counts[column]]
    shares = {
        "hot": "Hot spots",
        "hot_expected": "By chance (hot)",
        "cold": "Cold spots",
        "cold_expected": "By chance (cold)",
    }
    lasting = found.lasting.head(MOST_APART).set_index("apart")[list(shares)].rename(columns=shares)
    return [
        plain_table(message("Emerging hot spots of {variable}", variable=variable), first, (note,), digits=1),
        plain_table(message("Hot and cold spots by period, {variable}", variable=variable), counts),
        plain_table(
            message("How long spots last, {variable}", variable=variable),
            lasting.rename_axis("Periods later"),
            ("Share of the spots that are such spots so many periods later; by chance: share of all units.",),
            digits=3,
        ),
    ]


TOOL = Tool(
    id="emerging_hot_spots",
    title="Emerging hot spots",
    group="structure",
    help="Finds hot and cold spots in each period by local Getis-Ord G*, tests each unit for a trend by Mann and "
    "Kendall, sorts the units into ArcGIS's 17 categories (new, consecutive, intensifying, persistent, diminishing, "
    "sporadic, oscillating, historical), and tells how long spots last.",
    inputs=Asked,
    values=(
        Output("hot", "number", "Hot spots, last period", "Number of hot spots in the last period."),
        Output("cold", "number", "Cold spots, last period", "Number of cold spots in the last period."),
        Output("categories", "number", "Categories", "Number of categories found, without that of no pattern."),
    ),
    run=run,
    tags=("hot spot", "Getis", "Mann-Kendall", "space-time", "新兴热点", "时空热点"),
    example="gisplug emerging-hot-spots --panel demo-panel --unit adcode --period year --variable agg --weights w.csv "
    "--units demo-china-provinces --id adcode --name name_en --table spots.csv --paper spots.html --figure spots.png",
)
