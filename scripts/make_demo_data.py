"""Simulate the embedded demo: layers/demo/panel.csv and rasters/demo/ntl_{year}.tif. SYNTHETIC, not observations.

Run from the repository root: python scripts/make_demo_data.py

The panel follows a two-way spatial Durbin model on row-standardised queen contiguity of the 30 demo provinces, Hainan
linked to Guangdong: develop = rho W develop + X beta + W X theta + unit effects + period effects + e, with rho = .1334,
beta(agg) = .0856, theta(agg) = .0260 and sigma = .0143. Means, standard deviations, minima and maxima of the eight main
variables and the path of Moran's I of agg follow the published figures of a study of digital industry agglomeration
(China Soft Science 2025, no. 5); everything else is made up. Only the order of the provinces (coast before interior,
municipalities first) is meant to look familiar.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import rasterio
from rasterio.features import rasterize
from rasterio.transform import from_origin
from scipy.optimize import least_squares
from scipy.stats import beta as beta_law

import gisplug as gp

ROOT = Path(__file__).resolve().parents[1]
YEARS = range(2010, 2024)
T, N = len(YEARS), 30
SEED = 20478

RHO, SIGMA = 0.1334, 0.0143
BETA = {
    "agg": 0.0856,
    "wage": 0.0045,
    "second": -0.0210,
    "third": 0.0380,
    "press": 0.0062,
    "traffic": 0.0240,
    "edu": 1.1500,
}
THETA = {
    "agg": 0.0260,
    "wage": 0.0012,
    "second": -0.0090,
    "third": 0.0120,
    "press": -0.0021,
    "traffic": 0.0080,
    "edu": 0.3500,
}

# mean, sd, minimum, maximum (published descriptives, N = 420)
MOMENTS = {
    "develop": (0.1662, 0.1011, 0.0618, 0.6422),
    "agg": (0.6866, 0.5410, 0.1200, 2.8272),
    "wage": (7.4370, 3.0310, 3.6003, 22.9337),
    "second": (0.3907, 0.1079, 0.1299, 1.2050),
    "third": (0.4864, 0.1203, 0.2686, 1.0487),
    "press": (2.3422, 1.0128, 1.0359, 6.6029),
    "traffic": (0.4519, 0.2226, 0.0752, 1.1500),
    "edu": (0.0096, 0.0059, 0.0005, 0.0296),
}

# made-up standing of each province: the order is meant to look familiar, the numbers mean nothing
STANDING = {
    "Beijing": 3.0,
    "Shanghai": 2.8,
    "Guangdong": 2.3,
    "Jiangsu": 1.6,
    "Zhejiang": 1.6,
    "Tianjin": 1.5,
    "Fujian": 0.9,
    "Shaanxi": 0.7,
    "Sichuan": 0.6,
    "Chongqing": 0.6,
    "Hubei": 0.5,
    "Shandong": 0.5,
    "Liaoning": 0.4,
    "Jilin": 0.2,
    "Anhui": 0.2,
    "Hunan": 0.1,
    "Hainan": 0.1,
    "Henan": 0.0,
    "Jiangxi": 0.0,
    "Hebei": -0.1,
    "Guangxi": -0.1,
    "Heilongjiang": -0.1,
    "Shanxi": -0.2,
    "Yunnan": -0.3,
    "Guizhou": -0.2,
    "Inner Mongolia": -0.4,
    "Ningxia": -0.4,
    "Gansu": -0.6,
    "Qinghai": -0.6,
    "Xinjiang": -0.7,
}


def main() -> None:
    """Write both, and print what the panel holds."""
    units = gp.read_units("demo-china-provinces", id="adcode", name="name_en")
    w = gp.contiguity(units, rule="queen", links=["Hainan:Guangdong"])
    W = np.asarray(w.matrix.todense())
    rng = np.random.default_rng(SEED)
    standing = np.array([STANDING[name] for name in units.names])
    columns = regressors(rng, standing, W)
    columns["develop"] = outcome(rng, columns, standing, W)
    bright = radiance(rng, columns, standing, W)
    columns |= for_other_methods(rng, columns, standing, W)
    table = long_table(columns, units)
    (ROOT / "layers/demo").mkdir(parents=True, exist_ok=True)
    (ROOT / "rasters/demo").mkdir(parents=True, exist_ok=True)
    write_lights(rng, units, bright, standing)
    lights = gp.aggregate_lights(str(ROOT / "rasters/demo/ntl_{period}.tif"), units, product="demo-lights")
    table = with_lights(table, lights)
    table.to_csv(ROOT / "layers/demo/panel.csv", index=False, lineterminator="\n")
    print(table[list(MOMENTS)].agg(["mean", "std", "min", "max"]).T.round(4).to_string())


def regressors(rng: np.random.Generator, standing: np.ndarray, W: np.ndarray) -> dict[str, np.ndarray]:
    """Return agg and the six controls, each (T, N), with the published margins."""
    years = np.linspace(0, 1, T)[:, None]
    noise = rng.standard_normal(N)
    smooth = standardised(W @ standing + 0.6 * (W @ W @ standing))
    early = standardised(standing + 0.75 * noise)
    latent = early + years**3 * 0.22 * smooth + years * 0.25 + 0.22 * persistent(rng, 0.6)
    out = {"agg": margins(latent, *MOMENTS["agg"])}
    trend = {"wage": 2.6, "second": -0.7, "third": 1.1, "press": 0.2, "traffic": 0.9, "edu": 1.0}
    share = {"wage": 0.5, "second": -0.2, "third": 0.5, "press": 0.5, "traffic": 0.2, "edu": 0.3}
    for name in trend:
        level = share[name] * standardised(standing) + np.sqrt(1 - share[name] ** 2) * rng.standard_normal(N)
        out[name] = margins(level + trend[name] * years + 0.35 * persistent(rng, 0.7), *MOMENTS[name])
    return {name: np.round(values, 6) for name, values in out.items()}


def outcome(
    rng: np.random.Generator, columns: dict[str, np.ndarray], standing: np.ndarray, W: np.ndarray
) -> np.ndarray:
    """Return develop (T, N): the reduced form of the SDM; its unit effects are solved so that the margins are met."""
    A = np.eye(N) - RHO * W
    shocks = rng.standard_normal((T, N)) * SIGMA
    X = sum(BETA[k] * columns[k] + THETA[k] * (columns[k] @ W.T) for k in BETA)
    within = np.linalg.solve(A, (X + shocks).T).T
    within = within - within.mean(axis=0) + 0.012 * np.linspace(-0.5, 0.5, T)[:, None]
    swing = standardised(-within.min(axis=0))
    place = (standardised(standing) + 0.8 * swing + 0.25 * rng.standard_normal(N)).argsort().argsort() / (N - 1)

    def made(p: np.ndarray) -> np.ndarray:
        low, height, bend, tip, lift = np.exp(p)
        return within + low + height * place**bend + tip * place**40 + lift * (1 - place) ** 8

    def miss(p: np.ndarray) -> np.ndarray:
        y = made(p)
        return (np.array([y.mean(), y.std(ddof=1), y.min(), y.max()]) - np.array(MOMENTS["develop"])) * 1000

    best = least_squares(miss, np.log([0.09, 0.2, 2.0, 0.1, 0.01]), bounds=(-9, 3))
    return np.round(made(best.x), 6)


def radiance(
    rng: np.random.Generator, columns: dict[str, np.ndarray], standing: np.ndarray, W: np.ndarray
) -> np.ndarray:
    """Return the mean radiance (nW cm-2 sr-1) that each province and year should have, (T, N)."""
    dense = standardised(W @ standing + W @ W @ standing + 0.4 * standing)
    unit = 0.25 * rng.standard_normal(N) + 1.0 * dense
    log = 2.4 + 1.0 * np.log(columns["develop"]) + 0.25 * np.log(columns["agg"]) + unit
    return np.exp(log + 0.03 * rng.standard_normal((T, N)))


def for_other_methods(
    rng: np.random.Generator, columns: dict[str, np.ndarray], standing: np.ndarray, W: np.ndarray
) -> dict[str, np.ndarray]:
    """Return columns for location quotients, indices, policies, instruments, mediation and configurations."""
    agg, develop = columns["agg"], columns["develop"]
    years = np.arange(T)[:, None]
    out: dict[str, np.ndarray] = {}
    out["emp_digital"], out["emp_all"] = employment(rng, agg)
    size = np.exp(0.6 * rng.standard_normal(N) + 7.9)
    out["population"] = np.round(size * (1 + 0.004 * years), 1)
    out["gdp_pc"] = np.round(np.exp(1.1 + 0.75 * np.log(develop) + 0.05 * years + 0.04 * persistent(rng, 0.6) + 1.0), 4)
    out["rugged"] = np.round(np.tile(np.exp(0.7 * rng.standard_normal(N) - 0.45 * standardised(standing)), (T, 1)), 4)
    start = np.array([0, 2013, 2015, 2017])[np.clip((rng.permutation(N) * 4) // N, 0, 3)]
    policy = ((start > 0) & (np.array(YEARS)[:, None] >= start)).astype(float)
    since = np.where(policy > 0, np.array(YEARS)[:, None] - start + 1, 0)
    out["start"], out["policy"] = np.tile(start, (T, 1)).astype(float), policy
    neighbours = 0.30 * (policy @ W.T)
    out["science"] = np.round(
        2.0 + 0.5 * policy + 0.3 * standing + 0.05 * years + 0.25 * rng.standard_normal((T, N)), 4
    )
    gain = 0.6 * policy + 0.08 * np.minimum(since, 6) + neighbours + 0.5 * (out["science"] - 2.0)
    out["innovation"] = np.round(3 + 0.9 * standing + 0.08 * years + gain + 0.4 * rng.standard_normal((T, N)), 4)
    for k, name in enumerate(("gov1", "gov2", "market1", "market2", "inf1", "inf2")):
        pull = (0.7, 0.3, 0.8, 0.4, 0.7, 0.2)[k]
        latent = pull * standardised(np.log(agg)) + np.sqrt(1 - pull**2) * (
            0.9 * rng.standard_normal(N) + 0.3 * rng.standard_normal((T, N))
        )
        out[name] = np.round(np.exp(0.5 * latent) * (k + 1), 4)
    for k in range(1, 7):
        sign = -1 if k == 6 else 1
        latent = (
            sign * 1.1 * standardised(np.log(develop))
            + 0.6 * rng.standard_normal(N)
            + 0.25 * rng.standard_normal((T, N))
        )
        out[f"ind{k}"] = np.round(np.exp(0.4 * latent) * 10, 3)
    return out


def employment(rng: np.random.Generator, agg: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return digital and all employment (thousands) whose location quotient is `agg`: the weighted mean quotient must
    be one.
    """
    digital, everyone = np.empty((T, N)), np.empty((T, N))
    base = 0.4 * rng.standard_normal(N)
    for t in range(T):
        tilt = least_squares(lambda k, t=t: (agg[t] - 1) @ softmax(base + k[0] * agg[t]), [1.0]).x[0]
        everyone[t] = softmax(base + tilt * agg[t]) * 420_000 * (1 + 0.01 * t)
        digital[t] = agg[t] * everyone[t] * (0.012 + 0.0008 * t)
    return np.round(digital, 4), np.round(everyone, 3)


