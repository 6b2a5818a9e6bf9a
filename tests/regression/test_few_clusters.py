import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.regression.few_clusters.bias_reduced import bias_reduced
from gisplug.regression.few_clusters.draws import POINTS, signs
from gisplug.regression.few_clusters.wild import wild_bootstrap
from gisplug.regression.fixed_effects import fixed_effects
from tests.regression.simulated import panel_of

# wildboottest 0.3.2 (a port of boottest, type 11, null imposed) on `eight()` with dummies of units and periods, all
# 256 Rademacher samples. It counts |t*| > |t|; the sample itself and its mirror image are as large, which we count.
ENUMERATED = {"x": 0.0 + 2 / 256, "z": 0.015625}
# clubSandwich 0.5.8 (R 4.2.2), coef_test(lm(y ~ x + z + factor(unit) + factor(period)), "CR2", test="Satterthwaite") on
# `eight()`: error, degrees of freedom and p of x and z by grouping.
CR2 = {
    "g": [(0.06801021906, 6.474718361, 0.007187850579), (0.09690244232, 6.714910560, 0.018088059301)],
    "unit": [(0.05899596349, 30.16929939, 0.0001072042486), (0.07558734511, 31.44949666, 0.0003755908373)],
}
# The same with vcov = "CR3" on lm(y ~ x + z + factor(period)); with dummies of units it stops, as they leave I - H of
# their cluster singular, and the jackknife itself is the reference.
CR3 = {
    "g": [(0.118319628853, 6.46501387804, 0.045953378071), (0.099482183753, 6.56927267573, 0.113864659235)],
    "unit": [(0.0801764628129, 29.7723362456, 0.00103194726130), (0.0630640866589, 30.7159705251, 0.00726186640551)],
}
WEBB = {"x": 0.0035, "z": 0.0088}  # means of its p over five seeds of 9,999 draws


def eight(N=40, T=10, G=8):
    """Regions share shocks of the outcome and of x."""
    rng = np.random.default_rng(3)
    unit, period = np.tile(np.arange(N), T), np.repeat(np.arange(T), N)
    region = unit % G
    frame = pd.DataFrame({"unit": unit, "period": period + 2001, "g": [f"g{k}" for k in region]})
    frame["x"] = rng.normal(size=N * T) + rng.normal(size=(G, T))[region, period]
    frame["z"] = rng.normal(size=N * T)
    shocks = rng.normal(size=(G, T))[region, period] + rng.normal(size=N)[unit]
    frame["y"] = 0.15 * frame["x"] + 0.3 * frame["z"] + shocks + rng.normal(size=N * T)
    return frame


@pytest.fixture(scope="module")
def panel():
    return panel_of(eight())


@pytest.fixture(scope="module")
def fit(panel):
    return fixed_effects(panel, "y ~ x + z", errors="g")


def test_all_rademacher_samples_give_the_p_of_boottest(fit):
    found = wild_bootstrap(fit, ["x", "z"], weights="rademacher")
    assert found.whole and found.draws == 256
    assert found.table()["p"].to_dict() == pytest.approx(ENUMERATED)


def test_webb_draws_agree_within_sampling(fit):
    found = wild_bootstrap(fit, ["x", "z"], draws=4999).table()["p"]
    for term, p in WEBB.items():
        assert found[term] == pytest.approx(p, abs=0.004)


@pytest.mark.parametrize("effects", ["none", "unit", "twoways"])
@pytest.mark.parametrize("row_weights", [None, "size"])
def test_every_draw_is_a_regression_with_dummies(effects, row_weights):
    """The same weights by brute force: a weighted regression on dummies, anew for every draw."""
    frame = eight(16, 5).assign(size=lambda f: 1 + f["unit"] % 3)
    ours = wild_bootstrap(
        fixed_effects(panel_of(frame), "y ~ x + z", effects=effects, errors="g", row_weights=row_weights),
        ["z"],
        draws=99,
        seed=4,
    )
    dummies = {"none": [], "unit": ["unit"], "twoways": ["unit", "period"]}[effects]
    parts = [pd.get_dummies(frame[name]).to_numpy(float)[:, 1:] for name in dummies]
    X = np.column_stack([frame[["z", "x"]], np.ones(len(frame)), *parts])
    root = np.sqrt(frame["size"] / frame["size"].mean()) if row_weights else np.ones(len(frame))
    X, y = X * root.to_numpy()[:, None] if row_weights else X, (frame["y"] * root).to_numpy()
    codes = pd.factorize(frame["g"], sort=True)[0]
    bread = np.linalg.inv(X.T @ X)

    def t(values):
        b = bread @ X.T @ values
        e = values - X @ b
        scores = np.array([X[codes == k].T @ e[codes == k] for k in range(8)]) @ bread
        return b[0] / np.sqrt((scores[:, 0] ** 2).sum())

    rest = X[:, 1:]
    fitted = rest @ np.linalg.lstsq(rest, y, rcond=None)[0]
    drawn = [t(fitted + (y - fitted) * w[codes]) for w in signs(8, "webb", 99, 4)[0]]
    p = (1 + (np.abs(drawn) >= abs(t(y)) * (1 - 1e-9)).sum()) / 100
    assert ours.table().loc["z", "p"] == pytest.approx(p)


