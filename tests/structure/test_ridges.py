"""Densities by period: bandwidths and densities of R, modes by hand, Silverman's test and its size."""

import numpy as np
import pytest
from scipy.stats import binomtest

from gisplug.core.errors import PanelError, ParameterError
from gisplug.structure.ridges import (
    critical_bandwidth,
    density,
    density_ridges,
    mode_count,
    one_mode_p,
    scott,
    sheather_jones,
    silverman,
    wolfson,
)
from tests.structure.panels import panel_of

ROW = np.arange(120)
X = 10 + (ROW * 37) % 101 / 10 + np.where(ROW % 3 == 0, 8, 0) + (ROW * 29) % 23 / 20
Y = (ROW * 53) % 97 / 7


@pytest.mark.parametrize(
    ("rule", "of_x", "of_y", "digits"),
    [
        (silverman, 1.7009101605717, 1.3984185872562, 1e-12),  # R 4.2.2 bw.nrd0
        (scott, 2.0032941891178, 1.6470263361017, 1e-12),  # bw.nrd
        (sheather_jones, 1.6993118501053, 1.3992275636645, 1e-3),  # bw.SJ: its 1000 bins begin elsewhere
    ],
)
def test_bandwidths_are_those_of_r(rule, of_x, of_y, digits):
    assert rule(X) == pytest.approx(of_x, rel=digits)
    assert rule(Y) == pytest.approx(of_y, rel=digits)
    assert rule(1e6 + 1e-3 * X) == pytest.approx(1e-3 * rule(X), rel=1e-6)


def test_densities_are_those_of_r():
    """density(bw = 1.5) of R, whose grid of 2^14 places is good to four digits."""
    assert density(X, 1.5, np.array([12.0, 20.0])) == pytest.approx([0.056950593980414, 0.066181019334517], rel=1e-4)
    grid = np.linspace(-20, 60, 4001)
    assert np.trapezoid(density(X, 1.5, grid), grid) == pytest.approx(1, abs=1e-9)


def test_modes_by_hand():
    camps = np.repeat([0.0, 10.0], 20) + np.tile(np.linspace(-1, 1, 20), 2)
    assert [mode_count(camps, h) for h in (1.0, 6.0)] == [2, 1]
    # two equal normal humps merge where their distance is twice their spread
    spread = camps[:20].std()
    assert critical_bandwidth(camps) == pytest.approx(np.sqrt(25 - spread**2), rel=0.02)
    shape = density_ridges(panel_of(y=np.append(camps, 300.0)), "y", draws=0, rule="scott").shape.iloc[0]
    assert shape["modes"] == 2, "one unit far away is no mode"


def test_the_critical_bandwidth_is_where_the_second_mode_goes():
    h = critical_bandwidth(X)
    grid = np.linspace(0, 40, 20001)
    for factor, modes in ((0.99, 2), (1.01, 1)):
        change = np.diff(density(X, factor * h, grid))
        assert ((change[:-1] > 0) & (change[1:] < 0)).sum() == modes


def test_silvermans_test_holds_its_size_and_finds_two_camps():
    """True nulls are rejected no more often than they should be (the test is careful), two camps nearly always."""
    rng = np.random.default_rng(6)
    one = [one_mode_p(x, critical_bandwidth(x), 39, rng) for x in rng.normal(size=(60, 50))]
    assert binomtest(int((np.array(one) <= 0.05).sum()), 60, 0.05, alternative="greater").pvalue > 0.01
    camps = rng.normal(size=(20, 60)) + np.repeat([0.0, 5.0], 30)
    two = [one_mode_p(x, critical_bandwidth(x), 39, rng) for x in camps]
    assert np.mean(np.array(two) <= 0.05) >= 0.9


def test_polarisation_by_hand():
    assert wolfson(np.ones(6)) == pytest.approx(0)
    # 1, 1, 3, 3: half have a quarter, Gini 1/4, mean and median 2: 4 (1/2 - 1/4 - 1/8)
    assert wolfson(np.array([1.0, 3, 1, 3])) == pytest.approx(0.5)
    assert wolfson(7 * X) == pytest.approx(wolfson(X)) and np.isnan(wolfson(X - 20))
    apart = np.where(np.median(X) < X, X + 5, X)
    assert wolfson(apart) > wolfson(X)


def test_periods_stand_on_one_grid():
    panel = panel_of(y=np.array([X, 2 * X, X + 3]))
    made = density_ridges(panel, "y", draws=9, points=64)
    assert made.densities.groupby("period")["x"].apply(tuple).nunique() == 1
    assert made.shape["bandwidth"].tolist() == [silverman(X), silverman(2 * X), silverman(X + 3)]
    assert made.shape["p_one_mode"].between(0.1, 1).all()
    relative = density_ridges(panel, "y", draws=0, scale="relative").shape
    assert relative["bandwidth"].iloc[1] == pytest.approx(relative["bandwidth"].iloc[0])
    assert relative["wolfson"].iloc[1] == pytest.approx(relative["wolfson"].iloc[0])
    again = density_ridges(panel, "y", draws=9, points=64)
    assert again.shape.equals(made.shape)


def test_refusals_say_what_to_do():
    panel = panel_of(y=X - 30, flat=np.ones(120), few=np.append(X[:119], np.nan))
    for error, wanted, variable, options in (
        (PanelError, "scale = level", "y", {"scale": "log"}),
        (PanelError, "scale = level", "y", {"scale": "relative"}),
        (PanelError, "five units that vary", "flat", {}),
        (PanelError, "few", "few", {}),
        (ParameterError, "'points' 16 or more", "y", {"points": 3}),
        (ParameterError, "rule is one of", "y", {"rule": "best"}),
    ):
        with pytest.raises(error, match=wanted):
            density_ridges(panel, variable, **options)
