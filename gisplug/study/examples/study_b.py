"""Study B: a cluster policy and breakthrough innovation, 435 counties x 2000-2021. SYNTHETIC.

Calibrated to China Industrial Economics 2025, no. 1, so that signs and significances of its tables come out: a policy
in 2013, 2014 and 2017 with 24 treated counties, three ordered mediators, effects in bright counties only.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import poisson

from gisplug.core.tables import write_table
from gisplug.study.examples.night_lights import write_lights
from gisplug.study.examples.patents import KEY_CLASSES, citations, patents
from gisplug.study.examples.simulate import autoregressive, long_frame, scaled, tessellation

YEARS = list(range(2000, 2022))
ALL_YEARS = list(range(1995, 2027))  # of patents: five years before and after, for their novelty
COUNTIES = 435
PROVINCES = ("310000", "320000", "330000", "340000", "360000", "410000", "420000", "430000", "500000", "610000")
WAVES = (2013, 2014, 2017)
TREATED, DARK = 24, 6  # treated counties, and those of them that are dark, where the policy does nothing
SHARE = 0.9  # digital patents a unit of summed novelty
# effects on the outcome of mediators, of supply chains where treated, of innovation chains, and the rest
COSPECIALISATION, DIFFUSION, EFFICIENCY, DIRECT = 6.0, 30.0, 11.5, 2.6
SUPPLY, CHAIN, CHAIN_TREATED = 6.6, 11.0, -74.8
LEADER = 15.0  # by how many others' effects on co-specialisation that on one county is larger
CLOSER = 0.105  # what the policy does to co-specialisation, halved
MORE_DIGITAL, LEANER = 0.17, 0.042  # what it does to the odds of citing digital patents, and to efficiency
# how much the hidden columns move by themselves
PAIR_NOISE, ODDS_NOISE, SUPPLY_NOISE, LEAN_NOISE = 0.15, 0.38, 0.22, 0.06


def write(folder: Path, seed: int = 2025) -> None:
    """Write counties.gpkg, panel.csv, firms.csv, patents.csv, citations.csv and ntl_{year}.tif into `folder`."""
    rng = np.random.default_rng(seed)
    counties = tessellation(COUNTIES, seed, "county", PROVINCES)
    counties.to_file(folder / "counties.gpkg", layer="counties", driver="GPKG")
    ids = list(counties["county_id"])
    rank = rng.standard_normal(COUNTIES)  # how developed a county is
    start = _policy(rng, rank)
    on = (start > 0) & (np.array(ALL_YEARS)[:, None] >= start)
    columns, hidden = _columns(rng, rank, start, on)
    level = _level(rng, columns, hidden, on, start)
    digital = poisson.ppf(rng.random(level.shape), SHARE * level).astype(int)
    other = rng.poisson(4.0 * np.exp(0.2 * rank) * np.linspace(0.9, 1.4, len(ALL_YEARS))[:, None])
    columns |= _inputs(rng, np.maximum(digital + other, 1), hidden["efficiency"])
    made = patents(digital, other, ids, ALL_YEARS, rng)
    write_table(made, folder / "patents.csv")
    cites, places, firms, lights = rng.spawn(4)
    write_table(citations(made, hidden["diffusion"], ids, cites), folder / "citations.csv")
    inside = slice(YEARS[0] - ALL_YEARS[0], YEARS[-1] - ALL_YEARS[0] + 1)
    panel = {name: np.broadcast_to(values, on.shape)[inside] for name, values in columns.items()}
    panel |= {"policy": on.astype(int)[inside], "first_year": np.tile(start, (len(YEARS), 1))}
    panel |= _policies_and_places(places, start)
    frame = long_frame(ids, YEARS, panel, "county_id", "year")
    frame["region"] = np.tile(counties["region"].to_numpy(), len(YEARS))
    frame["note"] = "SYNTHETIC"
    write_table(frame.round(6), folder / "panel.csv")
    write_table(_firms(firms, ids, rank, hidden["supply"][inside]), folder / "firms.csv")
    (folder / "key_classes.txt").write_text("\n".join(KEY_CLASSES) + "\n", encoding="utf-8")
    bright = 4 * np.exp(0.8 * rank + 0.05 * lights.standard_normal(COUNTIES))
    write_lights(lights, counties, bright, YEARS, folder)


def _policy(rng: np.random.Generator, rank: np.ndarray) -> np.ndarray:
    """Return the first year of the policy of each county, 0 for never: eight a wave, a quarter of them dark."""
    start = np.zeros(COUNTIES, dtype=int)
    dark = rng.choice(np.flatnonzero(rank < -0.6), DARK, replace=False)
    bright = rng.choice(np.flatnonzero(rank > 0.5), TREATED - DARK, replace=False)
    start[dark] = np.repeat(WAVES, DARK // len(WAVES))
    start[bright] = np.repeat(WAVES, (TREATED - DARK) // len(WAVES))
    return start


def _columns(
    rng: np.random.Generator, rank: np.ndarray, start: np.ndarray, on: np.ndarray
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return columns of the panel, and what is only seen through patents and firms; (T, N) each."""
    periods = len(ALL_YEARS)
    trend = np.linspace(0, 1, periods)[:, None]

    def wave(persistence: float = 0.8) -> np.ndarray:
        return autoregressive(rng, periods, COUNTIES, persistence)

    reach = np.where((start > 0) & (rank > 0), 1.0, 0.0)
    uneven = reach * (1 + 0.1 * rng.standard_normal(COUNTIES))
    uneven[uneven.argmax()] += LEADER
    uneven *= 24 / max(uneven.sum(), 1e-9)
    even = reach * (1 + 0.1 * rng.standard_normal(COUNTIES)) * 24 / 18
    pair = 1.0 + 0.12 * rng.standard_normal(COUNTIES) + PAIR_NOISE * wave(0.0) + CLOSER * on * uneven
    jobs = np.exp(4.5 + 0.5 * rng.standard_normal(COUNTIES) + 0.3 * trend)
    apart = np.exp(0.04 * wave())
    odds = -0.5 + 0.4 * rng.standard_normal(COUNTIES) + ODDS_NOISE * wave(0.0) + MORE_DIGITAL * on * even
    pavitt = [np.exp(base + 0.15 * rng.standard_normal(COUNTIES) + 0.25 * wave(0.3)) for base in (-1.2, -0.8, 0.0, 0.1)]
    hidden = {
        "cospecialisation": 1 + 2 * pair,
        "diffusion": 1 / (1 + np.exp(-odds)),
        "efficiency": np.exp(0.12 * rng.standard_normal(COUNTIES) + LEAN_NOISE * wave(0.0) + LEANER * on * even),
        "supply": np.clip(0.36 + 0.02 * rng.standard_normal(COUNTIES) + SUPPLY_NOISE * wave(0.0), 0.03, 0.9),
        "chain": _chain(pavitt),
        "even": even,
    }
    moved = np.cumsum(rng.random((periods, COUNTIES)) < 0.03, axis=0) * rng.choice([-0.1, 0.1], COUNTIES)
    columns = {
        "jobs": jobs,
        "jobs_digital": 0.08 * jobs * pair * apart,
        "jobs_applying": 0.12 * jobs * pair / apart,
        **{f"jobs_{name}": jobs * p for name, p in zip(PAVITT, pavitt, strict=True)},
        "ln_area": 7.9 + 0.4 * rng.standard_normal(COUNTIES) + moved,
        "ln_gdp": 9.5 + 1.6 * trend + 0.3 * rank + 0.15 * wave(),
        "ln_population": 12.8 + 0.5 * rng.standard_normal(COUNTIES) + 0.05 * wave(0.9),
        "industry": scaled(wave() + 0.3 * trend, 0.42, 0.11, 0.05, 0.85),
        "government": scaled(wave(), 0.18, 0.07, 0.03, 0.6),
        "agglomeration": np.exp(0.3 * rank + 0.25 * wave()),
        "telephone": np.exp(-1.2 + 0.6 * trend + 0.2 * rank + 0.2 * wave()),
        "mobile": np.exp(-1.0 + 1.5 * trend + 0.2 * rank + 0.2 * wave()),
        "broadband": np.exp(-2.0 + 1.8 * trend + 0.5 * rank + 0.15 * wave()),
    }
    return columns, hidden


