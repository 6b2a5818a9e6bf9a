"""Contiguity: tolerant queen of gisplug beside libpysal (vertices, predicates, fuzzy) and pygeoda, on the same layers
in one run.

    python benchmarks/bench_weights.py [--small]

The layers are the 5,217 Italian municipalities of ../shared (or random cells with crooked borders where they are
absent), side by side
until the size wanted, as they are and with every vertex moved by up to a metre.
"""

from __future__ import annotations

import importlib.util
import math
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gisplug.boundaries.read import read_units
from gisplug.boundaries.units import Units
from gisplug.weights.contiguity import contiguity, lattice

ITALY = Path(__file__).resolve().parents[2] / "shared" / "data" / "italy5217" / "it_comuni_18reg.gpkg"
SIZES = (5_217, 36_519)
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


def main(small: bool = False) -> list[dict[str, Any]]:
    """Run and print; returns the rows."""
    base = base_layer()
    rows = []
    sizes = SIZES[:1] if small else SIZES
    for size in sizes:
        clean = tiled(base, round(size / len(base)))
        for units in (clean, noisy(clean)):
            vertices = int(shapely.get_num_coordinates(units.frame.geometry.values).sum())
            for name, run in peers().items():
                start = time.perf_counter()
                pairs = run(units)
                seconds = time.perf_counter() - start
                rows.append(
                    {
                        "layer": "noisy" if units is not clean else "clean",
                        "units": len(units),
                        "vertices": vertices,
                        "tool": name,
                        "seconds": seconds,
                        "pairs": pairs,
                    }
                )
                print(
                    f"{rows[-1]['layer']:6} {len(units):7,} units {vertices:10,} vertices  {name:22} {seconds:8.2f} "
                    f"s  {pairs:9,} pairs",
                    flush=True,
                )
    start = time.perf_counter()
    cells = lattice(1000, 1000)
    print(f"lattice of a million cells, queen: {time.perf_counter() - start:.2f} s, {cells.raw.nnz:,} links")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    _ratios(rows)
    return rows


def _ratios(rows: list[dict[str, Any]]) -> None:
    table = pd.DataFrame(rows).pivot(index=["layer", "units"], columns="tool", values="seconds")
    print("\nseconds / seconds of gisplug tolerant")
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
    main("--small" in sys.argv[1:])
