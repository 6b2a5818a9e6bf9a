"""How often tests reject what is true, by simulation: `python scripts/sizes.py [draws]`; minutes. The numbers stand in
docs/policy/did.md, docs/regression/fixed-effects.md and docs/regression/errors.md.

Panels have unit and period effects and no effect of the policy; errors are normal, skewed (chi-squared of one degree of
freedom) or autoregressive (.6). A test at 5 % should reject about 5 %.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

import gisplug as gp
from gisplug.core.errors import GisplugError, ModelError
from gisplug.panel.frame import Panel
from gisplug.policy.adoption import PolicyFit
from gisplug.policy.honest.path import event_path
from gisplug.policy.honest.relative import Conditional, relative
from gisplug.policy.honest.smoothness import fixed_length
from gisplug.regression.few_clusters.blocks import BlockDrawing
from gisplug.regression.inference.errors_table import ErrorChoices
from gisplug.weights.weights import Weights

# units of each cohort with the period of its start (from 0), never treated units, periods
SHAPES = {
    "30 x 14": (((5, 6), (5, 8), (5, 10)), 15, 14),
    "30 x 14, cohorts of 3": (((3, 6), (4, 8), (3, 10)), 20, 14),
    "30 x 14, 2 treated": (((2, 8),), 28, 14),
    "435 x 20, cohorts of 30": (((30, 8), (30, 11), (30, 13), (30, 15)), 315, 20),
}
KINDS = ("normal", "skewed", "autoregressive")


def noise(kind: str, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Return errors (T, N)."""
    if kind == "skewed":
        return rng.chisquare(1, size=shape)
    e = rng.normal(size=shape)
    if kind == "autoregressive":
        for t in range(1, shape[0]):
            e[t] = 0.6 * e[t - 1] + 0.8 * e[t]
    return e


def panels(shape: str, kind: str, draws: int, trend: float = 0.0) -> Iterator[Panel]:
    """Yield panels without any effect: columns y, d and a covariate x that moves y and who is treated.

    trend : by how much treated units move away from the others in every period
    """
    cohorts, never, T = SHAPES[shape]
    start = np.concatenate([*(np.full(n, float(g)) for n, g in cohorts), np.full(never, np.inf)])
    rng, N = np.random.default_rng(7), len(start)
    for _ in range(draws):
        x = rng.normal(size=N) + 0.3 * np.isfinite(start)
        y = noise(kind, (T, N), rng) + rng.normal(size=N) + rng.normal(size=(T, 1))
        y = y + trend * np.arange(T)[:, None] * np.isfinite(start)
        frame = pd.DataFrame({"unit": np.tile(np.arange(N), T), "period": np.repeat(np.arange(2001, 2001 + T), N)})
        frame["y"], frame["x"], frame["flag"] = y.ravel(), np.tile(x, T), np.tile(np.arange(N) % 2, T)
        frame["d"] = (np.arange(T)[:, None] >= start).astype(float).ravel()
        yield gp.read_panel(frame, unit="unit", period="period")


def averages(panel: Panel, formula: str = "y ~ d", **options: str) -> dict[str, float]:
    """Return the p of both tests of group-time effects before the policy."""
    fit = gp.group_time_effects(panel, formula, base_period="universal", **options)  # type: ignore[arg-type]
    cells = fit.cells_before[2] if fit.cells_before else np.nan
    return {"largest t of event times": fit.pretest[2] if fit.pretest else np.nan, "Wald of all cells": cells}


def regression(fit: PolicyFit) -> dict[str, float]:
    """Return the p of the F test of the event times before the policy."""
    return {"F": fit.pretrend[2] if fit.pretrend else np.nan}


