"""Study A: digital industry agglomeration and high-quality development, 30 provinces x 2010-2023. SYNTHETIC.

Made so that the tables of the paper (China Soft Science 2025, no. 5) come out with their signs and stars: descriptives,
Moran's I of every year, the four baseline columns, two-stage least squares, regions, quantiles, threshold and spatial
Durbin model. Not all printed numbers can hold at once: a slope of .2206 on agglomeration alone would be a correlation
of 1.18 with the printed standard deviations, so that column, and what follows from it, keeps its sign and stars only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import beta, gamma

from gisplug.core.tables import write_table
from gisplug.study.examples.columns import Columns, settled, stepped
from gisplug.study.examples.simulate import autoregressive, demeaned, demo_units, employment, held, left_of, long_frame

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.boundaries.units import Units

YEARS = list(range(2010, 2024))
THRESHOLD, MEAN, SD = 2.1715, 0.1662, 0.1011
# z of Moran's I by year, as printed
MORAN = (1.624, 1.653, 1.686, 1.636, 1.616, 1.541, 1.542, 1.693, 1.657, 1.639, 1.786, 2.051, 2.156, 2.747)
# mean, sd, min, max as printed
AGG = (0.6866, 0.5410, 0.1200, 2.8272)
CONTROLS = {
    "wage": (7.4370, 3.0310, 3.6003, 22.9337),
    "second": (0.3907, 0.1079, 0.1299, 1.2050),
    "third": (0.4864, 0.1203, 0.2686, 1.0487),
    "press": (2.3422, 1.0128, 1.0359, 6.6029),
    "traffic": (0.4519, 0.2226, 0.0752, 1.1500),
    "edu": (0.0096, 0.0059, 0.0005, 0.0296),
}
# how each control goes with agglomeration between provinces, how it grows, and how much it moves by itself
LOADINGS = {
    "wage": (0.45, 1.0, 0.30),
    "second": (-0.35, -0.1, 0.45),
    "third": (0.3, 0.5, 0.45),
    "press": (-0.6, 0.0, 0.45),
    "traffic": (0.45, 0.1, 0.45),
    "edu": (0.2, 0.9, 0.30),
}
LEADERS = {"Beijing": 2.6, "Shanghai": 2.3, "Guangdong": 0.8, "Zhejiang": 0.7, "Tianjin": 0.5, "Jiangsu": 0.7}
# slopes of agglomeration in the three columns with controls (printed: .0965 .0961 .0954; all shrink with the last
# scaling, the first so that every decile keeps a slope); t of the controls (the first place is free)
SLOPES = (0.1170, 0.0961, 0.0954)
POOLED_T = np.array([0, 5.0, -3.6, 0.4, -3.8, 1.2, 0.3])
UNIT_T = np.array([0, 8.0, -4.2, 0.3, -4.0, 1.85, 0.6])
BOTH_T = np.array([0, 20.0, -3.6, 1.2, -2.25, 2.4, 3.6])
WAGE_UNIT, WAGE_POOLED, WAGE_BOTH, SECOND_BOTH = 0.022, 0.0127, 0.0267, -0.08
BOUNDS = (
    ((4, 99), (3, 99), (-99, -3), (-1.3, 1.3), (-99, -3), (-1.3, 1.3), (-1.3, 1.3)),
    ((3.5, 99), (3.5, 99), (-99, -2.75), (-1.4, 1.4), (-99, -2.75), (1.8, 9), (-1.4, 1.4)),
    ((8, 99), (8, 99), (-99, -2.9), (-1.3, 1.3), (-9, -2.4), (2.3, 9), (3, 99)),
)
REGIONS = {"east": -0.0491, "centre": 0.1432, "west": -0.0281}  # slopes before the common shocks of a region
SHOCK, KINK, SPILLOVER = 0.1705, 0.0822, 0.0303
LAG = -0.65  # shocks of a region make rho large; errors that repel each other bring it back to that printed
NOISE, SPREAD, WIDENING, SKEW, FLOOR = 0.0126, 0.0, 0.17, 0.7, 0.05
FIRST_STAGE, FIRST_F, SECOND_STAGE = -0.0480, 13.38, 0.6494
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


def write(folder: Path, seed: int = 1005) -> None:
    """Write panel.csv of study A into `folder`."""
    rng = np.random.default_rng(seed)
    units = demo_units()
    names, region = list(units.names), units.frame["region"].to_numpy()
    W = _neighbours(units)
    agg, controls = _regressors(rng, names, region, W)
    develop = _develop(rng, W, region, agg, controls)
    rugged = _ruggedness(np.random.default_rng(seed + 7), agg, controls, develop)
    rng = np.random.default_rng(seed + 11)
    whole, part = employment(rng, agg, 0.02 + 0.002 * np.arange(len(YEARS)), 75_000.0)
    columns = {"employment": whole, "employment_digital": part, **controls, **_conditions(rng, agg)}
    columns |= _indicators(rng, develop)
    frame = long_frame(list(units.ids), YEARS, columns, "adcode", "year")
    per_unit = pd.DataFrame({"adcode": units.ids, "province": names, "region": region, "rugged": rugged})
    per_unit["municipality"] = per_unit["province"].isin(MUNICIPALITIES).astype(int)
    frame = frame.merge(per_unit, on="adcode")
    frame["note"] = "SYNTHETIC"
    write_table(_with_gaps(rng, frame), folder / "panel.csv")


def _neighbours(units: Units) -> csr_array:
    from gisplug.weights.contiguity import contiguity

    W: csr_array = contiguity(units, rule="queen", links=["460000:440000"]).matrix
    return W


def _regressors(
    rng: np.random.Generator, names: list[str], region: np.ndarray, W: csr_array
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return agglomeration and the controls, (T, N) each, with the printed descriptives and Moran's I."""
    periods, count = len(YEARS), len(region)
    trend = np.linspace(-1.0, 1.0, periods)[:, None]
    east = np.where(region == "east", 1.0, np.where(region == "centre", 0.1, -0.3))
    lead = np.array([LEADERS.get(name, 0.0) for name in names])
    level = 0.5 * east + 0.5 * rng.standard_normal(count) + lead
    growth = np.where(region == "east", 0.30, np.where(region == "centre", 0.12, 0.05))
    agg = _like_neighbours(_margins(level + growth * trend + 0.22 * autoregressive(rng, periods, count, 0.6), *AGG), W)
    standing, controls = (level - level.mean()) / level.std(), {}
    for name, (with_level, grows, moves) in LOADINGS.items():
        own = 0.7 * rng.standard_normal(count)
        series = with_level * standing + own + grows * trend + moves * autoregressive(rng, periods, count, 0.5)
        controls[name] = _margins(series, *CONTROLS[name])
    return agg, controls


