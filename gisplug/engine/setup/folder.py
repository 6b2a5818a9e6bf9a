"""The folder of the environment: claimed, put aside, put back, removed. A folder that gisplug did not make stays."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
from pathlib import Path
from typing import Optional

from gisplug.core.errors import EngineError
from gisplug.core.machine import private_environment
from gisplug.core.machine.private_environment import MARK, STARTED
from gisplug.engine import client
from gisplug.engine.words import said

BEFORE, FAILED = ".before", ".failed"  # endings of the engine put aside, and of an attempt that cannot be removed


def remove(place: Optional[Path] = None) -> bool:
    """Remove the environment and what failed attempts left beside it. Return whether there was one.

    Raises
    ------
    EngineError
        If the folder is not ours, or a file of it is in use.
    """
    place = Path(private_environment.folder()) if place is None else place
    client.stop_warm_worker()
    discard(_beside(place, BEFORE))
    _sweep(place)
    if not place.exists():
        return False
    _remove(place)
    return True


def refuse_strangers(place: Path) -> None:
    """Refuse a folder with something in it that gisplug did not make.

    Raises
    ------
    EngineError
        Naming it.
    """
    if place.exists() and any(place.iterdir()) and not _ours(place):
        raise EngineError(
            said(
                "{place} was not made by gisplug, so it is not removed. Look into it and remove it yourself.",
                place=place,
            )
        )


def put_aside(place: Path) -> Optional[Path]:
    """Move an engine that is ready out of the way, so that it can come back if its successor fails.

    One that an installation left aside when it was broken off counts as well. Return where it is now, or None.

    Raises
    ------
    EngineError
        If a file of it is in use.
    """
    aside = _beside(place, BEFORE)
    if not (place / MARK).is_file():
        return aside if (aside / MARK).is_file() else None
    client.stop_warm_worker()
    discard(aside)
    try:
        return place.rename(aside)
    except OSError as problem:
        raise EngineError(_in_use(place, problem)) from problem


def claim(place: Path) -> None:
    """Take the folder: remove an earlier attempt of ours, and say that it is ours.

    Raises
    ------
    EngineError
        If it is not ours, or cannot be written.
    """
    _sweep(place)
    if place.exists() and any(place.iterdir()):
        _remove(place)
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / STARTED).write_text(
            "This folder is made and removed by gisplug's 'Set up engine'.\n", encoding="utf-8"
        )
    except OSError as problem:
        raise EngineError(said("Cannot write into {folder}: {why}.", folder=place, why=problem.strerror)) from problem


def undo(place: Path, before: Optional[Path]) -> str:
    """Clear away a failed attempt and put the engine of before back, whatever happens to the attempt.

    It raises nothing of its own, because what matters to the user is why the attempt failed; what could not be done
    comes back as a sentence. Ctrl-C while it clears away ends the clearing, and the engine of before comes back still.
    """
    trouble = left = ""
    try:
        if place.exists():
            _remove(place)
    except EngineError as problem:
        trouble = str(problem)
    except OSError as problem:  # not even looked into: no permission, a disk that is gone
        trouble = _in_use(place, problem)
    finally:
        left = _put_back(place, before)
    return left or trouble


def _put_back(place: Path, before: Optional[Path]) -> str:
    """Move the engine of before to its place; a failed attempt that is still there goes to another name."""
    if before is None:
        return ""
    try:
        if os.path.lexists(place):
            place.rename(next(free for free in _failed_names(place) if not os.path.lexists(free)))
        before.rename(place)
    except OSError as problem:
        return said(
            "The engine that worked before is kept in {before}, because {place} cannot be moved ({why}). Close other "
            "QGIS windows and choose Install again: it is put back if that fails.",
            before=before,
            place=place,
            why=problem.strerror,
        )
    return ""


def discard(place: Path) -> None:
    """Remove a folder of ours as far as it goes; what stays of it is no engine any more."""
    with contextlib.suppress(OSError):
        (place / MARK).unlink(missing_ok=True)
    shutil.rmtree(place, ignore_errors=True)


def _remove(place: Path) -> None:
    """Remove the folder; the sign that it is ours goes last, so that a second attempt may finish the first."""
    if not _ours(place):
        refuse_strangers(place)
    try:
        (place / MARK).unlink(missing_ok=True)
        for path in place.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != STARTED:
                path.unlink()
        shutil.rmtree(place)
    except OSError as problem:
        raise EngineError(_in_use(place, problem)) from problem


def _in_use(place: Path, problem: OSError) -> str:
    return said(
        "Cannot remove {place}: {why} ({file}). Close other QGIS windows and run this again.",
        place=place,
        why=problem.strerror,
        file=problem.filename,
    )


def _ours(place: Path) -> bool:
    return (place / STARTED).is_file() or (place / MARK).is_file()


def _beside(place: Path, ending: str) -> Path:
    return place.with_name(place.name + ending)


def _failed_names(place: Path) -> itertools.chain[Path]:
    return itertools.chain(
        [_beside(place, FAILED)], (_beside(place, f"{FAILED}-{number}") for number in itertools.count(2))
    )


def _sweep(place: Path) -> None:
    """Remove what failed attempts left, as far as it goes."""
    for left in place.parent.glob(place.name + FAILED + "*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