PRETRENDS: dict[str, Callable[[Panel], dict[str, float]]] = {
    "Callaway-Sant'Anna": averages,
    "the same, not yet treated": lambda p: averages(p, control="notyet"),
    "the same, regression on x": lambda p: averages(p, "y ~ d + x", method="reg"),
    "Event study, 4 before": lambda p: regression(gp.event_study(p, "y ~ d")),
    "Stacked, 4 before": lambda p: regression(gp.did_stacked(p, "y ~ d")),
    "Imputation, 4 before": lambda p: regression(gp.did_imputation(p, "y ~ d")),
    "Sun-Abraham, all before": lambda p: regression(gp.sun_abraham(p, "y ~ d")),
}


def pretrends(draws: int) -> pd.DataFrame:
    """Return the share of p up to .05: rows by shape, errors, estimator and test."""
    rows = {}
    for shape in SHAPES:
        for kind in KINDS:
            few = draws if shape.startswith("30") else max(draws // 4, 1)
            for name, test in PRETRENDS.items():
                found = pd.DataFrame([test(panel) for panel in panels(shape, kind, few)])
                for column in found:
                    rows[shape, kind, name, column] = (found[column].dropna() <= 0.05).mean()
                print(shape, kind, name, found.le(0.05).mean().round(3).to_dict(), flush=True)
    return pd.Series(rows).unstack(1)


STUDIES: dict[str, Callable[[Panel], PolicyFit]] = {
    "Event study": lambda p: gp.event_study(p, "y ~ d", before=5, after=4),
    "Callaway-Sant'Anna": lambda p: gp.group_time_effects(p, "y ~ d").policy_fit(),
    "Sun-Abraham": lambda p: gp.sun_abraham(p, "y ~ d"),
    "Imputation": lambda p: gp.did_imputation(p, "y ~ d", before=p.T),
    "Stacked": lambda p: gp.did_stacked(p, "y ~ d", before=4, after=3),
    "Switching": lambda p: gp.did_switching(p, "y ~ d", before=3, after=3),
}


def sensitivity(draws: int) -> pd.DataFrame:
    """Return the share of intervals (95 %) of effect 0 that miss it, with trends that are parallel: rows by shape and
    estimator; with parallel trends, smoothness of nought, relative magnitudes of 0 and 1.
    """
    rows = {}
    for shape in ("30 x 14", "30 x 14, cohorts of 3"):
        for name, study in STUDIES.items():
            missed = []
            for panel in panels(shape, "normal", draws):
                path = event_path(study(panel), 0, before=4, after=3)[0]
                low, high = fixed_length(path, 0.0, 0.95)
                tests = relative(path, Conditional(0.05, 0.005))
                held = [any(q.accepted(np.zeros(1), tests.test)[0] for q in tests.parts(m)) for m in (0.0, 1.0)]
                missed.append((abs(path.estimate) > 1.96 * path.se, not low <= 0 <= high, *(not h for h in held)))
            rows[shape, name] = np.mean(missed, axis=0)
            print(shape, name, rows[shape, name].round(3), flush=True)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["parallel", "M = 0", "Mbar = 0", "Mbar = 1"])


def both(fit: PolicyFit) -> dict[str, float]:
    """Return the p of the effect and of the test before."""
    return {"effect": fit.estimates["p"].iloc[0], "before": fit.pretrend[2] if fit.pretrend else np.nan}


def ring(N: int) -> Weights:
    """Return weights of N units in a ring."""
    next_one = sparse.csr_array((np.full(N, 0.5), (np.arange(N), (np.arange(N) + 1) % N)), shape=(N, N))
    return Weights(next_one + next_one.T, tuple(map(str, range(N))), name="ring")


def matched(panel: Panel) -> dict[str, float]:
    """Return the p of the effects on matched rows."""
    fits = gp.psm_did(panel, "y ~ d", ["x"], caliper=None).fits
    return {f"effect, {name}": fit.estimates["p"].iloc[0] for name, fit in fits.items()}


def spilling(panel: Panel) -> dict[str, float]:
    """Return the p of the direct and indirect effect of a policy with its spatial lag."""
    frame = gp.spatial_did(panel, "y ~ d", ring(panel.N)).effects
    return {f"effect, {name}": p for name, p in zip(map(str, frame.index), frame["p"], strict=True)}


