"""Distributions: scipy.stats to the last bit, at the ends of their ranges too."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from gisplug.numbers.distributions import chi2, f, norm, t

X = np.concatenate([[-np.inf, -40.0, -5.0, 0.0, 1e-12, 1e-3], np.linspace(0.1, 60, 150), [1e4, np.inf, np.nan]])
P = np.concatenate([[0.0, 1e-300, 1e-12, 0.025], np.linspace(0.05, 0.95, 19), [0.975, 1 - 1e-12, 1.0, np.nan]])
DF = (1, 2, 3.5, 17, 400, 1e6, np.inf)


def same(found, wanted):
    np.testing.assert_array_equal(np.asarray(found), np.asarray(wanted))


def test_the_normal_is_that_of_scipy():
    for name in ("cdf", "sf", "pdf"):
        same(getattr(norm, name)(X), getattr(stats.norm, name)(X))
    for name in ("ppf", "isf"):
        same(getattr(norm, name)(P), getattr(stats.norm, name)(P))


@pytest.mark.parametrize("df", DF)
def test_student_is_that_of_scipy(df):
    same(t.sf(X, df), stats.t.sf(X, df))
    same(t(df).cdf(-X), stats.t(df).cdf(-X))
    same(t.ppf(P, df), stats.t.ppf(P, df))
    same(t(df).isf(P), stats.t.isf(P, df))


@pytest.mark.parametrize("df", (0, *DF[:-1]))
def test_chi_squared_and_f_are_those_of_scipy(df):
    same(chi2.sf(X, df), stats.chi2.sf(X, df))
    same(f.sf(X, df, 30), stats.f.sf(X, df, 30))
    same(f.cdf(X, 3, df), stats.f.cdf(X, 3, df))


def test_numbers_stay_numbers_and_degrees_of_freedom_may_be_an_array():
    assert all(np.ndim(value) == 0 for value in (norm.sf(1.0), t.sf(1.0, 3), chi2.sf(1.0, 2), f.sf(1.0, 2, 9)))
    df = np.array([1.0, 5.0, 9.0])
    same(t.sf(2.0, df), stats.t.sf(2.0, df))
    same(chi2.sf(2.0, df), stats.chi2.sf(2.0, df))


def test_a_table_of_descriptives_does_not_load_scipy_stats():
    program = "import sys, gisplug.panel.describe; sys.exit('scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
