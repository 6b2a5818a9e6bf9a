"""Other forms of the spatial panel model in the time of the balanced one: nearest neighbours, weights by period,
unbalanced, dynamic, random effects.

    python benchmarks/run.py forms                    (100,000 and 400,000 units)

Four periods (five of the dynamic model, whose first is the initial condition), two regressors and their lags, fixed
effects of units and periods; fit with standard errors and average effects, processor seconds of one thread. Each case
runs in a fresh process. The ratios are to the balanced SDM of the same size under queen contiguity.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from memory import peak_kb
from scipy.spatial import cKDTree

HERE = Path(__file__).resolve()
SIZES = (100_000, 400_000)
RHO, TAU, MISSING = 0.5, 0.3, 0.05
CASES = {
    "balanced": "one queen W",
    "knn": "six nearest neighbours",
    "by period": "four queen W",
    "knn by period": "5, 6, 7 and 8 nearest neighbours",
    "unbalanced": "one queen W, 5 % of rows missing",
    "knn unbalanced": "six nearest neighbours, 5 % of rows missing",
    "dynamic": "one queen W",
    "random": "one queen W, random effects",
}


def main() -> None:
    """Run every case in a fresh process and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--one", nargs=2, metavar=("CASE", "N"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(sys.argv[1:] if __name__ == "__main__" else [])
    if chosen.one:
        print(json.dumps(one(chosen.one[0], int(chosen.one[1]))))
        return
    print(f"{'case':16s} {'N':>8s} {'seconds':>8s} {'ratio':>6s} {'peak GB':>8s} {'rho':>8s} {'se':>8s}  weights")
    for size in SIZES:
        base = 0.0
        for case, words in CASES.items():
            found = fresh(case, size)
            base = base or found["seconds"]
            print(
                f"{case:16s} {found['N']:8,d} {found['seconds']:8.1f} {found['seconds'] / base:6.2f} "
                f"{found['peak']:8.2f} {found['rho']:8.5f} {found['se']:8.5f}  {words}",
                flush=True,
            )


def fresh(case: str, size: int) -> dict:
    """Return the figures of one case, from a process of its own with one BLAS thread."""
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    ended = subprocess.run(
        [sys.executable, str(HERE), "--one", case, str(size)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **single, "PYTHONPATH": str(HERE.parents[1])},
    )
    return json.loads(ended.stdout.splitlines()[-1])


def one(case: str, size: int) -> dict:
    """Fit one case and return its seconds, peak and rho."""
    from gisplug.panel.frame import Panel

    side = round(size**0.5)
    w, by = weights(case, side)
    T = 5 if case == "dynamic" else 4
    frame = simulated([(by[t] if by else w).matrix for t in range(T)], TAU if case == "dynamic" else 0.0)
    if "unbalanced" in case:
        frame.loc[np.random.default_rng(2).random(len(frame)) < MISSING, :] = np.nan
    panel = Panel(frame, w.ids, tuple(range(T)), unbalanced="unbalanced" in case)
    begun = time.process_time()
    fit = fitted(case, panel, by or w)
    fit.effects()
    seconds = time.process_time() - begun
    se = float(np.sqrt(fit.cov.loc["rho", "rho"]))
    return {"N": side**2, "seconds": seconds, "peak": peak_kb() / 2**20, "rho": float(fit.params["rho"]), "se": se}


def weights(case: str, side: int) -> tuple:
    """Return W and, where it changes, the weights of each period."""
    from gisplug.weights.contiguity import lattice

    if case.startswith("knn"):
        links = (5, 6, 7, 8) if "period" in case else (6,)
        made = [nearest(side, k) for k in links]
        return made[0], dict(enumerate(made)) if len(made) > 1 else None
    queen = lattice(side, side)
    return queen, {t: reweighted(queen, t) for t in range(4)} if "period" in case else None


def nearest(side: int, k: int):
    """Return k nearest neighbours of random points."""
    from gisplug.weights.weights import Weights

    N = side * side
    points = np.random.default_rng(0).random((N, 2))
    near = np.sort(cKDTree(points).query(points, k + 1)[1][:, 1:])
    raw = sp.csr_array((np.ones(k * N), near.ravel(), np.arange(0, k * N + 1, k)), shape=(N, N))
    return Weights(raw, tuple(map(str, range(N))), f"knn{k}")


def reweighted(queen, seed: int):
    """Return the links of W with other strengths, the same in both directions."""
    from gisplug.weights.weights import Weights

    above = sp.coo_array(sp.triu(queen.matrix))
    strength = np.random.default_rng(seed).uniform(0.5, 1.5, above.nnz)
    half = sp.csr_array((strength, (above.row, above.col)), shape=above.shape)
    return Weights(sp.csr_array(half + half.T), queen.ids, f"queen {seed}")


def simulated(matrices: list, tau: float) -> pd.DataFrame:
    """Return y = rho W y + tau y(t-1) + x1 - x2 / 2 + 0.3 W x1 + mu + e."""
    T, N = len(matrices), matrices[0].shape[0]
    rng = np.random.default_rng(1)
    x1, x2, mu = rng.standard_normal((T, N)), rng.standard_normal((T, N)), rng.standard_normal(N)
    y = np.empty((T, N))
    for t, W in enumerate(matrices):
        term = x1[t] - 0.5 * x2[t] + 0.3 * (W @ x1[t]) + mu + rng.standard_normal(N) + (tau * y[t - 1] if t else 0.0)
        y[t] = term
        while np.abs(term).max() > 1e-9:
            term = RHO * (W @ term)
            y[t] += term
    return pd.DataFrame({"y": y.ravel(), "x1": x1.ravel(), "x2": x2.ravel()})


def fitted(case: str, panel, w):
    """Return the fit of a case."""
    import gisplug as gp

    formula = "y ~ x1 + x2"
    if "period" in case or "unbalanced" in case:
        return gp.varying_panel(panel, formula, w)
    if case == "dynamic":
        return gp.dynamic_panel(panel, formula, w)
    if case == "random":
        return gp.random_effects(panel, formula, w)
    return gp.spatial_panel(panel, formula, w)


if __name__ == "__main__":
    main()
