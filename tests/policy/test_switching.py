import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.policy.event_study import did_twoway, event_study
from gisplug.policy.group_time import group_time_effects
from gisplug.policy.switching import did_switching
from gisplug.regression.fixed_effects import fixed_effects
from tests.policy.test_event_study import staggered
from tests.regression.simulated import panel_of

# py-did-multiplegt-dyn 0.1.9 (the authors' port of did_multiplegt_dyn) on `switching()`: effects=5, placebo=3.
EFFECTS = [0.952717, 0.779132, 0.350020, 0.354226, 0.279732]
EFFECT_ERRORS = [0.341874, 0.285183, 0.273795, 0.382862, 0.315226]
PLACEBOS, PLACEBO_ERRORS = [0.057586, 0.482024, 0.508460], [0.306726, 0.290045, 0.420822]
TOTAL, TOTAL_ERROR = 0.797759, 0.366789
DIGITS = 6e-7  # it prints six


def switching(N=60, T=10):
    """Units that never change, that switch on for good or for a while, and that switch off for a while."""
    rng = np.random.default_rng(5)
    D = np.zeros((T, N))
    for i in range(15, N):
        start = rng.integers(2, 8)
        stop = start + rng.integers(1, 5)
        if i % 4 == 0:
            D[:, i] = 1
            D[start:stop, i] = 0
        elif i % 4 == 3:
            D[:, i] = 1
        else:
            D[start : stop if i % 2 else T, i] = 1
    y = rng.normal(size=(T, N)) + rng.normal(size=N) + rng.normal(size=(T, 1)) + 0.8 * D
    frame = pd.DataFrame({"unit": np.tile(np.arange(N), T), "period": np.repeat(np.arange(2001, 2001 + T), N)})
    return frame.assign(y=y.ravel(), d=D.ravel())


@pytest.fixture(scope="module")
def panel():
    return panel_of(switching())


def test_effects_placebos_and_total_equal_the_authors_package(panel):
    fit = did_switching(panel, "y ~ d", before=3, after=4)
    np.testing.assert_allclose(fit.event.loc[0:4, "estimate"], EFFECTS, atol=DIGITS)
    np.testing.assert_allclose(fit.event.loc[[-2, -3, -4], "estimate"], PLACEBOS, atol=DIGITS)
    assert fit.att == pytest.approx(TOTAL, abs=DIGITS)
    # theirs take squares about the mean of other groupings of units
    np.testing.assert_allclose(fit.event.loc[0:4, "se"], EFFECT_ERRORS, rtol=0.06)
    np.testing.assert_allclose(fit.event.loc[[-2, -3, -4], "se"], PLACEBO_ERRORS, rtol=0.04)
    assert fit.estimates.loc["ATT", "se"] == pytest.approx(TOTAL_ERROR, rel=0.04)
    assert list(fit.detail.loc[[0, 3, 4], "units"]) == [33, 31, 26]


def test_of_a_treatment_that_stays_it_is_the_event_study_of_group_time_effects():
    panel = panel_of(staggered())
    ours = did_switching(panel, "y ~ first", before=2, after=3)
    theirs = group_time_effects(panel, "y ~ first", control="notyet").aggregates["dynamic"]
    theirs.index = theirs.index.map(str)
    np.testing.assert_allclose(ours.event.loc[0:3, "estimate"], theirs.loc[["0", "1", "2", "3"], "estimate"], rtol=1e-9)


def test_first_changes_by_hand():
    """Two units switch on in period 1 and one off; each against the one that keeps its treatment."""
    y = {"on": [0, 3, 4], "too": [1, 6, 6], "never": [2, 3, 3], "off": [5, 4, 4], "always": [7, 8, 9]}
    d = {"on": [0, 1, 0], "too": [0, 1, 1], "never": [0, 0, 0], "off": [1, 0, 0], "always": [1, 1, 1]}
    rows = [(u, t, y[u][t], d[u][t]) for u in y for t in range(3)]
    fit = did_switching(panel_of(pd.DataFrame(rows, columns=["unit", "period", "y", "d"])), "y ~ d", before=0, after=1)
    first = ((3 - 1) + (5 - 1) - (-1 - 1)) / 3  # those switched off with the opposite sign
    second = ((4 - 1) + (5 - 1) - (-1 - 2)) / 3
    assert list(fit.event["estimate"]) == pytest.approx([0, first, second])
    assert fit.att == pytest.approx((3 * first + 3 * second) / (3 + 2))  # "on" was treated for one period only
    assert fit.numbers["Treated units"] == 3 and fit.pretrend is None


def test_errors_cover_the_truth_about_as_often_as_they_say():
    frame, covered = switching(), []
    for seed in range(150):
        noise = np.random.default_rng(seed).normal(size=len(frame))
        row = did_switching(panel_of(frame.assign(y=noise + 0.5 * frame["d"])), "y ~ d", before=1, after=0).estimates
        covered.append(row.loc["ATT", "low"] < 0.5 < row.loc["ATT", "high"])
    assert 0.88 <= np.mean(covered) <= 0.99


