"""TOPSIS, CRITIC and AHP against published and other programs' numbers, and the laws that they keep."""

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.errors import PanelError, ParameterError
from gisplug.indices.multicriteria import ahp_weights, critic_weights

# five telephones by price (less is better), memory, camera and looks: the textbook example of TOPSIS
PHONES = np.array([[250, 16, 12, 5], [200, 16, 8, 3], [300, 32, 16, 4], [275, 32, 8, 4], [225, 16, 16, 2.0]])
SCHOOL = pd.DataFrame(  # Saaty (1980): which school, by learning, friends, life, training, college, music
    [
        [1, 4, 3, 1, 3, 4],
        [1 / 4, 1, 7, 3, 1 / 5, 1],
        [1 / 3, 1 / 7, 1, 1 / 5, 1 / 5, 1 / 6],
        [1, 1 / 3, 5, 1, 1, 1 / 3],
        [1 / 3, 5, 5, 1, 1, 3],
        [1 / 4, 1, 6, 3, 1 / 3, 1],
    ],
    index=list("abcdef"),
    columns=list("abcdef"),
)
EQUAL = {"price": 1.0, "memory": 1.0, "camera": 1.0, "looks": 1.0}


def phones(values=PHONES):
    columns = dict(zip(EQUAL, values.T, strict=True))
    frame = pd.DataFrame({"unit": list("abcde"), "year": 2020, **columns})
    return gp.read_panel(frame, unit="unit", period="year")


def scored(panel, **options):
    return gp.multicriteria_index(panel, ["memory", "camera", "looks"], ["price"], **options)


def test_topsis_is_that_of_pymcdm():
    by_length = scored(phones(), weighing="equal", scaling="vector").scores["index"]
    by_range = scored(phones(), weighing="equal").scores["index"]
    right = [0.5342768571821003, 0.3083677687324685, 0.6916322312675315, 0.534736584486838, 0.40104612151678615]
    np.testing.assert_allclose(by_length, right, rtol=1e-9)
    right = [0.5, 0.4026997478492772, 0.5973002521507229, 0.48689055768675465, 0.46535165408626794]
    np.testing.assert_allclose(by_range, right, rtol=1e-9)


def test_critic_is_that_of_pymcdm():
    weights = scored(phones()).weights["weight"]
    right = {
        "price": 0.27156958983563706,
        "memory": 0.28167162026165193,
        "camera": 0.25638458541134085,
        "looks": 0.19037420449137016,
    }
    np.testing.assert_allclose(weights[list(right)], list(right.values()), rtol=1e-9)


def test_ahp_is_saatys_school():
    weights, told = ahp_weights(SCHOOL, list("abcdef"))
    np.testing.assert_allclose(weights, [0.32, 0.14, 0.03, 0.13, 0.24, 0.14], atol=0.006)
    assert told["lambda_max"] == pytest.approx(7.42, abs=0.01) and told["ratio"] == pytest.approx(0.23, abs=0.01)


def test_consistent_comparisons_give_their_own_weights_and_no_warning():
    true = np.array([0.5, 0.3, 0.2])
    table = pd.DataFrame(true[:, None] / true, index=list("abc"), columns=list("abc"))
    weights, told = ahp_weights(table, list("abc"))
    np.testing.assert_allclose(weights, true, rtol=1e-9)
    assert abs(told["ratio"]) < 1e-9


