"""Standard deviational ellipses and the path of the centre of gravity (Lefever 1926; Yuill 1971)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.maps.projection import equal_area
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.vocabulary import known, one_of
from gisplug.indices.scaling import known_values
from gisplug.panel.frame import Panel
from gisplug.panel.places import places_of

if TYPE_CHECKING:
    import geopandas as gpd
    from pyproj import CRS

Correction = Literal["none", "arcgis", "crimestat"]
CORNERS = 180  # of an ellipse as a polygon
LEAST = 3  # units with weight that an ellipse needs


class EllipseOptions(TypedDict, total=False):
    """Further options of `ellipse_path`.

    Attributes
    ----------
    correction
        "none": standard deviations along the axes; "arcgis": times the root of two; "crimestat": that with n - 2 for n.
    deviations
        How many of them the axes are long (1).
    coordinates
        Columns of longitude and latitude in degrees; the centroids of the panel's boundaries where none are named.
    crs
        Projection in which ellipses are measured, such as "EPSG:3857"; None: an equal-area one for the extent.
    """

    correction: Correction
    deviations: float
    coordinates: Sequence[str]
    crs: str | None


@dataclass(frozen=True, eq=False)
class EllipsePath:
    """Ellipses and centres of one or several variables by period.

    Attributes
    ----------
    table : DataFrame, one row a variable and period
        variable, period, longitude, latitude (degrees, of the centre), x, y (in `crs`), major, minor (half axes, km),
        angle (of the major axis, degrees clockwise from the grid's north, 0 to 180), flattening (1 - minor / major),
        area (km2), move (km from the period before, on the ellipsoid), bearing (of the move, degrees from north),
        speed (km a step of the calendar), path (km since the first period); with boundaries also within (the name of
        the unit in which the centre lies, empty outside all).
    crs : CRS
        In which the ellipses are measured.
    """

    table: pd.DataFrame
    crs: CRS
    report: Report

    def ellipses(self) -> gpd.GeoDataFrame:
        """Return the ellipses as polygons with the columns of `table`, in longitude and latitude."""
        import geopandas as gpd
        import shapely

        turn = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
        shapes = []
        for row in self.table.itertuples():
            along, across = 1000 * row.major * np.cos(turn), 1000 * row.minor * np.sin(turn)
            angle = np.radians(row.angle)
            x = row.x + along * np.sin(angle) + across * np.cos(angle)
            y = row.y + along * np.cos(angle) - across * np.sin(angle)
            shapes.append(shapely.Polygon(np.column_stack([x, y])))
        return gpd.GeoDataFrame(self.table, geometry=shapes, crs=self.crs).to_crs("EPSG:4326")

    def centres(self) -> gpd.GeoDataFrame:
        """Return the centres as points with the columns of `table`, in longitude and latitude."""
        import geopandas as gpd

        points = gpd.points_from_xy(self.table["longitude"], self.table["latitude"])
        return gpd.GeoDataFrame(self.table, geometry=points, crs="EPSG:4326")


def ellipse_path(panel: Panel, variables: Sequence[str], **options: Unpack[EllipseOptions]) -> EllipsePath:
    """Measure where the weight of variables lies in each period, how it spreads, and how its centre moves
    (Lefever 1926; Yuill 1971).

    Parameters
    ----------
    variables
        Columns that weigh the units (output, population, lights), none negative; a column of ones weighs all alike.
    options
        As in `EllipseOptions`.

    Raises
    ------
    PanelError
        If a weight is empty or negative, fewer than three units have weight, or nobody knows where the units are.
    ParameterError
        If an option cannot be.
    """
    from pyproj import CRS, Geod, Transformer
    from pyproj.exceptions import CRSError

    known(options, EllipseOptions, "ellipse_path")
    correction = one_of("correction", options.get("correction", "none"), get_args(Correction))
    deviations = options.get("deviations", 1.0)
    if not variables or not 0 < deviations < np.inf:
        raise ParameterError("Ellipses need one variable or more, and a number of deviations above 0.")
    places = places_of(panel, tuple(options.get("coordinates", ())))
    wanted = options.get("crs") or equal_area(*places.min(axis=0), *places.max(axis=0))
    try:
        crs = CRS(wanted)
    except CRSError:
        crs = None
    if crs is None or not crs.is_projected:
        raise ParameterError(
            message("'crs' is a projection, such as EPSG:3857; {given} was given instead.", given=str(wanted))
        )
    metre = float(crs.axis_info[0].unit_conversion_factor)
    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    xy = np.column_stack(there.transform(*places.T)) * metre
    weights = known_values(panel, list(variables))
    _check(weights, variables, panel)
    clock = calendar_of(panel.periods).clock
    parts = []
    for k, variable in enumerate(variables):
        frame = pd.DataFrame([ellipse(xy, w, correction, deviations) for w in weights[..., k]])
        frame["x"], frame["y"] = frame["x"] / metre, frame["y"] / metre
        lon, lat = there.transform(frame["x"].to_numpy(), frame["y"].to_numpy(), direction="INVERSE")
        frame.insert(0, "variable", variable)
        frame.insert(1, "period", list(panel.periods))
        frame.insert(2, "longitude", lon)
        frame.insert(3, "latitude", lat)
        bearing, _, metres = Geod(ellps="WGS84").inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
        frame["move"] = np.append(np.nan, np.asarray(metres) / 1000)
        frame["bearing"] = np.append(np.nan, np.where(np.asarray(metres) > 0, np.asarray(bearing) % 360, np.nan))
        frame["speed"] = frame["move"] / np.append(np.nan, np.diff(clock))
        frame["path"] = frame["move"].fillna(0).cumsum()
        parts.append(frame)
    table = pd.concat(parts, ignore_index=True)
    if panel.units is not None:
        table["within"] = _within(panel, table)
    return EllipsePath(table, crs, Report(_notes(crs, table)))


def ellipse(xy: np.ndarray, weights: np.ndarray, correction: str = "none", deviations: float = 1.0) -> dict[str, float]:
    """Return the ellipse of points xy (n, 2), metres, with weights (n,): x, y (m), major, minor (km), angle (degrees
    clockwise from north, 0 to 180; 0 for a circle), flattening, area (km2).
    """
    share = weights / weights.sum()
    centre = share @ xy
    apart = xy - centre
    covariance = (apart * share[:, None]).T @ apart
    values, vectors = np.linalg.eigh(covariance)
    minor, major = np.sqrt(np.maximum(values, 0.0)) / 1000 * deviations
    if correction != "none":
        n = int((weights > 0).sum())
        factor = np.sqrt(2.0) if correction == "arcgis" else np.sqrt(2.0 * n / (n - 2))
        minor, major = minor * factor, major * factor
    along = vectors[:, 1]
    round_enough = values[1] - values[0] <= 1e-12 * values[1]
    angle = 0.0 if round_enough else float(np.degrees(np.arctan2(along[0], along[1])) % 180)
    return {
        "x": float(centre[0]),
        "y": float(centre[1]),
        "major": float(major),
        "minor": float(minor),
        "angle": angle,
        "flattening": float(1 - minor / major) if major > 0 else float("nan"),
        "area": float(np.pi * major * minor),
    }


def _check(weights: np.ndarray, variables: Sequence[str], panel: Panel) -> None:
    """Refuse weights (T, N, K) that no centre of gravity has."""
    for k, name in enumerate(variables):
        w = weights[..., k]
        if (w < 0).any():
            places = [f"{panel.ids[n]} ({panel.periods[t]})" for t, n in np.argwhere(w < 0)]
            raise PanelError(
                message(
                    "{name} is negative in {places}, and weighs the units; take a variable without negative values.",
                    name=name,
                    places=some(places),
                )
            )
        few = [str(p) for p, row in zip(panel.periods, w, strict=True) if (row > 0).sum() < LEAST]
        if few:
            raise PanelError(
                message(
                    "{name} is above 0 in fewer than {least} units in {periods}; an ellipse needs as many.",
                    name=name,
                    least=LEAST,
                    periods=some(few),
                )
            )


def _within(panel: Panel, table: pd.DataFrame) -> list[str]:
    """Return the name of the unit in which each centre lies."""
    import geopandas as gpd
    import shapely

    shapes = panel.units.frame.geometry  # type: ignore[union-attr]
    points = gpd.GeoSeries(gpd.points_from_xy(table["longitude"], table["latitude"]), crs="EPSG:4326").to_crs(
        shapes.crs
    )
    found = [""] * len(table)
    for point, unit in shapely.STRtree(shapes.to_numpy()).query(points.to_numpy(), predicate="within").T:
        found[point] = panel.names[unit]
    return found


def _notes(crs: CRS, table: pd.DataFrame) -> tuple[Note, ...]:
    text = message("Ellipses are measured in the projection {crs}.", crs=crs.to_string())
    notes = [Note(INFO, "projection", text)]
    flat = table[table["minor"] <= 1e-9 * table["major"]]
    if len(flat):
        places = [f"{v} ({p})" for v, p in zip(flat["variable"], flat["period"], strict=True)]
        text = message(
            "The units with weight lie on one line, so the ellipse has no width: {places}.", places=some(places)
        )
        notes.append(Note(WARNING, "flat-ellipse", text, tuple(places)))
    return tuple(notes)
