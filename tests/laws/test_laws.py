"""One contract over every estimator: units of measure, origins, order and names change nothing.

What is not identified is refused by name.
"""

from __future__ import annotations

import inspect
import warnings

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.errors import GisplugError, ModelError
from tests.laws.compare import SHIFTED, differences
from tests.laws.panels import changed, panel_of, table, weights
from tests.laws.registry import ESTIMATORS, Estimator

ROOMS = ("spatial", "regression", "policy")
NO_ESTIMATORS = {
    "average_effects": "reads a fit",
    "unit_effects": "reads a fit",
    "shock_effects": "reads a fit",
    "effects_by_order": "reads a fit",
    "effects_between_groups": "reads a fit",
}
FACTORS = (1e-9, 1e12)
CONSTANT = ("const", "Constant", "constant")
FRAME = table()
FRAME["grown"] = np.exp(FRAME["y"] / 20 + 5)
PANEL = panel_of(FRAME)
W = weights(PANEL.ids)
NAMES = {name: name for name in FRAME.columns}


@pytest.fixture(scope="module")
def once() -> dict[str, object]:
    return {}


@pytest.fixture(params=ESTIMATORS, ids=lambda e: e.name)
def estimator(request) -> Estimator:
    return request.param


@pytest.fixture(autouse=True)
def quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def first(estimator: Estimator, once: dict[str, object]) -> object:
    if estimator.name not in once:
        once[estimator.name] = estimator.run(PANEL, W, NAMES)
    return once[estimator.name]


def excused(estimator: Estimator, law: str) -> None:
    if law in estimator.exempt:
        pytest.skip(f"exempt: {estimator.exempt[law]}")


def test_every_public_estimator_is_in_the_registry():
    public = {
        name
        for name, module in gp._PUBLIC.items()
        if module.split(".")[1] in ROOMS and inspect.isfunction(getattr(gp, name))
    }
    known = {e.name.split(".")[0] for e in ESTIMATORS}
    assert public - known == set(NO_ESTIMATORS)


def test_a_column_times_a_number_changes_its_own_coefficient_only(estimator, once):
    excused(estimator, "scale")
    before = first(estimator, once)
    for column in estimator.numeric:
        for factor in FACTORS:
            after = estimator.run(panel_of(changed(FRAME, {column: factor})), W, NAMES)
            assert differences(estimator, before, after, {column: factor}) == [], f"{column} times {factor:g}"


def test_a_constant_added_to_a_column_changes_nothing_but_the_constant(estimator, once):
    excused(estimator, "add_constant")
    before = first(estimator, once)
    for column in (c for c in estimator.numeric if c not in estimator.origins):
        after = estimator.run(panel_of(changed(FRAME, plus={column: 1e6})), W, NAMES)
        found = differences(estimator, before, after, skip=CONSTANT, tolerance=SHIFTED)
        assert found == [], f"{column} plus a million"


def test_rows_in_another_order_change_nothing(estimator, once):
    shuffled = FRAME.sample(frac=1.0, random_state=3)
    after = estimator.run(panel_of(shuffled), W, NAMES)
    assert differences(estimator, first(estimator, once), after) == []


def test_other_names_of_columns_change_nothing_but_names(estimator, once):
    names = {c: c if c in ("unit", "year") else f"{c}_" for c in FRAME.columns}
    after = estimator.run(panel_of(FRAME.rename(columns=names)), W, names)
    first_free, second = dict(estimator.free(first(estimator, once))), dict(estimator.free(after))
    old = np.array([v for k, v in sorted(first_free.items())], dtype=float)
    new = np.array([v for k, v in sorted(second.items())], dtype=float)
    assert len(old) == len(new) and np.allclose(np.sort(old), np.sort(new), rtol=1e-6, atol=1e-9, equal_nan=True)


def test_inputs_are_not_changed(estimator, once):
    del once
    panel = panel_of(FRAME)
    kept = panel.frame.copy()
    estimator.run(panel, W, NAMES)
    pd.testing.assert_frame_equal(panel.frame, kept)


def test_the_same_seed_gives_the_same_bits(estimator, once):
    again = estimator.run(PANEL, W, NAMES)
    for name, (frame, _) in estimator.frames(first(estimator, once)).items():
        pd.testing.assert_frame_equal(estimator.frames(again)[name][0], frame, check_exact=True)


def test_an_outcome_that_does_not_vary_is_refused(estimator):
    if "y" not in estimator.uses:
        pytest.skip("exempt: its outcome is a growth rate")
    flat = FRAME.assign(y=3.0)
    with pytest.raises(GisplugError):
        estimator.run(panel_of(flat), W, NAMES)


IDENTIFIED = [e for e in ESTIMATORS if "b" in e.uses and e.checks]


@pytest.mark.parametrize("estimator", IDENTIFIED, ids=lambda e: e.name)
def test_a_regressor_without_a_coefficient_of_its_own_is_refused_by_name(estimator):
    unit = FRAME["unit"].str[1:].astype(int)
    cases = {"a copy": 2.0 * FRAME["a"], "a constant": 0.0 * FRAME["a"] + 5.0}
    if estimator.effects in ("unit", "twoways"):
        cases["constant within units"] = 1e6 + np.sqrt(unit + 1.0)
    if estimator.effects in ("time", "twoways"):
        cases["the same for all units"] = np.log(FRAME["year"] - 1999.0)
    for kind, column in cases.items():
        with pytest.raises(ModelError, match=r"\bb\b"):
            estimator.run(panel_of(FRAME.assign(b=column)), W, NAMES)
            pytest.fail(f"accepted {kind}")
