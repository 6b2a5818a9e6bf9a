"""Reduce a raster to sums over units, tile by tile, with cell fractions computed before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from gisplug.lights.cell_calibration import Change
from gisplug.lights.files.observed import Reading, fill_like, unobserved
from gisplug.lights.files.reader import Combine, Layer, reading_of
from gisplug.lights.gini import Lit
from gisplug.lights.grids.coverage import Coverage
from gisplug.lights.grids.grid import Grid


@dataclass(frozen=True)
class Task:
    """Tiles `first` to `end` of one raster, with everything a worker needs."""

    name: str
    layers: tuple[Layer, ...]
    combine: Combine
    grid: Grid
    coverage: Path
    first: int
    end: int
    change: Change
    lit: float
    gini: bool
    last: bool = True  # whether these tiles are all that the units have in this period

    @property
    def reading(self) -> Reading:
        """What the numbers mean as they come from the reader; combined ones are light already."""
        return Reading() if self.combine else self.layers[0].reading


@dataclass
class Sums:
    """Sums over the observed cells of each unit, each of shape (N,): they add up over tiles and parts.

    w is the covered fraction of a cell, a its ground area in km2, v its light.

    Attributes
    ----------
    weight, light, km2, light_km2, lit_km2, most, rank, positive : (N,)
        Sums of w, w v, w a, w a v, w a [v > lit]; largest v; of the Gini; sum of w max(v, 0).
    rest : three arrays (n,)
        Unit, light and weight of the lit cells of units that other parts share.
    told : dict
        Cells read ("read"), out of range ("outside"), and equal to what looks like a fill value ("fill -9999").
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
    told: dict[str, int] = field(default_factory=dict)

    @classmethod
    def none(cls, units: int) -> Sums:
        """Return the sums over no cell."""
        rest = (np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.float32))
        a, b, c, d, e, rank, positive = (np.zeros(units) for _ in range(7))
        return cls(a, b, c, d, e, np.full(units, -np.inf), rank, positive, rest)

    def add(self, other: Sums) -> None:
        """Add the sums of another part."""
        for name in ("weight", "light", "km2", "light_km2", "lit_km2", "rank", "positive"):
            getattr(self, name).__iadd__(getattr(other, name))
        np.maximum(self.most, other.most, out=self.most)
        unit, light, weight = (np.concatenate(pair) for pair in zip(self.rest, other.rest, strict=True))
        self.rest = unit, light, weight
        for what, count in other.told.items():
            self.tell(what, count)

    def tell(self, what: str, count: int) -> None:
        """Count cells that the caller shall hear of."""
        if count:
            self.told[what] = self.told.get(what, 0) + count


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
    whole = []
    for k, numbers, mask in _windows(task, coverage):
        tile = _tile(k, numbers, mask, task, sums)
        _run_sums(tile, coverage, task, sums, lit)
        _cell_sums(tile, coverage, task, sums, lit)
        if tile.bad is None:
            whole.append(k)
        if lit is not None:
            lit.reduce(k)
    _all_observed(sums, whole, coverage)
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
    with reading_of(task.layers, task.combine, task.name) as reader:
        for k in range(task.first, task.end):
            r0, r1, c0, c1 = (int(v) for v in coverage.tiles[k])
            numbers, hidden = reader.read(Window(c0, r0, c1 - c0, r1 - r0))
            yield k, numbers, hidden


@dataclass(frozen=True)
class _Tile:
    """The numbers of one tile, flat, which of them are not observed, and the light of a number of 0.

    `sparse`: cells with the number 0 are dark and unlit, so they need no arithmetic.
    """

    k: int
    flat: np.ndarray
    bad: np.ndarray | None
    dark: float
    sparse: bool


def _tile(k: int, numbers: np.ndarray, mask: np.ndarray | None, task: Task, sums: Sums) -> _Tile:
    bad, outside = unobserved(numbers, task.reading, mask)
    sums.tell("read", numbers.size)
    sums.tell("outside", outside)
    fill, count = fill_like(numbers, bad)
    sums.tell(f"fill {fill:g}", count)
    flat, bad = numbers.ravel(), None if bad is None else bad.ravel()
    if task.change.negatives == "missing":
        gone = np.isnan(task.change(flat))
        if gone.any():
            bad = gone if bad is None else bad | gone
    dark = float(task.change(np.zeros(1))[0])
    return _Tile(k, flat, bad, dark, dark == 0 and task.lit >= 0)


