"""Tool: write one of the example studies, with its SYNTHETIC data."""

from __future__ import annotations

from typing import Literal, Optional

from gisplug.core.declare import Inputs, Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param


class Asked(Inputs):
    """What the tool is asked."""

    study: Literal["a", "b", "c", "d"] = choice_param(
        "Study",
        "Which of the four designs is written.",
        {
            "a": "A: agglomeration and development, 30 provinces",
            "b": "B: cluster policy and innovation, 435 counties",
            "c": "C: digital patents and agglomeration, 270 cities",
            "d": "D: digital economy and innovation, 30 provinces",
        },
        "a",
    )
    seed: Optional[int] = param(
        "integer",
        "Seed",
        "Start of the random numbers from which the data are made; the calibrated one where it is left empty.",
        optional=True,
        minimum=0,
        advanced=True,
    )
    folder: str = output(
        "folder",
        "Folder",
        "Folder that receives the data and study.toml; a study file already there is never overwritten.",
        required=True,
    )


def run(asked: Asked, progress: Progress) -> Results:
    from pathlib import Path

    from gisplug.study.examples.write import write_example

    file = write_example(asked.study, asked.folder, asked.seed, progress)
    progress.info(
        message("Run it with: gisplug run {file} --out {path}", file=file, path=Path(asked.folder) / "results")
    )
    return {"folder": str(asked.folder), "file": str(file)}


TOOL = Tool(
    id="example_study",
    title="Write an example study",
    group="study",
    help="Writes one of four published research designs as a study file with SYNTHETIC data of the same shape, "
    "calibrated to the published figures: a agglomeration with configurations to threshold, b staggered "
    "policy with patents and night lights, c city panel with mediation, d index and co-agglomeration.",
    inputs=Asked,
    values=(Output("file", "text", "Study file", "Path of the study file that was written."),),
    run=run,
    tags=("example", "study", "template", "synthetic"),
    example="gisplug example-study --study a --folder study-a",
)
