import numpy as np
import pandas as pd
import pytest
from linearmodels.iv import IV2SLS, IVGMM, IVLIML

from gisplug.core.errors import ModelError
from gisplug.numbers.covariance import Clusters
from gisplug.regression.instrumental_variables import instrumental_variables
from gisplug.regression.instruments import k_class as numbers
from gisplug.regression.instruments.stock_yogo import stock_yogo
from tests.regression.simulated import panel_of, simulated


def endogenous_frame(seed=4):
    frame = simulated(60, 6, seed=seed)
    rng = np.random.default_rng(seed)
    n = len(frame)
    frame["z1"], frame["z2"], frame["z3"] = rng.normal(size=(3, n))
    v = rng.normal(size=n)
    frame["d"] = 0.5 * frame["z1"] + 0.3 * frame["z2"] + v
    frame["d2"] = 0.5 * frame["z3"] + 0.2 * frame["z1"] + rng.normal(size=n)
    frame["y"] += 0.7 * frame["d"] + 0.3 * frame["d2"] + 0.8 * v
    return frame


@pytest.fixture(scope="module")
def frame():
    return endogenous_frame()


@pytest.fixture(scope="module")
def panel(frame):
    return panel_of(frame)


def demeaned(frame, columns):
    part = frame[columns]
    return (
        part
        - part.groupby(frame["unit"]).transform("mean")
        - part.groupby(frame["period"]).transform("mean")
        + part.mean()
    )


@pytest.mark.parametrize(
    "estimator, model, options",
    [("2sls", IV2SLS, {}), ("liml", IVLIML, {}), ("gmm", IVGMM, {"weight_type": "robust", "center": False})],
)
def test_estimates_and_robust_errors_equal_linearmodels(frame, panel, estimator, model, options):
    ours = instrumental_variables(panel, "y ~ x1 + x2 | unit + period | d ~ z1 + z2", estimator=estimator)
    data = demeaned(frame, ["y", "d", "z1", "z2", "x1", "x2"])
    theirs = model(data["y"], data[["x1", "x2"]], data["d"], data[["z1", "z2"]], **options).fit(cov_type="robust")
    names = ["d", "x1", "x2"]
    np.testing.assert_allclose(ours.estimates.loc[names, "estimate"], theirs.params[names], rtol=1e-8)
    raw = ours.estimates.loc[names, "se"] / np.sqrt(360 / (360 - 3 - 65))
    # linearmodels takes projected regressors for LIML's scores and re-estimates GMM's weight; both are equivalent
    # asymptotically
    digits = {"2sls": 1e-8, "liml": 1e-3, "gmm": 1e-2}[estimator]
    np.testing.assert_allclose(raw, theirs.std_errors[names], rtol=digits)


def test_hansen_j_and_sargan_equal_linearmodels(frame, panel):
    data = demeaned(frame, ["y", "d", "z1", "z2", "x1", "x2"])
    gmm = IVGMM(data["y"], data[["x1", "x2"]], data["d"], data[["z1", "z2"]], center=False).fit()
    ours = instrumental_variables(panel, "y ~ x1 + x2 | unit + period | d ~ z1 + z2")
    assert ours.tests.loc["overidentification", "statistic"] == pytest.approx(gmm.j_stat.stat, rel=1e-8)
    two = IV2SLS(data["y"], data[["x1", "x2"]], data["d"], data[["z1", "z2"]]).fit()
    classical = instrumental_variables(panel, "y ~ x1 + x2 | unit + period | d ~ z1 + z2", errors="classical")
    assert classical.tests.loc["overidentification", "statistic"] == pytest.approx(two.sargan.stat, rel=1e-8)


def test_with_one_endogenous_variable_the_weak_instrument_statistics_are_first_stage_f(panel):
    classical = instrumental_variables(panel, "y ~ x1 | unit + period | d ~ z1 + z2", errors="classical").tests[
        "statistic"
    ]
    assert classical["cragg_donald_f"] == pytest.approx(classical["first_stage_f d"], rel=1e-9)
    robust = instrumental_variables(panel, "y ~ x1 | unit + period | d ~ z1 + z2", errors="robust").tests["statistic"]
    assert robust["kp_f"] == pytest.approx(robust["first_stage_f d"], rel=1e-9)
    clustered = instrumental_variables(panel, "y ~ x1 | unit + period | d ~ z1 + z2", errors="unit").tests["statistic"]
    assert clustered["kp_f"] == pytest.approx(clustered["first_stage_f d"], rel=1e-9)


def test_anderson_lm_is_n_times_the_partial_r2(panel):
    fit = instrumental_variables(panel, "y ~ x1 | unit + period | d ~ z1", errors="classical")
    assert fit.tests.loc["anderson_lm", "statistic"] == pytest.approx(
        fit.n * fit.first_statistics["d"]["Partial R2"], rel=1e-9
    )