def given_anew(panel: Panel) -> dict[str, float]:
    """Return both p by randomisation."""
    found = gp.placebo_policies(panel, "y ~ d", draws=199)
    return {"randomisation": found.p, "randomisation of t": found.p_t}


PRINTED: dict[str, Callable[[Panel], dict[str, float]]] = {
    "did_twoway": lambda p: both(gp.did_twoway(p, "y ~ d")),
    "event_study": lambda p: both(gp.event_study(p, "y ~ d")),
    "did_stacked": lambda p: both(gp.did_stacked(p, "y ~ d")),
    "did_imputation": lambda p: both(gp.did_imputation(p, "y ~ d")),
    "sun_abraham": lambda p: both(gp.sun_abraham(p, "y ~ d")),
    "group_time_effects": lambda p: both(gp.group_time_effects(p, "y ~ d").policy_fit()),
    "did_switching": lambda p: both(gp.did_switching(p, "y ~ d")),
    "triple_difference": lambda p: both(gp.triple_difference(p, "y ~ d", "flag")),
    "placebo_policies": given_anew,
    "psm_did": matched,
    "synthetic_did, placebo": lambda p: {"effect": gp.synthetic_did(p, "y ~ d", draws=50).estimates["p"].iloc[0]},
    "spatial_did": spilling,
}


def printed(draws: int, shapes: Sequence[str], kinds: Sequence[str], trend: float = 0.0) -> pd.DataFrame:
    """Return the share of p up to .05 of everything that estimators of a policy print, where it does nothing."""
    rows = {}
    for shape in shapes:
        for kind in kinds:
            found, failed = defaultdict(list), {}
            for panel in panels(shape, kind, draws, trend):
                for name, test in PRINTED.items():
                    if name in failed:
                        continue
                    try:
                        found[name].append(test(panel))
                    except GisplugError as problem:
                        failed[name] = problem
                        print(shape, name, problem, flush=True)
            for name, ps in found.items():
                table = pd.DataFrame(ps)
                for column in table:
                    rows[shape, kind, name, column] = (table[column].dropna() <= 0.05).mean()
                print(shape, kind, trend, len(table), name, table.le(0.05).mean().round(3).to_dict(), flush=True)
    return pd.Series(rows).unstack(1)


REGIONS = {  # units, clusters, clusters treated from period 7 on (0: x is continuous)
    "8 regions, continuous x": (32, 8, 0),
    "8 regions, 3 treated": (32, 8, 3),
    "8 regions, 2 treated": (32, 8, 2),
    "30 units, 10 treated": (30, 30, 10),
    "30 units, 2 treated": (30, 30, 2),
}


def few_clusters(draws: int) -> pd.DataFrame:
    """Return the share of p up to .05 of a regressor that does nothing, 14 periods: designs by kinds of errors."""
    rows = {}
    for name, (N, G, on) in REGIONS.items():
        rng, found = np.random.default_rng(1), []
        unit, period = np.tile(np.arange(N), 14), np.repeat(np.arange(14), N)
        region = unit % G
        for _ in range(draws):
            frame = pd.DataFrame({"unit": unit, "period": period + 2001, "region": region.astype(str)})
            shocks = [0.5 * np.cumsum(rng.normal(size=(14, G)), axis=0)[period, region] for _ in range(2)]
            frame["y"] = shocks[0] + rng.normal(size=len(unit))
            frame["x"] = (region < on) * (period >= 7) * 1.0 if on else shocks[1] + rng.normal(size=len(unit))
            fit = gp.fixed_effects(gp.read_panel(frame, unit="unit", period="period"), "y ~ x", errors="region")
            wild = gp.wild_bootstrap(fit, draws=199).table()["p"].iloc[0]
            corrected = [gp.bias_reduced(fit, correction=how)["p"].iloc[0] for how in ("cr2", "cr3")]
            found.append((fit.pvalues["x"], *corrected, wild))
        rows[name] = (np.array(found) <= 0.05).mean(axis=0)
        print(name, rows[name], flush=True)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["clustered", "CR2", "CR3", "wild bootstrap"])


