"""Write one of the example studies into a folder: its SYNTHETIC data and its study file."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from gisplug.core.errors import OutputError, StudyError
from gisplug.core.messages import message
from gisplug.core.output.refusals import cannot_write_into
from gisplug.core.progress import SILENT, Progress

STUDIES = {
    "a": "Digital industry agglomeration and high-quality development: 30 provinces, 2010-2023",
    "b": "A cluster policy and breakthrough innovation: 435 counties, 2000-2021",
    "c": "Digital technology innovation and manufacturing agglomeration: 270 cities, 2008-2022",
    "d": "Digital economy, collaborative agglomeration and high-tech innovation: 30 provinces, 2011-2021",
}


def write_example(study: str, folder: str | Path, seed: int | None = None, progress: Progress = SILENT) -> Path:
    """Write the data and the study file of one example; return the path of the study file.

    Raises
    ------
    StudyError
        If there is no such example.
    OutputError
        If the folder holds a study file already: nothing of the user's is overwritten.
    """
    if study not in STUDIES:
        raise StudyError(
            message(
                "The example studies are {studies}; {study!r} was given instead.",
                studies=", ".join(STUDIES),
                study=study,
            )
        )
    target = Path(folder)
    file = target / "study.toml"
    if file.exists():
        raise OutputError(
            message("{file} exists already and is left as it is. Name another folder, or remove it first.", file=file)
        )
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise cannot_write_into(target, problem) from problem
    progress.update(0.1, "simulating the data")
    make = import_module(f"gisplug.study.examples.study_{study}").write
    make(target) if seed is None else make(target, seed)
    text = Path(__file__).with_name(f"study_{study}.toml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    progress.update(1.0, "written")
    return file
