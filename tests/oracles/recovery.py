"""Simulated two-way SDMs: bias and 95 % coverage of rho, beta, theta, direct and indirect effects."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.weights.weights import Weights
from tests.oracles.spatial_cases import panel_of

RHO, BETA, THETA, SIGMA = 0.4, 1.0, 0.3, 1.0
SIZES = {"30 x 14": (5, 6, 14), "100 x 5": (10, 10, 5)}


def rectangle(rows: int, columns: int) -> Weights:
    """Queen contiguity of a rectangular lattice."""

    def band(n: int) -> sp.dia_array:
        return sp.diags_array([np.ones(n - 1), np.ones(n), np.ones(n - 1)], offsets=[-1, 0, 1])

    matrix = sp.csr_array(sp.kron(band(rows), band(columns)) - sp.eye_array(rows * columns))
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return Weights(matrix, tuple(map(str, range(rows * columns))), "queen")


def coverage(size: str, correction: str, seeds: int = 200) -> pd.DataFrame:
    """Return truth, mean estimate, bias, spread, mean standard error and coverage of each quantity over the seeds."""
    rows, columns, T = SIZES[size]
    w = rectangle(rows, columns)
    W, N = w.matrix.toarray(), rows * columns
    A = np.linalg.inv(np.eye(N) - RHO * W)
    S = A @ (BETA * np.eye(N) + THETA * W)
    direct, total = np.trace(S) / N, S.sum() / N
    truth = pd.Series(
        {"rho": RHO, "beta": BETA, "theta": THETA, "direct": direct, "indirect": total - direct, "sigma2": SIGMA**2}
    )
    found = [_one(np.random.default_rng(10_000 + seed), w, A, W, T, correction) for seed in range(seeds)]
    values = pd.DataFrame([estimate for estimate, _ in found])[truth.index]
    errors = pd.DataFrame([error for _, error in found])[truth.index]
    inside = (values - truth).abs() <= 1.959964 * errors
    return pd.DataFrame(
        {
            "truth": truth,
            "mean": values.mean(),
            "bias": values.mean() - truth,
            "spread": values.std(),
            "se": errors.mean(),
            "coverage": inside.mean(),
        }
    ).reindex(truth.index)


def _one(
    rng: np.random.Generator, w: Weights, A: np.ndarray, W: np.ndarray, T: int, correction: str
) -> tuple[dict[str, float], dict[str, float]]:
    N = len(W)
    mu, xi = rng.standard_normal(N), rng.standard_normal((T, 1))
    x = rng.standard_normal((T, N)) + 0.5 * mu
    y = (BETA * x + THETA * x @ W.T + mu + xi + SIGMA * rng.standard_normal((T, N))) @ A.T
    fit = spatial_panel(panel_of(y, x[:, :, None], ["x"]), "y ~ x", w, correction=correction)
    table, effects = fit.table(), fit.effects(method="delta").loc["x"]
    names = {"rho": "rho", "beta": "x", "theta": "W*x", "sigma2": "sigma2"}
    both = [{k: float(table.loc[v, column]) for k, v in names.items()} for column in ("estimate", "se")]
    for made, column in zip(both, ("estimate", "se"), strict=True):
        made |= {k: float(effects.loc[k, column]) for k in ("direct", "indirect")}
    return both[0], both[1]
