"""Linear restrictions in words, and Wald tests of them."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gisplug.core.errors import ModelError, ParameterError
from gisplug.numbers.fits.fit import apart, labelled
from gisplug.numbers.fits.restrictions import restrictions
from gisplug.numbers.fits.wald import wald_of

TERMS = [
    "const",
    "agg",
    "wage",
    "second",
    "W*agg",
    "L.agg",
    "log(gdp)",
    "a:b",
    "a^2",
    "a - b",
    "q (x ≤ 0.5)",
    "就业",
    "2004",
]


def row(**weights):
    return [weights.get(t, 0.0) for t in TERMS]


CASES = {
    "agg = 0.1": ([{"agg": 1}], [0.1]),
    "agg": ([{"agg": 1}], [0]),
    "agg = 0.1, wage = second": ([{"agg": 1}, {"wage": 1, "second": -1}], [0.1, 0]),
    "agg = wage = second": ([{"agg": 1, "wage": -1}, {"wage": 1, "second": -1}], [0, 0]),
    "agg == 1": ([{"agg": 1}], [1]),
    "agg + 2*wage - second/4 = 1": ([{"agg": 1, "wage": 2, "second": -0.25}], [1]),
    "2 agg = -wage": ([{"agg": 2, "wage": 1}], [0]),
    "agg*2 = 3*2": ([{"agg": 2}], [6]),
    "2*3*agg/6 = 1": ([{"agg": 1}], [1]),
    "1e-3 * agg - 2 = -.5": ([{"agg": 1e-3}], [1.5]),
    "W*agg = L.agg": ([{"W*agg": 1, "L.agg": -1}], [0]),
    "2*W*agg = 0": ([{"W*agg": 2}], [0]),
    "`W*agg` + agg = 0": ([{"W*agg": 1, "agg": 1}], [0]),
    "log(gdp) = 1, a:b = a^2": ([{"log(gdp)": 1}, {"a:b": 1, "a^2": -1}], [1, 0]),
    "a - b = 0": ([{"a - b": 1}], [0]),
    "q (x ≤ 0.5) = 就业": ([{"q (x ≤ 0.5)": 1, "就业": -1}], [0]),
    "`2004` = 2004": ([{"2004": 1}], [2004]),
    "-agg + -wage - -second = 0": ([{"agg": -1, "wage": -1, "second": 1}], [0]),
    "agg + agg = 1": ([{"agg": 2}], [1]),
}


@pytest.mark.parametrize("text", CASES)
def test_words_become_a_matrix(text):
    R, r = restrictions(text, TERMS)
    rows, values = CASES[text]
    np.testing.assert_allclose(R, [row(**weights) for weights in rows])
    np.testing.assert_allclose(r, values)


REFUSED = {
    "": "nothing",
    "aggg = 1": "did you mean agg",
    "agg * wage = 0": "not linear",
    "agg = ": "missing at the end",
    "= 1": "missing before",
    "1 = 2": "no term",
    "agg = agg": "no term in it",
    "agg / 0 = 1": "divides by zero",
    "agg = 1; wage = 2": "not expected",
    "`agg = 1": "no second",
    "agg.x = 1": "is no term",
    "tax = 0": "left out of the model: it does not vary within units",
    "2004 = 0": "no term",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_read_is_refused_with_the_reason(text):
    with pytest.raises(ParameterError, match=REFUSED[text]):
        restrictions(text, TERMS, {"tax": "does not vary within units"})


B, V = np.array([1.0, 2.0, 3.0]), np.array([[1.0, 0.3, 0.1], [0.3, 2.0, 0.2], [0.1, 0.2, 3.0]])
PARAMS, COV = labelled(["a", "b", "c"], B, V)


def test_wald_is_the_quadratic_form_with_the_law_of_the_fit():
    R, r = restrictions("a + b = 1, c = 0", list(PARAMS.index))
    gap = R @ B - r
    chi = float(gap @ np.linalg.inv(R @ V @ R.T) @ gap)
    normal, student = wald_of(PARAMS, COV, np.inf, R, r), wald_of(PARAMS, COV, 20.0, R, r)
    assert normal.statistic == pytest.approx(chi) and normal.p == pytest.approx(stats.chi2.sf(chi, 2))
    assert student.statistic == pytest.approx(chi / 2) and student.p == pytest.approx(stats.f.sf(chi / 2, 2, 20))
    statistic, df, p = student
    assert (statistic, df, p, student.df_resid) == (student.statistic, 2, student.p, 20.0)
    assert str(student).startswith("F(2, 20) = ") and str(normal).startswith("chi2(2) = ")


def test_restrictions_that_say_the_same_or_contradict_are_refused():
    for text in ("a = 0, 2*a = 0", "a = 0, a = 1"):
        with pytest.raises(ParameterError, match="contradict"):
            wald_of(PARAMS, COV, np.inf, *restrictions(text, list(PARAMS.index)))
    with pytest.raises(ParameterError, match="shape"):
        wald_of(PARAMS, COV, np.inf, np.eye(2), 0.0)


def test_a_covariance_that_was_never_computed_is_refused_by_name():
    cov = apart(["a", "b", "c"], np.sqrt(np.diag(V)))
    one = wald_of(PARAMS, cov, np.inf, *restrictions("b = 0", list(PARAMS.index)))
    assert one.statistic == pytest.approx(4 / 2)
    with pytest.raises(ModelError, match=r"a, c cannot be tested together: the covariance between them"):
        wald_of(PARAMS, cov, np.inf, *restrictions("a = c", list(PARAMS.index)))
    unknown = pd.DataFrame(np.full((3, 3), np.nan), index=list("abc"), columns=list("abc"))
    with pytest.raises(ModelError, match="b cannot be tested: its standard error"):
        wald_of(PARAMS, unknown, np.inf, *restrictions("b = 0", list(PARAMS.index)))