def test_a_contradiction_is_told():
    names = ["price", "memory", "camera"]
    table = pd.DataFrame([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]], index=names, columns=names)
    found = gp.multicriteria_index(phones(), ["memory", "camera"], ["price"], "ahp", comparisons=table)
    assert found.report.having("inconsistent") and found.consistency["ratio"] > 1


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ([[1, 3], [3, 1]], "one is 1 over the other"),
        ([[1, -3], [-1 / 3, 1]], "positive numbers"),
    ],
)
def test_comparisons_that_are_none_are_refused(table, told):
    with pytest.raises(ParameterError, match=told):
        ahp_weights(pd.DataFrame(table, index=["a", "b"], columns=["a", "b"]), ["a", "b"])
    with pytest.raises(ParameterError, match="lack c"):
        ahp_weights(pd.DataFrame(np.eye(2), index=["a", "b"], columns=["a", "b"]), ["a", "c"])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"weighing": "ahp"}, "comparisons is needed"),
        ({"weighing": "given"}, "given is needed"),
        ({"given": EQUAL}, "given has no part"),
        ({"weighing": "given", "given": {"price": 1.0}}, "lack one"),
        ({"weighing": "given", "given": dict.fromkeys(EQUAL, -1.0)}, "0 or more"),
        ({"score": "sum", "scaling": "vector"}, "is of TOPSIS"),
        ({"weighing": "best"}, "weighing is one of"),
    ],
)
def test_options_that_do_not_fit_are_refused(options, told):
    with pytest.raises(ParameterError, match=told):
        scored(phones(), **options)


def test_units_of_measure_and_the_order_of_units_have_no_part():
    base = scored(phones())
    scaled = scored(phones(PHONES * [1e6, 1e-3, 7.0, 2.0] + [0.0, 5.0, 0.0, 0.0]))
    np.testing.assert_allclose(scaled.scores["index"], base.scores["index"], rtol=1e-9)
    np.testing.assert_allclose(scaled.weights["weight"], base.weights["weight"], rtol=1e-9)
    turned = scored(phones(PHONES[::-1]))
    np.testing.assert_allclose(turned.scores["index"].to_numpy()[::-1], base.scores["index"], rtol=1e-9)


def test_the_best_of_everything_scores_one_and_the_worst_nought():
    values = PHONES.copy()
    values[0], values[1] = [100, 64, 20, 9], [400, 8, 4, 1]
    found = scored(phones(values), weighing="given", given=EQUAL).scores["index"].to_numpy()
    assert found[0] == 1.0 and found[1] == 0.0 and (found[2:] > 0).all() and (found[2:] < 1).all()


def test_twins_share_one_weight_under_critic():
    z = np.random.default_rng(1).random((1, 40, 2))
    alone = critic_weights(z)[0][0]
    twice = critic_weights(np.concatenate([z, z[:, :, 1:]], axis=2))[0][0]
    assert twice[1] == twice[2] < alone[1]


def test_what_does_not_vary_is_told_or_refused():
    values = PHONES.copy()
    values[:, 3] = 4.0
    found = scored(phones(values))
    assert found.weights.loc["looks", "weight"] == 0.0 and found.report.having("constant")
    with pytest.raises(PanelError, match="nothing to weigh"):
        scored(phones(np.ones((5, 4))))


def test_an_equal_sum_is_the_mean_of_scaled_indicators():
    found = scored(phones(), weighing="equal", score="sum").scores["index"]
    z = np.c_[(300 - PHONES[:, 0]) / 100, (PHONES[:, 1:] - PHONES[:, 1:].min(0)) / np.ptp(PHONES[:, 1:], axis=0)]
    np.testing.assert_allclose(found, z.mean(axis=1), rtol=1e-12)


def test_zeros_compressed_begin_at_the_shift():
    frame = pd.DataFrame({"unit": list("abc"), "year": 1, "x": [0.0, 1.0, 4.0], "y": [2.0, 0.0, 1.0]})
    panel = gp.read_panel(frame, unit="unit", period="year")
    found = gp.entropy_index(panel, ["x", "y"], zeros="compress", shift=0.1)
    z = 0.1 + 0.9 * np.array([0.0, 0.25, 1.0])
    p = z / z.sum()
    assert found.weights.loc["x", "entropy"] == pytest.approx(-(p * np.log(p)).sum() / np.log(3))
    with pytest.raises(ParameterError, match="shift lies between"):
        gp.entropy_index(panel, ["x", "y"], zeros="shift", shift=1.0)
