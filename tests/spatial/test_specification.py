"""Hausman, Mundlak, Baltagi-Song-Koh, Moran of residuals, LR and Wald of the Durbin model, against other programs."""

from __future__ import annotations

import numpy as np
import pytest

from gisplug.numbers import hypotheses
from gisplug.numbers.demeaning import within
from gisplug.numbers.hypotheses import chi2_test, not_run
from gisplug.numbers.symmetric import quadratic_form
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.sample import read_sample
from gisplug.spatial.specification.baltagi_song_jung_koh import FREE, TESTED, bsjk_tests, conditional
from gisplug.spatial.specification.baltagi_song_koh import bsk_tests
from gisplug.spatial.specification.fixed_or_random import hausman, hausman_numbers, mundlak_test
from gisplug.spatial.specification.lm_conditional import error_given_lag, lag_given_error
from gisplug.spatial.specification.residual_moran import moran_numbers, residual_moran
from gisplug.spatial.specification.restrictions import durbin_tests, durbin_wald, effect_tests
from tests.spatial.oracle import COLUMBUS, MUNNELL, columbus, munnell, oracle, panel_of, weights_of

MODELS = ("sdm", "sar", "sem", "slx")


def test_baltagi_song_koh_statistics_agree_with_splm():
    expected = {
        "BSK LM-H": 4270.85184423802,
        "BSK LM1": 64.3036603957125,
        "BSK LM2": 11.6572339751289,
        "BSK LM*-lambda": 14.4364215557262,
        "BSK LM*-mu": 60.6992149214767,
    }
    found = {t.code: t.statistic for t in bsk_tests(read_sample(munnell()[0], MUNNELL, munnell()[1]))}
    for code, value in expected.items():
        assert found[code] == pytest.approx(value, rel=1e-6), code


def test_the_joint_test_with_serial_correlation_agrees_with_splm():
    tests = bsjk_tests(read_sample(munnell()[0], MUNNELL, munnell()[1]), rows=0)
    assert tests[0].statistic == pytest.approx(4290.4224353641, rel=1e-9)
    assert all("dense matrices" in t.decision for t in tests[1:])


@pytest.mark.slow
def test_conditional_tests_with_serial_correlation_keep_their_size_and_find_what_is_there():
    rng, W, N, T, runs = np.random.default_rng(0), _lattice(4), 16, 6, 40
    inverse = np.linalg.inv(np.eye(N) - 0.4 * W)
    size, power = dict.fromkeys(FREE, 0), dict.fromkeys(FREE, 0)
    for _ in range(runs):
        x, z, mu = rng.normal(size=(T, N)), rng.normal(size=(T, N)), rng.normal(size=N)
        serial = z.copy()
        serial[0] /= np.sqrt(1 - 0.16)
        for t in range(1, T):
            serial[t] += 0.4 * serial[t - 1]
        null = {"BSJK space": mu + serial, "BSJK time": mu + z @ inverse.T, "BSJK effects": serial @ inverse.T}
        for code, errors in null.items():
            for counted, u in ((size, errors), (power, mu + serial @ inverse.T)):
                sample = read_sample(panel_of({"y": x + u, "x": x}), "y ~ x", weights_of(W))
                Z, _ = sample.design(False, True)
                counted[code] += conditional(sample, Z, FREE[code], TESTED[code]) > 3.841
    assert max(size.values()) <= 7 and min(power.values()) >= 12, (size, power)


@pytest.mark.parametrize(
    ("effects", "correction", "key"),
    [
        ("unit", "none", "individual_direct"),
        ("unit", "transform", "individual_leeyu_tr"),
        ("twoways", "none", "twoways_direct"),
        ("twoways", "transform", "twoways_leeyu_tr"),
    ],
)
def test_lr_and_wald_of_the_durbin_model_agree_with_the_reference(effects, correction, key):
    numbers = oracle("munnell/numpy_reference.json")
    fits = {
        m: spatial_panel(munnell()[0], MUNNELL, munnell()[1], model=m, effects=effects, correction=correction)
        for m in MODELS
    }
    found = {t.code: t.statistic for t in durbin_tests(fits["sdm"], fits)}
    for name in ("sar", "sem", "slx"):
        assert found[f"LR SDM-{name.upper()}"] == pytest.approx(numbers[f"LR_sdm_vs_{name}_{key}"][0], rel=1e-7)
    theirs = numbers[f"sdm_{key}"]["wald"]
    assert durbin_wald(fits["sdm"], "sar")[0] == pytest.approx(theirs["wald_sdm_vs_sar"][0], rel=1e-6)
    assert durbin_wald(fits["sdm"], "sem")[0] == pytest.approx(theirs["wald_sdm_vs_sem"][0], rel=1e-6)


