"""Study C: digital technology innovation and manufacturing agglomeration, 270 cities x 15 years. SYNTHETIC.

Made so that the tables of the paper come out: the descriptives, the five stepwise columns (digital .0330 alone to .0615
with all controls), the three-step mediation by science spending and telecom, and lags 1 to 3 (.0644 .0755 .0820). The
published columns say how the controls move with digital innovation inside a city, and so they are made: the errors are
cleared of everything that a column holds, so that the coefficients of the last column are those printed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gisplug.core.tables import write_table
from gisplug.study.examples.simulate import (
    autoregressive,
    demeaned,
    employment,
    held,
    left_of,
    long_frame,
    tessellation,
)

YEARS = list(range(2008, 2023))
CITIES = 270
LAGS = 3  # years before the first whose innovation still acts
# mean, sd, min, max as printed
DIGITAL = (1.35, 0.93, 0.0, 4.69)
MANU, SERV = (0.46, 0.11, 0.06, 1.25), (0.41, 0.11, 0.08, 1.31)
POP, EDU = (5.77, 0.93, 0.68, 7.88), (0.18, 0.04, 0.02, 0.38)
MEAN, LOW, HIGH = 0.87, 0.01, 4.85  # of agglomeration
# the last stepwise column, less what goes through the mediators
DIRECT, VIA_MANU, VIA_SERV, VIA_POP, VIA_EDU = 0.0510, 0.526, 0.0582, 0.0859, -0.297
SCIENCE, TELECOM = (0.00496, 1.72), (0.0464, 0.0433)  # of digital on the mediator, of the mediator on agglomeration
OF_MANU, OF_POP = 0.03, 0.1  # of manu on science spending, of pop on telecom


def write(folder: Path, seed: int = 2025) -> None:
    """Write cities.gpkg and panel.csv of study C into `folder`."""
    rng = np.random.default_rng(seed)
    cities = tessellation(CITIES, seed + 1, "city")
    cities.to_file(folder / "cities.gpkg", layer="cities", driver="GPKG")
    columns = _columns(rng)
    share = 0.18 - 0.03 * np.linspace(0, 1, len(YEARS))
    whole, part = employment(rng, columns.pop("agg"), share, 18_000.0)
    columns = {"employment": whole, "employment_manufacturing": part, **columns}
    frame = long_frame(list(cities["city_id"]), YEARS, columns, "city_id", "year")
    frame["region"] = np.tile(cities["region"].to_numpy(), len(YEARS))
    frame["note"] = "SYNTHETIC"
    write_table(frame, folder / "panel.csv")


def _columns(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return agglomeration, digital innovation, controls and mediators, (T, N) each."""
    size = rng.standard_normal(CITIES)
    latent, digital = _digital(rng, size)
    controls = _controls(rng, digital)
    X = demeaned(np.stack([digital, *controls.values()], axis=2)).reshape(-1, 5)
    trend = _trend()[LAGS:]
    science = left_of(demeaned(0.0105 * _series(rng, 0.7)), X)
    telecom = left_of(demeaned(0.28 * _series(rng, 0.7)), np.column_stack([X, science]))
    own = np.column_stack([X, science, telecom])
    science = SCIENCE[0] * X[:, 0] + OF_MANU * X[:, 1] + science
    telecom = TELECOM[0] * X[:, 0] + OF_POP * X[:, 3] + telecom
    level = 0.80 * np.exp(0.50 * rng.standard_normal(CITIES))
    errors = 0.16 * level / level.mean() * (0.75 * rng.standard_normal(digital.shape) + 0.66 * _series(rng, 0.5))
    for lag, slope in ((1, 0.012), (2, 0.020), (3, 0.030)):
        errors = errors + slope * latent[LAGS - lag : LAGS - lag + len(YEARS)]
    slopes = [DIRECT, VIA_MANU - SCIENCE[1] * OF_MANU, VIA_SERV, VIA_POP - TELECOM[1] * OF_POP, VIA_EDU]
    inside = X @ np.array(slopes) + SCIENCE[1] * science + TELECOM[1] * telecom + left_of(demeaned(errors), own)
    agg = level - level.mean() + MEAN - 0.03 * trend + inside.reshape(digital.shape)
    agg.flat[agg.argmax()] = HIGH
    return {
        "agg": np.clip(agg, LOW, HIGH),
        "digital": digital,
        **controls,
        "tec": 0.02 + 0.012 * np.exp(0.5 * size) + 0.004 * trend + science.reshape(digital.shape),
        "inter": 0.9 + 0.3 * size + 0.5 * trend + telecom.reshape(digital.shape),
    }


def _trend() -> np.ndarray:
    return np.linspace(-1, 1, len(YEARS) + LAGS)[:, None]


def _series(rng: np.random.Generator, persistence: float) -> np.ndarray:
    return autoregressive(rng, len(YEARS) + LAGS, CITIES, persistence)[LAGS:]


def _digital(rng: np.random.Generator, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return digital innovation with the years before, (T + 3, N), and of the years of the study, (T, N)."""
    noise = autoregressive(rng, len(YEARS) + LAGS, CITIES, 0.8)
    latent = np.maximum(1.25 + 0.70 * size + 0.12 * size**2 + 0.45 * _trend() + 0.33 * noise, 0.0)
    return latent, held(latent[LAGS:], *DIGITAL)


def _controls(rng: np.random.Generator, digital: np.ndarray) -> dict[str, np.ndarray]:
    """Return the controls, which move with digital innovation inside a city as the stepwise columns imply."""
    trend, city = _trend()[LAGS:], rng.standard_normal((3, CITIES))
    inside = demeaned(digital)
    manu = held(0.098 * city[0] - 0.02 * trend - 0.075 * inside + 0.036 * _series(rng, 0.6), *MANU)
    other = demeaned(manu)
    serv = held(0.098 * city[1] + 0.03 * trend + 0.05 * inside - 0.6 * other + 0.032 * _series(rng, 0.6), *SERV)
    places = 0.92 * (0.8 * rng.standard_normal(CITIES) - rng.gamma(1.0, 0.5, CITIES))
    pop = held(places + 0.02 * trend + 0.13 * other + 0.06 * _series(rng, 0.8), *POP)
    edu = held(0.036 * city[2] + 0.01 * trend - 0.008 * inside + 0.0145 * _series(rng, 0.6), *EDU)
    return {"manu": manu, "serv": serv, "pop": pop, "edu": edu}
