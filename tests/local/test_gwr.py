"""GWR: against mgwr and dense regressions, by its limits and laws, known coefficients found again, size of its test."""

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import ModelError, PanelError, ParameterError
from gisplug.local.bandwidth import Search
from gisplug.local.weighting.kernels import LOCAL_KERNELS
from gisplug.local.weighting.places import LocalPlaces
from gisplug.local.weighting.smoothers import SpaceSmoother
from gisplug.panel.read import read_panel
from tests.local.panels import PLANE, panel_of, rows_of

FRAME, BETA = rows_of()
POINTS = panel_of(FRAME)
YEARS = panel_of(rows_of(N=40, T=4, seed=3)[0])
WIDE = {"kernel": "gaussian", "adaptive": False, "bandwidth": 1e6, **PLANE}

MGWR = {  # mgwr 2.2.1 on the rows of `rows_of()`: GWR(...).fit() and its results
    "bisquare": (
        {"bandwidth": 40, **PLANE},
        {"AICc": 171.73119292917625, "AIC": 161.64559772946134, "BIC": 212.51303119506105, "CV": 0.3092916511970429},
        {"rss": 19.950170546213847, "parameters": 18.525570244581417, "r2": 0.9565726883902982},
        [1.7082624974145433, -0.6398030689157685, 2.2941243426731335],
        [0.10316613863727504, 0.11551565645101586, 0.10324028701051145],
        (0.9569050428625929, 1.1458178179774774),
    ),
    "gaussian": (
        {"bandwidth": 20.0, "adaptive": False, "kernel": "gaussian", **PLANE},
        {"AICc": 169.72509249559613, "AIC": 161.84805029114932, "BIC": 207.25814779642684, "CV": 0.3154339479560715},
        {"rss": 20.845923489032906, "parameters": 16.430760473736306, "r2": 0.9546228232458875},
        [1.696022943951891, -0.6174520265705505, 2.3292699463302653],
        [0.06937311909603448, 0.0795864426405713, 0.07486723897295205],
        (0.9562837572945115, 1.0427277263674115),
    ),
    "exponential": (
        {"bandwidth": 30, "kernel": "exponential", "coordinates": ("lon", "lat")},
        {"AICc": 215.3081905962175, "AIC": 212.76646091089668, "BIC": 239.17935711167135, "CV": 0.5040873146360618},
        {"rss": 40.132433573572, "parameters": 9.138645199778674, "r2": 0.9126401604227925},
        [1.7615812310771367, -0.5816742155067389, 2.374187722029098],
        [0.07275814710490422, 0.08341518337488088, 0.0767157255184313],
        (0.9260414798605118, 1.0136707674737107),
    ),
}


@pytest.mark.parametrize("kernel", MGWR)
def test_coefficients_errors_and_criteria_are_those_of_mgwr(kernel):
    options, criteria, fit, estimates, errors, (r2, vif) = MGWR[kernel]
    found = gp.gwr(POINTS, "y ~ a + b", **options)
    local, place = found.comparison.loc["local"], found.wide().iloc[57]
    for name, value in {**criteria, **fit}.items():
        assert local[name] == pytest.approx(value, rel=1e-11), name
    assert place[["a", "b", "Constant"]].tolist() == pytest.approx(estimates, rel=1e-11)
    assert place[["a se", "b se", "Constant se"]].tolist() == pytest.approx(errors, rel=1e-11)
    assert (place["r2"], place["vif"]) == (pytest.approx(r2, rel=1e-11), pytest.approx(vif, rel=1e-11))


def test_the_level_is_corrected_as_in_mgwr():
    """mgwr divides the level by ENP / k; its critical t has n - 1 degrees of freedom, ours n - ENP."""
    found = gp.gwr(POINTS, "y ~ a + b", bandwidth=40, **PLANE)
    assert 0.05 / (found.by_term["parameters"] / 1.0).iloc[0] == pytest.approx(0.00809691674910109, rel=1e-11)
    one = found.coefficients.iloc[0]
    assert one["p_corrected"] == pytest.approx(min(1.0, one["p"] * 18.525570244581417 / 3), rel=1e-9)
    assert (found.coefficients["significant"] == (found.coefficients["p_corrected"] < 0.05)).all()
    critical = found.by_term["critical_t"].iloc[0]
    assert (found.coefficients["significant"] == (found.coefficients["t"].abs() > critical)).all()


def test_the_bandwidth_is_no_worse_than_that_of_mgwr():
    """mgwr finds 48 (AICc 172.139), and 17.39 for a Gaussian distance (168.09858222525253)."""
    adaptive = gp.gwr(POINTS, "y ~ a + b", **PLANE)
    assert adaptive.comparison.loc["local", "AICc"] < 172.13942869527804
    assert adaptive.search["score"].min() == pytest.approx(adaptive.comparison.loc["local", "AICc"], rel=1e-9)
    fixed = gp.gwr(POINTS, "y ~ a + b", adaptive=False, kernel="gaussian", **PLANE)
    assert fixed.comparison.loc["local", "AICc"] < 168.0985823
    assert fixed.by_term["bandwidth"].iloc[0] == pytest.approx(17.39, abs=0.01)


