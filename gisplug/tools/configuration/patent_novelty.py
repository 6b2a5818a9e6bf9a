"""Tool: breakthrough innovation of regions from a table of patents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.configuration.options import PatentsInputs
from gisplug.tools.inputs import choice_param, open_table, split_list
from gisplug.tools.results import FilePath, draw, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.configuration.novelty import Novelty
    from gisplug.report.tables.paper_table import PaperTable


class Asked(PatentsInputs):
    """What the tool is asked."""

    window: int = param(
        "integer",
        "Window in years",
        "How many years before and after a patent it is compared with.",
        default=5,
        minimum=1,
    )
    key_classes: Optional[str] = param(
        "text",
        "Key classes",
        "Only patents with a class that starts with one of these are counted for regions, for example G06F, H04L. "
        "Similarity is always measured against all patents.",
        optional=True,
    )
    top: float = param(
        "number",
        "Share of breakthroughs",
        "Share of the patents with the highest novelty that are called breakthroughs.",
        default=0.1,
        minimum=0.001,
        maximum=0.5,
    )
    edges: Literal["drop", "partial"] = choice_param(
        "Years at the ends",
        "Within a window of the first and last year a patent has no whole past or future: drop leaves its novelty "
        "empty, partial uses the years there are.",
        {"drop": "Leave empty", "partial": "Use the years there are"},
        "drop",
    )
    frequency: Literal["own", "earlier"] = choice_param(
        "Class frequencies",
        "At whose year rare classes are weighted up: each patent's own year, or the year of the earlier patent of "
        "each pair as in Kelly et al. 2021.",
        {"own": "Own year", "earlier": "Earlier of the pair"},
        "own",
        advanced=True,
    )
    by_year: bool = param(
        "flag",
        "Threshold by year",
        "Whether the share of breakthroughs is taken within each filing year instead of over all years.",
        default=False,
        advanced=True,
    )
    regions: FilePath = output(
        "table",
        "Regions and years",
        "One row per region and year: patents, sum and mean of novelty, number and share of breakthroughs.",
        main=True,
    )
    novelty: FilePath = output(
        "table",
        "Patents with novelty",
        "One row per patent: backward and forward similarity, novelty, and whether it is a breakthrough.",
    )
    summary: FilePath = output(
        "paper",
        "Novelty by year",
        "Number of patents, mean similarities and breakthroughs of each year.",
    )
    figure: FilePath = output(
        "figure",
        "Novelty over the years",
        "The spread of novelty in each year and the threshold above which a patent is a breakthrough.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.configuration.novelty import patent_novelty
    from gisplug.core.tables import text_ids
    from gisplug.report.charts.configuration import novelty_by_year

    table, region, year = open_table(asked.patents, progress), asked.region, asked.year
    if region in table.columns:
        table = table.assign(**{region: text_ids(table[region])})
    found = patent_novelty(
        table,
        id=asked.id,
        region=region,
        year=year,
        classes=asked.classes,
        window=asked.window,
        frequency=asked.frequency,
        edges=asked.edges,
        top=asked.top,
        by_year=asked.by_year,
        key_classes=split_list(asked.key_classes),
        progress=progress,
    )
    tell(progress, found.report)
    save_table(found.regions.rename_axis([region, year]), asked.regions)
    save_table(found.patents, asked.novelty)
    if asked.summary:
        save_paper(_summary(found, asked.top), asked.summary)
    draw(asked.figure, novelty_by_year, found.patents, found.threshold, size=(16, 10))
    counted = found.patents.loc[found.patents["counted"], "breakthrough"]
    return {**asked.written(), "count": float(counted.sum())}


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
        .rename(columns={"breakthroughs": message("breakthroughs")})
    )
    note = message(
        "Means over patents; similarity is the mean cosine to all patents within {window} years. "
        "Breakthroughs are the top {top:.0%} of novelty.",
        window=found.window,
        top=top,
    )
    return plain_table("Novelty of patents by year", frame, [note])


TOOL = Tool(
    id="patent_novelty",
    title="Breakthrough innovation from patents",
    group="configuration",
    help="Measures for each patent how unlike the patents before it and how like the patents after it its "
    "technology classes are, and sums this up by region and year. Rare classes weigh more; similarity is the "
    "cosine of class vectors; novelty is forward over backward similarity, after Kelly et al. 2021.",
    inputs=Asked,
    values=(Output("count", "number", "Number of breakthroughs", "How many counted patents are breakthroughs."),),
    run=run,
    tags=("patents", "innovation", "novelty", "similarity"),
    example="gisplug patent-novelty --patents patents.csv --id patent_id --region county_id --year year --classes "
    "classes --key-classes G06,H04 --regions regions.csv",
)
