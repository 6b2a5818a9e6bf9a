"""Tool: a paper table in other formats and languages."""

from __future__ import annotations

from typing import Optional

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, split_list
from gisplug.tools.results import paper_output, written


def run(params: Params, progress: Progress) -> Results:
    from gisplug.report.tables.files import read_papers, write_paper

    labels = _labels(params["labels"])
    files = [path.strip() for path in params["tables"].split(",")]
    tables = [table.relabelled(labels) for path in files for table in read_papers(path)]
    progress.info(f"{len(tables)} tables")
    if params["paper"]:
        write_paper(tables, params["paper"], params["language"])
    return {**written(TOOL, params), "count": len(tables)}


def _labels(text: Optional[str]) -> dict[str, str]:
    found = {}
    for pair in split_list(text):
        name, sign, label = pair.partition("=")
        if not sign:
            raise ParameterError(f"Labels read name=label, joined by commas; {pair!r} was given instead.")
        found[name.strip()] = label.strip()
    return found


TOOL = Tool(
    id="convert_paper",
    title="Convert paper tables",
    group="study",
    help="Turns paper tables that gisplug wrote as JSON into Word, Excel, LaTeX, web or text tables, in English or "
    "Chinese and with your names for the variables. Several tables go into one document.",
    params=(
        Param(
            "tables",
            "file",
            "Paper tables",
            "JSON file that a tool wrote for its paper table; several are joined by commas.",
            extension=".json",
        ),
        choice_param(
            "language",
            "Language",
            "Language of the fixed words, such as observations and standard errors.",
            {"en": "English", "zh": "Chinese"},
            "en",
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
        paper_output("The tables in the format of the ending: Word, Excel, LaTeX, web page or CSV.", "Document"),
        Output("count", "number", "Tables", "Number of tables."),
    ),
    run=run,
    tags=("Word", "Excel", "LaTeX", "table"),
    example="gisplug convert-paper --tables table.json --language zh --paper table.docx",
)
