import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError, ParameterError
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.heterogeneity import _balanced_gaps, _Rows, heterogeneity, split_labels
from tests.regression.simulated import panel_of, simulated


def unequal(gap=0.6, seed=1):
    frame = simulated(40, 8, seed=seed)
    frame["y"] += gap * (frame["region"] == "east") * frame["x1"]
    frame["light"] = frame.groupby("unit")["x1"].transform("mean") + np.where(frame["region"] == "east", 5, 0)
    return frame


def test_groups_have_their_own_slopes_and_every_test_sees_the_difference():
    found = heterogeneity(panel_of(unequal()), "y ~ x1 + x2", "region", draws=200)
    east, west = (found.fits[g].estimates.loc["x1", "estimate"] for g in ("east", "west"))
    assert (east, west) == pytest.approx((1.6, 1.0), abs=0.15)
    row = found.tests.iloc[0]
    assert row["difference"] == pytest.approx(east - west)
    assert max(row["chow_p"], row["sur_p"], row["permutation_p"]) < 0.01


def test_tests_reject_equal_slopes_about_as_often_as_they_should():
    rows = [
        heterogeneity(panel_of(unequal(0.0, s)), "y ~ x1 + x2", "region", draws=39, seed=s).tests.iloc[0]
        for s in range(40)
    ]
    for test in ("chow_p", "sur_p", "permutation_p"):
        assert sum(r[test] < 0.05 for r in rows) <= 7, test  # 5 % of 40 is 2; P(more than 7) < 0.001


def test_a_median_split_keeps_units_whole():
    panel = panel_of(unequal())
    labels = split_labels(panel, "light", "median").reshape(panel.T, panel.N)
    assert (labels == labels[0]).all() and (labels[0] == "high").sum() == 20


def test_chow_is_the_f_of_separate_against_pooled_regressions():
    panel = panel_of(unequal())
    found = heterogeneity(panel, "y ~ x1 + x2", "region", effects="none", errors="classical", draws=0)
    sse = sum(f.sse for f in found.fits.values())
    pooled = fixed_effects(panel, "y ~ x1 + x2", effects="none", errors="classical").sse
    assert found.tests["chow_f"].iloc[0] == pytest.approx((pooled - sse) / 3 / (sse / (320 - 6)))


def test_one_group_is_refused():
    with pytest.raises(ModelError, match="1 groups"):
        heterogeneity(panel_of(simulated().assign(region="east")), "y ~ x1", "region")


@pytest.mark.parametrize("effects", ["none", "unit", "time", "twoways"])
def test_slopes_of_all_permutations_at_once_equal_single_regressions(effects):
    rng = np.random.default_rng(2)
    cube = rng.normal(size=(12, 5, 3))
    chosen = np.stack([rng.permutation(12) < 5 for _ in range(4)])
    unit, period = np.repeat(np.arange(12), 5), np.tile(np.arange(5), 12)
    flat = cube.reshape(60, 3)
    for gap, mask in zip(_balanced_gaps(cube, chosen, effects), chosen, strict=True):
        rows = mask[unit]
        alone = _Rows(flat, unit, period, effects)
        single = alone.slope(rows) - alone.slope(~rows)
        assert gap == pytest.approx(single, rel=1e-9)


def test_the_stacked_test_is_the_interaction_in_a_pooled_regression_without_effects():
    frame = unequal()
    east = (frame["region"] == "east").astype(float)
    wide = frame.assign(east=east, e1=east * frame["x1"], e2=east * frame["x2"])
    pooled = fixed_effects(panel_of(wide), "y ~ x1 + x2 + e1 + e2", absorb=["region"], effects="none", errors="robust")
    found = heterogeneity(panel_of(frame), "y ~ x1 + x2", "region", effects="none", errors="robust", draws=0)
    assert found.tests["sur_chi2"].iloc[0] == pytest.approx(pooled.estimates.loc["e1", "stat"] ** 2, rel=1e-6)


def test_groups_that_cut_through_units_are_tested_with_clusters_across_them():
    found = heterogeneity(panel_of(unequal()), "y ~ x1 + x2", "x2", how="median by period", draws=39)
    assert 0 < found.tests["sur_p"].iloc[0] <= 1 and 0 < found.tests["permutation_p"].iloc[0] <= 1


def test_a_group_called_middle_does_not_hide_the_others():
    frame = simulated(units=30)
    frame["region"] = frame["unit"].map(lambda u: ("east", "middle", "west")[int(u[1:]) % 3])
    found = heterogeneity(panel_of(frame), "y ~ x1 + x2", "region", draws=20)
    assert list(found.fits) == ["east", "middle", "west"]


def test_a_control_that_one_group_does_not_identify_is_omitted_from_all():
    frame = simulated().assign(port=lambda f: np.where(f["region"] == "east", f["x2"], 1.0))
    found = heterogeneity(panel_of(frame), "y ~ x1 + port", "region", draws=20, collinear="omit")
    plain = heterogeneity(panel_of(frame), "y ~ x1", "region", draws=20)
    pd.testing.assert_frame_equal(found.tests, plain.tests)
    assert found.omitted == {"port": "does not vary at all in group west"} and "Omitted: port" in str(found.report)
    with pytest.raises(ModelError, match="port is not identified"):
        heterogeneity(panel_of(frame), "y ~ x1 + port", "region", draws=0)
    with pytest.raises(ModelError, match="port is not identified"):
        heterogeneity(panel_of(frame), "y ~ port + x1", "region", draws=0, collinear="omit")


def test_the_difference_with_weights_is_the_interaction_of_a_weighted_regression():
    """Chow's F and the chi-squared of the system, from one regression with all interactions and group effects."""
    frame = unequal()
    frame["pop"] = np.random.default_rng(3).uniform(0.2, 5, len(frame)) * np.where(frame["region"] == "east", 30, 1)
    east = (frame["region"] == "east").astype(float)
    wide = panel_of(frame.assign(east=east, e1=east * frame["x1"], e2=east * frame["x2"]))
    options = {"effects": "none", "errors": "classical", "row_weights": "pop"}
    free = fixed_effects(wide, "y ~ x1 + x2 + e1 + e2 + east", **options)
    tied = fixed_effects(wide, "y ~ x1 + x2", **options)
    found = heterogeneity(wide, "y ~ x1 + x2", "region", draws=0, **options)
    row = found.tests.iloc[0]
    assert row["difference"] == pytest.approx(free.estimates.loc["e1", "estimate"], rel=1e-9)
    assert row["chow_f"] == pytest.approx((tied.sse - free.sse) / 3 / (free.sse / (320 - 6)), rel=1e-9)
    assert row["sur_chi2"] == pytest.approx(free.estimates.loc["e1", "stat"] ** 2, rel=1e-9)


def test_permutations_with_weights_of_one_are_those_without():
    panel = panel_of(unequal().assign(one=1.0))
    plain = heterogeneity(panel, "y ~ x1 + x2", "region", draws=20)
    one = heterogeneity(panel, "y ~ x1 + x2", "region", draws=20, row_weights="one")
    shown = plain.tests.columns.drop("permutation_p")  # its draws come from another order of the same seed
    pd.testing.assert_frame_equal(one.tests[shown], plain.tests[shown], rtol=1e-9)
    assert np.std(one.permuted["east", "west"]) == pytest.approx(np.std(plain.permuted["east", "west"]), rel=0.5)


def test_an_unknown_option_is_named():
    with pytest.raises(ParameterError, match="has no option winsorize"):
        heterogeneity(panel_of(simulated()), "y ~ x1", "region", winsorize=0.1)
