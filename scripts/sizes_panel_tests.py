"""How often panel tests reject at 5 %, and intervals of dynamic GMM cover, by simulation of 30 units x 14 years:
`python scripts/sizes_panel_tests.py [draws]`; minutes. The numbers stand in docs/panel/tests.md and
docs/regression/instruments.md.

Under each test's null (independent units, one strong common factor, autocorrelated changes or levels) the share should
be about 5 %; under its alternative it is the power.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

import gisplug as gp
from gisplug.panel.frame import Panel

N, T = 30, 14
ROOTS = ("llc", "ips", "fisher", "breitung", "cips", "hadri")
Draw = Callable[[np.random.Generator], dict[str, np.ndarray]]


def panel_of(columns: dict[str, np.ndarray]) -> Panel:
    """Return columns (T, N) as a panel."""
    frame = pd.DataFrame({"u": np.tile(np.arange(N), T), "t": np.repeat(np.arange(2001, 2001 + T), N)})
    return gp.read_panel(frame.assign(**{name: x.ravel() for name, x in columns.items()}), unit="u", period="t")


def noise(rng: np.random.Generator, factor: float = 0.0, memory: float = 0.0) -> np.ndarray:
    """Return errors (T, N) with a common factor of loadings about `factor`, autoregressive with `memory`."""
    e = rng.normal(size=(T + 30, N))
    e = e + rng.normal(size=(T + 30, 1)) * factor * rng.uniform(0.5, 1.5, size=N)
    for t in range(1, len(e)):
        e[t] += memory * e[t - 1]
    return np.asarray(e[30:])


def series(root: float, **how: float) -> Draw:
    """Return what draws a variable with this root and errors."""
    if root == 1:
        return lambda rng: {"y": np.cumsum(noise(rng, **how), axis=0)}
    return lambda rng: {"y": noise(rng, memory=root, **how)}


ROOT_CASES = {
    "walks": series(1),
    "walks, factor": series(1, factor=1.0),
    "walks, changes .3": series(1, memory=0.3),
    "white noise": series(0),
    "white noise, factor": series(0, factor=1.0),
    "root .3": series(0.3),
    "root .6": series(0.6),
}


def relation(error: str, **how: float) -> Draw:
    """Return what draws x with a unit root, and y that moves with it in the long run or not."""

    def draw(rng: np.random.Generator) -> dict[str, np.ndarray]:
        x, e = np.cumsum(noise(rng, **how), axis=0), noise(rng, **how)
        return {"x": x, "y": x + (np.cumsum(e, axis=0) if error == "walk" else e)}

    return draw


RELATIONS = {
    "independent": relation("walk"),
    "factor": relation("walk", factor=1.0),
    "changes .3": relation("walk", memory=0.3),
    "changes .3, factor": relation("walk", memory=0.3, factor=1.0),
    "cointegrated": relation("noise"),
    "cointegrated, factor": relation("noise", factor=1.0),
}


def rejected(draw: Draw, test: Callable[[Panel], pd.DataFrame], draws: int) -> pd.Series:
    """Return the share of p up to .05: by test and kind of p."""
    rng, found = np.random.default_rng(7), []
    for _ in range(draws):
        table = test(panel_of(draw(rng)))
        kinds = [kind for kind in ("p", "p_sim", "p_boot") if kind in table]
        found.append(table.set_index(table.columns[0])[kinds].le(0.05).where(table[kinds].notna().to_numpy()))
    return sum(frame.astype(float) for frame in found).div(draws).stack()


def roots(draws: int) -> pd.DataFrame:
    """Unit-root tests and Hadri's with kernels of nought and two lags."""

    def test(panel: Panel) -> pd.DataFrame:
        first = gp.panel_unit_root(panel, ["y"], ROOTS, "intercept", 1).table
        more = gp.panel_unit_root(panel, ["y"], ["hadri"], kernel=2).table
        whole = pd.concat([first, more.assign(test=more["test"] + ", kernel 2")], ignore_index=True)
        return whole[["test", "p", "p_sim"]]

    return pd.DataFrame({name: rejected(draw, test, draws) for name, draw in ROOT_CASES.items()})


