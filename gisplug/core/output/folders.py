"""A folder of results in the place of the former one: made beside it, moved in one go. Whatever fails, the former or
the new one stands there, whole.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gisplug.core.errors import OutputError
from gisplug.core.messages import message
from gisplug.core.output.durable import flush, flush_all
from gisplug.core.output.files import folder_beside
from gisplug.core.output.refusals import cannot_replace, refusing
from gisplug.core.output.system_errors import Doing, advice_for, kind_of, words_of

_OLD = "-old"  # ending of the former result on its way out
_NEW = "new"  # what is made, alone in a folder of its own, by which it is known if a run ends in the middle
_OURS = re.compile(r"[a-z0-9_]{8}")  # how that folder ends


@contextmanager
def replacing(target: Path, mark: str) -> Iterator[Path]:
    """Yield an empty folder beside `target`, which takes its place on success; the former result stays until then.

    Parameters
    ----------
    mark
        File by which a folder is known to be a result.

    Raises
    ------
    OutputError
        If the folder cannot be written, or a file of the former result is in use.
    """
    beside = folder_beside(target, f".{target.name}-")
    work, old = beside / _NEW, beside.with_name(beside.name + _OLD)
    try:
        with refusing(target, beside):
            work.mkdir()
            yield work
            work.chmod(0o755)
            flush_all(work)
        try:
            if target.exists():
                target.replace(old)
            work.replace(target)
            with suppress(OSError):  # the result is there; only a power cut could still take its name back
                flush(target.parent)
        except BaseException as problem:
            put_back(target, mark)
            if not isinstance(problem, OSError):
                raise
            raise _refusal(target, old, problem) from problem
    finally:
        _remove(beside)
        put_back(target, mark)
        with suppress(OSError):  # an empty folder was there before
            old.rmdir()


def put_back(target: Path, mark: str) -> None:
    """Put the former result back where a run ended between taking it away and putting the new one there; else remove
    it.

    Only under the lock of the folder, where it has one. What cannot be moved stays where it is, for the next run.
    """
    for old in sorted(target.parent.glob(f".{glob.escape(target.name)}-*{_OLD}")):
        for _ in range(2):  # a disk may answer once with an error
            with suppress(OSError):
                _settle(old, target, mark)
                break


def _settle(old: Path, target: Path, mark: str) -> None:
    if not (old / mark).is_file():
        return
    if not os.path.lexists(target):  # the former result is all that there is
        old.replace(target)
        return
    beside = old.with_name(old.name.removesuffix(_OLD))
    beside.mkdir(exist_ok=True)
    old.replace(beside / _NEW)  # what stays of it is no result any more, and the next run knows it
    _remove(beside)


def remove_unfinished(target: Path) -> None:
    """Remove what runs that were killed, or could not clear away, left beside; only under the lock of the folder."""
    start = f".{target.name}-"
    for left in sorted(target.parent.glob(f"{glob.escape(start)}*")):
        with suppress(OSError):
            if _OURS.fullmatch(left.name[len(start) :]) and {path.name for path in left.iterdir()} <= {_NEW}:
                _remove(left)


def _remove(folder: Path) -> None:
    for _ in range(2):  # a disk may answer once with an error
        shutil.rmtree(folder, ignore_errors=True)


def _refusal(target: Path, old: Path, problem: OSError) -> OutputError:
    if os.path.lexists(target) or not os.path.lexists(old):
        return cannot_replace(target, problem, Doing.REPLACING_FOLDER)
    return OutputError(
        message(
            "Cannot put the result into {target}: {strerror}. The former result is kept whole in {old}, and the next "
            "run puts it back. {advice}",
            target=target,
            strerror=words_of(problem),
            old=old,
            advice=advice_for(kind_of(problem), target, Doing.REPLACING_FOLDER),
        )
    )
