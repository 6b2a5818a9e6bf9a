"""Names of files as users write them; reading by others' readers, whose failures become our own errors; and writing so
that nothing is ever half-written: to a temporary name beside the target, then renamed.
"""

from __future__ import annotations

import errno
import glob
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from gisplug.core.errors import Cancelled, GisplugError, OutputError
from gisplug.core.formats import Format, format_of, named_ending, usual_endings
from gisplug.core.messages import message
from gisplug.core.output.clock import without_clock
from gisplug.core.output.durable import flush
from gisplug.core.output.refusals import cannot_read, cannot_replace, cannot_write_into, refusing

TOLD_MOST = 200  # characters of what a reader says of a damaged file


@contextmanager
def reading(name: str, what: str, error: type[GisplugError], path: Path | None = None) -> Iterator[None]:
    """Turn whatever a reader raises on a damaged file into an error that names the file; where the disk, the network
    drive or the system did not let it be read, the file is not blamed.

    Every format is read through this: of damaged bytes the readers of others raise anything, from KeyError to
    MemoryError. What is wrong in a file that a reader can name is said by that reader, and passes.

    Parameters
    ----------
    name
        The file as messages call it.
    what
        What it should be: "Excel".
    error
        What is raised.
    path
        Where the file lies, so that it can be tried whether the system lets it be read: many readers do not say.

    Raises
    ------
    GisplugError
        An `error`, of which the reader's own is the cause.
    """
    try:
        yield
    except Cancelled:
        raise
    except GisplugError as problem:
        refused = cannot_read(name, problem.__cause__, path) if problem.__cause__ is not None else None
        if refused is None:
            raise
        raise error(refused) from problem
    except MemoryError as problem:
        raise error(
            message(
                "{name} asks for more memory than there is. It is damaged, or too large for this "
                "machine; write it anew with the program it came from.",
                name=name,
            )
        ) from problem
    except Exception as problem:
        refused = cannot_read(name, problem, path)
        if refused is not None:
            raise error(refused) from problem
        said = " ".join(str(problem).split())[:TOLD_MOST].rstrip(".")
        raise error(
            message(
                "{name} cannot be read as {what}: {name2}{clause}. It is damaged, or not what its ending "
                "says; fetch it again, or write it anew with the program it came from.",
                name=name,
                what=what,
                name2=type(problem).__name__,
                clause=f" ({said})" if said else "",
            )
        ) from problem


@contextmanager
def writing(path: str | Path) -> Iterator[Path]:
    """Yield a temporary path with the same ending; on success it replaces `path`, on failure nothing remains.

    Files of the same stem that are made beside it (the parts of a shapefile, a figure's other formats) go to their
    places with it. None of them carries a clock, see `core.output.clock`.

    Raises
    ------
    OutputError
        If the folder cannot be made or the target cannot be replaced (open in another program, no permission), or the
        system refuses to write (full disk).
    """
    target = Path(path)
    folder = folder_beside(target, ".gisplug-")
    try:
        made = folder / target.name
        with refusing(target, folder):
            yield made
            parts = [part for part in sorted(folder.glob(f"{glob.escape(target.stem)}.*")) if _belongs(part, made)]
            for part in (*parts, made):
                without_clock(part)
                if part.exists():
                    flush(part)
        if not made.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(made))
        _moved((*parts, made), target.parent, folder / "former")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _belongs(part: Path, made: Path) -> bool:
    """Whether a file beside the one that was asked for is a result too, and no journal that a database left."""
    return part != made and part.is_file() and not re.search(r"-(wal|shm|journal)$", part.name)


def _moved(made: Sequence[Path], place: Path, former: Path) -> None:
    """Move files to their place, all or none: what was there comes back where one cannot be moved."""
    gone: list[Path] = []
    path, several = made[0], len(made) > 1
    try:
        if several:
            former.mkdir()
        for path in made:
            target = place / path.name
            if several:
                if target.exists():
                    _kept(target, former / path.name)
                gone.append(target)
            path.replace(target)
    except BaseException as problem:
        for target in gone:
            _put_back(former / target.name, target)
        if not isinstance(problem, OSError):
            raise
        raise cannot_replace(place / path.name, problem) from problem


def _put_back(before: Path, target: Path) -> None:
    """Put what was there before in its place again; where moving fails, by copying."""
    try:
        if before.exists():
            before.replace(target)
        else:
            target.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            shutil.copyfile(before, target)


def _kept(target: Path, place: Path) -> None:
    """Keep a file under another name; copied where the file system knows no second names."""
    try:
        os.link(target, place)
    except OSError:
        shutil.copyfile(target, place)


def split_source(text: str) -> tuple[str, str]:
    """Take "file.gpkg|layername=x" apart into the file and what stands after the first bar, "" where there is none."""
    path, _, part = text.partition("|")
    return path, part


def format_to_write(kind: str, path: str | Path) -> Format:
    """Return the format in which a table or layer (`kind` of `core.formats.KINDS`) is written, by the ending of a path.

    Raises
    ------
    OutputError
        If nothing of the kind is written with this ending; it names those that are.
    """
    found = format_of(kind, path, "write")
    if found is None:
        *most, last = usual_endings(kind, "write")
        what = message("a table") if kind == "table" else message("a layer")
        raise OutputError(
            message(
                "Cannot write {what} as {ending}; use {most} or {last}.",
                what=what,
                ending=named_ending(path),
                most=", ".join(most),
                last=last,
            )
        )
    return found


def folder_beside(target: Path, prefix: str) -> Path:
    """Return a new folder beside a file or folder that is to be written, so that what is made there moves in one step.

    Raises
    ------
    OutputError
        If nothing can be written there.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    except OSError as problem:
        raise cannot_write_into(target.parent, problem) from problem
