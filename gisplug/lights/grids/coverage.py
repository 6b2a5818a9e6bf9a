"""Coverage: which cells of a grid each unit covers, and how much of them.

Computed once per grid and used for every year on it. Cells that a unit covers wholly are kept as runs along rows, the
others one by one with their fraction; 2,850 counties on 46 million cells need 50 MB so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
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
from gisplug.lights.grids.tiles import Merged, merged

Rule = Literal["fraction", "centre"]
RULES = ("fraction", "centre")
BATCH_CELLS = 4_000_000  # cells of the bounding boxes of the units whose centres one task looks at
BATCH_PIECES = 400_000  # pieces of the borders of the units that one task cuts at the lines of the grid
BATCH_UNITS = 2_000


@dataclass(frozen=True)
class Coverage(Merged):
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
    ahead: float = 0.0,
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
    ahead
        Work that follows, as a multiple of this, for the time left that is told.

    Raises
    ------
    ParameterError
        If the rule is neither.
    """
    one_of("A rule of coverage", rule, RULES)
    batches = _batches(geometries, grid, rule)
    made = map_tasks(overlay, batches, executor, progress, message("cell fractions"), joining=True, ahead=ahead)
    whole = merged(grid, made, len(geometries))
    planar = np.where(_within(geometries, grid), whole.weight, shapely.area(geometries) / (grid.dx * grid.dy))
    return Coverage(**vars(whole), planar=planar)


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
