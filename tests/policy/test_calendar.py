"""Event time goes by the calendar: a year that the panel lacks is a step without rows."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.core.periods.calendar import calendar_of
from gisplug.policy.adoption import adoption
from gisplug.policy.event_study import did_stacked, did_twoway, event_study, sun_abraham
from gisplug.policy.goodman_bacon import goodman_bacon
from gisplug.policy.group_time import group_time_effects
from gisplug.policy.imputation import did_imputation
from gisplug.policy.synthetic import synthetic_did
from tests.regression.simulated import panel_of

TIGHT = 1e-4  # a hundred times the noise
PATH = {-3: 0.0, -2: 0.0, 0: 1.0, 1: 2.5, 2: 3.0, 3: 3.25}  # effect by years since the policy


def known(starts=(2013, 2014, 0), years=range(2008, 2018), units=12, noise=1e-6):
    """Unit and year effects, the effects of PATH, and next to no noise: every estimator finds the effects."""
    rng = np.random.default_rng(2)
    frame = pd.MultiIndex.from_product([range(units), years], names=["unit", "period"]).to_frame(index=False)
    frame["first"] = np.array(starts)[frame["unit"] % len(starts)]
    event = frame["period"] - frame["first"]
    effect = np.where(frame["first"] > 0, event.map(lambda e: PATH.get(e, 0.0 if e < 0 else 4.0)), 0.0)
    frame["y"] = rng.normal(size=units)[frame["unit"]] + 0.3 * (frame["period"] - 2008) ** 1.5 + effect
    frame["y"] += noise * rng.normal(size=len(frame))
    frame["on"] = ((frame["first"] > 0) & (event >= 0)).astype(float)
    return frame


def without(frame, *years):
    return panel_of(frame[~frame["period"].isin(years)])


def cells(panel, formula, **options):
    return group_time_effects(panel, formula, method="reg", **options).policy_fit()


ESTIMATORS = {
    "event_study": partial(event_study, before=3, after=9),
    "sun_abraham": sun_abraham,
    "did_stacked": partial(did_stacked, before=3, after=9, never_only=True),
    "did_imputation": did_imputation,
    "group_time_effects": cells,
    "synthetic_did": partial(synthetic_did, method="did", draws=0),
}


@pytest.mark.parametrize("name", ESTIMATORS)
@pytest.mark.parametrize("absent", [(2014,), (2012,), (2015,), (2013, 2014), ()])
def test_an_absent_year_leaves_the_effects_at_their_years(name, absent):
    event = ESTIMATORS[name](without(known(), *absent), "y ~ first").event
    there = [y for y in range(2008, 2018) if y not in absent]
    seen = {e for start in (2013, 2014) for e in (y - start for y in there) if e in PATH and e >= 0}
    assert {1, 2, 3} <= seen
    for e in seen:
        assert event.loc[e, "estimate"] == pytest.approx(PATH[e], abs=TIGHT), e
    for e in {0, 1, 2, 3} - seen:
        assert e not in event.index


def test_event_time_jumps_over_the_absent_year():
    panel = without(known((2013, 0)), 2014)
    assert [e for e in event_study(panel, "y ~ first").event.index if e >= 0] == [0, 2, 3, 4]
    assert 1 not in cells(panel, "y ~ on").event.index


def test_a_policy_that_starts_in_the_absent_year_counts_from_it():
    panel = without(known((2014, 0)), 2014)
    made = adoption(panel, "first")
    assert made.name(made.cohorts[0]) == "2014" and panel.periods[int(made.first[0])] == 2015
    for name, estimate in ESTIMATORS.items():
        event = estimate(panel, "y ~ first").event
        assert 0 not in event.index, name
        assert event.loc[1, "estimate"] == pytest.approx(PATH[1], abs=TIGHT), name


def test_starts_within_one_gap_are_cohorts_of_their_own():
    found = group_time_effects(without(known((2013, 2014, 0)), 2013, 2014), "y ~ first", method="reg").effects
    assert list(dict.fromkeys(found["group"])) == [2013, 2014]
    assert (found["event"] == found["period"] - found["group"]).all()


def test_positions_stay_for_what_rows_show():
    panel = without(known((2013, 2014, 0)), 2013, 2014)
    bacon = goodman_bacon(panel, "y ~ first")
    assert set(bacon.comparisons["treated"]) == {"2015"}
    assert bacon.twfe == pytest.approx(did_twoway(panel, "y ~ first").att, rel=1e-9)


def test_periods_five_years_apart_are_one_step_apart():
    frame = known((2013, 2014, 0)).assign(period=lambda f: 1950 + 5 * (f["period"] - 2008))
    frame["first"] = frame["first"].map({2013: 1973, 2014: 1980, 0: 0})  # 1973 counts from 1975
    event = event_study(panel_of(frame), "y ~ first", before=3, after=9).event
    assert [event.loc[e, "estimate"] for e in (0, 1, 2)] == pytest.approx([PATH[e] for e in (0, 1, 2)], abs=TIGHT)


def test_a_step_divides_every_gap():
    assert calendar_of((2000, 2002, 2005)).step == 1
    assert list(calendar_of((2000, 2005, 2015)).clock) == [0, 1, 3]
    assert list(calendar_of(("2019Q1", "2019Q2", "2019Q4")).clock) == [0, 1, 3]
    assert calendar_of((2000, 2005, 2015)).period(2) == 2010


def test_rows_left_out_do_not_move_the_start():
    panel = panel_of(known((2013, 2014, 0)))
    for asked in ("period != 2014", "period >= 2010"):
        for name, estimate in ESTIMATORS.items():
            event = estimate(panel, "y ~ on", where=asked).event
            assert event.loc[1, "estimate"] == pytest.approx(PATH[1], abs=TIGHT), (name, asked)


def quarters(frame):
    return frame.assign(period=[f"{2000 + (y - 2008) // 4}Q{(y - 2008) % 4 + 1}" for y in frame["period"]])


def test_periods_with_names_have_their_order():
    frame = quarters(known())
    event = event_study(panel_of(frame), "y ~ on", before=3, after=9).event
    assert [event.loc[e, "estimate"] for e in (0, 1, 2)] == pytest.approx([PATH[e] for e in (0, 1, 2)], abs=TIGHT)


def test_a_column_may_name_the_first_treated_period():
    frame = quarters(known())
    names = dict(zip(known()["period"], frame["period"], strict=True))
    frame["start"] = known()["first"].map(names).fillna("")
    pd.testing.assert_frame_equal(
        event_study(panel_of(frame), "y ~ start").event, event_study(panel_of(frame), "y ~ on").event
    )
    frame.loc[frame["start"] == "", "start"] = "2099Q1"
    with pytest.raises(ModelError, match="2099Q1 of it is no period of panel"):
        did_twoway(panel_of(frame), "y ~ start")


def test_numbers_are_no_start_where_periods_have_names():
    with pytest.raises(ModelError, match="first holds 2013, and the periods of panel are quarters: 2000Q1"):
        did_twoway(panel_of(quarters(known())), "y ~ first")
