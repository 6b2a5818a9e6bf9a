"""What holds for every change of borders: random partitions of a board, where shares are counts of cells."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisplug.crosswalks.apportion import counts_on, rates_on
from gisplug.crosswalks.common import common_units
from gisplug.crosswalks.layers import crosswalk
from gisplug.crosswalks.links import gains
from tests.crosswalks.worlds import board, cells_in_common, panel_of

SIDE = 5


@st.composite
def partitions(draw, count: int = 2, most: int = 6):
    """Boards with random labels, numbered from 0 without gaps."""
    made = []
    for _ in range(count):
        labels = draw(st.lists(st.integers(0, most - 1), min_size=SIDE * SIDE, max_size=SIDE * SIDE))
        made.append(np.unique(labels, return_inverse=True)[1].reshape(SIDE, SIDE))
    return made


@settings(max_examples=12, deadline=None)
@given(partitions())
def test_shares_are_counts_of_cells(boards):
    before, after = boards
    made = crosswalk(board(before), board(after, "t"))
    common = cells_in_common(before, after)
    assert made.shares.toarray() == pytest.approx(common / common.sum(axis=1, keepdims=True), abs=1e-9)
    assert gains(made).toarray() == pytest.approx(common / common.sum(axis=0, keepdims=True), abs=1e-9)


@settings(max_examples=12, deadline=None)
@given(partitions(1))
def test_equal_layers_are_the_identity(boards):
    units = board(boards[0])
    made = crosswalk(units, units)
    assert made.shares.toarray() == pytest.approx(np.eye(len(units)), abs=0)
    assert (made.table["kind"] == "unchanged").all()
    table = panel_of(units)
    moved = made.apportion(table, counts=["people"], rates=["income"])
    assert np.array_equal(moved.table[["people", "income"]], table[["people", "income"]])
    assert (moved.quality["flag"] == "whole").all()


@settings(max_examples=12, deadline=None)
@given(partitions(), st.integers(0, 99))
def test_totals_are_kept_and_a_constant_rate_stays(boards, seed):
    before, after = (board(labels, prefix) for labels, prefix in zip(boards, ("", "t"), strict=True))
    table = panel_of(before, (2000, 2001), seed).assign(price=3.7)
    made = crosswalk(before, after).apportion(table, counts=["people"], rates=["price", "income"], weights="people")
    assert made.totals["difference"].abs().max() < 1e-9
    assert made.table["price"].to_numpy() == pytest.approx(3.7)
    low, high = table.groupby("period")["income"].agg(["min", "max"]).to_numpy().T
    inside = made.table.groupby("period")["income"].agg(["min", "max"]).to_numpy().T
    assert (inside[0] >= low - 1e-9).all()
    assert (inside[1] <= high + 1e-9).all()


@settings(max_examples=12, deadline=None)
@given(partitions(), st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(boards, random):
    before, after = (board(labels, prefix) for labels, prefix in zip(boards, ("", "t"), strict=True))
    ours, theirs = list(before.ids), list(after.ids)
    random.shuffle(ours)
    random.shuffle(theirs)
    keys = ["source", "target"]
    columns = [*keys, "share_of_source", "share_of_target", "kind"]
    one = crosswalk(before, after).table[columns].sort_values(keys, ignore_index=True)
    other = crosswalk(before.take(ours), after.take(theirs)).table[columns].sort_values(keys, ignore_index=True)
    pd.testing.assert_frame_equal(one, other, rtol=1e-9)


@settings(max_examples=12, deadline=None)
@given(partitions(3))
def test_composition_is_the_product_of_shares(boards):
    first, middle, last = (board(labels, prefix) for labels, prefix in zip(boards, "abc", strict=True))
    one, two = crosswalk(first, middle), crosswalk(middle, last)
    both = one.then(two)
    assert both.shares.toarray() == pytest.approx(one.shares.toarray() @ two.shares.toarray())
    turned = crosswalk(middle.take(middle.ids[::-1]), last)
    assert one.then(turned).shares.toarray() == pytest.approx(both.shares.toarray())
    table = panel_of(first)
    there = one.apportion(table, counts=["people"]).table
    step = two.apportion(there, counts=["people"]).table
    assert both.apportion(table, counts=["people"]).table["people"].to_numpy() == pytest.approx(
        step["people"].to_numpy()
    )


@settings(max_examples=12, deadline=None)
@given(partitions(3, most=4))
def test_composition_is_associative_and_has_units(boards):
    first, middle, last = (board(labels, prefix) for labels, prefix in zip(boards, "abc", strict=True))
    one, two, three = crosswalk(first, middle), crosswalk(middle, last), crosswalk(last, first)
    left, right = one.then(two).then(three), one.then(two.then(three))
    assert left.shares.toarray() == pytest.approx(right.shares.toarray())
    assert left.amounts.toarray() == pytest.approx(right.amounts.toarray())
    same = one.then(crosswalk(middle, middle))
    assert same.shares.toarray() == pytest.approx(one.shares.toarray())
    assert same.amounts.toarray() == pytest.approx(one.amounts.toarray())


@settings(max_examples=12, deadline=None)
@given(partitions(3, most=9))
def test_common_units_divide_nothing(boards):
    first, middle, last = (board(labels, prefix) for labels, prefix in zip(boards, "abc", strict=True))
    made = common_units({2000: crosswalk(first, last), 2010: crosswalk(middle, last), 2020: crosswalk(last, last)})
    assert set(made.crosswalks) == {2000, 2010, 2020}
    for walk in made.crosswalks.values():
        assert np.all(walk.shares.data == 1)
        assert (np.diff(walk.shares.indptr) == 1).all()
    # no group can be made smaller: cells of a group hang together by the units of the three layers
    labels = np.stack([b.ravel() for b in boards])
    group = np.arange(labels.shape[1])
    for _ in range(labels.shape[1]):
        for layer in labels:
            least = pd.Series(group).groupby(layer).transform("min").to_numpy()
            group = np.minimum(group, least)
    assert len(set(group)) == made.members["common"].nunique()


@settings(max_examples=12, deadline=None)
@given(partitions(), st.data())
def test_missing_values_never_become_numbers(boards, data):
    before, after = (board(labels, prefix) for labels, prefix in zip(boards, ("", "t"), strict=True))
    walk = crosswalk(before, after)
    values = np.array(
        data.draw(st.lists(st.sampled_from([1.0, 2.0, np.nan]), min_size=len(before), max_size=len(before)))
    )
    touched = (walk.shares.toarray() > 0).T @ np.isnan(values) > 0
    for moved in (counts_on(walk, values[:, None], 0.0), rates_on(walk, values[:, None], None, 0.0)):
        assert np.array_equal(np.isnan(moved.values[:, 0]), touched)
    counts = counts_on(walk, values[:, None], 0.0)
    assert np.nansum(counts.values) + counts.withheld[0] == pytest.approx(np.nansum(values))
