"""Laws of `where` and `collinear` over every estimator: rows in words or by mask, lags that see all, omitted terms.

The calls are those of the registry, with further options and terms.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import GisplugError
from tests.laws.compare import differences
from tests.laws.panels import panel_of, table, weights
from tests.laws.registry import ESTIMATORS, Estimator

CASES = list({e.name.split(".")[0]: e for e in reversed(ESTIMATORS)}.values())  # one call of each function
WITHOUT_CONTROLS = {
    "did_switching": "it compares means",
    "goodman_bacon": "the decomposition is without controls",
}
FRAME = table()
FRAME["grown"] = np.exp(FRAME["y"] / 20 + 5)
FRAME["before"] = FRAME.sort_values("year").groupby("unit")["m"].shift()
for control in ("a", "b", "m"):
    FRAME[f"{control}_twice"] = 2 * FRAME[control]
PANEL = panel_of(FRAME)
W = weights(PANEL.ids)
NAMES = {name: name for name in FRAME.columns}
WORDS = "year <= 2009 and region in (east, west)"


@pytest.fixture(params=CASES, ids=lambda e: e.name.split(".")[0])
def case(request):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield request.param


@pytest.fixture
def run(case, monkeypatch) -> Callable[..., Any]:
    """Run the case with a further term of its formula and further options."""
    name = case.name.split(".")[0]
    plain = getattr(gp, name)

    def more(term: str = "", **options: Any) -> Any:
        def call(panel: Any, formula: str, *given: Any, **named: Any) -> Any:
            return plain(panel, f"{formula} + {term}" if term else formula, *given, **{**named, **options})

        monkeypatch.setattr(gp, name, call, raising=False)
        return case.run(PANEL, W, NAMES)

    return more


def test_rows_in_words_are_the_rows_of_a_mask(case, run):
    periods, region = np.array(PANEL.periods), PANEL.frame["region"].to_numpy()
    rows = np.repeat(periods <= 2009, PANEL.N) & (region != "middle")
    found = run(where=WORDS)
    assert differences(case, found, run(where=rows)) == []
    assert differences(case, found, run()) != []


def test_rows_that_are_none_or_of_another_panel_are_refused(run):
    for strange in ("year >= 3000", "nowhere > 3", np.ones(5, dtype=bool)):
        with pytest.raises(GisplugError):
            run(where=strange)


def test_a_lag_sees_the_rows_left_out(case, run):
    skip_without_controls(case)
    asked = "year >= 2002"
    by_hand = run("before", where=asked)
    assert differences(case, run("L.m", where=asked), by_hand) == []


def test_omit_leaves_out_what_is_not_identified_and_says_so(case, run):
    skip_without_controls(case)
    term = {"psm_did": "m_twice"}.get(case.name, "b_twice" if "b" in case.uses else "a_twice")
    with pytest.raises(GisplugError, match=term):
        run(term)
    found = run(term, collinear="omit")
    assert differences(case, run(), found) == []
    told = results(found)
    assert any(term in getattr(result, "omitted", {term: ""}) for result in told)
    assert any(term in note.text for result in told for note in result.report.having("omitted"))


def test_an_option_that_is_none_is_refused(run):
    for strange in ({"wher": "year >= 2002"}, {"collinear": "drop"}):
        with pytest.raises((GisplugError, TypeError)):
            run(**strange)


def skip_without_controls(case: Estimator) -> None:
    if case.name in WITHOUT_CONTROLS:
        pytest.skip(WITHOUT_CONTROLS[case.name])


def results(found: Any) -> list[Any]:
    """A result, or the members of several."""
    members = getattr(found, "fits", found if isinstance(found, Mapping) else {})
    alone = [] if isinstance(found, Mapping) and not hasattr(found, "report") else [found]
    return [*alone, *members.values()]
