"""Pieces from which the example data are simulated. Everything is made by a seed and labelled SYNTHETIC."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd

    from gisplug.boundaries.units import Units


def demo_units() -> Units:
    """Return the 30 provinces of the embedded demo."""
    from gisplug.boundaries.read import read_units

    return read_units("demo-china-provinces", id="adcode", name="name_en")


def autoregressive(rng: np.random.Generator, periods: int, units: int, persistence: float = 0.8) -> np.ndarray:
    """Return stationary AR(1) series with variance one, shape (T, N)."""
    series = np.empty((periods, units))
    series[0] = rng.standard_normal(units)
    shock = np.sqrt(1.0 - persistence**2)
    for t in range(1, periods):
        series[t] = persistence * series[t - 1] + shock * rng.standard_normal(units)
    return series


def scaled(values: np.ndarray, mean: float, sd: float, low: float, high: float) -> np.ndarray:
    """Return values of any shape with this mean and sd, bent monotonically to stay inside [low, high]; same shape.

    The published descriptives fix mean, sd, minimum and maximum: ranks are kept, and a Beta law with these moments
    on [low, high] gives the margins.
    """
    from scipy.stats import beta

    share, spread = (mean - low) / (high - low), (sd / (high - low)) ** 2
    size = share * (1 - share) / spread - 1
    ranks = (values.ravel().argsort().argsort() + 0.5) / values.size
    return np.asarray((low + (high - low) * beta.ppf(ranks, share * size, (1 - share) * size)).reshape(values.shape))


def long_frame(
    ids: list[str], periods: list[int], columns: dict[str, np.ndarray], unit: str, period: str
) -> pd.DataFrame:
    """Return a long table from (T, N) arrays, time-major."""
    frame = pd.DataFrame({unit: ids * len(periods), period: np.repeat(periods, len(ids))})
    return frame.assign(**{name: np.asarray(values).reshape(-1) for name, values in columns.items()})


def tessellation(count: int, seed: int, prefix: str, within: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """Return `count` made-up regions that tile the demo country, denser in the east: columns id, name, region.

    SYNTHETIC: Voronoi cells of random points, no administrative units. `within` names provinces of the demo by their
    ids, where only these are tiled.
    """
    import geopandas as gpd
    import shapely

    units = demo_units()
    plane = units.frame.to_crs(ALBERS)
    if within:
        plane = plane[[i in within for i in units.ids]]
    rng = np.random.default_rng(seed)
    points = _points(plane, count, rng)
    cells = gpd.GeoDataFrame(
        geometry=list(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=plane.union_all()).geoms),
        crs=plane.crs,
    )
    land = plane.union_all().simplify(2_000)
    cells["geometry"] = shapely.make_valid(cells.intersection(land).array).copy()
    cells = cells[~cells.is_empty].reset_index(drop=True)
    order = np.lexsort((cells.centroid.x, -cells.centroid.y.round(-5)))
    cells = cells.iloc[order].reset_index(drop=True)
    within = gpd.sjoin_nearest(
        cells.set_geometry(cells.representative_point()), plane[["region", "geometry"]], how="left"
    )
    within = within[~within.index.duplicated()]
    number = np.arange(1, len(cells) + 1)
    cells[f"{prefix}_id"] = [f"{prefix[0].upper()}{n:04d}" for n in number]
    cells[f"{prefix}_name"] = [f"{prefix.capitalize()} {n} (SYNTHETIC)" for n in number]
    cells["region"] = within["region"].to_numpy()
    return cells.to_crs(4326)


ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +datum=WGS84 +units=m"


def _points(plane: gpd.GeoDataFrame, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return `count` points: provinces share them by the root of their area, more in the east."""
    import shapely

    weight = np.sqrt(plane.area.to_numpy()) * plane["region"].map({"east": 2.0, "centre": 1.5, "west": 0.8}).to_numpy()
    shares = np.maximum(1, np.floor(count * weight / weight.sum())).astype(int)
    while shares.sum() != count:
        step = int(np.sign(count - shares.sum()))
        shares[(weight / (shares + step)).argmax() if step > 0 else shares.argmax()] += step
    made = []
    for shape, wanted in zip(plane.geometry, shares, strict=True):
        west, south, east, north = shape.bounds
        got = np.empty((0, 2))
        shapely.prepare(shape)
        while len(got) < wanted:
            trial = rng.uniform((west, south), (east, north), (20 * wanted + 50, 2))
            got = np.vstack([got, trial[shapely.contains_xy(shape, trial)]])
        made.append(got[:wanted])
    return np.vstack(made)
