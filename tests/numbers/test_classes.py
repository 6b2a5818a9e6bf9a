"""Where numbers are cut into classes: exact natural breaks, round borders, about zero."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from gisplug.core.errors import ParameterError
from gisplug.core.maps.classes import SCHEMES, Cut
from gisplug.numbers.space.classes import (
    class_codes,
    class_edges,
    class_texts,
    diverging_edges,
    effect_edges,
    natural_breaks,
    sequential_edges,
)

SKEWED = np.round(np.exp(np.random.default_rng(14).normal(size=60)), 2)


def within(values, ends):
    """Sum of squares within the classes that end at `ends`."""
    parts = [values[(values > low) & (values <= high)] for low, high in pairwise([-np.inf, *ends])]
    return sum(((part - part.mean()) ** 2).sum() for part in parts)


@pytest.mark.parametrize("seed", range(30))
def test_natural_breaks_are_the_best_of_all_ways_to_cut(seed):
    rng = np.random.default_rng(seed)
    values = np.round(rng.normal(size=rng.integers(3, 12)), 1)
    classes = int(rng.integers(1, 5))
    found = natural_breaks(values, classes)
    different = np.unique(values)
    best = min(
        within(values, [*inner, different[-1]])
        for inner in combinations(different[:-1], min(classes, len(different)) - 1)
    )
    assert within(values, found) == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize(
    ("classes", "ends"),
    [(3, [2.0, 5.44, 15.48]), (5, [0.93, 2.0, 3.48, 5.44, 15.48]), (7, [0.6, 1.24, 2.0, 2.97, 4.19, 5.44, 15.48])],
)
def test_natural_breaks_are_those_of_mapclassify(classes, ends):  # FisherJenks of mapclassify 2.10.0
    assert natural_breaks(SKEWED, classes) == ends


def test_natural_breaks_of_many_values_are_those_of_few_repeated():
    many = np.random.default_rng(3).normal(size=4000)
    assert natural_breaks(np.tile(SKEWED, 50), 5) == natural_breaks(SKEWED, 5)
    assert within(many, natural_breaks(many, 4)) < within(many, sequential_edges(many, Cut("quantile", 4))[1:])


def test_rounded_borders_of_natural_breaks_move_no_value_into_another_class():
    ends = natural_breaks(SKEWED, 5)
    edges = sequential_edges(SKEWED, Cut("natural", 5))
    assert class_codes(SKEWED, edges).tolist() == np.searchsorted(ends, SKEWED).tolist()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", ["sequential", "diverging", "effects"])
def test_every_scheme_holds_all_values_in_ascending_borders(scheme, kind):
    values = np.append(SKEWED - 1.0, np.nan)
    edges = class_edges(values, kind, Cut(scheme, 6))
    assert all(a < b for a, b in pairwise(edges)) and edges[0] <= np.nanmin(values) and edges[-1] >= np.nanmax(values)
    assert class_codes(values, edges)[-1] == -1 and 5 <= len(edges) <= 9


def test_equal_steps_are_equal_and_round_ones_are_round():
    assert sequential_edges([0, 1, 10], Cut("equal", 5)) == [0, 2, 4, 6, 8, 10]
    assert sequential_edges([0.3, 4, 9.6], Cut("pretty", 5)) == [0, 2, 4, 6, 8, 10]


def test_diverging_borders_are_symmetric_about_zero():
    edges = diverging_edges(SKEWED - 1.0, Cut(classes=6))
    assert edges == [-b for b in reversed(edges)] and len(edges) == 7


def test_given_borders_are_kept_and_what_lies_beyond_them_is_a_class_too():
    assert sequential_edges([1, 15, 60], Cut(borders=(10.0, 20.0, 50.0))) == [1, 10, 20, 50, 60]
    assert sequential_edges([12, 15, 40], Cut(borders=(10.0, 20.0, 50.0))) == [10, 20, 50]


def test_effects_that_are_nought_by_construction_do_not_stretch_the_first_class():
    values = np.array([0.0, 0.0455, 0.0458, 0.0459, 0.0460, 0.0461, 0.0462])  # an isolate receives nothing
    edges = effect_edges(values)
    assert class_codes(values, edges).tolist()[:2] == [0, 1] and 0.045 < edges[1] < 0.0455
    assert class_texts(edges, values)[0] == "0"
    assert effect_edges(-values)[-2:] == [-0.0455, 0.0]


def test_values_far_from_zero_and_close_together_are_told_apart():
    edges = sequential_edges(1e6 + np.arange(9.0))
    assert len(edges) == 6 and len(set(class_codes(1e6 + np.arange(9.0), edges))) == 5


@pytest.mark.parametrize(
    ("cut", "told"),
    [
        (Cut("jenks"), "made by auto, quantile"),
        (Cut(classes=1), "2 to 9 classes"),
        (Cut(borders=(3.0,)), "two or more"),
        (Cut(borders=(3.0, 2.0)), "each greater"),
    ],
)
def test_what_cannot_be_a_class_is_refused(cut, told):
    with pytest.raises(ParameterError, match=told):
        sequential_edges([1.0, 2.0], cut)
