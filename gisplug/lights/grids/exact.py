"""Exact covered fractions of cells from the edges of polygons alone, all units of a batch at once.

Edges are cut at the lines of the grid. A piece that falls by dy within a cell adds dy times its distance to the right
side of the cell to that cell's cover, and dy to every cell further right in the row; around a closed ring this adds up
to the covered share of each cell. Only cells that a border crosses are touched: what lies between two of them in a row
is wholly inside or outside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gisplug.boundaries.borders import Floats, Ints
from gisplug.lights.grids.grid import Grid

NEAR = 1e-6  # of a cell: where it matters on which side of a grid line a vertex lies
SLIVER = 1e-14  # of a cell: less than this is rounding
NOISE = 2.0  # roundings of a coordinate by which a share may be off
FINE = 1e-11  # of a unit: smaller steps of float32 shares move no sum by a billionth, unless one cell has all light
ODD = 1e-6  # covers outside 0 to 1 by more, or uneven between borders: rings that cross themselves


@dataclass(frozen=True)
class Shares:
    """Cells that units cover.

    Attributes
    ----------
    runs : int32 array, shape (R, 4)
        Position of the unit, row, first and end column of wholly covered cells.
    cells : int32 array, shape (C, 3)
        Position of the unit, row and column of partly covered cells.
    fractions : float32 array, shape (C,)
    odd : int64 array, shape (O,)
        Positions of units whose rings cross themselves or each other, and of those with a fraction so near to the
        middle of two float32 numbers that the rounding of coordinates decides between them: they have no rows here.
        Units with vertices on lines of the grid are never of these: exactextract 0.3.0 gives them wrong cells or ends
        the process.
    """

    runs: np.ndarray
    cells: np.ndarray
    fractions: np.ndarray
    odd: np.ndarray


def shares(geometries: np.ndarray, grid: Grid, top: int, bottom: int) -> Shares:
    """Return the cells in the rows `top` to `bottom` (end) that each polygon covers.

    Parameters
    ----------
    geometries : (n,) of Polygon or MultiPolygon in the reference system of the grid
    """
    x0, y0, x1, y1, unit, on_lines = _edges(geometries, grid, top, bottom)
    y0, x0, y1, x1, at = _cut(y0, x0, y1, x1)
    middle = np.floor((y0 + y1) / 2)
    kept = np.flatnonzero((middle >= top) & (middle < bottom))
    at, row = unit[at[kept]], middle[kept].astype(np.int64)
    x0, y0, x1, y1, piece = _cut(x0[kept], y0[kept], x1[kept], y1[kept])
    unit, row = at[piece], row[piece]
    x = np.clip((x0 + x1) / 2, 0.0, grid.width)
    column = np.floor(x).astype(np.int64)
    fall = y1 - y0
    noise = np.full(len(geometries), NOISE * np.finfo(float).eps * max(map(abs, grid.bounds)) / min(grid.dx, grid.dy))
    noise[on_lines] = 0.0
    return _added(unit, row, column, fall, fall * (column + 1 - x), grid.width, bottom, noise)


def work(geometries: np.ndarray, grid: Grid) -> Floats:
    """Return about how many pieces the edges of each polygon are cut into, (N,)."""
    scale = np.array([1 / grid.dx, 1 / grid.dy])
    cells = shapely.length(geometries) * scale.max() * np.sqrt(2)
    return np.asarray(shapely.get_num_coordinates(geometries) + cells)


def _edges(
    geometries: np.ndarray, grid: Grid, top: int, bottom: int
) -> tuple[Floats, Floats, Floats, Floats, Ints, Ints]:
    """Return the edges (E,) in columns and rows of the grid, shells one way round and holes the other, and their units.

    Those above or below the rows are left out. Last come the units that have a vertex on a line of the grid.
    """
    _, xy, offsets = shapely.to_ragged_array(geometries)
    rings = offsets[0].astype(np.int64)
    polygons = np.diff(offsets[1]).astype(np.int64)
    shell = np.zeros(len(rings) - 1, dtype=bool)
    shell[offsets[1][:-1][polygons > 0]] = True
    units = np.diff(offsets[1][offsets[2]] if len(offsets) == 3 else offsets[1])
    owner = np.repeat(np.repeat(np.arange(len(geometries)), units), np.diff(rings))
    box = shapely.bounds(geometries)
    x, on_x = _places(xy[:, 0], grid.west, grid.dx, box[:, 0], owner)
    y, on_y = _places(-xy[:, 1], -grid.north, grid.dy, -box[:, 3], owner)
    start = np.ones(len(x), dtype=bool)
    start[rings[1:][np.diff(rings) > 0] - 1] = False
    edge = np.flatnonzero(start)
    ring = np.repeat(np.arange(len(rings) - 1), np.diff(rings))[edge]
    x0, y0, x1, y1 = x[edge], y[edge], x[edge + 1], y[edge + 1]
    low = x.min(initial=0.0)
    turn = np.bincount(ring, weights=((x0 + x1) / 2 - low) * (y1 - y0), minlength=len(rings) - 1)
    back = ((turn > 0) == shell)[ring]
    near = np.flatnonzero((np.minimum(y0, y1) < bottom) & (np.maximum(y0, y1) >= top))
    x0, y0, x1, y1, back = x0[near], y0[near], x1[near], y1[near], back[near]
    x0, x1 = np.where(back, x1, x0), np.where(back, x0, x1)
    y0, y1 = np.where(back, y1, y0), np.where(back, y0, y1)
    return x0, y0, x1, y1, owner[edge][near], np.append(on_x, on_y)


def _places(value: Floats, origin: float, step: float, least: Floats, owner: Ints) -> tuple[Floats, Ints]:
    """Return coordinates in cells, and the units with one on a line of the grid.

    There, the line lies where exactextract has it to the last bit: counted from the first line of the unit.
    """
    found = np.asarray((value - origin) / step)
    line = np.rint(found)
    near = np.flatnonzero(np.abs(found - line) < NEAR)
    first = np.floor((least[owner[near]] - origin) / step)
    at = (origin + first * step) + (line[near] - first) * step
    found[near] = line[near] + (value[near] - at) / step
    return found, owner[near]


def _cut(a0: Floats, b0: Floats, a1: Floats, b1: Floats) -> tuple[Floats, Floats, Floats, Floats, Ints]:
    """Cut edges where a is whole; return the pieces and the edge of each, (P,)."""
    low, high = np.minimum(a0, a1), np.maximum(a0, a1)
    first, last = np.floor(low) + 1, np.ceil(high) - 1
    number = np.maximum(last - first + 1, 0).astype(np.int64)
    if not number.any():
        return a0, b0, a1, b1, np.arange(len(a0))
    parts = number + 1
    edge = np.repeat(np.arange(len(a0)), parts)
    begins = np.cumsum(parts) - parts
    starts, ends = a0[edge], a1[edge]
    inner = np.ones(len(edge), dtype=bool)
    inner[begins] = False
    inner = np.flatnonzero(inner)
    of = edge[inner]
    step = inner - begins[of] - 1
    line = np.where(a1[of] > a0[of], first[of] + step, last[of] - step)
    starts[inner], ends[inner - 1] = line, line
    b_starts, b_ends = b0[edge], b1[edge]
    cross = b0[of] + (line - a0[of]) * ((b1[of] - b0[of]) / (a1[of] - a0[of]))
    b_starts[inner], b_ends[inner - 1] = cross, cross
    return starts, b_starts, ends, b_ends, edge


def _added(
    unit: Ints, row: Ints, column: Ints, fall: Floats, area: Floats, width: int, bottom: int, noise: Floats
) -> Shares:
    """Add up the pieces of each cell, from left to right in each row."""
    none = np.empty(0, np.int64)
    if not len(unit):
        return Shares(np.empty((0, 4), np.int32), np.empty((0, 3), np.int32), np.empty(0, np.float32), none)
    line = unit * bottom + row
    key = line * (width + 1) + column
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    line, column, unit, row = line[order][first], column[order][first], unit[order][first], row[order][first]
    falls, areas = np.add.reduceat(fall[order], first), np.add.reduceat(area[order], first)
    begins = np.flatnonzero(np.append(True, line[1:] != line[:-1]))
    after = np.cumsum(falls)
    after -= np.repeat(np.append(0.0, after[begins[1:] - 1]), np.diff(np.append(begins, len(line))))
    share = after - falls + areas
    gap = np.append(np.where(line[1:] == line[:-1], column[1:], column[:-1] + 1), column[-1] + 1) - column - 1
    ends = np.append(line[1:] != line[:-1], True) & (column < width)
    gap = np.where(ends, width - column - 1, gap)
    inside = np.rint(after)
    wrong = ((gap > 0) & ((np.abs(after - inside) > ODD) | (inside < 0) | (inside > 1))) | (
        np.abs(share - 0.5) > 0.5 + ODD
    )
    between = (gap > 0) & (inside == 1)
    kept = np.where(np.abs(share) < SLIVER, 0.0, share).astype(np.float32)
    wrong |= _undecided(unit, share, kept, np.where(between, gap, 0), noise)
    odd = np.unique(unit[wrong])
    good = ~np.isin(unit, odd) if len(odd) else np.ones(len(unit), dtype=bool)
    between &= good
    cell = good & (column < width)
    whole, part = cell & (kept >= 1.0), np.flatnonzero(cell & (kept > 0.0) & (kept < 1.0))
    left, right = np.where(whole, column, column + 1), np.where(between, column + 1 + gap, column + 1)
    runs = np.flatnonzero(whole | between)
    made = np.column_stack([unit[runs], row[runs], left[runs], right[runs]]).astype(np.int32)
    cells = np.column_stack([unit[part], row[part], column[part]]).astype(np.int32)
    return Shares(made, cells, kept[part], odd)


def _undecided(unit: Ints, share: Floats, kept: np.ndarray, between: Ints, noise: Floats) -> np.ndarray:
    """Whether a share may as well round to the next float32, (C,), and the unit is small enough to feel the step."""
    step = np.spacing(kept).astype(np.float64)
    off = np.abs(np.abs(share - kept) - step / 2)
    size = np.bincount(unit, weights=np.abs(share) + between)
    return np.asarray((off < noise[unit]) & (kept < 1.0) & (step > FINE * size[unit]))
