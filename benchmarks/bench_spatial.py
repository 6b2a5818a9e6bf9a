"""Two-way spatial Durbin models with effects and standard errors: seconds, memory and growth, beside spreg.

    python benchmarks/run.py spatial                  (queen lattices of 1,000 to 1,000,000 units, six nearest
    neighbours; spreg, and splm where R has it)
    python benchmarks/bench_spatial.py --italy        (the municipalities of ../shared/data/italy5217, once and 20
    times side by side)

T = 10, k = 8. Each case runs in a fresh process. "fit" is the model with standard errors, "effects" 1,000 simulated
draws of average
effects, "units" the effects of every unit with their standard errors. Memory is the largest resident size less
nothing: imports,
data and weights are in it; "own" is what the fit and its effects added to the size before them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from memory import peak_kb

HERE = Path(__file__).resolve()
ITALY = HERE.parents[2] / "shared" / "data" / "italy5217"
T, K, RHO = 10, 8, 0.4
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 1_000_000)
PEER_SIZES = (900, 2_500)
SPLM_SIZES = (900, 2_500)


def main() -> None:
    """Run every case in a fresh process and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--one", nargs=3, metavar=("WHO", "KIND", "N"), help=argparse.SUPPRESS)
    parser.add_argument("--italy", action="store_true", help="only the Italian municipalities")
    chosen = parser.parse_args(sys.argv[1:] if __name__ == "__main__" else [])
    if chosen.one:
        print(json.dumps(one(chosen.one[0], chosen.one[1], int(chosen.one[2]))))
        return
    print(f"two-way SDM, T = {T}, k = {K}; {os.cpu_count()} cores\n")
    print(
        f"{'who':8s} {'weights':8s} {'N':>9s} {'fit s':>8s} {'effects s':>10s} {'units s':>8s} {'peak GB':>8s} "
        f"{'own GB':>7s} {'rho':>7s}"
    )
    if chosen.italy:
        for copies in (1, 20):
            shown("gisplug", "italy", copies)
        return
    found = {size: shown("gisplug", "queen", size) for size in SIZES}
    shown("gisplug", "knn6", 50_000)
    peers = [(who, size) for who, sizes in (("spreg", PEER_SIZES), ("splm", SPLM_SIZES)) for size in sizes]
    runs = [(who, size, shown(who, "queen", size), shown("gisplug", "queen", size)) for who, size in peers if here(who)]
    growth(found)
    for who, size, peer, own in runs:
        if peer and own:
            print(
                f"{who} / gisplug at N = {size}: {peer['fit'] / (own['fit'] + own['effects']):.0f} times the seconds "
                f"({who} without effects{', unit effects only' if who == 'spreg' else ''})"
            )


def here(who: str) -> bool:
    """Whether a peer is installed; says so where it is not."""
    if who == "spreg":
        there = importlib.util.find_spec("spreg") is not None
    else:
        asked = ["Rscript", "-e", 'quit(status = !requireNamespace("splm", quietly = TRUE))']
        there = shutil.which("Rscript") is not None and subprocess.run(asked, capture_output=True).returncode == 0
    if not there:
        print(f"{who}: not installed here, left out")
    return there


def growth(found: dict[int, dict[str, float]]) -> None:
    """Print the exponent of seconds in N over the upper sizes."""
    sizes = [n for n, r in found.items() if r and n >= 3_000]
    if len(sizes) > 1:
        seconds = [found[n]["fit"] + found[n]["effects"] for n in sizes]
        slope = np.polyfit(np.log([found[n]["N"] for n in sizes]), np.log(seconds), 1)[0]
        print(
            f"\ngrowth exponent of fit + effects from {sizes[0]:,} to {sizes[-1]:,} units: {slope:.2f} (at most 1.3 "
            "wanted)"
        )


def shown(who: str, kind: str, size: int) -> dict[str, float]:
    """Run one case in a fresh process and print its line."""
    done = subprocess.run(
        [sys.executable, str(HERE), "--one", who, kind, str(size)], capture_output=True, text=True, cwd=HERE.parents[1]
    )
    if done.returncode:
        print(f"{who:8s} {kind:8s} {size:9,d}  failed: {(done.stderr.strip().splitlines() or ['killed'])[-1][:90]}")
        return {}
    r: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    line = (
        f"{who:8s} {kind:8s} {int(r['N']):9,d} {r['fit']:8.2f} {r['effects']:10.2f} {r['units']:8.2f} "
        f"{r['peak']:8.2f} {r['own']:7.2f} {r['rho']:7.4f}"
    )
    print(line, flush=True)
    return r


def one(who: str, kind: str, size: int) -> dict[str, float]:
    """Simulate one panel, fit it, and measure."""
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

    raw = weights(kind, size)
    N = raw.shape[0]
    ids = tuple(map(str, range(N)))
    W = Weights(raw, ids, kind).matrix
    rng = np.random.default_rng(0)
    columns = np.empty((T, N, K + 1))
    columns[:, :, 1:] = rng.standard_normal((T, N, K))
    beta, mu = np.linspace(1.0, 0.2, K), rng.standard_normal(N)
    for t in range(T):
        mean = columns[t, :, 1:] @ beta
        columns[t, :, 0] = spread(W, mean + 0.3 * (W @ mean) + mu + 0.1 * t + rng.standard_normal(N))
    names = [f"x{k}" for k in range(K)]
    if who == "spreg":
        return peer(columns, W, N)
    if who == "splm":
        return in_r(columns, W, N)
    panel = Panel(pd.DataFrame(columns.reshape(T * N, -1), columns=["y", *names]), ids, tuple(range(T)))
    return measured(panel, Weights(raw, ids, kind), f"y ~ {' + '.join(names)}")


