"""Common correlated effects: plm's numbers, unit by unit by hand, lags, jackknife, gaps, size and recovery."""

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.errors import ModelError, ParameterError
from tests.shocks.panels import by_formula, panel_of, with_factors

PLM = {  # R plm 2.6.2 pcce(y ~ x + z): coefficients and standard errors
    ("mean-group", "intercept"): (1.2405122567584, -0.42743545407581, 0.078052117571499, 0.069468653048178),
    ("pooled", "intercept"): (1.1990060783348, -0.49833197755165, 0.075148082360453, 0.074731074906988),
    ("mean-group", "trend"): (1.2320855309458, -0.3939883906703, 0.077306526379867, 0.065698908884914),
    ("pooled", "trend"): (1.2044129988575, -0.48882947734989, 0.07305123750304, 0.080556103302665),
}
GAPS = {
    "mean-group": (1.2367122718993, -0.41514182767886, 0.078965005236646, 0.065838685180938),
    "pooled": (1.1820601023533, -0.51024826494202),  # its covariance counts every unit as the shortest one
}


def numbers(fit):
    return [*fit.params, *fit.se]


@pytest.mark.parametrize(("method", "deterministic"), PLM)
def test_estimates_and_errors_are_those_of_plm(method, deterministic):
    made = gp.common_correlated_effects(
        panel_of(by_formula()), "y ~ x + z", method=method, deterministic=deterministic, simulations=0
    )
    assert numbers(made) == pytest.approx(PLM[method, deterministic], rel=1e-12)


def test_units_with_gaps_are_those_of_plm_and_of_their_own_regressions():
    table = by_formula(gaps=True)
    for method, known in GAPS.items():
        made = gp.common_correlated_effects(panel_of(table), "y ~ x + z", method=method, simulations=0)
        assert numbers(made)[: len(known)] == pytest.approx(known, rel=1e-12)
    means = table.groupby("t")[["y", "x", "z"]].mean()
    for unit, own in table.groupby("u"):
        X = np.column_stack([own[["x", "z"]], np.ones(len(own)), means.loc[own["t"]]])
        b = np.linalg.lstsq(X, own["y"], rcond=None)[0]
        slopes = made.slopes.loc[str(unit)]
        assert slopes["estimate"].tolist() == pytest.approx(b[:2].tolist(), rel=1e-9)
        e = own["y"] - X @ b
        cov = np.linalg.inv(X.T @ X) * (e @ e) / (len(own) - 6)
        assert slopes["se"].tolist() == pytest.approx(np.sqrt(np.diag(cov)[:2]).tolist(), rel=1e-8)


def test_a_dynamic_form_is_the_regression_with_lags_of_outcome_and_averages():
    table = by_formula(periods=30).sort_values(["u", "t"])
    made = gp.common_correlated_effects(panel_of(table), "y ~ x", outcome_lags=1, simulations=0)
    assert made.statistics["Lags of averages"] == 3 and made.averages[-1] == "L3.mean(x)"
    means = table.groupby("t")[["y", "x"]].mean()
    for lag in (1, 2, 3):
        means[[f"y{lag}", f"x{lag}"]] = means[["y", "x"]].shift(lag)
    slopes = []
    for _, own in table.groupby("u"):
        own = own.assign(before=own["y"].shift()).iloc[3:]
        X = np.column_stack([own[["before", "x"]], np.ones(len(own)), means.loc[own["t"]]])
        slopes.append(np.linalg.lstsq(X, own["y"], rcond=None)[0][:2])
    assert list(made.estimates.index) == ["L.y", "x"]
    assert made.params.tolist() == pytest.approx(np.mean(slopes, axis=0).tolist(), rel=1e-9)
    phi, beta = made.params
    assert made.long_run.loc["x", "estimate"] == pytest.approx(beta / (1 - phi))
    gradient = np.array([beta / (1 - phi) ** 2, 1 / (1 - phi)])
    assert made.long_run.loc["x", "se"] == pytest.approx(np.sqrt(gradient @ made.cov.to_numpy() @ gradient))


@pytest.mark.parametrize("method", ["mean-group", "pooled"])
def test_the_jackknife_takes_the_mean_of_both_halves_from_twice_the_whole(method):
    table = by_formula(periods=24)
    given = {"method": method, "simulations": 0}
    whole = gp.common_correlated_effects(panel_of(table), "y ~ x + z", **given)
    halves = [
        gp.common_correlated_effects(panel_of(table), "y ~ x + z", where=where, **given)
        for where in ("t <= 2012", "t > 2012")
    ]
    made = gp.common_correlated_effects(panel_of(table), "y ~ x + z", jackknife=True, **given)
    by_hand = 2 * whole.params - (halves[0].params + halves[1].params) / 2
    assert made.params.tolist() == pytest.approx(by_hand.tolist(), rel=1e-9)
    assert made.report.having("jackknife") and made.statistics["Jackknife"] == "Yes"