def _run_sums(tile: _Tile, coverage: Coverage, task: Task, sums: Sums, lit: Lit | None) -> None:
    """Add wholly covered cells: only cells with light are touched one by one, the rest is counted."""
    span = slice(int(coverage.run_start[tile.k]), int(coverage.run_start[tile.k + 1]))
    runs, area = np.asarray(coverage.runs[span]), np.asarray(coverage.run_km2[span])
    if not len(runs):
        return
    unit, start, end = runs.T
    bright = tile.flat != 0 if tile.sparse else np.ones(len(tile.flat), dtype=bool)
    count = end - start
    if tile.bad is not None:
        bright &= ~tile.bad
        holes = np.flatnonzero(tile.bad)
        count = count - (np.searchsorted(holes, end) - np.searchsorted(holes, start))
        _observed(sums, unit, count.astype(np.float64), area)
    where = np.flatnonzero(bright)
    if not len(where):
        _darkness(sums, unit[count > 0], tile.dark)
        return
    light = task.change(tile.flat[where])
    low, high = np.searchsorted(where, start), np.searchsorted(where, end)
    _darkness(sums, unit[count > high - low], tile.dark)
    some = np.flatnonzero(high > low)
    if not len(some):
        return
    unit, low, high, area = unit[some], low[some], high[some], area[some]
    pair = np.column_stack([low, high]).ravel()
    total = np.add.reduceat(np.append(light, 0.0), pair)[::2]
    np.maximum.at(sums.most, unit, np.maximum.reduceat(np.append(light, -np.inf), pair)[::2])
    above = light > task.lit
    cells = high - low if above.all() else np.diff(np.append(0, np.cumsum(above))[pair].reshape(-1, 2)).ravel()
    _shine(sums, unit, total, area, cells.astype(np.float64))
    if lit is not None:
        _collect(lit, unit, low, high, light)


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


def _cell_sums(tile: _Tile, coverage: Coverage, task: Task, sums: Sums, lit: Lit | None) -> None:
    """Add partly covered cells."""
    span = slice(int(coverage.cell_start[tile.k]), int(coverage.cell_start[tile.k + 1]))
    unit, place = np.asarray(coverage.cells[span]).T
    share, area = np.asarray(coverage.fractions[span]), np.asarray(coverage.cell_km2[span])
    if tile.bad is not None:
        good = np.flatnonzero(~tile.bad[place])
        unit, place, share, area = unit[good], place[good], share[good], area[good]
        _observed(sums, unit, share.astype(np.float64), area)
    numbers = tile.flat[place]
    if tile.sparse:
        some = np.flatnonzero(numbers)
        _darkness(sums, unit[numbers == 0], 0.0)
        unit, numbers, share, area = unit[some], numbers[some], share[some], area[some]
    if not len(unit):
        return
    weight = share.astype(np.float64)
    light = task.change(numbers)
    np.maximum.at(sums.most, unit, light)
    _shine(sums, unit, weight * light, area, weight * (light > task.lit))
    if lit is not None:
        keep = light > 0
        lit.add(unit[keep], light[keep], share[keep])


def _observed(sums: Sums, unit: np.ndarray, weight: np.ndarray, area: np.ndarray) -> None:
    units = len(sums.weight)
    sums.weight += np.bincount(unit, weight, units)
    sums.km2 += np.bincount(unit, weight * area, units)


def _darkness(sums: Sums, unit: np.ndarray, dark: float) -> None:
    """Let the units know of an observed cell without light."""
    sums.most[unit] = np.maximum(sums.most[unit], dark)


def _shine(sums: Sums, unit: np.ndarray, light: np.ndarray, area: np.ndarray, lit: np.ndarray) -> None:
    units = len(sums.weight)
    sums.light += np.bincount(unit, light, units)
    sums.light_km2 += np.bincount(unit, light * area, units)
    sums.lit_km2 += np.bincount(unit, lit * area, units)


def _all_observed(sums: Sums, tiles: list[int], coverage: Coverage) -> None:
    """Count the cells of tiles without a hole; where no tile has one, they were counted with the fractions."""
    if len(tiles) == len(coverage.tiles):
        sums.weight += coverage.weight
        sums.km2 += coverage.km2
        return
    for k in tiles:
        runs = slice(int(coverage.run_start[k]), int(coverage.run_start[k + 1]))
        cells = slice(int(coverage.cell_start[k]), int(coverage.cell_start[k + 1]))
        unit, start, end = np.asarray(coverage.runs[runs]).T
        _observed(sums, unit, (end - start).astype(np.float64), np.asarray(coverage.run_km2[runs]))
        unit = np.asarray(coverage.cells[cells])[:, 0]
        _observed(sums, unit, np.asarray(coverage.fractions[cells], np.float64), np.asarray(coverage.cell_km2[cells]))
