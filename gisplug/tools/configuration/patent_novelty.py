"""Tool: breakthrough innovation of regions from a table of patents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool

PARAMS = (
    Param(
        "patents",
        "table",
        "Patents table",
        "Table with one row per patent: id, region, filing year and technology classes.",
    ),
    Param("id", "field", "Patent id field", "Column that identifies each patent.", parent="patents"),
    Param(
        "region",
        "field",
        "Region field",
        "Column with the id of the region where the patent was filed.",
        parent="patents",
    ),
    Param("year", "field", "Year field", "Column with the filing year.", parent="patents"),
    Param(
        "classes",
        "field",
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
    Param(
        "edges",
        "choice",
        "Years at the ends",
        "Within a window of the first and last year a patent has no whole past or future: drop leaves its novelty "
        "empty, partial uses the years there are.",
        default="drop",
        choices=("drop", "partial"),
        choice_labels=("leave empty", "use the years there are"),
    ),
    Param(
        "frequency",
        "choice",
        "Class frequencies",
        "At whose year rare classes are weighted up: each patent's own year, or the year of the earlier patent of "
        "each pair as in Kelly et al. 2021.",
        default="own",
        choices=("own", "earlier"),
        choice_labels=("own year", "earlier of the pair"),
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
)
OUTPUTS = (
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
        "summary", "paper", "Novelty by year", "Number of patents, mean similarities and breakthroughs of each year."
    ),
    Output(
        "figure",
        "figure",
        "Novelty over the years",
        "The spread of novelty in each year and the threshold above which a patent is a breakthrough.",
    ),
    Output("count", "number", "Number of breakthroughs", "How many counted patents are breakthroughs."),
)


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    """Read, measure, write what is wanted."""
    from gisplug.configuration.novelty import patent_novelty
    from gisplug.core.tables import read_table, text_ids, write_table

    table = read_table(params["patents"])
    if params["region"] in table.columns:
        table = table.assign(**{params["region"]: text_ids(table[params["region"]])})
    keys = [k.strip() for k in (params["key_classes"] or "").replace(";", ",").split(",") if k.strip()]
    names = ("id", "region", "year", "classes", "window", "frequency", "edges", "top", "by_year")
    made = patent_novelty(table, key_classes=keys, progress=progress, **{name: params[name] for name in names})
    for note in made.report.notes:
        (progress.warn if note.level == "warning" else progress.info)(note.text)
    results: dict[str, Any] = {"count": float(made.patents.loc[made.patents["counted"], "breakthrough"].sum())}
    if params["regions"]:
        regions = made.regions.rename_axis([params["region"], params["year"]])
        results["regions"] = str(write_table(regions, params["regions"]))
    if params["novelty"]:
        results["novelty"] = str(write_table(made.patents, params["novelty"]))
    if params["summary"]:
        results["summary"] = _summary(made, params)
    if params["figure"]:
        results["figure"] = _figure(made, params["figure"])
    return results


def _summary(made: Any, params: Mapping[str, Any]) -> str:
    from gisplug.report.tables.files import write_paper
    from gisplug.report.tables.paper_table import plain_table

    counted = made.patents[made.patents["counted"]]
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
        f"Means over patents; similarity is the mean cosine to all patents within {made.window} years. "
        f"Breakthroughs are the top {params['top']:.0%} of novelty."
    )
    return str(write_paper(plain_table("Novelty of patents by year", frame, [note]), params["summary"]))


def _figure(made: Any, path: str) -> str:
    from gisplug.report.charts.configuration import novelty_by_year
    from gisplug.report.figures import figure, save_figure

    fig, ax = figure()
    novelty_by_year(ax, made.patents, made.threshold)
    return str(save_figure(fig, path))


TOOL = Tool(
    id="patent_novelty",
    title="Breakthrough innovation from patents",
    group="configuration",
    help=(
        "Measures for each patent how unlike the patents before it and how like the patents after it its technology "
        "classes are, and sums this up "
        "by region and year. Rare classes weigh more; similarity is the cosine of class vectors; novelty is forward "
        "over backward similarity, after Kelly et al. 2021."
    ),
    params=PARAMS,
    outputs=OUTPUTS,
    run=run,
    tags=("patents", "innovation", "novelty", "similarity"),
    example="gisplug patent-novelty --patents patents.csv --id patent_id --region county_id --year year --classes "
    "classes --key-classes G06,H04 --regions regions.csv",
)
