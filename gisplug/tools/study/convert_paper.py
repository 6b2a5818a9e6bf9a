"""Tool: a paper table in other formats and languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.report.tables.files import read_papers, write_paper

    tables = [
        table.relabelled(_labels(params["labels"]))
        for path in params["tables"].split(",")
        for table in read_papers(path.strip())
    ]
    progress.info(f"{len(tables)} tables")
    if not params["paper"]:
        return {"count": len(tables)}
    return {"paper": str(write_paper(tables, params["paper"], params["language"])), "count": len(tables)}


def _labels(text: Any) -> dict[str, str]:
    from gisplug.core.errors import ParameterError

    found = {}
    for pair in (text or "").replace(";", ",").split(","):
        if not pair.strip():
            continue
        name, sign, label = pair.partition("=")
        if not sign:
            raise ParameterError(f"Labels read name=label, joined by commas; {pair.strip()!r} was given instead.")
        found[name.strip()] = label.strip()
    return found


TOOL = Tool(
    id="convert_paper",
    title="Convert paper tables",
    group="study",
    help="Turns paper tables that gisplug wrote as JSON into Word, Excel, LaTeX, web or text tables, in English or "
    "Chinese and with your names for the variables. "
    "Several tables go into one document.",
    params=(
        Param(
            "tables",
            "file",
            "Paper tables",
            "JSON file that a tool wrote for its paper table; several are joined by commas.",
            extension=".json",
        ),
        Param(
            "language",
            "choice",
            "Language",
            "Language of the fixed words, such as observations and standard errors.",
            default="en",
            choices=("en", "zh"),
            choice_labels=("English", "Chinese"),
        ),
        Param(
            "labels",
            "text",
            "Labels",
            "Names for the variables, as in agg=Agglomeration, wage=Wage level.",
            optional=True,
        ),
    ),
    outputs=(
        Output(
            "paper", "paper", "Document", "The tables in the format of the ending: Word, Excel, LaTeX, web page or CSV."
        ),
        Output("count", "number", "Tables", "Number of tables."),
    ),
    run=run,
    tags=("Word", "Excel", "LaTeX", "table"),
    example="gisplug convert-paper --tables table.json --language zh --paper table.docx",
)
