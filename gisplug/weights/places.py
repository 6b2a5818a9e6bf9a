"""One point for each unit, and true distances between them. Great circles for longitude/latitude."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from gisplug.boundaries.borders import EARTH_RADIUS, Floats, Ints, metres_per_unit
from gisplug.boundaries.units import Units
from gisplug.core.errors import WeightsError
from gisplug.core.messages import message

PAIRS_MOST = 100_000_000  # above this many links a cut-off is asked for: 1.2 GB


class Places:
    """One point for each unit, and true distances between them in kilometres.

    Longitude/latitude: chords through a sphere of 6371.0088 km serve the search; distances are along great circles.
    """

    def __init__(self, units: Units) -> None:
        self.units: Units = units
        self.xy: Floats = representative_points(units)
        self.factor: float | None = metres_per_unit(units.frame.crs)
        self.points: Floats
        if self.factor is None:
            lon, lat = np.radians(self.xy).T
            self.points = (
                np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
                * EARTH_RADIUS
                / 1000
            )
        else:
            self.points = self.xy * self.factor / 1000
        self.tree: cKDTree = cKDTree(self.points)

    def km(self, chords: npt.ArrayLike) -> Floats:
        """Turn distances of the search (chords, any shape) into kilometres of the same shape."""
        straight = np.asarray(chords, dtype=np.float64)
        if self.factor is not None:
            return straight
        diameter = 2 * EARTH_RADIUS / 1000
        return np.asarray(diameter * np.arcsin(np.minimum(straight / diameter, 1.0)))

    def chord(self, km: float) -> float:
        """Turn kilometres into distances of the search."""
        if self.factor is not None:
            return km
        diameter = 2 * EARTH_RADIUS / 1000
        return float(diameter * np.sin(min(km / diameter, np.pi / 2)))

    def nearest(self, k: int) -> tuple[Ints, Floats]:
        """Return the k nearest others of each unit: positions (N, k) and kilometres (N, k)."""
        n = len(self.units)
        chords, found = self.tree.query(self.points, k=min(k + 1, n))
        own = found == np.arange(n)[:, None]
        own[~own.any(axis=1), -1] = True  # coincident points: the farthest of them gives way
        keep = ~own
        return found[keep].reshape(n, -1), self.km(chords[keep].reshape(n, -1))

    def within(self, km: float) -> csr_array:
        """Return the distances (km) of all pairs up to a limit, (N, N), in both directions; coincident points are pairs
        at 0.

        Raises
        ------
        WeightsError
            If there are more than `PAIRS_MOST` pairs.
        """
        reach = self.chord(km)
        number = int(self.tree.count_neighbors(self.tree, reach)) - len(self.units)
        if number > PAIRS_MOST:
            raise WeightsError(
                message(
                    "{number:,} links within {km:.4g} km; give a smaller cut-off, or use k nearest neighbours.",
                    number=number,
                    km=km,
                )
            )
        pairs = self.tree.query_pairs(reach, output_type="ndarray")
        far = np.maximum(self.km(np.linalg.norm(self.points[pairs[:, 0]] - self.points[pairs[:, 1]], axis=1)), 0.0)
        i, j = np.concatenate([pairs, pairs[:, ::-1]]).T
        found = csr_array((np.concatenate([far, far]), (i, j)), shape=(len(self.units),) * 2)
        found.sort_indices()
        return found


def representative_points(units: Units) -> Floats:
    """Return one point for each unit, shape (N, 2): points as they are, polygons by their centroid.

    Centroids are planar in the layer's coordinates; that of a ring-shaped or scattered unit may lie outside it, which
    is what distance between units usually means.
    """
    return np.asarray(shapely.get_coordinates(shapely.centroid(units.frame.geometry.values)))


def distances_km(units: Units, cutoff: float | None = None) -> csr_array:
    """Return the distances between all units up to a cut-off, kilometres, shape (N, N)."""
    places = Places(units)
    return places.within(np.inf if cutoff is None else cutoff)


def places_extent(places: Places) -> float:
    """Return a distance in km that no pair exceeds."""
    if places.factor is None:
        return float(np.pi * EARTH_RADIUS / 1000)
    return float(np.linalg.norm(np.ptp(places.points, axis=0))) * 1.001 + 1e-9
