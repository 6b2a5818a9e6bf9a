"""Study C: digital technology innovation and manufacturing agglomeration, 270 cities x 15 years. SYNTHETIC.

Calibrated to the published stepwise coefficients of ln(digital patents): .0330 alone to .0615 with all controls; lags
1-3
.0644, .0755, .0820; two mediators (science spending, telecom per head).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gisplug.core.tables import write_table
from gisplug.study.examples.simulate import autoregressive, long_frame, tessellation

YEARS = list(range(2008, 2023))
CITIES = 270
EFFECT = 0.086


def write(folder: Path, seed: int = 2025) -> None:
    """Write cities.gpkg and panel.csv of study C into `folder`."""
    rng = np.random.default_rng(seed)
    cities = tessellation(CITIES, seed + 1, "city")
    cities.to_file(folder / "cities.gpkg", layer="cities", driver="GPKG")
    frame = long_frame(list(cities["city_id"]), YEARS, _columns(rng), "city_id", "year")
    frame["region"] = np.tile(cities["region"].to_numpy(), len(YEARS))
    frame["note"] = "SYNTHETIC"
    write_table(frame, folder / "panel.csv")


def _columns(rng: np.random.Generator) -> dict[str, np.ndarray]:
    periods = len(YEARS)

    def series(persistence: float = 0.8) -> np.ndarray:
        return autoregressive(rng, periods, CITIES, persistence)

    size = rng.standard_normal(CITIES)
    trend = np.linspace(0, 1, periods)[:, None]
    tech = 3.5 + 1.1 * size + 2.2 * trend + 0.6 * series(0.85)
    science = 8.5 + 0.9 * size + 0.16 * tech + 0.35 * series()
    telecom = 0.4 + 0.05 * tech + 0.15 * series()
    gdp = 10.4 + 0.5 * size + 0.8 * trend - 0.17 * tech + 0.25 * series()
    finance = 1.0 + 0.06 * tech + 0.3 * series()
    openness = 0.2 + 0.02 * tech + 0.1 * series()
    roads = 2.5 + 0.4 * series()
    lagged = np.vstack([tech[:1], tech[:-1]])
    lq = (
        0.95
        + 0.35 * EFFECT * tech
        + 0.55 * EFFECT * lagged
        + 0.05 * (science - 8.5)
        + 0.12 * (telecom - 0.4)
        + 0.22 * (gdp - 10.4)
        - 0.02 * finance
        + 0.05 * openness
        + 0.01 * roads
        + 0.25 * rng.standard_normal(CITIES)
        - 0.15 * trend
        + 0.09 * rng.standard_normal((periods, CITIES))
    )
    workers = np.exp(4.2 + 0.7 * size + 0.2 * trend + 0.05 * series())
    lq = np.clip(lq, 0.05, None)
    share = 0.28 - 0.04 * trend
    return {
        "employment": workers,
        "employment_manufacturing": np.clip(lq * share, 0.005, 0.9) * workers,
        "ln_digital_patents": tech,
        "ln_science_spending": science,
        "telecom_per_head": telecom,
        "ln_gdp_per_head": gdp,
        "finance": finance,
        "openness": openness,
        "ln_roads": roads,
    }
