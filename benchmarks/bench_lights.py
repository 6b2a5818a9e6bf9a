"""Night lights: 2,850 county-like polygons x 11 years of 13,713 x 11,072 cells, beside exactextract, rasterstats and
QGIS.

    python benchmarks/run.py lights                 (all)
    python benchmarks/bench_lights.py --only gisplug gisplug_serial exactextract_one
    python benchmarks/bench_lights.py --sizes       (growth with the number of units)

Real rasters are taken from ../shared/data/china_500m where they lie beside the checkout (years are repeated to make
11 on one grid), else rasters of the same size are simulated. Each method runs in a fresh process. Seconds are told on
the clock and of the processor (user and system, workers included), which other work on the machine disturbs less;
memory is the largest resident size of the process plus those of its workers (pages they share are counted once for
each). GDAL's own zonal statistics are those of the library that the wheel of pyogrio brings (3.12 or newer), called
through its C interface. The whole globe is in `bench_globe`.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from memory import peak_kb

YEARS = 11
UNITS = 2850
REPEATS = 3  # of the quick methods, which take turns; the median is printed
WEST, NORTH, CELL, WIDTH, HEIGHT = 73.49559, 53.56107, 0.004491576421, 13713, 11072
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
STATS = ["sum", "mean", "max"]


METHODS = (
    "read",
    "exactextract_one",
    "exactextract_raster",
    "gdal_one",
    "gdal_raster",
    "gisplug",
    "gisplug_serial",
    "gisplug_gini",
    "exactextract_all",
    "rasterstats",
    "qgis",
)
QUICK = ("read", "exactextract_one", "gisplug", "gisplug_serial")


def main(only: list[str] | None = None) -> None:
    """Print the table of all methods, or of those named."""
    wanted = [name for name in METHODS if name in (only or METHODS) and available(name)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = rasters(folder)
        layer = counties(folder, UNITS)
        print(f"{UNITS} polygons, {len(files)} rasters of {WIDTH:,} x {HEIGHT:,} cells")
        print(f"load of the machine at the start: {os.getloadavg()[0]:.1f}")
        turns = [method for _ in range(REPEATS) for method in wanted if method in QUICK]
        runs: dict[str, list[dict[str, float]]] = {}
        for method in [*turns, *(method for method in wanted if method not in QUICK)]:
            runs.setdefault(method, []).append(fresh(method, layer, files))
        print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}\n")
        table({name: middle(runs[name]) for name in wanted})


def middle(runs: list[dict[str, float]]) -> dict[str, float]:
    """The run whose time of the processor is the median."""
    return sorted(runs, key=lambda run: run["processor"])[len(runs) // 2]


def available(method: str) -> bool:
    """Whether a method's library is installed; says so where it is not."""
    there = {
        "rasterstats": lambda: importlib.util.find_spec("rasterstats") is not None,
        "qgis": lambda: shutil.which("qgis_process") is not None,
        "gdal_one": lambda: gdal_library() is not None,
        "gdal_raster": lambda: gdal_library() is not None,
    }.get(method, lambda: True)()
    if not there:
        print(f"{method}: not installed here, left out")
    return there


def table(results: dict[str, dict[str, float]]) -> None:
    """Print a row a method, and how gisplug stands beside one pass of exactextract."""
    own = results.get("gisplug_serial", results.get("gisplug", {})).get("processor", float("nan"))
    print(f"{'method':20s} {'processor s':>11s} {'clock s':>8s} {'memory MB':>10s} {'x gisplug_serial':>17s}  what")
    for name, r in results.items():
        print(
            f"{name:20s} {r['processor']:11.1f} {r['clock']:8.1f} {r['memory']:10.0f} {r['processor'] / own:17.2f}  "
            f"{WHAT[name]}"
        )
    for name, r in results.items():
        if "difference" in r:
            print(f"largest relative difference of sums, {name} to exactextract: {r['difference']:.1e}")


WHAT = {
    "read": "all years read and decompressed once, one process",
    "exactextract_one": "one year, sum mean max",
    "exactextract_raster": 'one year, strategy "raster-sequential"',
    "exactextract_all": "all years, called year by year (three measured, scaled)",
    "gdal_one": "one year, GDAL's raster zonal-stats, fractions, sum mean max",
    "gdal_raster": "the same, strategy raster",
    "gisplug": "all years, all statistics but Gini, two processes",
    "gisplug_serial": "the same in one process",
    "gisplug_gini": "all thirteen statistics, two processes",
    "rasterstats": "one year of 100 polygons, scaled to all",
    "qgis": "native zonal statistics, one year, scaled to all",
}


