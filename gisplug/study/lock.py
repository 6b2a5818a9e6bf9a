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

from gisplug.core.errors import OutputError
from gisplug.core.messages import message
from gisplug.core.output.refusals import cannot_write_into

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_FAR = 2**30  # Windows locks bytes: one behind the text, so that others can read who holds it


@contextmanager
def only_run_on(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder inside the block: the file ".NAME.lock" beside it, which says who holds it.

    A process that is killed holds nothing any more, so a lock file that was left behind stops nobody. Where the file
    system knows no locks, nothing is locked.

    Raises
    ------
    OutputError
        If another run holds it, or the lock cannot be written.
    """
    path = folder.with_name(f".{folder.name}.lock")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _taken(path, folder)
    except OSError as problem:
        raise cannot_write_into(folder.parent, problem) from problem
    try:
        yield
    finally:
        _give_back(descriptor, path)


def _taken(path: Path, folder: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(descriptor)
        except OSError as problem:
            os.close(descriptor)
            if problem.errno in _TAKEN:
                raise OutputError(
                    message(
                        "Another run{holder} is writing into {folder}. Wait until it has ended, or name "
                        "another folder.",
                        holder=_holder(path),
                        folder=folder,
                    )
                ) from problem
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)  # no locks on this file system
        except BaseException:
            os.close(descriptor)
            raise
        if _is_still(descriptor, path):
            break
        os.close(descriptor)  # its owner removed it between our opening and locking it
    who = {"pid": os.getpid(), "host": platform.node(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
    with contextlib.suppress(OSError):  # a full disk: the lock holds without saying whose it is
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps(who).encode())
    return descriptor


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


def _give_back(descriptor: int, path: Path) -> None:
    if sys.platform == "win32":  # an open file cannot be removed there
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
    os.close(descriptor)


def _holder(path: Path) -> str:
    """Return " (process 123 on host, since ...)", "" where the file does not say."""
    try:
        who = json.loads(path.read_text(encoding="utf-8"))
        return message(" (process {who} on {who2}, since {who3})", who=who["pid"], who2=who["host"], who3=who["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