def test_the_ends_of_an_interval_are_where_the_p_crosses(panel):
    ends = wild_bootstrap(fixed_effects(panel, "y ~ z + x", errors="g"), draws=499).table().iloc[0]
    for end, inward in ((ends["low"], 1e-4), (ends["high"], -1e-4)):
        shifted = panel.with_columns({"moved": panel.array("y") - (end + inward) * panel.array("z")})
        outside = panel.with_columns({"moved": panel.array("y") - (end - inward) * panel.array("z")})
        p, beyond = (
            wild_bootstrap(fixed_effects(one, "moved ~ z + x", errors="g"), draws=499).table()["p"].iloc[0]
            for one in (shifted, outside)
        )
        assert p > 0.05 >= beyond
    assert ends["low"] < ends["estimate"] < ends["high"]


def test_a_policy_of_three_of_eight_regions_is_not_found_where_there_is_none():
    p, table = [], []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        unit, period = np.tile(np.arange(24), 8), np.repeat(np.arange(8), 24)
        frame = pd.DataFrame({"unit": unit, "period": period + 2001, "g": (unit % 8).astype(str)})
        frame["y"] = np.cumsum(rng.normal(size=(8, 8)), axis=0)[period, unit % 8] + rng.normal(size=len(unit))
        frame["x"] = ((unit % 8 < 3) & (period >= 4)).astype(float)
        found = wild_bootstrap(fixed_effects(panel_of(frame), "y ~ x", errors="g"), draws=199).table().iloc[0]
        p.append(found["p"] <= 0.05)
        table.append(found["p_table"] <= 0.05)
    assert np.mean(p) <= 0.09 and np.mean(p) <= np.mean(table)


def test_weights_have_mean_nought_and_variance_one():
    for points in POINTS.values():
        assert points.mean() == pytest.approx(0) and (points**2).mean() == pytest.approx(1)
    assert signs(4, "rademacher", 99, 1)[0].shape == (16, 4) and not signs(9, "rademacher", 99, 1)[1]


def test_what_cannot_be_drawn_is_refused(fit, panel):
    with pytest.raises(ModelError, match="no term"):
        wild_bootstrap(fit, ["w"])
    with pytest.raises(ModelError, match="cluster='unit'"):
        wild_bootstrap(fixed_effects(panel, "y ~ x", errors="robust"))
    with pytest.raises(ModelError, match="webb, rademacher"):
        wild_bootstrap(fit, weights="normal")
    two = panel_of(eight(G=2))
    with pytest.raises(ModelError, match="too few to draw"):
        wild_bootstrap(fixed_effects(two, "y ~ x", errors="g"))
    assert wild_bootstrap(fixed_effects(panel, "y ~ x", errors="robust"), cluster="unit", draws=99).clusters == 40


@pytest.mark.parametrize("cluster", list(CR2))
def test_cr2_errors_and_degrees_of_freedom_equal_clubsandwich(fit, cluster):
    found = bias_reduced(fit, cluster=cluster)
    np.testing.assert_allclose(found[["se", "df", "p"]], CR2[cluster], rtol=1e-8)
    np.testing.assert_allclose(found["estimate"], fit.params, rtol=1e-12)


@pytest.mark.parametrize("cluster", list(CR3))
def test_cr3_errors_and_degrees_of_freedom_equal_clubsandwich(panel, cluster):
    found = bias_reduced(fixed_effects(panel, "y ~ x + z", effects="time", errors=cluster), correction="cr3")
    np.testing.assert_allclose(found[["se", "df", "p"]], CR3[cluster], rtol=1e-9)


@pytest.mark.parametrize("effects", ["time", "twoways"])
def test_cr3_is_the_jackknife(fit, panel, effects):
    frame = eight()
    whole = fixed_effects(panel, "y ~ x + z", effects=effects, errors="g")
    parts = [fixed_effects(panel_of(frame[frame["g"] != g]), "y ~ x + z", effects=effects) for g in frame["g"].unique()]
    changes = np.array([(part.params - whole.params).to_numpy() for part in parts])
    np.testing.assert_allclose(bias_reduced(whole, correction="cr3")["se"] ** 2, (changes**2).sum(axis=0), rtol=1e-9)
    with pytest.raises(ModelError, match="cr2, cr3"):
        bias_reduced(fit, correction="cr4")


def test_cr2_of_clusters_of_one_row_is_hc2():
    frame = eight(12, 4).assign(row=lambda f: [f"r{i}" for i in range(len(f))])
    fit = fixed_effects(panel_of(frame), "y ~ x + z", effects="none", errors="row")
    X = np.column_stack([frame[["x", "z"]], np.ones(len(frame))])
    bread = np.linalg.inv(X.T @ X)
    e = frame["y"].to_numpy() - X @ bread @ X.T @ frame["y"].to_numpy()
    hat = np.einsum("ij,jk,ik->i", X, bread, X)
    V = bread @ (X.T * (e**2 / (1 - hat))) @ X @ bread
    np.testing.assert_allclose(bias_reduced(fit)["se"], np.sqrt(np.diag(V))[:2], rtol=1e-9)


def test_cr2_knows_no_unit_of_measure_and_refuses_what_it_does_not_do(panel, fit):
    big = panel.with_columns({"X": 1e6 * panel.array("x"), "w": np.ones((panel.T, panel.N)) + panel.array("z") ** 2})
    scaled = bias_reduced(fixed_effects(big, "y ~ X + z", errors="g"))
    np.testing.assert_allclose(scaled[["stat", "df"]], bias_reduced(fit)[["stat", "df"]], rtol=1e-8)
    with pytest.raises(ModelError, match="row weights"):
        bias_reduced(fixed_effects(big, "y ~ X", errors="g", row_weights="w"))
    with pytest.raises(ModelError, match="no term"):
        bias_reduced(fit, ["w"])
    with pytest.raises(ModelError, match="cluster='unit'"):
        bias_reduced(fixed_effects(panel, "y ~ x", errors="robust"))
