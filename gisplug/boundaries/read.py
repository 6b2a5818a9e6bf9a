"""Boundaries: read, check, repair, and say what was done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
import shapely

from gisplug.boundaries.crs import settle_crs
from gisplug.boundaries.repair import check_geometry
from gisplug.boundaries.sources import Opened, cut_field, open_layer
from gisplug.boundaries.units import Units
from gisplug.core.errors import LayerError
from gisplug.core.evidence import INFO, REPAIRED, WARNING, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.core.tables import text_ids

Empty = Literal["refuse", "drop"]
COVERAGE_CHECK_VERTICES = 1_000_000  # the check of shared edges costs about 1 s per million vertices


def read_units(
    source: str | Path | gpd.GeoDataFrame,
    id: str | None = None,
    name: str | None = None,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
    dissolve: bool = False,
    empty: Empty = "refuse",
) -> Units:
    """Read boundaries, check them, repair what can be repaired without a choice, and report it.

    Parameters
    ----------
    source
        Shapefile (also zipped), GeoPackage, GeoJSON, GeoParquet, QGIS's "path|layername=x", the name of a set of the
        shelf ("demo-china-provinces"), or a GeoDataFrame with one row per unit.
    id
        Field that identifies the units; compared as text, 110000.0 and " 110000" are "110000". Sets of the shelf know
        theirs.
    name
        Field with the names for maps and tables.
    layer, encoding
        Which layer of several; the encoding of a shapefile's text where the bytes do not tell.
    crs
        Coordinate reference system ("EPSG:4490") where the file lacks it or is wrong.
    dissolve
        Whether records with the same id are merged into one unit; otherwise they are refused with the list.
    empty
        Whether units without geometry are refused with the list, or dropped and reported.

    Returns
    -------
    Units
        Valid polygons (or points) in the order of the file, and the report.

    Raises
    ------
    LayerError, CrsError
        Naming the units concerned and the mend.
    """
    from gisplug.core import shelves

    notes: list[Note] = []
    aliases: Mapping[str, str] = {}
    own = isinstance(source, gpd.GeoDataFrame) or _is_shelf_name(str(source))
    if own and (layer or encoding):
        raise LayerError(
            "'layer' and 'encoding' say how a file is read; a set of the shelf and a GeoDataFrame have neither. Leave "
            "them out."
        )
    if isinstance(source, gpd.GeoDataFrame):
        opened = Opened(source.copy(), "layer")
    elif _is_shelf_name(str(source)):
        known = shelves.boundary_set(str(source))
        if known.path is None:
            raise LayerError(
                message(
                    "{known} does not ship with gisplug ({licence}). Download it from {url} and give its file.",
                    known=known.title,
                    licence=known.licence,
                    url=known.url,
                )
            )
        opened = open_layer(known.path, known.layer)
        frame = opened.frame
        for column, value in known.where.items():
            frame = frame[frame[column] == value]
        opened = Opened(frame, known.key, notes=opened.notes)
        id, name, aliases = id or known.id, name or known.name, known.aliases
    else:
        opened = open_layer(source, layer, encoding)
    notes += opened.notes
    frame = opened.frame.reset_index(drop=True)
    if not len(frame):
        raise LayerError(message("{opened} holds no features.", opened=opened.name))
    if "geometry" not in frame.columns:
        frame = frame.rename_geometry("geometry")
    frame, said = _identified(frame, opened, id, empty)
    notes += said
    frame, said = _taken_once(frame, opened.name)
    notes += said
    names, said = _named(frame, opened, name)
    notes += said
    frame["__name"] = names
    frame, said = settle_crs(frame, crs, opened.name)
    notes += said
    frame, said = check_geometry(frame, opened.name, empty)
    notes += said
    frame, said = _unique(frame, opened.name, dissolve)
    notes += said
    notes += _cut_names(opened)
    notes += coverage_note(frame)
    labels = tuple(frame.pop("__name"))
    return Units(frame, labels, opened.name, Report(tuple(notes)), aliases)


def _is_shelf_name(text: str) -> bool:
    from gisplug.core import shelves

    plain = not Path(text).suffix and "/" not in text and "\\" not in text
    return plain and not Path(text).exists() and (text.startswith("demo-") or text in shelves.boundary_sets())


def _identified(
    frame: gpd.GeoDataFrame, opened: Opened, field: str | None, empty: str
) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Return the frame indexed by canonical ids."""
    if field is None:
        fit = [str(c) for c in frame.columns if c != "geometry" and frame[c].notna().all() and frame[c].is_unique]
        raise LayerError(
            message(
                "Name the field that identifies the units of {opened}. Fields without repeats or holes: {fit}.",
                opened=opened.name,
                fit=", ".join(fit) or message("none"),
            )
        )
    column, note = cut_field(opened, field)
    ids = text_ids(frame[column])
    notes = [note] if note else []
    if ids.isna().any():
        rows = tuple(str(i + 1) for i in ids.index[ids.isna()])
        found = message(
            "{opened} has {features} without {column} (counted from 1: {rows})",
            opened=opened.name,
            features=many(len(rows), "feature"),
            column=column,
            rows=some(rows),
        )
        if empty != "drop":
            raise LayerError(
                message(
                    "{found}. Fill the field in, or leave them out on purpose (empty='drop'; boundaries-check --empty "
                    "drop).",
                    found=found,
                )
            )
        notes.append(Note(WARNING, "ids-missing", message("{found}; left out, as asked.", found=found), rows))
        frame, ids = frame[ids.notna()], ids[ids.notna()]
    if not pd.api.types.is_integer_dtype(frame[column]):
        changed = frame[column].astype("object").map(str) != ids
        if changed.any():
            first = changed.idxmax()
            text = message(
                "{ids} of {column} brought to plain text, such as {frame!r} to {ids2!r}.",
                ids=many(int(changed.sum()), "id"),
                column=column,
                frame=frame[column].astype("object")[first],
                ids2=ids[first],
            )
            notes.append(Note(REPAIRED, "ids-recoded", text, tuple(ids[changed])))
    frame = frame.set_axis(pd.Index(ids, name="unit"), axis=0)
    return frame, notes


