"""Small layers made for tests, and vertices moved at random."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gisplug.boundaries.read import read_units
from gisplug.boundaries.units import Units

METRES = "EPSG:32650"


def units_of(shapes: dict[str, object], crs: str = METRES) -> Units:
    """Make units of named shapes."""
    frame = gpd.GeoDataFrame({"id": list(shapes)}, geometry=list(shapes.values()), crs=crs)
    return read_units(frame, id="id")


def squares(rows: int, cols: int, side: float = 1000.0, gap: float = 0.0, crs: str = METRES) -> Units:
    """Make a chessboard, cells named "r-c"; with a gap, cells shrink by half of it on each side."""
    cells = {
        f"{r}-{c}": shapely.box(
            c * side + gap / 2, r * side + gap / 2, (c + 1) * side - gap / 2, (r + 1) * side - gap / 2
        )
        for r in range(rows)
        for c in range(cols)
    }
    return units_of(cells, crs)


def moved(units: Units, metres: float, seed: int = 1) -> Units:
    """Move each vertex of each unit by itself (normal, `metres` in each direction); rings stay closed."""
    rng = np.random.default_rng(seed)
    kind, xy, offsets = shapely.to_ragged_array(units.frame.geometry.values)
    step = rng.normal(0, metres, xy.shape)
    if units.frame.crs.is_geographic:
        step = step / 111_195
        step[:, 0] /= np.cos(np.radians(xy[:, 1]))
    xy = xy + step
    rings = offsets[0]
    xy[rings[1:] - 1] = xy[rings[:-1]]
    shapes = shapely.from_ragged_array(kind, xy, offsets)
    frame = gpd.GeoDataFrame({"id": list(units.ids), "name": list(units.names)}, geometry=shapes, crs=units.frame.crs)
    return read_units(frame, id="id", name="name")


def pairs_of(weights) -> set[frozenset[str]]:
    """Return the linked pairs by name of unit."""
    loose = weights.raw.tocoo()
    return {frozenset((weights.ids[i], weights.ids[j])) for i, j in zip(loose.row, loose.col, strict=True)}


def series(values, ids) -> pd.Series:
    return pd.Series(list(values), index=list(ids), name="x", dtype=float)
