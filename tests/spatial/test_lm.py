"""LM tests against splm's slmtest, Debarsy & Ertur's Octave code and an independent implementation."""

from __future__ import annotations

import numpy as np
import pytest

from gisplug.spatial.sample import read_sample
from gisplug.spatial.specification.lm import lm_numbers, lm_tests
from tests.spatial.oracle import INCOME, MUNNELL, income, munnell, oracle, panel_of, weights_of

# us48_income, independent implementation and splm agree: (LM-lag, LM-error, robust LM-lag, robust LM-error).
INCOME_LM = {
    "none": (4.621072972755422, 1243.7741780868366, 12.681123586981313, 1251.8342287010626),
    "unit": (516.5424578283659, 1235.089659227858, 6.650075461721906, 725.197276861214),
    "time": (12.31550847191155, 249.71147487777984, 1.9836993059633525, 239.37966571183165),
    "twoways": (82.75726202770647, 201.45843731653463, 3.074372582210378, 121.77554787103855),
}
SPLM_FORMS = {"none": "pooling", "unit": "within_individual", "time": "within_time", "twoways": "within_twoways"}


@pytest.mark.parametrize("effects", INCOME_LM)
def test_lm_statistics_of_the_income_panel_agree_with_the_reference(effects):
    n = lm_numbers(read_sample(income()[0], INCOME, income()[1]), effects)
    np.testing.assert_allclose((n.lag, n.error, n.robust_lag, n.robust_error), INCOME_LM[effects], rtol=1e-8)


@pytest.mark.parametrize("effects", SPLM_FORMS)
def test_lm_statistics_of_munnells_panel_agree_with_splm(effects):
    tests = oracle("munnell/splm_tests.json")["tests"]
    n = lm_numbers(read_sample(munnell()[0], MUNNELL, munnell()[1]), effects)
    values = {"lml": n.lag, "lme": n.error, "rlml": n.robust_lag, "rlme": n.robust_error}
    for name, value in values.items():
        np.testing.assert_allclose(value, tests[f"slmtest_{SPLM_FORMS[effects]}_{name}"]["statistic"][0][0], rtol=1e-8)


def test_lm_statistics_on_transformed_data_agree_with_debarsy_and_ertur():
    n = lm_numbers(read_sample(munnell()[0], MUNNELL, munnell()[1]), "unit", "transform")
    np.testing.assert_allclose((n.joint, n.error, n.lag), (243.405085211, 210.699675422, 154.066228199), rtol=1e-9)


def test_lm_statistics_of_two_way_transformed_data_equal_those_of_data_transformed_by_hand(random_panel):
    sample = random_panel
    n = lm_numbers(sample, "twoways", "transform")
    FT, FN = _orthonormal(sample.T), _orthonormal(sample.N)
    W = FN.T @ sample.W.toarray() @ FN
    y = FT.T @ sample.y @ FN
    X = np.stack([FT.T @ sample.X[:, :, k] @ FN for k in range(sample.X.shape[2])], axis=2).reshape(y.size, -1)
    e = y.ravel() - X @ np.linalg.lstsq(X, y.ravel(), rcond=None)[0]
    s2 = e @ e / e.size
    E = e.reshape(y.shape)
    score = np.sum(E * (E @ W.T)) / s2 - len(y) * np.trace(W)
    information = len(y) * np.trace(W @ W + W.T @ W) - 2 * (len(y) * np.trace(W)) ** 2 / y.size
    np.testing.assert_allclose(n.error, score**2 / information, rtol=1e-10)


def test_one_cross_section_gives_spregs_statistics(random_panel):
    import warnings

    from libpysal.weights import full2W

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spreg

        W = full2W(random_panel.W.toarray())
        ols = spreg.OLS(random_panel.y[0][:, None], random_panel.X[0], w=W, spat_diag=True)
    one = panel_of({"y": random_panel.y[:1], "a": random_panel.X[:1, :, 0], "b": random_panel.X[:1, :, 1]})
    n = lm_numbers(read_sample(one, "y ~ a + b", weights_of(random_panel.W)), "none")
    ours = (n.lag, n.error, n.robust_lag, n.robust_error, n.joint)
    theirs = [ols.lm_lag[0], ols.lm_error[0], ols.rlm_lag[0], ols.rlm_error[0], ols.lm_sarma[0]]
    np.testing.assert_allclose(ours, np.ravel(theirs), rtol=1e-9)


def test_a_test_that_cannot_be_run_says_why(random_panel):
    one = panel_of({"y": random_panel.y[:1], "a": random_panel.X[:1, :, 0]})
    tests = lm_tests(read_sample(one, "y ~ a", weights_of(random_panel.W)), "unit")
    assert all(not t.ran and "two or more periods" in t.decision for t in tests)


def _orthonormal(n):
    values, vectors = np.linalg.eigh(np.eye(n) - 1.0 / n)
    return vectors[:, values > 0.5]
