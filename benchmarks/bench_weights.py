"""Contiguity: tolerant queen of gisplug beside libpysal (vertices, predicates, fuzzy) and pygeoda, on the same layers.

    python benchmarks/bench_weights.py [--small | --large]

The layers are the 5,217 Italian municipalities of ../shared (or random cells with crooked borders where they are
absent), side by side until the size wanted, as they are and with every vertex moved by up to a metre; `--large` makes
400,000 polygons of them. Every run has a process of its own; gisplug and pygeoda take turns, three times, the others
run once. Times are of the processor (user and system, all threads), which other work on the machine disturbs less than
seconds on the clock; memory is the largest resident size of the process, layer included.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from memory import peak_kb

from gisplug.boundaries.read import read_units
from gisplug.boundaries.units import Units
from gisplug.weights.contiguity import contiguity, lattice

ITALY = Path(__file__).resolve().parents[2] / "shared" / "data" / "italy5217" / "it_comuni_18reg.gpkg"
SIZES = (5_217, 36_519)
LARGE = 400_000
TURNS = ("gisplug tolerant", "pygeoda tolerance")  # take turns; pygeoda needs its threshold on noisy layers only
REPEATS = 3
VERTICES = 57  # of a polygon, about: 35,000 polygons have 2 million


def base_layer() -> gpd.GeoDataFrame:
    """Return about 5,000 real polygons with about `VERTICES` vertices each, in metres."""
    if ITALY.exists():
        layer = read_units(ITALY, id="com_istat_code").frame[["geometry"]].to_crs("EPSG:32632")
        kept = shapely.coverage_simplify(layer.geometry.values, 62.0)
        return gpd.GeoDataFrame(geometry=kept, crs=layer.crs)
    return crooked_cells(5_217)


def crooked_cells(count: int, seed: int = 1) -> gpd.GeoDataFrame:
    """Return Voronoi cells whose borders are broken lines shared exactly."""
    rng = np.random.default_rng(seed)
    points = shapely.multipoints(rng.random((count, 2)) * 1e3 * math.sqrt(count))
    edges = shapely.get_parts(shapely.voronoi_polygons(points, only_edges=True))
    fine = shapely.segmentize(edges, 120.0)
    ends = shapely.get_coordinates(edges)

    def shaken(xy: Any) -> Any:
        fixed = np.isin(xy.view(np.complex128).ravel(), ends.view(np.complex128).ravel())
        return xy + np.where(fixed[:, None], 0.0, rng.normal(0, 15.0, xy.shape))

    lines = shapely.transform(fine, lambda xy: shaken(np.ascontiguousarray(xy)))
    cells = shapely.get_parts(shapely.polygonize(lines))
    return gpd.GeoDataFrame(geometry=cells, crs="EPSG:32650")


def tiled(layer: gpd.GeoDataFrame, copies: int) -> Units:
    """Return copies of a layer side by side."""
    west, south, east, north = layer.total_bounds
    side = math.ceil(math.sqrt(copies))
    parts = [
        shapely.transform(
            layer.geometry.values,
            lambda xy, k=k: xy + np.array([(k % side) * (east - west) * 1.05, (k // side) * (north - south) * 1.05]),
        )
        for k in range(copies)
    ]
    shapes = np.concatenate(parts)
    ids = [str(i) for i in range(len(shapes))]
    frame = gpd.GeoDataFrame(geometry=shapes, index=pd.Index(ids, name="unit"), crs=layer.crs)
    return Units(frame, tuple(ids), f"{len(ids)} polygons")


def noisy(units: Units, metres: float = 1.0, seed: int = 1) -> Units:
    """Move every vertex of every unit by itself, rings stay closed."""
    rng = np.random.default_rng(seed)

    def moved(xy: Any) -> Any:
        return xy + rng.uniform(-metres, metres, xy.shape)

    kind, xy, offsets = shapely.to_ragged_array(units.frame.geometry.values)
    xy = moved(xy)
    rings = offsets[0]
    xy[rings[1:] - 1] = xy[rings[:-1]]
    shapes = shapely.make_valid(shapely.from_ragged_array(kind, xy, offsets), method="structure", keep_collapsed=False)
    return Units(
        units.frame.set_geometry(gpd.GeoSeries(shapes, index=units.frame.index, crs=units.frame.crs)),
        units.names,
        "noisy " + units.name,
    )


def peers() -> dict[str, Callable[[Units], int]]:
    """Return what is compared: name -> function that returns the number of pairs found."""
    from libpysal.graph import Graph
    from libpysal.weights import fuzzy_contiguity

    def quiet(make: Callable[[], Any]) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return make()

    found: dict[str, Callable[[Units], int]] = {
        "gisplug tolerant": lambda u: contiguity(u).raw.nnz // 2,
        "gisplug strict": lambda u: contiguity(u, tolerance=0).raw.nnz // 2,
        "libpysal vertices": lambda u: quiet(lambda: Graph.build_contiguity(u.frame.geometry, rook=False)).n_edges // 2,
        "libpysal predicates": lambda u: (
            quiet(lambda: Graph.build_contiguity(u.frame.geometry, rook=False, strict=True)).n_edges // 2
        ),
        "libpysal fuzzy": lambda u: (
            quiet(
                lambda: fuzzy_contiguity(
                    u.frame.reset_index(drop=True), buffering=True, buffer=2.0, silence_warnings=True
                )
            ).nonzero
            // 2
        ),
    }
    if importlib.util.find_spec("pygeoda"):
        import pygeoda

        found["pygeoda queen"] = lambda u: _pygeoda(pygeoda, u)
        found["pygeoda tolerance"] = lambda u: _pygeoda(pygeoda, u, precision_threshold=2.0)
    return found


def _pygeoda(pygeoda: Any, units: Units, **options: Any) -> int:
    weights = pygeoda.queen_weights(pygeoda.open(units.frame.reset_index()), **options)
    return sum(len(weights.get_neighbors(i)) for i in range(len(units))) // 2


def one(tool: str, file: str) -> None:
    """Run one tool on a saved layer and print processor seconds, memory (GB) and pairs as JSON."""
    frame = gpd.read_parquet(file)
    units = Units(frame, tuple(frame.index.tolist()), "units")
    run = peers()[tool]
    before = os.times()
    clock = time.perf_counter()
    pairs = run(units)
    clock = time.perf_counter() - clock
    after = os.times()
    spent = after.user + after.system - before.user - before.system
    peak = peak_kb() / 1e6
    print(json.dumps({"seconds": spent, "clock": clock, "peak": peak, "pairs": pairs}))


def fresh(tool: str, file: Path) -> dict[str, Any] | None:
    """Run one tool in a process of its own; None, and its last words printed, where it fails."""
    done = subprocess.run([sys.executable, __file__, "--one", tool, str(file)], capture_output=True, text=True)
    if done.returncode:
        print(f"{tool} failed: {(done.stderr.strip().splitlines() or ['no word'])[-1]}")
        return None
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(small: bool = False, large: bool = False) -> list[dict[str, Any]]:
    """Run and print; returns the rows."""
    base = base_layer()
    rows: list[dict[str, Any]] = []
    sizes = (LARGE,) if large else SIZES[:1] if small else SIZES
    known = list(peers())
    turns = [name for name in TURNS if name in known]
    plan = turns if large else [*turns * REPEATS, *(name for name in known if name not in turns)]
    print(f"load of the machine at the start: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            units = tiled(base, round(size / len(base)))
            for layer in ("clean", "noisy"):
                units = noisy(units) if layer == "noisy" else units
                vertices = int(shapely.get_num_coordinates(units.frame.geometry.values).sum())
                file = Path(folder) / "layer.parquet"
                units.frame.to_parquet(file)
                for name in plan:
                    found = fresh(name, file)
                    if found is not None:
                        rows.append({"layer": layer, "units": len(units), "tool": name, **found})
                        print(
                            f"{layer:6} {len(units):7,} units {vertices:11,} vertices  {name:20} "
                            f"{found['seconds']:7.2f} s of processor {found['clock']:7.2f} s on the clock "
                            f"{found['peak']:5.2f} GB {found['pairs']:9,} pairs",
                            flush=True,
                        )
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")
    if not large:
        start = time.process_time()
        cells = lattice(1000, 1000)
        print(f"lattice of a million cells, queen: {time.process_time() - start:.2f} s, {cells.raw.nnz:,} links")
        _ratios(rows)
    return rows


def _ratios(rows: list[dict[str, Any]]) -> None:
    table = pd.DataFrame(rows).pivot_table(index=["layer", "units"], columns="tool", values="seconds", aggfunc="median")
    print("\nprocessor seconds / those of gisplug tolerant (medians)")
    print(table.div(table["gisplug tolerant"], axis=0).round(2).to_string())
    if table.index.get_level_values("units").nunique() > 1:
        print("\ngrowth exponent in units")
        for layer, part in table.groupby(level="layer"):
            part = part.droplevel("layer")
            logs = np.log(part)
            for tool in part.columns:
                kept = logs[tool].dropna()
                if len(kept) > 1:
                    print(f"{layer:6} {tool:22} {np.polyfit(np.log(kept.index.to_numpy(float)), kept, 1)[0]:.2f}")


if __name__ == "__main__":
    if "--one" in sys.argv:
        one(*sys.argv[sys.argv.index("--one") + 1 :])
    else:
        main("--small" in sys.argv, "--large" in sys.argv)