def long_table(columns: dict[str, np.ndarray], units: gp.Units) -> pd.DataFrame:
    """Return the long table, sorted by unit and year."""
    order = ["develop", *BETA, *(c for c in columns if c not in BETA and c != "develop")]
    frame = pd.DataFrame({"adcode": np.repeat(units.ids, T), "year": np.tile(list(YEARS), N)})
    frame.insert(1, "name_en", np.repeat(units.names, T))
    frame["region"] = np.repeat(units.frame["region"].to_numpy(), T)
    for name in order:
        frame[name] = columns[name].T.ravel()
    for name in ("policy", "start"):
        frame[name] = frame[name].astype(int)
    frame["data"] = "SYNTHETIC"
    return frame


def with_lights(table: pd.DataFrame, lights: pd.DataFrame) -> pd.DataFrame:
    """Add the mean radiance of the simulated rasters as column `lights`."""
    lights = lights.reset_index() if "period" not in lights.columns else lights
    keyed = lights.assign(adcode=lights["unit"].astype(str), year=lights["period"].astype(int))[
        ["adcode", "year", "mean"]
    ]
    joined = table.merge(keyed.rename(columns={"mean": "lights"}), on=["adcode", "year"], how="left", validate="1:1")
    joined["lights"] = joined["lights"].round(5)
    return joined[[*(c for c in joined.columns if c not in ("lights", "data")), "lights", "data"]]


