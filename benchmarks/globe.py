"""A world for benchmarks, made here: 47,000 second-level units with 5 million vertices, and yearly night lights.

Land is where a smooth random field is high, units are Voronoi cells about places that crowd where people do, their
borders are bent at every scale down to a tenth of a degree and shared to the last bit. Lights are towns on cells of 15
arc seconds from 65 degrees south to 75 degrees north, about two cells in a hundred lit, the others stored as dark
blocks, as the global products of today are.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from affine import Affine
from rasterio.windows import Window

UNITS, VERTICES, YEARS = 47_000, 5_000_000, 12
WIDTH, HEIGHT, PER_DEGREE = 86_400, 33_600, 240
WEST, NORTH, SOUTH = -180.0, 75.0, -65.0
BLOCK = 512
LAND = 0.30  # of the area of the grid
TOWNS = 90_000
DISTINCT = 4  # years made; the others are copies of them
DIM = 0.4  # light below which a cell is dark
EDGE = 0.2  # degrees between units and the edge of the grid
COARSE = 2  # cells of the field of land and people, a degree


def world(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return where land is and how many people live there, north first, (280, 720) of bool and of float."""
    rng = np.random.default_rng(seed)
    rows, columns = int((NORTH - SOUTH) * COARSE), 360 * COARSE
    land, people = (_smooth(rng, rows, columns, power) for power in (1.7, 1.4))
    area = np.cos(np.radians(NORTH - (np.arange(rows) + 0.5) / COARSE))[:, None] * np.ones(columns)
    order = np.argsort(land.ravel())[::-1]
    share = np.cumsum(area.ravel()[order]) / area.sum()
    ground = land >= land.ravel()[order[np.searchsorted(share, LAND)]]
    ground[[0, -1]] = False
    ground[:, [0, -1]] = False
    return ground, np.where(ground, area * np.exp(1.6 * people), 0.0)


def _smooth(rng: np.random.Generator, rows: int, columns: int, power: float) -> np.ndarray:
    """Return a random field of mean 0 and deviation 1 whose waves are higher the longer they are."""
    waves = np.hypot(np.fft.fftfreq(2 * rows)[:, None] * 2 * rows, np.fft.fftfreq(columns) * columns)
    spectrum = np.fft.fft2(rng.standard_normal((2 * rows, columns))) / np.maximum(waves, 2.0) ** power
    field = np.fft.ifft2(spectrum).real[:rows]
    return (field - field.mean()) / field.std()


def places(rng: np.random.Generator, weight: np.ndarray, count: int) -> np.ndarray:
    """Return random places, longitude and latitude, (count, 2), as likely as the weights of the cells they lie in."""
    chance = weight.ravel() / weight.sum()
    row, column = np.divmod(rng.choice(chance.size, count, p=chance), weight.shape[1])
    spot = rng.random((2, count))
    return np.column_stack([WEST + (column + spot[0]) / COARSE, NORTH - (row + spot[1]) / COARSE])