@pytest.mark.parametrize("effects", ["none", "unit", "time", "twoways"])
def test_local_regressions_of_pooled_periods_are_weighted_regressions_with_dummies(effects):
    """Dense: weights of places, dummies of units and periods where their effects are taken out."""
    found = gp.gwr(YEARS, "y ~ a + b", effects=effects, bandwidth=15, **PLANE)
    frame = YEARS.frame.reset_index()
    xy = frame[["px", "py"]].to_numpy()
    units, years = (np.equal.outer(frame[c].to_numpy(), frame[c].unique()).astype(float) for c in ("unit", "period"))
    dummies = {"none": [], "unit": [units], "time": [years], "twoways": [units, years[:, 1:]]}[effects]
    X = np.column_stack([frame[["a", "b"]], *(dummies or [np.ones(len(frame))])])
    y, hat, fitted = frame["y"].to_numpy(), np.zeros(len(frame)), np.zeros(len(frame))
    for row, place in enumerate(xy):
        far = np.linalg.norm(xy - place, axis=1)
        width = np.sort(far.reshape(YEARS.T, -1)[0])[14] * 1.0000001
        w = np.maximum(1 - (far / width) ** 2, 0) ** 2
        C = np.linalg.pinv(X.T @ (w[:, None] * X), hermitian=True) @ (X * w[:, None]).T
        fitted[row], hat[row] = X[row] @ C @ y, X[row] @ C[:, row]
        if row == 7:
            seventh, spread = (C @ y)[:2], np.einsum("ij,ij->i", C[:2], C[:2])
    local, place = found.comparison.loc["local"], found.wide().iloc[7]
    assert local["rss"] == pytest.approx(((y - fitted) ** 2).sum(), rel=1e-8)
    assert local["parameters"] == pytest.approx(hat.sum(), rel=1e-8)
    assert place[["a", "b"]].tolist() == pytest.approx(list(seventh), rel=1e-7)
    errors = np.sqrt(spread * ((y - fitted) ** 2).sum() / (len(y) - hat.sum()))
    assert place[["a se", "b se"]].tolist() == pytest.approx(list(errors), rel=1e-7)


def test_the_widest_bandwidth_is_one_regression_for_all():
    for panel, effects in ((POINTS, "none"), (YEARS, "twoways")):
        found = gp.gwr(panel, "y ~ a + b", effects=effects, **WIDE)
        plain = gp.fixed_effects(panel, "y ~ a + b", effects=effects, errors="classical")
        for column, own in (("mean", "estimate"), ("pooled", "estimate"), ("se", "se")):
            assert found.by_term[column].to_numpy() == pytest.approx(plain.estimates[own].to_numpy(), rel=1e-6)
        both = found.comparison
        assert both.loc["local", "parameters"] == pytest.approx(both.loc["pooled", "parameters"], rel=1e-6)
        assert both.loc["local", "AICc"] == pytest.approx(both.loc["pooled", "AICc"], rel=1e-6)


def test_known_coefficients_are_found_again():
    found = gp.gwr(panel_of(rows_of(N=300, T=3, seed=5)[0]), "y ~ a + b", **PLANE)
    wide, true = found.wide(), rows_of(N=300, T=3, seed=5)[1][0]
    assert np.corrcoef(wide["a"], true)[0, 1] > 0.95
    assert np.sqrt(((wide["a"] - true) ** 2).mean()) < 0.15, "they reach from 1 to 3"
    assert np.abs(wide["b"] + 0.5).max() < 0.3


def test_a_coefficient_that_differs_is_told_from_one_that_does_not():
    found = gp.gwr(POINTS, "y ~ a + b", permutations=99, bandwidth=60, **PLANE)
    assert found.by_term.loc["a", "p_variability"] == pytest.approx(0.01)
    assert found.by_term.loc["b", "p_variability"] > 0.1
    assert found.p_joint == pytest.approx(0.01)
    rows = gp.gwr(POINTS, "y ~ a + b", permutations=19, shuffled="rows", bandwidth=60, **PLANE)
    assert rows.by_term.loc["a", "p_variability"] == pytest.approx(0.05)


