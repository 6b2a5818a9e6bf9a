"""Black Marble tiles (VNP46A1 to A4, HDF5): where a tile lies, which data field is light, what counts beside it.

Tiles of 10 degrees are numbered from the west (h00 to h35) and from the north (v00 to v17). Fill value, scale and type
are read from the file, since they differ between products and collections.
"""

from __future__ import annotations

import numpy as np
import shapely

from gisplug.core.errors import RasterError
from gisplug.core.messages import message
from gisplug.lights.files.facts import Opened
from gisplug.lights.files.names import Told

TILE = 10.0  # degrees
ENDINGS = (".h5", ".hdf", ".he5", ".hdf5")
FIELDS = {  # of the fields a product has, the light where none is named
    "1": ("DNB_At_Sensor_Radiance_500m", "DNB_At_Sensor_Radiance"),
    "2": ("DNB_BRDF-Corrected_NTL", "Gap_Filled_DNB_BRDF-Corrected_NTL"),
    "3": ("NearNadir_Composite_Snow_Free", "AllAngle_Composite_Snow_Free"),
    "4": ("NearNadir_Composite_Snow_Free", "AllAngle_Composite_Snow_Free"),
}
QUALITY, COUNT = "_Quality", "_Num"
DAILY_QUALITY = "Mandatory_Quality_Flag"


def is_tile(name: str, what: Told) -> bool:
    """Whether a file is a Black Marble tile as published, not an export of one."""
    return what.tile is not None and name.lower().endswith(ENDINGS)


def corner(what: Told, name: str) -> tuple[float, float]:
    """Return the longitude of the western and the latitude of the northern edge of a tile.

    Raises
    ------
    RasterError
        If there is no such tile.
    """
    h, v = what.tile or (99, 99)
    if not (0 <= h < 36 and 0 <= v < 18):
        raise RasterError(message("{name}: Black Marble has tiles h00 to h35 and v00 to v17.", name=name))
    return h * TILE - 180, 90 - v * TILE


def check_place(raster: Opened, what: Told) -> None:
    """Compare the tile of the name with that in the file, if it tells one.

    Raises
    ------
    RasterError
        If they differ.
    """
    inside = raster.tags.get("HorizontalTileNumber"), raster.tags.get("VerticalTileNumber")
    if what.tile and all(text and text.strip().isdigit() for text in inside):
        h, v = (int(text or "") for text in inside)
        if (h, v) != what.tile:
            raise RasterError(
                message(
                    "{raster} says inside that it is tile h{h:02d}v{v:02d}; it was renamed wrongly.",
                    raster=raster.name,
                    h=h,
                    v=v,
                )
            )


def field_of(container: Opened, what: Told, wanted: str) -> str:
    """Return the dataset of a field: the one named, or the usual one of the product.

    Raises
    ------
    RasterError
        If it is not there.
    """
    fields = fields_of(container)
    if wanted:
        known = {name.lower(): name for name in fields}
        if wanted.lower() in known:
            return fields[known[wanted.lower()]]
        raise RasterError(
            message(
                "{container} has no field {wanted!r}. It has: {fields}.",
                container=container.name,
                wanted=wanted,
                fields=", ".join(fields) or message("none"),
            )
        )
    for usual in FIELDS.get(what.product[-1:], ()):
        if usual in fields:
            return fields[usual]
    raise RasterError(
        message(
            "{container} has none of the usual fields of {product}; name one with field=. It has: {fields}.",
            container=container.name,
            product=what.product,
            fields=", ".join(fields) or message("none"),
        )
    )


def beside(container: Opened, dataset: str, what: str) -> str | None:
    """Return the dataset of the quality ("_Quality") or count ("_Num") that belongs to a field, or None."""
    fields = fields_of(container)
    name = short(dataset)
    if what == QUALITY and DAILY_QUALITY in fields:
        return fields[DAILY_QUALITY]
    return fields.get(name + what)


def fields_of(container: Opened) -> dict[str, str]:
    """Return the fields of a file: name and dataset."""
    return {short(dataset): dataset for dataset in container.inside}


def short(dataset: str) -> str:
    """Return the name of a field from its dataset."""
    return dataset.rsplit("/", 1)[-1]


def needed_tiles(boxes: np.ndarray) -> list[tuple[tuple[int, int], np.ndarray]]:
    """Return the tiles that polygons in degrees lie on, and which of them.

    Parameters
    ----------
    boxes : (N,) polygons, longitudes -180 to 180

    Returns
    -------
    list of ((h, v), positions of the polygons)
    """
    grid = [(h, v) for v in range(18) for h in range(36)]
    squares = [shapely.box(h * TILE - 180, 80 - v * TILE, h * TILE - 170, 90 - v * TILE) for h, v in grid]
    tree = shapely.STRtree(squares)
    unit, square = tree.query(boxes, predicate="intersects")
    inner = shapely.area(shapely.intersection(boxes[unit], np.asarray(squares)[square])) > 0
    unit, square = unit[inner], square[inner]
    return [(grid[k], unit[square == k]) for k in np.unique(square)]


def tile_name(tile: tuple[int, int]) -> str:
    """Return "h28v05"."""
    return f"h{tile[0]:02d}v{tile[1]:02d}"
