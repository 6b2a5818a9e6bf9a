"""The program that computes: its own source and declarations, and the versions of the libraries below it."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from gisplug.core.shelves import shelf

LIBRARIES = (
    "numpy",
    "scipy",
    "pandas",
    "geopandas",
    "shapely",
    "pyogrio",
    "pyproj",
    "rasterio",
    "exactextract",
    "libpysal",
    "spreg",
    "qdldl",
    "scikit-learn",
    "matplotlib",
    "openpyxl",
    "xlrd",
    "pyarrow",
)
_FACES = ("toolbox", "engine")  # how gisplug is called; nothing is computed there
_SHELF = ("catalog.toml", "styles/*.qml")


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Return the hash of what computes and draws: gisplug's source, words and templates, catalogues and styles."""
    digest = hashlib.sha256()
    for name, path in _files():
        digest.update(f"{name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=8)
def room_hash(room: str) -> str:
    """Return the hash of the source of one room, such as "lights"."""
    digest = hashlib.sha256()
    for name, path in _files():
        if name.startswith(f"{room}/"):
            digest.update(f"{name}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[tuple[str, Path]]:
    package = Path(__file__).resolve().parents[2]
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package)
        top = name.parts[0]
        face = top in _FACES
        if path.is_file() and "__pycache__" not in name.parts and top not in ("layers", "rasters") and not face:
            yield name.as_posix(), path
    for room in ("layers", "rasters"):
        for pattern in _SHELF:
            for path in sorted(shelf(room).glob(pattern)):
                yield f"{room}/{path.name}", path


@lru_cache(maxsize=1)
def library_versions() -> Mapping[str, str]:
    """Return the versions of the libraries that read, compute and draw, where they are installed."""
    return dict(_versions())


def _versions() -> Iterator[tuple[str, str]]:
    for name in LIBRARIES:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue


def computed_by() -> dict[str, str]:
    """Return libraries and Python (3.11) as they belong into a key: other versions may give other numbers."""
    return {"python": ".".join(platform.python_version_tuple()[:2]), **library_versions()}