STRUCTURES = {  # units, regions, what x is: continuous, or a policy from period 7 on in so many units or regions
    "30 x 14, units independent": (30, 0, 0),
    "30 x 14, near units related": (30, 0, 0),
    "30 x 14, policy in 10 units": (30, 0, 10),
    "30 x 14, policy in 3 units": (30, 0, 3),
    "32 x 14, 8 regions": (32, 8, 0),
    "32 x 14, policy in 3 of 8 regions": (32, 8, 3),
}
REACH = 300.0


def structured(name: str, draws: int) -> Iterator[tuple[Panel, str]]:
    """Yield panels in which x does nothing, and the grouping of their regions."""
    N, G, on = STRUCTURES[name]
    rng = np.random.default_rng(11)
    lon, lat = 100 + 14 * rng.random(N), 25 + 11 * rng.random(N)
    km = 111 * np.hypot((lon[:, None] - lon) * np.cos(np.radians(lat.mean())), lat[:, None] - lat)
    root = np.linalg.cholesky(np.exp(-((km / 250) ** 2)) + 1e-6 * np.eye(N)) if "near" in name else np.eye(N)
    unit, period = np.tile(np.arange(N), 14), np.repeat(np.arange(14), N)
    region = unit % G if G else unit
    for _ in range(draws):
        made = {"unit": unit, "period": period + 2001, "lon": lon[unit], "lat": lat[unit], "region": region.astype(str)}
        frame = pd.DataFrame(made)
        shocks = [noise("autoregressive", (14, N), rng) @ root.T for _ in range(2)]
        if G:
            shared = [0.7 * noise("autoregressive", (14, G), rng)[period, region].reshape(14, N) for _ in range(2)]
            shocks = [a + b for a, b in zip(shocks, shared, strict=True)]
        frame["y"] = shocks[0].ravel()
        frame["x"] = shocks[1].ravel()
        if on:
            frame["x"] = ((region < on) & (period >= 7)).astype(float)
        yield gp.read_panel(frame, unit="unit", period="period"), "region" if G else ""


def error_structures(draws: int) -> pd.DataFrame:
    """Return the share of p up to .05 of an x that does nothing: error structures by designs."""
    found = {}
    here = ("lon", "lat")
    others = {
        "Conley, Bartlett": gp.Reach(REACH, "bartlett", None, here),
        "Conley, 2 lags": gp.Reach(REACH, "uniform", 2, here),
        "Conley, Bartlett, 2 lags": gp.Reach(REACH, "bartlett", 2, here),
    }
    for name in STRUCTURES:
        rows = []
        for panel, region in structured(name, draws):
            fit = gp.fixed_effects(panel, "y ~ x", errors="unit")
            chosen = ErrorChoices(
                cluster=region, reach=gp.Reach(REACH, coordinates=here), drawing=BlockDrawing(draws=199)
            )
            p = gp.errors_table(fit, choices=chosen).table()["p"].to_dict()
            for kind, reach in others.items():
                try:
                    p[kind] = gp.fixed_effects(panel, "y ~ x", errors="conley", reach=reach).pvalues["x"]
                except ModelError:
                    p[kind] = np.nan
            rows.append(p)
        frame = pd.DataFrame(rows)
        found[name] = (frame <= 0.05).mean().where(frame.notna().mean() > 0.5)
        print(name, found[name].round(3).to_dict(), "missing", frame.isna().mean().max(), flush=True)
    return pd.DataFrame(found)


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    print(error_structures(many).round(3).to_string())
    print(few_clusters(many).round(3).to_string())
    print(pretrends(many).round(3).to_string())
    print(sensitivity(many).round(3).to_string())
    print(printed(many, list(SHAPES)[:3], KINDS).round(3).to_string())
    print(printed(many, list(SHAPES)[:1], KINDS[:1], trend=0.1).round(3).to_string())
