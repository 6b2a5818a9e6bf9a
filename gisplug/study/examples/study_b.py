"""Study B: a cluster policy and breakthrough innovation, 435 counties x 2000-2021. SYNTHETIC.

Calibrated to China Industrial Economics 2025, no. 1: staggered policy with an effect of 4.65 breakthrough patents a
county and year, three ordered mediators (43.5 %, 26.2 %, 16.6 %, direct 13.7 %), night lights that split the effect.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.tables import write_table
from gisplug.study.examples.patents import KEY_CLASSES, patents
from gisplug.study.examples.simulate import autoregressive, long_frame, scaled, tessellation

if TYPE_CHECKING:
    import geopandas as gpd

YEARS = list(range(2000, 2022))
COUNTIES, TREATED = 435, 120
WAVES = (2009, 2012, 2014, 2016)
EFFECT, LIGHT_EXTRA = 4.6533, 1.2
SHARE_NEW = 0.6  # patents per unit of novelty, so that the summed novelty has the published effect
PATHS = (0.4354, 0.2618, 0.1660)


def write(folder: Path, seed: int = 2025) -> None:
    """Write counties.gpkg, panel.csv, patents.csv and ntl_{year}.tif of study B into `folder`."""
    rng = np.random.default_rng(seed)
    counties = tessellation(COUNTIES, seed, "county")
    counties.to_file(folder / "counties.gpkg", layer="counties", driver="GPKG")
    ids = list(counties["county_id"])
    bright = (
        rng.gamma(2.0, 1.0, COUNTIES) * counties["region"].map({"east": 2.0, "centre": 1.2, "west": 0.7}).to_numpy()
    )
    start = _policy(rng, bright)
    years = np.array(YEARS)[:, None]
    after = (start > 0) & (years >= start)
    columns = _columns(rng, start, after, bright)
    columns |= _other_clusters(rng, start)
    counts = rng.poisson(columns.pop("rate"))
    columns["patents"] = counts
    frame = long_frame(ids, YEARS, columns, "county_id", "year")
    frame["region"] = np.tile(counties["region"].to_numpy(), len(YEARS))
    frame["note"] = "SYNTHETIC"
    write_table(frame, folder / "panel.csv")
    write_table(patents(counts, ids, YEARS, rng), folder / "patents.csv")
    (folder / "key_classes.txt").write_text("\n".join(KEY_CLASSES) + "\n", encoding="utf-8")
    _lights(rng, counties, bright, folder)


def _policy(rng: np.random.Generator, bright: np.ndarray) -> np.ndarray:
    """Return the first year of the policy of each county, 0 for never; likelier where it is bright."""
    chance = bright**0.5 / (bright**0.5).sum()
    start = np.zeros(COUNTIES, dtype=int)
    start[rng.choice(COUNTIES, TREATED, replace=False, p=chance)] = rng.choice(WAVES, TREATED)
    return start


def _other_clusters(rng: np.random.Generator, start: np.ndarray) -> dict[str, np.ndarray]:
    """Return the policy with non-digital clusters (which have no effect) added, and the flag of digital counties."""
    never = np.flatnonzero(start == 0)
    other = np.zeros(COUNTIES, dtype=int)
    other[rng.choice(never, 80, replace=False)] = rng.choice(WAVES, 80)
    any_start = np.where(start > 0, start, other)
    digital = ((start > 0) | ((other == 0) & (rng.random(COUNTIES) < 0.5))).astype(int)
    every = (any_start > 0) & (np.array(YEARS)[:, None] >= any_start)
    return {"any_cluster": every.astype(int), "digital_county": np.tile(digital, (len(YEARS), 1))}


def _columns(
    rng: np.random.Generator, start: np.ndarray, after: np.ndarray, bright: np.ndarray
) -> dict[str, np.ndarray]:
    periods = len(YEARS)
    trend = np.linspace(0, 1, periods)[:, None]
    age = np.where(after, np.array(YEARS)[:, None] - start, 0)
    grown = after * np.minimum(0.5 + 0.14 * age, 1.3)
    mediators = {}
    for number in range(1, len(PATHS) + 1):
        noise = 0.5 * autoregressive(rng, periods, COUNTIES) + 0.3 * rng.standard_normal(COUNTIES)
        mediators[f"mediator{number}"] = noise + after
    own = 0.8 * rng.gamma(1.5, 1.0, COUNTIES) + 1.5 * trend + 0.3 * bright
    direct = 1 - sum(PATHS)
    share = sum(s * m for s, m in zip(PATHS, mediators.values(), strict=True)) + direct * grown
    effect = EFFECT * np.where(bright > np.median(bright), 1 + LIGHT_EXTRA / EFFECT, 1 - LIGHT_EXTRA / EFFECT)
    level = own + effect * share
    breakthrough = level + 0.8 * rng.standard_normal(level.shape)
    return {
        "rate": np.clip(SHARE_NEW * level, 0.1, None),
        "breakthrough_true": breakthrough,
        "policy": after.astype(int),
        "first_year": np.tile(start, (periods, 1)),
        **mediators,
        "ln_population": 12.8
        + 0.5 * np.tile(rng.standard_normal(COUNTIES), (periods, 1))
        + 0.01 * autoregressive(rng, periods, COUNTIES),
        "ln_gdp": 10 + 1.5 * trend + 0.3 * np.log(bright) + 0.2 * autoregressive(rng, periods, COUNTIES),
        "industry": scaled(autoregressive(rng, periods, COUNTIES) + 0.3 * trend, 0.42, 0.11, 0.05, 0.85),
        "broadband": np.exp(0.5 * autoregressive(rng, periods, COUNTIES) + 2 * trend),
        "digital_firms": rng.poisson(np.exp(0.5 + 1.5 * trend + 0.3 * np.log(bright))),
        "supply_chain": scaled(autoregressive(rng, periods, COUNTIES, 0.95), 0.5, 0.2, 0.0, 1.0),
        "placebo_outcome": own + 0.8 * rng.standard_normal(level.shape),
    }


def _lights(rng: np.random.Generator, counties: gpd.GeoDataFrame, bright: np.ndarray, folder: Path) -> None:
    """Write yearly GeoTIFFs of 0.1 degree: a county's lights gather around its centre. SYNTHETIC."""
    import rasterio
    from rasterio.features import rasterize
    from rasterio.transform import from_origin

    west, south, east, north = counties.total_bounds
    step = 0.1
    shape = (int(np.ceil((north - south) / step)), int(np.ceil((east - west) / step)))
    grid = from_origin(west, north, step, step)
    owner = rasterize(
        zip(counties.geometry, range(COUNTIES), strict=True), shape, fill=-1, transform=grid, dtype="int32"
    )
    centre = counties.representative_point()
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    away = np.hypot(
        west + (columns + 0.5) * step - centre.x.to_numpy()[owner],
        north - (rows + 0.5) * step - centre.y.to_numpy()[owner],
    )
    texture = rng.gamma(2.0, 0.5, shape)
    for number, year in enumerate(YEARS):
        light = bright[owner] * (1 + 0.06 * number) * np.exp(-3.0 * away) * texture
        light = np.where((owner < 0) | (light < 0.15), 0.0, light).round(2).astype("float32")
        path = folder / f"ntl_{year}.tif"
        profile = {
            "driver": "GTiff",
            "height": shape[0],
            "width": shape[1],
            "count": 1,
            "dtype": "float32",
            "crs": "EPSG:4326",
        }
        with rasterio.open(path, "w", **profile, transform=grid, compress="deflate", predictor=3, zlevel=9) as out:
            out.write(light, 1)
            out.update_tags(NOTE="SYNTHETIC night lights, made by gisplug")