PAVITT = ("science", "specialised", "scale", "supplier")


def _chain(pavitt: list[np.ndarray]) -> np.ndarray:
    """Return the links between neighbouring classes of Pavitt: the sum of the products of their shares."""
    total = sum(pavitt)
    shares = [p / total for p in pavitt]
    return np.asarray(sum(a * b for a, b in pairwise(shares)))


def _level(
    rng: np.random.Generator,
    columns: dict[str, np.ndarray],
    hidden: dict[str, np.ndarray],
    on: np.ndarray,
    start: np.ndarray,
) -> np.ndarray:
    """Return the expected outcome (T, N), not below 0.3."""
    treated = on * hidden["even"]
    chain = hidden["chain"] - hidden["chain"].mean()
    unit_gdp = columns["ln_gdp"].mean(axis=0) - columns["ln_gdp"].mean()
    level = (
        4.4
        + 0.8 * rng.standard_normal(COUNTIES)
        + np.linspace(0, 0.8, len(ALL_YEARS))[:, None]
        + 6.0 * (columns["ln_population"] - columns["ln_population"].mean(axis=0))
        + 2.0 * (columns["ln_gdp"] - columns["ln_gdp"].mean(axis=1, keepdims=True) - unit_gdp)
        + COSPECIALISATION * (hidden["cospecialisation"] - 3.0)
        + DIFFUSION * (hidden["diffusion"] - 0.4)
        + EFFICIENCY * (hidden["efficiency"] - 1.0)
        + treated * (DIRECT + SUPPLY * (hidden["supply"] - 0.36) + CHAIN_TREATED * chain)
        + CHAIN * chain
        - 0.9 * (on & (hidden["even"] == 0))
    )
    return np.asarray(np.maximum(level, 0.3))


