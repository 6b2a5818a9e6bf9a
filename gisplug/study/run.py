"""Running a plan: steps in order, finished ones used again, everything collected into one folder at the end."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gisplug.core.errors import GisplugError, StudyError
from gisplug.core.executor import dask_cluster
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.report.words.settings import House, housed
from gisplug.study.cache import Kept
from gisplug.study.done import Done
from gisplug.study.one_step import carry_out
from gisplug.study.plan.make import make_plan
from gisplug.study.plan.source import read_source
from gisplug.study.plan.step import Plan, Registry, Step
from gisplug.study.publish import publish, refuse_foreign


def run_plan(
    source: str | Path,
    out: str | Path,
    registry: Registry,
    known: Sequence[str],
    progress: Progress = SILENT,
    cache: str | Path | None = None,
    fresh: bool = False,
    dask: str | None = None,
) -> Path:
    """Run a study file and return the folder with its results.

    Parameters
    ----------
    out
        Folder of the result. It is replaced as a whole, and only when every step has succeeded.
    registry, known
        How tools are found: a function from id to Tool, and all ids.
    cache
        Folder of finished steps; ".NAME.steps" beside `out` when left out.
    fresh
        Whether finished steps of earlier runs are thrown away.
    dask
        Address of a Dask cluster for parallel work; the study's own `dask` key when left out.

    Raises
    ------
    StudyError
        If the file is wrong (with the line), or a step fails (which one, and why). Nothing is left half-written.
    """
    target = Path(out).resolve()
    refuse_foreign(target)
    plan = make_plan(read_source(source), registry, known)
    kept = Kept(Path(cache) if cache is not None else target.parent / f".{target.name}.steps")
    if fresh:
        shutil.rmtree(kept.folder, ignore_errors=True)
    figures = tuple(f".{f}" for f in plan.outputs.get("figures", ("png",)) if f != "png")
    settings = House(plan.language, plan.labels, figures, _background(plan), plan.synthetic)
    done: list[Done] = []
    try:
        with dask_cluster(dask or plan.dask):
            for place, step in enumerate(plan.steps):
                part = Part(progress, 0.95 * place / len(plan.steps), 0.95 * (place + 1) / len(plan.steps))
                part.check()
                part.update(0.0, step.title)
                done.append(_carried_out(step, place, plan, registry, kept, settings, done, part))
        progress.update(0.95, "Writing the report")
        with housed(settings):
            publish(plan, done, registry, target)
    finally:
        kept.drop_unfinished()
    kept.tidy()
    progress.update(1.0, "Done")
    return target


def _background(plan: Plan) -> Any:
    """Read the layer that all maps have below them."""
    if not plan.background:
        return None
    from gisplug.boundaries.read import read_units
    from gisplug.core.shelves import boundary_sets

    shelved = plan.background in boundary_sets()
    return read_units(plan.background, id=None if shelved else plan.source.data["units"].get("id")).frame


def _carried_out(
    step: Step,
    place: int,
    plan: Plan,
    registry: Registry,
    kept: Kept,
    settings: House,
    done: Sequence[Done],
    progress: Progress,
) -> Done:
    named = f"in step {place + 1} of {len(plan.steps)} of the study: {step.title} ({step.tool or 'panel'})"
    try:
        with _Named(named):
            return carry_out(step, registry, kept, settings, done, progress)
    except StudyError:
        raise
    except GisplugError as problem:
        where = plan.source.at(step.section, step.place)
        tool = f", tool {step.tool}" if step.tool else ""
        raise StudyError(
            f"Step {place + 1} of {len(plan.steps)} failed: {step.title} ({where}{tool}). {problem} No result was "
            "written."
        ) from problem


class _Named:
    """Adds the step to whatever goes wrong inside, so that a bug's traceback says where in the study it happened."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if problem is not None and not isinstance(problem, GisplugError):
            problem.add_note(self._text)
