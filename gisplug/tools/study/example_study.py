"""Tool: write one of the example studies, with its SYNTHETIC data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    """Write the data and the study file."""
    from pathlib import Path

    from gisplug.study.examples.write import write_example

    file = write_example(params["study"], params["folder"], params["seed"], progress)
    progress.info(f"Run it with: gisplug run {file} --out {Path(params['folder']) / 'results'}")
    return {"folder": str(params["folder"]), "file": str(file)}


TOOL = Tool(
    id="example_study",
    title="Write an example study",
    group="study",
    help=(
        "Writes one of four published research designs as a study file with SYNTHETIC data of the same shape, "
        "calibrated to the published figures: "
        "a agglomeration with configurations to threshold, b staggered policy with patents and night lights, c city "
        "panel with mediation, d index and co-agglomeration."
    ),
    params=(
        Param(
            "study",
            "choice",
            "Study",
            "Which of the four designs is written.",
            default="a",
            choices=("a", "b", "c", "d"),
            choice_labels=(
                "A: agglomeration and development, 30 provinces",
                "B: cluster policy and innovation, 435 counties",
                "C: digital patents and agglomeration, 270 cities",
                "D: digital economy and innovation, 30 provinces",
            ),
        ),
        Param(
            "seed",
            "integer",
            "Seed",
            "Start of the random numbers from which the data are made; the calibrated one where it is left empty.",
            optional=True,
            minimum=0,
            advanced=True,
        ),
    ),
    outputs=(
        Output(
            "folder",
            "folder",
            "Folder",
            "Folder that receives the data and study.toml; a study file already there is never overwritten.",
            required=True,
        ),
        Output("file", "text", "Study file", "Path of the study file that was written."),
    ),
    run=run,
    tags=("example", "study", "template", "synthetic"),
    example="gisplug example-study --study a --folder study-a",
)
