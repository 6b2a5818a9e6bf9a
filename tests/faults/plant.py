"""Faults planted in the program, one at a time, in a copy of the tree: each must turn a test red that names it."""

from __future__ import annotations

import compileall
import os
import py_compile
import random
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

LONG = 600  # seconds, after which a fault is one that lets the tests hang
ROOT = Path(__file__).resolve().parents[2]


class Fault(NamedTuple):
    """A text of a module, which stands there once, what takes its place, and the tests of which one must go red.

    `tests` are arguments of pytest as a shell reads them, a run each; the second runs where the first saw nothing.
    """

    name: str
    path: str
    text: str
    instead: str
    tests: tuple[str, ...]

    def planted(self, source: str) -> str:
        """Return the source of the module with the fault."""
        return source.replace(self.text, self.instead)


class Seen(NamedTuple):
    """A fault of a list, and the first test that saw it; "" where none did."""

    folder: str
    fault: Fault
    red: str


def look(lists: dict[str, Sequence[Fault]], sample: int = 0, seed: int = 1) -> Iterator[Seen]:
    """Plant the faults of each list, or `sample` of them all, in a copy of what is committed."""
    chosen = [(folder, fault) for folder, faults in lists.items() for fault in faults]
    if sample:
        chosen = sorted(random.Random(seed).sample(chosen, min(sample, len(chosen))))
    with tree() as copy:
        for folder, fault in chosen:
            yield Seen(folder, fault, red(fault, copy))


@contextmanager
def tree() -> Iterator[Path]:
    """Make a copy of what is committed, with its bytecode: the modules that faults change are compiled anew."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "work" / "tree"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
        if (data := ROOT.parent / "shared").is_dir():  # reference numbers that tests find beside the project
            (copy.parent / data.name).symlink_to(data)
        mode = py_compile.PycInvalidationMode.CHECKED_HASH
        for part in ("gisplug", "tests"):
            compileall.compile_dir(copy / part, quiet=2, invalidation_mode=mode)
        yield copy


def red(fault: Fault, copy: Path) -> str:
    """Plant a fault in the copy, and return the first test that fails; "" where none does.

    Raises
    ------
    ValueError
        If the text of the fault does not stand in the module once.
    """
    path = copy / fault.path
    source = path.read_text(encoding="utf-8")
    if (count := source.count(fault.text)) != 1:
        raise ValueError(f"{fault.name}: its text stands {count} times in {fault.path}; write the fault anew.")
    path.write_text(fault.planted(source), encoding="utf-8")
    try:
        return next((found for tests in fault.tests if (found := _first_red(copy, tests))), "")
    finally:
        path.write_text(source, encoding="utf-8")


def _first_red(copy: Path, tests: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *shlex.split(tests)]
    env = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False, timeout=LONG)
    except subprocess.TimeoutExpired:
        return f"{tests}: not done after {LONG} s"
    lines = done.stdout.splitlines() or ["nothing was run"]
    if done.returncode > 1:
        raise RuntimeError(f"{tests}: pytest ended with {done.returncode}: {lines[-1]}")
    return next((x for x in lines if x.startswith(("FAILED", "ERROR"))), lines[-1]) if done.returncode else ""