def fresh(method: str, layer: Path, files: list[Path]) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", method, str(layer), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(f"{method} failed: {done.stderr.strip().splitlines()[-1]}")
        return {"processor": float("nan"), "clock": float("nan"), "memory": float("nan")}
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def one(method: str, layer: str, files: list[str]) -> None:
    """Run one method and print seconds and memory as JSON."""
    import exactextract  # noqa: F401 - imports are not timed
    import geopandas as gpd

    import gisplug.lights.aggregate  # noqa: F401

    units = gpd.read_file(layer).set_index("id")
    run = {
        "read": lambda: read(files),
        "exactextract_one": lambda: exact(units, files[:1]),
        "exactextract_raster": lambda: exact(units, files[:1], strategy="raster-sequential"),
        "exactextract_all": lambda: exact(units, files[:3]),
        "gdal_one": lambda: gdal(layer, files[0]),
        "gdal_raster": lambda: gdal(layer, files[0], "--strategy=raster"),
        "gisplug": lambda: own(units, files, "processes:2"),
        "gisplug_serial": lambda: own(units, files, "serial"),
        "gisplug_gini": lambda: own(units, files, "processes:2", True),
        "rasterstats": lambda: stats(units.iloc[:: len(units) // 100], files[0]),
        "qgis": lambda: qgis(layer, files[0]),
    }[method]
    factor = {"exactextract_all": len(files) / 3, "rasterstats": len(units) / 100 * len(files), "qgis": len(files)}
    before, begun = os.times(), time.perf_counter()
    got = run()
    clock, after = time.perf_counter() - begun, os.times()
    spent = sum(after[:4]) - sum(before[:4]) + workers_seconds()
    memory = peak_kb() / 1024 + workers_mb()
    scale = factor.get(method, 1.0)
    result = {"processor": spent * scale, "clock": clock * scale, "memory": memory}
    if method in ("gisplug", "gdal_one"):
        theirs = exact(units, files[:1])
        ours = got[got.period == got.period.min()]["sum"].to_numpy() if method == "gisplug" else got
        result["difference"] = float(np.nanmax(np.abs(ours - theirs) / np.where(theirs > 0, theirs, np.nan)))
    print(json.dumps(result))


def workers_mb() -> float:
    """Largest resident sizes of the worker processes, added up; they wait a few seconds for more work, so they can be
    asked.
    """
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        facts = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        if int(facts["PPid"]) == os.getpid() and "VmHWM" in facts:
            total += int(facts["VmHWM"].split()[0]) / 1024
    return total


def workers_seconds() -> float:
    """Seconds of the processor (user and system) of the worker processes that still wait for work, added up."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def read(files: list[str]) -> None:
    import rasterio
    from rasterio.windows import Window

    for file in files:
        with rasterio.Env(GDAL_CACHEMAX=48), rasterio.open(file) as raster:
            for row in range(0, raster.height, 2048):
                for column in range(0, raster.width, 2048):
                    raster.read(
                        1, window=Window(column, row, min(2048, raster.width - column), min(2048, raster.height - row))
                    )


def exact(units, files: list[str], **options: str):
    from exactextract import exact_extract

    frames = [exact_extract(file, units, STATS, output="pandas", **options) for file in files]
    return frames[0]["sum"].to_numpy()


def own(units, files: list[str], executor: str | None, gini: bool = False):
    from gisplug.lights.aggregate import STATS as EVERY
    from gisplug.lights.aggregate import aggregate_lights

    wanted = [name for name in EVERY if gini or name != "gini"]
    return aggregate_lights(files, units, "as-is", stats=wanted, nodata="none", executor=executor)


def gdal_library():
    """GDAL of the wheel of pyogrio through its C interface, None where it is older than `raster zonal-stats`."""
    import pyogrio

    found = list((Path(pyogrio.__file__).parents[1] / "pyogrio.libs").glob("libgdal*"))
    if not found or pyogrio.__gdal_version__ < (3, 12):
        return None
    library = ctypes.CDLL(str(found[0]))
    for name in ("GetGlobalAlgorithmRegistry", "AlgorithmRegistryInstantiateAlg", "AlgorithmInstantiateSubAlgorithm"):
        getattr(library, f"GDAL{name}").restype = ctypes.c_void_p
    library.CPLGetLastErrorMsg.restype = ctypes.c_char_p
    return library


def gdal(layer: str, file: str, *options: str):
    """Sums of GDAL's own `gdal raster zonal-stats`."""
    import pandas as pd

    library = gdal_library()
    target = Path(layer).with_name("gdal.csv")
    words = ["--zones", layer, "--stat=sum", "--stat=mean", "--stat=max", "--pixels=fractional", "--include-field=id"]
    words += ["--overwrite", *options, file, str(target)]
    library.GDALAllRegister()
    registry = ctypes.c_void_p(library.GDALGetGlobalAlgorithmRegistry())
    raster = ctypes.c_void_p(library.GDALAlgorithmRegistryInstantiateAlg(registry, b"raster"))
    run = ctypes.c_void_p(library.GDALAlgorithmInstantiateSubAlgorithm(raster, b"zonal-stats"))
    asked = (ctypes.c_char_p * (len(words) + 1))(*(word.encode() for word in words), None)
    done = library.GDALAlgorithmParseCommandLineArguments(run, asked) and library.GDALAlgorithmRun(run, None, None)
    if not (done and library.GDALAlgorithmFinalize(run, None)):
        raise SystemExit(library.CPLGetLastErrorMsg().decode())
    return pd.read_csv(target)["sum"].to_numpy()


def stats(units, file: str) -> None:
    from rasterstats import zonal_stats

    zonal_stats(units, file, stats=STATS)


def qgis(layer: str, file: str) -> None:
    target = Path(layer).with_name("qgis.gpkg")
    program = shutil.which("qgis_process.bin") or "qgis_process"  # Debian wraps it in a script that breaks it
    command = [program, "run", "native:zonalstatisticsfb", "--", f"INPUT={layer}", f"INPUT_RASTER={file}"]
    command += ["RASTER_BAND=1", "COLUMN_PREFIX=_", "STATISTICS=1,2,6", f"OUTPUT={target}"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def rasters(folder: Path) -> list[Path]:
    """Eleven rasters on one grid, real where they can be had."""
    real = sorted((SHARED / "china_500m").glob("201[4-9]_8bit.tif"))
    made = []
    for k in range(YEARS):
        target = folder / f"ntl_{2010 + k}.tif"
        if real:
            shutil.copyfile(real[k % len(real)], target)
        else:
            simulate(target, k)
        made.append(target)
    return made


def simulate(path: Path, seed: int) -> None:
    """A raster of towns: 5 percent of the cells are lit."""
    import rasterio
    from affine import Affine
    from rasterio.windows import Window

    rng = np.random.default_rng(seed)
    shape = {"width": WIDTH, "height": HEIGHT, "count": 1, "dtype": "uint8", "crs": "EPSG:4326", "nodata": 0}
    place = Affine(CELL, 0, WEST, 0, -CELL, NORTH)
    with rasterio.open(
        path, "w", driver="GTiff", transform=place, tiled=True, blockxsize=128, blockysize=128, compress="lzw", **shape
    ) as raster:
        for row in range(0, HEIGHT, 128):
            part = rng.gamma(0.3, 20, (min(128, HEIGHT - row), WIDTH)) * (rng.random((1, WIDTH)) < 0.05)
            raster.write(part.clip(0, 255).astype("uint8"), 1, window=Window(0, row, WIDTH, part.shape[0]))


def counties(folder: Path, n: int) -> Path:
    """County-like polygons: Voronoi cells cut by the outline of the provinces, with a vertex every kilometre."""
    import geopandas as gpd
    import shapely

    provinces = SHARED / "china" / "provinces_cn.gpkg"
    outline = (
        shapely.union_all(gpd.read_file(provinces).geometry.values)
        if provinces.exists()
        else shapely.box(75, 18, 134, 53)
    )
    rng = np.random.default_rng(1)
    west, south, east, north = outline.bounds
    shapely.prepare(outline)
    points = rng.random((n * 5, 2)) * [east - west, north - south] + [west, south]
    points = points[shapely.contains_xy(outline, points)][:n]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=outline))
    cells = shapely.segmentize(shapely.intersection(cells, outline), 0.01)
    layer = gpd.GeoDataFrame({"id": [f"{i:05d}" for i in range(len(cells))]}, geometry=cells, crs="EPSG:4326")
    target = folder / f"counties_{n}.gpkg"
    layer.to_file(target)
    return target


def sizes() -> None:
    """Print seconds for 300 to 30,000 units on one raster, and the growth exponent."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = rasters(folder)[:1]
        counts, spent = [300, 3000, 30000], []
        for n in counts:
            spent.append(fresh("gisplug_serial", counties(folder, n), files)["processor"])
            print(f"{n:6,} units, one year: {spent[-1]:6.1f} s of the processor")
        slope = np.polyfit(np.log(counts), np.log(spent), 1)[0]
        print(f"growth exponent in the number of units: {slope:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", nargs="+")
    parser.add_argument("--only", nargs="+", choices=METHODS)
    parser.add_argument("--sizes", action="store_true")
    given = parser.parse_args()
    if given.one:
        one(given.one[0], given.one[1], given.one[2:])
    elif given.sizes:
        sizes()
    else:
        main(given.only)
