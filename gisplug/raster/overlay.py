"""Lay a batch of polygons over a grid, through exactextract (fractions) or GDAL (cell centres)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.feature import Feature, FeatureSource
from exactextract.raster import RasterSource
from exactextract.writer import Writer

from gisplug.raster.grid import Grid

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


@dataclass(frozen=True)
class Covered:
    """Runs (unit, row, first column, end column), cells (unit, row, column) and the fractions of the cells."""

    runs: np.ndarray
    cells: np.ndarray
    fractions: np.ndarray


def overlay(batch: Batch) -> Covered:
    """Return the cells that each unit of the batch covers."""
    made = _centres(batch) if batch.rule == "centre" else _fractions(batch)
    runs = [_runs(unit, full, batch) for unit, full, _, _ in made]
    cells = [_cells(unit, part, batch) for unit, _, part, _ in made]
    return Covered(
        np.concatenate(runs) if runs else np.empty((0, 4), np.int32),
        np.concatenate(cells) if cells else np.empty((0, 3), np.int32),
        np.concatenate([f for *_, f in made]).astype(np.float32) if made else np.empty(0, np.float32),
    )


def _runs(unit: int, full: np.ndarray, batch: Batch) -> np.ndarray:
    """Join neighbouring cells of a row; `full` holds flat positions within the rows of the batch."""
    wide = batch.grid.width
    out = np.empty((0, 4), np.int32)
    if len(full):
        new = np.append(True, (np.diff(full) != 1) | (full[1:] % wide == 0))
        first = full[new]
        last = full[np.append(np.flatnonzero(new)[1:] - 1, len(full) - 1)]
        rows = first // wide + batch.top
        out = np.column_stack([np.full(len(first), unit), rows, first % wide, last % wide + 1]).astype(np.int32)
    return out


def _cells(unit: int, part: np.ndarray, batch: Batch) -> np.ndarray:
    wide = batch.grid.width
    return np.column_stack([np.full(len(part), unit), part // wide + batch.top, part % wide]).astype(np.int32)


Found = tuple[int, np.ndarray, np.ndarray, np.ndarray]


def _fractions(batch: Batch) -> list[Found]:
    writer = _Kept()
    exact_extract(
        _Blank(batch), _Polygons(batch), ["cell_id", "coverage"], output=writer, max_cells_in_memory=MOST_CELLS
    )
    return list(zip(batch.units, *zip(*writer.kept, strict=True), strict=True))


def _centres(batch: Batch) -> list[Found]:
    """Whole cells whose centre lies inside, by GDAL's polygon filling; one unit at a time, since units may overlap."""
    from rasterio.features import rasterize

    grid = batch.grid
    found: list[Found] = []
    none = np.empty(0, np.int64)
    for unit, geometry in zip(batch.units, shapely.from_wkb(list(batch.wkb)), strict=True):
        west, south, east, north = shapely.bounds(geometry)
        top = max(batch.top, int((grid.north - north) // grid.dy))
        bottom = min(batch.bottom, int((grid.north - south) // grid.dy) + 1)
        left = max(0, int((west - grid.west) // grid.dx))
        right = min(grid.width, int((east - grid.west) // grid.dx) + 1)
        if top >= bottom or left >= right:
            found.append((unit, none, none, np.empty(0)))
            continue
        place = Affine(grid.dx, 0.0, grid.west + left * grid.dx, 0.0, -grid.dy, grid.north - top * grid.dy)
        inside = rasterize([(geometry, 1)], out_shape=(bottom - top, right - left), transform=place, dtype="uint8")
        rows, columns = np.nonzero(inside)
        found.append((unit, (rows + (top - batch.top)) * grid.width + columns + left, none, np.empty(0)))
    return found


class _Blank(RasterSource):
    """The rows of a grid as a raster without values: exactextract needs the place of the cells only."""

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        grid = batch.grid
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
        return np.broadcast_to(np.uint8(0), (ny, nx))


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
    """Keeps wholly covered cells, partly covered cells and their fractions; drops touched cells of fraction zero."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def add_operation(self, operation: Any) -> None:
        del operation

    def write(self, feature: Any) -> None:
        polygon = _Polygon()
        feature.copy_to(polygon)
        ids, share = polygon.values.get("cell_id"), polygon.values.get("coverage")
        if ids is None or share is None or not len(ids):
            self.kept.append((np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)))
            return
        whole = share == 1.0
        part = np.flatnonzero(~whole & (share > 0))
        self.kept.append((ids[whole], ids[part], share[part]))

    def finish(self) -> None:
        return None

    def features(self) -> list[Any]:
        return []
