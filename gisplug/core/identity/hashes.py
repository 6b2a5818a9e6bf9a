"""The content of files as SHA-256. Every byte counts; large files are not read again while they are untouched."""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from pathlib import Path

from gisplug.core.errors import OutputError
from gisplug.core.output.files import writing

LARGE = 64 * 2**20  # bytes from which a hash is remembered from one run to the next
SETTLED = 2 * 10**9  # nanoseconds: a file touched more lately may change again within one tick of the file system
_BLOCK = 2**20

State = tuple[int, int, int, int]  # size, time of writing, time of any change (of creation on Windows), inode


class Hashes:
    """Hashes of files, remembered by their state within a run, and those of large files in the file `memory`.

    The time of any change (ctime) cannot be set by a program, so a byte changed in the middle of a file is seen even
    where its size and time of writing are as before. Windows does not tell that time; there a large file that was
    changed without either is taken for unchanged.
    """

    def __init__(self, memory: Path | None = None) -> None:
        self._memory = memory
        self._known: dict[str, tuple[State, str]] = {}
        self._used: set[str] = set()
        if memory is not None:
            self._known = _remembered(memory)

    def of(self, path: Path) -> str:
        """Return the SHA-256 of a file's content.

        Raises
        ------
        OSError
            If it cannot be read.
        """
        name = str(path)
        self._used.add(name)
        begun = time.time_ns()
        before = state(path)
        known = self._known.get(name)
        if known is not None and known[0] == before:
            return known[1]
        found = content(path)
        settled = begun - max(before[1], before[2]) > SETTLED
        if settled and state(path) == before:
            self._known[name] = (before, found)
        else:
            self._known.pop(name, None)
        return found

    def keep(self, forget: bool = True) -> None:
        """Write the hashes of large files; what cannot be written is computed again.

        Parameters
        ----------
        forget
            Whether files that nobody asked for are forgotten.
        """
        if self._memory is None:
            return
        known = sorted(self._known.items())
        kept = {n: [*s, h] for n, (s, h) in known if s[0] >= LARGE and (n in self._used or not forget)}
        if not kept:
            with contextlib.suppress(OSError):
                self._memory.unlink(missing_ok=True)
            return
        with contextlib.suppress(OSError, OutputError), writing(self._memory) as made:
            made.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def content(path: Path) -> str:
    """Return the SHA-256 of every byte of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def state(path: Path) -> State:
    """Return what tells that a file was touched: size, times of writing and change (ns), inode."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _remembered(memory: Path) -> dict[str, tuple[State, str]]:
    try:
        plain = json.loads(memory.read_text(encoding="utf-8"))
        return {str(n): ((int(a), int(b), int(c), int(d)), str(h)) for n, (a, b, c, d, h) in plain.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
