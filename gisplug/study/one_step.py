"""Carrying out one step of a plan: inputs found, the tool run, what it made and said kept for the report."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gisplug.core.declare import Output, Tool
from gisplug.core.errors import StudyError
from gisplug.core.messages import from_plain, message, to_plain
from gisplug.core.progress import Progress, passing
from gisplug.report.words.settings import housed
from gisplug.study.alignment_step import alignment_step
from gisplug.study.cache import IDLE, RECORD, Kept, sizes, step_key
from gisplug.study.chosen_units import units_step
from gisplug.study.inputs import Files, Inputs
from gisplug.study.panel_step import panel_step
from gisplug.study.plan.step import Registry, Step
from gisplug.study.record.done import Done
from gisplug.study.settings import Asking, Settings

OWN_STEPS = {
    "alignment": alignment_step,
    "panel": panel_step,
    "units": units_step,
}  # steps that the study does itself, without a tool
OWN_FILES = {"alignment": "alignment.csv", "panel": "panel.csv", "units": "units.gpkg"}


def carry_out(
    step: Step,
    registry: Registry,
    kept: Kept,
    files: Files,
    settings: Settings,
    done: Sequence[Done],
    progress: Progress,
) -> Done:
    """Run a step, or take what an earlier run kept of it."""
    tool = registry(step.tool) if step.kind == "tool" else None
    given = {k: found_in(v, done) for k, v in step.given.items()}
    wanted = _wanted(step, tool)
    inputs = files.of_own(step.kind, given) if tool is None else files.of_tool(tool, tool.options(given), IDLE)
    key = step_key(step.kind if tool is None else tool.id, inputs, wanted)
    folder = kept.get(key, settings)
    if folder is not None:
        return _read(step, folder, inputs, reused=True)
    work = kept.work(key)
    ear = Listening(progress, {text for one in done for _, text in one.notes})
    asking = Asking(settings.house)
    paths = {name: str(work / file) for name, file in wanted.items()}
    with housed(asking):
        if tool is None:
            results: Mapping[str, Any] = OWN_STEPS[step.kind](given, work / OWN_FILES[step.kind], ear)
        else:
            results = tool.run(tool.complete({**given, **paths}), ear)
    if tool is not None and any(o.kind == "figure" for o in tool.file_outputs if o.name in wanted):
        asking.names.add("font")
    _record(work, tool, results, paths, ear, settings.answers(asking))
    return _read(step, kept.put(key, work), inputs, reused=False)


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


def found_in(value: Any, done: Sequence[Done]) -> Any:
    """Return a value of a step with every "@step.output" in it replaced by the path of the file.

    Raises
    ------
    StudyError
        If the step made no such file.
    """
    if isinstance(value, list):
        return [found_in(v, done) for v in value]
    if isinstance(value, Mapping):
        return {k: found_in(v, done) for k, v in value.items()}
    found = re.fullmatch(r"@([\w-]+)\.(\w+)", value) if isinstance(value, str) else None
    if not found:
        return value
    step = next(d for d in done if d.step.name == found[1])
    path = step.path(found[2])
    if path is None:
        raise StudyError(
            message(
                "The step {step} made no {found} that a later step could use.", step=step.step.title, found=found[2]
            )
        )
    return str(path)


def _record(
    work: Path,
    tool: Tool | None,
    results: Mapping[str, Any],
    paths: Mapping[str, str],
    ear: Listening,
    told: Mapping[str, Any],
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
    data = {"results": plain, "notes": to_plain(ear.notes), "settings": told, "sizes": sizes(work)}
    (work / RECORD).write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")


def _read(step: Step, folder: Path, inputs: Inputs, reused: bool) -> Done:
    data = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return Done(
        step,
        folder,
        data["results"],
        tuple((level, from_plain(text)) for level, text in data["notes"]),
        reused,
        inputs.seen,
    )


class Listening:
    """Progress that also keeps what was said, for the report; the user is warned of the same thing once a run."""

    def __init__(self, progress: Progress, said: set[str]) -> None:
        self._progress, self._said = progress, said
        self.notes: list[tuple[str, str]] = []

    def update(self, fraction: float, message: str = "") -> None:
        """Hand on how much is done (0..1) and what is being done."""
        self._progress.update(fraction, message)

    def info(self, text: str) -> None:
        """Keep a text; the user sees it in the report."""
        self._keep("info", text)

    def warn(self, text: str) -> None:
        """Keep a warning, and hand it on the first time in a run."""
        self._keep("warning", text)
        if text not in self._said:
            self._said.add(text)
            self._progress.warn(text)

    def passing(self, text: str, warning: bool = False) -> None:
        """Hand on what holds for this run only; the report does not hold it."""
        passing(self._progress, text, warning)

    def check(self) -> None:
        """Stop the work if the user cancelled.

        Raises
        ------
        Cancelled
            If so.
        """
        self._progress.check()

    def _keep(self, level: str, text: str) -> None:
        if (level, text) not in self.notes:
            self.notes.append((level, text))
