"""The coordinate reference system of a layer, judged by its coordinates."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError as ProjError

from gisplug.core.errors import CrsError
from gisplug.core.evidence import INFO, REPAIRED, WARNING, Note
from gisplug.core.messages import message

_SLACK = 0.01  # degrees: clipped world maps overshoot a little
_ELSEWHERE = 5.0  # degrees a layer may reach beyond the area its CRS is made for


def settle_crs(frame: gpd.GeoDataFrame, given: str | None, layer: str) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Return the frame with a CRS that its coordinates do not contradict; swapped axes are put right.

    Parameters
    ----------
    frame
        One row per unit; its coordinates (degrees or metres) judge the CRS, a missing one included.
    given
        The CRS as asked for, "EPSG:4490"; believed before the file's.
    layer
        Name for the notes.

    Returns
    -------
    tuple of GeoDataFrame and notes
        The same rows, and what was assumed, overridden or put right.

    Raises
    ------
    CrsError
        If it is missing and the coordinates are no longitudes and latitudes, or coordinates and CRS contradict.
    """
    notes: list[Note] = []
    bounds = _bounds(frame)
    if given is not None:
        named = _parsed(given)
        if frame.crs is not None and not frame.crs.equals(named, ignore_axis_order=True):
            notes.append(
                Note(
                    WARNING,
                    "crs-overridden",
                    message(
                        "{layer} says {short}; it was read as {short2}, as asked.",
                        layer=layer,
                        short=_short(frame.crs),
                        short2=_short(named),
                    ),
                )
            )
        frame = frame.set_crs(named, allow_override=True)
    if bounds is None:
        return (frame if frame.crs is not None else frame.set_crs("EPSG:4326")), notes
    if frame.crs is None:
        if not (_is_lonlat(bounds) or _is_latlon(bounds)):
            raise CrsError(
                message(
                    "{layer} does not say its coordinate reference system (no .prj?) and its coordinates "
                    "({span}) are no longitudes and latitudes. Name it, such as crs=EPSG:4508.",
                    layer=layer,
                    span=_span(bounds),
                )
            )
        frame = frame.set_crs("EPSG:4326")
        text = message(
            "{layer} does not say its coordinate reference system; its coordinates ({span}) fit "
            "longitude and latitude, so WGS 84 (EPSG:4326) is assumed.",
            layer=layer,
            span=_span(bounds),
        )
        notes.append(Note(WARNING, "crs-missing", text))
    if frame.crs.is_geographic:
        frame, said = _checked_degrees(frame, bounds, layer)
    else:
        frame, said = _checked_metres(frame, bounds, layer)
    return frame, notes + said


def _checked_degrees(frame: gpd.GeoDataFrame, bounds: Any, layer: str) -> tuple[gpd.GeoDataFrame, list[Note]]:
    if _is_lonlat(bounds):
        return frame, []
    if _is_latlon(bounds):
        text = message(
            "Latitude and longitude of {layer} are swapped ({span}); they were put right.",
            layer=layer,
            span=_span(bounds),
        )
        return _swapped(frame), [Note(REPAIRED, "axes-swapped", text)]
    if (
        abs(bounds[1]) <= 90 + _SLACK
        and abs(bounds[3]) <= 90 + _SLACK
        and bounds[0] >= -180 - _SLACK
        and bounds[2] <= 360 + _SLACK
    ):
        return frame, [
            Note(
                INFO,
                "longitude-360",
                message(
                    "Longitudes of {layer} run beyond 180 ({span}): it counts from 0 to 360.",
                    layer=layer,
                    span=_span(bounds),
                ),
            )
        ]
    raise CrsError(
        message(
            "{layer} says {short} (degrees), but its coordinates are {span}. Name the true coordinate "
            "reference system, such as crs=EPSG:4508.",
            layer=layer,
            short=_short(frame.crs),
            span=_span(bounds),
        )
    )


def _checked_metres(frame: gpd.GeoDataFrame, bounds: Any, layer: str) -> tuple[gpd.GeoDataFrame, list[Note]]:
    if _is_lonlat(bounds) and frame.crs.is_projected:
        raise CrsError(
            message(
                "{layer} says {short} ({unit_name}s), but its coordinates ({span}) look like degrees. "
                "Name the true one, most likely crs=EPSG:4326.",
                layer=layer,
                short=_short(frame.crs),
                unit_name=frame.crs.axis_info[0].unit_name,
                span=_span(bounds),
            )
        )
    area = frame.crs.area_of_use
    if area is None or area.west > area.east:
        return frame, []
    if _lies_in(frame.crs, bounds, area):
        return frame, []
    turned = (bounds[1], bounds[0], bounds[3], bounds[2])
    if _lies_in(frame.crs, turned, area):
        text = message(
            "Easting and northing of {layer} are swapped for {short} ({span}); they were put right.",
            layer=layer,
            short=_short(frame.crs),
            span=_span(bounds),
        )
        return _swapped(frame), [Note(REPAIRED, "axes-swapped", text)]
    text = message(
        "The coordinates of {layer} ({span}) lie outside the area that {short} is made for ({area}). "
        "Check that the CRS is right.",
        layer=layer,
        span=_span(bounds),
        short=_short(frame.crs),
        area=area.name,
    )
    return frame, [Note(WARNING, "crs-elsewhere", text)]


def _lies_in(crs: Any, bounds: Any, area: Any) -> bool:
    transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    x = np.array([bounds[0], bounds[2], (bounds[0] + bounds[2]) / 2])
    y = np.array([bounds[1], bounds[3], (bounds[1] + bounds[3]) / 2])
    lon, lat = transformer.transform(x[2], y[2])
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return False
    return bool(
        area.west - _ELSEWHERE <= lon <= area.east + _ELSEWHERE
        and area.south - _ELSEWHERE <= lat <= area.north + _ELSEWHERE
    )


def _swapped(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    turned = shapely.transform(frame.geometry.values, lambda xy: xy[:, ::-1])
    return frame.set_geometry(gpd.GeoSeries(turned, index=frame.index, crs=frame.crs))


def _bounds(frame: gpd.GeoDataFrame) -> Any:
    bounds = shapely.total_bounds(frame.geometry.values)
    return bounds if np.isfinite(bounds).all() else None


def _is_lonlat(b: Any) -> bool:
    return bool(b[0] >= -180 - _SLACK and b[2] <= 180 + _SLACK and b[1] >= -90 - _SLACK and b[3] <= 90 + _SLACK)


def _is_latlon(b: Any) -> bool:
    return not _is_lonlat(b) and _is_lonlat((b[1], b[0], b[3], b[2]))


def _parsed(text: str) -> Any:
    try:
        return pyproj.CRS.from_user_input(text)
    except ProjError as problem:
        raise CrsError(
            message("{text!r} names no coordinate reference system; write it like EPSG:4326.", text=text)
        ) from problem


def _short(crs: Any) -> str:
    code = crs.to_authority()
    return f"{crs.name} ({':'.join(code)})" if code else str(crs.name)


def _span(b: Any) -> str:
    return message("x {b:.6g} to {b2:.6g}, y {b3:.6g} to {b4:.6g}", b=b[0], b2=b[2], b3=b[1], b4=b[3])