def test_permutations_find_nothing_where_there_is_nothing():
    """One coefficient for all, regressors that gather in space; scripts/local_sizes.py has more draws."""
    p = []
    for seed in range(24):
        frame, _ = rows_of(N=50, seed=100 + seed, slope=0.0)
        frame["a"] = np.sin(frame["px"] / 15.0) + 0.2 * frame["a"]
        frame["y"] = frame["a"] - 0.5 * frame["b"] + np.random.default_rng(seed).normal(size=50)
        found = gp.gwr(panel_of(frame), "y ~ a + b", permutations=19, bandwidth=40, **PLANE)
        p.append([*found.by_term["p_variability"], found.p_joint])
    assert (np.array(p) <= 0.05).mean(axis=0).max() <= 0.21  # 5 %, of which 24 samples give more with a chance of 0.3 %


def test_neighbours_alone_give_the_sums_of_all(monkeypatch):
    rng = np.random.default_rng(1)
    columns, points = rng.normal(size=(80, 3)), rng.uniform(size=(80, 2))
    for kernel in LOCAL_KERNELS:
        dense = SpaceSmoother(LocalPlaces(points, False), kernel, True, 8)
        with monkeypatch.context() as small:
            small.setattr("gisplug.local.weighting.places.KEPT", 10)
            small.setattr("gisplug.local.weighting.smoothers.KEPT", 10)
            small.setattr("gisplug.local.weighting.places.BLOCK", 700)
            lean = SpaceSmoother(LocalPlaces(points, False), kernel, True, 8)
            for squared in (False, True):
                assert lean.sums(columns, squared) == pytest.approx(dense.sums(columns, squared), rel=1e-10)


def test_a_search_finds_the_lowest_of_two_valleys():
    found = Search(lambda b: min(np.log(b / 37) ** 2, np.log(b / 400) ** 2 - 0.1), whole=True)
    assert found.best(10, 1000) == 400.0


def test_what_cannot_be_is_refused_by_name():
    for wrong, told in (
        ({"kernel": "flat"}, "kernel"),
        ({"bandwidth": 101}, "whole number"),
        ({"bandwidth": 7.5}, "whole number"),
        ({"level": 2}, "level"),
        ({"permutations": -1}, "permutations"),
        ({"bandwidth": -1.0}, "bandwidth"),
    ):
        with pytest.raises(ParameterError, match=told):
            gp.gwr(POINTS, "y ~ a + b", **PLANE, **wrong)
    with pytest.raises(ModelError, match="too narrow"):
        gp.gwr(POINTS, "y ~ a + b", bandwidth=3, **PLANE)
    with pytest.raises(PanelError, match="Where the units"):
        gp.gwr(POINTS, "y ~ a + b")
    absent = panel_of(FRAME).frame.reset_index().rename(columns={"period": "year"})
    with pytest.raises(ModelError, match="one place"):
        gp.gwr(panel_of(absent.assign(px=1.0, py=1.0)), "y ~ a + b", adaptive=False, **PLANE)


def test_collinear_places_and_pooled_periods_are_told():
    frame = FRAME.assign(b=FRAME["a"] + 0.05 * FRAME["b"])
    found = gp.gwr(panel_of(frame), "y ~ a + b", **PLANE)
    assert found.report.having("local-collinearity") and found.places["vif"].min() > 10
    assert gp.gwr(YEARS, "y ~ a + b", **PLANE).report.having("pooled")
    one = gp.gwr(YEARS, "y ~ a + b", period=2002, bandwidth=30, **PLANE)
    assert one.report.having("cross-section") and one.effects == "none" and len(one.rows) == 40


@pytest.mark.parametrize("effects", ["none", "unit", "time"])
def test_rows_that_are_absent_count_nowhere(effects):
    """Dense, as above, with the tenth part of the rows away."""
    frame = rows_of(N=30, T=4, seed=6)[0]
    frame = frame[np.random.default_rng(0).random(len(frame)) > 0.1]
    panel = read_panel(frame, unit="unit", period="year", unbalanced=True)
    found = gp.gwr(panel, "y ~ a + b", effects=effects, kernel="gaussian", adaptive=False, bandwidth=30.0, **PLANE)
    xy = frame[["px", "py"]].to_numpy()
    units, years = (np.equal.outer(frame[c].to_numpy(), frame[c].unique()).astype(float) for c in ("unit", "year"))
    X = np.column_stack([frame[["a", "b"]], {"none": np.ones(len(frame)), "unit": units, "time": years}[effects]])
    y, fitted, trace = frame["y"].to_numpy(), np.zeros(len(frame)), 0.0
    for row, place in enumerate(xy):
        w = np.exp(-0.5 * ((xy - place) ** 2).sum(axis=1) / 900.0)
        C = np.linalg.pinv(X.T @ (w[:, None] * X), hermitian=True) @ (X * w[:, None]).T
        fitted[row], trace = X[row] @ C @ y, trace + X[row] @ C[:, row]
    local = found.comparison.loc["local"]
    assert local["rows"] == len(frame)
    assert local["rss"] == pytest.approx(((y - fitted) ** 2).sum(), rel=1e-8)
    assert local["parameters"] == pytest.approx(trace, rel=1e-8)