def _margins(values: np.ndarray, mean: float, sd: float, low: float, high: float) -> np.ndarray:
    """Return values of any shape bent to a Beta law on [low, high], ranks kept, both ends reached; same shape."""
    share, spread = (mean - low) / (high - low), (sd / (high - low)) ** 2
    size = share * (1 - share) / spread - 1
    ranks = values.ravel().argsort().argsort() / (values.size - 1)
    law = low + (high - low) * beta.ppf(ranks, share * size, (1 - share) * size)
    return held(law.reshape(values.shape), mean, sd, low, high)


def _like_neighbours(agg: np.ndarray, W: csr_array) -> np.ndarray:
    """Return agglomeration (T, N) moved towards or away from that of neighbours until Moran's I has the printed z."""
    for _ in range(4):
        for t, wanted in enumerate(MORAN):
            x, lag = agg[t], W @ agg[t] - agg[t].mean()
            share = brentq(lambda c, x=x, lag=lag, wanted=wanted: _moran_z(x + c * lag, W) - wanted, -1.5, 3.0)
            new = x + share * lag
            agg[t] = (new - new.mean()) / new.std() * x.std() + x.mean()
        agg = held(agg, *AGG)
    return agg


def _moran_z(x: np.ndarray, W: csr_array) -> float:
    """Return z of Moran's I of x (N,) under randomisation."""
    z, n, total = x - x.mean(), len(x), W.sum()
    expected = -1 / (n - 1)
    both = np.asarray(W.sum(axis=0)).ravel() + np.asarray(W.sum(axis=1)).ravel()
    s1, s2 = 0.5 * float(((W + W.T).power(2)).sum()), float((both**2).sum())
    kurtosis = n * float((z**4).sum()) / float(z @ z) ** 2
    first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * total**2)
    second = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * total**2)
    variance = (first - second) / ((n - 1) * (n - 2) * (n - 3) * total**2) - expected**2
    return float((n / total * float(z @ (W @ z)) / float(z @ z) - expected) / np.sqrt(variance))


