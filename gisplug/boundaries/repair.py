"""Geometry of units: empty, mixed, three-dimensional or invalid shapes, found and repaired."""

from __future__ import annotations

from functools import reduce
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gisplug.core.errors import LayerError
from gisplug.core.evidence import INFO, REPAIRED, WARNING, Note, many, some
from gisplug.core.messages import joined, message

_POLYGONS = (3, 6)
_POINTS = (0, 4)
_POINT, _LINE, _POLYGON = message("points"), message("lines"), message("polygons")
_KINDS = {0: _POINT, 1: _LINE, 2: message("rings"), 3: _POLYGON, 4: _POINT, 5: _LINE, 6: _POLYGON}
_KINDS[7] = message("collections")
_REASONS = {
    said: said
    for said in (
        message("Self-intersection"),
        message("Ring Self-intersection"),
        message("Too few points in geometry component"),
        message("Hole lies outside shell"),
        message("Holes are nested"),
        message("Nested shells"),
        message("Interior is disconnected"),
        message("Duplicate Rings"),
    )
}  # as GEOS says them
_NOTABLE = 1e-6  # relative change of area by a repair that the report gives


def check_geometry(frame: gpd.GeoDataFrame, layer: str, empty: str = "refuse") -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Return the rows with valid two-dimensional (Multi)Polygons or points only, and notes on what was done.

    Parameters
    ----------
    frame
        One row per unit, ids as index.
    layer
        Name for the messages.
    empty
        "refuse" or "drop" rows without geometry.

    Raises
    ------
    LayerError
        For units without geometry (unless dropped on request), lines, mixed kinds, coordinates that are no numbers.
    """
    notes: list[Note] = []
    frame, said = _without_empty(frame, layer, empty)
    notes += said
    shapes = frame.geometry.values
    if shapely.has_z(shapes).any() or _has_m(shapes):
        shapes = shapely.force_2d(shapes)
        notes.append(
            Note(
                INFO,
                "heights-dropped",
                message("Heights or measures on the vertices of {layer} are not used.", layer=layer),
            )
        )
    _refuse_not_finite(frame, shapes, layer)
    shapes, said = _polygons_of_collections(frame, shapes, layer)
    notes += said
    kinds = set(shapely.get_type_id(shapes).tolist())
    if kinds <= set(_POINTS):
        return _with(frame, _single_points(frame, shapes, layer)), notes
    if not kinds <= set(_POLYGONS):
        found = sorted({_KINDS.get(k, message("other shapes")) for k in kinds})
        raise LayerError(
            message(
                "{layer} holds {found}; boundaries are polygons (or points). Give the polygon layer, or "
                "turn closed lines into polygons first.",
                layer=layer,
                found=reduce(lambda one, other: message("{one} and {other}", one=one, other=other), found),
            )
        )
    shapes, said = repaired(shapes, tuple(frame.index), layer)
    notes += said
    frame = _with(frame, shapes)
    frame, said = _without_empty(frame, layer, empty, message("without area after the repair of their rings"))
    return frame, notes + said


def repaired(shapes: Any, ids: tuple[str, ...], layer: str) -> tuple[Any, list[Note]]:
    """Make invalid polygons valid; the result is (Multi)Polygons, never a GeometryCollection.

    The rings are corrected and their areas merged (GEOS "structure" method); lines and points that fall out are left
    away.
    """
    bad = ~shapely.is_valid(shapes)
    if not bad.any():
        return shapes, []
    shapes = np.array(shapes, dtype=object)
    wrong = shapes[bad]
    reasons = sorted({str(r).split("[")[0].strip() for r in shapely.is_valid_reason(wrong)})
    mended = shapely.make_valid(wrong, method="structure", keep_collapsed=False)
    mended = np.array([_only_polygons(g) for g in mended], dtype=object)
    shapes[bad] = mended
    listed = tuple(np.array(ids, dtype=object)[bad])
    before, after = np.abs(shapely.area(wrong)), shapely.area(mended)
    change = np.abs(after - before) / np.maximum(before, 1e-12 * np.maximum(after, np.finfo(float).tiny))
    text = message(
        "{units} of {layer} with invalid rings ({reasons}), repaired: {listed}.",
        units=many(len(listed), "unit"),
        layer=layer,
        reasons=joined(", ", (_REASONS.get(r, r) for r in reasons)),
        listed=some(listed),
    )
    moved = [
        message("{i} by {c:.2%}", i=i, c=c)
        if c < 10
        else message("{i} (counted as nearly nil before, because its lobes cancelled)", i=i)
        for i, c in zip(listed, change, strict=True)
        if c > _NOTABLE
    ]
    if moved:
        text += message(" The area changes: {moved}.", moved=some(moved))
    return shapes, [Note(REPAIRED, "rings-repaired", text, listed)]


def _without_empty(
    frame: gpd.GeoDataFrame, layer: str, empty: str, what: str = message("without geometry")
) -> tuple[gpd.GeoDataFrame, list[Note]]:
    shapes = frame.geometry.values
    void = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if not void.any():
        return frame, []
    lost = tuple(frame.index[void])
    if empty != "drop":
        raise LayerError(
            message(
                "{layer} has {units} {what}: {lost}. Draw them, or leave them out on purpose "
                "(empty='drop'; boundaries-check --empty drop).",
                layer=layer,
                units=many(len(lost), "unit"),
                what=what,
                lost=some(lost),
            )
        )
    if void.all():
        raise LayerError(message("No unit of {layer} has a geometry.", layer=layer))
    return frame[~void].copy(), [
        Note(
            WARNING,
            "empty-dropped",
            message(
                "{units} {what}, left out as asked: {lost}.", units=many(len(lost), "unit"), what=what, lost=some(lost)
            ),
            lost,
        )
    ]


def _refuse_not_finite(frame: gpd.GeoDataFrame, shapes: Any, layer: str) -> None:
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    wrong = np.unique(owner[~np.isfinite(xy).all(axis=1)])
    if wrong.size:
        lost = list(frame.index[wrong])
        raise LayerError(
            message(
                "{layer} has {units} with coordinates that are no numbers: {lost}. Export the layer "
                "again from its source.",
                layer=layer,
                units=many(len(lost), "unit"),
                lost=some(lost),
            )
        )


def _polygons_of_collections(frame: gpd.GeoDataFrame, shapes: Any, layer: str) -> tuple[Any, list[Note]]:
    mixed = shapely.get_type_id(shapes) == 7
    if not mixed.any():
        return shapes, []
    shapes = np.array(shapes, dtype=object)
    shapes[mixed] = [_only_polygons(g) for g in shapes[mixed]]
    lost = list(frame.index[mixed][shapely.is_empty(shapes[mixed])])
    if lost:
        raise LayerError(
            message(
                "{layer} has {collections} without a polygon: {lost}. Give the polygon layer.",
                layer=layer,
                collections=many(len(lost), "collection"),
                lost=some(lost),
            )
        )
    listed = tuple(frame.index[mixed])
    return shapes, [
        Note(
            REPAIRED,
            "collections",
            message(
                "{units} drawn as collections of mixed shapes; only the polygons are used: {listed}.",
                units=many(len(listed), "unit"),
                listed=some(listed),
            ),
            listed,
        )
    ]


def _only_polygons(shape: Any) -> Any:
    if shapely.get_type_id(shape) in _POLYGONS:
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    parts = parts[shapely.get_type_id(parts) == 3]
    if not len(parts):
        return shapely.MultiPolygon()
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def _single_points(frame: gpd.GeoDataFrame, shapes: Any, layer: str) -> Any:
    several = shapely.get_num_geometries(shapes) > 1
    if several.any():
        raise LayerError(
            message(
                "Units of {layer} have several points: {index}. Give one point per unit.",
                layer=layer,
                index=some(list(frame.index[several])),
            )
        )
    return shapely.get_geometry(shapes, 0)


def _has_m(shapes: Any) -> bool:
    return bool(hasattr(shapely, "has_m") and shapely.geos_version >= (3, 12, 0) and shapely.has_m(shapes).any())


def _with(frame: gpd.GeoDataFrame, shapes: Any) -> gpd.GeoDataFrame:
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))
