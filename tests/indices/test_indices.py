"""Composite indices, specialisation and coupling: by hand, against other implementations, and by their properties."""

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA

from gisplug.core.errors import PanelError, ParameterError
from gisplug.indices.components import component_index, sampling_adequacy, sphericity
from gisplug.indices.coupling import coupling_coordination
from gisplug.indices.entropy import entropy_index
from gisplug.indices.specialisation import coagglomeration, concentration, diversification, location_quotient
from gisplug.panel.read import read_panel


def panel_of(n=6, t=3, seed=1, **columns):
    frame = pd.DataFrame([(f"u{i}", 2000 + k) for k in range(t) for i in range(n)], columns=["code", "year"])
    rng = np.random.default_rng(seed)
    for name in "abc":
        frame[name] = rng.uniform(1, 9, size=n * t)
    for name, values in columns.items():
        frame[name] = np.asarray(values).ravel()
    return read_panel(frame, "code", "year")


# entropy weights


def test_entropy_weights_by_hand():
    # one period, three units; a: scaled 0, .5, 1 -> p 0, 1/3, 2/3; b (negative): 4, 2, 0 -> scaled 0, .5, 1: the same
    panel = panel_of(3, 1, a=[1, 2, 3], b=[4, 2, 0], c=[0, 0, 5])
    found = entropy_index(panel, ["a", "c"], ["b"])
    e_a = -(np.log(1 / 3) / 3 + 2 * np.log(2 / 3) / 3) / np.log(3)
    d = np.array([1 - e_a, 1.0, 1 - e_a])  # c: all in one unit, entropy 0
    assert found.weights["weight"].tolist() == pytest.approx(list(d / d.sum()))
    assert found.weights["sign"].tolist() == ["+", "+", "-"]
    assert found.scores["index"].tolist() == pytest.approx([0, 0.5 * (d[0] + d[2]) / d.sum(), 1])


def test_entropy_weights_do_not_depend_on_units_of_measure():
    panel = panel_of()
    scaled = panel.with_columns({"a": panel.array("a") * 1000 + 5})
    assert np.allclose(entropy_index(panel, ["a", "b"], ["c"]).scores, entropy_index(scaled, ["a", "b"], ["c"]).scores)


def test_a_negative_indicator_is_a_positive_one_turned_round():
    panel = panel_of()
    turned = panel.with_columns({"c": -panel.array("c")})
    assert np.allclose(entropy_index(panel, ["a"], ["c"]).scores, entropy_index(turned, ["a", "c"]).scores)


def test_weights_by_period_are_those_of_each_period_alone():
    panel = panel_of()
    found = entropy_index(panel, ["a", "b"], ["c"], pooling="period")
    for t, period in enumerate(panel.periods):
        alone = entropy_index(panel.select(periods=[period]), ["a", "b"], ["c"])
        assert np.allclose(found.by_period.iloc[t], alone.weights["weight"])
        assert np.allclose(found.scores.loc[period, "index"], alone.scores["index"])


def test_a_constant_indicator_has_no_weight_and_is_told():
    found = entropy_index(panel_of(c=np.full(18, 7.0)), ["a", "b", "c"])
    assert found.weights.loc["c", "weight"] == 0
    assert found.report.having("constant")
    with pytest.raises(PanelError, match="No indicator varies"):
        entropy_index(panel_of(c=np.full(18, 7.0)), ["c"])


def test_parts_of_the_dimensions_sum_to_the_index_and_weights_to_one():
    found = entropy_index(panel_of(), ["a", "b"], ["c"], {"growth": ["a", "c"], "green": ["b"]})
    assert np.allclose(found.scores[["growth", "green"]].sum(axis=1), found.scores["index"])
    assert found.dimensions["weight"].sum() == pytest.approx(1)
    assert found.weights.groupby("dimension")["weight_in_dimension"].sum().tolist() == pytest.approx([1, 1])
    assert found.scores["index"].between(0, 1).all()


def test_shifting_zeros_moves_the_weights_only_a_little():
    exact, moved = (entropy_index(panel_of(), ["a", "b", "c"], zeros=z).weights["weight"] for z in ("zero", "shift"))
    assert np.allclose(exact, moved, atol=2e-3)
    assert not np.allclose(exact, moved, atol=1e-7)