def _named(frame: gpd.GeoDataFrame, opened: Opened, field: str | None) -> tuple[list[str], list[Note]]:
    if field is None:
        return list(frame.index), []
    column, note = cut_field(opened, field)
    notes = [note] if note else []
    names = frame[column].astype("object").map(lambda v: str(v).strip() if pd.notna(v) else "")
    blank = names == ""
    if blank.any():
        lost = tuple(frame.index[blank])
        notes.append(
            Note(
                INFO,
                "names-missing",
                message(
                    "{units} without {column}, called by the id: {lost}.",
                    units=many(len(lost), "unit"),
                    column=column,
                    lost=some(lost),
                ),
                lost,
            )
        )
    return [n or i for n, i in zip(names, frame.index, strict=True)], notes


def _unique(frame: gpd.GeoDataFrame, layer: str, dissolve: bool) -> tuple[gpd.GeoDataFrame, list[Note]]:
    repeated = frame.index.duplicated(keep=False)
    if not repeated.any():
        return frame, []
    counts = frame.index[repeated].value_counts(sort=False)
    listed = tuple(message("{i} ({n} times)", i=i, n=n) for i, n in counts.items())
    if not dissolve:
        raise LayerError(
            message(
                "{layer} has {ids} more than once: {listed}. If they are parts of one unit, dissolve by "
                "id (dissolve=True; boundaries-check --dissolve); if one is a slip, correct it.",
                layer=layer,
                ids=many(len(counts), "id"),
                listed=some(listed),
            )
        )
    first = ~frame.index.duplicated()
    merged = frame[first].copy()
    parts = pd.Series(frame.geometry.values, index=frame.index)[repeated]
    union = parts.groupby(level=0, sort=False).agg(lambda g: shapely.union_all(g.to_numpy()))
    geometry = pd.Series(merged.geometry.values, index=merged.index, dtype="object")
    geometry.loc[union.index] = union
    merged = merged.set_geometry(gpd.GeoSeries(geometry.to_numpy(), index=merged.index, crs=frame.crs))
    notes = [
        Note(
            REPAIRED,
            "dissolved",
            message(
                "{records} of {ids} merged into one unit each: {listed}.",
                records=many(int(repeated.sum()), "record"),
                ids=many(len(counts), "id"),
                listed=some(listed),
            ),
            tuple(counts.index),
        )
    ]
    others = [c for c in frame.columns if c != "geometry"]
    varied = frame.loc[repeated, others].groupby(level=0).nunique(dropna=False).gt(1).any()
    if varied.any():
        fields = ["name" if c == "__name" else str(c) for c in varied.index[varied]]
        notes.append(
            Note(
                WARNING,
                "dissolved-differ",
                message(
                    "Merged records differ in {fields}; the first record's values were kept. Add up counts yourself.",
                    fields=some(fields),
                ),
            )
        )
    return merged, notes


