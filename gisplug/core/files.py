"""Names of files as users write them; and writing so that nothing is ever half-written: to a temporary name beside the
target, then renamed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gisplug.core.errors import OutputError


@contextmanager
def writing(path: str | Path) -> Iterator[Path]:
    """Yield a temporary path with the same ending; on success it replaces `path`, on failure nothing remains.

    Raises
    ------
    OutputError
        If the folder cannot be made or the target cannot be replaced (open in another program, no permission).
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".gisplug-", dir=target.parent))
    except OSError as problem:
        raise OutputError(f"Cannot write into {target.parent}: {problem.strerror}. Choose another folder.") from problem
    try:
        made = folder / target.name
        yield made
        try:
            made.replace(target)
        except FileNotFoundError:
            raise
        except OSError as problem:
            raise OutputError(
                f"Cannot replace {target}: {problem.strerror}. Close it in the program that has it open, or name "
                "another file."
            ) from problem
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def split_source(text: str) -> tuple[str, str]:
    """Take "file.gpkg|layername=x" apart into the file and what stands after the first bar, "" where there is none."""
    path, _, part = text.partition("|")
    return path, part
