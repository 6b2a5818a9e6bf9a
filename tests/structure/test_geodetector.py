"""The geographical detector: against the R packages GD and geodetector, by hand, by its laws, and by simulation."""

import numpy as np
import pytest
from scipy import stats

from gisplug.core.errors import PanelError, ParameterError
from gisplug.structure.strata.detectors import interaction_kind, permuted
from gisplug.structure.strata.discretisation import CUT_METHODS, cuttings, given_classes
from gisplug.structure.strata.geodetector import geodetector
from gisplug.structure.strata.squares import ecological_test, factor_test, holm, risk_tests, spread_of
from tests.structure.panels import panel_of

ROW = np.arange(120)
X, Z = (ROW * 37) % 101 / 10.0, (ROW * 53) % 97 / 7.0
R = np.array(["a", "b", "c"])[(ROW * 7) % 11 % 3]
Y = 10 + np.sin(X) * 2 + 0.3 * Z + np.where(R == "a", 1.5, 0) + (ROW * 29) % 23 / 10.0
GD = {  # R GD 10.8: q and p of cuts of X
    ("equal", 3): (0.359202585713, 1.10011910692e-09),
    ("equal", 5): (0.369499266516, 1.15605424122e-08),
    ("equal", 7): (0.461697083272, 7.26265936279e-10),
    ("quantile", 4): (0.189672992664, 0.000117003218139),
    ("quantile", 7): (0.453233893828, 7.79243558569e-10),
}


def found(**options):
    panel = panel_of(y=Y, x=X, z=Z, r=R)
    return geodetector(panel, "y", ["x", "z"], ["r"], **{"permutations": 0, **options})


@pytest.mark.parametrize(("method", "classes"), GD)
def test_q_and_the_noncentral_p_are_those_of_gd(method, classes):
    (cut,) = cuttings(X, [method], [classes])
    spread = spread_of(Y, cut.code)
    q, p = GD[method, classes]
    assert spread.q == pytest.approx(q, abs=1e-11)
    assert factor_test(spread).p_noncentral == pytest.approx(p, abs=2e-9)  # the error that R allows itself in pf(ncp=)


def test_the_four_detectors_are_those_of_gd():
    seven, five = found(methods=["quantile"], classes=[7]), found(methods=["equal"], classes=[5])
    assert seven.factors["q"].iloc[0] == pytest.approx(0.4532338938283, abs=1e-11)
    assert five.factors["q"].iloc[1] == pytest.approx(0.1563635682572, abs=1e-11)
    assert five.factors["p_noncentral"].iloc[1] == pytest.approx(4.30449277892e-03, rel=1e-7)
    assert five.factors["q"].iloc[2] == pytest.approx(0.0352118828205, abs=1e-11)
    pair = seven.interactions.iloc[1]  # x with r
    assert (pair["first"], pair["second"], pair["kind"]) == ("x", "r", "nonlinear")
    assert pair["q"] == pytest.approx(0.550065763243, abs=1e-11)
    risk = five.risk[five.risk["factor"] == "r"]
    assert risk["t"].to_numpy() == pytest.approx([-0.408122575444, -1.794244241592, -1.431676578417], rel=1e-10)
    assert risk["df"].to_numpy() == pytest.approx([82.7671395537, 51.0215178592, 56.6884531577], rel=1e-10)
    assert risk["p"].to_numpy() == pytest.approx([0.6842375663060, 0.0787002177909, 0.1577270225052], rel=1e-9)


def test_by_hand():
    # classes (1, 3), (5, 7): means 2 and 6, within 2 + 2, total 20
    spread = spread_of(np.array([1.0, 3, 5, 7]), np.array([0, 0, 1, 1]))
    assert (spread.q, spread.total) == (pytest.approx(0.8), pytest.approx(20.0))
    test = factor_test(spread)
    assert pytest.approx(8.0) == test.F
    assert test.p == pytest.approx(stats.f_oneway([1.0, 3], [5.0, 7]).pvalue)
    ((a, b, t, df, p),) = risk_tests(spread)
    welch = stats.ttest_ind([1.0, 3], [5.0, 7], equal_var=False)
    assert (a, b, t, df, p) == (
        0,
        1,
        pytest.approx(welch.statistic),
        pytest.approx(welch.df),
        pytest.approx(welch.pvalue),
    )