def write_lights(rng: np.random.Generator, units: gp.Units, bright: np.ndarray, standing: np.ndarray) -> None:
    """Write one GeoTIFF a year: cities as bright spots with halos, scaled to the radiance each province should have."""
    cell, west, north, width, height = 0.2, 73.0, 54.0, 312, 182
    where = from_origin(west, north, cell, cell)
    shapes = [(geometry, i + 1) for i, geometry in enumerate(units.frame.geometry)]
    owner = rasterize(shapes, (height, width), transform=where, all_touched=True, dtype="int16") - 1
    x = west + cell * (np.arange(width) + 0.5)
    y = north - cell * (np.arange(height) + 0.5)
    light = sum(towns(rng, geometry, standing[i], owner == i, x, y) for i, geometry in enumerate(units.frame.geometry))
    area = np.cos(np.radians(y))[:, None] * np.ones(width)
    for t, year in enumerate(YEARS):
        grid = np.full((height, width), -9999.0, dtype="float32")
        for i in range(N):
            mine = owner == i
            lit = light[mine] > 0.06 * 0.9**t  # towns grow into the dark
            shape = np.where(lit, light[mine] ** (1.0 - 0.012 * t), 0.0)
            grid[mine] = np.round(shape * bright[t, i] * area[mine].sum() / (shape * area[mine]).sum(), 2)
        path = ROOT / f"rasters/demo/ntl_{year}.tif"
        options = {
            "driver": "GTiff",
            "width": width,
            "height": height,
            "count": 1,
            "dtype": "float32",
            "crs": "EPSG:4326",
        }
        with rasterio.open(
            path, "w", **options, transform=where, nodata=-9999.0, compress="deflate", predictor=3, zlevel=9
        ) as out:
            out.write(grid, 1)
            out.update_tags(
                TIFFTAG_IMAGEDESCRIPTION=f"SYNTHETIC night lights {year}, simulated for gisplug's demo, not "
                "observations"
            )
            out.update_tags(DATA="SYNTHETIC", UNIT="nW cm-2 sr-1", YEAR=str(year))
            out.set_band_description(1, "SYNTHETIC mean radiance")


