"""Study A: digital industry agglomeration and high-quality development, 30 provinces x 2010-2023. SYNTHETIC.

Calibrated to the descriptives and coefficients that the paper prints (China Soft Science 2025, no. 5): a spatial Durbin
process in `develop` with W agg .0260 and rho .1334. The slope of agg is .0650 below and .0850 above a threshold of
2.1715
(published: .0824 and .1399), because the published regimes and the published linear coefficients (.0856 to .0965)
cannot
both hold: with the jump of the published regimes the linear coefficient would be .13.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.tables import write_table
from gisplug.study.examples.simulate import autoregressive, demo_units, long_frame, scaled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.boundaries.units import Units

YEARS = list(range(2010, 2024))
RHO, THETA, BELOW, ABOVE, THRESHOLD = 0.1334, 0.0260, 0.0650, 0.0850, 2.1715
# mean, sd, min, max as printed; the last number is the effect on develop
AGG = (0.6866, 0.5410, 0.1200, 2.8272)
CONTROLS = {
    "wage": (7.4370, 3.0310, 3.6003, 22.9337, 0.004),
    "second": (0.3907, 0.1079, 0.1299, 1.2050, 0.020),
    "third": (0.4864, 0.1203, 0.2686, 1.0487, 0.040),
    "press": (2.3422, 1.0128, 1.0359, 6.6029, -0.006),
    "traffic": (0.4519, 0.2226, 0.0752, 1.1500, 0.010),
    "edu": (0.0096, 0.0059, 0.0005, 0.0296, 0.800),
}
# the 25 indicators of the index: name, dimension, sign, smallest and largest value
INDICATORS = (
    *[(f"innovation{k}", "innovation", 1, 0.1 * k, 40.0 + 10 * k) for k in range(1, 7)],
    *[(f"coordination{k}", "coordination", 1, 0.2, 3.0 + k) for k in range(1, 5)],
    *[(f"green{k}", "green", 1, 5.0, 60.0 + 5 * k) for k in range(1, 6)],
    ("green6", "green", -1, 0.2, 30.0),
    ("green7", "green", -1, 0.05, 9.0),
    *[(f"openness{k}", "openness", 1, 0.01, 1.0 + 0.4 * k) for k in range(1, 5)],
    *[(f"sharing{k}", "sharing", 1, 1.0, 50.0 * k) for k in range(1, 4)],
    ("sharing4", "sharing", -1, 1.2, 4.5),
)
CONDITIONS = ("gov1", "gov2", "market1", "market2", "inf1", "inf2")
MUNICIPALITIES = ("Beijing", "Tianjin", "Shanghai", "Chongqing")


def write(folder: Path, seed: int = 2046) -> None:
    """Write panel.csv and indicators.csv (signs and dimensions) of study A into `folder`."""
    rng = np.random.default_rng(seed)
    units = demo_units()
    names, region = list(units.names), units.frame["region"].to_numpy()
    W = _neighbours(units)
    agg, columns = _regressors(rng, region, W)
    develop = _develop(rng, W, agg, columns)
    index = _indicators(rng, develop)
    columns = {"agg_true": agg, **_employment(rng, agg), **columns, **_conditions(rng, agg), **index}
    frame = long_frame(list(units.ids), YEARS, columns, "adcode", "year")
    per_unit = pd.DataFrame({"adcode": units.ids, "province": names, "region": region, "rugged": _ruggedness(rng, agg)})
    per_unit["municipality"] = per_unit["province"].isin(MUNICIPALITIES).astype(int)
    frame = frame.merge(per_unit, on="adcode").drop(columns="agg_true")
    frame["note"] = "SYNTHETIC"
    write_table(_with_gaps(rng, frame), folder / "panel.csv")


def _neighbours(units: Units) -> csr_array:
    from gisplug.weights.contiguity import contiguity

    W: csr_array = contiguity(units, rule="queen", links=["460000:440000"]).matrix
    return W


def _regressors(rng: np.random.Generator, region: np.ndarray, W: csr_array) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    periods, count = len(YEARS), len(region)
    east = np.where(region == "east", 1.0, np.where(region == "centre", 0.0, -0.4))
    level = 0.7 * east + rng.standard_normal(count)
    level = level + 0.6 * (W @ level)  # neighbours are alike, so that Moran's I is positive
    trend = np.linspace(-1.0, 1.0, periods)[:, None]
    agg = scaled(level + 0.25 * trend + 0.35 * autoregressive(rng, periods, count), *AGG)
    columns = {}
    for name, (mean, sd, low, high, _) in CONTROLS.items():
        own = 0.6 * rng.standard_normal(count) + 0.3 * level + 0.6 * trend * (name in ("wage", "third", "edu"))
        columns[name] = scaled(own + 0.5 * autoregressive(rng, periods, count), mean, sd, low, high)
    return agg, columns


def _develop(rng: np.random.Generator, W: csr_array, agg: np.ndarray, columns: dict[str, np.ndarray]) -> np.ndarray:
    """Return the index as a spatial Durbin process with unit and period effects, shape (T, N)."""
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    slope = np.where(agg > THRESHOLD, ABOVE, BELOW)
    mean = slope * agg + THETA * (agg @ W.T)
    for name, (centre, *_, effect) in CONTROLS.items():
        mean = mean + effect * (columns[name] - centre)
    unit = 0.04 * (rng.gamma(1.5, 1.0, agg.shape[1]) - 1.5) + 0.012 * (agg.mean(axis=0) - agg.mean())
    period = np.linspace(-0.012, 0.012, agg.shape[0])[:, None]
    noise = 0.004 * (1 + agg) * rng.standard_normal(agg.shape)
    solve = splu((eye_array(agg.shape[1]) - RHO * W).tocsc()).solve
    develop = solve((mean + unit + period + noise).T).T
    develop = develop - develop.mean() + 0.1662
    return np.asarray(np.clip(develop, 0.02, 0.95))


def _indicators(rng: np.random.Generator, develop: np.ndarray) -> dict[str, np.ndarray]:
    """Return 25 indicators whose entropy-weighted index is close to `develop`.

    Each is `develop` with noise on [0, 1]; its largest value belongs to one leading province, as in real indicators.
    """
    made = {}
    for name, _, sign, low, high in INDICATORS:
        share = np.clip(develop + 0.03 * rng.standard_normal(develop.shape), 0.004, 0.98)
        share.flat[rng.choice(np.argsort(develop.ravel())[-12:])] = 1.0
        share.flat[rng.choice(np.argsort(develop.ravel())[:12])] = 0.0
        made[name] = low + (high - low) * (share if sign > 0 else 1 - share)
    return made


def _employment(rng: np.random.Generator, agg: np.ndarray) -> dict[str, np.ndarray]:
    """Return employment (10,000 persons) whose location quotient is exactly `agg`: its weighted mean must be one."""
    from scipy.optimize import brentq

    base = np.exp(rng.normal(6.8, 0.6, agg.shape[1]))
    total, digital = np.empty_like(agg), np.empty_like(agg)
    for t, lq in enumerate(agg):

        def gap(tilt: float, lq: np.ndarray = lq) -> float:
            weight = base * np.exp(tilt * lq)
            return float(weight @ lq / weight.sum() - 1.0)

        total[t] = base * np.exp(brentq(gap, -20, 20) * lq)
        total[t] *= 75_000 / total[t].sum()
        digital[t] = lq * total[t] * (0.02 + 0.002 * t)
    return {"employment": total, "employment_digital": digital}


def _conditions(rng: np.random.Generator, agg: np.ndarray) -> dict[str, np.ndarray]:
    """Return conditions of which two bundles (gov1 market1 inf1; gov2 market2 inf2) go with high agglomeration."""
    standing = (agg.ravel().argsort().argsort() / agg.size).reshape(agg.shape)
    first = rng.random(agg.shape) < 0.55
    made = {}
    for name in CONDITIONS:
        mine = first if name.endswith("1") else ~first
        pull = np.where(mine, standing, 0.35 * standing + 0.4 * rng.random(agg.shape))
        made[name] = 100 * np.clip(pull + 0.12 * rng.standard_normal(agg.shape), 0.01, None)
    return made


def _ruggedness(rng: np.random.Generator, agg: np.ndarray) -> np.ndarray:
    """Return terrain ruggedness per unit, less where agglomeration is high (first stage about -.048)."""
    mean = agg.mean(axis=0)
    return np.asarray(np.clip(6 - 3.0 * (mean - mean.mean()) + 2.2 * rng.standard_normal(len(mean)), 0.05, None))


def _with_gaps(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Blank one value in a hundred inside the years of the controls, which the study interpolates."""
    frame = frame.copy()
    inner = frame.index[frame["year"].between(YEARS[1], YEARS[-2])]
    for name in ("wage", "press", "traffic"):
        frame.loc[rng.choice(inner, 4, replace=False), name] = np.nan
    return frame
