"""The work behind an aggregation: cell fractions of every grid, then one raster after the other, with checkpoints."""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gisplug.boundaries.units import Units
from gisplug.core.executor import Executor, cpus, each_task, executor_from
from gisplug.core.identity.code import computed_by, room_hash
from gisplug.core.identity.family import family
from gisplug.core.identity.hashes import Hashes
from gisplug.core.messages import message
from gisplug.core.output.files import writing
from gisplug.core.progress import Part, Progress
from gisplug.core.version import version
from gisplug.core.vocabulary import Period
from gisplug.lights.gini import ranks
from gisplug.lights.grids.coverage import Coverage, Rule, cover, parts
from gisplug.lights.grids.exact import work
from gisplug.lights.grids.grid import Grid
from gisplug.lights.grids.units_on_grid import apart, on_grid, turned
from gisplug.lights.jobs import Job
from gisplug.lights.reduce import Sums, Task, reduce_raster

SMALL_WORK = 150_000_000  # cells; below, starting processes costs more than it saves
PIECE = 55.0  # time that a piece of a border takes to be cut, in times that a cell of a raster takes to be summed up
LEAST = 1e-6  # of all work
CACHE_VERSION = "5"
MEMORY = "hashes.json"  # content of large rasters, by their state


class Work:
    """Cell fractions of every grid, then one task after the other."""

    def __init__(
        self,
        units: Units,
        jobs: list[Job],
        rule: Rule,
        overlaps: str,
        lit: float,
        gini: bool,
        executor: Executor | str | int | None,
        progress: Progress,
    ) -> None:
        self.units: Units = units
        self.jobs: list[Job] = jobs
        self.rule: Rule = rule
        self.overlaps: str = overlaps
        self.lit: float = lit
        self.gini: bool = gini
        self.grids: dict[str, Grid] = {job.grid.key: job.grid for job in jobs}
        self.progress: Progress = progress
        self.reused: int = 0
        self.planar: dict[Period, np.ndarray] = {}
        self.tiled: bool = len(jobs) > len({job.period for job in jobs})
        self._given = executor
        self._on: dict[tuple[str, float, float], np.ndarray] = {}

    def run(self, cache: str | Path | None) -> dict[Period, Sums]:
        """Return the sums of each period, tiles added up.

        Parameters
        ----------
        cache
            Folder that keeps cell fractions and finished rasters; a temporary one where None.

        Raises
        ------
        RasterError
            If a raster breaks off, or workers cannot see the fractions.
        CrsError, ParameterError
            As `on_grid` and `cover`.
        """
        with ExitStack() as stack:
            folder = (
                Path(cache)
                if cache
                else Path(
                    stack.enter_context(tempfile.TemporaryDirectory(prefix="gisplug-", ignore_cleanup_errors=True))
                )
            )
            costs, whole = self._costs()
            executor = self._executor(whole)
            places: dict[str, Path] = {}
            done = 0.0
            for key, grid in self.grids.items():
                share = costs[key] / whole
                places[key] = self._cover(folder, grid, done, share, cache is not None, executor)
                done += share
            return self._reduce(folder if cache else None, places, Part(self.progress, done, 1.0))

    def _costs(self) -> tuple[dict[str, float], float]:
        """Return about how many cells could be summed up while the fractions of each grid are found, and in all."""
        cut: dict[str, float] = {}
        read = 0.0
        for key, grid in self.grids.items():
            geometries = self._moved(grid)
            cut[key] = PIECE * float(work(geometries, grid).sum())
            cells = min(float(shapely.area(geometries).sum()) / (grid.dx * grid.dy), float(grid.width) * grid.height)
            read += cells * sum(job.grid.key == key for job in self.jobs)
        return cut, max(sum(cut.values()) + read, 1.0)

    def _executor(self, cells: float) -> Executor:
        """Processes only where the work is worth starting them, or where the user says so."""
        chosen = executor_from(self._given)
        if self._given is None and chosen.where == "processes" and (cells < SMALL_WORK or cpus() == 1):
            return Executor("serial", 1)
        return chosen

    def _cover(self, folder: Path, grid: Grid, done: float, share: float, keep: bool, executor: Executor) -> Path:
        geometries = self._moved(grid)
        place = folder / f"fractions-{self._digest(grid, geometries) if keep else grid.key}"
        if not place.is_dir():
            progress, ahead = Part(self.progress, done, done + share), (1.0 - done - share) / max(share, LEAST)
            made = cover(geometries, grid, self.rule, executor, progress, ahead)
            with writing(place) as temporary:
                made.save(temporary)
        return place

    def _digest(self, grid: Grid, geometries: np.ndarray) -> str:
        digest = hashlib.sha256(repr((*_by(), grid.key, self.rule)).encode())
        for wkb in shapely.to_wkb(geometries):
            digest.update(wkb)
        return digest.hexdigest()[:16]

    def _moved(self, grid: Grid) -> np.ndarray:
        """Return the polygons on a grid; tiles of one size share them."""
        key = grid.crs, grid.dx, grid.dy
        if key not in self._on:
            self._on = {key: apart(on_grid(self.units, grid), self.overlaps)}
        return turned(self._on[key], grid)

    def _reduce(self, cache: Path | None, places: dict[str, Path], progress: Progress) -> dict[Period, Sums]:
        tasks: list[Task] = []
        owner: list[int] = []
        done: dict[int, Sums] = {}
        keys = self._keys(cache, places) if cache else []
        for j, job in enumerate(self.jobs):
            kept = _kept(cache, keys[j]) if cache else None
            if kept is not None:
                done[j] = kept
                self.reused += 1
                continue
            for task in self._tasks(job, places[job.grid.key]):
                tasks.append(task)
                owner.append(j)
        cells = sum(float(_cells(Coverage.load(t.coverage), t)) for t in tasks)
        self._each(tasks, owner, done, cells, cache, keys, progress)
        return self._by_period(done, places)

    def _tasks(self, job: Job, place: Path) -> list[Task]:
        coverage = Coverage.load(place)
        spans = parts(coverage)
        whole = len(spans) == 1 and not self.tiled
        return [
            Task(
                job.name,
                job.layers,
                job.combine,
                job.grid,
                place,
                a,
                b,
                job.change,
                self.lit,
                self.gini,
                whole or not self.tiled,
            )
            for a, b in spans
        ]

    def _each(
        self,
        tasks: list[Task],
        owner: list[int],
        done: dict[int, Sums],
        cells: float,
        cache: Path | None,
        keys: list[str],
        progress: Progress,
    ) -> None:
        waiting = {j: [i for i, o in enumerate(owner) if o == j] for j in owner}
        came: dict[int, Sums] = {}
        executor = self._executor(cells)
        label = message("rasters") if len(tasks) == len(waiting) else message("parts of rasters")
        for i, sums in each_task(reduce_raster, tasks, executor, progress, label, joining=True):
            came[i] = sums
            j = owner[i]
            if all(t in came for t in waiting[j]):
                whole = came.pop(waiting[j][0])
                for t in waiting[j][1:]:
                    whole.add(came.pop(t))
                done[j] = whole
                if cache:
                    _keep(cache, keys[j], whole)

    def _keys(self, cache: Path, places: dict[str, Path]) -> list[str]:
        """Return the name under which the sums of each job are kept: by content, so rasters may be moved or copied."""
        hashes = Hashes(cache / MEMORY)
        try:
            return [self._key(job, places[job.grid.key], hashes) for job in self.jobs]
        finally:
            hashes.keep(forget=False)

    def _key(self, job: Job, place: Path, hashes: Hashes) -> str:
        text = (
            *_by(),
            [(path.suffix.lower(), hashes.of(path)) for file in job.files for path in family(file)],
            place.name,
            [layer.identity for layer in job.layers],
            job.combine,
            job.change,
            self.lit,
            self.gini,
            self.tiled,
        )
        return f"{job.period}-{hashlib.sha256(repr(text).encode()).hexdigest()[:16]}"

    def _by_period(self, done: dict[int, Sums], places: dict[str, Path]) -> dict[Period, Sums]:
        """Add up the tiles of each period, in order, and complete the Gini."""
        made: dict[Period, Sums] = {}
        for j, job in enumerate(self.jobs):
            coverage = Coverage.load(places[job.grid.key])
            sums = done.get(j) or Sums.none(coverage.N)
            if job.period not in made:
                made[job.period] = Sums.none(len(self.units))
                self.planar[job.period] = np.array(coverage.planar)
            made[job.period].add(sums)
        for sums in made.values():
            rank, light = ranks(*sums.rest, len(self.units))
            sums.rank, sums.positive = sums.rank + rank, sums.positive + light
        return made


