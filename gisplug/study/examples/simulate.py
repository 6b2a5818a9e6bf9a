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


def held(values: np.ndarray, mean: float, sd: float, low: float, high: float) -> np.ndarray:
    """Return values of any shape moved and stretched to this mean, sd, smallest and largest value; same shape.

    The published descriptives fix the four: what would lie outside is set to the ends.
    """
    now = np.clip(mean + (values - values.mean()) * sd / values.std(ddof=1), low, high)
    now.flat[now.argmin()], now.flat[now.argmax()] = low, high
    edge = 1e-6 * (high - low)
    for _ in range(200):
        inner = (now > low) & (now < high)
        moved = mean + (now[inner] - now.mean()) * sd / now.std(ddof=1)
        now[inner] = np.clip(moved, low + edge, high - edge)
        now[inner] = np.clip(now[inner] + (mean - now.mean()) * now.size / inner.sum(), low + edge, high - edge)
    return np.asarray(now)


def demeaned(values: np.ndarray) -> np.ndarray:
    """Return values (T, N) or (T, N, K) less the means of their units and periods."""
    means = values.mean(axis=0, keepdims=True), values.mean(axis=1, keepdims=True)
    return np.asarray(values - means[0] - means[1] + values.mean(axis=(0, 1), keepdims=True))


def left_of(values: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return values (n,) or (T, N), flat, less what columns `others` (n, k) explain of them: (n,)."""
    flat = values.ravel()
    return np.asarray(flat - others @ np.linalg.lstsq(others, flat, rcond=None)[0])


def employment(
    rng: np.random.Generator, quotient: np.ndarray, share: np.ndarray, total: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return employment of all industries and of one, (T, N) each, whose location quotient is exactly `quotient`.

    Its mean weighted by employment must be one, so places with a high quotient are made larger or smaller.

    Parameters
    ----------
    share : (T,), of the one industry in all
    total : employment of all units together, in every period
    """
    from scipy.optimize import brentq

    base = np.exp(rng.normal(0.0, 0.6, quotient.shape[1]))
    whole = np.empty_like(quotient)
    for t, lq in enumerate(quotient):

        def gap(tilt: float, lq: np.ndarray = lq) -> float:
            weight = base * np.exp(tilt * (lq - 1.0))
            return float(weight @ lq / weight.sum() - 1.0)

        whole[t] = base * np.exp(brentq(gap, -30, 30) * (lq - 1.0))
        whole[t] *= total / whole[t].sum()
    return whole, quotient * whole * share[:, None]


def long_frame(
    ids: list[str], periods: list[int], columns: dict[str, np.ndarray], unit: str, period: str
) -> pd.DataFrame:
    """Return a long table from (T, N) arrays, time-major."""
    frame = pd.DataFrame({unit: ids * len(periods), period: np.repeat(periods, len(ids))})
    return frame.assign(**{name: np.asarray(values).reshape(-1) for name, values in columns.items()})


def tessellation(count: int, seed: int, prefix: str, provinces: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """Return `count` made-up regions that tile the demo country, denser in the east: columns id, name, region.

    SYNTHETIC: Voronoi cells of random points, no administrative units. `provinces` names provinces of the demo by
    their ids, where only these are tiled.
    """
    import geopandas as gpd
    import shapely

    units = demo_units()
    plane = units.frame.to_crs(ALBERS)
    if provinces:
        plane = plane[[i in provinces for i in units.ids]]
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
