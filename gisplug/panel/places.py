"""Where the units of a panel are, and how far the errors of a regression reach from there in space and time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.boundaries.units import Units
from gisplug.core.errors import ModelError, PanelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.vocabulary import KERNELS, one_of
from gisplug.panel.frame import Panel


@dataclass(frozen=True)
class Reach:
    """How far errors reach: what Conley errors and bootstraps of blocks are asked for.

    Attributes
    ----------
    cutoff : km along great circles within which errors of units may be related; the side of blocks in a bootstrap
    kernel : "uniform" counts all pairs up to the cut-off alike, "bartlett" ever less with distance
    lags : how many periods back the errors of one unit may be related, beside those of near units in one period; None:
        errors of near units in any two periods
    coordinates : columns of longitude and latitude in degrees; centroids of the panel's boundaries where none are named

    Raises
    ------
    ModelError
        If a value is out of range.
    """

    cutoff: float
    kernel: str = "uniform"
    lags: int | None = None
    coordinates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.cutoff < np.inf:
            raise ModelError(
                message(
                    "The cut-off is a number of kilometres above 0; {cutoff!r} was given instead.", cutoff=self.cutoff
                )
            )
        one_of("kernel", self.kernel, KERNELS, ModelError)
        if self.lags is not None and (self.lags != int(self.lags) or self.lags < 0):
            raise ModelError(
                message("Lags are a whole number from 0, or None; {lags!r} was given instead.", lags=self.lags)
            )
        if len(self.coordinates) not in (0, 2):
            raise ModelError(
                message(
                    "coordinates names two columns, longitude and latitude; it has {coordinates!r}.",
                    coordinates=self.coordinates,
                )
            )


def places_of(panel: Panel, coordinates: tuple[str, ...] = ()) -> np.ndarray:
    """Return longitude and latitude of every unit, (N, 2) in degrees.

    Parameters
    ----------
    coordinates : columns of longitude and latitude; the centroids of the panel's boundaries where none are named.

    Raises
    ------
    PanelError
        If there are neither columns nor boundaries, a unit has no coordinates or several, or they are no degrees.
    """
    if not coordinates:
        if panel.units is None:
            raise PanelError(
                message(
                    "Where the units of {panel} are is not known, and errors that reach over space need "
                    "it: name the columns of longitude and latitude, or give boundaries with the panel.",
                    panel=panel.name,
                )
            )
        return centroids(panel.units)
    low = fixed_columns(panel, coordinates)
    if not ((np.abs(low[:, 0]) <= 360).all() and (np.abs(low[:, 1]) <= 90).all()):
        raise PanelError(
            message(
                "{coordinates} are longitude and latitude in degrees; they reach from {low:g} to "
                "{low2:g}. Name longitude first, and turn metres of a projection into degrees.",
                coordinates=", ".join(coordinates),
                low=low.min(),
                low2=low.max(),
            )
        )
    return low


def fixed_columns(panel: Panel, coordinates: tuple[str, ...]) -> np.ndarray:
    """Return two columns that place every unit, (N, 2).

    Raises
    ------
    PanelError
        If a unit has no coordinates or several.
    """
    values = panel.arrays(list(coordinates))
    here = np.isfinite(values)
    low, high = np.min(values, 0, initial=np.inf, where=here), np.max(values, 0, initial=-np.inf, where=here)
    if lost := [panel.names[i] for i in np.flatnonzero(~np.isfinite(low).all(axis=1))]:
        raise PanelError(
            message(
                "{coordinates} are empty for {lost}; fill them in.", coordinates=", ".join(coordinates), lost=some(lost)
            )
        )
    if moved := [panel.names[i] for i in np.flatnonzero((high - low > 1e-6).any(axis=1))]:
        raise PanelError(
            message(
                "{moved} has several places in {coordinates}; a unit stays where it is.",
                moved=some(moved),
                coordinates=", ".join(coordinates),
            )
        )
    return np.asarray(low)


def centroids(units: Units) -> np.ndarray:
    """Return longitude and latitude of the centroids of units, (N, 2) in degrees; planar in the layer's coordinates."""
    import geopandas as gpd
    import shapely

    points = gpd.GeoSeries(shapely.centroid(units.frame.geometry.values), crs=units.frame.crs).to_crs("EPSG:4326")
    return np.column_stack([points.x, points.y])
