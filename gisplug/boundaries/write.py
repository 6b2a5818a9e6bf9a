"""Layers out: GeoPackage 1.2 with their style inside, and other formats by their ending."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio

from gisplug.boundaries.styles import qml, with_moments
from gisplug.boundaries.write_once import repeats_geometry, write_once
from gisplug.core.database.address import parsed
from gisplug.core.database.write import write_features
from gisplug.core.errors import OutputError
from gisplug.core.machine.extras import needed
from gisplug.core.maps.classes import Cut
from gisplug.core.messages import message
from gisplug.core.output.clock import MOMENT
from gisplug.core.output.files import format_to_write, writing
from gisplug.core.output.geopackage import write_geopackage

_DRIVERS = {"geojson": "GeoJSON", "flatgeobuf": "FlatGeobuf", "shapefile": "ESRI Shapefile"}
_STYLES = """CREATE TABLE IF NOT EXISTS layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
f_table_catalog TEXT(256),
f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30),
styleQML TEXT, styleSLD TEXT,
useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""


def write_layer(
    frame: gpd.GeoDataFrame,
    path: str | Path,
    layer: str | None = None,
    style: str | None = None,
    field: str | None = None,
    title: str | None = None,
    cut: Cut | None = None,
) -> Path:
    """Write a layer; a GeoPackage carries the style, so QGIS opens it drawn.

    Parameters
    ----------
    frame
        A named index becomes a column.
    path
        .gpkg (1.2, which QGIS 3.22 reads without a warning), .geojson, .fgb, .shp, .parquet; or the address of a table
        in PostGIS, "postgresql://user@host/database?schema=s&table=t".
    layer
        Name inside the GeoPackage; the file's name where left out.
    style, field
        Style of the shelf and the field it draws.
    title
        Description of the style and layer.
    cut
        How numbers are put into classes.

    Raises
    ------
    OutputError
        If the ending is unknown or the file cannot be written.
    """
    target = Path(path)
    address = parsed(path)
    if address is not None:
        write_features(plain(frame), address)
        return target
    found = format_to_write("layer", target)
    flat = plain(frame)
    name = layer or target.stem
    drawn = qml(style, flat, field, cut) if style is not None and found.key == "geopackage" else None
    with writing(target) as made:
        try:
            if found.key == "parquet":
                needed("parquet", "pyarrow", message("Writing GeoParquet"))
                flat.to_parquet(made, index=False)
            elif found.key == "geopackage":
                _into_geopackage(flat, made, name)
                _finish(made, name, flat, drawn, style, title)
            else:
                flat = flat.to_crs("EPSG:4326") if found.key == "geojson" else flat
                options = {"encoding": "UTF-8"} if found.key == "shapefile" else {}
                flat = _short_names(flat) if found.key == "shapefile" else flat
                pyogrio.write_dataframe(flat, made, driver=_DRIVERS[found.key], **options)
        except ValueError as problem:
            raise OutputError(
                message("Cannot write {target}: {problem}.", target=target.name, problem=problem)
            ) from problem
        if found.key == "shapefile":
            made.with_suffix(".shp").replace(made)  # GDAL writes .shp whatever the case of the ending
    return target


def add_layer(
    frame: gpd.GeoDataFrame,
    path: str | Path,
    layer: str,
    style: str | None = None,
    field: str | None = None,
    title: str | None = None,
) -> Path:
    """Add a layer to a GeoPackage, or make the file where there is none; parameters as in `write_layer`.

    Parameters
    ----------
    frame
        One row per feature; a named index becomes a column.

    Raises
    ------
    OutputError
        If the layer cannot be written.
    """
    import shutil

    target = Path(path)
    if not target.exists():
        return write_layer(frame, target, layer, style, field, title)
    flat = plain(frame)
    drawn = qml(style, flat, field) if style is not None else None
    with writing(target) as made:
        shutil.copyfile(target, made)
        try:
            _into_geopackage(flat, made, layer)
        except ValueError as problem:
            raise OutputError(
                message(
                    "Cannot write layer {layer} into {target}: {problem}.",
                    layer=layer,
                    target=target.name,
                    problem=problem,
                )
            ) from problem
        _finish(made, layer, flat, drawn, style, title)
    return target


def _into_geopackage(frame: gpd.GeoDataFrame, path: Path, layer: str) -> None:
    """Write a layer; one that holds every unit in several periods has each geometry once, and reads the same."""
    if repeats_geometry(frame):
        write_once(frame, path, layer)
    else:
        write_geopackage(frame, path, layer)


def plain(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with index levels as columns, names as text, booleans as 0/1, other objects as text."""
    flat = frame.reset_index() if any(n is not None for n in frame.index.names) else frame.copy()
    flat.columns = [str(c) for c in flat.columns]
    for column in flat.columns:
        if column == flat.geometry.name:
            continue
        if pd.api.types.is_bool_dtype(flat[column]):
            flat[column] = flat[column].astype("int32")
        elif isinstance(flat[column].dtype, (pd.CategoricalDtype, pd.PeriodDtype)):
            flat[column] = flat[column].astype("str")
    return flat


def _short_names(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut field names to the 10 bytes of a shapefile, at whole characters, each one different."""
    taken: set[str] = set()
    names = {}
    for column in frame.columns.drop(frame.geometry.name):
        name, number = column.encode()[:10].decode("utf-8", "ignore"), 1
        while name in taken:
            name = column.encode()[: 9 - len(str(number))].decode("utf-8", "ignore") + f"_{number}"
            number += 1
        taken.add(name)
        names[column] = name
    return frame.rename(columns=names)


def _finish(
    path: Path, layer: str, frame: gpd.GeoDataFrame, drawn: str | None, style: str | None, title: str | None
) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        if title:
            base.execute("UPDATE gpkg_contents SET description = ? WHERE table_name = ?", (title, layer))
        if drawn is not None:
            _store(base, layer, _geometry_column(base, layer, frame), with_moments(drawn, frame), style or "", title)


def _store(base: sqlite3.Connection, layer: str, geometry: str, drawn: str, style: str, title: str | None) -> None:
    base.execute(_STYLES)
    base.execute(
        "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES "
        "('layer_styles', 'attributes', 'layer_styles', ?)",
        (MOMENT,),
    )
    row: tuple[Any, ...] = ("", "", layer, geometry, style[:30], drawn, "", 1, title or "", "gisplug", "", MOMENT)
    base.execute("DELETE FROM layer_styles WHERE f_table_name = ?", (layer,))
    base.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, "
        "description, owner, ui, update_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )


def _geometry_column(base: sqlite3.Connection, layer: str, frame: gpd.GeoDataFrame) -> str:
    found = base.execute("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)).fetchone()
    return str(found[0]) if found else str(frame.geometry.name)
