"""What an aggregation found about its rasters: odd numbers, cells of different sizes, tiles that are absent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from typing import Protocol

import geopandas as gpd
import numpy as np
import shapely

from gisplug.boundaries.units import Units
from gisplug.core.evidence import INFO, WARNING, Note, many, some
from gisplug.core.messages import joined, message
from gisplug.core.shelves import LightProduct, light_products
from gisplug.core.vocabulary import Period
from gisplug.lights.files.black_marble import needed_tiles, tile_name
from gisplug.lights.jobs import Job

MANY = 0.01  # share of cells out of range above which it is a warning
SAME_SIZE = 1e-3  # cells that differ by less are of one size


class Counted(Protocol):
    """Sums that count what the caller shall hear of."""

    told: dict[str, int]


def odd_cells(sums: Mapping[Period, Counted], product: LightProduct) -> Iterator[Note]:
    """Tell of cells out of range, which were left out, and of what looks like a fill value, which was not."""
    read = sum(s.told.get("read", 0) for s in sums.values())
    outside = {period: s.told["outside"] for period, s in sums.items() if s.told.get("outside")}
    if outside:
        limits = (
            message("the valid range of {key}", key=product.key)
            if _has_range(product)
            else message("what any quantity can be")
        )
        share = sum(outside.values()) / max(read, 1)
        text = message(
            "{outside:,} of {read:,} cells that were read lie outside {limits} (in {outside2}); they "
            "count as not observed.",
            outside=sum(outside.values()),
            read=read,
            limits=limits,
            outside2=some([str(p) for p in outside], 8),
        )
        yield Note(WARNING if share > MANY or not _has_range(product) else INFO, "outside-range", text)
    fills: dict[str, dict[Period, int]] = {}
    for period, s in sums.items():
        for what, count in s.told.items():
            if what.startswith("fill "):
                fills.setdefault(what.removeprefix("fill "), {})[period] = count
    for fill, periods in fills.items():
        text = message(
            "{periods:,} cells are {fill} (in {periods2}), which looks like a fill value that the "
            "file does not declare, and were counted as light. nodata={fill} leaves them out.",
            periods=sum(periods.values()),
            fill=fill,
            periods2=some([str(p) for p in periods], 8),
        )
        yield Note(WARNING, "fill-value", text)


def product_by_name(jobs: Sequence[Job]) -> Iterator[Note]:
    """Tell which product of the shelf has such file names, where none was named."""
    names = {job.name.split(" and ")[0] for job in jobs}
    for key, product in light_products().items():
        pattern = str(product.extra.get("files", ""))
        if pattern and all(fnmatch(name.removesuffix(".gz"), re.sub(r"\{[a-z]+\}", "*", pattern)) for name in names):
            text = message(
                "The files are named as those of {key} ({product}); product={key} says what their numbers mean.",
                key=key,
                product=product.title,
            )
            yield Note(INFO, "product-by-name", text)
            return


def _has_range(product: LightProduct) -> bool:
    return product.valid_min is not None or product.valid_max is not None


def cell_sizes(jobs: Sequence[Job]) -> Iterator[Note]:
    """Tell of periods whose cells differ in size: their sums over cells cannot be compared."""
    sizes: list[tuple[float, float, str, list[Period]]] = []
    for job in jobs:
        grid = job.grid
        for dx, dy, crs, periods in sizes:
            if crs == grid.crs and abs(dx / grid.dx - 1) < SAME_SIZE and abs(dy / grid.dy - 1) < SAME_SIZE:
                if job.period not in periods:
                    periods.append(job.period)
                break
        else:
            sizes.append((grid.dx, grid.dy, grid.crs, [job.period]))
    if len(sizes) < 2:
        return
    parts = [
        message("{dx:.6g} x {dy:.6g} in {periods}", dx=dx, dy=dy, periods=some([str(p) for p in periods], 4))
        for dx, dy, _, periods in sizes
    ]
    text = message(
        "The cells differ in size or reference system ({parts}), so sum, ln_sum_area and cells "
        "cannot be compared between these periods: smaller cells make larger sums. light_km2 (light "
        "times ground area), area_mean and mean can.",
        parts=joined("; ", parts),
    )
    yield Note(WARNING, "cell-sizes", text)


def absent_tiles(jobs: Sequence[Job], units: Units) -> Iterator[Note]:
    """Tell which Black Marble tiles the units need and no file brings, period by period."""
    if not jobs or not all(job.tile for job in jobs):
        return
    frame = units.frame.geometry
    dense = shapely.segmentize(np.asarray(frame.values), 0.5) if frame.crs.is_geographic else np.asarray(frame.values)
    needed = needed_tiles(np.asarray(gpd.GeoSeries(dense, crs=frame.crs).to_crs("EPSG:4326").values))
    have: dict[Period, set[tuple[int, int]]] = {}
    for job in jobs:
        have.setdefault(job.period, set()).add(job.tile or (-1, -1))
    gaps: dict[tuple[tuple[int, int], ...], list[Period]] = {}
    for period, tiles in have.items():
        lost = tuple(tile for tile, _ in needed if tile not in tiles)
        if lost:
            gaps.setdefault(lost, []).append(period)
    members = {tile: [units.ids[i] for i in where] for tile, where in needed}
    for lost, periods in gaps.items():
        names = ", ".join(tile_name(tile) for tile in lost)
        ids = tuple(dict.fromkeys(i for tile in lost for i in members[tile]))
        text = message(
            "Tiles {names} are not there in {periods}; the light of {units} on them ({ids}) is not "
            "whole: see valid_share.",
            names=names,
            periods=some([str(p) for p in periods], 12),
            units=many(len(ids), "unit"),
            ids=some(ids),
        )
        yield Note(WARNING, "absent-tiles", text, ids)