def _develop(
    rng: np.random.Generator, W: csr_array, region: np.ndarray, agg: np.ndarray, controls: dict[str, np.ndarray]
) -> np.ndarray:
    """Return the index (T, N) whose regressions on agglomeration and controls are those of the paper."""
    columns = Columns(np.stack([agg, *controls.values()], axis=2))
    errors = _errors(rng, W, region, agg, columns)
    slopes = columns.fits(errors)[2][1] * BOTH_T
    slopes[[0, 1, 2]] = SLOPES[2], WAGE_BOTH, SECOND_BOTH
    y = (columns.inside @ slopes).reshape(agg.shape) + errors
    rise = np.linspace(-0.012, 0.012, len(agg))
    periods = rise.copy()
    for _ in range(12):
        b, se = columns.fits(y + periods[:, None])[1]
        wanted = se * UNIT_T
        wanted[[0, 1]] = SLOPES[1], WAGE_UNIT
        periods = periods + 0.7 * stepped(columns.by_periods() / se[:, None], (wanted - b) / se, 8.0, rise - periods)
        periods -= periods.mean()
    y = y + periods[:, None]
    start = _provinces(agg, columns) + columns.units @ np.array([0.0965, 0.004, -0.1, 0, -0.012, 0.02, 0])
    units = start.copy()
    for _ in range(12):
        b, se = columns.fits(y + units)[0]
        wanted = se * POOLED_T
        wanted[[0, 1]] = SLOPES[0], WAGE_POOLED
        units = units + 0.7 * stepped(columns.by_units() / se[:, None], (wanted - b) / se, 5.0, start - units)
        units -= units.mean()
    y = y + units
    y = FLOOR + 0.02 * np.logaddexp(0, (y - y.mean() + MEAN - FLOOR) / 0.02)
    y = settled(columns, y, BOUNDS, np.array([1, 0.05, 1, 1, 1, 1, 0.3]), 40.0)
    return np.asarray(MEAN + (y - y.mean()) * SD / y.std(ddof=1))


def _errors(
    rng: np.random.Generator, W: csr_array, region: np.ndarray, agg: np.ndarray, columns: Columns
) -> np.ndarray:
    """Return what moves development inside provinces and years beside the regressors, (T, N): spatial noise that widens
    with agglomeration, slopes by region with common shocks of each region, a threshold, and agglomeration next door.
    """
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    noise = NOISE * (0.6 + 0.6 * agg) * rng.standard_normal(agg.shape)
    found = splu((eye_array(len(region)) - LAG * W).tocsc()).solve(noise.T).T
    slope = np.array([REGIONS[name] for name in region])
    found = found + (slope - SLOPES[2]) * agg + SPILLOVER * (agg @ W.T) + KINK * agg * (agg > THRESHOLD)
    for name in REGIONS:
        shock = agg[:, region == name].mean(axis=1)
        found[:, region == name] += SHOCK * (shock - shock.mean())[:, None]
    return left_of(demeaned(found), columns.inside).reshape(agg.shape)


