"""Tool: a paper table in other formats and languages."""

from __future__ import annotations

from typing import Literal, Optional

from gisplug.core.declare import Inputs, Output, Results, Tool, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, split_list
from gisplug.tools.results import FilePath, paper_output


class Asked(Inputs):
    """What the tool is asked."""

    tables: str = param(
        "file",
        "Paper tables",
        "JSON file that a tool wrote for its paper table; several are joined by commas.",
        extension=".json",
    )
    language: Literal["en", "zh"] = choice_param(
        "Language",
        "Language of the fixed words, such as observations and standard errors.",
        {"en": "English", "zh": "Chinese"},
        "en",
    )
    labels: Optional[str] = param(
        "text",
        "Labels",
        "Names for the variables, as in agg=Agglomeration, wage=Wage level.",
        optional=True,
    )
    paper: FilePath = paper_output(
        "The tables in the format of the ending: Word, Excel, LaTeX, web page or CSV.", "Document"
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.tables.files import read_papers, write_paper

    labels = _labels(asked.labels)
    files = [path.strip() for path in asked.tables.split(",")]
    tables = [table.relabelled(labels) for path in files for table in read_papers(path)]
    progress.info(message("{n} tables", n=len(tables)))
    if asked.paper:
        write_paper(tables, asked.paper, asked.language)
    return {**asked.written(), "count": len(tables)}


def _labels(text: Optional[str]) -> dict[str, str]:
    found = {}
    for pair in split_list(text):
        name, sign, label = pair.partition("=")
        if not sign:
            raise ParameterError(
                message("Labels read name=label, joined by commas; {pair!r} was given instead.", pair=pair)
            )
        found[name.strip()] = label.strip()
    return found


TOOL = Tool(
    id="convert_paper",
    title="Convert paper tables",
    group="study",
    help="Turns paper tables that gisplug wrote as JSON into Word, Excel, LaTeX, web or text tables, in English or "
    "Chinese and with your names for the variables. Several tables go into one document.",
    inputs=Asked,
    values=(Output("count", "number", "Tables", "Number of tables."),),
    run=run,
    tags=("Word", "Excel", "LaTeX", "table"),
    example="gisplug convert-paper --tables table.json --language zh --paper table.docx",
)