def test_the_ecological_detector_by_its_definition():
    one, two = spread_of(Y, (ROW % 3)), spread_of(Y, (X > 5).astype(int))
    value, p = ecological_test(one, two)
    assert value == pytest.approx(one.within.sum() / two.within.sum())
    assert p == pytest.approx(2 * min(stats.f.sf(value, 119, 119), stats.f.cdf(value, 119, 119)))
    back, same = ecological_test(two, one)
    assert (back, same) == (pytest.approx(1 / value), pytest.approx(p))


def test_the_interaction_test_is_that_of_nested_regressions():
    pair = found(methods=["equal"], classes=[4]).interactions.iloc[1]
    (cut,) = cuttings(X, ["equal"], [4])
    groups = np.unique(R, return_inverse=True)[1]
    side = np.column_stack([np.eye(4)[cut.code], np.eye(3)[groups][:, 1:]])
    whole = np.eye(12)[cut.code * 3 + groups]
    rss = [float(np.sum((Y - d @ np.linalg.lstsq(d, Y, rcond=None)[0]) ** 2)) for d in (side, whole)]
    F = (rss[0] - rss[1]) / 6 / (rss[1] / 108)
    assert pair["F"] == pytest.approx(F, rel=1e-9)
    assert pair["p"] == pytest.approx(stats.f.sf(F, 6, 108), rel=1e-8)


def test_the_cut_with_the_largest_q_is_taken():
    result = found()
    for _, row in result.factors.iterrows():
        cuts = result.cuts[result.cuts["factor"] == row["factor"]]
        assert row["q"] == cuts["q"].max()
        assert (cuts.loc[cuts["taken"], ["method", "classes"]] == [row["method"], row["classes"]]).all(axis=None)
    assert set(result.cuts["method"]) == {*CUT_METHODS, "given"}


def test_units_of_measure_and_the_order_of_units_do_not_matter():
    first = found(permutations=19)
    moved = geodetector(
        panel_of(y=1e3 + 1e-3 * Y, x=5e4 + 1e4 * X, z=1e-6 * Z, r=R), "y", ["x", "z"], ["r"], permutations=19
    )
    assert moved.factors["method"].tolist() == first.factors["method"].tolist()
    for table, names in (
        ("factors", ["q", "F", "p", "p_permuted"]),
        ("interactions", ["q", "F"]),
        ("ecological", ["F"]),
    ):
        one, two = getattr(first, table)[names].to_numpy(float), getattr(moved, table)[names].to_numpy(float)
        assert two == pytest.approx(one, rel=1e-7)
    turned = geodetector(panel_of(y=Y[::-1], x=X[::-1], z=Z[::-1], r=R[::-1]), "y", ["x", "z"], ["r"], permutations=0)
    assert turned.factors["q"].to_numpy() == pytest.approx(first.factors["q"].to_numpy(), rel=1e-12)


def test_the_noncentral_p_moves_with_a_constant_and_the_p_of_f_does_not():
    code = np.repeat([0, 1], [100, 20])
    one, two = (factor_test(spread_of(Y + 2 * code + add, code)) for add in (-Y.mean(), 1000))
    assert two.p == pytest.approx(one.p, rel=1e-6)
    assert two.p_noncentral > 0.99 > one.p_noncentral


def test_overlaid_classes_never_account_for_less():
    pairs = found().interactions
    assert (pairs["q"] >= pairs[["q_first", "q_second"]].max(axis=1) - 1e-12).all()
    assert (pairs["q"] >= pairs["q_side_by_side"] - 1e-9).all()
    kinds = [interaction_kind(*q) for q in ((0.2, 0.3, 0.3), (0.2, 0.3, 0.4), (0.2, 0.3, 0.5), (0.2, 0.3, 0.6))]
    assert kinds == ["none", "bivariate", "independent", "nonlinear"]


