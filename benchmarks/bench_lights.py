"""Night lights: 2,850 county-like polygons x 11 years of 13,713 x 11,072 cells, beside exactextract, rasterstats and
QGIS.

    python benchmarks/run.py lights                 (all)
    python benchmarks/bench_lights.py --sizes       (growth with the number of units)

Real rasters are taken from ../shared/data/china_500m where they lie beside the checkout (years are repeated to make
11 on
one grid), else rasters of the same size are simulated. Each method runs in a fresh process; memory is the largest
resident
size of the process plus those of its workers (pages they share are counted once for each).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

YEARS = 11
UNITS = 2850
WEST, NORTH, CELL, WIDTH, HEIGHT = 73.49559, 53.56107, 0.004491576421, 13713, 11072
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
STATS = ["sum", "mean", "max"]


def main() -> None:
    """Print the table of all methods."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = rasters(folder)
        layer = counties(folder, UNITS)
        print(f"{UNITS} polygons, {len(files)} rasters of {WIDTH:,} x {HEIGHT:,} cells\n")
        methods = ["read", "exactextract_one", "exactextract_all", "gisplug", "gisplug_serial", "gisplug_gini"]
        if importlib.util.find_spec("rasterstats"):
            methods.append("rasterstats")
        if shutil.which("qgis_process"):
            methods.append("qgis")
        results = {method: fresh(method, layer, files) for method in methods}
        table(results)


def table(results: dict[str, dict[str, float]]) -> None:
    target = results["exactextract_one"]["seconds"] + 1.5 * results["read"]["seconds"]
    own = results["gisplug"]["seconds"]
    print(f"{'method':22s} {'seconds':>8s} {'memory MB':>10s} {'x gisplug':>10s}  what")
    for name, r in results.items():
        print(f"{name:22s} {r['seconds']:8.1f} {r['memory']:10.0f} {r['seconds'] / own:10.2f}  {WHAT[name]}")
    print(
        f"\ntarget: one exactextract pass + 1.5 x reading = {target:.1f} s; gisplug {own:.1f} s ({own / target:.2f} "
        "of it)"
    )
    if "difference" in results["gisplug"]:
        print(f"largest relative difference of sums to exactextract: {results['gisplug']['difference']:.1e}")


WHAT = {
    "read": "all years read and decompressed once, one process",
    "exactextract_one": "one year, sum mean max",
    "exactextract_all": "all years, called year by year (three measured, scaled)",
    "gisplug": "all years, all statistics but Gini, processes by default",
    "gisplug_serial": "the same in one process",
    "gisplug_gini": "all thirteen statistics",
    "rasterstats": "one year of 100 polygons, scaled to all",
    "qgis": "native zonal statistics, one year, scaled to all",
}


def fresh(method: str, layer: Path, files: list[Path]) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", method, str(layer), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(f"{method} failed: {done.stderr.strip().splitlines()[-1]}")
        return {"seconds": float("nan"), "memory": float("nan")}
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
        "exactextract_all": lambda: exact(units, files[:3]),
        "gisplug": lambda: own(units, files, None),
        "gisplug_serial": lambda: own(units, files, "serial"),
        "gisplug_gini": lambda: own(units, files, None, True),
        "rasterstats": lambda: stats(units.iloc[:: len(units) // 100], files[0]),
        "qgis": lambda: qgis(layer, files[0]),
    }[method]
    scale = {"exactextract_all": len(files) / 3, "rasterstats": len(units) / 100 * len(files), "qgis": len(files)}
    begun = time.perf_counter()
    got = run()
    seconds = (time.perf_counter() - begun) * scale.get(method, 1.0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    memory += workers_mb()
    result = {"seconds": seconds, "memory": memory}
    if method == "gisplug":
        theirs = exact(units, files[:1])
        first = got[got.period == got.period.min()]["sum"].to_numpy()
        ours = first / got.attrs["scale"]
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


def exact(units, files: list[str]):
    from exactextract import exact_extract

    frames = [exact_extract(file, units, STATS, output="pandas") for file in files]
    return frames[0]["sum"].to_numpy()


def own(units, files: list[str], executor: str | None, gini: bool = False):
    from gisplug.lights.aggregate import STATS as EVERY
    from gisplug.lights.aggregate import aggregate_lights

    wanted = [name for name in EVERY if gini or name != "gini"]
    got = aggregate_lights(files, units, "as-is", stats=wanted, nodata="none", executor=executor)
    got.attrs["scale"] = 1.0
    return got


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
            spent.append(fresh("gisplug_serial", counties(folder, n), files)["seconds"])
            print(f"{n:6,} units, one year: {spent[-1]:6.1f} s")
        slope = np.polyfit(np.log(counts), np.log(spent), 1)[0]
        print(f"growth exponent in the number of units: {slope:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", nargs="+")
    parser.add_argument("--sizes", action="store_true")
    given = parser.parse_args()
    if given.one:
        one(given.one[0], given.one[1], given.one[2:])
    elif given.sizes:
        sizes()
    else:
        main()
