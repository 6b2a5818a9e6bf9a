"""Which Python is the engine's, and the environment variables it is started with. Standard library, Python 3.9."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from gisplug.core.errors import EngineError
from gisplug.core.machine import private_environment
from gisplug.core.machine.variables import PYTHON
from gisplug.engine.words import said

_POISON = ("PYTHON", "LD_", "DYLD_", "GDAL_", "OGR_", "QT_", "QGIS_", "CPL_", "GEOS_")
_POISON_NAMES = (
    "PROJ_LIB",
    "PROJ_DATA",
    "PROJ_NETWORK",
    PYTHON,
    "VIRTUAL_ENV",
    "MPLBACKEND",
    "O4W_QT_PREFIX",
    "__PYVENV_LAUNCHER__",
)


def how() -> str:
    """Return how to get an engine."""
    return said(
        "Run the tool 'Set up engine' (Processing toolbox > gisplug) once, or point GISPLUG_PYTHON (environment "
        "variable, or Settings > Options > Processing > Providers > gisplug) at a Python 3.11 or newer in which the "
        "requirements of gisplug are installed."
    )


@dataclass(frozen=True)
class Interpreter:
    """A Python for the worker, and who named it."""

    path: str
    origin: str


def find_interpreter(setting: str = "", environ: Optional[Mapping[str, str]] = None) -> Interpreter:
    """Return the engine's Python: GISPLUG_PYTHON, else the Processing option, else the private environment.

    Raises
    ------
    EngineError
        If none is there; the message says how to get one.
    """
    env = os.environ if environ is None else environ
    named = (
        (env.get(PYTHON, ""), said("the environment variable GISPLUG_PYTHON")),
        (setting, said("the Processing option")),
    )
    for path, origin in named:
        if not path.strip():
            continue
        if not Path(path.strip()).is_file():
            raise EngineError(
                said(
                    "The engine's Python is {path!r}, named by {origin}, but there is no such file.",
                    path=path,
                    origin=origin,
                )
                + f" {how()}"
            )
        return Interpreter(path.strip(), origin)
    folder = private_environment.folder(environ=env)
    own = Path(private_environment.python_of(folder))
    if (Path(folder) / private_environment.MARK).is_file() and own.is_file():
        return Interpreter(str(own), said("the private environment"))
    raise EngineError(
        said("gisplug has no engine yet: the private Python environment in which it computes.") + f" {how()}"
    )


def clean_environment(environ: Optional[Mapping[str, str]] = None, platform: str = sys.platform) -> dict[str, str]:
    """Return the environment without what QGIS sets for its own libraries and what would poison the engine's.

    Proxies, certificates, PIP_* and locale stay.
    """
    env = os.environ if environ is None else environ
    kept = {
        name: value
        for name, value in env.items()
        if not name.upper().startswith(_POISON) and name.upper() not in _POISON_NAMES
    }
    if platform == "win32":
        root = [env[name] for name in ("OSGEO4W_ROOT", "QGIS_PREFIX_PATH") if env.get(name)]
        for name in [n for n in kept if n.upper() == "PATH"]:
            kept[name] = ";".join(_outside(kept[name].split(";"), root))
    return kept


def _outside(folders: Iterable[str], roots: Iterable[str]) -> list[str]:
    def plain(path: str) -> str:
        return path.replace("/", "\\").rstrip("\\").lower()

    gone = [plain(root) for root in roots]
    return [f for f in folders if not any(plain(f) == g or plain(f).startswith(g + "\\") for g in gone)]
