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
