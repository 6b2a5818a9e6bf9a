"""Coverage: which cells of a grid each unit covers, and how much of them.

Computed once per grid and used for every year on it. Cells that a unit covers wholly are kept as runs along rows, the
others one by one with their fraction; 2,850 counties on 46 million cells need 50 MB so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import shapely

from gisplug.core.errors import RasterError
from gisplug.core.executor import Executor, map_tasks
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import one_of
from gisplug.lights.grids.exact import work
from gisplug.lights.grids.grid import SAME_PLACE, Grid
from gisplug.lights.grids.overlay import Batch, overlay

Rule = Literal["fraction", "centre"]
RULES = ("fraction", "centre")
BATCH_CELLS = 4_000_000  # cells of the bounding boxes of the units whose centres one task looks at
BATCH_PIECES = 400_000  # pieces of the borders of the units that one task cuts at the lines of the grid
BATCH_UNITS = 2_000


@dataclass(frozen=True)
class Coverage:
    """Cells covered by N units on one grid, sorted by tile.

    Attributes
    ----------
    tiles : int32 array, shape (M, 4)
        First row, end row, first column, end column of the touched part of each tile.
    run_start : int64 array, shape (M + 1,)
        Where the runs of each tile begin in `runs`.
    runs : int32 array, shape (R, 3)
        Unit, first and end position of wholly covered cells, counted row by row in the touched part of the tile.
    run_km2 : float64 array, shape (R,)
        Ground area of one cell of the run.
    cell_start : int64 array, shape (M + 1,)
    cells : int32 array, shape (C, 2)
        Unit and position of partly covered cells.
    fractions : float32 array, shape (C,)
        Covered share of each of them, as exactextract computes it.
    cell_km2 : float64 array, shape (C,)
    weight, km2, planar : float64 arrays, shape (N,)
        Cells covered (sum of fractions), ground covered, and the cells that a unit would cover if the grid had no end.
    """

    tiles: np.ndarray
    run_start: np.ndarray
    runs: np.ndarray
    run_km2: np.ndarray
    cell_start: np.ndarray
    cells: np.ndarray
    fractions: np.ndarray
    cell_km2: np.ndarray
    weight: np.ndarray
    km2: np.ndarray
    planar: np.ndarray

    @property
    def N(self) -> int:
        """Units, those outside the grid included."""
        return len(self.weight)

    @property
    def touched(self) -> int:
        """How many pairs of unit and cell there are."""
        return int((self.runs[:, 2].astype(np.int64) - self.runs[:, 1]).sum()) + len(self.cells)

    def save(self, folder: Path) -> None:
        """Write plain arrays that workers map into memory without copying."""
        folder.mkdir(parents=True, exist_ok=True)
        for item in fields(self):
            np.save(folder / f"{item.name}.npy", getattr(self, item.name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Coverage:
        """Map saved arrays into memory.

        Raises
        ------
        RasterError
            If the folder is not there, as on a cluster without a common file system.
        """
        names = [item.name for item in fields(cls)]
        try:
            return cls(*(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in names))
        except FileNotFoundError as problem:
            raise RasterError(
                message(
                    "The cell fractions in {folder} cannot be seen from this worker. Name a cache folder "
                    "on a file system that all workers share.",
                    folder=folder,
                )
            ) from problem


def cover(
    geometries: np.ndarray,
    grid: Grid,
    rule: Rule = "fraction",
    executor: Executor | str | int | None = None,
    progress: Progress = SILENT,
) -> Coverage:
    """Lay polygons over a grid.

    Parameters
    ----------
    geometries : array of Polygon or MultiPolygon, length N
        In the coordinate reference system of the grid.
    rule : {"fraction", "centre"}
        Exact covered fractions of cells, or whole cells whose centre lies inside.
    executor
        Where batches of units are computed; the result does not depend on it.

    Raises
    ------
    ParameterError
        If the rule is neither.
    """
    one_of("A rule of coverage", rule, RULES)
    parts = map_tasks(overlay, _batches(geometries, grid, rule), executor, progress, message("cell fractions"))
    runs = np.concatenate([np.empty((0, 4), np.int32), *(p.runs for p in parts)])
    cells = np.concatenate([np.empty((0, 3), np.int32), *(p.cells for p in parts)])
    fractions = np.concatenate([np.empty(0, np.float32), *(p.fractions for p in parts)])
    del parts
    made = _sorted(grid, _cut(runs, grid.tile[1]), cells, fractions, shapely.area(geometries) / (grid.dx * grid.dy))
    within = _within(geometries, grid)
    return replace(made, planar=np.where(within, made.weight, made.planar))


def _within(geometries: np.ndarray, grid: Grid) -> np.ndarray:
    """Return which units lie wholly on the grid: what they cover is all that they could."""
    west, south, east, north = grid.bounds
    box = shapely.bounds(geometries)
    x, y = SAME_PLACE * grid.dx, SAME_PLACE * grid.dy
    return np.asarray(
        (box[:, 0] >= west - x) & (box[:, 2] <= east + x) & (box[:, 1] >= south - y) & (box[:, 3] <= north + y)
    )


def _batches(geometries: np.ndarray, grid: Grid, rule: Rule) -> list[Batch]:
    """Cut the work into tasks of like size, in the order of the units; the very large units by rows."""
    box = shapely.bounds(geometries)
    first = np.floor((grid.north - box[:, 3]) / grid.dy - 1e-6).clip(0, grid.height)
    last = np.ceil((grid.north - box[:, 1]) / grid.dy + 1e-6).clip(0, grid.height)
    wide = ((box[:, 2] - box[:, 0]) / grid.dx).clip(1, grid.width) + 2
    inside = (box[:, 0] < grid.bounds[2]) & (box[:, 2] > grid.bounds[0]) & (last > first)
    size = np.where(inside, (last - first + 1) * wide if rule == "centre" else work(geometries, grid), 0.0)
    most = BATCH_CELLS if rule == "centre" else BATCH_PIECES
    wkb = shapely.to_wkb(geometries)
    made: list[Batch] = []
    held: list[int] = []
    room = 0.0

    def close() -> None:
        if held:
            made.append(Batch(grid, rule, tuple(held), tuple(wkb[held]), 0, grid.height))
            held.clear()

    for unit in np.flatnonzero(inside):
        if rule == "centre" and size[unit] > most:
            step = max(1, int(BATCH_CELLS // wide[unit]))
            for top in range(int(first[unit]), int(last[unit]), step):
                made.append(Batch(grid, rule, (int(unit),), (wkb[unit],), top, min(top + step, int(last[unit]))))
            continue
        if room + size[unit] > most or len(held) == BATCH_UNITS:
            close()
            room = 0.0
        held.append(int(unit))
        room += size[unit]
    close()
    return made


def _cut(runs: np.ndarray, wide: int) -> np.ndarray:
    """Cut runs where they cross from one tile to the next."""
    spans = (runs[:, 3] - 1) // wide - runs[:, 2] // wide
    if not spans.any():
        return runs
    index = np.repeat(np.arange(len(runs)), spans + 1)
    step = np.arange(len(index)) - np.repeat(np.cumsum(spans + 1) - spans - 1, spans + 1)
    tile = runs[index, 2] // wide + step
    out = runs[index].copy()
    out[:, 2] = np.maximum(out[:, 2], tile * wide)
    out[:, 3] = np.minimum(out[:, 3], (tile + 1) * wide)
    return out


def _sorted(grid: Grid, runs: np.ndarray, cells: np.ndarray, fractions: np.ndarray, planar: np.ndarray) -> Coverage:
    runs, run_tile = _by_tile(grid, runs)
    order, cell_tile = _tile_order(grid, cells[:, 1], cells[:, 2])
    cells, fractions = cells[order], fractions[order]
    del order
    used = np.union1d(run_tile, cell_tile)
    ends = np.append(used, np.iinfo(np.int32).max)
    run_start, cell_start = np.searchsorted(run_tile, ends), np.searchsorted(cell_tile, ends)
    del run_tile, cell_tile
    spans = _spans(run_start, cell_start)
    tiles = np.array([_box(runs[a:b], cells[c:d]) for a, b, c, d in spans], dtype=np.int32).reshape(-1, 4)
    run_km2 = grid.cell_km2(runs[:, 1], (runs[:, 2] + runs[:, 3] - 1) / 2)
    cell_km2 = grid.cell_km2(cells[:, 1], cells[:, 2])
    weight, km2 = _totals(runs, run_km2, cells, fractions, cell_km2, len(planar))
    for (a, b, c, d), (top, _, left, right) in zip(spans, tiles.tolist(), strict=True):
        row = (runs[a:b, 1] - top) * (right - left) - left
        runs[a:b, 1], runs[a:b, 2] = row + runs[a:b, 2], row + runs[a:b, 3]
        cells[c:d, 1] = (cells[c:d, 1] - top) * (right - left) + cells[c:d, 2] - left
    runs, cells = np.ascontiguousarray(runs[:, :3]), np.ascontiguousarray(cells[:, :2])
    return Coverage(tiles, run_start, runs, run_km2, cell_start, cells, fractions, cell_km2, weight, km2, planar)


def _spans(run_start: np.ndarray, cell_start: np.ndarray) -> list[tuple[int, int, int, int]]:
    return [
        (int(run_start[k]), int(run_start[k + 1]), int(cell_start[k]), int(cell_start[k + 1]))
        for k in range(len(run_start) - 1)
    ]


def _box(runs: np.ndarray, cells: np.ndarray) -> tuple[int, int, int, int]:
    rows = [a for a in (runs[:, 1], cells[:, 1]) if len(a)]
    left = [a for a in (runs[:, 2], cells[:, 2]) if len(a)]
    right = [a for a in (runs[:, 3], cells[:, 2] + 1) if len(a)]
    return (
        min(int(a.min()) for a in rows),
        max(int(a.max()) for a in rows) + 1,
        min(int(a.min()) for a in left),
        max(int(a.max()) for a in right),
    )


def _totals(
    runs: np.ndarray, run_km2: np.ndarray, cells: np.ndarray, fractions: np.ndarray, cell_km2: np.ndarray, units: int
) -> tuple[np.ndarray, np.ndarray]:
    """Cells and ground covered by each unit."""
    length = (runs[:, 3] - runs[:, 2]).astype(np.float64)
    weight = np.bincount(runs[:, 0], length, units) + np.bincount(cells[:, 0], fractions, units)
    km2 = np.bincount(runs[:, 0], length * run_km2, units) + np.bincount(cells[:, 0], fractions * cell_km2, units)
    return weight.astype(np.float64), km2.astype(np.float64)  # of no runs at all, bincount makes integers


def _by_tile(grid: Grid, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order, tile = _tile_order(grid, runs[:, 1], runs[:, 2])
    return runs[order], tile


def _tile_order(grid: Grid, row: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the order that puts cells of one tile together, and their tiles in that order."""
    high, wide = grid.tile
    tile = (row // high * (-(-grid.width // wide)) + column // wide).astype(np.int32)
    order = np.argsort(tile, kind="stable")
    return order, tile[order]


def parts(coverage: Coverage, most: int = 120_000_000) -> Sequence[tuple[int, int]]:
    """Cut the tiles into spans of about `most` cells: one task each, whatever the number of workers."""
    size = (coverage.tiles[:, 1] - coverage.tiles[:, 0]).astype(np.int64) * (
        coverage.tiles[:, 3] - coverage.tiles[:, 2]
    )
    if not len(size):
        return []
    group = (np.cumsum(size) - size) // most
    edges = np.append(np.flatnonzero(np.append(True, np.diff(group) > 0)), len(size))
    return [(int(a), int(b)) for a, b in pairwise(edges)]