def towns(
    rng: np.random.Generator, geometry: object, standing: float, mine: np.ndarray, x: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """Return the relative light of one province: towns of falling size at random places, dark land between them."""
    rows, cols = np.nonzero(mine)
    count = int(np.clip(len(rows) / 14, 2, 30))
    edge = rng.choice(len(rows), size=count, replace=False)
    light = np.zeros(mine.shape)
    for rank, k in enumerate(edge, start=1):
        reach = 0.16 + 0.22 * (standing > 0.4) / rank**0.4
        far = ((x[None, :] - x[cols[k]]) ** 2 + (y[:, None] - y[rows[k]]) ** 2) / reach**2
        light += np.where(mine, np.exp(-far / 2) / rank**0.9 + 0.04 * np.exp(-np.sqrt(far)) / rank**0.9, 0.0)
    return np.where(mine, light, 0.0)


def margins(latent: np.ndarray, mean: float, sd: float, low: float, high: float) -> np.ndarray:
    """Bend values monotonically to have exactly this mean, sd, minimum and maximum (Beta quantiles with pinned ends
    and a free tip).
    """
    rank = latent.ravel().argsort().argsort() / (latent.size - 1)
    rank = 0.5 / latent.size + rank * (1 - 1 / latent.size)
    target = np.array([(mean - low), sd]) / (high - low)

    def made(p: np.ndarray) -> np.ndarray:
        q = beta_law.ppf(rank, *np.exp(p[:2])) + np.exp(p[2]) * rank**80
        return (q - q.min()) / (q.max() - q.min())

    def miss(p: np.ndarray) -> np.ndarray:
        q = made(p)
        return np.array([q.mean(), q.std(ddof=1)]) - target

    size = target[0] * (1 - target[0]) / target[1] ** 2 - 1
    start = np.log([max(target[0] * size, 0.1), (1 - target[0]) * size, 0.02])
    best = least_squares(miss, start, bounds=(-8, 5), xtol=1e-14, ftol=1e-14, gtol=1e-14)
    return (low + (high - low) * made(best.x)).reshape(latent.shape)


def persistent(rng: np.random.Generator, keep: float) -> np.ndarray:
    """Return AR(1) noise with unit variance, (T, N)."""
    out = rng.standard_normal((T, N))
    for t in range(1, T):
        out[t] = keep * out[t - 1] + np.sqrt(1 - keep**2) * out[t]
    return out


def standardised(values: np.ndarray) -> np.ndarray:
    """Return values with mean zero and variance one."""
    return (values - values.mean()) / values.std()


def softmax(values: np.ndarray) -> np.ndarray:
    """Return positive shares that sum to one."""
    shares = np.exp(values - values.max())
    return shares / shares.sum()


if __name__ == "__main__":
    main()
