"""How far rho moves when the log-determinant is taken from random vectors: seeds by kind of W, size, rho and periods.

.venv/bin/python scripts/random_log_determinant.py             the table of docs/spatial/spatial-models.md
.venv/bin/python scripts/random_log_determinant.py --units 1000000 --periods 2 --fit probes    one large fit, measured
.venv/bin/python scripts/random_log_determinant.py --units 10000000 --fit probes   the largest: 20 GB
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.spatial import cKDTree

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gisplug.panel.frame import Panel
from gisplug.spatial.effects.average import average_effects
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.weights.contiguity import lattice
from gisplug.weights.weights import Weights


def weights(kind: str, units: int, seed: int) -> Weights:
    """Return queen contiguity of a square of cells, or six nearest neighbours of random points."""
    side = round(units**0.5)
    if kind == "queen":
        return lattice(side, side)
    points = np.random.default_rng(seed).random((side * side, 2))
    near = np.sort(cKDTree(points).query(points, 7)[1][:, 1:])
    N, pointers = side * side, np.arange(0, 6 * side * side + 1, 6)
    return Weights(
        sp.csr_array((np.ones(6 * N), near.ravel(), pointers), shape=(N, N)), tuple(map(str, range(N))), kind
    )


def simulated(w: Weights, rho: float, T: int, seed: int) -> Panel:
    """Return a panel of y = rho W y + x + 0.3 W x + mu + e."""
    rng = np.random.default_rng(seed)
    W, N = w.matrix, len(w.ids)
    x, mu = rng.standard_normal((T, N)), rng.standard_normal(N)
    y = np.empty((T, N))
    for t in range(T):
        term = x[t] + 0.3 * (W @ x[t]) + mu + rng.standard_normal(N)
        y[t] = term
        while np.abs(term).max() > 1e-10:
            term = rho * (W @ term)
            y[t] += term
    return Panel(pd.DataFrame({"y": y.ravel(), "x": x.ravel()}), w.ids, tuple(range(T)))


def table(seeds: int) -> None:
    """Print the largest and the mean move of rho in standard errors, and the largest that was stated."""
    print("| W | N | T | rho | seeds | mean move / se | largest | stated, largest | within stated |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for kind in ("queen", "knn"):
        for units, T in ((2_500, 5), (20_000, 2)):
            for rho in (0.3, 0.6, 0.85):
                moves, stated = [], []
                for seed in range(seeds):
                    w = weights(kind, units, seed)
                    panel = simulated(w, rho, T, seed)
                    exact, found = (
                        spatial_panel(panel, "y ~ x", w, effects="unit", log_determinant=how)
                        for how in ("exact", "probes")
                    )
                    se = float(np.sqrt(exact.cov.loc["rho", "rho"]))
                    moves.append(abs(found.rho - exact.rho) / se)
                    stated.append(2 * T * found.logdet.probes.slope_error(found.rho) * se)
                inside = np.mean(np.array(moves) <= np.array(stated))
                print(
                    f"| {kind} | {len(w.ids):,} | {T} | {rho} | {seeds} | {np.mean(moves):.4f} | {max(moves):.4f} | "
                    f"{max(stated):.4f} | {inside:.0%} |",
                    flush=True,
                )


def one(kind: str, units: int, T: int, how: str) -> None:
    """Fit one large panel with unit effects (one period: none); print seconds, of the processor too, and the peak."""
    w = weights(kind, units, 0)
    panel = simulated(w, 0.5, T, 0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    wall, cpu = time.perf_counter(), time.process_time()
    fit = spatial_panel(panel, "y ~ x", w, effects="unit" if T > 1 else "none", log_determinant=how)
    average_effects(fit, draws=1000)
    taken = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{kind}, N {len(w.ids):,}, T {T}, {how}: {taken[0]:.1f} s, {taken[1]:.1f} s of the processor; "
        f"peak {peak:.1f} GB ({before:.1f} before the fit); rho {fit.rho:.6f} "
        f"({np.sqrt(fit.cov.loc['rho', 'rho']):.6f})"
    )
    print(*(str(note.text) for note in fit.report.notes if note.code == "random-log-determinant"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--units", type=int, default=0)
    parser.add_argument("--periods", type=int, default=2)
    parser.add_argument("--weights", choices=("queen", "knn"), default="queen")
    parser.add_argument("--fit", choices=("exact", "probes"), default="probes")
    asked = parser.parse_args()
    if asked.units:
        one(asked.weights, asked.units, asked.periods, asked.fit)
    else:
        table(asked.seeds)
