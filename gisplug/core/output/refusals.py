"""What the system refuses, in a sentence: a full disk, a folder that may not be written, too many open files, too
little memory. Every write and every face says it through here; what a number of the system means stands in
`core.output.system_errors`.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gisplug.core.errors import Cancelled, GisplugError, OutputError
from gisplug.core.messages import message
from gisplug.core.output.system_errors import OF_THE_MACHINE, Doing, kind_of, memory_said, said_of

_WRITERS = (
    "pyogrio",
    "rasterio",
    "sqlite3",
    "pyarrow",
    "PIL",
    "lxml",
    "zipfile",  # of a workbook that is read again, where the disk does not give its bytes back
    "zlib",
)  # libraries whose errors of writing are their own
_PROBE = 2**20  # bytes written to see whether a disk takes any more
_PROBED_MOST = 2**28  # bytes read to see whether a file can be read
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
        return OutputError(memory_said())
    if isinstance(problem, BrokenPipeError):  # whoever read the output has had enough
        return None
    if isinstance(problem, OSError) and problem.errno is not None:
        return OutputError(said_of(problem, _named(problem, target, folder)))
    ours = type(problem).__module__.partition(".")[0] in _WRITERS or isinstance(problem, OSError)
    if not ours or folder is None:
        return None
    for path, place in ((target, folder), (Path(tempfile.gettempdir()),) * 2):
        found = _tried(place)
        if found is not None:
            return OutputError(said_of(found, path))
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
    return OutputError(said_of(problem, folder, Doing.INTO))


def cannot_replace(path: Path, problem: OSError, doing: Doing = Doing.REPLACING) -> OutputError:
    """Return what it is to the user that a new file, or folder, cannot be put in the place of the former one."""
    return OutputError(said_of(problem, path, doing))


def cannot_read(name: str | Path, problem: BaseException, path: Path | None = None) -> str | None:
    """Return the sentence for a file that the system does not let us read, None where the file itself may be wrong.

    Parameters
    ----------
    name
        The file as the sentence names it.
    problem
        What its reader raised.
    path
        The file, to be read once more where the reader did not say what the system answered.
    """
    if not isinstance(problem, OSError) or problem.errno is None:
        found = _read_through(path) if path is not None else None
        if found is None:
            return None
        problem = found
    return said_of(problem, Path(name), Doing.READING) if kind_of(problem) in OF_THE_MACHINE else None


def _named(problem: OSError, target: Path | None, folder: Path | None) -> Path | None:
    """Return the file that a failure is about: of two the one that should be written, and where that is a temporary one
    on the way to the target, the target.
    """
    name = problem.filename if problem.filename2 is None else problem.filename2
    if not isinstance(name, (str, bytes)):
        return target
    path = Path(os.fsdecode(name))
    return target if folder is not None and path.is_relative_to(folder) else path


def _without_memory(problem: BaseException) -> bool:
    """Whether a library could not be loaded because there is no memory to load it into."""
    said = str(problem)
    return isinstance(problem, ImportError) and (
        "Cannot allocate memory" in said or "failed to map segment" in said or "cannot allocate memory" in said
    )


def _tried(folder: Path) -> OSError | None:
    """Return what the system says when something is written into a folder, None where it takes it."""
    try:
        with tempfile.TemporaryFile(dir=folder if folder.is_dir() else folder.parent) as probe:
            probe.write(bytes(_PROBE))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as problem:
        return problem if problem.errno is not None else OSError(errno.EIO, os.strerror(errno.EIO))
    return None


def _read_through(path: Path) -> OSError | None:
    """Return what the system says when a file is read, None where it lets us."""
    try:
        if not path.is_dir():
            with path.open("rb") as file:
                for _ in range(_PROBED_MOST // _PROBE):
                    if not file.read(_PROBE):
                        break
    except OSError as problem:
        return problem if problem.errno is not None else None
    return None
