"""Size and coverage of every estimator with asymptotic inference on panels of common shapes, by `gisplug.calibrate`.

`python scripts/size_table.py [draws] [part of a shape's name] [pattern of estimators]`; hours. The table stands in
docs/regression/sizes.md. Slow estimators get fewer repetitions (`PARTS`); those that `calibrate` does not repeat are
fitted to panels drawn anew (`DRAWN`).
Panels are simulated: unit and period effects, errors with autocorrelation .4 and a variance of their own by unit; those
of 8 clusters have shocks in common within regions, which the policy follows.
"""

from __future__ import annotations

import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

import gisplug as gp
from gisplug.core.errors import GisplugError
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights

SERIAL, SHARED = 0.4, 0.4


@dataclass(frozen=True)
class Shape:
    """N units, T periods, G clusters (0: none), and the share of the draws that are made."""

    N: int
    T: int
    G: int = 0
    part: float = 1.0


SHAPES = {"30 x 14": Shape(30, 14), "8 clusters": Shape(32, 14, 8), "270 x 15": Shape(270, 15, part=0.34)}


def panel_of(shape: Shape, seed: int = 5) -> tuple[Panel, Weights]:
    """Return a panel (y, a, b, z, m, q, d, flag, region) and weights of four neighbours on a ring."""
    rng, N, T = np.random.default_rng(seed), shape.N, shape.T
    region = np.arange(N) % (shape.G or 5)
    e = np.zeros((T, N))
    for t in range(T):
        u = rng.normal(size=N)
        if shape.G:
            u = np.sqrt(SHARED) * rng.normal(size=shape.G)[region] + np.sqrt(1 - SHARED) * u
        e[t] = u if not t else SERIAL * e[t - 1] + np.sqrt(1 - SERIAL**2) * u
    e *= np.exp(0.3 * rng.normal(size=N))
    mu, xi = rng.normal(size=N), rng.normal(size=(T, 1))
    z = rng.normal(size=(T, N)) + 0.3 * mu
    a = 0.7 * z + 0.4 * e + rng.normal(size=(T, N)) + 0.3 * mu
    b, q = rng.normal(size=(2, T, N))
    begins = np.full(N, np.inf)
    order = region if shape.G else rng.permutation(N)
    edges = (1, 2, 3) if shape.G else (N // 6, N // 3, N // 2)
    for first, last, start in zip((0, *edges[:2]), edges, (5, 7, 9), strict=True):
        begins[(order >= first) & (order < last)] = start
    d = (np.arange(T)[:, None] >= begins).astype(float)
    y = 0.3 * a - 0.3 * b + 0.5 * d + mu + xi + e
    columns = {"y": y, "a": a, "b": b, "z": z, "m": z**2 + rng.normal(size=(T, N)), "q": q, "d": d}
    columns["d1"] = d * (begins == 5)  # the first cohort alone: more donors than treated units
    names = [f"u{i:03d}" for i in range(N)]
    frame = pd.DataFrame({"unit": np.tile(names, T), "period": np.repeat(np.arange(2001, 2001 + T), N)})
    frame = frame.assign(**{name: values.ravel() for name, values in columns.items()})
    frame["flag"] = np.tile(np.arange(N) // 2 % 2, T).astype(float)
    frame["region"] = [f"r{g}" for g in np.tile(region, T)]
    near = np.zeros((N, N))
    for step in (-2, -1, 1, 2):
        near[np.arange(N), (np.arange(N) + step) % N] = 0.25
    return gp.read_panel(frame, unit="unit", period="period"), Weights(csr_array(near), tuple(names), "ring", "row")


Fit = Callable[[Panel, Weights], Any]
REGRESSIONS: dict[str, Fit] = {
    "Fixed effects, classical": lambda p, w: gp.fixed_effects(p, "y ~ a + b", errors="classical"),
    "Fixed effects, robust": lambda p, w: gp.fixed_effects(p, "y ~ a + b", errors="robust"),
    "Fixed effects, by unit": lambda p, w: gp.fixed_effects(p, "y ~ a + b", errors="unit"),
    "Fixed effects, two ways": lambda p, w: gp.fixed_effects(p, "y ~ a + b", errors="unit+period"),
    "Fixed effects, Driscoll-Kraay": lambda p, w: gp.fixed_effects(p, "y ~ a + b", errors="driscoll-kraay"),
    "Pooled, by unit": lambda p, w: gp.fixed_effects(p, "y ~ a + b", effects="none", errors="unit"),
    "Quadratic": lambda p, w: gp.quadratic(p, "y ~ a + b", errors="unit"),
    "Moderation": lambda p, w: gp.moderation(p, "y ~ a + b", "q", errors="unit"),
    "Heterogeneity": lambda p, w: gp.heterogeneity(p, "y ~ a + b", "flag", draws=0),
    "Panel GLS": lambda p, w: gp.panel_gls(p, "y ~ a + b"),
    **{
        f"Instruments, {how}": lambda p, w, how=how: gp.instrumental_variables(  # type: ignore[misc]
            p, "y ~ a + b", endogenous=["a"], instruments=["z", "m"], estimator=how, errors="unit"
        )
        for how in ("2sls", "liml", "gmm")
    },
    "Difference GMM": lambda p, w: gp.dynamic_gmm(p, "y ~ a + b", deepest=3, collapse=True),
    **{
        f"System GMM{more}": lambda p, w, own=own: gp.dynamic_gmm(  # type: ignore[misc]
            p, "y ~ a + b", system=True, deepest=3, collapse=True, exogenous=own
        )
        for more, own in (("", "both"), (", regressors in transformed rows", "transformed"))
    },
    **{
        f"Quantiles, {how}": lambda p, w, how=how: gp.quantile_panel(  # type: ignore[misc]
            p, "y ~ a + b", (0.25, 0.5), method=how, draws=99
        )
        for how in ("moments", "canay", "dummies", "pooled")
    },
    "Threshold": lambda p, w: gp.panel_threshold(p, "y ~ a + b", "q", thresholds=1, most=1, draws=0, grid=40),
}
POLICIES: dict[str, Fit] = {
    "Two-way DID": lambda p, w: gp.did_twoway(p, "y ~ d + b"),
    "Event study": lambda p, w: gp.event_study(p, "y ~ d + b"),
    "Sun-Abraham": lambda p, w: gp.sun_abraham(p, "y ~ d + b"),
    "Stacked": lambda p, w: gp.did_stacked(p, "y ~ d + b"),
    "Imputation": lambda p, w: gp.did_imputation(p, "y ~ d + b"),
    "Callaway-Sant'Anna": lambda p, w: gp.group_time_effects(p, "y ~ d"),
    "Switching": lambda p, w: gp.did_switching(p, "y ~ d"),
    "Triple differences": lambda p, w: gp.triple_difference(p, "y ~ d + b", "flag"),
    "Matching, baseline": lambda p, w: gp.psm_did(p, "y ~ d", ["z"], caliper=None),
    "Matching, by period": lambda p, w: gp.psm_did(p, "y ~ d", ["z"], by="period", caliper=None),
    "Synthetic DID, placebo": lambda p, w: gp.synthetic_did(p, "y ~ d1", draws=40),
    "Synthetic DID, bootstrap": lambda p, w: gp.synthetic_did(p, "y ~ d1", errors="bootstrap", draws=40),
}
SPATIAL: dict[str, Fit] = {
    **{
        f"{model.upper()}, maximum likelihood": lambda p, w, model=model: gp.spatial_panel(  # type: ignore[misc]
            p, "y ~ a + b", w, model=model
        )
        for model in ("ols", "sar", "sem", "slx", "sdm", "sdem", "sac", "gns")
    },
    **{
        f"{model.upper()}, {name}": lambda p, w, model=model, errors=errors: gp.spatial_panel(  # type: ignore[misc]
            p, "y ~ a + b", w, model=model, errors=errors
        )
        for model in ("sar", "sdm")
        for errors, name in (("sandwich", "sandwich"), ("cluster", "by unit"), ("driscoll-kraay", "Driscoll-Kraay"))
    },
    "SDM, random effects": lambda p, w: gp.random_effects(p, "y ~ a + b", w),
    "SDM, dynamic": lambda p, w: gp.dynamic_panel(p, "y ~ a + b", w),
    "SDM, weights by period": lambda p, w: gp.varying_panel(p, "y ~ a + b", w),
    "SAR by instruments": lambda p, w: gp.spatial_iv(p, "y ~ a + b", w),
    "SDM of a policy": lambda p, w: gp.spatial_did(p, "y ~ d + b", w, models=["sdm"], draws=50),
}
CLUSTERED: dict[str, Fit] = {
    "Fixed effects, by region": lambda p, w: gp.fixed_effects(p, "y ~ a + b", errors="region"),
    "Policy by region, fixed effects": lambda p, w: gp.fixed_effects(p, "y ~ d + b", errors="region"),
    "Policy by region, errors by unit": lambda p, w: gp.fixed_effects(p, "y ~ d + b", errors="unit"),
    "Instruments, 2sls": lambda p, w: gp.instrumental_variables(
        p, "y ~ a + b", endogenous=["a"], instruments=["z", "m"], errors="region"
    ),
    "Two-way DID": lambda p, w: gp.did_twoway(p, "y ~ d + b", errors="region"),
    "Event study": lambda p, w: gp.event_study(p, "y ~ d + b", errors="region"),
    "Sun-Abraham": lambda p, w: gp.sun_abraham(p, "y ~ d + b", errors="region"),
    "Stacked": lambda p, w: gp.did_stacked(p, "y ~ d + b", errors="region"),
    "Callaway-Sant'Anna": lambda p, w: gp.group_time_effects(p, "y ~ d", cluster="region"),
    "Triple differences": lambda p, w: gp.triple_difference(p, "y ~ d + b", "flag", errors="region"),
    "Matching, by region": lambda p, w: gp.psm_did(p, "y ~ d", ["z"], caliper=None, errors="region"),
    "Imputation, errors by unit": lambda p, w: gp.did_imputation(p, "y ~ d + b"),
    "Switching, errors by unit": lambda p, w: gp.did_switching(p, "y ~ d"),
    "Synthetic DID, placebo": lambda p, w: gp.synthetic_did(p, "y ~ d1", draws=40),
    "Quantiles, canay": REGRESSIONS["Quantiles, canay"],
    "SAC, maximum likelihood": SPATIAL["SAC, maximum likelihood"],
    "SDM, maximum likelihood": SPATIAL["SDM, maximum likelihood"],
}
PARTS = {"Quantiles": 0.2, "Synthetic": 0.14, "GNS": 0.34, "SAC": 0.67}  # share of the repetitions, by first word


def _drawn_panels(shape: Shape, seed: int = 11) -> Iterator[Panel]:
    """Yield panels without any effect of `a`, `m` and `d` on y, and `g` with a unit root (no convergence)."""
    while True:
        panel, _ = panel_of(shape, seed)
        rng, T, N = np.random.default_rng(seed + 1), shape.T, shape.N
        noise = panel.array("y") - 0.3 * panel.array("a") + 0.3 * panel.array("b") - 0.5 * panel.array("d")
        a = rng.normal(size=(T, N))
        grown = np.exp(1 + 0.1 * np.cumsum(rng.normal(size=(T, N)), axis=0) + 0.3 * rng.normal(size=N))
        yield panel.with_columns({"y": noise, "a": a, "m": rng.normal(size=(T, N)), "g": grown})
        seed += 2


def _paths_of(effects: pd.DataFrame) -> dict[str, float]:
    """Return both p of the effects of mediation: that of the table (indirect: Sobel's), and that of the bootstrap."""
    ways = {"p": "", "boot_p": ", bootstrap"}
    return {f"{e}{way}": float(effects.loc[e, p]) for e in ("total", "direct", "indirect") for p, way in ways.items()}


DRAWN: dict[str, Callable[[Panel, Weights], dict[str, float]]] = {
    "Beta convergence": lambda p, w: {
        t: float(gp.beta_convergence(p, "g ~ a")["All"].estimates["p"][n]) for t, n in (("ln g", "ln g"), ("a", "a"))
    },
    "Mediation": lambda p, w: _paths_of(gp.mediation(p, "y ~ a + b", ["m"], draws=99).effects.loc["m"]),
    "Mediation, m moved by a": lambda p, w: {
        row: size
        for row, size in _paths_of(
            gp.mediation(
                p.with_columns({"m": p.array("m") + 0.7 * p.array("a")}), "y ~ a + b", ["m"], draws=99
            ).effects.loc["m"]
        ).items()
        if row.startswith("indirect")
    },
    "Causal paths": lambda p, w: {
        str(t): float(v)
        for t, v in gp.path_effects(p, "y ~ d + a + b", ["m"], learner="linear", draws=49).effects["p"].items()
    },
    **{
        f"{name}, one period": lambda p, w, name=name: {  # type: ignore[misc]
            str(k): float(v)
            for k, v in getattr(gp, f"{name.lower()}_by_period")(p, "g", w, permutations=99).iloc[-1].items()
            if str(k).startswith("p_")
        }
        for name in ("Moran", "Geary", "Getis")
    },
    "Local Getis, one period": lambda p, w: {"p of one unit": float(gp.local_getis(p, "g", w)["p"].iloc[-1])},
    "Hausman test": lambda p, w: {t.code: t.p for t in gp.hausman(p, "y ~ a + b", w, periods=True) if t.p is not None},
}


def measured(draws: int, only: str = "", pattern: str = "") -> None:
    """Print a line a test: shape, estimator, row, size at 1, 5 and 10 %, error of that at 5 %, repetitions, seconds."""
    for name, shape in SHAPES.items():
        if only not in name:
            continue
        panel, w = panel_of(shape)
        fits = CLUSTERED if shape.G else {**REGRESSIONS, **POLICIES, **SPATIAL}
        for head, fit in fits.items():
            if not re.search(pattern, head):
                continue
            begun, many = (
                time.perf_counter(),
                max(int(draws * shape.part * PARTS.get(head.split(",")[0].split()[0], 1)), 20),
            )
            try:
                sizes = gp.calibrate(fit(panel, w), many, near=False).sizes
            except GisplugError as problem:
                print(f"| {name} | {head} | refused: {problem} |", flush=True)
                continue
            _print(name, head, sizes[~sizes.index.str.contains("event") & (sizes["draws"] > 0)], begun)
        for head, test in {} if shape.G else DRAWN.items():
            if re.search(pattern, head):
                begun, panels = time.perf_counter(), _drawn_panels(shape)
                found = pd.DataFrame([test(next(panels), w) for _ in range(int(draws * shape.part))])
                sizes = pd.DataFrame({f"size_{k}": (found <= k / 100).mean() for k in (1, 5, 10)})
                sizes["se_5"] = np.sqrt(sizes["size_5"] * (1 - sizes["size_5"]) / len(found))
                _print(name, head, sizes.assign(draws=len(found)), begun)


def _print(shape: str, head: str, sizes: pd.DataFrame, begun: float) -> None:
    for row, size in sizes.iterrows():
        print(
            f"| {shape} | {head} | {row} | {size['size_1']:.1%} | {size['size_5']:.1%} | {size['size_10']:.1%} "
            f"| {size['se_5']:.1%} | {size['draws']:.0f} | {time.perf_counter() - begun:.0f} s |",
            flush=True,
        )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    measured(int(sys.argv[1]) if len(sys.argv) > 1 else 300, *sys.argv[2:])
