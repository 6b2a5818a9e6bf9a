"""Tool: citations of patents by region and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.configuration.options import PatentsInputs
from gisplug.tools.inputs import field_param, open_table, split_list
from gisplug.tools.results import FilePath, save_paper, save_table, tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable

HEADS = {
    "patents": "Patents",
    "key_patents": "Key patents",
    "cited": "Cited",
    "cited_by_others": "Cited by others",
    "inside": "Inside",
    "inside_key": "Inside key",
    "diffusion": "Diffusion",
}


class Asked(PatentsInputs):
    """What the tool is asked."""

    applicant: Optional[str] = field_param(
        "Applicant field",
        "Column with who filed the patent. Citations within one applicant are self-citations; without it nothing is "
        "left out as such.",
        parent="patents",
        optional=True,
    )
    citations: str = param("table", "Citations table", "Table with one row per citation: which patent cites which.")
    citing: str = field_param("Citing field", "Column with the id of the patent that cites.", parent="citations")
    cited: str = field_param("Cited field", "Column with the id of the patent that is cited.", parent="citations")
    key_classes: Optional[str] = param(
        "text",
        "Key classes",
        "Patents with a class that starts with one of these are key patents, for example G06F, H04L; all are where it "
        "is left empty.",
        optional=True,
    )
    within: Optional[int] = param(
        "integer",
        "Years of citations",
        "Count citations received only in so many years after filing, so that old and young patents can be compared. "
        "All where it is left empty.",
        optional=True,
        minimum=0,
    )
    regions: FilePath = output(
        "table",
        "Regions and years",
        "One row per region and year: patents, citations received with and without self-citations, citations inside "
        "the region and how many of them go to key patents, and their share, the diffusion.",
        main=True,
    )
    summary: FilePath = output("paper", "Citations by year", "Patents, citations and diffusion of each year.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.configuration.citations import patent_citations
    from gisplug.core.tables import text_ids

    patents, region = open_table(asked.patents, progress), asked.region
    if region in patents.columns:
        patents = patents.assign(**{region: text_ids(patents[region])})
    found = patent_citations(
        patents,
        open_table(asked.citations, progress),
        id=asked.id,
        region=region,
        year=asked.year,
        classes=asked.classes,
        applicant=asked.applicant or "",
        citing=asked.citing,
        cited=asked.cited,
        key_classes=split_list(asked.key_classes),
        within=asked.within,
    )
    tell(progress, found.report)
    save_table(found.regions.rename_axis([region, asked.year]), asked.regions)
    if asked.summary:
        save_paper(_summary(found.regions), asked.summary)
    sums = found.regions.sum()
    return {
        **asked.written(),
        "cited": float(sums["cited"]),
        "diffusion": float(sums["inside_key"] / sums["inside"]) if sums["inside"] else float("nan"),
    }


def _summary(regions: pd.DataFrame) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    frame = regions.drop(columns="diffusion").groupby(level="year").sum()
    frame["diffusion"] = frame["inside_key"] / frame["inside"].where(frame["inside"] > 0)
    frame = frame.rename(columns=HEADS)
    note = message(
        "Cited: citations that patents of the year receive. Inside: citations that they make to patents of their own "
        "region; diffusion is the share of these that go to key patents."
    )
    return plain_table("Citations of patents by year", frame.rename_axis("Year"), [note])


TOOL = Tool(
    id="patent_citations",
    title="Citations of patents",
    group="configuration",
    help="Sums up citations between patents by region and year: how often the patents of a region are cited, with and "
    "without self-citations, and what share of the citations inside a region goes to key patents, such as digital "
    "ones: how far their knowledge spreads in the cluster.",
    inputs=Asked,
    values=(
        Output("cited", "number", "Citations", "Number of citations received."),
        Output("diffusion", "number", "Diffusion", "Share of citations inside regions that go to key patents."),
    ),
    run=run,
    tags=("patents", "citations", "diffusion", "innovation", "专利引用"),
    example="gisplug patent-citations --patents patents.csv --id patent_id --region county_id --year year --classes "
    "classes --applicant applicant --citations citations.csv --citing citing --cited cited --key-classes G06,H04 "
    "--regions regions.csv",
)
