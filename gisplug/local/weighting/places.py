"""Where the units of local regressions are and how far apart, without an N x N matrix beyond a stated size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from scipy.spatial import cKDTree

from gisplug.boundaries.borders import metres_per_unit
from gisplug.core.errors import PanelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of
from gisplug.numbers.space.conley import EARTH, on_sphere
from gisplug.panel.frame import Panel
from gisplug.panel.places import fixed_columns, places_of
from gisplug.weights.places import representative_points

Distances = Literal["great-circle", "plane"]
DISTANCES: tuple[Distances, ...] = ("great-circle", "plane")
KEPT = 4000  # units up to which all distances are kept: 128 MB; beyond they are measured block by block
BLOCK = 4_000_000  # distances that are held at once


class LocalPlaces:
    """Points of N units and the distances between them: km along great circles, or in the unit of a plane.

    Attributes
    ----------
    points : (N, 3) km on a sphere, or (N, 2) in a plane
    sphere : bool
    unit : "km", or "" where the plane has a unit that nobody knows
    """

    def __init__(self, points: np.ndarray, sphere: bool, unit: str = "km") -> None:
        self.points, self.sphere, self.unit = points, sphere, unit
        self.tree = cKDTree(points)
        self._kept: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.points)

    def blocks(self) -> Iterator[slice]:
        """Yield slices of units whose distances to all others are held at once."""
        size = max(1, BLOCK // len(self))
        for start in range(0, len(self), size):
            yield slice(start, min(start + size, len(self)))

    def squared(self, part: slice) -> np.ndarray:
        """Return the squared distances of some units to all, (B, N); not to be changed."""
        if len(self) > KEPT:
            return self._squared(part)
        if self._kept is None:
            self._kept = self._squared(slice(0, len(self)))
        return self._kept[part]

    def nearest(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the k nearest of each unit, itself among them: squared distances and positions, (N, k), sorted."""
        chords, found = self.tree.query(self.points, k=k)
        chords, found = np.reshape(chords, (len(self), k)), np.reshape(found, (len(self), k))
        return self._arcs(chords**2), found

    def chord(self, distance: float) -> float:
        """Turn a distance into one of the search tree."""
        return 2 * EARTH * float(np.sin(min(distance / (2 * EARTH), np.pi / 2))) if self.sphere else distance

    def extent(self) -> float:
        """Return a distance that no pair exceeds by more than the root of two."""
        return float(np.sqrt(max(self.squared(slice(i, i + 1)).max() for i in self._corners())))

    def _corners(self) -> set[int]:
        return {int(i) for i in (*self.points.argmin(axis=0), *self.points.argmax(axis=0))}

    def _squared(self, part: slice) -> np.ndarray:
        own = self.points[part]
        total = np.zeros((len(own), len(self)))
        for axis in range(own.shape[1]):
            apart = own[:, axis, None] - self.points[None, :, axis]
            total += np.square(apart, out=apart)
        return self._arcs(total)

    def _arcs(self, chords: np.ndarray) -> np.ndarray:
        """Turn squared distances of the search into squares along great circles."""
        if not self.sphere:
            return chords
        half = np.minimum(np.sqrt(chords) / (2 * EARTH), 1.0)
        return np.asarray(np.square(2 * EARTH * np.arcsin(half)))


def local_places(panel: Panel, coordinates: tuple[str, ...], distances: str) -> LocalPlaces:
    """Return the places of a panel's units.

    Parameters
    ----------
    coordinates : columns of longitude and latitude in degrees, or of x and y in a plane; the centroids of the
        boundaries where none are named.
    distances : one of `DISTANCES`

    Raises
    ------
    PanelError
        If nobody knows where the units are, or a plane is asked for and the boundaries are in degrees.
    """
    if one_of("distances", distances, DISTANCES) == "great-circle":
        return LocalPlaces(on_sphere(places_of(panel, coordinates)), True)
    if coordinates:
        return LocalPlaces(fixed_columns(panel, coordinates), False, "")
    if panel.units is None:
        places_of(panel)  # refuses
    factor = metres_per_unit(panel.units.frame.crs)  # type: ignore[union-attr]
    if factor is None:
        raise PanelError(
            message(
                "Distances in a plane need projected boundaries, and those of {panel} are in degrees; take great "
                "circles (great-circle), or give a projected layer.",
                panel=panel.name,
            )
        )
    return LocalPlaces(representative_points(panel.units) * factor / 1000, False)  # type: ignore[arg-type]
