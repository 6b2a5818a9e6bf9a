"""The truth is recovered: 200 simulated two-way SDMs at 30 x 14 and 100 x 5, with and without Lee-Yu."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pytest
from scipy import stats

from tests.oracles.recovery import SIZES, coverage

SEEDS = 200
LEAST, MOST = stats.binom.ppf([0.0005, 0.9995], SEEDS, 0.95) / SEEDS  # 0.895 .. 0.995
QUANTITIES = ["rho", "beta", "theta", "direct", "indirect"]


@lru_cache(maxsize=8)
def found(size: str, correction: str) -> pd.DataFrame:
    table = coverage(size, correction, SEEDS)
    print(f"\n{size}, {correction}\n{table.round(4).to_string()}")
    return table


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_the_transformation_is_unbiased_and_covers_at_95_percent(size: str) -> None:
    table = found(size, "transform")
    standardised = table["bias"] / (table["spread"] / SEEDS**0.5)
    assert (standardised.loc[["beta", "theta", "direct"]].abs() < 3.5).all()
    assert (table.loc[QUANTITIES, "bias"].abs() < 0.35 * table.loc[QUANTITIES, "spread"]).all()
    assert table.loc[QUANTITIES, "coverage"].between(LEAST, MOST).all()
    assert abs(table.loc["sigma2", "bias"]) < 0.03


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_the_bias_correction_covers_at_95_percent(size: str) -> None:
    table = found(size, "bias")
    assert table.loc[QUANTITIES, "coverage"].between(LEAST, MOST).all()
    assert abs(table.loc["sigma2", "bias"]) < 0.03


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_the_direct_form_shows_the_bias_that_lee_and_yu_remove(size: str) -> None:
    """sigma2 is too small by about (T-1)/T (N-1)/N, rho is pulled down, and the intervals are too short."""
    T, N = SIZES[size][2], SIZES[size][0] * SIZES[size][1]
    direct, transformed = found(size, "none"), found(size, "transform")
    assert direct.loc["sigma2", "mean"] == pytest.approx((T - 1) / T * (N - 1) / N, abs=0.03)
    assert direct.loc["rho", "bias"] < transformed.loc["rho", "bias"]
    assert direct.loc["sigma2", "coverage"] < transformed.loc["sigma2", "coverage"]
    assert direct.loc["beta", "coverage"] > 0.8


@pytest.mark.slow
def test_clustered_intervals_cover_where_errors_of_a_unit_are_correlated() -> None:
    """AR(1) errors (0.7) and x within units: model-based intervals of beta are far too short,
    clustered ones are not.
    """
    import numpy as np

    from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
    from tests.oracles.recovery import rectangle
    from tests.oracles.spatial_cases import panel_of

    w, T = rectangle(8, 8), 8
    A = np.linalg.inv(np.eye(64) - 0.4 * w.matrix.toarray())
    inside = {"expected": 0, "cluster": 0}
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        x, e = rng.standard_normal((2, T, 64))
        for t in range(1, T):
            x[t], e[t] = 0.7 * x[t - 1] + x[t] * 0.714, 0.7 * e[t - 1] + e[t] * 0.714
        panel = panel_of((x + e) @ A.T, x[:, :, None], ["x"])
        for cov in inside:
            fit = spatial_panel(panel, "y ~ x", w, model="sar", effects="unit", errors=cov)
            row = fit.table().loc["x"]
            inside[cov] += int(row["low"] <= 1.0 <= row["high"])
    assert inside["expected"] / SEEDS < 0.88
    assert LEAST - 0.02 <= inside["cluster"] / SEEDS <= MOST


@pytest.mark.slow
def test_clustered_errors_of_rho_match_its_spread_with_independent_errors() -> None:
    """The part of rho's score that sums by unit miss is added: without it the error would be about
    a third too small.
    """
    import numpy as np

    from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
    from tests.oracles.recovery import rectangle
    from tests.oracles.spatial_cases import panel_of

    w, T = rectangle(9, 9), 6
    A = np.linalg.inv(np.eye(81) - 0.4 * w.matrix.toarray())
    found = []
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        x, e = 0.3 * rng.standard_normal((T, 81)), rng.standard_normal((T, 81))
        fit = spatial_panel(
            panel_of((x + e) @ A.T, x[:, :, None], ["x"]), "y ~ x", w, model="sar", effects="unit", errors="cluster"
        )
        found.append((fit.rho, fit.table().loc["rho", "se"]))
    rho, se = np.array(found).T
    assert se.mean() == pytest.approx(rho.std(ddof=1), rel=0.15)


@pytest.mark.slow
def test_the_sandwich_is_right_for_skewed_errors() -> None:
    """Centred chi-square(2) errors: the model-based error of sigma2 is far too small, Lee's sandwich is not."""
    import numpy as np

    from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
    from tests.oracles.recovery import rectangle
    from tests.oracles.spatial_cases import panel_of

    w, T = rectangle(8, 8), 5
    A = np.linalg.inv(np.eye(64) - 0.4 * w.matrix.toarray())
    found = []
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        x, e = rng.standard_normal((T, 64)), rng.chisquare(2, (T, 64)) / 2.0 - 1.0
        panel = panel_of((x + e) @ A.T, x[:, :, None], ["x"])
        fits = [
            spatial_panel(panel, "y ~ x", w, model="sar", effects="none", errors=c) for c in ("expected", "sandwich")
        ]
        found.append(
            [
                fits[0].sigma2,
                *(fit.table().loc["sigma2", "se"] for fit in fits),
                fits[0].rho,
                fits[1].table().loc["rho", "se"],
            ]
        )
    sigma2, plain, lee, rho, rho_se = np.array(found).T
    assert plain.mean() < 0.7 * sigma2.std(ddof=1)
    assert lee.mean() == pytest.approx(sigma2.std(ddof=1), rel=0.2)
    assert rho_se.mean() == pytest.approx(rho.std(ddof=1), rel=0.15)
