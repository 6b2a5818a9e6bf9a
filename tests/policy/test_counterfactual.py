"""Counterfactual treated groups: who is drawn, what an effect of being ahead looks like, and refusals."""

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.panel.read import read_panel
from gisplug.policy.counterfactuals.groups import counterfactual_groups
from gisplug.policy.event_study import did_twoway


def simulated(ahead=0.0, effect=2.0, n=80, t=10, seed=3):
    """Return a panel in which the 12 best units are treated from year 5 or 7; `ahead` lets good units grow."""
    rng = np.random.default_rng(seed)
    level = np.sort(rng.normal(0, 2, n))[::-1]
    start = np.where(np.arange(n) % 3 == 0, 5, 7) * (np.arange(n) < 24) * (np.arange(n) % 2 == 0)
    year = np.arange(t)[:, None]
    on = (start > 0) & (year >= start)
    y = level + ahead * (level > 0.5) * np.maximum(year - 4, 0) + effect * on + rng.normal(0, 0.5, (t, n))
    frame = pd.DataFrame([(f"u{i:02d}", 2000 + k) for k in range(t) for i in range(n)], columns=["code", "year"])
    return read_panel(frame.assign(y=y.ravel(), on=on.ravel().astype(int), x=rng.normal(size=t * n)), "code", "year")


def test_groups_without_a_policy_show_no_effect_where_there_is_none():
    found = counterfactual_groups(simulated(), "y ~ on + x", draws=60, bands=5)
    assert list(found.effects.index) == ["2005", "2007", "All"]
    assert found.effects["treated"].tolist() == [4, 8, 12]
    assert (found.effects["p"] > 0.1).all()
    assert found.effects["mean"].abs().max() < 0.2
    assert found.effects.loc["All", "significant"] < 0.15


def test_a_selection_of_units_that_grow_anyway_shows_itself():
    panel = simulated(ahead=0.3, effect=0.0)
    assert did_twoway(panel, "y ~ on").estimates.iloc[0]["p"] < 0.05  # looks like an effect
    found = counterfactual_groups(panel, "y ~ on", draws=40, bands=5)
    assert found.effects.loc["All", "mean"] > 0.2
    assert found.effects.loc["All", "significant"] > 0.5


def test_one_group_is_the_two_way_estimate_on_untreated_units():
    panel = simulated()
    found = counterfactual_groups(panel, "y ~ on + x", draws=19, bands=5)
    first = found.draws.iloc[0]
    from gisplug.policy.counterfactuals import groups

    y, ever = panel.array("y"), panel.array("on").any(axis=0)
    start = np.where(ever, panel.array("on").argmax(axis=0), np.inf)
    made, _ = groups._groups(y, start, [5], 5, 19, np.random.default_rng(1))
    on = (np.arange(panel.T)[:, None] >= made[0]).astype(float)
    assert not np.isfinite(made[0][ever]).any() and np.isfinite(made[0]).sum() == 4
    left = panel.with_columns({"on": on}).select([i for i, e in zip(panel.ids, ever, strict=True) if not e])
    row = did_twoway(left, "y ~ on + x").estimates.iloc[0]
    assert (first["estimate"], first["se"]) == pytest.approx((row["estimate"], row["se"]), rel=1e-6)


def test_draws_start_from_the_seed():
    one, two = (counterfactual_groups(simulated(), "y ~ on", draws=19, seed=7).draws for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ModelError, match="19 draws"):
        counterfactual_groups(simulated(), "y ~ on", draws=5)
    with pytest.raises(ModelError, match="2 bands"):
        counterfactual_groups(simulated(), "y ~ on", bands=1)
    few = simulated()
    kept = [i for i in few.ids if few.frame.xs(i, level=1)["on"].any()] + list(few.ids[-3:])
    with pytest.raises(ModelError, match="3 untreated units are too few"):
        counterfactual_groups(few.select(kept), "y ~ on", draws=19)


def test_cohorts_that_too_few_units_could_stand_for_are_left_out_and_told():
    panel = simulated()
    ever = [i for i in panel.ids if panel.frame.xs(i, level=1)["on"].any()]
    never = [i for i in panel.ids if i not in ever]
    found = counterfactual_groups(panel.select([*ever, *never[:10]]), "y ~ on", draws=19, bands=3)
    assert list(found.effects.index) == ["2005", "2007"]
    assert "All" in found.report.having("cohorts-left-out")[0].text
