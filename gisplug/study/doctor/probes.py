"""The questions, answered inside the second process: the only module of the doctor that imports packages.

A question is "import NAME", or the name of a function of PROBES.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

MERCATOR = 20037508.342789244  # metres east of Greenwich at 180 degrees in EPSG:3857


def main(questions: Sequence[str]) -> None:
    """Answer every question with one line of JSON on the standard output; whatever else prints goes to the errors."""
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    for question in questions:
        out.write("\n" + json.dumps({"question": question, **answered(question)}) + "\n")
        out.flush()


def answered(question: str) -> dict[str, Any]:
    """Return what was found, the error if there was one, and the package in which it happened."""
    kind, _, name = question.partition(" ")
    try:
        found = {} if kind == "import" and importlib.import_module(name) else PROBES[kind]()
    except BaseException as problem:  # the purpose: whatever a broken package raises is the answer
        text = f"{type(problem).__name__}: {' '.join(str(problem).split())}"
        return {"found": {}, "error": text[:400], "cause": _cause(problem)}
    return {"found": found, "error": "", "cause": ""}


def _cause(problem: BaseException) -> str:
    """Return the package that is missing, or the one whose code raised."""
    if isinstance(problem, ModuleNotFoundError) and problem.name:
        return problem.name.split(".")[0]
    names = [str(frame.f_globals.get("__name__", "")) for frame, _ in traceback.walk_tb(problem.__traceback__)]
    return next((name.split(".")[0] for name in reversed(names) if not name.startswith("importlib")), "")


def gdal() -> dict[str, Any]:
    """Return the GDAL of either package, and the drivers that read (r) and write (w)."""
    import pyogrio
    import rasterio

    with rasterio.Env() as env:
        rasters = sorted(env.drivers())
    vectors = {str(name): str(way) for name, way in pyogrio.list_drivers().items()}
    return {
        "rasterio": f"rasterio {rasterio.__version__} with GDAL {rasterio.__gdal_version__}",
        "pyogrio": f"pyogrio {pyogrio.__version__} with GDAL {pyogrio.__gdal_version_string__}",
        "rasters": rasters,
        "vectors": vectors,
    }


def proj() -> dict[str, Any]:
    """Return where PROJ has its data, and whether both packages find coordinate systems in it."""
    import pyproj
    import rasterio.crs

    x, _ = pyproj.Transformer.from_crs(4326, 3857, always_xy=True).transform(180.0, 0.0)
    return {
        "version": pyproj.proj_version_str,
        "data": pyproj.datadir.get_data_dir(),
        "transforms": abs(x - MERCATOR) < 1e-3,
        "rasterio": rasterio.crs.CRS.from_epsg(3857).to_epsg() == 3857,
    }


def tables() -> dict[str, Any]:
    """Write and read a small table in every format that goes both ways; return the error by ending."""
    import pandas as pd

    from gisplug.core.formats import formats
    from gisplug.core.tables import read_table, write_table

    frame = pd.DataFrame({"unit": ["甲", "b"], "y": [1.5, 2.0]})

    def there_and_back(path: Path) -> bool:
        return bool(read_table(write_table(frame, path))["y"].tolist() == [1.5, 2.0])

    return {f.endings[0]: _tried(there_and_back, f.endings[0]) for f in formats("table", "both") if usable(f.key)}


def usable(format: str) -> bool:
    """Whether a format needs no extra, or its extra is there."""
    from gisplug.core.machine.extras import EXTRAS, present

    return format not in EXTRAS or present(format)


def layers() -> dict[str, Any]:
    """Write and read one square in every format of layers that goes both ways; return the error by ending."""
    import geopandas as gpd
    from shapely.geometry import box

    from gisplug.boundaries.write import write_layer
    from gisplug.core.formats import formats

    frame = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[box(100, 30, 101, 31)], crs=4326)

    def there_and_back(path: Path) -> bool:
        write_layer(frame, path)
        read = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
        return bool(read["name"].iloc[0] == "甲" and abs(read.to_crs(4326).area.iloc[0] - 1) < 1e-6)

    return {f.endings[0]: _tried(there_and_back, f.endings[0]) for f in formats("layer", "both") if usable(f.key)}


def rasters() -> dict[str, Any]:
    """Write and read a raster of 1 to 9; return the error by ending."""
    import numpy as np
    import rasterio
    from rasterio.transform import from_origin

    cells = np.arange(1, 10, dtype="float32").reshape(3, 3)
    shape = {"driver": "GTiff", "height": 3, "width": 3, "count": 1, "dtype": "float32"}

    def there_and_back(path: Path) -> bool:
        with rasterio.open(path, "w", crs="EPSG:4326", transform=from_origin(0, 3, 1, 1), **shape) as made:
            made.write(cells, 1)
        with rasterio.open(path) as read:
            return bool((read.read(1) == cells).all() and read.crs.to_epsg() == 4326)

    return {".tif": _tried(there_and_back, ".tif")}


def fonts() -> dict[str, Any]:
    """Return the font in which Chinese will be drawn."""
    from gisplug.report.fonts import chinese_font

    return {"chinese": chinese_font()}


def threads() -> dict[str, Any]:
    """Return the libraries that compute in threads, once each, with how many, and for which processors."""
    from gisplug.core.machine.kernels import are_common, blas, kernels

    found = blas().info()
    pools = {(str(p.get("internal_api")), str(p.get("version") or ""), int(p["num_threads"])) for p in found}
    return {"pools": sorted(pools), "kernels": kernels(), "common": are_common(kernels())}


def _tried(there_and_back: Callable[[Path], bool], ending: str) -> str:
    """Return "" where a file comes back as it was, else what went wrong."""
    folder = Path(tempfile.mkdtemp(prefix="gisplug-"))
    try:
        return "" if there_and_back(folder / f"测试 test{ending}") else "it does not come back as it was"
    except Exception as problem:  # whatever a driver raises is the answer
        return f"{type(problem).__name__}: {' '.join(str(problem).split())}"[:300]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


PROBES: dict[str, Callable[[], dict[str, Any]]] = {
    "gdal": gdal,
    "proj": proj,
    "tables": tables,
    "layers": layers,
    "rasters": rasters,
    "fonts": fonts,
    "threads": threads,
}
