"""Findings about the packages that gisplug needs: which version is there, which is locked, whether it loads."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

from gisplug.core.errors import EngineError
from gisplug.core.machine.extras import EXTRAS, present
from gisplug.core.machine.paths import shown
from gisplug.core.machine.private_environment import locks
from gisplug.study.doctor.child import Answer
from gisplug.study.doctor.finding import FINE, NOTE, PROBLEM, Finding, mark

PACKAGES = mark("Packages")
# Every dependency that the engine is made with, by the name under which it is imported.
IMPORTS = {
    "numpy": "numpy",
    "scipy": "scipy",
    "pandas": "pandas",
    "geopandas": "geopandas",
    "shapely": "shapely",
    "pyogrio": "pyogrio",
    "pyproj": "pyproj",
    "rasterio": "rasterio",
    "exactextract": "exactextract",
    "qdldl": "qdldl",
    "matplotlib": "matplotlib",
    "openpyxl": "openpyxl",
    "pillow": "PIL",
    "xlrd": "xlrd",
    "python-docx": "docx",
    "threadpoolctl": "threadpoolctl",
    "joblib": "joblib",
}
# Packages of the extras (`core.machine.extras`) likewise.
OPTIONAL = {
    "scikit-learn": "sklearn",
    "pyarrow": "pyarrow",
    "libpysal": "libpysal",
    "esda": "esda",
    "spreg": "spreg",
    "psycopg": "psycopg",
    "dask": "dask",
    "distributed": "distributed",
}
AGAIN = mark(
    "Install it again: in QGIS with Repair in 'Set up engine', elsewhere with python -m pip install "
    "--force-reinstall --no-deps {wanted}"
)
MISSING = mark("Install it: in QGIS with Repair in 'Set up engine', elsewhere with python -m pip install {wanted}")
ELSEWHERE = mark("It is loaded from outside this Python. Remove that copy, or take its folder out of PYTHONPATH.")
FIRST = mark("Mend {cause} first; this follows from it.")
OTHER_VERSIONS = mark(
    "The results were checked with the locked versions. To have them: python -m pip install -r requirements/engine.txt"
)
WITHOUT_EXTRA = mark(
    "An extra, only needed for {use}. In QGIS 'Set up engine' adds it, elsewhere `gisplug engine add {extra}`."
)


def packages(answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """Yield one finding a package, and one about all that are locked.

    Parameters
    ----------
    answers
        Of `child.asked` to "import NAME" for the values of IMPORTS and OPTIONAL.
    """
    try:
        lock = locked(_locks(extra for extra in EXTRAS if present(extra)))
    except EngineError as problem:
        lock = {}
        yield Finding(PACKAGES, mark("Locked versions"), "unknown", PROBLEM, str(problem))
    least = needed()
    for name in IMPORTS:
        yield _package(name, answers, lock.get(name, ""), least.get(name, ""))
    yield from (_extra(extra, answers) for extra in EXTRAS)
    if lock:
        yield _all_locked(lock)


def _package(name: str, answers: Mapping[str, Answer], wanted: str, least: str) -> Finding:
    """Judge one package; where it fails because of another, that one is to be mended."""
    own, answer, place = installed(name), answers[f"import {IMPORTS[name]}"], _outside(IMPORTS[name])
    told = f"{own or 'not installed'}{f' (locked {wanted})' if wanted and wanted != own else ''}"
    told = "; ".join(part for part in (told, answer.error, place) if part)
    values = {"wanted": f"{name}=={wanted}" if wanted else name}
    cause = next((other for other, module in IMPORTS.items() if module == answer.cause and other != name), "")
    if answer.error and cause and answers[f"import {answer.cause}"].error:
        return Finding(PACKAGES, name, told, PROBLEM, FIRST, {"cause": cause})
    if place:
        return Finding(PACKAGES, name, told, PROBLEM if answer.error else NOTE, ELSEWHERE)
    if answer.error:
        return Finding(PACKAGES, name, told, PROBLEM, AGAIN if own else MISSING, values)
    if _numbers(own) < _numbers(least):
        return Finding(PACKAGES, name, f"{told}, {least} is needed", PROBLEM, MISSING, values)
    return Finding(PACKAGES, name, told)


def _extra(extra: str, answers: Mapping[str, Answer]) -> Finding:
    own = {name: module for name, module in OPTIONAL.items() if module in EXTRAS[extra].modules}
    found = {name: installed(name) for name in own}
    if not all(found.values()):
        values = {"use": str(EXTRAS[extra].use), "extra": extra}
        return Finding(PACKAGES, extra, "not installed", FINE, WITHOUT_EXTRA, values)
    told = ", ".join(f"{name} {number}" for name, number in found.items())
    errors = [answers[f"import {module}"].error for module in own.values()]
    if any(errors):
        lock = locked(_locks((extra,)))
        values = {"wanted": " ".join(f"{name}=={lock[name]}" if name in lock else name for name in own)}
        return Finding(PACKAGES, extra, f"{told}; {'; '.join(filter(None, errors))}", PROBLEM, AGAIN, values)
    return Finding(PACKAGES, extra, told)


def _locks(extras: Iterable[str]) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in locks(extras))


def _all_locked(lock: Mapping[str, str]) -> Finding:
    found = {name: installed(name) for name in lock}
    same = sum(found[name] == wanted for name, wanted in lock.items())
    others = [f"{name} {found[name]} (locked {lock[name]})" for name in lock if found[name] not in ("", lock[name])]
    told = f"{same} of {len(lock)} as locked"
    name = mark("Locked versions")
    if not others:
        return Finding(PACKAGES, name, told)
    return Finding(PACKAGES, name, f"{told}; others: {', '.join(others)}", NOTE, OTHER_VERSIONS)


def installed(name: str) -> str:
    """Return the version of a package, or an empty text; nothing is imported."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def locked(text: str, python: tuple[int, ...] = sys.version_info[:3]) -> dict[str, str]:
    """Return the locked versions by name that hold for a Python, from lines such as
    "esda==2.9.0 ; python_full_version < '3.12' \\".
    """
    found = {}
    for name, number, condition in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)(?:\s*;\s*([^\\\n]*))?", text):
        if _holds(condition, python):
            found[name.lower()] = number
    return found