def test_holm_by_hand():
    assert holm(np.array([0.01, 0.04, np.nan, 0.03])) == pytest.approx([0.03, 0.06, np.nan, 0.06], nan_ok=True)


def test_shuffles_hold_the_size_where_the_cut_is_chosen():
    """True nulls, 200 samples of 60: p of F by the best of 12 cuts rejects far too often, p of shuffles does not."""
    rng = np.random.default_rng(3)
    orders = np.array([rng.permutation(60) for _ in range(39)])
    p, shuffled = [], []
    for _ in range(200):
        y, x = rng.normal(size=(2, 60))
        tried = list(cuttings(x, ("equal", "quantile", "sd"), (3, 4, 5, 6)))
        best = max((spread_of(y, cut.code) for cut in tried), key=lambda spread: spread.q)
        p.append(factor_test(best).p)
        shuffled.append(permuted(y[None], tried, best.q, orders))
    assert np.mean(np.array(p) <= 0.05) > 0.15
    assert stats.binomtest(int((np.array(shuffled) <= 0.05).sum()), 200, 0.05).pvalue > 0.01


def test_shuffles_move_whole_units():
    """Lasting unit effects, a lasting factor that has no part in them: pooled rows are not independent, units are."""
    rng = np.random.default_rng(4)
    cut = given_classes(np.tile(np.arange(40) % 4, 8))
    orders = np.array([rng.permutation(40) for _ in range(39)])
    p, shuffled = [], []
    for _ in range(100):
        y = np.tile(rng.normal(size=40), (8, 1)) + 0.1 * rng.normal(size=(8, 40))
        spread = spread_of(y.ravel(), cut.code)
        p.append(factor_test(spread).p)
        shuffled.append(permuted(y, [cut], spread.q, orders))
    assert np.mean(np.array(p) <= 0.05) > 0.4
    assert stats.binomtest(int((np.array(shuffled) <= 0.05).sum()), 100, 0.05).pvalue > 0.01


def test_it_finds_what_was_planted():
    rng = np.random.default_rng(5)
    x, z, idle = rng.random((3, 2, 400))
    y = np.where((x > 0.5) ^ (z > 0.5), 1.0, 0.0) + 0.3 * rng.normal(size=(2, 400))
    result = geodetector(panel_of(y=y, x=x, z=z, idle=idle), "y", ["x", "z", "idle"], methods=["quantile"], classes=[2])
    pair = result.interactions.iloc[0]
    assert pair["kind"] == "nonlinear" and pair["q"] > 0.65 and pair["p"] < 1e-10  # 0.25 / (0.25 + 0.09)
    assert result.factors["q"].max() < 0.05 and result.factors["p_permuted"].min() > 0.01
    assert result.periods == [2000, 2001]


def test_refusals_say_what_to_do():
    panel = panel_of(y=Y, x=X, r=R, flat=np.ones(120), own=ROW.astype(float))
    for wanted, arguments in (
        ("each named once", ("y", ["y"])),
        ("each named once", ("y", ["x"], ["x"])),
        ("none was given", ("y",)),
    ):
        with pytest.raises(ParameterError, match=wanted):
            geodetector(panel, *arguments)
    with pytest.raises(PanelError, match="same everywhere"):
        geodetector(panel, "flat", ["x"])
    with pytest.raises(PanelError, match="Give fewer classes"):
        geodetector(panel, "y", ["flat"])
    with pytest.raises(PanelError, match="120 classes in 120 rows"):
        geodetector(panel, "y", [], ["own"])
    with pytest.raises(ParameterError, match="two or more"):
        geodetector(panel, "y", ["x"], classes=[1])
    with pytest.raises(PanelError, match="r is empty in 1 rows"):
        geodetector(panel_of(y=Y, r=np.where(ROW == 3, None, R)), "y", [], ["r"])


def test_thin_classes_are_told():
    alone = panel_of(y=Y, r=np.where(ROW == 3, "z", R), s=[f"s{k % 40}" for k in ROW])
    told = geodetector(alone, "y", [], ["r", "s"], permutations=0).report
    assert {note.code for note in told.notes} == {"thin-strata", "thin-overlay"}
