"""Tool: what a bug report needs to know of this installation, each finding with a verdict and a mend."""

from __future__ import annotations

from gisplug.core.declare import Inputs, Output, Results, Tool, output
from gisplug.core.progress import Progress
from gisplug.tools.results import FilePath


class Asked(Inputs):
    """What the tool is asked."""

    text: FilePath = output(
        "file", "Report", "The findings as text, to be pasted into a bug report.", extension=".txt", main=True
    )
    table: FilePath = output("table", "Findings", "One row a finding: section, name, value, verdict and mend.")
    record: FilePath = output(
        "file",
        "Record",
        "The findings for programs, with the number of problems and notes.",
        extension=".json",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.study.doctor.examine import examined
    from gisplug.study.doctor.write import written

    return written(examined(progress), asked.written())


TOOL = Tool(
    id="doctor",
    title="Check the installation",
    group="study",
    help="Tells what a bug report needs to know and what to mend: versions of gisplug, Python and every package, "
    "whether each package loads, which formats are read and written, coordinate systems, Chinese fonts, memory, disk, "
    "threads, and the engine that computes for QGIS. Nothing is changed. It works where a package is broken too; the "
    "home folder is shown as ~. On the command line it ends with code 1 where it finds a problem, "
    "otherwise with 0.",
    inputs=Asked,
    values=(
        Output("problems", "number", "Problems", "Number of findings that keep something from working."),
        Output("notes", "number", "Notes", "Number of findings that work but may surprise."),
    ),
    run=run,
    tags=("doctor", "bug report", "versions", "diagnosis", "support"),
    example="gisplug doctor --text doctor.txt",
)
