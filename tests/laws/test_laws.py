"""One contract over every estimator: units of measure, origins, order and names change nothing.

What is not identified is refused by name.
"""

from __future__ import annotations

import inspect
import warnings

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import ModelError
from tests.laws.compare import differences
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