def test_the_shift_is_added_to_scaled_values_by_hand():
    # one period, three units, scaled 0, .5, 1 and 0, 0, 1
    found = entropy_index(panel_of(3, 1, a=[1, 2, 3], b=[0, 0, 5]), ["a", "b"], zeros="shift", shift=0.1)
    z = np.array([[0.1, 0.6, 1.1], [0.1, 0.1, 1.1]])
    p = z / z.sum(axis=1, keepdims=True)
    d = 1 + (p * np.log(p)).sum(axis=1) / np.log(3)
    assert found.weights["weight"].tolist() == pytest.approx(list(d / d.sum()))
    assert found.scores["index"].tolist() == pytest.approx(list(d / d.sum() @ z))


def test_wrong_indicators_are_refused():
    with pytest.raises(ParameterError, match="named once"):
        entropy_index(panel_of(), ["a", "b"], ["a"])
    with pytest.raises(ParameterError, match="no indicators: z"):
        entropy_index(panel_of(), ["a", "b"], dimensions={"x": ["z"]})
    with pytest.raises(PanelError, match="a of u1 in 2000"):
        a = panel_of().array("a").copy()
        a[0, 1] = np.nan
        entropy_index(panel_of().with_columns({"a": a}), ["a", "b"])


# principal components


def correlated(n=40, t=4, seed=2):
    rng = np.random.default_rng(seed)
    f = rng.normal(size=n * t)
    return panel_of(
        n, t, a=f + rng.normal(size=n * t), b=2 * f + rng.normal(size=n * t), c=-f + 0.5 * rng.normal(size=n * t)
    )


def test_components_equal_scikit_learn():
    panel = correlated()
    found = component_index(panel, ["a", "b"], ["c"], keep=2)
    x = panel.frame[["a", "b", "c"]].to_numpy() * [1, 1, -1]
    z = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    theirs = PCA(n_components=2).fit(z)
    assert found.variance["share"].iloc[:2].tolist() == pytest.approx(theirs.explained_variance_ratio_.tolist())
    assert np.allclose(np.abs(found.scores[["pc1", "pc2"]]), np.abs(theirs.transform(z)))


def test_more_of_the_indicators_is_a_higher_score():
    panel = correlated()
    found = component_index(panel, ["a", "b"], ["c"])
    assert (found.loadings["pc1"] > 0).all()
    assert np.corrcoef(found.scores["index"], panel.frame["a"])[0, 1] > 0
    assert np.corrcoef(found.scores["index"], panel.frame["c"])[0, 1] < 0
    assert found.scores["index_01"].agg(["min", "max"]).tolist() == pytest.approx([0, 1])


def test_sampling_adequacy_and_sphericity_by_hand_for_two_columns():
    # with two columns the partial correlation is the correlation, so KMO is 1/2; Bartlett: -(n-1-9/6) ln(1-r^2)
    r = np.array([[1, 0.6], [0.6, 1]])
    assert sampling_adequacy(r)[0] == pytest.approx(0.5)
    statistic, df, _ = sphericity(r, 30)
    assert (statistic, df) == pytest.approx((-(29 - 1.5) * np.log(1 - 0.36), 1))


def test_sampling_adequacy_by_the_definition_of_partial_correlation():
    panel = correlated()
    x = panel.frame[["a", "b", "c"]].to_numpy()
    r, q = np.corrcoef(x, rowvar=False), np.zeros((3, 3))
    for i, j, k in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
        rest = np.column_stack([np.ones(len(x)), x[:, k]])
        e = [v - rest @ np.linalg.lstsq(rest, v, rcond=None)[0] for v in (x[:, i], x[:, j])]
        q[i, j] = q[j, i] = np.corrcoef(*e)[0, 1]
    off = ~np.eye(3, dtype=bool)
    assert sampling_adequacy(r)[0] == pytest.approx((r[off] ** 2).sum() / ((r[off] ** 2).sum() + (q[off] ** 2).sum()))


