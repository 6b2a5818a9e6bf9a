"""Local regressions beside mgwr on the same points, choice of bandwidths and inference included, processor seconds."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

import gisplug as gp
from gisplug.panel.read import read_panel

FORMULA = "y ~ a + b + c"
PLANE: dict[str, Any] = {"coordinates": ("px", "py"), "distances": "plane"}


def points(N: int, T: int = 1, seed: int = 1) -> pd.DataFrame:
    """N points in a square and T years; three regressors, of which the first has a coefficient that rises eastwards."""
    rng = np.random.default_rng(seed)
    px, py = rng.uniform(0, 100, N), rng.uniform(0, 100, N)
    X = rng.normal(size=(T, N, 3))
    drift = 0.1 * np.arange(T)[:, None]
    y = np.sin(py / 20) + (1 + px / 50 + drift) * X[..., 0] - 0.5 * X[..., 1] + 0.3 * X[..., 2]
    y = y + rng.normal(size=(T, N))
    frame = pd.DataFrame(X.reshape(-1, 3), columns=["a", "b", "c"]).assign(y=y.ravel())
    frame["unit"], frame["year"] = np.tile([f"u{i:05d}" for i in range(N)], T), np.repeat(2001 + np.arange(T), N)
    return frame.assign(px=np.tile(px, T), py=np.tile(py, T))


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(name: str, N: int, own: Callable[[], object], peer: Callable[[], object] | None) -> None:
    """Print one line."""
    mine = seconds(own)
    line = f"{name:42s} N {N:6,}  gisplug {mine:8.1f} s"
    if peer is not None:
        theirs = seconds(peer)
        line += f"   mgwr {theirs:8.1f} s   ratio {theirs / mine:6.1f}"
    print(line, flush=True)


def peer_of(frame: pd.DataFrame, multi: bool) -> Callable[[], object] | None:
    """Return the same work of mgwr in one process; None where it is not installed."""
    if find_spec("mgwr") is None:
        return None
    from mgwr.gwr import GWR, MGWR
    from mgwr.sel_bw import Sel_BW

    xy, y, X = frame[["px", "py"]].to_numpy(), frame[["y"]].to_numpy(), frame[["a", "b", "c"]].to_numpy()

    def one() -> object:
        width = Sel_BW(xy, y, X, n_jobs=1).search()
        return GWR(xy, y, X, width, n_jobs=1).fit()

    def several() -> object:
        Z, z = (X - X.mean(axis=0)) / X.std(axis=0), (y - y.mean()) / y.std()
        selector = Sel_BW(xy, z, Z, multi=True, n_jobs=1)
        selector.search()
        return MGWR(xy, z, Z, selector, n_jobs=1).fit()

    return several if multi else one


def main() -> None:
    """Run the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, and no GTWR")
    quick = parser.parse_known_args()[0].quick
    for N in (500,) if quick else (1000, 3000):
        frame = points(N)
        panel = read_panel(frame, unit="unit", period="year")
        compare("GWR, adaptive bisquare, AICc", N, lambda p=panel: gp.gwr(p, FORMULA, **PLANE), peer_of(frame, False))
    for N in (250,) if quick else (500, 1000):
        frame = points(N)
        panel = read_panel(frame, unit="unit", period="year")
        compare("MGWR, adaptive bisquare, AICc", N, lambda p=panel: gp.mgwr(p, FORMULA, **PLANE), peer_of(frame, True))
    if not quick:
        panel = read_panel(points(3000, 10), unit="unit", period="year")
        compare("GWR, 10 years, unit and local period effects", 3000, lambda: gp.gwr(panel, FORMULA, **PLANE), None)
        fixed = {"kernel": "gaussian", "adaptive": False, **PLANE}
        compare("GTWR, 10 years, Gaussian, pace chosen", 3000, lambda: gp.gtwr(panel, FORMULA, **fixed), None)
        near = {"pace": 3.0, "bandwidth": 400, **PLANE}
        compare("GTWR, 10 years, bisquare, one fit", 3000, lambda: gp.gtwr(panel, FORMULA, **near), None)


if __name__ == "__main__":
    main()