def dependence(draws: int) -> pd.DataFrame:
    """CD of a variable, of residuals on one own lag, and of residuals after two-way effects."""

    def test(panel: Panel) -> pd.DataFrame:
        fit = gp.fixed_effects(panel, "y ~ x", effects="twoways")
        tables = {
            "variable": gp.panel_dependence(panel, ["y"]).table,
            "one own lag": gp.panel_dependence(panel, ["y"], 1).table,
            "two-way residuals": gp.residual_dependence(fit, simulations=99).table,
            "two-way residuals, one own lag": gp.residual_dependence(fit, 1, simulations=99).table,
        }
        return pd.concat([table.assign(variable=name) for name, table in tables.items()])[["variable", "p", "p_sim"]]

    def with_x(draw: Draw) -> Draw:
        return lambda rng: {**draw(rng), "x": rng.normal(size=(T, N))}

    names = ("white noise", "root .6", "walks", "white noise, factor")
    return pd.DataFrame({name: rejected(with_x(ROOT_CASES[name]), test, draws) for name in names})


def cointegration(draws: int) -> pd.DataFrame:
    """All sixteen statistics."""

    def test(panel: Panel) -> pd.DataFrame:
        return gp.panel_cointegration(panel, "y", ["x"], bootstrap=199).table[["test", "p", "p_sim", "p_boot"]]

    return pd.DataFrame({name: rejected(draw, test, draws) for name, draw in RELATIONS.items()})


GMM = {
    "difference": {},
    "orthogonal": {"transformation": "orthogonal"},
    "system": {"system": True},
    "system, orthogonal": {"system": True, "transformation": "orthogonal"},
    "difference, x endogenous": {"predetermined": (), "endogenous": ["x"]},
    "difference, x exogenous": {"predetermined": ()},
    "difference, not collapsed": {"collapse": False, "deepest": None},
    "system, not collapsed": {"system": True, "collapse": False, "deepest": None},
}


def gmm(draws: int) -> pd.DataFrame:
    """Coverage of 95 % intervals and sizes of tests: y has .5 of its past and 1 of x, which past errors move."""
    rows = {}
    for name, more in GMM.items():
        rng, found = np.random.default_rng(7), []
        for _ in range(draws):
            mu, e, x, y = rng.normal(size=N), rng.normal(size=(T + 30, N)), np.zeros((T + 30, N)), np.zeros((T + 30, N))
            for t in range(1, T + 30):
                x[t] = 0.5 * x[t - 1] + 0.3 * e[t - 1] + 0.3 * mu + rng.normal(size=N)
                y[t] = 0.5 * y[t - 1] + x[t] + mu + e[t]
            options = {"predetermined": ["x"], "deepest": 3, "effects": "unit", **more}
            fit = gp.dynamic_gmm(panel_of({"y": y[30:], "x": x[30:]}), "y ~ x", **options)
            rows_of, p = fit.estimates, fit.tests["p"]
            inside = [rows_of.loc[k, "low"] <= v <= rows_of.loc[k, "high"] for k, v in (("L.y", 0.5), ("x", 1.0))]
            bias = [rows_of.loc[k, "estimate"] - v for k, v in (("L.y", 0.5), ("x", 1.0))]
            levels = fit.subsets["p"].get("GMM, levels equation", np.nan)
            small = [q <= 0.05 if np.isfinite(q) else np.nan for q in (p["AR(2)"], p["Hansen"], levels)]
            found.append([*bias, *inside, *small, fit.instruments])
        rows[name] = np.array(found, float).mean(axis=0)
    heads = ["bias L.y", "bias x", "cover L.y", "cover x", "AR(2)", "Hansen", "levels", "instruments"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=heads)


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    for table in (cointegration, roots, dependence, gmm):
        print(table(many).round(3).to_string(), flush=True)