@pytest.mark.parametrize(("keep", "count"), [("kaiser", 1), (3, 3), (0.5, 1), (0.999, 3)])
def test_components_are_kept_as_asked(keep, count):
    found = component_index(correlated(), ["a", "b"], ["c"], keep=keep)
    assert int(found.variance["kept"].sum()) == count


def test_unrelated_indicators_are_told():
    found = component_index(panel_of(60, 3, seed=9), ["a", "b", "c"])
    assert found.report.having("bartlett")


# location quotients


def test_location_quotient_by_hand():
    # nation: 30 of 300; units 20/100, 5/100, 5/100
    panel = panel_of(3, 1, e=[20, 5, 5], total=[100, 100, 100])
    assert location_quotient(panel, "e", "total").tolist() == [pytest.approx([2, 0.5, 0.5])]


def test_location_quotients_average_to_one_by_share_of_all_industries():
    panel = panel_of(total=np.random.default_rng(3).uniform(20, 90, size=18))
    lq, whole = location_quotient(panel, "a", "total"), panel.array("total")
    assert np.allclose((lq * whole).sum(axis=1) / whole.sum(axis=1), 1)


def test_a_part_larger_than_its_whole_is_refused():
    with pytest.raises(PanelError, match="e is larger than total in 1 cells: u1 in 2000"):
        location_quotient(panel_of(3, 1, e=[2, 9, 1], total=[5, 5, 5]), "e", "total")


def test_coagglomeration_by_hand():
    found = coagglomeration(np.array([1.5, 2.0, 0.0, 0.0]), np.array([0.5, 2.0, 1.0, 0.0]))
    assert found.tolist() == pytest.approx([1 - 1 / 2 + 2, 1 + 4, 0 + 1, 1])


def test_herfindahl_by_hand():
    found = concentration(panel_of(4, 1, x=[6, 2, 1, 1]), "x").iloc[0]
    assert found[["herfindahl", "cr1", "cr3", "equivalent"]].tolist() == pytest.approx([0.42, 0.6, 0.9, 1 / 0.42])
    assert found["normalised"] == pytest.approx((0.42 - 0.25) / 0.75)
    assert concentration(panel_of(4, 1, x=[1, 1, 1, 1]), "x").iloc[0]["normalised"] == pytest.approx(0)


def test_specialisation_by_hand():
    panel = panel_of(2, 1, p=[9, 1], q=[1, 9])
    found = diversification(panel, ["p", "q"])
    assert found["herfindahl"].tolist() == pytest.approx([0.82, 0.82])
    assert found["krugman"].tolist() == pytest.approx([1.6, 1.6])


# coupling


def test_coupling_by_hand():
    panel = panel_of(3, 1, u=[0.4, 0.9, 0.0], v=[0.1, 0.9, 0.5])
    found = coupling_coordination(panel, ["u", "v"]).scores
    c = 2 * np.sqrt(0.04) / 0.5
    assert found["coupling"].tolist() == pytest.approx([c, 1, 0])
    assert found["coordination"].tolist() == pytest.approx([np.sqrt(c * 0.25), np.sqrt(0.9), 0])
    assert found["grade"].tolist() == ["Near imbalance", "Quality coordination", "Extreme imbalance"]


def test_corrected_coupling_by_hand():
    panel = panel_of(2, 1, u=[0.4, 0.9], v=[0.1, 0.9])
    found = coupling_coordination(panel, ["u", "v"], variant="corrected").scores
    assert found["coupling"].tolist() == pytest.approx([np.sqrt(0.7 * 0.25), 1])


def test_three_systems_with_unequal_shares():
    panel = panel_of(1, 1, u=[0.2], v=[0.4], w=[0.8])
    found = coupling_coordination(panel, ["u", "v", "w"], [1, 1, 2]).scores.iloc[0]
    assert found["level"] == pytest.approx(0.55)
    assert found["coupling"] == pytest.approx((0.2 * 0.4 * 0.8) ** (1 / 3) / (1.4 / 3))


def test_values_off_the_scale_are_refused_or_rescaled():
    with pytest.raises(PanelError, match="outside 0 to 1"):
        coupling_coordination(panel_of(), ["a", "b"])
    assert coupling_coordination(panel_of(), ["a", "b"], rescale=True).scores["coordination"].between(0, 1).all()
