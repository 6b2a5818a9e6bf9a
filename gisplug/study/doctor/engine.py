"""Findings about the engine that computes for QGIS: who names its Python, where the private environment is, its state,
its size. Whether it answers is found out by the tool in QGIS, which asks it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from gisplug.core.errors import EngineError
from gisplug.core.machine import private_environment
from gisplug.core.machine.memory import GIB
from gisplug.core.machine.paths import shown
from gisplug.core.machine.variables import PYTHON
from gisplug.study.doctor.finding import FINE, NOTE, PROBLEM, Finding, mark

ENGINE = mark("Engine for QGIS")
NEEDED = 0.8  # GiB of disk while it is made
ABSENT = mark("In QGIS run 'Set up engine' (Processing toolbox > gisplug); elsewhere it is not needed.")
UNFINISHED = mark("An installation was broken off. Run 'Set up engine' with Install.")
OUTDATED = mark("It was made for another version of gisplug. Run 'Set up engine' with Repair.")


def engine(environ: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """Yield findings about the interpreter named by a variable, and the private environment."""
    env = os.environ if environ is None else environ
    named = env.get(PYTHON, "").strip()
    if named:
        yield _named(named)
    place = Path(private_environment.folder(environ=env))
    yield _state(place, needed=not named)
    free = shutil.disk_usage(next(p for p in (place, *place.parents) if p.exists())).free / GIB
    room = mark("Setting up the engine needs 0.8 GiB there. Make room first.")
    short = free < NEEDED
    yield Finding(ENGINE, mark("Disk"), f"{free:.1f} GiB free", NOTE if short else FINE, room if short else "")


def _named(path: str) -> Finding:
    if Path(path).is_file():
        return Finding(ENGINE, PYTHON, shown(path))
    mend = mark("There is no such file. Correct or unset GISPLUG_PYTHON.")
    return Finding(ENGINE, PYTHON, shown(path), PROBLEM, mend)


def _state(place: Path, needed: bool) -> Finding:
    name = mark("Private environment")
    try:
        state = private_environment.state(place)
    except EngineError as problem:
        return Finding(ENGINE, name, shown(place), PROBLEM, str(problem))
    told = f"{state}: {shown(place)}"
    if state == "absent":
        return Finding(ENGINE, name, told, FINE, ABSENT if needed else "")
    told = f"{told}, {_size(place) / 2**20:.0f} MiB{_made(place)}"
    mends = {"unfinished": UNFINISHED, "outdated": OUTDATED}
    return Finding(ENGINE, name, told, NOTE if state in mends else FINE, mends.get(state, ""))


def _made(place: Path) -> str:
    """Return by what it was made."""
    try:
        made = json.loads((place / private_environment.MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return f", Python {made.get('python', '?')}, made by gisplug {made.get('gisplug', '?')}"


def _size(place: Path) -> int:
    files = (Path(folder) / file for folder, _, names in os.walk(place) for file in names)
    return sum(file.lstat().st_size for file in files)
