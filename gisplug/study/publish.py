"""Putting the result in its place: made beside it, moved in one go; foreign folders are never replaced."""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from gisplug.core.declare import Tool
from gisplug.core.errors import OutputError
from gisplug.core.messages import message
from gisplug.core.output.files import folder_beside
from gisplug.core.output.refusals import refusing
from gisplug.study.collect import collect
from gisplug.study.inputs import Files
from gisplug.study.plan.step import Plan
from gisplug.study.record.done import Done
from gisplug.study.record.this_run import write_this_run
from gisplug.study.settings import Settings

MARK = "run.json"  # a folder with this file, or an empty one, may be replaced by a result
_OLD = "-old"  # ending of the former result on its way out


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
    work = folder_beside(target, f".{target.name}-")
    old = work.with_name(work.name + _OLD)
    try:
        with refusing(target, work):
            collect(plan, done, registry, files, settings, work)
            write_this_run(work, target, plan.source.path, done, begun)
            work.chmod(0o755)
        try:
            if target.exists():
                target.replace(old)
            work.replace(target)
        except BaseException as problem:
            put_back(target)
            if not isinstance(problem, OSError):
                raise
            raise _cannot_replace(target, old, problem) from problem
    finally:
        shutil.rmtree(work, ignore_errors=True)
        put_back(target)


def put_back(target: Path) -> None:
    """Put the former result back where a run ended between taking it away and putting the new one there; else remove
    it.

    Only under the lock of the folder. What cannot be moved stays where it is, for the next run.
    """
    for old in sorted(target.parent.glob(f".{glob.escape(target.name)}-*{_OLD}")):
        with suppress(OSError):
            if not (old / MARK).is_file():
                continue
            if not os.path.lexists(target):  # the former result is all that there is
                old.replace(target)
                continue
            (old / MARK).unlink()  # what stays of it is no result any more
            for _ in range(2):  # a disk may answer once with an error
                shutil.rmtree(old, ignore_errors=True)


def _cannot_replace(target: Path, old: Path, problem: OSError) -> OutputError:
    if os.path.lexists(target) or not os.path.lexists(old):
        return OutputError(
            message(
                "Cannot replace {target}: {strerror}. Close what has its files open, or name another folder.",
                target=target,
                strerror=problem.strerror,
            )
        )
    return OutputError(
        message(
            "Cannot put the result into {target}: {strerror}. The former result is kept whole in {old}, and the next "
            "run puts it back. Look at the disk or the network drive.",
            target=target,
            strerror=problem.strerror,
            old=old,
        )
    )
