"""Layers of GeoPackages, written and then looked at: GDAL goes on in silence where its index, its extent or its counts
cannot be written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gisplug.core.errors import OutputError
from gisplug.core.messages import message

if TYPE_CHECKING:
    import sqlite3

    import pandas as pd

_COUNTED = ("trigger_insert_feature_count_{}", "trigger_delete_feature_count_{}")
_INDEX_TRIGGERS = 6  # that keep an index true when features change


def write_geopackage(frame: pd.DataFrame, path: Path, layer: str, **options: Any) -> None:
    """Write a layer or a table into a GeoPackage 1.2, which is made where it is not there.

    Parameters
    ----------
    frame
        With or without a geometry, one row a feature.
    options
        As pyogrio takes them.

    Raises
    ------
    OutputError
        If a part of what belongs to the layer is missing afterwards: the disk is full, or answers with errors.
    """
    import pyogrio

    new = not path.exists()
    made = {"dataset_options": {"VERSION": "1.2"}} if new else {}
    pyogrio.write_dataframe(frame, path, layer=layer, driver="GPKG", **made, **options)
    shapes = getattr(frame, "geometry", None)
    shown = 0 if shapes is None else int((~(shapes.isna() | shapes.is_empty)).sum())
    with closing(_opened(path)) as base:
        lost = next(_lost(base, layer, len(frame), shown, options.get("SPATIAL_INDEX") != "NO"), None)
    if lost is not None:
        raise OutputError(
            message(
                "{path} was not written whole: {lost} of the layer {layer} is missing. The disk is full or answers "
                "with errors; look at it, or name another folder.",
                path=path.name,
                lost=lost,
                layer=layer,
            )
        )


def _opened(path: Path) -> sqlite3.Connection:
    import sqlite3

    return sqlite3.connect(path)


def _lost(base: sqlite3.Connection, layer: str, rows: int, shown: int, indexed: bool) -> Iterator[str]:
    """Yield what is missing of a layer with so many rows, of which so many have a shape."""
    names = {name for (name,) in base.execute("SELECT name FROM sqlite_master")}
    if layer not in names or _count(base, layer) != rows:
        yield message("a row")
    counted = _one(base, "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", layer)
    if counted != rows or not all(name.format(layer) in names for name in _COUNTED):
        yield message("the count of features")
    if not shown:
        return
    if _one(base, "SELECT max_y FROM gpkg_contents WHERE table_name = ?", layer) is None:
        yield message("the extent")
    column = _one(base, "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", layer)
    index = f"rtree_{layer}_{column}"
    if indexed:
        kept = sum(name.startswith(f"{index}_") for name in names) - 3  # beside the three tables of the index
        known = _one(base, "SELECT count(*) FROM gpkg_extensions WHERE table_name = ?", layer)
        if index not in names or kept < _INDEX_TRIGGERS or not known:
            yield message("the spatial index")
        elif _count(base, index) != shown:
            yield message("a part of the spatial index")


def _count(base: sqlite3.Connection, table: str) -> Any:
    return _one(base, f"SELECT count(*) FROM {_quoted(table)}")  # nosec B608 - a name is no value, and is quoted


def _one(base: sqlite3.Connection, query: str, *values: str) -> Any:
    found = base.execute(query, values).fetchone()
    return None if found is None else found[0]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
