"""Running a plan: steps in order, finished ones used again, everything collected into one folder at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from gisplug.boundaries.background import background_layer
from gisplug.core.access.fence import Fence, paths_allowed
from gisplug.core.access.network import without_network
from gisplug.core.advice import speaking_to
from gisplug.core.errors import GisplugError, StudyError
from gisplug.core.executor import dask_cluster
from gisplug.core.identity.hashes import Hashes
from gisplug.core.maps.classes import Cut
from gisplug.core.maps.insets import inset_of
from gisplug.core.messages import message
from gisplug.core.output.folders import put_back, remove_unfinished
from gisplug.core.output.lock import only_run_on
from gisplug.core.output.refusals import refusing
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.numbers.threads import one_thread
from gisplug.replication.hear import Asked
from gisplug.report.words.settings import House, housed
from gisplug.report.words.wording import Words, words_in
from gisplug.study.cache import MEMORY, Kept
from gisplug.study.fenced import keep_inside
from gisplug.study.inputs import Files
from gisplug.study.one_step import carry_out
from gisplug.study.plan.make import make_plan
from gisplug.study.plan.references import absolute
from gisplug.study.plan.sections import table
from gisplug.study.plan.source import read_source
from gisplug.study.plan.step import Plan, Registry, Step
from gisplug.study.publish import MARK, publish, refuse_foreign
from gisplug.study.record.done import Done
from gisplug.study.settings import Settings
from gisplug.study.step_code import asked_steps


@dataclass(frozen=True)
class Way:
    """How a study is run: what its user says, and no study file.

    Attributes
    ----------
    cache
        Folder of finished steps; ".NAME.steps" beside the result where None.
    fresh
        Whether finished steps of earlier runs are thrown away.
    dask
        Address of a Dask cluster for parallel work; its owner sees the data and computes the numbers.
    allow
        Folders, files and begins of addresses that the study may reach beside its own folder; one text with semicolons
        between several, or a list.
    code
        Whether code for R and Stata is written even where the study does not ask for it, or of which steps.
    """

    cache: str | Path | None = None
    fresh: bool = False
    dask: str | None = None
    allow: str | Sequence[str] | None = None
    code: bool | Sequence[str] = False


def run_plan(
    source: str | Path,
    out: str | Path,
    registry: Registry,
    known: Sequence[str],
    progress: Progress = SILENT,
    way: Way | None = None,
) -> Path:
    """Run a study file and return the folder with its results.

    Parameters
    ----------
    out
        Folder of the result. It is replaced as a whole, and only when every step has succeeded.
    registry, known
        How tools are found: a function from id to Tool, and all ids.
    way
        Where finished steps are kept, where the work is done, and what the study may reach.

    Raises
    ------
    StudyError
        If the file is wrong (with the line), names what it may not reach, or a step fails (which one, and why).
        Nothing is left half-written.
    OutputError
        If `out` holds foreign files, cannot be written, or another run is writing into it.
    """
    target = Path(out).resolve()
    refuse_foreign(target)
    way, begun = way or Way(), time.time()
    plan = make_plan(read_source(source), registry, known)
    if way.code and not plan.outputs.get("code"):
        plan = replace(plan, outputs={**plan.outputs, "code": way.code})

    def finish(done: Sequence[Done], files: Files, settings: Settings) -> None:
        progress.update(0.95, "Writing the report")
        with housed(settings.house):
            publish(plan, done, registry, files, settings, target, begun)

    _carried(plan, target, registry, progress, way, finish)
    progress.update(1.0, "Done")
    return target


def steps_asked(
    source: str | Path,
    registry: Registry,
    known: Sequence[str],
    names: Sequence[str] = (),
    progress: Progress = SILENT,
    way: Way | None = None,
) -> list[Asked]:
    """Return what the steps of a study estimate, for its code; no result is written.

    Finished steps of earlier runs into "NAME-results" beside the study file are used again.

    Parameters
    ----------
    names : of the steps wanted; all where empty
    registry, known, way : as in `run_plan`

    Raises
    ------
    StudyError
        As `run_plan`, or if a name is that of no step.
    """
    plan = make_plan(read_source(source), registry, known)
    target = plan.source.path.with_name(f"{plan.source.path.stem}-results")
    found: list[Asked] = []

    def finish(done: Sequence[Done], files: Files, settings: Settings) -> None:
        del files
        with housed(settings.house):
            found.extend(asked_steps(done, registry, list(names) or True))

    _carried(plan, target, registry, progress, way or Way(), finish)
    return found


Finish = Callable[[Sequence[Done], Files, Settings], None]


def _carried(plan: Plan, target: Path, registry: Registry, progress: Progress, way: Way, finish: Finish) -> None:
    """Carry out all steps behind the fence and hand them to `finish`."""
    fence = Fence(plan.source.folder, paths_allowed(way.allow))
    keep_inside(plan, registry, fence)
    kept = Kept(Path(way.cache).resolve() if way.cache is not None else target.parent / f".{target.name}.steps")
    cache = only_run_on(kept.folder, progress) if way.cache is not None else nullcontext()
    with only_run_on(target, progress), cache:
        put_back(target, MARK)
        remove_unfinished(target)
        if way.fresh:
            kept.empty()
        hashes = Hashes(kept.folder / MEMORY)
        try:
            with dask_cluster(way.dask or ""), speaking_to("study"), without_network(not fence.network):
                _run(plan, registry, kept, Files(plan.source.folder, kept.folder, hashes), progress, finish)
        except BaseException:
            hashes.keep(forget=False)
            raise
        finally:
            kept.drop_unfinished()
        hashes.keep()
        kept.tidy()


@one_thread()  # sums over several threads end otherwise in their last digits
def _run(plan: Plan, registry: Registry, kept: Kept, files: Files, progress: Progress, finish: Finish) -> None:
    settings = _settings(plan, files)
    done: list[Done] = []
    for place, step in enumerate(plan.steps):
        part = Part(progress, 0.95 * place / len(plan.steps), 0.95 * (place + 1) / len(plan.steps))
        part.check()
        part.update(0.0, step.title)
        work = partial(carry_out, step, registry, kept, files, settings, done, part)
        done.append(_carried_out(step, place, plan, kept, work))
    finish(done, files, settings)


def _settings(plan: Plan, files: Files) -> Settings:
    """Return what holds for all steps, the layer that all maps have below them read."""
    words = _words(plan)
    formats = tuple(f".{f}" for f in plan.outputs.get("figures", ("png",)) if f != "png")
    insets = tuple(found for given in plan.outputs.get("map_insets", ()) if (found := inset_of(given)))
    note, north = plan.outputs.get("map_note", ""), plan.outputs.get("north_arrow", False)
    grey = plan.outputs.get("map_grey", False)
    cut = Cut(plan.outputs.get("map_scheme", "auto"), plan.outputs.get("map_classes", Cut.classes))
    house = House(
        plan.language,
        words.labels,
        formats,
        synthetic=plan.synthetic,
        map_note=note,
        insets=insets,
        north=north,
        cut=None if cut == Cut() else cut,
        grey=grey,
        order=words.order,
    )
    if not plan.background:
        return Settings(house)
    try:
        layer = background_layer(plan.background)
    except GisplugError:
        if not plan.rest:
            raise
        return Settings(house)  # units that are no polygons, or cannot be read: the step that reads them says so
    return Settings(replace(house, background=layer, rest=plan.rest), files.of("polygons", plan.background))


def _words(plan: Plan) -> Words:
    """Return labels and orders: those of the study, and below them those that the tables of its panel hold."""
    paths = table(plan.source, "panel").get("path", ())
    found = Words()
    for path in [paths] if isinstance(paths, str) else paths:
        found |= words_in(absolute(plan.source, path))
    return found | Words(plan.labels, plan.order)


def _carried_out(step: Step, place: int, plan: Plan, kept: Kept, work: Callable[[], Done]) -> Done:
    """Do the work of a step; what goes wrong says in which step."""
    named = message(
        "in step {place} of {n} of the study: {step} ({tool})",
        place=place + 1,
        n=len(plan.steps),
        step=step.title,
        tool=step.tool or message("panel"),
    )
    try:
        with _Named(named), refusing(kept.folder):
            return work()
    except StudyError:
        raise
    except GisplugError as problem:
        where = plan.source.at(step.section, step.place)
        tool = message(", tool {tool}", tool=step.tool) if step.tool else ""
        raise StudyError(
            message(
                "Step {place} of {n} failed: {step} ({where}{tool}). {problem} No result was written.",
                place=place + 1,
                n=len(plan.steps),
                step=step.title,
                where=where,
                tool=tool,
                problem=problem,
            )
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
