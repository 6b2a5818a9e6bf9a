"""A Python on this computer from which the environment can be made. Standard library only, Python 3.9."""

from __future__ import annotations

import os
import re
import subprocess  # nosec B404 - a Python can only be asked by running it
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

from gisplug.core.errors import EngineError
from gisplug.core.machine.programs import alone
from gisplug.engine.interpreters import clean_environment
from gisplug.engine.protocol import LEAST_PYTHON
from gisplug.engine.words import said

TRIED = ((3, 12), (3, 13), (3, 11), (3, 14))  # in this order; for all of them the locked wheels exist
LEAST_PIP = (22, 3)  # the first that installs into another environment (--python)
_PROBE = """
import importlib.util, sys, venv
try:
    from pip import __version__ as pip
except Exception:
    pip = "0"
print("%d.%d.%d" % sys.version_info[:3], sys.maxsize > 2**32, bool(importlib.util.find_spec("ensurepip")), pip)
"""


@dataclass(frozen=True)
class Base:
    """A Python from which the environment can be made, and whether it can bring pip into it or has one itself."""

    path: str
    version: tuple[int, ...]
    ensurepip: bool = True
    pip: bool = False

    @property
    def fills(self) -> bool:
        """Whether packages can be installed with what it has."""
        return self.ensurepip or self.pip

    def without_pip(self) -> str:
        """Return what to do where it can fill no environment."""
        return said(
            "Python {version} ({path}) has neither ensurepip nor pip {least} or newer, so it cannot install packages. "
            "On Debian and Ubuntu `apt install python3-venv` brings ensurepip, on Fedora and openSUSE the package "
            "python3-pip brings pip; with the installer of python.org choose Modify and tick pip. Or name another "
            "Python under 'Python to start from'.",
            version=_dotted(self.version),
            path=self.path,
            least=_dotted(LEAST_PIP),
        )


def find_base(named: str = "", pip_at_hand: bool = False) -> Base:
    """Return the Python to start from: the one named, else the best one found on this computer.

    Parameters
    ----------
    named
        Path of a Python; empty to have one found.
    pip_at_hand
        Whether there is a pip to use (in the wheel folder) where the Python has none.

    Raises
    ------
    EngineError
        If none is 64-bit, new enough, has the module venv and can install packages.
    """
    found = [base for base in map(_probed, [named] if named else candidates()) if base is not None]
    if named and (not found or found[0].version < LEAST_PYTHON):
        raise EngineError(said("{named!r} is no usable 64-bit Python 3.11 or newer with the module venv.", named=named))
    fit = found if named else [base for base in found if base.version[:2] in TRIED]
    if not fit:
        raise EngineError(
            said(
                "No Python 3.11 to 3.14 was found on this computer to make the engine from. Install one (python.org, "
                "your system's packages, or `uv python install 3.12`) and run this again, or name it under 'Python to "
                "start from'."
            )
        )
    able = [base for base in fit if base.fills or pip_at_hand]
    if not able:
        raise EngineError(min(fit, key=_rank).without_pip())
    return min(able, key=_rank)


def _rank(base: Base) -> int:
    return TRIED.index(base.version[:2]) if base.version[:2] in TRIED else len(TRIED)


def _dotted(version: Iterable[int]) -> str:
    return ".".join(map(str, version))


def candidates(
    platform: str = sys.platform,
    environ: Optional[Mapping[str, str]] = None,
    folders: Optional[Callable[[str], Iterable[str]]] = None,
) -> list[str]:
    """Return where a Python may be, by system; `folders` expands patterns (the file system by default)."""
    env = os.environ if environ is None else environ
    expand = _existing if folders is None else folders
    home = env.get("USERPROFILE" if platform == "win32" else "HOME", "")
    if platform == "win32":
        programs = [
            env.get("LOCALAPPDATA", "") + r"\Programs\Python",
            env.get("PROGRAMFILES", r"C:\Program Files"),
            "C:",
            env.get("OSGEO4W_ROOT", "") + r"\apps",
        ]
        patterns = [rf"{folder}\Python3*\python.exe" for folder in programs if not folder.startswith("\\")]
        patterns += [
            env.get("PROGRAMFILES", r"C:\Program Files") + r"\QGIS*\apps\Python3*\python.exe",
            env.get("APPDATA", home) + r"\uv\python\*\python.exe",
        ]
    elif platform == "darwin":
        patterns = [
            "/Library/Frameworks/Python.framework/Versions/3.*/bin/python3",
            "/opt/homebrew/bin/python3.*",
            "/usr/local/bin/python3.*",
        ]
        patterns += [
            "/Applications/QGIS*.app/Contents/MacOS/bin/python3",
            "/Applications/QGIS*.app/Contents/MacOS/python3*",
        ]
        patterns += [f"{home}/.local/share/uv/python/*/bin/python3"]
    else:
        patterns = [
            "/usr/bin/python3.*",
            "/usr/local/bin/python3.*",
            "/opt/python*/bin/python3",
            f"{home}/.local/bin/python3.*",
        ]
        patterns += [f"{home}/.local/share/uv/python/*/bin/python3", "/usr/bin/python3"]
    found = [path for pattern in patterns for path in expand(pattern)]
    return list(dict.fromkeys(path for path in found if re.search(r"python[\d.]*(\.exe)?$", path)))


def _existing(pattern: str) -> list[str]:
    path = Path(pattern)
    anchor = Path(path.anchor)
    return sorted(str(found) for found in anchor.glob(str(path.relative_to(anchor)))) if path.anchor else []


def _probed(path: str) -> Optional[Base]:
    try:
        done = subprocess.run(  # nosec B603 - a list, no shell
            [path, "-I", "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=20,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            check=False,
            **alone(),
        )
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    words = done.stdout.split()
    if done.returncode != 0 or len(words) != 4 or words[1] != "True":
        return None
    return Base(path, _numbers(words[0]), words[2] == "True", _numbers(words[3]) >= LEAST_PIP)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])
