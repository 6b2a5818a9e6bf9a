"""How often the joint tests of a specification curve reject what is true, and what they find where there is an effect.

`python scripts/sensitivity_sizes.py [PANELS] [DRAWS] [CASE]` prints the figures of
docs/sensitivity/specification-curve.md.
"""

from __future__ import annotations

import sys
import warnings

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

import gisplug as gp
from gisplug.core.errors import GisplugError
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights

N, T, NEAREST, LEVEL = 30, 14, 4, 0.05
MODELS, ERRORS = ("fe", "slx", "sar"), ("unit",)
CASES = {  # coefficient of x, autocorrelation of the errors, share of a factor that moves units unlike
    "no effect": (0.0, 0.0, 0.0),
    "no effect, autocorrelation 0.6": (0.0, 0.6, 0.0),
    "no effect, common factor": (0.0, 0.0, 0.7),
    "effect 0.15": (0.15, 0.0, 0.0),
}


def panel_of(beta: float, serial: float, factor: float, seed: int) -> tuple[Panel, Weights]:
    """Return a panel of 30 units in 14 periods at random places, x and errors alike, and their weights."""
    rng = np.random.default_rng([seed, 30])
    places = rng.uniform(0, 10, size=(N, 2))
    away = np.linalg.norm(places[:, None] - places, axis=2)
    ids = tuple(f"u{k:02d}" for k in range(N))
    raw = np.zeros((N, N))
    raw[np.arange(N)[:, None], np.argsort(away, axis=1)[:, 1 : NEAREST + 1]] = 1.0
    w = Weights(csr_array(raw), ids, "knn")
    W = w.matrix.toarray()
    x, e, c = (_series(rng, serial) for _ in range(3))
    if factor:
        moved = rng.normal(size=T)[:, None]
        x, e = (v + factor * moved * rng.normal(1.0, 1.0, size=N) for v in (x, e))
    right = beta * x + 0.5 * c + rng.normal(size=N) + rng.normal(size=(T, 1)) + e
    y = np.linalg.solve(np.eye(N) - 0.3 * W, right.T).T
    frame = pd.DataFrame({"y": y.ravel(), "x": (x + 0.3 * c).ravel(), "c": c.ravel()})
    frame.insert(0, "year", np.repeat(2001 + np.arange(T), N))
    frame.insert(0, "unit", np.tile(ids, T))
    return gp.read_panel(frame, unit="unit", period="year"), w


def _series(rng: np.random.Generator, serial: float) -> np.ndarray:
    made = rng.normal(size=(T, N))
    for t in range(1, T):
        made[t] = serial * made[t - 1] + np.sqrt(1 - serial**2) * made[t]
    return made


def main(panels: int, draws: int, pattern: str) -> None:
    rows = {}
    for name, (beta, serial, factor) in CASES.items():
        if pattern not in name:
            continue
        p = []
        for seed in range(panels):
            panel, w = panel_of(beta, serial, factor, seed)
            try:
                found = gp.specification_curve(
                    panel, "y ~ x + c", [w], effect="total", models=MODELS, errors=ERRORS, draws=draws
                )
            except GisplugError as problem:
                print(seed, problem)
                continue
            p.append(found.joint["p"])
            if len(p) % 10 == 0:
                print(name, len(p), (100 * (pd.DataFrame(p) <= LEVEL).mean()).round(1).tolist(), flush=True)
        frame = pd.DataFrame(p)
        rows[name] = {**(100 * (frame <= LEVEL).mean()).round(1).to_dict(), "panels": len(frame)}
        print(pd.DataFrame.from_dict(rows, orient="index").to_string(), flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    given = sys.argv[1:]
    main(int(given[0]) if given else 200, int(given[1]) if len(given) > 1 else 39, given[2] if len(given) > 2 else "")
