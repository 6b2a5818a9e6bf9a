"""Reduce a raster to sums over units, tile by tile, with cell fractions computed before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from gisplug.errors import RasterError
from gisplug.raster.calibrate import Change
from gisplug.raster.coverage import Coverage, run_km2
from gisplug.raster.gini import Lit
from gisplug.raster.grid import Grid
from gisplug.raster.products import Reading

CACHE_MB = 48  # GDAL's cache of blocks: tiles are whole blocks, so hardly a block is wanted twice


@dataclass(frozen=True)
class Task:
    """Tiles `first` to `end` of one raster, with everything a worker needs."""

    path: str
    band: int
    grid: Grid
    coverage: Path
    first: int
    end: int
    reading: Reading
    change: Change
    lit: float
    gini: bool
    last: bool = True  # whether these tiles are all that the units have in this period


@dataclass
class Sums:
    """Sums over the observed cells of each unit, each of shape (N,): they add up over tiles and parts.

    w is the covered fraction of a cell, a its ground area, v its light.
    """

    weight: np.ndarray  # sum w
    light: np.ndarray  # sum w v
    km2: np.ndarray  # sum w a
    light_km2: np.ndarray  # sum w a v
    lit_km2: np.ndarray  # sum w a [v > lit]
    most: np.ndarray  # max v
    rank: np.ndarray  # of the Gini
    positive: np.ndarray  # sum w max(v, 0)
    rest: tuple[np.ndarray, np.ndarray, np.ndarray]  # lit cells of units that other parts share

    @classmethod
    def none(cls, units: int) -> Sums:
        rest = (np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.float32))
        a, b, c, d, e, rank, positive = (np.zeros(units) for _ in range(7))
        return cls(a, b, c, d, e, np.full(units, -np.inf), rank, positive, rest)

    def add(self, other: Sums) -> None:
        """Add the sums of another part."""
        for name in ("weight", "light", "km2", "light_km2", "lit_km2", "rank", "positive"):
            getattr(self, name).__iadd__(getattr(other, name))
        np.maximum(self.most, other.most, out=self.most)
        self.rest = tuple(np.concatenate(pair) for pair in zip(self.rest, other.rest, strict=True))  # type: ignore[assignment]


def reduce_raster(task: Task) -> Sums:
    """Return the sums of one task.

    Raises
    ------
    RasterError
        If the raster breaks off or cannot be read.
    """
    coverage = Coverage.load(task.coverage)
    sums = Sums.none(coverage.N)
    lit = Lit(_last_tiles(coverage, task), coverage.N) if task.gini else None
    for index, numbers, mask in _windows(task, coverage):
        _tile(index, numbers, mask, coverage, task, sums, lit)
    if lit is not None:
        sums.rest = lit.finish()
        sums.rank += lit.rank
        sums.positive += lit.light
    return sums


def _last_tiles(coverage: Coverage, task: Task) -> np.ndarray:
    """Last tile of each unit; -1 for units with tiles outside this task."""
    last = np.full(coverage.N, -1, dtype=np.int64)
    for k in range(task.first, task.end):
        last[_units_of(coverage, k)] = k
    if not task.last:
        return np.full(coverage.N, -1, dtype=np.int64)
    for k in range(len(coverage.tiles)):
        if not task.first <= k < task.end:
            last[_units_of(coverage, k)] = -1
    return last


def _units_of(coverage: Coverage, k: int) -> np.ndarray:
    runs = coverage.runs[coverage.run_start[k] : coverage.run_start[k + 1], 0]
    cells = coverage.cells[coverage.cell_start[k] : coverage.cell_start[k + 1], 0]
    return np.append(runs, cells)


def _windows(task: Task, coverage: Coverage) -> Iterator[tuple[int, np.ndarray, np.ndarray | None]]:
    try:
        with rasterio.Env(GDAL_CACHEMAX=CACHE_MB), rasterio.open(task.path) as raster:
            for k in range(task.first, task.end):
                r0, r1, c0, c1 = (int(v) for v in coverage.tiles[k])
                window = Window(c0, r0, c1 - c0, r1 - r0)
                numbers = raster.read(task.band, window=window)
                mask = raster.read_masks(task.band, window=window) == 0 if task.reading.mask else None
                yield k, numbers, mask
    except RasterioError as problem:
        raise RasterError(f"{task.path} cannot be read to its end: {problem}. Fetch it again.") from problem


def unobserved(numbers: np.ndarray, how: Reading, mask: np.ndarray | None = None) -> np.ndarray | None:
    """Return which cells are not observations, or None where all are."""
    bad = mask if mask is not None and mask.any() else None
    tests = []
    if numbers.dtype.kind == "f":
        tests.append(np.isnan(numbers))
    tests += [numbers == value for value in how.missing if _holds(numbers.dtype, value)]
    if how.low > _lowest(numbers.dtype):
        tests.append(numbers < how.low)
    if how.high < _highest(numbers.dtype):
        tests.append(numbers > how.high)
    for test in tests:
        if test.any():
            bad = test if bad is None else bad | test
    return bad


def _holds(dtype: np.dtype, value: float) -> bool:
    return dtype.kind == "f" or (value == int(value) and _lowest(dtype) <= value <= _highest(dtype))


def _lowest(dtype: np.dtype) -> float:
    return -np.inf if dtype.kind == "f" else float(np.iinfo(dtype).min)


def _highest(dtype: np.dtype) -> float:
    return np.inf if dtype.kind == "f" else float(np.iinfo(dtype).max)


def _tile(
    k: int, numbers: np.ndarray, mask: np.ndarray | None, coverage: Coverage, task: Task, sums: Sums, lit: Lit | None
) -> None:
    r0, _, c0, c1 = (int(v) for v in coverage.tiles[k])
    wide = c1 - c0
    bad = unobserved(numbers, task.reading, mask)
    flat, bad = numbers.ravel(), None if bad is None else bad.ravel()
    if task.change.negatives == "missing":
        gone = np.isnan(task.change(flat)) & (np.True_ if bad is None else ~bad)
        if gone.any():
            bad = gone if bad is None else bad | gone
    _run_sums(k, flat, bad, wide, r0, c0, coverage, task, sums, lit)
    _cell_sums(k, flat, bad, wide, r0, c0, coverage, task, sums, lit)
    if lit is not None:
        lit.reduce(k)


def _run_sums(
    k: int, flat: np.ndarray, bad: np.ndarray | None, wide: int, r0: int, c0: int,
    coverage: Coverage, task: Task, sums: Sums, lit: Lit | None,
) -> None:  # fmt: skip
    """Add wholly covered cells: only cells with light are touched one by one, the rest is counted."""
    runs = np.asarray(coverage.runs[coverage.run_start[k] : coverage.run_start[k + 1]])
    if not len(runs):
        return
    unit = runs[:, 0]
    row = (runs[:, 1].astype(np.int64) - r0) * wide - c0
    start, end = row + runs[:, 2], row + runs[:, 3]
    dark = float(task.change(np.zeros(1))[0])
    bright = flat != 0 if dark == 0 else np.ones(len(flat), dtype=bool)
    count = (end - start).astype(np.float64)
    if bad is not None:
        bright &= ~bad
        holes = np.flatnonzero(bad)
        count -= np.searchsorted(holes, end) - np.searchsorted(holes, start)
    where = np.flatnonzero(bright)
    light = task.change(flat[where])
    low, high = np.searchsorted(where, start), np.searchsorted(where, end)
    some = np.flatnonzero(high > low)
    pair = np.column_stack([low[some], high[some]]).ravel()
    total, most = np.zeros(len(runs)), np.where(count > 0, dark, -np.inf)
    if len(some):
        total[some] = np.add.reduceat(np.append(light, 0.0), pair)[::2]
        peak = np.maximum.reduceat(np.append(light, -np.inf), pair)[::2]
        full = (high - low)[some] >= count[some]
        most[some] = np.where(full, peak, np.maximum(peak, dark))
    above = light > task.lit
    if above.all():
        bright_cells = (high - low).astype(np.float64)
    else:
        steps = np.append(0, np.cumsum(above))
        bright_cells = (steps[high] - steps[low]).astype(np.float64)
    if dark > task.lit and dark == 0:  # a negative threshold: dark cells are lit too
        bright_cells += count - (high - low)
    area = run_km2(task.grid, runs)
    _accumulate(sums, unit, count, total, area, bright_cells, most)
    if lit is not None and len(some):
        _collect(lit, unit[some], low[some], high[some], light)


def _collect(lit: Lit, unit: np.ndarray, low: np.ndarray, high: np.ndarray, light: np.ndarray) -> None:
    """Hand the bright cells of each run to the Gini."""
    length = high - low
    index = np.arange(length.sum()) + np.repeat(low - (np.cumsum(length) - length), length)
    value = light[index]
    keep = value > 0
    owner = np.repeat(unit, length)
    if not keep.all():
        value, owner = value[keep], owner[keep]
    lit.add(owner, value, np.ones(len(value), dtype=np.float32))


def _cell_sums(
    k: int, flat: np.ndarray, bad: np.ndarray | None, wide: int, r0: int, c0: int,
    coverage: Coverage, task: Task, sums: Sums, lit: Lit | None,
) -> None:  # fmt: skip
    """Add partly covered cells."""
    span = slice(int(coverage.cell_start[k]), int(coverage.cell_start[k + 1]))
    cells, share = np.asarray(coverage.cells[span]), np.asarray(coverage.fractions[span])
    place = (cells[:, 1].astype(np.int64) - r0) * wide + cells[:, 2] - c0
    if bad is not None:
        good = ~bad[place]
        cells, share, place = cells[good], share[good], place[good]
    if not len(cells):
        return
    unit, weight = cells[:, 0], share.astype(np.float64)
    light = task.change(flat[place])
    area = task.grid.cell_km2(cells[:, 1], cells[:, 2])
    _accumulate(sums, unit, weight, weight * light, area, weight * (light > task.lit), light)
    if lit is not None:
        keep = light > 0
        lit.add(unit[keep], light[keep], share[keep])


def _accumulate(
    sums: Sums,
    unit: np.ndarray,
    weight: np.ndarray,
    light: np.ndarray,
    area: np.ndarray,
    lit: np.ndarray,
    most: np.ndarray,
) -> None:
    units = len(sums.weight)
    sums.weight += np.bincount(unit, weight, units)
    sums.light += np.bincount(unit, light, units)
    sums.km2 += np.bincount(unit, weight * area, units)
    sums.light_km2 += np.bincount(unit, light * area, units)
    sums.lit_km2 += np.bincount(unit, lit * area, units)
    np.maximum.at(sums.most, unit, most)


def tally(path: str | Path, grid: Grid, band: int, how: Reading, saturation: float | None) -> dict[str, Any]:
    """Count all cells of a raster by what they are, window by window."""
    high, wide = grid.tile
    counts = dict.fromkeys(("zero", "negative", "missing", "outside", "saturated"), 0)
    least, most, total, kind = np.inf, -np.inf, 0.0, ""
    try:
        with rasterio.Env(GDAL_CACHEMAX=CACHE_MB), rasterio.open(path) as raster:
            declared = raster.nodatavals[band - 1]
            for r in range(0, grid.height, high):
                for c in range(0, grid.width, wide):
                    part = raster.read(band, window=Window(c, r, min(wide, grid.width - c), min(high, grid.height - r)))
                    kind = str(part.dtype)
                    bad = unobserved(part, Reading(how.missing))
                    seen = part.ravel() if bad is None else part[~bad]
                    counts["missing"] += part.size - seen.size
                    counts["outside"] += int(((seen < how.low) | (seen > how.high)).sum())
                    counts["zero"] += int((seen == 0).sum())
                    counts["negative"] += int((seen < 0).sum())
                    if saturation is not None:
                        counts["saturated"] += int((seen * how.scale + how.offset >= saturation).sum())
                    if seen.size:
                        least, most = min(least, float(seen.min())), max(most, float(seen.max()))
                        total += float(seen.sum(dtype=np.float64))
    except RasterioError as problem:
        raise RasterError(f"{path} cannot be read to its end: {problem}. Fetch it again.") from problem
    cells = grid.width * grid.height
    seen_cells = cells - counts["missing"]
    facts: dict[str, Any] = {"type": kind, "nodata": declared}
    facts |= (
        {"minimum": least, "maximum": most, "mean": total / seen_cells}
        if seen_cells
        else {"minimum": np.nan, "maximum": np.nan, "mean": np.nan}
    )
    return facts | {name: count / cells for name, count in counts.items()}