def _by() -> tuple[object, ...]:
    """What computes: other code or libraries may give other numbers."""
    return CACHE_VERSION, version(), room_hash("lights"), sorted(computed_by().items())


def _cells(coverage: Coverage, task: Task) -> int:
    box = coverage.tiles[task.first : task.end].astype(np.int64)
    return int(((box[:, 1] - box[:, 0]) * (box[:, 3] - box[:, 2])).sum())


_COLUMNS = ("weight", "light", "km2", "light_km2", "lit_km2", "most", "rank", "positive")
_REST = ("rest_unit", "rest_light", "rest_weight")


def _keep(cache: Path, key: str, sums: Sums) -> None:
    """Keep a finished raster, the lit cells of units that go on elsewhere with it."""
    arrays: dict[str, Any] = {name: getattr(sums, name) for name in _COLUMNS}
    arrays |= dict(zip(_REST, sums.rest, strict=True))
    with writing(cache / f"period-{key}.npz") as path, path.open("wb") as file:
        np.savez(file, told=np.array(json.dumps(sums.told)), **arrays)


def _kept(cache: Path, key: str) -> Sums | None:
    path = cache / f"period-{key}.npz"
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as kept:
        weight, light, km2, light_km2, lit_km2, most, rank, positive = (
            kept[name].astype(np.float64) for name in _COLUMNS
        )
        unit, rest_light, rest_weight = (kept[name] for name in _REST)
        told = {str(what): int(count) for what, count in json.loads(str(kept["told"])).items()}
    lit = (unit.astype(np.int32), rest_light.astype(np.float32), rest_weight.astype(np.float32))
    return Sums(weight, light, km2, light_km2, lit_km2, most, rank, positive, lit, told)
