"""Randomisation inference: permutations within groups, and all of them where they are few."""

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.policy.cells.assignments import assignments, every_assignment
from gisplug.policy.event_study import did_twoway
from gisplug.policy.placebo import placebo_policies
from tests.regression.simulated import panel_of

NEVER = np.inf


def few(seed=3, units=9, periods=6, effect=1.0):
    """Three regions of three units; one unit of two of them is treated, at different times."""
    rng = np.random.default_rng(seed)
    unit, time = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    start = np.full(units, NEVER)
    start[0], start[4] = 3, 4
    frame = pd.DataFrame({"unit": unit, "period": 2000 + time, "region": np.array(["a", "b", "c"])[unit // 3 % 3]})
    frame["on"] = (time >= start[unit]).astype(float)
    frame["x"] = rng.normal(size=len(unit))
    frame["y"] = rng.normal(size=units)[unit] + effect * frame["on"] + rng.normal(size=len(unit))
    return frame


def test_all_assignments_within_regions_are_taken_where_they_are_few():
    """By hand: 3 x 3 ways; the two-way estimate of each by the estimator itself."""
    frame = few()
    found = placebo_policies(panel_of(frame), "y ~ on + x", draws=100, strata="region")
    assert found.exact and len(found.draws) == 9 and "9 ways" in found.report.having("exact")[0].text
    estimates, errors = [], []
    for first, second in product(range(3), range(3, 6)):
        start = np.full(9, NEVER)
        start[first], start[second] = 3, 4
        other = frame.assign(on=(frame["period"] - 2000 >= start[frame["unit"]]).astype(float))
        row = did_twoway(panel_of(other), "y ~ on + x").estimates.iloc[0]
        estimates.append(row["estimate"])
        errors.append(row["se"])
    np.testing.assert_allclose(np.sort(found.draws["estimate"]), np.sort(estimates), atol=1e-10)
    true, t = estimates[1], np.abs(np.array(estimates) / np.array(errors))  # unit 0 and unit 4
    assert found.observed == pytest.approx(true) and found.p == np.mean(np.abs(estimates) >= abs(true) - 1e-12)
    assert found.p_t == np.mean(t >= t[1] - 1e-9) and found.p_one_sided <= found.p


def test_as_many_assignments_as_the_multinomial_says():
    first, present = np.array([1.0, 1, 2, NEVER, NEVER, 5]), np.arange(6)
    strata = np.array([0, 0, 0, 0, 1, 1])
    whole = every_assignment(first, present, strata, 1000)
    by_hand = {(*a, *b) for a in permutations(first[:4]) for b in permutations(first[4:])}
    assert assignments(first, present, strata) == len(by_hand) == 24
    assert {tuple(column) for column in whole.T} == by_hand
    assert every_assignment(first, present, strata, 23) is None


def test_units_exchange_within_groups_only():
    frame = few(units=30, periods=5)
    frame["region"] = np.where(frame["unit"] < 5, "a", "b")
    frame["on"] = ((frame["unit"] % 5 == 0) & (frame["period"] >= 2003)).astype(float)
    found = placebo_policies(panel_of(frame), "y ~ on", draws=60, strata="region")
    free = placebo_policies(panel_of(frame), "y ~ on", draws=60)
    assert not found.exact and found.strata == "region" and not free.draws.equals(found.draws)
    assert "within region" in found.title and np.isfinite(found.table()["p_t"]["observed"])


def test_groups_that_leave_no_choice_are_refused():
    frame = few()
    own = frame.assign(region=frame["unit"].astype(str))
    with pytest.raises(ModelError, match="in one way only"):
        placebo_policies(panel_of(own), "y ~ on", strata="region")
    moving = frame.assign(region=np.where((frame["unit"] == 2) & (frame["period"] > 2003), "c", frame["region"]))
    with pytest.raises(ModelError, match="region differs over time in 2"):
        placebo_policies(panel_of(moving), "y ~ on", strata="region")
    with pytest.raises(ModelError, match="Times are drawn anew"):
        placebo_policies(panel_of(frame), "y ~ on", how="times", strata="region")


def by_region(seed=3, effect=1.0, shared=1.0):
    """Five regions of four units with shocks of their own in every year; two of them are treated, one after another."""
    rng = np.random.default_rng(seed)
    region, time = np.repeat(np.arange(20) // 4, 8), np.tile(np.arange(8), 20)
    start = np.array([3.0, 5.0, NEVER, NEVER, NEVER])[region]
    frame = pd.DataFrame({"unit": np.repeat(np.arange(20), 8), "period": 2000 + time, "region": region.astype(str)})
    frame["on"] = (time >= start).astype(float)
    shock = shared * rng.normal(size=(5, 8))[region, time]
    return frame.assign(y=shock + rng.normal(size=160) + effect * frame["on"])


def test_policies_given_by_region_are_exchanged_between_whole_regions():
    """By hand: 5 x 4 ways; the two-way estimate of each by the estimator itself."""
    frame = by_region()
    found = placebo_policies(panel_of(frame), "y ~ on", draws=100, assigned_by="region")
    assert found.exact and len(found.draws) == 20 and "by whole region" in found.title
    estimates = []
    for first, second in permutations(range(5), 2):
        start = np.full(5, NEVER)
        start[first], start[second] = 3, 5
        other = frame.assign(on=(frame["period"] - 2000 >= start[frame["region"].astype(int)]).astype(float))
        estimates.append(did_twoway(panel_of(other), "y ~ on").att)
    np.testing.assert_allclose(np.sort(found.draws["estimate"]), np.sort(estimates), atol=1e-10)
    assert found.p == np.mean(np.abs(estimates) >= abs(estimates[0]) - 1e-12)
    drawn = placebo_policies(panel_of(frame), "y ~ on", draws=19, assigned_by="region", how="units and times")
    assert not drawn.exact and np.isfinite(drawn.draws["estimate"]).all()


def test_what_was_not_given_to_whole_groups_cannot_be_exchanged_between_them():
    frame = by_region()
    uneven = frame.assign(on=np.where(frame["unit"] == 1, 0.0, frame["on"]))
    with pytest.raises(ModelError, match=r"Units of one region \(0, 1, 2, 3\) have different starting dates"):
        placebo_policies(panel_of(uneven), "y ~ on", assigned_by="region")
    half = frame.assign(half=(frame["unit"] % 2).astype(str))
    with pytest.raises(ModelError, match="or different half"):
        placebo_policies(panel_of(half), "y ~ on", assigned_by="region", strata="half")


def test_shocks_of_regions_mislead_units_that_are_exchanged_alone_and_not_whole_regions():
    units, regions = [], []
    for seed in range(20):
        panel = panel_of(by_region(seed, effect=0.0, shared=2.0))
        units.append(placebo_policies(panel, "y ~ on", draws=99).p)
        regions.append(placebo_policies(panel, "y ~ on", draws=99, assigned_by="region").p)
    assert np.mean(np.array(units) <= 0.1) >= 0.3
    assert np.mean(np.array(regions) <= 0.1) < 0.25


def test_an_exact_p_has_its_size():
    """45 ways to treat two of ten units: with no effect p is uniform on the shares of 45."""
    ps = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        unit, time = np.repeat(np.arange(10), 5), np.tile(np.arange(5), 10)
        frame = pd.DataFrame({"unit": unit, "period": 2000 + time, "on": ((unit < 2) & (time >= 3)) * 1.0})
        frame["y"] = rng.chisquare(1, size=10)[unit] * time + rng.normal(size=50)
        ps.append(placebo_policies(panel_of(frame), "y ~ on", draws=45).p)
    assert np.mean(np.array(ps) <= 0.1) < 0.3 and min(ps) >= 1 / 45