def _inputs(rng: np.random.Generator, output: np.ndarray, efficiency: np.ndarray) -> dict[str, np.ndarray]:
    """Return researchers, R&D money and data of each county (T, N): what it takes to make the output."""
    spread = {"researchers": (30.0, 0.10), "rd_money": (12.0, 0.12), "data_volume": (5.0, 0.15)}
    fixed = {name: np.exp(s * rng.standard_normal(COUNTIES)) for name, (_, s) in spread.items()}
    return {
        name: size * fixed[name] * output / efficiency * np.exp(0.05 * rng.standard_normal(output.shape))
        for name, (size, _) in spread.items()
    }


def _policies_and_places(rng: np.random.Generator, start: np.ndarray) -> dict[str, np.ndarray]:
    """Return other policies, which have no effect, clusters that are not digital, and places that are left out."""
    years = np.array(YEARS)[:, None]
    never = np.flatnonzero(start == 0)

    def given(count: int, first: tuple[int, ...]) -> np.ndarray:
        since = np.full(COUNTIES, 9999)
        since[rng.choice(COUNTIES, count, replace=False)] = rng.choice(first, count)
        return (years >= since).astype(int)

    other = np.zeros(COUNTIES, dtype=int)
    other[rng.choice(never, 60, replace=False)] = rng.choice(WAVES, 60)
    any_start = np.where(start > 0, start, other)
    digital = ((start > 0) | ((other == 0) & (rng.random(COUNTIES) < 0.5))).astype(int)

    def places(count: int) -> np.ndarray:
        return np.tile(np.isin(np.arange(COUNTIES), rng.choice(COUNTIES, count, replace=False)).astype(int), (22, 1))

    return {
        "policy_list": given(60, (2014, 2015, 2016)),
        "policy_waves": given(70, (2012, 2013, 2016)),
        "any_cluster": ((any_start > 0) & (years >= any_start)).astype(int),
        "digital_county": np.tile(digital, (len(YEARS), 1)),
        "municipality": places(4),
        "reform_zone": places(12),
        "capital": places(10),
    }


def _firms(rng: np.random.Generator, ids: list[str], rank: np.ndarray, supply: np.ndarray) -> pd.DataFrame:
    """Return one row a firm and year: shares of its five largest suppliers and customers, and whether it blogs."""
    count = 3 + rng.poisson(1.5 + np.clip(rank, 0, 2))
    unit = np.repeat(np.arange(COUNTIES), count)
    size = (len(YEARS), len(unit))
    own = rng.normal(0, 0.04, len(unit))
    share = [np.clip(supply[:, unit] + own + rng.normal(0, 0.05, size), 0, 1) for _ in range(2)]
    chance = 1 / (1 + np.exp(1.2 - 1.6 * rank[unit] - 1.5 * np.linspace(0, 1, len(YEARS))[:, None]))
    return pd.DataFrame(
        {
            "firm_id": np.tile([f"F{n:05d}" for n in range(len(unit))], len(YEARS)),
            "county_id": np.tile(np.array(ids)[unit], len(YEARS)),
            "year": np.repeat(YEARS, len(unit)),
            "top5_suppliers": share[0].ravel().round(4),
            "top5_customers": share[1].ravel().round(4),
            "microblog": (rng.random(size) < chance).astype(int).ravel(),
            "note": "SYNTHETIC",
        }
    )
