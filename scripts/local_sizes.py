"""Size and power of the permutation tests of GWR, and coverage of its intervals: the table of docs/local/gwr.md.

scripts/local_sizes.py [DRAWS]    200 samples by default; DRAWS of each design
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gisplug.local.gwr import gwr
from gisplug.panel.frame import Panel
from gisplug.panel.read import read_panel

PLACE = {"coordinates": ("px", "py"), "distances": "plane"}
DESIGNS = {
    "nothing differs": (0.0, False),
    "nothing differs, x gathers in space": (0.0, True),
    "x differs": (1.0, False),
    "x differs, x gathers in space": (1.0, True),
}


def sample(seed: int, slope: float, gathers: bool, N: int = 100) -> tuple[Panel, np.ndarray]:
    """Return points with y = 1 + (1 + slope px / 50) x - z / 2 + e, and the true coefficients of x (N,)."""
    rng = np.random.default_rng(seed)
    px, py = rng.uniform(0, 100, N), rng.uniform(0, 100, N)
    x, z, e = rng.normal(size=(3, N))
    if gathers:
        x = np.sin(px / 12.0) + np.cos(py / 15.0) + 0.3 * x
    beta = 1.0 + slope * px / 50.0
    frame = pd.DataFrame({"y": 1.0 + beta * x - 0.5 * z + e, "x": x, "z": z, "px": px, "py": py})
    frame["unit"], frame["year"] = [f"u{i:03d}" for i in range(N)], 2020
    return read_panel(frame, unit="unit", period="year"), beta


def main() -> int:
    """Print the table."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rows = []
    for name, (slope, gathers) in DESIGNS.items():
        for shuffled in ("residuals", "rows"):
            p, inside = [], []
            for seed in range(draws):
                panel, beta = sample(seed, slope, gathers)
                fit = gwr(panel, "y ~ x + z", permutations=19, shuffled=shuffled, seed=seed, **PLACE)
                p.append([*fit.by_term.loc[["x", "z"], "p_variability"], fit.p_joint])
                one = fit.coefficients[fit.coefficients["term"] == "x"]
                inside.append(float((np.abs(one["estimate"] - beta) < 1.96 * one["se"]).mean()))
            rows.append([name, shuffled, *(np.array(p) <= 0.05).mean(axis=0), np.mean(inside)])
    print(pd.DataFrame(rows, columns=["design", "shuffled", "x", "z", "jointly", "coverage of x"]).round(3).to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main())