def test_the_rank_statistics_with_independent_errors_are_those_of_anderson_and_cragg_donald():
    rng = np.random.default_rng(3)
    Z = rng.normal(size=(200, 4))
    Y = Z @ rng.normal(size=(4, 2)) * 0.3 + rng.normal(size=(200, 2))
    data = numbers.Data(rng.normal(size=200), Y, rng.normal(size=(200, 1)), Z)
    free = Clusters("classical")
    assert numbers.kleibergen_paap(data, free, lm=True) == pytest.approx((numbers.anderson_lm(data), 3), rel=1e-9)
    assert numbers.kleibergen_paap(data, free, lm=False)[0] / 4 == pytest.approx(
        numbers.cragg_donald(data, 200), rel=1e-9
    )


def test_robust_rank_statistics_fall_back_to_the_classical_ones_with_two_endogenous_variables():
    frame = endogenous_frame(9)
    big = instrumental_variables(panel_of(frame), "y ~ x1 | unit + period | d + d2 ~ z1 + z2 + z3").tests["statistic"]
    assert big["kp_lm"] == pytest.approx(big["anderson_lm"], rel=0.25)  # homoskedastic data, finite sample
    assert big["kp_f"] == pytest.approx(big["cragg_donald_f"], rel=0.25)


def test_endogeneity_is_detected_and_the_instrument_removes_it(panel):
    fit = instrumental_variables(panel, "y ~ x1 + x2 + d2 | unit + period | d ~ z1 + z2")
    assert fit.tests.loc["endogeneity", "p"] < 0.01
    assert fit.estimates.loc["d", "low"] < 0.7 < fit.estimates.loc["d", "high"]


# Stock & Yogo (2005), tables 5.2 and 5.4, as ivreg2 prints them: estimator, endogenous, instruments, size 10 and 25 %
STOCK_YOGO = [
    ("2sls", 1, 1, 16.38, 5.53),
    ("2sls", 1, 2, 19.93, 7.25),
    ("gmm", 2, 4, 16.87, 6.28),
    ("liml", 1, 2, 8.68, 3.92),
    ("liml", 1, 10, 3.68, 2.25),
    ("liml", 2, 2, 7.03, 3.63),
    ("liml", 2, 4, 4.72, 2.79),
    ("2sls", 2, 15, 38.08, 11.58),
]


@pytest.mark.parametrize("estimator, endogenous, instruments, ten, most", STOCK_YOGO)
def test_critical_values_are_those_of_the_estimator(estimator, endogenous, instruments, ten, most):
    values = stock_yogo(estimator, endogenous, instruments)["critical value"]
    assert (values["size 10 %"], values["size 25 %"]) == (ten, most)
    assert any(name.startswith("bias") for name in values.index) == (estimator != "liml" and instruments > 2)


def test_bias_is_tabulated_for_three_endogenous_variables_and_size_is_not():
    values = stock_yogo("2sls", 3, 6)["critical value"]
    assert list(values) == [12.20, 7.77, 5.35, 4.40] and values.index[0] == "bias 5 %"
    assert stock_yogo("liml", 3, 6).empty and stock_yogo("2sls", 1, 90).empty


def test_liml_is_judged_by_its_own_value(panel):
    liml = instrumental_variables(panel, "y ~ x1 | unit + period | d ~ z1 + z2", estimator="liml")
    assert liml.statistics["Stock-Yogo 10 % size"] == 8.68
    two = instrumental_variables(panel, "y ~ x1 | unit + period | d ~ z1 + z2")
    assert two.statistics["Stock-Yogo 10 % size"] == 19.93


def test_instruments_of_which_one_moves_both_endogenous_variables_are_weak_given_the_other():
    frame, rng = endogenous_frame(9), np.random.default_rng(1)
    frame["d2"] = frame["d"] * 0.8 + 0.02 * frame["z3"] + rng.normal(size=len(frame))  # moved by what moves d
    panel, formula = panel_of(frame), "y ~ x1 | unit + period | d + d2 ~ z1 + z2 + z3"
    for errors in ("classical", "robust", "unit"):
        fit = instrumental_variables(panel, formula, errors=errors)
        plain, given = (fit.tests.loc[[f"{f} d", f"{f} d2"], "statistic"] for f in ("first_stage_f", "conditional_f"))
        assert (plain > 15).all() and (given < 3).all()
        assert (fit.tests.loc[["conditional_f d", "conditional_f d2"], "df"] == 2).all()
        weak = fit.tests.loc["cragg_donald_f" if errors == "classical" else "kp_f", "statistic"]
        assert weak < 3 and fit.report.having("weak-instruments")


