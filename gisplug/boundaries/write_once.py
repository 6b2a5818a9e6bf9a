"""Layers of units in several periods, each geometry stored once: a table of units, one of values, and a view of both.

GDAL reads the view as a layer of its own (its first column is called OGC_FID), so QGIS, geopandas and gisplug see one
feature a unit and period, and the file is about as large as the units of one period. Programs list the view and the
table of values; the table of units is left out of the lists, so that a file still has one layer to open.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gisplug.core.formats import VALUES_PART
from gisplug.core.output.geopackage import write_geopackage

UNIT, PERIOD = "unit", "period"
PARTS = ("_units", VALUES_PART)  # what a view is made of stands behind its name
_CONTENTS = "table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id"


def repeats_geometry(frame: gpd.GeoDataFrame) -> bool:
    """Whether a layer holds every unit in several periods, always with the same geometry.

    Parameters
    ----------
    frame
        Columns unit and period, where it has periods.
    """
    if not {UNIT, PERIOD} <= set(frame.columns) or frame.duplicated([UNIT, PERIOD]).any():
        return False
    codes, units = pd.factorize(frame[UNIT])
    if len(units) == len(frame) or (codes < 0).any():
        return False
    shapes = frame.geometry.to_numpy()
    theirs = shapes[_first(codes, len(units))[codes]]
    other = np.fromiter((a is not b for a, b in zip(shapes, theirs, strict=True)), bool, len(frame))
    return bool(shapely.equals_exact(shapes[other], theirs[other]).all())


def write_once(frame: gpd.GeoDataFrame, path: Path, layer: str) -> None:
    """Write a layer that repeats its geometries into a GeoPackage: `layer`_units, `layer`_values and the view `layer`.

    Parameters
    ----------
    frame
        One row a unit and period, as `repeats_geometry` says; plain columns.
    path
        The GeoPackage, which is made where it is not there.
    """
    units_name, values_name = (layer + part for part in PARTS)
    geometry = frame.geometry.name
    codes, units = pd.factorize(frame[UNIT])
    first = _first(codes, len(units))
    columns = [str(c) for c in frame.columns if c != geometry]
    constant = [c for c in columns if c not in (UNIT, PERIOD) and _is_constant(frame[c], codes, first)]
    of_units = frame.iloc[first][[UNIT, *constant, geometry]]
    values = pd.DataFrame(frame.drop(columns=[geometry, *constant]))
    write_geopackage(of_units, path, units_name, SPATIAL_INDEX="NO")
    write_geopackage(values, path, values_name)
    with closing(sqlite3.connect(path)) as base, base:
        _add_view(base, layer, columns, set(constant))


def _add_view(base: sqlite3.Connection, layer: str, columns: list[str], constant: set[str]) -> None:
    """Make the view, and list it in the place of its units and before its values."""
    units_name, values_name = (layer + part for part in PARTS)
    shape = base.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (units_name,)
    ).fetchone()[0]
    chosen = ", ".join(f"{'u' if c in constant else 'v'}.{_quoted(c)} AS {_quoted(c)}" for c in columns)
    u, v, unit = _quoted(units_name), _quoted(values_name), _quoted(UNIT)
    for (trigger,) in base.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (units_name,)
    ):
        base.execute(f"DROP TRIGGER {_quoted(trigger)}")
    base.execute(f"CREATE INDEX {_quoted(f'{units_name}_unit')} ON {u} ({unit})")
    columns_of_view = ("v.fid AS OGC_FID", f"u.{_quoted(shape)} AS {_quoted(shape)}", chosen)
    source = f"{v} v JOIN {u} u ON u.{unit} = v.{unit}"
    base.execute(" ".join(["CREATE VIEW", _quoted(layer), "AS SELECT", ", ".join(columns_of_view), "FROM", source]))
    base.execute("UPDATE gpkg_contents SET table_name = ? WHERE table_name = ?", (layer, units_name))
    base.execute("UPDATE gpkg_geometry_columns SET table_name = ? WHERE table_name = ?", (layer, units_name))
    base.execute("UPDATE gpkg_contents SET identifier = ? WHERE table_name = ?", (layer, layer))
    base.execute("DELETE FROM gpkg_ogr_contents WHERE table_name = ?", (units_name,))


def _first(codes: np.ndarray, count: int) -> np.ndarray:
    """Return the place of the first row of each unit."""
    first = np.full(count, len(codes))
    np.minimum.at(first, codes, np.arange(len(codes)))
    return first


def _is_constant(values: pd.Series, codes: np.ndarray, first: np.ndarray) -> bool:
    """Whether a text is the same in all periods of a unit; numbers stay with the periods."""
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        return False
    mine = values.to_numpy(dtype=object)
    theirs = mine[first[codes]]
    return all(a is b or a == b or (pd.isna(a) and pd.isna(b)) for a, b in zip(mine, theirs, strict=True))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
