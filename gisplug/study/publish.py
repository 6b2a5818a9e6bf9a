"""Putting the result in its place: made beside it, moved in one go; foreign folders are never replaced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gisplug.core.declare import Tool
from gisplug.core.errors import OutputError
from gisplug.core.messages import message
from gisplug.core.output.folders import replacing
from gisplug.study.collect import collect
from gisplug.study.inputs import Files
from gisplug.study.plan.step import Plan
from gisplug.study.record.done import Done
from gisplug.study.record.this_run import write_this_run
from gisplug.study.settings import Settings

MARK = "run.json"  # a folder with this file, or an empty one, may be replaced by a result


def refuse_foreign(target: Path) -> None:
    """Refuse a file, and a folder that holds anything but a result.

    Raises
    ------
    OutputError
        Naming it.
    """
    if target.is_file():
        raise OutputError(message("{target} is a file; name a folder for the result.", target=target))
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise OutputError(
            message("{target} holds files that are no result of gisplug. Name an empty or new folder.", target=target)
        )


def publish(
    plan: Plan,
    done: Sequence[Done],
    registry: Callable[[str], Tool],
    files: Files,
    settings: Settings,
    target: Path,
    begun: float,
) -> None:
    """Make the result beside its place and put it there in one move; the former result stays until then.

    Parameters
    ----------
    begun
        When the run began, in seconds since 1970.

    Raises
    ------
    OutputError
        If the folder cannot be written, or a file of the former result is in use.
    """
    with replacing(target, MARK) as work:
        collect(plan, done, registry, files, settings, work)
        write_this_run(work, target, plan.source.path, done, begun)