def test_newey_west_errors_are_those_by_hand():
    panel = panel_of(by_formula())
    means = [panel.array(c).mean(axis=1) for c in ("y", "x", "z")]
    M = np.eye(16) - (H := np.column_stack([np.ones(16), *means])) @ np.linalg.pinv(H)
    X = np.stack([M @ panel.array(c) for c in ("x", "z")], axis=-1)
    e = M @ panel.array("y")
    A = np.einsum("tnk,tnl->kl", X, X)
    e = e - X @ np.linalg.solve(A, np.einsum("tnk,tn->k", X, e))
    s = X * e[:, :, None] * np.sqrt(16 / 12)
    meat = np.einsum("tnk,tnl->kl", s, s) + 0.5 * sum(
        part + part.T for part in [np.einsum("tnk,tnl->kl", s[1:], s[:-1])]
    )
    made = gp.common_correlated_effects(
        panel, "y ~ x + z", method="pooled", errors="newey-west", kernel=1, simulations=0
    )
    assert np.allclose(made.cov, np.linalg.inv(A) @ meat @ np.linalg.inv(A), rtol=1e-9)


def test_factors_that_bias_fixed_effects_are_taken_out():
    """Slope 1 in 5 panels of 30 x 20; the mean of two-way fixed effects lies far off, that of CCE does not."""
    rng, found = np.random.default_rng(3), []
    for _ in range(5):
        panel = with_factors(rng, 30, 20, spread=0.3)
        fits = [
            gp.fixed_effects(panel, "y ~ x + z"),
            *(
                gp.common_correlated_effects(panel, "y ~ x + z", method=m, simulations=0)
                for m in ("pooled", "mean-group")
            ),
        ]
        found.append([f.params["x"] for f in fits] + [abs(f.params["x"] - 1) < 2 * f.se["x"] for f in fits])
    mean = np.mean(found, axis=0)
    assert mean[0] - 1 > 0.15 and np.abs(mean[1:3] - 1).max() < 0.08
    assert mean[4] >= 0.6 and mean[5] >= 0.6


def test_dependence_is_found_in_what_ignores_shocks_and_not_after():
    panel = with_factors(np.random.default_rng(8), 20, 18)
    assert gp.mean_group(panel, "y ~ x + z", simulations=39).dependence["p_sim"].iloc[0] <= 0.05
    for method in ("pooled", "mean-group"):
        made = gp.common_correlated_effects(panel, "y ~ x + z", method=method, simulations=39)
        assert made.dependence["p_sim"].iloc[0] > 0.05
        assert made.report.having("dependence-averages")


def test_further_averages_and_lags_of_them_are_taken_out():
    panel = panel_of(by_formula(periods=20))
    made = gp.common_correlated_effects(panel, "y ~ x", averaged=["z"], average_lags=1, simulations=0)
    assert made.averages == ("mean(y)", "mean(x)", "mean(z)", "L.mean(y)", "L.mean(x)", "L.mean(z)")
    assert made.report.having("averages-lagged") and made.periods == 19


def test_a_regressor_that_stands_still_in_some_units_can_be_pooled():
    table = by_formula()
    table["z"] = table["z"].where(table["u"] > 2, 1.0)
    panel = panel_of(table)
    with pytest.raises(ModelError, match=r"does not vary over time in 3 units \(0, 1, 2\)"):
        gp.common_correlated_effects(panel, "y ~ x + z")
    made = gp.common_correlated_effects(panel, "y ~ x + z", method="pooled", simulations=0)
    assert np.isfinite(made.se).all() and made.slopes.loc["1", "estimate"].isna().all()
    left = gp.common_correlated_effects(panel, "y ~ x + z", short="omit", simulations=0)
    assert left.units == 6 and left.report.having("units-short")[0].ids == ("0", "1", "2")


def test_refusals_say_what_to_do():
    panel = panel_of(by_formula())
    short = panel_of(by_formula(periods=6))
    for error, wanted, call in (
        (ModelError, "9 units have too few periods .*each needs 7 rows", lambda: (short, "y ~ x + z", {})),
        (ModelError, "leave the part after the bar out", lambda: (panel, "y ~ x | unit + period", {})),
        (
            ModelError,
            "the same for all units",
            lambda: (panel_of(by_formula().assign(z=lambda d: d["t"] % 5)), "y ~ x + z", {}),
        ),
        (
            ModelError,
            "too few for the jackknife",
            lambda: (panel_of(by_formula(periods=11)), "y ~ x + z", {"jackknife": True}),
        ),
        (ParameterError, "leave errors out", lambda: (panel, "y ~ x", {"errors": "newey-west"})),
        (ParameterError, "outcome_lags is nought or more", lambda: (panel, "y ~ x", {"outcome_lags": -1})),
        (ParameterError, "average_lags is nought or more", lambda: (panel, "y ~ x", {"average_lags": -1})),
        (ParameterError, "method is one of", lambda: (panel, "y ~ x", {"method": "both"})),
    ):
        given, formula, options = call()
        with pytest.raises(error, match=wanted):
            gp.common_correlated_effects(given, formula, **options)
    one = pd.DataFrame({"u": 1, "t": range(12), "y": np.arange(12.0) ** 2, "x": np.arange(12.0) % 5})
    with pytest.raises(ModelError):
        gp.common_correlated_effects(panel_of(one), "y ~ x")
