"""Running a plan: steps in order, finished ones used again, everything collected into one folder at the end."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gisplug.core.declare import Output, Tool
from gisplug.core.errors import GisplugError, OutputError, StudyError
from gisplug.core.executor import dask_cluster
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.report.words.settings import House, housed
from gisplug.study.cache import Kept, step_key
from gisplug.study.chosen_units import units_step
from gisplug.study.collect import collect
from gisplug.study.done import Done
from gisplug.study.panel_step import panel_step
from gisplug.study.plan.make import make_plan
from gisplug.study.plan.source import read_source
from gisplug.study.plan.step import Plan, Registry, Step

OWN_STEPS = {"panel": panel_step, "units": units_step}  # steps that the study does itself, without a tool
OWN_FILES = {"panel": "panel.csv", "units": "units.gpkg"}
MARK = "run.json"  # a folder with this file, or an empty one, may be replaced by a result


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
    _may_replace(target)
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
            _publish(plan, done, registry, target)
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
            return _one(step, registry, kept, settings, done, progress)
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


def _one(step: Step, registry: Registry, kept: Kept, settings: House, done: Sequence[Done], progress: Progress) -> Done:
    tool = registry(step.tool) if step.kind == "tool" else None
    given = {k: _found(v, done) for k, v in step.given.items()}
    wanted = _wanted(step, tool)
    key = step_key(
        tool,
        _hashable(given),
        wanted,
        {
            "language": settings.language,
            "labels": dict(settings.labels),
            "formats": settings.formats,
            "background": settings.background is not None,
            "synthetic": settings.synthetic,
        },
    )
    folder = kept.get(key)
    if folder is not None:
        return _read(step, folder, reused=True)
    work = kept.work(key)
    ear = Listening(progress, {text for one in done for _, text in one.notes})
    paths = {name: str(work / file) for name, file in wanted.items()}
    with housed(settings):
        if tool is None:
            results: Mapping[str, Any] = OWN_STEPS[step.kind](given, work / OWN_FILES[step.kind], ear)
        else:
            results = tool.run(tool.complete({**given, **paths}), ear)
    _record(work, tool, results, paths, ear)
    return _read(step, kept.put(key, work), reused=False)


def _wanted(step: Step, tool: Tool | None) -> dict[str, str]:
    """Return {output: file name} of what the step should write."""
    if tool is None:
        return {step.kind: OWN_FILES[step.kind]}
    names = step.outputs if step.outputs is not None else [o.name for o in tool.file_outputs if o.kind != "folder"]
    return {o.name: _file_name(o, step) for o in tool.file_outputs if o.name in names or o.required}


def _file_name(output: Output, step: Step) -> str:
    """Name files by their output; weights by what the study calls them, because tables cite that name."""
    if output.kind == "weights" and step.section.startswith("weights."):
        return step.section.partition(".")[2] + output.suffix
    return output.name + (".json" if output.kind == "paper" else output.suffix)


def _found(value: Any, done: Sequence[Done]) -> Any:
    """Replace "@step.output" by the path of the file."""
    if isinstance(value, list):
        return [_found(v, done) for v in value]
    found = re.fullmatch(r"@([\w-]+)\.(\w+)", value) if isinstance(value, str) else None
    if not found:
        return value
    step = next(d for d in done if d.step.name == found[1])
    path = step.path(found[2])
    if path is None:
        raise StudyError(f"The step {step.step.title} made no {found[2]} that a later step could use.")
    return str(path)


def _hashable(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """For panel steps, hash the content of the tables instead of their paths."""
    from gisplug.study.cache import file_hashes

    paths = {
        k: file_hashes(v) for k, v in given.items() if k in ("path", "lights_table", "joined") and isinstance(v, str)
    }
    others = {"join": [file_hashes(o.get("path", "")) for o in given["join"]]} if given.get("join") else {}
    return {**given, "@files": [paths, others]} if paths else given


def _record(
    work: Path, tool: Tool | None, results: Mapping[str, Any], paths: Mapping[str, str], ear: Listening
) -> None:
    plain: dict[str, Any] = {}
    outputs = {o.name: o for o in tool.outputs} if tool else {}
    for name, value in results.items():
        if value is None:
            continue
        if name in paths or tool is None:
            plain[name] = {"file": Path(str(value)).resolve().relative_to(work.resolve()).as_posix()}
        elif name in outputs:
            plain[name] = {"value": value.item() if hasattr(value, "item") else value}
    for name, path in paths.items():
        if name not in plain and Path(path).exists():
            plain[name] = {"file": Path(path).name}
    data = {"results": plain, "notes": ear.notes}
    (work / "step.json").write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")


def _read(step: Step, folder: Path, reused: bool) -> Done:
    data = json.loads((folder / "step.json").read_text(encoding="utf-8"))
    return Done(step, folder, data["results"], tuple((a, b) for a, b in data["notes"]), reused)


class Listening:
    """Progress that also keeps what was said, for the report; the user is warned of the same thing once a run."""

    def __init__(self, progress: Progress, said: set[str]) -> None:
        self._progress, self._said = progress, said
        self.notes: list[tuple[str, str]] = []

    def update(self, fraction: float, message: str = "") -> None:
        self._progress.update(fraction, message)

    def info(self, text: str) -> None:
        self._keep("info", text)

    def warn(self, text: str) -> None:
        self._keep("warning", text)
        if text not in self._said:
            self._said.add(text)
            self._progress.warn(text)

    def check(self) -> None:
        self._progress.check()

    def _keep(self, level: str, text: str) -> None:
        if (level, text) not in self.notes:
            self.notes.append((level, text))


def _may_replace(target: Path) -> None:
    if target.is_file():
        raise OutputError(f"{target} is a file; name a folder for the result.")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise OutputError(f"{target} holds files that are no result of gisplug. Name an empty or new folder.")


def _publish(plan: Plan, done: Sequence[Done], registry: Callable[[str], Tool], target: Path) -> None:
    """Make the result beside its place and put it there in one move; the former result stays until then."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as problem:
        raise OutputError(f"Cannot write into {target.parent}: {problem.strerror}. Choose another folder.") from problem
    old = work.with_name(work.name + "-old")
    try:
        collect(plan, done, registry, work)
        work.chmod(0o755)
        try:
            if target.exists():
                target.replace(old)
            work.replace(target)
        except OSError as problem:
            if old.exists() and not target.exists():
                old.replace(target)
            raise OutputError(
                f"Cannot replace {target}: {problem.strerror}. Close what has its files open, or name another folder."
            ) from problem
    finally:
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