def _provinces(agg: np.ndarray, columns: Columns) -> np.ndarray:
    """Return effects of provinces (N,) that spread more widely where agglomeration is high, as quantiles show it."""
    count = agg.shape[1]
    even = [sum((i >> b & 1) / 2 ** (b + 1) for b in range(6)) for i in range(1, count + 1)]
    at = np.empty(count)
    at[np.argsort(agg.mean(axis=0))] = (np.argsort(np.argsort(even)) + 0.5) / count
    effects = (SPREAD + WIDENING * agg.mean(axis=0)) * (gamma.ppf(at, SKEW) - SKEW) / np.sqrt(SKEW)
    return left_of(effects, np.column_stack([np.ones(count), columns.units]))


def _ruggedness(
    rng: np.random.Generator, agg: np.ndarray, controls: dict[str, np.ndarray], develop: np.ndarray
) -> np.ndarray:
    """Return terrain per province (N,) with the printed first stage and two-stage coefficient, period effects out."""
    held_fixed = np.stack(list(controls.values()), axis=2)
    held_fixed = (held_fixed - held_fixed.mean(axis=1, keepdims=True)).reshape(agg.size, -1)
    moved = [left_of(v - v.mean(axis=1, keepdims=True), held_fixed) for v in (agg, develop)]
    sums: list[np.ndarray] = [np.asarray(v.reshape(agg.shape).sum(axis=0)) for v in moved]
    gap = sums[1] - SECOND_STAGE * sums[0]  # terrain at right angles to it gives the coefficient of two stages

    def standard(values: np.ndarray) -> np.ndarray:
        flat = values - values.mean()
        flat = flat - (flat @ gap) / (gap @ gap) * gap
        return np.asarray(flat / flat.std())

    base, noise = standard(sums[0]), standard(rng.standard_normal((agg.shape[1],)))

    def first(share: float) -> tuple[float, float]:
        left = left_of(np.tile(noise - share * base, (len(agg), 1)), held_fixed)
        slope = float(left @ moved[0]) / float(left @ left)
        error = moved[0] - slope * left
        free = agg.size - held_fixed.shape[1] - 1 - len(agg)
        return slope, slope**2 * float(left @ left) / (float(error @ error) / free)

    share = brentq(lambda c: first(c)[1] - FIRST_F, 0.3, 60.0)
    terrain = (noise - share * base) * first(share)[0] / FIRST_STAGE
    return np.asarray(terrain - terrain.min() + 0.3)


def _indicators(rng: np.random.Generator, develop: np.ndarray) -> dict[str, np.ndarray]:
    """Return 25 indicators whose entropy-weighted index is `develop`.

    Each is `develop` with noise on [0, 1]; its largest value belongs to one leading province, as in real indicators.
    The others are then moved together until the index is right.
    """
    order = np.argsort(develop.ravel())
    share = np.clip(develop.ravel() + 0.03 * rng.standard_normal((len(INDICATORS), develop.size)), 0.004, 0.98)
    for k in range(len(share)):
        share[k, order[-1 - k]], share[k, order[k]] = 1.0, 0.0
    pinned = (share == 1.0) | (share == 0.0)
    for _ in range(60):
        p = share / share.sum(axis=1, keepdims=True)
        entropy = -(p * np.log(p, out=np.zeros_like(p), where=p > 0)).sum(axis=1) / np.log(develop.size)
        weight = (1 - entropy) / (1 - entropy).sum()
        gap = develop.ravel() - weight @ share
        room = weight @ ~pinned
        share = np.where(pinned, share, np.clip(share + gap / room, 0.0005, 0.9995))
    made = {}
    for (name, _, sign, low, high), values in zip(INDICATORS, share, strict=True):
        z = values if sign > 0 else 1 - values
        made[name] = (low + (high - low) * z).reshape(develop.shape)
    return made


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


def _with_gaps(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Blank one value in a hundred inside the years of the controls, which the study interpolates."""
    frame = frame.copy()
    inner = frame.index[frame["year"].between(YEARS[1], YEARS[-2])]
    for name in ("wage", "press", "traffic"):
        frame.loc[rng.choice(inner, 4, replace=False), name] = np.nan
    return frame
