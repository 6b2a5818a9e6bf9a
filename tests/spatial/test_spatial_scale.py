"""No dense N x N: the fit, its effects and the unit effects run where one such matrix would not fit."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

SCRIPT = """
import resource, sys
import numpy as np
from gisplug.spatial.effects.average import average_effects
from gisplug.numbers.sparse.factors import factorise
from gisplug.spatial.effects.shocks import shock_effects
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.effects.by_unit import unit_effects
from tests.oracles.spatial_cases import lattice, panel_of

side, T, k = 140, 3, 2
w = lattice(side)
N = side * side
rng = np.random.default_rng(0)
X = rng.standard_normal((T, N, k))
y = factorise(w.matrix, 0.5).solve((X.sum(axis=2) + rng.standard_normal((T, N))).T).T
panel = panel_of(y, X)
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 1_200_000_000,) * 2)
fit = spatial_panel(panel, "y ~ x1 + x2", w)
average_effects(fit, draws=1000)
unit_effects(fit, "x1")
shock_effects(fit, "x1", "0")
print(N * N * 8, fit.rho)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory limits are set through Linux's rlimits")
def test_nothing_dense_of_size_n_by_n_is_made() -> None:
    """19,600 units: one dense matrix takes 3.1 GB, the process may add 1.2 GB to what it has after its imports."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    size, rho = done.stdout.split()
    assert int(size) > 3e9 and abs(float(rho) - 0.5) < 0.05
