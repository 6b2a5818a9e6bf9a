"""Tool: run the embedded demo study."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from gisplug.core.declare import Inputs, Output, Results, Tool, output
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param
from gisplug.tools.results import FilePath

DEFAULT_FOLDER = "gisplug-demo"


class Asked(Inputs):
    """What the tool is asked."""

    language: Literal["en", "zh"] = choice_param(
        "Language", "Language of tables, figures and report.", {"en": "English", "zh": "Chinese"}, "en"
    )
    results: FilePath = output(
        "folder",
        "Results folder",
        "Folder that receives the result; gisplug-demo in the current folder when left out.",
        main=True,
    )


def run(asked: Asked, progress: Progress) -> Results:
    import gisplug.study
    from gisplug.tools.study.run_study import run_study

    template = Path(gisplug.study.__file__).parent / "templates" / f"demo_{asked.language}.toml"
    done = run_study(template, asked.results or DEFAULT_FOLDER, progress)
    return {"results": str(done), "report": str(done / "report.html")}


TOOL = Tool(
    id="demo",
    title="Demo study",
    group="study",
    help="Runs the whole chain on the embedded demo: boundaries, weights, night lights, panel, Moran's I, spatial "
    "Durbin model, effects and spillover maps of 30 provinces over 14 years. The lights and the panel are "
    "SYNTHETIC, simulated for the demo.",
    inputs=Asked,
    values=(
        Output("report", "text", "Report", "Path of the report, one HTML page that holds every table and figure."),
    ),
    run=run,
    tags=("demo", "example", "first steps"),
    example="gisplug demo --out demo",
)
