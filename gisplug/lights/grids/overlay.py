"""Lay a batch of polygons over a grid: exact fractions of cells (`exact`; exactextract for odd rings) or centres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.feature import Feature, FeatureSource
from exactextract.raster import RasterSource
from exactextract.writer import Writer

from gisplug.lights.grids.exact import shares
from gisplug.lights.grids.grid import Grid
from gisplug.lights.grids.tiles import Tiled, by_tile

NONE = np.empty(0, np.int64)
Found = tuple[np.ndarray, np.ndarray, np.ndarray]  # wholly covered cells, partly covered ones, the shares of these
Covered = tuple[np.ndarray, np.ndarray, np.ndarray]  # runs, cells and fractions as in `Tiled`, unsorted
MOST_CELLS = 2**31 - 1  # exactextract must not cut a unit's box itself: the batches are small already


@dataclass(frozen=True)
class Batch:
    """Units (positions and WKB) to lay over the rows `top` to `bottom` of a grid."""

    grid: Grid
    rule: str
    units: tuple[int, ...]
    wkb: tuple[bytes, ...]
    top: int
    bottom: int


def overlay(batch: Batch) -> Tiled:
    """Return the cells that each unit of the batch covers."""
    return by_tile(batch.grid, *(_joined(batch, _centres(batch)) if batch.rule == "centre" else _shares(batch)))


def _shares(batch: Batch) -> Covered:
    units = np.asarray(batch.units, dtype=np.int32)
    found = shares(shapely.from_wkb(list(batch.wkb)), batch.grid, batch.top, batch.bottom)
    found.runs[:, 0], found.cells[:, 0] = units[found.runs[:, 0]], units[found.cells[:, 0]]
    made = found.runs, found.cells, found.fractions
    if not len(found.odd):
        return made
    odd = found.odd.tolist()
    rest = replace(batch, units=tuple(batch.units[k] for k in odd), wkb=tuple(batch.wkb[k] for k in odd))
    runs, cells, share = (np.concatenate(pair) for pair in zip(made, _joined(rest, fractions(rest)), strict=True))
    return runs, cells, share


def _joined(batch: Batch, found: list[Found]) -> Covered:
    wide = batch.grid.width
    runs = [_runs(unit, whole, wide) for unit, (whole, _, _) in zip(batch.units, found, strict=True)]
    cells = [_cells(unit, part, wide) for unit, (_, part, _) in zip(batch.units, found, strict=True)]
    return (
        np.concatenate(runs) if runs else np.empty((0, 4), np.int32),
        np.concatenate(cells) if cells else np.empty((0, 3), np.int32),
        np.concatenate([share for *_, share in found]).astype(np.float32) if found else np.empty(0, np.float32),
    )


def _runs(unit: int, ids: np.ndarray, wide: int) -> np.ndarray:
    """Join neighbouring cells of a row; `ids` count the cells of the grid row by row."""
    if not len(ids):
        return np.empty((0, 4), np.int32)
    first = np.flatnonzero(np.append(True, (np.diff(ids) != 1) | (ids[1:] % wide == 0)))
    last = np.append(first[1:], len(ids)) - 1
    row, column = np.divmod(ids[first], wide)
    out = np.empty((len(first), 4), np.int32)
    out[:, 0], out[:, 1], out[:, 2], out[:, 3] = unit, row, column, column + (ids[last] - ids[first]) + 1
    return out


def _cells(unit: int, ids: np.ndarray, wide: int) -> np.ndarray:
    out = np.empty((len(ids), 3), np.int32)
    out[:, 0] = unit
    out[:, 1], out[:, 2] = np.divmod(ids, wide)
    return out


def fractions(batch: Batch) -> list[Found]:
    """Return the exact fractions of each unit by exactextract, which takes rings that cross themselves.

    The cells' own numbers are given as values: half the time of the operation `cell_id`.
    """
    writer = _Kept()
    exact_extract(
        _Numbered(batch), _Polygons(batch), ["values", "coverage"], output=writer, max_cells_in_memory=MOST_CELLS
    )
    return writer.kept


def _centres(batch: Batch) -> list[Found]:
    """Whole cells whose centre lies inside, by GDAL's polygon filling; one unit at a time, since units may overlap."""
    from rasterio.features import rasterize

    grid = batch.grid
    found: list[Found] = []
    for geometry in shapely.from_wkb(list(batch.wkb)):
        west, south, east, north = shapely.bounds(geometry)
        top = max(batch.top, int((grid.north - north) // grid.dy))
        bottom = min(batch.bottom, int((grid.north - south) // grid.dy) + 1)
        left = max(0, int((west - grid.west) // grid.dx))
        right = min(grid.width, int((east - grid.west) // grid.dx) + 1)
        if top >= bottom or left >= right:
            found.append((NONE, NONE, NONE))
            continue
        place = Affine(grid.dx, 0.0, grid.west + left * grid.dx, 0.0, -grid.dy, grid.north - top * grid.dy)
        inside = rasterize([(geometry, 1)], out_shape=(bottom - top, right - left), transform=place, dtype="uint8")
        rows, columns = np.nonzero(inside)
        found.append(((rows + top) * grid.width + columns + left, NONE, NONE))
    return found


class _Numbered(RasterSource):
    """The rows of a grid as a raster whose values are the numbers of the cells, made as they are read."""

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        grid = self._grid = batch.grid
        self._top = batch.top
        self._kind = np.dtype(np.int32 if grid.width * grid.height < 2**31 else np.int64)
        self._res = (grid.dx, grid.dy)
        top, bottom = grid.north - grid.dy * batch.top, grid.north - grid.dy * batch.bottom
        self._extent = (grid.west, bottom, grid.west + grid.dx * grid.width, top)
        self.set_name("grid")

    def res(self) -> tuple[float, float]:
        return self._res

    def extent(self) -> tuple[float, float, float, float]:
        return self._extent

    def nodata_value(self) -> None:
        return None

    def srs_wkt(self) -> None:
        return None

    def read_window(self, x0: int, y0: int, nx: int, ny: int) -> np.ndarray:
        rows = np.arange(self._top + y0, self._top + y0 + ny, dtype=self._kind)
        columns = np.arange(x0, x0 + nx, dtype=self._kind)
        return np.asarray(np.add.outer(rows * self._kind.type(self._grid.width), columns))


class _Polygon(Feature):
    """One polygon as WKB, and the results that exactextract sets on it."""

    def __init__(self, wkb: bytes = b"") -> None:
        super().__init__()
        self._wkb = wkb
        self.values: dict[str, Any] = {}

    def geometry(self) -> bytes:
        return self._wkb

    def set_geometry(self, wkb: bytes) -> None:
        self._wkb = wkb

    def set_geometry_format(self) -> str:
        return "wkb"

    def get(self, name: str) -> Any:
        return self.values[name]

    def set(self, name: str, value: Any) -> None:
        self.values[name] = value

    def fields(self) -> list[str]:
        return list(self.values)


class _Polygons(FeatureSource):
    def __init__(self, batch: Batch) -> None:
        super().__init__()
        self._wkb = batch.wkb

    def count(self) -> int:
        return len(self._wkb)

    def __iter__(self) -> Iterator[_Polygon]:
        return (_Polygon(wkb) for wkb in self._wkb)

    def srs_wkt(self) -> None:
        return None


class _Kept(Writer):
    """Keeps the cells of each unit; those that are only touched are dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Found] = []

    def add_operation(self, operation: Any) -> None:
        del operation

    def write(self, feature: Any) -> None:
        polygon = _Polygon()
        feature.copy_to(polygon)
        ids, share = polygon.values.get("values"), polygon.values.get("coverage")
        if ids is None or share is None or not len(ids):
            self.kept.append((NONE, NONE, NONE))
            return
        whole = share == 1.0
        part = np.flatnonzero(~whole & (share > 0))
        self.kept.append((ids[whole], ids[part], share[part]))

    def finish(self) -> None:
        return None

    def features(self) -> list[Any]:
        return []
