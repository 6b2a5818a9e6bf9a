"""A folder of results in the place of the former one: made beside it, moved in one go. Whatever fails, the former or
the new one stands there, whole.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gisplug.core.errors import OutputError
from gisplug.core.messages import message
from gisplug.core.output.files import folder_beside
from gisplug.core.output.refusals import cannot_replace, refusing
from gisplug.core.output.system_errors import Doing, advice_for, kind_of, words_of

_OLD = "-old"  # ending of the former result on its way out


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
    work = folder_beside(target, f".{target.name}-")
    old = work.with_name(work.name + _OLD)
    try:
        with refusing(target, work):
            yield work
            work.chmod(0o755)
        try:
            if target.exists():
                target.replace(old)
            work.replace(target)
        except BaseException as problem:
            put_back(target, mark)
            if not isinstance(problem, OSError):
                raise
            raise _refusal(target, old, problem) from problem
    finally:
        shutil.rmtree(work, ignore_errors=True)
        put_back(target, mark)
        with suppress(OSError):  # an empty folder was there before
            old.rmdir()


def put_back(target: Path, mark: str) -> None:
    """Put the former result back where a run ended between taking it away and putting the new one there; else remove
    it.

    Only under the lock of the folder, where it has one. What cannot be moved stays where it is, for the next run.
    """
    for old in sorted(target.parent.glob(f".{glob.escape(target.name)}-*{_OLD}")):
        with suppress(OSError):
            if not (old / mark).is_file():
                continue
            if not os.path.lexists(target):  # the former result is all that there is
                old.replace(target)
                continue
            for _ in range(2):  # a disk may answer once with an error
                with suppress(OSError):
                    (old / mark).unlink(missing_ok=True)  # what stays of it is no result any more
                    shutil.rmtree(old, ignore_errors=True)


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
