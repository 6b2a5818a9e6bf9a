"""One run at a time on a folder: a lock that the system takes back when its owner ends, however it ends."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gisplug.core.errors import OutputError
from gisplug.core.messages import message
from gisplug.core.output.refusals import cannot_write_into
from gisplug.core.progress import SILENT, Progress, passing

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_FAR = 2**30  # Windows locks bytes: one behind the text, so that others can read who holds it


@contextmanager
def only_run_on(folder: Path, progress: Progress = SILENT) -> Iterator[None]:
    """Hold the lock of a folder inside the block: the file ".NAME.lock" beside it, which says who holds it.

    A process that is killed holds nothing any more, so a lock file that was left behind stops nobody. Where the file
    system knows no locks, nothing is locked.

    Parameters
    ----------
    progress
        Is told where nothing is locked, and whom a lock file there names.

    Raises
    ------
    OutputError
        If another run holds it, or the lock cannot be written.
    """
    path = folder.with_name(f".{folder.name}.lock")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        descriptor, why_not = _taken(path, folder)
    except OSError as problem:
        raise cannot_write_into(folder.parent, problem) from problem
    try:
        if why_not:
            passing(progress, _unlocked(folder, path, why_not), warning=True)
        _say_who(descriptor)
        yield
    finally:
        _give_back(descriptor, path, bool(why_not))


def _taken(path: Path, folder: Path) -> tuple[int, str]:
    """Return the open file, and why it is not locked: "" where it is."""
    while True:
        why_not = ""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(descriptor)
        except OSError as problem:
            if problem.errno in _TAKEN:
                os.close(descriptor)
                raise OutputError(
                    message(
                        "Another run{holder} is writing into {folder}. Wait until it has ended, or name "
                        "another folder.",
                        holder=_holder(path),
                        folder=folder,
                    )
                ) from problem
            why_not = problem.strerror or str(problem)
        except BaseException:
            os.close(descriptor)
            raise
        if _is_still(descriptor, path):
            return descriptor, why_not
        os.close(descriptor)  # its owner removed it between our opening and locking it


def _say_who(descriptor: int) -> None:
    who = {**_us(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
    with contextlib.suppress(OSError):  # a full disk: the lock holds without saying whose it is
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps(who).encode())


def _us() -> dict[str, Any]:
    return {"pid": os.getpid(), "host": platform.node()}


def _unlocked(folder: Path, path: Path, why_not: str) -> str:
    """Return what is to be known where the file system keeps no second run out."""
    holder = _holder(path)
    if holder:
        return message(
            "Nothing keeps two runs apart in {folder}: its file system knows no locks ({why_not}). A run{holder} has "
            "left its mark there: if it still goes on, stop this one and name another folder.",
            folder=folder,
            why_not=why_not,
            holder=holder,
        )
    return message(
        "Nothing keeps two runs apart in {folder}: its file system knows no locks ({why_not}). Start no other run into "
        "it before this one has ended; give each run its own folder.",
        folder=folder,
        why_not=why_not,
    )


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_still(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _give_back(descriptor: int, path: Path, unlocked: bool) -> None:
    if unlocked and not _names_us(path):  # a second run has come: the mark is its
        _closed(descriptor)
        return
    if sys.platform == "win32":  # an open file cannot be removed there
        _closed(descriptor)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
    _closed(descriptor)


def _closed(descriptor: int) -> None:
    with contextlib.suppress(OSError):  # a disk that did not take our name: nothing of the result is lost
        os.close(descriptor)


def _names_us(path: Path) -> bool:
    try:
        return bool(_us().items() <= json.loads(path.read_text(encoding="utf-8")).items())
    except (OSError, ValueError, AttributeError):
        return True


def _holder(path: Path) -> str:
    """Return " (process 123 on host, since ...)", "" where the file does not say."""
    try:
        who = json.loads(path.read_text(encoding="utf-8"))
        return message(" (process {who} on {who2}, since {who3})", who=who["pid"], who2=who["host"], who3=who["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
