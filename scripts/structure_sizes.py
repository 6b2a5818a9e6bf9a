"""How often tests of space-time structure reject what is true, by simulation: `python scripts/structure_sizes.py
[draws]`; a minute. The numbers stand in docs/structure/networks.md and docs/structure/hot-spots.md.

A test at 5 % should reject about 5 %.
"""

from __future__ import annotations

import sys

import numpy as np

from gisplug.structure.networks.qap import matrix_qap
from gisplug.structure.spots.trend import mann_kendall


def trends(draws: int) -> None:
    """Print the share of series without a trend in which Mann and Kendall's test finds one, by autocorrelation."""
    rng = np.random.default_rng(1)
    for periods in (10, 20):
        for rho in (0.0, 0.3, 0.6):
            e = rng.normal(size=(periods, 50 * draws))
            for t in range(1, periods):
                e[t] = rho * e[t - 1] + np.sqrt(1 - rho**2) * e[t]
            print(f"Mann-Kendall, {periods} periods, rho {rho}: {np.mean(mann_kendall(e).p <= 0.05):.3f}")


def networks(draws: int) -> None:
    """Print the share of networks in which a matrix without a part in y is found, links of a unit sharing errors."""
    rng = np.random.default_rng(2)
    for n in (12, 30):
        found = []
        for k in range(draws):
            own, other = rng.normal(size=(2, n))
            y = own[:, None] + own[None] + rng.normal(size=(n, n))
            x = other[:, None] + other[None] + 0.5 * rng.normal(size=(n, n))
            z = own[:, None] - own[None]
            made = matrix_qap(y, {"x": x, "z": z}, permutations=99, seed=k)
            found.append((abs(made.regression["t"].iloc[1]) > 1.96, made.regression["p"].iloc[1] <= 0.05))
        plain, qap = np.mean(found, axis=0)
        print(f"{n} units: least squares {plain:.3f}, QAP {qap:.3f}")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    trends(count)
    networks(count)