def units(path: Path, seed: int = 2) -> None:
    """Write the units, with a column `id`."""
    rng = np.random.default_rng(seed)
    ground, people = world()
    inner = places(rng, people**1.6, UNITS)  # the emptiest units are a thousand times as large as the median
    outer = places(rng, (~ground).astype(float), UNITS // 3)
    every = shapely.multipoints(np.concatenate([inner, outer]))
    cells = shapely.get_parts(shapely.voronoi_polygons(every, extend_to=shapely.box(WEST, SOUTH, -WEST, NORTH)))
    at, cell = shapely.STRtree(cells).query(shapely.points(inner), predicate="within")
    inside = shapely.box(WEST + EDGE, SOUTH + EDGE, -WEST - EDGE, NORTH - EDGE)
    shapes = _bent(shapely.intersection(cells[cell[np.argsort(at)]], inside))
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    ids = [f"{k:05d}" for k in range(len(shapes))]
    gpd.GeoDataFrame({"id": ids}, geometry=shapes, crs="EPSG:4326").to_file(path)


def _bent(cells: np.ndarray) -> np.ndarray:
    """Return polygons with crooked borders, `VERTICES` in all: neighbours' edges are cut at the same places, and every
    vertex moves by a smooth field of its place.
    """
    _, xy, offsets = shapely.to_ragged_array(cells)
    sizes = np.diff(offsets[0])
    start = np.ones(len(xy), dtype=bool)
    start[offsets[0][1:] - 1] = False
    a, b = xy[:-1][start[:-1]], xy[1:][start[:-1]]
    length = np.hypot(*(b - a).T)
    step = length.sum() / (VERTICES - len(a) / 2)
    number = np.maximum(np.ceil(length / step), 1).astype(np.int64)
    edge = np.repeat(np.arange(len(a)), number)
    k = np.arange(len(edge)) - np.repeat(np.cumsum(number) - number, number)
    back = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    low, high = np.where(back[:, None], b, a), np.where(back[:, None], a, b)
    along = np.where(back[edge], number[edge] - k, k)[:, None] / number[edge][:, None]
    fine = np.where(along == 1.0, high[edge], low[edge] + (high[edge] - low[edge]) * along)
    ring = np.repeat(np.arange(len(cells)), np.add.reduceat(number, np.cumsum(sizes - 1) - (sizes - 1)))
    fine = _moved(fine)
    return np.asarray(shapely.polygons(shapely.linearrings(fine, indices=ring)))


def _moved(xy: np.ndarray, seed: int = 3) -> np.ndarray:
    """Return points moved by waves of several lengths, so gently that no border meets another."""
    rng = np.random.default_rng(seed)
    moved = xy.copy()
    for wave in (2.0, 0.7, 0.25, 0.1):
        turn, phase = rng.uniform(0, 2 * np.pi, (2, 2))
        for axis in (0, 1):
            across = xy @ np.array([np.cos(turn[axis]), np.sin(turn[axis])])
            moved[:, axis] += 0.028 * wave * np.sin(2 * np.pi * across / wave + phase[axis])
    return moved


def rasters(folder: Path, years: int = YEARS) -> list[Path]:
    """Write the yearly rasters and return their paths."""
    paths = [folder / f"ntl_{2012 + k}.tif" for k in range(years)]
    shape = {"width": WIDTH, "height": HEIGHT, "count": 1, "dtype": "float32", "crs": "EPSG:4326"}
    place = Affine(1 / PER_DEGREE, 0, WEST, 0, -1 / PER_DEGREE, NORTH)
    opened = [
        rasterio.open(
            path,
            "w",
            driver="GTiff",
            transform=place,
            tiled=True,
            blockxsize=BLOCK,
            blockysize=BLOCK,
            compress="deflate",
            zlevel=1,
            bigtiff="yes",
            **shape,
        )
        for path in paths[:DISTINCT]
    ]
    ragged = np.random.default_rng(4).lognormal(0, 0.6, (DISTINCT + 1, BLOCK, BLOCK)).astype(np.float32)
    towns = _towns()
    for top in range(0, HEIGHT, BLOCK):
        strip = _strip(towns, top, min(top + BLOCK, HEIGHT), ragged[-1])
        for left in range(0, WIDTH, BLOCK):
            block = strip[:, left : left + BLOCK]
            if block.any():
                for k, raster in enumerate(opened):
                    light = block * (1 + 0.03 * k) * (0.9 + 0.1 * ragged[k, : block.shape[0], : block.shape[1]])
                    raster.write(light, 1, window=Window(left, top, block.shape[1], block.shape[0]))
    for raster in opened:
        raster.close()  # the blocks that were never written are stored dark
    for k, path in enumerate(paths[DISTINCT:]):
        shutil.copyfile(paths[k % DISTINCT], path)
    return paths


def _towns(seed: int = 5) -> np.ndarray:
    """Return row, column, radius in cells and light of each town, from north to south, (TOWNS, 4)."""
    rng = np.random.default_rng(seed)
    xy = places(rng, world()[1], TOWNS)
    row, column = (NORTH - xy[:, 1]) * PER_DEGREE, (xy[:, 0] - WEST) * PER_DEGREE
    radius = np.minimum(rng.lognormal(np.log(7.0), 0.8, TOWNS), 120.0)
    towns = np.column_stack([row, column, radius, rng.lognormal(1.0, 0.7, TOWNS) * np.sqrt(radius)])
    return towns[np.argsort(row)]


def _strip(towns: np.ndarray, top: int, bottom: int, ragged: np.ndarray) -> np.ndarray:
    """Return the light of all cells between two rows."""
    strip = np.zeros((bottom - top, WIDTH), dtype=np.float32)
    reach = np.ceil(towns[:, 2] * 1.5)
    for row, column, radius, light in towns[(towns[:, 0] + reach >= top) & (towns[:, 0] - reach < bottom)].tolist():
        far = int(np.ceil(radius * 1.5))
        y0, y1 = max(int(row) - far, top), min(int(row) + far + 1, bottom)
        x0, x1 = max(int(column) - far, 0), min(int(column) + far + 1, WIDTH)
        y, x = np.arange(y0, y1), np.arange(x0, x1)
        fade = light * np.outer(
            np.exp(-(((y - row) / radius) ** 2) * 2), np.exp(-(((x - column) / radius) ** 2) * 2)
        ).astype(np.float32)
        strip[y0 - top : y1 - top, x0:x1] += fade * ragged[np.ix_(y % BLOCK, x % BLOCK)]
    strip[strip < DIM] = 0.0
    return strip


def made(folder: Path) -> tuple[Path, list[Path]]:
    """Return the layer and the rasters in a folder, made where they are not there yet."""
    layer = folder / "units.gpkg"
    found = sorted(folder.glob("ntl_*.tif"))
    if not layer.exists():
        units(layer)
    return layer, found if len(found) == YEARS else rasters(folder)


def described(layer: Path, files: list[Path]) -> dict[str, Any]:
    """Return how large a world is: units, vertices, years, gigabytes, share of lit cells of a sample of rows."""
    shapes = gpd.read_file(layer).geometry.values
    with rasterio.open(files[0]) as raster:
        lit = [float((raster.read(1, window=Window(0, top, WIDTH, 8)) > 0).mean()) for top in range(0, HEIGHT, 1_200)]
    return {
        "units": len(shapes),
        "vertices": int(shapely.get_num_coordinates(shapes).sum()),
        "years": len(files),
        "gigabytes": sum(path.stat().st_size for path in files) / 1e9,
        "lit": float(np.mean(lit)),
    }
