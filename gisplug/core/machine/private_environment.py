"""The engine's private environment: where it lies, what is locked for it, in what state it is. Linux, macOS, Windows.

Standard library and Python 3.9. It stands here because the doctor reads it too; making it is `engine.setup`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from gisplug.core.errors import EngineError
from gisplug.core.messages import message

STARTED = "gisplug-engine.started"  # this folder is ours
MARK = "gisplug-engine.json"  # and what is in it has computed something


def folder(platform: str = sys.platform, environ: Mapping[str, str] | None = None) -> PurePath:
    """Return the folder of the private environment; short on Windows, where paths are limited to 260 signs."""
    env = os.environ if environ is None else environ
    if platform == "win32":
        base = env.get("LOCALAPPDATA") or str(PureWindowsPath(env.get("USERPROFILE", "C:\\"), "AppData", "Local"))
        return PureWindowsPath(base, "gisplug", "engine")
    home = env.get("HOME") or str(Path.home())
    if platform == "darwin":
        return PurePosixPath(home, "Library", "Application Support", "gisplug", "engine")
    data = env.get("XDG_DATA_HOME") or str(PurePosixPath(home, ".local", "share"))
    return PurePosixPath(data, "gisplug", "engine")


def python_of(place: PurePath, platform: str = sys.platform) -> PurePath:
    """Return the interpreter of a virtual environment."""
    return place / "Scripts" / "python.exe" if platform == "win32" else place / "bin" / "python"


def state(place: Path | None = None) -> str:
    """Return "absent", "unfinished", "outdated" (made for other locked versions) or "ready"."""
    place = Path(folder()) if place is None else place
    mark = place / MARK
    if not mark.is_file():
        return "unfinished" if place.exists() else "absent"
    try:
        made = json.loads(mark.read_text(encoding="utf-8"))
        fits = made.get("lock") == lock_hash(tuple(made.get("extras", ())))
    except (OSError, ValueError, AttributeError):
        return "unfinished"
    return "ready" if fits else "outdated"


def extras_of(place: Path) -> tuple[str, ...]:
    """Return the extras that an engine was made with or that were added to it."""
    try:
        return tuple(json.loads((place / MARK).read_text(encoding="utf-8")).get("extras", ()))
    except (OSError, ValueError, AttributeError):
        return ()


def requirements() -> Path:
    """Return the locked requirements: inside the plugin or wheel, else beside the package.

    Raises
    ------
    EngineError
        If this copy lacks them.
    """
    package = Path(__file__).resolve().parents[2]
    for place in (package, package.parent):
        if (place / "requirements" / "engine.txt").is_file():
            return place / "requirements" / "engine.txt"
    raise EngineError("This copy of gisplug lacks requirements/engine.txt. Install gisplug again.")


def locks(extras: Iterable[str] = ()) -> list[Path]:
    """Return the files of locked requirements of the engine with these extras.

    Raises
    ------
    EngineError
        If this copy lacks one.
    """
    base = requirements()
    found = [base, *(base.with_name(f"{extra}.txt") for extra in extras)]
    for path in found:
        if not path.is_file():
            raise EngineError(
                message("This copy of gisplug lacks requirements/{file}. Install gisplug again.", file=path.name)
            )
    return found


def lock_hash(extras: Iterable[str] = ()) -> str:
    """Return a short hash of the locked requirements of the engine with these extras."""
    digest = hashlib.sha256()
    for path in locks(extras):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
