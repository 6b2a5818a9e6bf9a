"""What the system refuses, in a sentence: a full disk, a folder that may not be written, too many open files, too
little memory. Every write and every face says it through here.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gisplug.core.errors import Cancelled, GisplugError, OutputError
from gisplug.core.machine.limits import address_space, open_files
from gisplug.core.messages import message

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_HANDLES = (errno.EMFILE, errno.ENFILE)
_WRITERS = (
    "pyogrio",
    "rasterio",
    "sqlite3",
    "pyarrow",
    "PIL",
    "lxml",
)  # libraries whose errors of writing are their own
_PROBE = 2**20  # bytes written to see whether a disk takes any more
_SQL = re.compile(r"sqlite3_\w+\(.*\) failed: ")  # the statement that GDAL was at
_TOLD_MOST = 200  # characters of what a library says


@contextmanager
def refusing(target: Path, folder: Path | None = None) -> Iterator[None]:
    """Turn what the system refuses inside the block into an error that says so; other errors pass.

    Parameters
    ----------
    target
        What is being written.
    folder
        Where its bytes go, if what other libraries raise on a full disk is to be known by trying; None where the block
        does more than to write.

    Raises
    ------
    OutputError
        Naming the target, what the system said, and the mend.
    """
    try:
        yield
    except (GisplugError, Cancelled):
        raise
    except Exception as problem:
        refusal = refusal_of(problem, target, folder)
        if refusal is None:
            raise
        raise refusal from problem


def refusal_of(problem: BaseException, target: Path | None = None, folder: Path | None = None) -> OutputError | None:
    """Return what a failure is to the user where the system is its reason, else None.

    Parameters
    ----------
    target, folder
        As for `refusing`.
    """
    if isinstance(problem, MemoryError) or _without_memory(problem):
        return OutputError(_memory())
    if isinstance(problem, BrokenPipeError):  # whoever read the output has had enough
        return None
    number = problem.errno if isinstance(problem, OSError) else None
    if number is not None:
        return OutputError(_said(number, _named(problem, target, folder), os.strerror(number)))
    ours = type(problem).__module__.partition(".")[0] in _WRITERS or isinstance(problem, OSError)
    if not ours or folder is None:
        return None
    for path, place in ((target, folder), (Path(tempfile.gettempdir()),) * 2):
        found = _tried(place)
        if found is not None:
            return OutputError(_said(found, path, os.strerror(found)))
    said = _SQL.sub("", " ".join(str(problem).split()))[:_TOLD_MOST].rstrip(".")
    return OutputError(
        message(
            "Cannot write {target}: {said}. Look at the disk or network drive, or name another folder.",
            target=target,
            said=said or type(problem).__name__,
        )
    )


def cannot_write_into(folder: Path, problem: OSError) -> OutputError:
    """Return what it is to the user that nothing can be put into a folder."""
    if problem.errno in (*_FULL, *_HANDLES):
        return OutputError(_said(problem.errno or 0, folder, ""))
    return OutputError(
        message(
            "Cannot write into {parent}: {strerror}. Choose another folder.", parent=folder, strerror=problem.strerror
        )
    )


def _named(problem: BaseException, target: Path | None, folder: Path | None) -> Path | None:
    """Return the file that a failure is about; the one to be written where it is a temporary one on the way to it."""
    name = getattr(problem, "filename", None)
    if not isinstance(name, (str, bytes)):
        return target
    path = Path(os.fsdecode(name))
    return target if folder is not None and path.is_relative_to(folder) else path


def _said(number: int, path: Path | None, strerror: str) -> str:
    if number in _FULL:
        return message(
            "The disk is full: {path} cannot be written ({free} free there). Free some space, or name a folder on "
            "another disk.",
            path=path or "",
            free=_free(path),
        )
    if number in _HANDLES:
        return message(
            "More files are open at once than this process may have ({limit}). Raise the limit (ulimit -n 4096), or "
            "use fewer workers (GISPLUG_WORKERS=1).",
            limit=open_files() or "?",
        )
    if number == errno.ENOMEM:
        return _memory()
    return message(
        "{path}: {strerror}. Look at the folder, the disk or the network drive, or name another folder.",
        path=path or "",
        strerror=strerror,
    )


def _memory() -> str:
    most = address_space()
    if most is not None:
        return message(
            "Memory is not enough: this process may have {most:.1f} GB (ulimit -v). Raise the limit, or ask for less.",
            most=most / 2**30,
        )
    return message(
        "Memory is not enough. Close other programs, use fewer workers (GISPLUG_WORKERS=1), or ask for less."
    )


def _without_memory(problem: BaseException) -> bool:
    """Whether a library could not be loaded because there is no memory to load it into."""
    said = str(problem)
    return isinstance(problem, ImportError) and (
        "Cannot allocate memory" in said or "failed to map segment" in said or "cannot allocate memory" in said
    )


def _free(path: Path | None) -> str:
    for place in (path, *(path.parents if path else ())):
        with suppress(OSError):
            return f"{shutil.disk_usage(place or '.').free / 2**20:.1f} MB"
    return "?"


def _tried(folder: Path) -> int | None:
    """Return what the system says when something is written into a folder, None where it takes it."""
    try:
        with tempfile.TemporaryFile(dir=folder if folder.is_dir() else folder.parent) as probe:
            probe.write(bytes(_PROBE))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as problem:
        return problem.errno if problem.errno is not None else errno.EIO
    return None
