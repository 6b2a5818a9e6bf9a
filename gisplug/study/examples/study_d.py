"""Study D: digital economy, collaborative agglomeration and high-tech innovation, 30 provinces x 2011-2021. SYNTHETIC.

Made with what the paper finds: the level is positive, part of it runs through co-agglomeration, it is larger in the
east than in centre and west, and it bends upwards. The paper has 34 provinces; the embedded boundaries have the
30 for which such statistics are published.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gisplug.core.tables import write_table
from gisplug.study.examples.simulate import autoregressive, demo_units, long_frame

YEARS = list(range(2011, 2022))
INDICATORS = ("internet_users", "mobile_phones", "it_employees", "telecom_volume", "digital_finance", "broadband_ports")


def write(folder: Path, seed: int = 2025) -> None:
    """Write panel.csv of study D into `folder`."""
    rng = np.random.default_rng(seed)
    units = demo_units()
    region = units.frame["region"].to_numpy()
    frame = long_frame(list(units.ids), YEARS, _columns(rng, region), "adcode", "year")
    frame["province"] = np.tile(np.array(units.names), len(YEARS))
    frame["region"] = np.tile(region, len(YEARS))
    frame["note"] = "SYNTHETIC"
    write_table(frame, folder / "panel.csv")


def _columns(rng: np.random.Generator, region: np.ndarray) -> dict[str, np.ndarray]:
    periods, count = len(YEARS), len(region)
    east = np.where(region == "east", 0.9, np.where(region == "centre", 0.0, -0.5))
    trend = np.linspace(-1.2, 1.2, periods)[:, None]
    level = east + 0.6 * rng.standard_normal(count)
    digital = level + trend + 0.35 * autoregressive(rng, periods, count)
    columns = {
        name: np.exp(1.0 + 0.3 * k)
        * np.clip(1 + 0.2 * digital + 0.05 * autoregressive(rng, periods, count), 0.01, None)
        for k, name in enumerate(INDICATORS)
    }
    # two industries that move closer together as the digital economy grows
    centre = 0.9 + 0.15 * level + 0.05 * rng.standard_normal(count)
    apart = np.clip(0.45 - 0.12 * digital, 0.02, None) * np.sign(rng.standard_normal(count))
    lq_high, lq_service = np.clip(centre + apart, 0.1, None), np.clip(centre - apart + 0.08 * digital, 0.1, None)
    employment = np.exp(6.5 + 0.4 * rng.standard_normal(count) + 0.1 * trend)
    together = 1 - np.abs(lq_high - lq_service) / (lq_high + lq_service) + lq_high + lq_service
    slope = np.where(region == "east", 0.62, np.where(region == "centre", 0.36, 0.26))
    noise = 0.10 * rng.standard_normal((periods, count))
    innovation = (
        2.0
        + slope * digital
        + 0.08 * digital**2
        + 0.80 * (together - 2.5)
        + 0.4 * rng.standard_normal(count)
        + 0.1 * trend
        + noise
    )
    return {
        **columns,
        "employment": employment,
        "employment_hightech": 0.08 * lq_high * employment,
        "employment_services": 0.12 * lq_service * employment,
        "innovation": innovation,
        "government": 0.25 + 0.05 * autoregressive(rng, periods, count) - 0.02 * level,
        "openness": np.exp(-1.5 + 0.5 * level + 0.2 * autoregressive(rng, periods, count)),
        "human_capital": 0.02 + 0.004 * level + 0.002 * autoregressive(rng, periods, count),
        "ln_gdp_per_head": 10.7 + 0.25 * level + 0.3 * trend + 0.08 * autoregressive(rng, periods, count),
    }