def test_the_conditional_f_is_the_formula_of_sanderson_and_windmeijer(frame, panel):
    fit = instrumental_variables(panel, "y ~ x1 | unit + period | d + d2 ~ z1 + z2 + z3", errors="classical")
    data = demeaned(frame, ["d", "d2", "x1", "z1", "z2", "z3"])
    Z, X = data[["x1", "z1", "z2", "z3"]].to_numpy(), data[["x1"]].to_numpy()
    two = IV2SLS(data["d"], data[["x1"]], data["d2"], data[["z1", "z2", "z3"]]).fit()
    e = np.asarray(two.resids)
    left, none = (e - A @ np.linalg.lstsq(A, e, rcond=None)[0] for A in (Z, X))
    f = (none @ none - left @ left) / (3 - 2 + 1) / (left @ left / (360 - 4 - 65))
    assert fit.tests.loc["conditional_f d", "statistic"] == pytest.approx(f, rel=1e-9)
    assert fit.first_statistics["d"]["Conditional F"] == pytest.approx(f, rel=1e-9)


def test_the_conditional_f_keeps_its_size_where_given_the_other_variable_nothing_is_left():
    rng, p = np.random.default_rng(5), []
    for _ in range(400):
        Z = rng.normal(size=(200, 3))
        moved = Z @ np.ones(3) * 0.6
        Y = np.column_stack([moved, 0.5 * moved]) + rng.normal(size=(200, 2)) * np.abs(Z[:, :1])
        data = numbers.Data(rng.normal(size=200), Y, np.empty((200, 0)), Z)
        p.append(numbers.conditional_f(data, 1, Clusters("robust"), 0)[2])
    assert 0.02 < np.mean(np.array(p) < 0.05) < 0.09


def test_a_constant_instrument_is_refused_with_the_mend(frame):
    held = frame.assign(rugged=frame["unit"].astype("category").cat.codes.astype(float))
    with pytest.raises(ModelError, match="rugged does not vary"):
        instrumental_variables(panel_of(held), "y ~ 1 | unit + period | d ~ rugged")


def test_too_few_instruments_are_refused(panel):
    with pytest.raises(ModelError, match="as many instruments"):
        instrumental_variables(panel, "y ~ d + d2", endogenous=["d", "d2"], instruments=["z1"])
    with pytest.raises(ModelError, match="as many instruments"):
        instrumental_variables(panel, "y ~ 1 | unit + period | d + d2 ~ z1")


def test_options_and_the_third_part_of_a_formula_say_the_same(panel):
    written = instrumental_variables(panel, "y ~ x1 + x2 | unit | d ~ z1 + z2", estimator="liml")
    named = instrumental_variables(
        panel, "y ~ x1 + d + x2", endogenous=["d"], instruments=["z1", "z2"], effects="unit", estimator="liml"
    )
    pd.testing.assert_frame_equal(written.estimates, named.estimates)
    pd.testing.assert_frame_equal(written.tests, named.tests)


def test_instruments_said_twice_and_endogenous_that_are_no_regressors_are_refused(panel):
    with pytest.raises(ModelError, match="say it once"):
        instrumental_variables(panel, "y ~ x1 | unit | d ~ z1", instruments=["z2"])
    with pytest.raises(ModelError, match=r"endogenous names d, .*add it there"):
        instrumental_variables(panel, "y ~ x1", endogenous=["d"], instruments=["z1"])


def test_rows_and_lagged_instruments(panel):
    late = np.repeat(np.array(panel.periods) >= 2003, panel.N)
    words = instrumental_variables(panel, "y ~ x1 | unit + period | d ~ z1 + lag(z2)", where="period >= 2003")
    mask = instrumental_variables(panel, "y ~ x1 | unit + period | d ~ z1 + lag(z2)", where=late)
    pd.testing.assert_frame_equal(words.estimates, mask.estimates)
    assert words.n == 60 * 4


def test_controls_are_omitted_and_instruments_are_not(frame):
    held = frame.assign(copy=3 * frame["x1"], rugged=frame["unit"].astype("category").cat.codes.astype(float))
    fit = instrumental_variables(panel_of(held), "y ~ x1 + copy + rugged | unit | d ~ z1", collinear="omit")
    plain = instrumental_variables(panel_of(held), "y ~ x1 | unit | d ~ z1")
    pd.testing.assert_frame_equal(fit.estimates, plain.estimates)
    assert set(fit.omitted) == {"copy", "rugged"} and "Omitted: copy" in str(fit.report)
    with pytest.raises(ModelError, match="rugged does not vary within units"):
        instrumental_variables(panel_of(held), "y ~ x1 | unit | d ~ z1 + rugged", collinear="omit")


def test_groupings_after_the_bar_equal_dummies(frame):
    made = panel_of(frame.assign(rp=frame["region"] + frame["period"].astype(str)))
    fit = instrumental_variables(made, "y ~ x1 | unit + period + region:period | d ~ z1", errors="classical")
    plain = instrumental_variables(made, "y ~ x1 | unit + rp | d ~ z1", errors="classical")
    np.testing.assert_allclose(fit.estimates["estimate"], plain.estimates["estimate"], rtol=1e-9)
