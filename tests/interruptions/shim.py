"""A library that is loaded before the C library, so that calls fail when they shall and the clock goes wrong."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
KINDS = {
    "w": "write",
    "c": "close what was written",
    "o": "open to write",
    "r": "open to read",
    "i": "read",
    "m": "rename",
    "u": "remove",
    "s": "fsync",
    "d": "make a folder",
}
WHY_NOT = "" if sys.platform == "linux" and shutil.which("gcc") else "needs Linux and gcc"


def built(folder: Path) -> Path:
    """Compile the library into a folder and return it."""
    made = folder / "shim.so"
    subprocess.run(
        ["gcc", "-O1", "-shared", "-fPIC", "-Wall", "-Werror", "-o", str(made), str(SOURCE), "-ldl"], check=True
    )
    return made


def with_shim(library: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a process that loads it; settings are FAULT_... of shim.c without FAULT_."""
    own = {f"FAULT_{name.upper()}": value for name, value in settings.items()}
    single = {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(SOURCE.parents[2])}
    return {**os.environ, **single, "LD_PRELOAD": str(library), **own}


class Armed:
    """Inside a process that loads it: the call of a number among some operations fails; see shim.c."""

    def __init__(self, operations: str, number: int, error: int, lasting: bool = False) -> None:
        self._given = operations.encode(), number, error, int(lasting)
        self._library = ctypes.CDLL(None)
        self._library.fault_seen.restype = ctypes.c_long

    def __enter__(self) -> Armed:
        text, number, error, lasting = self._given
        self._library.fault_arm(text, ctypes.c_long(number), error, lasting)
        return self

    def __exit__(self, *exc: object) -> None:
        self._library.fault_arm(b"", ctypes.c_long(-1), 0, 0)

    @property
    def seen(self) -> int:
        """How many calls counted so far."""
        return int(self._library.fault_seen())
