"""Size, bias and coverage of methods for common shocks: `python scripts/shocks_sizes.py [draws] [pattern]`; minutes.
The numbers stand in docs/shocks/.

Panels of 30 x 14 and of larger shapes; two factors with random loadings move the outcome and the regressor, errors have
autocorrelation .4 where that is said. A test at 5 % should reject about 5 %.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import sparse

import gisplug as gp
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights

SHAPES = ((30, 14), (30, 40), (100, 20), (25, 50), (25, 100))


def panel_of(
    rng: np.random.Generator, N: int, T: int, *, own: float = 0.0, spread: float = 0.0, shocks: float = 1.0
) -> Panel:
    """Return y, x, z: slope 1 of x (scatter `spread` between units), 0 of z; errors with autocorrelation `own`."""
    f = rng.normal(size=(T, 2))
    e = rng.normal(size=(T, N))
    for s in range(1, T):
        e[s] = own * e[s - 1] + np.sqrt(1 - own**2) * e[s]
    e *= np.exp(0.3 * rng.normal(size=N))
    gap = 0.6 * rng.normal(size=(2, N))  # loadings of x and y go together, and their means span both factors
    felt, more = np.array([[1.0], [0.2]]) + gap, np.array([[0.2], [1.0]]) + gap + 0.3 * rng.normal(size=(2, N))
    x = shocks * f @ felt + rng.normal(size=(T, N))
    z = rng.normal(size=(T, N))
    y = rng.normal(size=N) + (1 + spread * rng.normal(size=N)) * x + spread * rng.normal(size=N) * z
    y = y + shocks * f @ more + e
    frame = pd.DataFrame({"u": np.tile([f"u{i:03d}" for i in range(N)], T), "t": np.repeat(np.arange(T) + 2001, N)})
    return gp.read_panel(frame.assign(y=y.ravel(), x=x.ravel(), z=z.ravel()), unit="u", period="t")


def dynamic(rng: np.random.Generator, N: int, T: int) -> Panel:
    """Return y, x with y_t = .4 y_t-1 + x + factors + e."""
    f = rng.normal(size=(T + 50, 2))
    gap = 0.6 * rng.normal(size=(2, N))
    felt, more = np.array([[1.0], [0.2]]) + gap, np.array([[0.2], [1.0]]) + gap + 0.3 * rng.normal(size=(2, N))
    x = f @ felt + rng.normal(size=(T + 50, N))
    u = x + f @ more + rng.normal(size=(T + 50, N))
    y = np.zeros((T + 50, N))
    for s in range(1, T + 50):
        y[s] = 0.4 * y[s - 1] + u[s]
    frame = pd.DataFrame({"u": np.tile([f"u{i:03d}" for i in range(N)], T), "t": np.repeat(np.arange(T) + 2001, N)})
    return gp.read_panel(frame.assign(y=y[50:].ravel(), x=x[50:].ravel()), unit="u", period="t")


def slope(fit: object, truth: float = 1.0, term: str = "x") -> dict[str, float]:
    """Return p of the true slope, and the estimate less it."""
    row = fit.estimates.loc[term]  # type: ignore[attr-defined]
    low, high = row["low"], row["high"]
    return {"missed": float(not low <= truth <= high), "bias": float(row["estimate"]) - truth}


Test = Callable[[np.random.Generator, int, int], dict[str, float]]


def common(method: str, **options: object) -> Test:
    """Return the test of CCE on panels of a kind."""
    kind = {k: options.pop(k) for k in ("own", "spread") if k in options}

    def run(rng: np.random.Generator, N: int, T: int) -> dict[str, float]:
        panel = panel_of(rng, N, T, **kind)  # type: ignore[arg-type]
        return slope(gp.common_correlated_effects(panel, "y ~ x + z", method=method, simulations=0, **options))  # type: ignore[arg-type]

    return run


def fixed(rng: np.random.Generator, N: int, T: int) -> dict[str, float]:
    """Return the test of two-way fixed effects."""
    return slope(gp.fixed_effects(panel_of(rng, N, T, spread=0.3), "y ~ x + z", errors="unit"))


def tests_of(own: float, spread: float, shocks: float, draws: int = 99) -> Test:
    """Return the tests of equal slopes and of dependence."""

    def run(rng: np.random.Generator, N: int, T: int) -> dict[str, float]:
        panel = panel_of(rng, N, T, own=own, spread=spread, shocks=shocks)
        if shocks:
            fits = {
                m: gp.common_correlated_effects(panel, "y ~ x + z", method=m, simulations=draws)
                for m in ("pooled", "mean-group")
            }
        else:
            fits = {"mean group": gp.mean_group(panel, "y ~ x + z", simulations=draws)}
        out = {}
        for name, fit in fits.items():
            for p in ("p", "p_sim"):
                out[f"{name} CD {p}"] = float(fit.dependence[p].iloc[0] <= 0.05)
        for test in ("delta", "adjusted delta", "Swamy"):
            for p in ("p", "p_sim"):
                out[f"{test} {p}"] = float(fit.homogeneity.loc[test, p] <= 0.05)
        return out

    return run


def lagged(jackknife: bool) -> Test:
    """Return the test of the dynamic form."""

    def run(rng: np.random.Generator, N: int, T: int) -> dict[str, float]:
        fit = gp.common_correlated_effects(
            dynamic(rng, N, T), "y ~ x", outcome_lags=1, average_lags=1, jackknife=jackknife, simulations=0
        )
        own = slope(fit, 0.4, "L.y")
        return {**slope(fit), "missed L.y": own["missed"], "bias L.y": own["bias"]}

    return run


def means(method: str) -> Test:
    """Return the test of mean groups without shocks."""

    def run(rng: np.random.Generator, N: int, T: int) -> dict[str, float]:
        panel = panel_of(rng, N, T, own=0.4, spread=0.3, shocks=0.0)
        return slope(gp.mean_group(panel, "y ~ x + z", method=method, simulations=0))  # type: ignore[arg-type]

    return run


def ring(N: int) -> Weights:
    """Return weights of N units in a ring."""
    near = sparse.csr_array((np.full(N, 0.5), (np.arange(N), (np.arange(N) + 1) % N)), shape=(N, N))
    return Weights(near + near.T, tuple(f"u{i:03d}" for i in range(N)), name="ring")


def spatial(model: str, effects: str, rho: float, shocks: float) -> Test:
    """Return the test of the spatial lag, with period effects or beside factors; x has no effect on neighbours."""

    def run(rng: np.random.Generator, N: int, T: int) -> dict[str, float]:
        w = ring(N)
        f, load = rng.normal(size=(T, 1)), rng.normal(size=N)
        x = 0.8 * shocks * f * (1 + 0.5 * load) + rng.normal(size=(T, N))
        u = x + shocks * f * (1 + 0.8 * load) + rng.normal(size=N) + rng.normal(size=(T, N))
        y = np.linalg.solve(np.eye(N) - rho * w.matrix.toarray(), u.T).T
        frame = pd.DataFrame({"u": np.tile(w.ids, T), "t": np.repeat(np.arange(T) + 2001, N)})
        panel = gp.read_panel(frame.assign(y=y.ravel(), x=x.ravel()), unit="u", period="t")
        if effects == "factors":
            return slope(gp.spatial_factors(panel, "y ~ x", w, model=model), rho, "rho")
        return slope(gp.spatial_panel(panel, "y ~ x", w, model=model, effects=effects), rho, "rho")  # type: ignore[arg-type]

    return run


def exponent(alpha: float) -> Test:
    """Return the exponents of series of which N^alpha units share a factor with loadings about 1."""

    def run(rng: np.random.Generator, N: int, T: int) -> dict[str, float]:
        loadings = np.where(np.arange(N) < round(N**alpha), rng.uniform(0.8, 1.2, N), 0.0)
        x = rng.normal(size=(T, 1)) * loadings + rng.normal(size=(T, N))
        frame = pd.DataFrame({"u": np.tile(np.arange(N), T), "t": np.repeat(np.arange(T), N), "x": x.ravel()})
        panel = gp.read_panel(frame, unit="u", period="t")
        out = {}
        for method in ("average", "correlations"):
            row = gp.dependence_exponent(panel, ["x"], method=method, simulations=0).table.iloc[0]  # type: ignore[arg-type]
            out[f"{method} bias"], out[f"{method} rmse"] = row["alpha"] - alpha, (row["alpha"] - alpha) ** 2
            if method == "average":
                out["missed"] = float(abs(row["alpha"] - alpha) > 1.96 * row["se"])
        return out

    return run


def unit_lags(rng: np.random.Generator, N: int, T: int) -> dict[str, float]:
    """Return how often intervals of lags between 0 and .8, of slopes and of the mean lag miss, and their bias."""
    w = ring(N)
    W, rho, b = w.matrix.toarray(), rng.uniform(0.0, 0.8, N), rng.uniform(0.0, 1.0, N)
    x = rng.normal(size=(T, N))
    e = rng.normal(size=(T, N)) * np.sqrt(rng.chisquare(2, size=N) / 4 + 0.5)
    y = np.linalg.solve(np.eye(N) - rho[:, None] * W, (b * x + rng.normal(1, 1, N) + e).T).T
    frame = pd.DataFrame({"u": np.tile(w.ids, T), "t": np.repeat(np.arange(T) + 1900, N)})
    fit = gp.heterogeneous_spatial(
        gp.read_panel(frame.assign(y=y.ravel(), x=x.ravel()), unit="u", period="t"), "y ~ x", w
    )
    out = {}
    for term, truth in (("rho", rho), ("x", b)):
        own = fit.by_unit.xs(term, level="term")
        out[f"missed {term}"] = float(((truth < own["low"]) | (truth > own["high"])).mean())
        out[f"bias {term}"] = float((own["estimate"] - truth).mean())
        out[f"squared error {term}"] = float(((own["estimate"] - truth) ** 2).mean())
    row = fit.estimates.loc["rho"]
    return {**out, "missed mean": float(not row["low"] <= 0.4 <= row["high"])}


TESTS: dict[str, Test] = {
    "Two-way FE, slopes differ": fixed,
    "CCEP, slopes the same": common("pooled", own=0.4),
    "CCEP, slopes the same, Newey-West": common("pooled", errors="newey-west", own=0.4),
    "CCEP, slopes differ": common("pooled", spread=0.3, own=0.4),
    "CCEP, slopes differ, Newey-West": common("pooled", spread=0.3, errors="newey-west", own=0.4),
    "CCEMG, slopes the same": common("mean-group", own=0.4),
    "CCEMG, slopes differ": common("mean-group", spread=0.3, own=0.4),
    "Mean group, no shocks": means("mean-group"),
    "Demeaned mean group, no shocks": means("demeaned"),
    "Swamy, no shocks": means("swamy"),
    "Dynamic CCEMG": lagged(False),
    "Dynamic CCEMG, jackknife": lagged(True),
    **{
        f"Lag {rho:g} under {effects}, {'shocks' if shocks else 'no shocks'}": spatial("sar", effects, rho, shocks)
        for rho, shocks in ((0.0, 1.0), (0.3, 0.0), (0.3, 1.0))
        for effects in ("unit", "twoways", "factors")
    },
    "Lags of units": unit_lags,
    **{f"Exponent {alpha:g}": exponent(alpha) for alpha in (0.6, 0.8, 1.0)},
    "Tests of mean group": tests_of(0.0, 0.0, 0.0),
    "Tests of mean group, errors autocorrelated": tests_of(0.4, 0.0, 0.0),
    "Tests of CCE": tests_of(0.0, 0.0, 1.0),
}


def main(draws: int, pattern: str) -> None:
    """Print a line a test and shape."""
    for N, T in SHAPES:
        for name, test in TESTS.items():
            if not re.search(pattern, f"{N} x {T} {name}") or (
                T < 20 and name.startswith(("Dynamic", "Lags of units"))
            ):
                continue
            begun, rng = time.process_time(), np.random.default_rng(17)
            found = pd.DataFrame([test(rng, N, T) for _ in range(draws)])
            print(
                f"{N} x {T} | {name} |",
                found.mean().round(3).to_dict(),
                f"{time.process_time() - begun:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300, sys.argv[2] if len(sys.argv) > 2 else "")