def _holds(condition: str, python: tuple[int, ...]) -> bool:
    """Whether a condition holds as far as it speaks about the version of Python."""
    for sign, number in re.findall(r"python_(?:full_)?version\s*(<=|>=|<|>|==)\s*'([\d.]+)'", condition):
        bound = tuple(int(part) for part in number.split("."))
        own = python[: len(bound)]
        if not {"<": own < bound, "<=": own <= bound, ">": own > bound, ">=": own >= bound, "==": own == bound}[sign]:
            return False
    return True


def needed() -> dict[str, str]:
    """Return the least version of each package that gisplug was installed with; empty in the plugin and in a folder."""
    try:
        lines = metadata.requires("gisplug") or []
    except metadata.PackageNotFoundError:
        return {}
    found = (re.match(r"([\w.-]+)[^;]*>=\s*([\d.]+)", line) for line in lines if "extra ==" not in line)
    return {match[1].lower(): match[2] for match in found if match}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _outside(module: str) -> str:
    """Return the file of a package that does not belong to this Python, as it may be shown; nothing is imported."""
    importlib.invalidate_caches()
    spec = PathFinder.find_spec(module) or importlib.util.find_spec(module)  # the path first, not what is loaded
    if spec is None or not spec.origin or not spec.has_location:
        return ""
    path = Path(spec.origin).resolve()
    inside = any(Path(root).resolve() in path.parents for root in (sys.prefix, sys.base_prefix))
    return "" if inside else shown(path)
