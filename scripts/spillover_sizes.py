"""How often p of policies with spillovers reject what is true, and what is found where effects are known.

`python scripts/spillover_sizes.py [DRAWS]` prints both tables of docs/policy/spillovers.md.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd

import gisplug as gp
from gisplug.core.errors import ModelError
from gisplug.panel.frame import Panel
from gisplug.policy.rows import with_columns

PLACES, EDGES = ("lon", "lat"), (100.0, 200.0)
SHAPES = {
    "30 x 14": (30, 14, 9, 6.5, 1.0),
    "270 x 15": (270, 15, 45, 18.0, 0.25),
}  # units, periods, treated, side, draws
METHODS = ("two-stage", "imputation", "twoway")
DIRECT, NEAR, FAR = 1.0, 0.5, 0.25
AUTOCORRELATION = (0.0, 0.6)


def panels(shape: str, draws: int, rho: float, effects: bool) -> Iterator[Panel]:
    """Yield panels of units at random places in a square, three cohorts treated at random places."""
    N, T, treated, side, share = SHAPES[shape]
    for seed in range(int(draws * share)):
        rng = np.random.default_rng([seed, N])
        lon, lat = 100 + rng.uniform(0, side, N), 28 + rng.uniform(0, side, N)
        start = np.full(N, T)
        start[rng.choice(N, treated, replace=False)] = np.repeat([T // 2 - 1, T // 2 + 1, T // 2 + 3], treated // 3)
        d = np.arange(T)[:, None] >= start
        e = rng.normal(size=(T, N))
        for t in range(1, T):
            e[t] = rho * e[t - 1] + np.sqrt(1 - rho**2) * e[t]
        frame = pd.DataFrame({"unit": np.tile(np.arange(N).astype(str), T), "year": np.repeat(2001 + np.arange(T), N)})
        frame["lon"], frame["lat"], frame["d"] = np.tile(lon, T), np.tile(lat, T), d.ravel().astype(float)
        panel = gp.read_panel(frame, unit="unit", period="year")
        order = [int(i) for i in panel.ids]
        d, e = d[:, order], e[:, order]
        S = gp.DistanceRings(EDGES, coordinates=PLACES).of(panel, d)
        more = DIRECT * d + ~d * (S @ np.array([NEAR, FAR])) if effects else 0.0
        yield with_columns(panel, {"y": rng.normal(size=N) + rng.normal(size=T)[:, None] + more + e})


def sizes(draws: int) -> pd.DataFrame:
    """Return the share of p up to .05 where nothing has an effect, in per cent: rows by shape, errors and method."""
    rows = {}
    for shape in SHAPES:
        for rho in AUTOCORRELATION:
            found: dict[str, list[dict[str, float]]] = {method: [] for method in METHODS}
            for panel in panels(shape, draws, rho, effects=False):
                for method in METHODS:
                    found[method] += tested(panel, method)
            for method, ps in found.items():
                table = pd.DataFrame(ps)
                rows[shape, rho, method] = {
                    "n": len(table),
                    **{c: 100 * (table[c].dropna() <= 0.05).mean() for c in table},
                }
    return pd.DataFrame.from_dict(rows, orient="index").round(1)


def tested(panel: Panel, method: str) -> list[dict[str, float]]:
    """Return the p of one fit; none where a draw has no clean controls or no ring."""
    try:
        fit = gp.spillover_did(panel, "y ~ d", gp.DistanceRings(EDGES, coordinates=PLACES), method=method)
    except ModelError:
        return []
    p = fit.estimates["p"]
    rows = {"direct": p.iloc[0], "0-100": p.iloc[1], "100-200": p.iloc[2], "total": p["Total"]}
    rows["before"] = fit.pretrend[2] if fit.pretrend else np.nan
    rows["before, reached"] = fit.spillover_pretrend[2] if fit.spillover_pretrend else np.nan
    wild = {"wild, direct": "Wild bootstrap p", "wild, spillovers": "Wild bootstrap p, spillovers"}
    return [{**rows, **{name: float(fit.numbers.get(row, np.nan) or np.nan) for name, row in wild.items()}}]


def recovery(draws: int) -> pd.DataFrame:
    """Return means of estimates, coverage of 95 % intervals in per cent, and the estimate that ignores spillovers."""
    true, rows = np.array([DIRECT, NEAR, FAR]), {}
    for shape in SHAPES:
        for method in METHODS:
            found = []
            for panel in panels(shape, draws, 0.0, effects=True):
                try:
                    fit = gp.spillover_did(
                        panel, "y ~ d", gp.DistanceRings(EDGES, coordinates=PLACES), method=method, before=0
                    )
                except ModelError:
                    continue
                first = fit.estimates.iloc[:3]
                inside = (first["low"] <= true) & (true <= first["high"])
                found.append([*first["estimate"], *(100 * inside), fit.ignored["estimate"].iloc[0]])
            columns = ["direct", "0-100", "100-200", "cover", "cover 0-100", "cover 100-200", "ignored"]
            rows[shape, method] = {"n": len(found), **dict(zip(columns, np.mean(found, axis=0).round(3), strict=True))}
    return pd.DataFrame.from_dict(rows, orient="index")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with pd.option_context("display.width", 200, "display.max_columns", 20):
        print(recovery(asked), flush=True)
        print(sizes(asked), flush=True)
