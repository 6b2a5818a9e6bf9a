"""Covered cells by the tiles in which a raster is read: sorted in each batch of units, then put together.

The sorting is most of the work and is done where the batch is computed; what is left here is copying.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.lights.grids.grid import Grid

CHUNK = 4_000_000  # cells added up at a time: bounds memory
FAR = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Tiled:
    """Cells that some units cover, sorted by tile; within a tile in the order of the units.

    Attributes
    ----------
    tiles : int32 array, shape (K,)
        Numbers of the tiles touched, rising.
    boxes : int32 array, shape (K, 4)
        First row, end row, first column, end column of the touched part of each.
    run_counts, cell_counts : int64 arrays, shape (K,)
        Runs and cells in each.
    runs : int32 array, shape (R, 4)
        Unit, row, first and end column of wholly covered cells; none crosses from one tile to the next.
    cells : int32 array, shape (C, 3)
        Unit, row and column of partly covered cells.
    fractions : float32 array, shape (C,)
        Their covered shares.
    """

    tiles: np.ndarray
    boxes: np.ndarray
    run_counts: np.ndarray
    cell_counts: np.ndarray
    runs: np.ndarray
    cells: np.ndarray
    fractions: np.ndarray


def by_tile(grid: Grid, runs: np.ndarray, cells: np.ndarray, fractions: np.ndarray) -> Tiled:
    """Sort cells by tile.

    Parameters
    ----------
    runs, cells, fractions : (R, 4), (C, 3), (C,)
        As in `Tiled`, but in any order, and runs may be as wide as the grid.
    """
    runs = _cut(runs, grid.tile[1])
    order, run_tile = _tile_order(grid, runs[:, 1], runs[:, 2])
    runs = runs[order]
    order, cell_tile = _tile_order(grid, cells[:, 1], cells[:, 2])
    cells, fractions = cells[order], fractions[order]
    tiles = np.union1d(run_tile, cell_tile)
    boxes = np.tile(np.array([FAR, 0, FAR, 0], dtype=np.int32), (len(tiles), 1))
    run_counts = _grown(boxes, tiles, run_tile, runs[:, 1], runs[:, 2], runs[:, 3])
    cell_counts = _grown(boxes, tiles, cell_tile, cells[:, 1], cells[:, 2], cells[:, 2] + 1)
    return Tiled(tiles, boxes, run_counts, cell_counts, runs, cells, fractions)


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


def _tile_order(grid: Grid, row: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the order that puts cells of one tile together, and their tiles in that order."""
    high, wide = grid.tile
    tile = (row // high * (-(-grid.width // wide)) + column // wide).astype(np.int32)
    order = np.argsort(tile, kind="stable")
    return order, tile[order]


def _grown(
    boxes: np.ndarray, tiles: np.ndarray, tile: np.ndarray, row: np.ndarray, left: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """Let the boxes of tiles take in cells (sorted by tile); return how many lie in each tile, (K,)."""
    counts = np.zeros(len(tiles), dtype=np.int64)
    if not len(tile):
        return counts
    first = np.flatnonzero(np.append(True, tile[1:] != tile[:-1]))
    at = np.searchsorted(tiles, tile[first])
    counts[at] = np.diff(np.append(first, len(tile)))
    for column, least in ((0, row), (2, left)):
        boxes[at, column] = np.minimum(boxes[at, column], np.minimum.reduceat(least, first))
    for column, most in ((1, row + 1), (3, right)):
        boxes[at, column] = np.maximum(boxes[at, column], np.maximum.reduceat(most, first))
    return counts


@dataclass(frozen=True)
class Merged:
    """Cells of all units sorted by tile, with positions in the touched part of each; fields as in `Coverage`.

    Attributes
    ----------
    tiles : int32 array, shape (M, 4)
    run_start, cell_start : int64 arrays, shape (M + 1,)
    runs, run_km2 : int32 array, shape (R, 3); float64 array, shape (R,)
    cells, fractions, cell_km2 : int32 array, shape (C, 2); float32 and float64 arrays, shape (C,)
    weight, km2 : float64 arrays, shape (N,)
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


def merged(grid: Grid, parts: list[Tiled], units: int) -> Merged:
    """Put batches together, in their order; `parts` is emptied on the way, so that hardly anything is held twice."""
    tiles = np.unique(np.concatenate([np.empty(0, np.int32), *(part.tiles for part in parts)]))
    boxes = np.tile(np.array([FAR, 0, FAR, 0], dtype=np.int32), (len(tiles), 1))
    run_start, cell_start = (np.zeros(len(tiles) + 1, dtype=np.int64) for _ in range(2))
    for part in parts:
        at = np.searchsorted(tiles, part.tiles)
        boxes[at, ::2] = np.minimum(boxes[at, ::2], part.boxes[:, ::2])
        boxes[at, 1::2] = np.maximum(boxes[at, 1::2], part.boxes[:, 1::2])
        run_start[at + 1] += part.run_counts
        cell_start[at + 1] += part.cell_counts
    run_start, cell_start = np.cumsum(run_start), np.cumsum(cell_start)
    runs, run_km2 = np.empty((run_start[-1], 3), dtype=np.int32), np.empty(run_start[-1])
    cells, cell_km2 = np.empty((cell_start[-1], 2), dtype=np.int32), np.empty(cell_start[-1])
    fractions = np.empty(cell_start[-1], dtype=np.float32)
    next_run, next_cell = run_start[:-1].copy(), cell_start[:-1].copy()
    parts.reverse()
    while parts:
        part = parts.pop()
        at = np.searchsorted(tiles, part.tiles)
        unit, row, first, end = part.runs.T
        left = _line(boxes[at], part.run_counts, row)
        made = np.column_stack([unit, left + first, left + end])
        _placed(((runs, made), (run_km2, grid.cell_km2(row, (first + end - 1) / 2))), next_run, at, part.run_counts)
        unit, row, column = part.cells.T
        made = np.column_stack([unit, _line(boxes[at], part.cell_counts, row) + column])
        ground = grid.cell_km2(row, column)
        _placed(((cells, made), (fractions, part.fractions), (cell_km2, ground)), next_cell, at, part.cell_counts)
    weight, km2 = _totals(runs, run_km2, cells, fractions, cell_km2, units)
    return Merged(boxes, run_start, runs, run_km2, cell_start, cells, fractions, cell_km2, weight, km2)


def _line(boxes: np.ndarray, counts: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return the position in the touched part of its tile at which column 0 of each row would lie, (n,)."""
    top, _, left, right = np.repeat(boxes, counts, axis=0).T
    return np.asarray((row - top) * (right - left) - left)


def _placed(
    pairs: tuple[tuple[np.ndarray, np.ndarray], ...], following: np.ndarray, tiles: np.ndarray, counts: np.ndarray
) -> None:
    """Copy what lies in each tile to where the next of this tile goes."""
    ends = np.cumsum(counts).tolist()
    for tile, count, end in zip(tiles.tolist(), counts.tolist(), ends, strict=True):
        place = int(following[tile])
        for target, source in pairs:
            target[place : place + count] = source[end - count : end]
        following[tile] = place + count


def _totals(
    runs: np.ndarray, run_km2: np.ndarray, cells: np.ndarray, fractions: np.ndarray, cell_km2: np.ndarray, units: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells and the ground that each unit covers."""
    weight, km2 = np.zeros(units), np.zeros(units)
    for low in range(0, len(cells), CHUNK):
        part = slice(low, low + CHUNK)
        unit = cells[part, 0].astype(np.int64)
        np.add.at(weight, unit, fractions[part].astype(np.float64))
        np.add.at(km2, unit, fractions[part] * cell_km2[part])
    length = (runs[:, 2] - runs[:, 1]).astype(np.float64)
    unit = runs[:, 0]
    return np.bincount(unit, length, units) + weight, np.bincount(unit, length * run_km2, units) + km2
