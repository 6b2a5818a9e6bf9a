"""The shelves: declared boundary sets and names of places (layers/) and light products (rasters/), found inside the
package or beside it.

Standard library only: QGIS's own interpreter imports this for the styles.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from gisplug.core.errors import LayerError, RasterError
from gisplug.core.messages import message

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class BoundarySet:
    """A known set of boundaries. `path` is None where the user has to download it (`url` says where).

    `where` keeps the features whose field equals a value, e.g. {"in30": 1}; `aliases` are further names of units, each
    with the id or name it stands for ("-": a row to leave out).
    """

    key: str
    title: str
    source: str
    licence: str
    level: str
    id: str
    name: str | None = None
    path: Path | None = None
    layer: str | None = None
    crs: str = "EPSG:4326"
    url: str = ""
    note: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gazetteer:
    """A list of the places of a country: `path` is a CSV file with one row a place.

    Its columns are code, name, level, within (a code), other, former (names joined by ";"), into and until (the code of
    the place it was merged into, and the year).
    """

    key: str
    title: str
    source: str
    path: Path


@dataclass(frozen=True)
class LightProduct:
    """A night-light product: what its numbers mean. `path` is a pattern with {period} for products on the shelf.

    `nodata` None means that every number in the file is an observation (zero is dark, not missing).
    """

    key: str
    title: str
    unit: str
    first_year: int | None = None
    last_year: int | None = None
    nodata: float | None = None
    valid_min: float | None = None
    valid_max: float | None = None
    saturation: float | None = None
    zero: str = ""
    negative: str = ""
    resolution: str = ""
    doi: str = ""
    url: str = ""
    licence: str = ""
    note: str = ""
    path: Path | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def shelf(name: str) -> Path:
    """Return the folder of "layers" or "rasters": inside the package (installed, plugin), else beside it (checkout).

    Raises
    ------
    LayerError
        If the installation lacks it.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise LayerError(
        message(
            "The folder {name}/ is missing from the installation at {package}; install gisplug again.",
            name=name,
            package=_PACKAGE,
        )
    )


def boundary_sets() -> dict[str, BoundarySet]:
    """Return every boundary set of layers/catalog.toml by key."""
    sets = {}
    for key, entry in _catalog("layers").get("sets", {}).items():
        entry = dict(entry)
        entry["path"] = shelf("layers") / entry["path"] if "path" in entry else None
        entry["links"] = tuple(entry.get("links", ()))
        sets[key] = BoundarySet(key=key, **entry)
    return sets


def boundary_set(name: str) -> BoundarySet:
    """Return the boundary set of this name.

    Raises
    ------
    LayerError
        If there is none; the message names those that look alike.
    """
    sets = boundary_sets()
    if name not in sets:
        raise LayerError(
            message("There is no boundary set {name!r} on the shelf.{alike}", name=name, alike=_alike(name, sets))
        )
    return sets[name]


def gazetteers() -> dict[str, Gazetteer]:
    """Return every list of places of layers/catalog.toml by key."""
    found = _catalog("layers").get("gazetteers", {})
    return {
        key: Gazetteer(key=key, **{**entry, "path": shelf("layers") / entry["path"]}) for key, entry in found.items()
    }


def light_products() -> dict[str, LightProduct]:
    """Return every light product of rasters/catalog.toml by key; keys unknown to `LightProduct` go to `extra`."""
    products = {}
    known = set(LightProduct.__dataclass_fields__)
    for key, entry in _catalog("rasters").get("products", {}).items():
        fields = {k: v for k, v in entry.items() if k in known}
        extra = {k: v for k, v in entry.items() if k not in known}
        fields["path"] = shelf("rasters") / fields["path"] if "path" in fields else None
        products[key] = LightProduct(key=key, extra=extra, **fields)
    return products


def light_product(name: str) -> LightProduct:
    """Return the light product of this name.

    Raises
    ------
    RasterError
        If there is none; the message names those that look alike.
    """
    products = light_products()
    if name not in products:
        raise RasterError(
            message("There is no light product {name!r} on the shelf.{alike}", name=name, alike=_alike(name, products))
        )
    return products[name]


def style_path(name: str) -> Path:
    """Return the QML template of a style.

    Raises
    ------
    LayerError
        If there is no such style.
    """
    for folder in ("layers", "rasters"):
        path = shelf(folder) / "styles" / f"{name}.qml"
        if path.is_file():
            return path
    styles = sorted(p.stem for folder in ("layers", "rasters") for p in (shelf(folder) / "styles").glob("*.qml"))
    raise LayerError(message("There is no style {name!r}. There are: {styles}.", name=name, styles=", ".join(styles)))


def demo_table(name: str) -> Path | None:
    """Return the path of a table on the shelf ("demo-panel"), or None if `name` is not one."""
    entry = _catalog("layers").get("tables", {}).get(name)
    return shelf("layers") / str(entry["path"]) if entry else None


def _catalog(name: str) -> dict[str, Any]:
    path = shelf(name) / "catalog.toml"
    if not path.is_file():
        return {}
    seen = path.stat()
    return _parsed(path, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=8)
def _parsed(path: Path, changed: int, size: int) -> dict[str, Any]:
    """Return a catalogue, parsed once until the file changes; every table that is read asks for it."""
    import tomllib  # Python 3.11; the styles above must work without it

    with path.open("rb") as file:
        return tomllib.load(file)


def _alike(name: str, known: Mapping[str, Any]) -> str:
    close = difflib.get_close_matches(name, list(known), n=3)
    return (
        message(" Did you mean {close}?", close=", ".join(close))
        if close
        else message(" There are: {known}.", known=", ".join(known))
    )
