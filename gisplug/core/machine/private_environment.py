"""The engine's private environment: where it lies, what is locked for it, in what state it is. Linux, macOS, Windows.

Standard library and Python 3.9. It stands here because the doctor reads it too; making it is `engine.setup`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from gisplug.core.errors import EngineError

VARIABLE = "GISPLUG_PYTHON"  # names another Python for the engine
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
        lock = json.loads(mark.read_text(encoding="utf-8")).get("lock")
    except (OSError, ValueError):
        return "unfinished"
    return "ready" if lock == lock_hash() else "outdated"


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


def lock_hash() -> str:
    """Return a short hash of the locked requirements."""
    return hashlib.sha256(requirements().read_bytes()).hexdigest()[:16]
