"""The code of a study's steps: what each asked its tool, estimated again and written as scripts for R and Stata."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gisplug.core.declare import Tool
from gisplug.core.errors import StudyError
from gisplug.core.messages import joined, message
from gisplug.replication.export import write_into
from gisplug.replication.hear import Asked, asked_of
from gisplug.report.page.items import Item
from gisplug.study.one_step import found_in

if TYPE_CHECKING:
    from gisplug.study.record.done import Done

FOLDER = "code"


def asked_steps(
    done: Sequence[Done], registry: Callable[[str], Tool], wanted: bool | Sequence[str] = True
) -> list[Asked]:
    """Return what finished steps estimate, each estimated again.

    Parameters
    ----------
    wanted : True for all steps, or their names

    Raises
    ------
    StudyError
        If a name is that of no step.
    """
    steps = [one for one in done if one.step.tool]
    if not isinstance(wanted, bool):
        names = {one.step.name for one in steps}
        if lost := [name for name in wanted if name not in names]:
            raise StudyError(
                message(
                    "code: no step is called {lost}. There are: {names}.",
                    lost=joined(", ", lost),
                    names=", ".join(sorted(names)),
                )
            )
        steps = [one for one in steps if one.step.name in wanted]
    return [
        asked_of(
            registry(one.step.tool),
            {key: found_in(value, done) for key, value in one.step.given.items()},
            one.step.name,
            one.step.title,
        )
        for one in steps
    ]


def write_code(done: Sequence[Done], registry: Callable[[str], Tool], wanted: bool | Sequence[str], work: Path) -> Item:
    """Write the folder `code` of a result; return what the report says of it. `wanted` is as in `asked_steps`.

    Raises
    ------
    StudyError
        As `asked_steps`.
    """
    (work / FOLDER).mkdir()
    index = write_into(asked_steps(done, registry, wanted), work / FOLDER)
    files = sorted(p.relative_to(work).as_posix() for p in (work / FOLDER).rglob("*") if p.is_file())
    text = message(
        "Scripts for R and Stata that give the same numbers: {n} fits; {README} says which step has none, and why.",
        n=int((index["script"] != "").sum()),
        README=f"{FOLDER}/README.md",
    )
    item = Item("Replication", "Code for R and Stata", FOLDER, "", text, False, appendix=True)
    item.files += [
        (Path(name).name, name) for name in files if Path(name).name in ("README.md", "run_all.R", "run_all.do")
    ]
    return item