def spread(W: sp.csr_array, x: np.ndarray) -> np.ndarray:
    """(I - RHO W)^-1 x by its power series."""
    made = x.copy()
    for _ in range(40):
        x = RHO * (W @ x)
        made += x
    return made


def measured(panel, w, formula: str) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """Fit, average effects, unit effects."""
    import qdldl  # noqa: F401 - imports aside
    import threadpoolctl  # noqa: F401

    from gisplug.spatial.effects.average import average_effects
    from gisplug.spatial.effects.by_unit import unit_effects
    from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel

    w.matrix  # noqa: B018 - weights are made before the clock starts
    before, start = peak(), time.perf_counter()
    fit = spatial_panel(panel, formula, w)
    fitted = time.perf_counter()
    average_effects(fit, draws=1000)
    averaged = time.perf_counter()
    most = peak()
    unit_effects(fit, "x0")
    ended = time.perf_counter()
    return {
        "N": float(panel.N),
        "fit": fitted - start,
        "effects": averaged - fitted,
        "units": ended - averaged,
        "peak": peak(),
        "own": most - before,
        "rho": fit.rho,
    }


def peer(columns: np.ndarray, W: sp.csr_array, N: int) -> dict[str, float]:
    """spreg's panel fixed-effects lag model with W x among the regressors."""
    import contextlib
    import io
    import warnings

    import spreg
    from libpysal.weights import WSP

    y = columns[:, :, 0].reshape(-1, 1)
    lags = np.stack([W @ columns[t, :, 1:] for t in range(T)])
    X = np.concatenate([columns[:, :, 1:], lags], axis=2).reshape(T * N, -1)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        w = WSP(sp.csr_matrix(W)).to_W(silence_warnings=True)
        before, start = peak(), time.perf_counter()
        found = spreg.Panel_FE_Lag(y, X, w)
        taken = time.perf_counter() - start
    nothing = float("nan")
    rho = float(np.ravel(found.rho)[0])
    return {
        "N": float(N),
        "fit": taken,
        "effects": nothing,
        "units": nothing,
        "peak": peak(),
        "own": peak() - before,
        "rho": rho,
    }


def in_r(columns: np.ndarray, W: sp.csr_array, N: int) -> dict[str, float]:
    """splm's two-way lag model with W x among the regressors, in R."""
    lags = np.stack([W @ columns[t, :, 1:] for t in range(T)])
    by_unit = np.concatenate([columns, lags], axis=2).transpose(1, 0, 2).reshape(N * T, -1)
    names = ["y", *(f"x{k}" for k in range(K)), *(f"wx{k}" for k in range(K))]
    panel = pd.DataFrame(by_unit, columns=names)
    panel.insert(0, "unit", np.repeat(np.arange(N), T) + 1)
    panel.insert(1, "period", np.tile(np.arange(T), N) + 1)
    links = sp.coo_array(W)
    with tempfile.TemporaryDirectory() as name:
        panel.to_csv(Path(name) / "panel.csv", index=False)
        pairs = pd.DataFrame({"i": links.row + 1, "j": links.col + 1, "w": links.data})
        pairs.to_csv(Path(name) / "links.csv", index=False)
        script = str(HERE.with_name("peer_splm.R"))
        done = subprocess.run(["Rscript", script, name], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    nothing = float("nan")
    return {"N": float(N), "effects": nothing, "units": nothing, "own": nothing, **found}


def weights(kind: str, size: int) -> sp.csr_array:
    """Queen lattice, six nearest neighbours of random points, or the Italian municipalities."""
    if kind == "italy":
        import gisplug as gp

        layer = next(p for p in sorted(ITALY.iterdir()) if p.suffix in (".gpkg", ".shp", ".parquet", ".geojson"))
        units = gp.read_units(str(layer), id="com_istat_code", name="name")
        raw = gp.contiguity(units, rule="queen", isolates="nearest").raw
        made = sp.csr_array(sp.kron(sp.eye_array(size), raw, format="csr"))
        chain = np.arange(size - 1) * raw.shape[0]
        bridge = sp.csr_array((np.ones(size - 1), (chain, chain + raw.shape[0])), shape=made.shape)
        made = sp.csr_array(made + bridge + bridge.T)
        made.sort_indices()
        return made
    if kind == "knn6":
        from scipy.spatial import cKDTree

        points = np.random.default_rng(1).random((size, 2))
        near = np.sort(cKDTree(points).query(points, 7)[1][:, 1:])
        made = sp.csr_array((np.ones(size * 6), (np.repeat(np.arange(size), 6), near.ravel())), shape=(size, size))
    else:
        side = round(size**0.5)
        band = sp.diags_array([np.ones(side - 1), np.ones(side), np.ones(side - 1)], offsets=[-1, 0, 1])
        made = sp.csr_array(sp.kron(band, band) - sp.eye_array(side * side))
        made.eliminate_zeros()
    made.sort_indices()
    return made


def peak() -> float:
    """Largest resident size so far in GB."""
    return peak_kb() / 1e6


if __name__ == "__main__":
    main()
