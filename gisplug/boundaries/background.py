"""The layer that maps have below them: shapes that are drawn, without ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.boundaries.read import read_units
from gisplug.boundaries.sources import open_layer
from gisplug.core.shelves import boundary_sets

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_ROW = "row of the background"


def background_layer(named: str) -> GeoDataFrame:
    """Read a layer of the shelf or a file for the background of maps; it is only drawn, so it needs no field of ids.

    Returns
    -------
    GeoDataFrame
        One row a shape, in the layer's own reference system.

    Raises
    ------
    LayerError
        If it cannot be read, or has no polygons.
    """
    if named in boundary_sets():
        return read_units(named).frame
    frame = open_layer(named).frame
    return read_units(frame.assign(**{_ROW: range(len(frame))}), id=_ROW, empty="drop").frame