def test_lr_of_unit_and_period_effects_agrees_with_the_reference():
    fits = {
        e: spatial_panel(munnell()[0], MUNNELL, munnell()[1], model="ols", effects=e, correction="none")
        for e in ("none", "unit", "time", "twoways")
    }
    found = {t.code: t for t in effect_tests(fits, "ols")}
    assert found["LR unit effects | period"].statistic == pytest.approx(1575.4112587155944, rel=1e-9)
    assert found["LR period effects | unit"].statistic == pytest.approx(190.86249213859173, rel=1e-9)
    assert (found["LR unit effects | period"].df, found["LR period effects | unit"].df) == (47, 16)


def test_conditional_lm_and_morans_i_of_a_cross_section_agree_with_spatialreg():
    panel, w = columbus()
    sample = read_sample(panel, COLUMBUS, w)
    theirs = oracle("columbus/spatialreg.json")["fits"]
    sar = spatial_panel(panel, COLUMBUS, w, model="sar", effects="none")
    assert error_given_lag(sample, "none", sar) == pytest.approx(theirs["lag"]["LMtest_resid_autocorr"][0][0], rel=1e-4)
    assert residual_moran(sample, "none").statistic == pytest.approx(
        theirs["lm_morantest"]["statistic"][0][0], rel=1e-9
    )


@pytest.mark.parametrize("effects", ["unit", "time", "twoways"])
def test_moments_of_residual_moran_equal_those_of_dense_matrices(random_panel, effects):
    s = random_panel
    eye = np.eye(s.y.size).reshape(s.y.size, s.T, s.N)
    Q = np.stack([within(row, effects).ravel() for row in eye])
    X = within(s.X, effects).reshape(s.y.size, -1)
    M = Q - X @ np.linalg.solve(X.T @ X, X.T)
    W = np.kron(np.eye(s.T), s.W.toarray())
    n, A = round(np.trace(M)), M @ W
    expected = np.trace(A) / n
    variance = (np.trace(A @ M @ W.T) + np.trace(A @ A) + np.trace(A) ** 2) / (n * (n + 2)) - expected**2
    scale = s.N / s.W.sum()
    _, E, V = moran_numbers(s, effects)
    np.testing.assert_allclose((E, V), (scale * expected, scale**2 * variance), rtol=1e-9)


@pytest.mark.slow
def test_conditional_lm_tests_have_their_size():
    """Under the null the statistics are chi-squared(1): 5 % rejections within binomial bounds, two-way effects."""
    rng = np.random.default_rng(5)
    N, T, runs = 36, 8, 200
    W = _lattice(6)
    inverse = np.linalg.inv(np.eye(N) - 0.4 * W)
    rejected = np.zeros(2)
    for _ in range(runs):
        x, e = rng.normal(size=(T, N)), rng.normal(size=(T, N))
        lag = panel_of({"y": (x + e) @ inverse.T, "x": x})
        error = panel_of({"y": x + e @ inverse.T, "x": x})
        w = weights_of(W)
        sar = spatial_panel(lag, "y ~ x", w, model="sar", effects="twoways")
        sem = spatial_panel(error, "y ~ x", w, model="sem", effects="twoways")
        rejected[0] += error_given_lag(read_sample(lag, "y ~ x", w), "twoways", sar) > 3.841
        rejected[1] += lag_given_error(read_sample(error, "y ~ x", w), "twoways", sem) > 3.841
    assert (np.abs(rejected / runs - 0.05) < 3 * np.sqrt(0.05 * 0.95 / runs)).all(), rejected / runs