def _taken_once(frame: gpd.GeoDataFrame, layer: str) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Return one row a unit where most units stand in several rows, each with the same geometry: units and periods."""
    again = frame.index.duplicated()
    first = frame[~again]
    if 2 * frame.index[again].nunique() <= len(first):
        return frame, []
    shapes = pd.Series(frame.geometry.to_numpy(), index=frame.index)
    theirs = shapes[~again].loc[shapes.index]
    if not shapely.equals_exact(shapes.to_numpy(), theirs.to_numpy()).all():
        return frame, []
    text = message(
        "{layer} holds its units in several rows ({rows} of {units}) with one geometry each; it is taken once.",
        layer=layer,
        rows=len(frame),
        units=many(len(first), "unit"),
    )
    return first, [Note(INFO, "several-periods", text)]


def _cut_names(opened: Opened) -> list[Note]:
    if not opened.is_shapefile:
        return []
    full = [
        str(c) for c in opened.frame.columns if c != "geometry" and len(str(c).encode(opened.encoding, "ignore")) >= 10
    ]
    if not full:
        return []
    return [
        Note(
            INFO,
            "fields-may-be-cut",
            message("Field names of 10 bytes may have been cut by the shapefile: {full}.", full=some(full, 8)),
            tuple(full),
        )
    ]


def coverage_note(frame: gpd.GeoDataFrame) -> list[Note]:
    """Return a note on the units (rows of `frame`) whose edges do not match their neighbours': overlaps, narrow gaps,
    unmatched vertices.

    Points, and layers of more than `COVERAGE_CHECK_VERTICES` vertices, are not looked at.
    """
    geometry = frame.geometry.values
    if (
        frame.geom_type.isin(["Point", "MultiPoint"]).any()
        or shapely.get_num_coordinates(geometry).sum() > COVERAGE_CHECK_VERTICES
    ):
        return []
    edges = shapely.coverage_invalid_edges(geometry)
    wrong = tuple(frame.index[~shapely.is_empty(edges)])
    if not wrong:
        return []
    text = message(
        "{units} with borders unlike the neighbours' (overlaps, slivers or different vertices): {wrong}.",
        units=many(len(wrong), "unit"),
        wrong=some(wrong),
    )
    return [
        Note(
            INFO,
            "edges-unmatched",
            text + message(" The tolerance of contiguity is made for this; boundaries-check shows where."),
            wrong,
        )
    ]


def area_km2(units: Units) -> pd.Series:
    """Return the area of each unit in square kilometres, on the ellipsoid whatever the CRS.

    Projected layers are brought to longitude and latitude first: planar areas of Mercator and the like mislead.
    """
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    lonlat = units.frame.geometry.to_crs("EPSG:4326")
    areas: list[Any] = [abs(geod.geometry_area_perimeter(shapely.orient_polygons(g))[0]) / 1e6 for g in lonlat]
    return pd.Series(areas, index=units.frame.index, name="area_km2")