def test_twoway_takes_a_policy_that_switches_off_and_says_what_that_means(panel):
    fit = did_twoway(panel, "y ~ d")
    plain = fixed_effects(panel, "y ~ d", errors="unit").estimates.loc["d"]
    assert fit.att == pytest.approx(plain["estimate"], rel=1e-10)
    assert fit.estimates.loc["ATT", "se"] == pytest.approx(plain["se"], rel=1e-10)
    assert "did_switching" in fit.report.having("two-way-switching")[0].text
    assert fit.report.having("switches-off") and not did_twoway(panel_of(staggered()), "y ~ first").report.having(
        "two-way-switching"
    )


def test_event_studies_refuse_it_and_name_the_estimator_that_does_not(panel):
    with pytest.raises(ModelError, match=r"switches off again in .* did_switching"):
        event_study(panel, "y ~ d")


def test_what_cannot_be_compared_is_refused_or_told(panel):
    with pytest.raises(ModelError, match="no controls"):
        did_switching(panel, "y ~ d + y:trend")
    frame = switching()
    lone = frame[(frame["unit"] < 15) | (frame["unit"] == 16)]  # nobody else is treated in the first period
    few = pd.concat([lone, frame[frame["unit"] == 18]])
    fit = did_switching(panel_of(few), "y ~ d")
    assert fit.report.having("cells-lost")[0].ids == ("16",)
    with pytest.raises(ModelError, match="can be compared"):
        did_switching(panel_of(lone), "y ~ d")


def doses(seed=5, N=40, T=9):
    """Units with 0, 1 or 2 of a treatment that rises, falls, goes back or crosses where it began."""
    rng = np.random.default_rng(seed)
    D = np.zeros((T, N))
    for i in range(N):
        d, f = float(rng.integers(0, 3)), int(rng.integers(2, T + 4))
        D[:, i] = d
        if f < T:
            up = d == 0 or (d == 1 and i % 2 == 0)
            D[f:, i] = d + (rng.integers(1, 3) if up else -1)
            if i % 5 == 0 and f + 2 < T:
                D[f + 2 :, i] = d
            if i % 11 == 0 and f + 2 < T and d == 1:
                D[f + 2 :, i] = d - 1 if up else d + 1
    lagged = np.vstack([np.zeros((1, N)), D[:-1]])
    y = rng.normal(size=N) + 0.1 * np.arange(T)[:, None] + 0.5 * D + 0.3 * lagged + rng.normal(size=(T, N))
    unit, year = np.tile(np.arange(N), T), np.repeat(np.arange(2001, 2001 + T), N)
    return pd.DataFrame({"unit": unit, "period": year, "y": y.ravel(), "d": D.ravel()})


def test_doses_are_those_of_the_authors_program():
    """The authors' did_multiplegt_dyn for Python, 0.1.9, effects=4, placebo=2; six digits are printed."""
    fit = did_switching(panel_of(doses()), "y ~ d", before=2, after=3)
    estimates = [0.371766, -0.022723, 0.0, 0.669834, 1.343972, 0.845427, 0.481124]
    np.testing.assert_allclose(fit.event["estimate"], estimates, atol=6e-7)
    errors = [0.402634, 0.348687, 0.0, 0.297099, 0.351105, 0.347992, 0.337210]
    np.testing.assert_allclose(fit.event["se"], errors, atol=6e-7)
    assert fit.att == pytest.approx(0.683205, abs=6e-7) and fit.estimates["se"].iloc[0] == pytest.approx(
        0.212099, abs=6e-7
    )
    assert list(fit.detail["units"]) == [23, 29, 29, 28, 24, 21]
    normalised = did_switching(panel_of(doses()), "y ~ d", before=2, after=3, normalised=True)
    shares = [0.147424, -0.017341, 0.0, 0.511189, 0.508530, 0.227980, 0.093552]
    np.testing.assert_allclose(normalised.event["estimate"], shares, atol=6e-7)
    np.testing.assert_allclose(
        normalised.event["se"], [0.159665, 0.266103, 0.0, 0.226734, 0.132850, 0.093841, 0.065569], atol=6e-7
    )
    assert normalised.att == fit.att and normalised.joint.cov.loc["event +1", "event +1"] == pytest.approx(
        0.132850**2, rel=1e-5
    )


def test_a_dose_is_read_where_it_changes_and_refused_where_it_is_unknown():
    frame = doses()
    assert "taken as a dose" in did_switching(panel_of(frame), "y ~ d").report.having("dose")[0].text
    half = frame.assign(d=frame["d"] / 2)  # in units of two: the effect of one of them is twice as large
    whole, halved = did_switching(panel_of(frame), "y ~ d"), did_switching(panel_of(half), "y ~ d")
    assert halved.att == pytest.approx(2 * whole.att)
    np.testing.assert_allclose(halved.event["estimate"], whole.event["estimate"])
    with pytest.raises(ModelError, match=r"d is unknown in 1 row: 3 in 2004"):
        did_switching(
            panel_of(frame.assign(d=frame["d"].mask((frame["unit"] == 3) & (frame["period"] == 2004)))), "y ~ d"
        )
    own = frame.assign(d=frame["d"] + frame["unit"] / 1000)
    with pytest.raises(ModelError, match="No change of d can be compared"):
        did_switching(panel_of(own), "y ~ d")
