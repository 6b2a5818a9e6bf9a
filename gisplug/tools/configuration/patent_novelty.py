"""Tool: breakthrough innovation of regions from a table of patents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, field_param, split_list
from gisplug.tools.results import draw, save_paper, save_table, tell, written

if TYPE_CHECKING:
    from gisplug.configuration.novelty import Novelty
    from gisplug.report.tables.paper_table import PaperTable


def run(params: Params, progress: Progress) -> Results:
    from gisplug.configuration.novelty import patent_novelty
    from gisplug.core.tables import read_table, text_ids
    from gisplug.report.charts.configuration import novelty_by_year

    table, region, year = read_table(params["patents"]), params["region"], params["year"]
    if region in table.columns:
        table = table.assign(**{region: text_ids(table[region])})
    found = patent_novelty(
        table,
        id=params["id"],
        region=region,
        year=year,
        classes=params["classes"],
        window=params["window"],
        frequency=params["frequency"],
        edges=params["edges"],
        top=params["top"],
        by_year=params["by_year"],
        key_classes=split_list(params["key_classes"]),
        progress=progress,
    )
    tell(progress, found.report)
    save_table(found.regions.rename_axis([region, year]), params["regions"])
    save_table(found.patents, params["novelty"])
    if params["summary"]:
        save_paper(_summary(found, params["top"]), params["summary"])
    draw(params["figure"], novelty_by_year, found.patents, found.threshold, size=(16, 10))
    counted = found.patents.loc[found.patents["counted"], "breakthrough"]
    return {**written(TOOL, params), "count": float(counted.sum())}


def _summary(found: Novelty, top: float) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    counted = found.patents[found.patents["counted"]]
    frame = (
        counted.groupby("year")
        .agg(
            patents=("novelty", "size"),
            backward=("backward", "mean"),
            forward=("forward", "mean"),
            novelty=("novelty", "mean"),
            breakthroughs=("breakthrough", "sum"),
        )
        .reset_index()
    )
    note = (
        f"Means over patents; similarity is the mean cosine to all patents within {found.window} years. "
        f"Breakthroughs are the top {top:.0%} of novelty."
    )
    return plain_table("Novelty of patents by year", frame, [note])


TOOL = Tool(
    id="patent_novelty",
    title="Breakthrough innovation from patents",
    group="configuration",
    help="Measures for each patent how unlike the patents before it and how like the patents after it its "
    "technology classes are, and sums this up by region and year. Rare classes weigh more; similarity is the "
    "cosine of class vectors; novelty is forward over backward similarity, after Kelly et al. 2021.",
    params=(
        Param(
            "patents",
            "table",
            "Patents table",
            "Table with one row per patent: id, region, filing year and technology classes.",
        ),
        field_param("id", "Patent id field", "Column that identifies each patent.", parent="patents"),
        field_param(
            "region", "Region field", "Column with the id of the region where the patent was filed.", parent="patents"
        ),
        field_param("year", "Year field", "Column with the filing year.", parent="patents"),
        field_param(
            "classes",
            "Classes field",
            "Column with the technology classes of the patent, joined by semicolons, commas, bars or spaces.",
            parent="patents",
        ),
        Param(
            "window",
            "integer",
            "Window in years",
            "How many years before and after a patent it is compared with.",
            default=5,
            minimum=1,
        ),
        Param(
            "key_classes",
            "text",
            "Key classes",
            "Only patents with a class that starts with one of these are counted for regions, for example G06F, H04L. "
            "Similarity is always measured against all patents.",
            optional=True,
        ),
        Param(
            "top",
            "number",
            "Share of breakthroughs",
            "Share of the patents with the highest novelty that are called breakthroughs.",
            default=0.1,
            minimum=0.001,
            maximum=0.5,
        ),
        choice_param(
            "edges",
            "Years at the ends",
            "Within a window of the first and last year a patent has no whole past or future: drop leaves its novelty "
            "empty, partial uses the years there are.",
            {"drop": "leave empty", "partial": "use the years there are"},
            "drop",
        ),
        choice_param(
            "frequency",
            "Class frequencies",
            "At whose year rare classes are weighted up: each patent's own year, or the year of the earlier patent of "
            "each pair as in Kelly et al. 2021.",
            {"own": "own year", "earlier": "earlier of the pair"},
            "own",
            advanced=True,
        ),
        Param(
            "by_year",
            "flag",
            "Threshold by year",
            "Whether the share of breakthroughs is taken within each filing year instead of over all years.",
            default=False,
            advanced=True,
        ),
    ),
    outputs=(
        Output(
            "regions",
            "table",
            "Regions and years",
            "One row per region and year: patents, sum and mean of novelty, number and share of breakthroughs.",
        ),
        Output(
            "novelty",
            "table",
            "Patents with novelty",
            "One row per patent: backward and forward similarity, novelty, and whether it is a breakthrough.",
        ),
        Output(
            "summary",
            "paper",
            "Novelty by year",
            "Number of patents, mean similarities and breakthroughs of each year.",
        ),
        Output(
            "figure",
            "figure",
            "Novelty over the years",
            "The spread of novelty in each year and the threshold above which a patent is a breakthrough.",
        ),
        Output("count", "number", "Number of breakthroughs", "How many counted patents are breakthroughs."),
    ),
    run=run,
    tags=("patents", "innovation", "novelty", "similarity"),
    example="gisplug patent-novelty --patents patents.csv --id patent_id --region county_id --year year --classes "
    "classes --key-classes G06,H04 --regions regions.csv",
)
