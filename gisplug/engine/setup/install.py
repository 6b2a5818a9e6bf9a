"""Installing and verifying the engine: every step of it, or none. Standard library only, Python 3.9."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Optional

from gisplug.core.errors import EngineError
from gisplug.core.machine import private_environment
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.version import version
from gisplug.engine import client
from gisplug.engine.interpreters import Interpreter, how
from gisplug.engine.setup import folder, packages
from gisplug.engine.setup.plan import Plan
from gisplug.engine.words import said


def install(plan: Plan, progress: Progress = SILENT) -> dict[str, str]:
    """Make the environment and return the versions found.

    On failure or cancel the folder is removed again, and an engine that was ready before stands there as before.

    Raises
    ------
    EngineError
        If a step fails; the message ends with the last lines that the program printed.
    """
    folder.refuse_strangers(plan.folder)
    before = folder.put_aside(plan.folder)
    try:
        folder.claim(plan.folder)
        found = _made(plan, progress)
    except BaseException:
        left = folder.undo(plan.folder, before)
        if left:
            progress.warn(left)
        raise
    if before is not None:
        folder.discard(before)
    progress.update(1.0, said("The engine is ready"))
    return found


def _made(plan: Plan, progress: Progress) -> dict[str, str]:
    progress.update(0.01, said("Making the environment"))
    packages.make_environment(plan, progress)
    progress.update(0.05, said("Downloading packages") if plan.wheels is None else said("Reading packages"))
    packages.install_packages(plan, Part(progress, 0.05, 0.92))
    progress.update(0.92, said("Verifying"))
    found = verify(plan.folder, progress)
    _mark(plan, found["python"])
    return found


def add(plan: Plan, progress: Progress = SILENT) -> dict[str, str]:
    """Bring the extras of a plan into the engine that is there, and return the versions found.

    What is there already stays as it is; the packages of the plan are installed together, so that each is what the
    locks say.

    Raises
    ------
    EngineError
        If there is no engine that is ready, or the packages cannot be had; what was there works as before.
    """
    if private_environment.state(plan.folder) != "ready":
        raise EngineError(
            said("There is no engine in {place} to which extras could be added.", place=plan.folder) + f" {how()}"
        )
    client.stop_warm_worker()
    packages.install_packages(plan, Part(progress, 0.0, 0.9))
    found = verify(plan.folder, progress)
    _mark(plan, found["python"])
    progress.update(1.0, said("The extras are added: {extras}", extras=", ".join(plan.extras)))
    return found


def _mark(plan: Plan, python: str) -> None:
    """Write what the engine was made of; with this file it is ready."""
    lock = private_environment.lock_hash(plan.extras)
    mark = {"gisplug": version(), "python": python, "base": plan.base.path, "lock": lock, "extras": list(plan.extras)}
    (plan.folder / private_environment.MARK).write_text(json.dumps(mark, indent=1), encoding="utf-8")


def verify(place: Optional[Path] = None, progress: Progress = SILENT) -> dict[str, str]:
    """Start the engine, import every library, compute something; return the versions.

    Raises
    ------
    EngineError
        If anything of it fails.
    """
    place = Path(private_environment.folder()) if place is None else place
    python = Path(private_environment.python_of(place))
    if not python.is_file():
        raise EngineError(said("There is no engine in {place}.", place=place) + f" {how()}")
    return client.selftest(Interpreter(str(python), "the private environment"), progress)