def test_hausman_of_splms_estimates_gives_splms_statistic_with_the_plain_inverse():
    fits = oracle("munnell/splm_spml.json")["fits"]
    fixed, random = fits["fe_lag_individual"], fits["re_lag"]
    names = ["lpcap", "lpc", "lemp", "unemp"]
    d = np.array([fixed["coef"][n] - random["coef"][n] for n in names])
    V_random = np.array(random["vcov"])[1:, 1:]
    order = list(fixed["coef"])
    place = [order.index(n) for n in names]
    V_fixed = np.array(fixed["vcov"])[np.ix_(place, place)]
    n = hausman_numbers(d, V_fixed, V_random)
    theirs = oracle("munnell/splm_tests.json")["tests"]["sphtest_lag_BSK_ML"]["statistic"][0][0]
    assert abs(n.plain) == pytest.approx(theirs, rel=1e-4)
    assert not n.positive and n.rank < n.size


def test_hausman_says_when_the_variance_difference_is_not_positive_definite():
    classic, mundlak = hausman(munnell()[0], MUNNELL, munnell()[1], model="sar")
    assert "not positive definite" in classic.note and classic.df == 2
    assert mundlak.ran and mundlak.statistic > 0 and mundlak.df == 4


def test_fixed_period_effects_are_those_of_columns_demeaned_by_period():
    """Where columns of W sum to one too, the mean of W y is that of y, so demeaning first is the same."""
    rng = np.random.default_rng(5)
    N, T = 24, 7
    ring = np.eye(N)
    W = (np.roll(ring, 1, axis=1) + np.roll(ring, -1, axis=1)) / 2
    x = rng.normal(size=(T, N)) + rng.normal(size=N)
    noise = x + 0.4 * x @ W.T + rng.normal(size=N) + rng.normal(size=(T, 1)) + rng.normal(size=(T, N))
    y = noise @ np.linalg.inv(np.eye(N) - 0.3 * W).T
    w = weights_of(W)
    for model in ("sdm", "sac"):
        shocks = hausman(panel_of({"y": y, "x": x}), "y ~ x", w, model=model, periods=True)
        demeaned = panel_of({name: within(v, "time") for name, v in (("y", y), ("x", x))})
        for found, expected in zip(shocks, hausman(demeaned, "y ~ x", w, model=model), strict=True):
            assert found.statistic == pytest.approx(expected.statistic, rel=1e-5), found.code
            assert found.df == expected.df


@pytest.mark.slow
def test_mundlak_keeps_random_effects_that_are_random_and_rejects_correlated_ones():
    rng = np.random.default_rng(9)
    N, T, W, runs = 49, 8, _lattice(7), 40
    inverse = np.linalg.inv(np.eye(N) - 0.3 * W)
    size = power = 0
    for _ in range(runs):
        mu, e = rng.normal(size=N), rng.normal(size=(T, N))
        clean = rng.normal(size=(T, N)) + 0.7 * rng.normal(size=N)
        for x, tied in ((clean, False), (clean + mu, True)):
            data = panel_of({"y": (x + mu + e) @ inverse.T, "x": x})
            rejected = mundlak_test(read_sample(data, "y ~ x", weights_of(W)), "sar").rejected
            size, power = size + (rejected and not tied), power + (rejected and tied)
    assert size <= 6 and power >= 38, (size, power)


def test_wald_with_a_singular_covariance_uses_its_range_and_says_the_rank():
    V = np.array([[1.0, 1.0], [1.0, 1.0]])
    statistic, rank = quadratic_form([1.0, 1.0], V)
    assert rank == 1 and statistic == pytest.approx(1.0)


def test_tests_are_values_with_a_null_a_decision_and_a_reason():
    kept = chi2_test("LM", "Nothing.", 1.0, 1, if_rejected="yes", if_kept="no")
    assert (kept.decision, kept.rejected) == ("no", False)
    missing = not_run("LM", "Nothing.", "too few periods")
    assert "too few periods" in missing.decision
    assert list(hypotheses.tests_frame([kept, missing]).columns) == ["form", "null", "statistic", "df", "p", "decision"]


def _lattice(side):
    place = np.stack(np.meshgrid(range(side), range(side)), axis=2).reshape(-1, 2)
    W = (np.abs(place[:, None] - place[None]).sum(axis=2) == 1).astype(float)
    return W / W.sum(axis=1, keepdims=True)
