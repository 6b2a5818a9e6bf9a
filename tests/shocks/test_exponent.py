"""Exponents of dependence: by hand, known exponents recovered, windows, residuals, refusals."""

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import PanelError, ParameterError
from gisplug.shocks.exponent_numbers import average_exponent, correlation_exponent
from tests.shocks.panels import by_formula, panel_of, with_factors


def series(rng, N, T, alpha):
    """Series of which N^alpha units share a factor, with loadings about 1."""
    loadings = np.where(np.arange(N) < round(N**alpha), rng.uniform(0.8, 1.2, N), 0.0)
    x = rng.normal(size=(T, 1)) * loadings + rng.normal(size=(T, N))
    return (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)


def test_a_factor_shared_by_all_alike_has_exponent_one():
    f = np.array([1.0, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5])
    x = np.tile((f / f.std(ddof=1))[:, None], 12)
    found = average_exponent(x, components=1)
    assert found.plain == pytest.approx(1) and found.without_weak == pytest.approx(1) and found.units == 12
    assert found.alpha == pytest.approx(1 - np.log(0.9) / (2 * np.log(12)))  # m2 divides by T, s2 by T - 1
    assert correlation_exponent(x).alpha == pytest.approx(1)


def test_the_steps_of_the_average_are_those_by_hand():
    rng = np.random.default_rng(4)
    x = series(rng, 20, 30, 1.0)
    found = average_exponent(x, components=2)
    average = x.mean(axis=1)
    values, vectors = np.linalg.eigh(x @ x.T)
    P = vectors[:, np.argsort(values)[-2:]]
    left = (x - P @ (P.T @ x)).mean(axis=1)
    log_n, s2 = np.log(20), average.var(ddof=1)
    assert found.plain == pytest.approx(1 + np.log(s2) / (2 * log_n))
    assert found.without_weak == pytest.approx(found.plain - 20 * left.var(ddof=1) / (2 * log_n * 20 * s2))
    assert found.units == 20
    assert found.alpha == pytest.approx(found.without_weak - np.log(average.var()) / (2 * log_n))


def test_pairs_that_correlate_are_counted():
    """Two blocks of four alike units each among twelve: 12 pairs."""
    rng = np.random.default_rng(1)
    block = rng.normal(size=(40, 2)).repeat(4, axis=1)
    x = np.hstack([block, rng.normal(size=(40, 4)) * 1.0])
    found = correlation_exponent(x, size=1e-6)
    assert found.units == 12 and found.alpha == pytest.approx(np.log(12 + 24) / (2 * np.log(12)))
    assert np.isnan(found.se)


@pytest.mark.parametrize("alpha", [0.8, 1.0])
def test_known_exponents_are_recovered(alpha):
    rng = np.random.default_rng(7)
    found = [average_exponent(series(rng, 60, 60, alpha)) for _ in range(25)]
    assert np.mean([f.alpha for f in found]) == pytest.approx(alpha, abs=0.03)
    assert np.mean([abs(f.alpha - alpha) < 2 * f.se for f in found]) >= 0.85
    pairs = [correlation_exponent(series(rng, 60, 60, alpha)).alpha for _ in range(10)]
    assert np.mean(pairs) == pytest.approx(alpha, abs=0.06)


def test_windows_move_by_one_and_units_of_measure_do_not_matter():
    panel = panel_of(by_formula(units=14, periods=20))
    made = gp.dependence_exponent(panel, ["y", "x"], window=12, simulations=9).table
    assert len(made) == 18 and made["t"].eq(12).all()
    assert made["first"].tolist()[:9] == list(range(2001, 2010)) and made["last"].iloc[8] == 2020
    alone = gp.dependence_exponent(panel.select(None, range(2003, 2015)), ["y"], simulations=0).table.iloc[0]
    assert made.loc[2, "alpha"] == pytest.approx(alone["alpha"])
    scaled = panel.with_columns({"y": panel.array("y") * np.linspace(1, 9, 14) + 5})
    assert gp.dependence_exponent(scaled, ["y"], window=12, simulations=0).table.loc[2, "alpha"] == pytest.approx(
        alone["alpha"]
    )
    assert made["p_cd"].between(0.1, 1).all()


def test_residuals_lose_the_factor_that_averages_stand_for():
    panel = with_factors(np.random.default_rng(3), 30, 30)
    before = gp.dependence_exponent(panel, ["y"], simulations=0).table["alpha"].iloc[0]
    fixed = gp.residual_exponent(gp.fixed_effects(panel, "y ~ x + z"), simulations=39).table.iloc[0]
    common = gp.residual_exponent(gp.common_correlated_effects(panel, "y ~ x + z", simulations=39)).table.iloc[0]
    assert before > 0.85 and fixed["alpha"] > common["alpha"] + 0.02
    assert common["alpha"] < 0.65 and common["p_cd"] > 0.05 and 0 < fixed["p_cd"] <= 1


def test_weak_dependence_is_told():
    rng = np.random.default_rng(2)
    panel = with_factors(rng, 40, 30, shocks=0)
    made = gp.dependence_exponent(panel, ["z"], simulations=0, size=0.001)
    assert made.report.having("exponent-weak") and made.report.having("exponent-no-unit")


def test_refusals_say_what_to_do():
    table = by_formula(units=12, periods=12)
    panel, few = panel_of(table), panel_of(by_formula(units=6))
    flat = panel_of(table.assign(y=table["y"].where(table["u"] > 0, 1.0)))
    centred = table.assign(y=table["y"] - table.groupby("t")["y"].transform("mean"))
    for error, wanted, given, options in (
        (PanelError, "ten|10 units and 8 periods", few, {}),
        (PanelError, r"does not vary over time in 0", flat, {}),
        (
            PanelError,
            "12 empty cells, the first of 0 in 2001.*method='correlations'",
            panel_of(table[table["t"] != 2003].assign(y=lambda d: d["y"].where(d["t"] > 2001))),
            {},
        ),
        (PanelError, "average of the units does not vary", panel_of(centred), {"standard": True}),
        (ParameterError, "window is from 8 to 12", panel, {"window": 5}),
        (ParameterError, "components is from 0 to 8", panel, {"components": 9}),
        (ParameterError, "size lies between", panel, {"size": 2.0}),
        (ParameterError, "method is one of", panel, {"method": "pca"}),
    ):
        if "standard" in options:  # series without any average, as those of residuals
            x = centred.pivot(index="t", columns="u", values="y").to_numpy()
            with pytest.raises(error, match=wanted):
                average_exponent(x)
            continue
        with pytest.raises(error, match=wanted):
            gp.dependence_exponent(given, ["y"], simulations=0, **options)
    with pytest.raises(ParameterError, match="Name one variable"):
        gp.dependence_exponent(panel, [])
