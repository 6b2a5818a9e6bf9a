"""Every estimator is called in one way: panel, formula, what the method cannot do without, then options by name.

`where` and `collinear` mean the same everywhere. The calls are those of the laws (tests/laws/registry.py).
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import GisplugError
from gisplug.language.formula import parse_formula
from tests.laws.compare import differences
from tests.laws.panels import panel_of, table, weights
from tests.laws.registry import ESTIMATORS, Estimator

MOST = 8  # parameters, panel and formula among them
FUNCTIONS = sorted({e.name.split(".")[0] for e in ESTIMATORS})
CASES = list({e.name.split(".")[0]: e for e in reversed(ESTIMATORS)}.values())  # the first call of each
FRAME = table()
FRAME["grown"] = np.exp(FRAME["y"] / 20 + 5)
FRAME["twice"] = 2 * FRAME["a"]
FRAME["twice m"] = 2 * FRAME["m"]
FRAME["before"] = FRAME.sort_values("year").groupby("unit")["m"].shift()
FRAME["calm"] = FRAME["region"] != "middle"
FRAME["calm"] = FRAME["calm"].astype(float)
PANEL = panel_of(FRAME)
W = weights(PANEL.ids)
NAMES = {name: name for name in FRAME.columns}
NO_CONTROLS = {"did_switching": "it compares means", "goodman_bacon": "the decomposition is without controls"}
TWIN = {"psm_did": "twice m"}  # its controls are m alone: a is a covariate of the score, and twice a no control's twin
ROWS = "year >= 2002 and region in (east, west)"
OTHER_ROWS = {  # without the middle, GLS with a variance for each unit fits all rows of one unit, and refuses
    "panel_gls": "year >= 2002 and region in (east, middle)",
    "robustness": "year >= 2002 and region in (east, middle)",
}
SOME_COLUMNS = {"stepwise"}  # families of which only the last columns hold the last term


def parameters(function: Callable[..., Any]) -> dict[str, Any]:
    """What a function takes by name, with its default; options behind ** have none."""
    found = {}
    for name, p in inspect.signature(function).parameters.items():
        if p.kind is p.VAR_KEYWORD:
            kind = str(p.annotation).removeprefix("Unpack[").removesuffix("]")
            found |= dict.fromkeys(inspect.unwrap(function).__globals__[kind].__annotations__, inspect.Parameter.empty)
        elif p.kind is not p.VAR_POSITIONAL:
            found[name] = p.default
    return found


@pytest.fixture(params=CASES, ids=lambda e: e.name.split(".")[0])
def case(request) -> Estimator:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield request.param


@pytest.fixture
def run(case, monkeypatch) -> Callable[..., Any]:
    """Run the case with further options, and terms beside those of its formula."""
    name = case.name.split(".")[0]
    plain = getattr(gp, name)

    def with_more(more: str = "", panel: Any = PANEL, **options: Any) -> Any:
        def call(panel: Any, formula: str, *given: Any, **named: Any) -> Any:
            return plain(panel, f"{formula} + {more}" if more else formula, *given, **{**named, **options})

        monkeypatch.setattr(gp, name, call, raising=False)
        return case.run(panel, W, NAMES)

    return with_more


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_panel_and_a_formula_come_first(name):
    assert list(inspect.signature(getattr(gp, name)).parameters)[:2] == ["panel", "formula"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_has_many_parameters(name):
    kinds = [p.kind for p in inspect.signature(getattr(gp, name)).parameters.values()]
    assert sum(k not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD) for k in kinds) <= MOST


@pytest.mark.parametrize("name", FUNCTIONS)
def test_rows_and_unidentified_terms_are_options_of_every_estimator(name):
    assert {"where", "collinear"} <= set(parameters(getattr(gp, name)))


def test_options_of_one_name_have_defaults_of_one_kind():
    kinds: dict[str, dict[type, list[str]]] = {}
    for name in FUNCTIONS:
        for option, default in parameters(getattr(gp, name)).items():
            if default is not None and default is not inspect.Parameter.empty:
                kinds.setdefault(option, {}).setdefault(type(default), []).append(name)
    assert {option: found for option, found in kinds.items() if len(found) > 1} == {}


def test_rows_in_words_are_the_rows_of_a_mask(case, run):
    words = OTHER_ROWS.get(case.name, ROWS)
    left_out = "west" if case.name in OTHER_ROWS else "middle"
    mask = ((FRAME["year"] >= 2002) & (FRAME["region"] != left_out)).to_numpy()
    frame = FRAME.set_index(["year", "unit"]).index
    asked = dict(zip(frame, mask, strict=True))
    rows = np.array([asked[key] for key in PANEL.frame.index])
    assert differences(case, run(where=words), run(where=rows)) == []
    with pytest.raises(GisplugError):
        run(where="year >= 3000")
    with pytest.raises(GisplugError):
        run(where=rows[:5])


def test_a_lag_sees_the_rows_left_out(case, run):
    skip_without_controls(case)
    asked = "year >= 2002"
    first = run("L.m", where=asked)
    assert differences(case, first, run("before", where=asked), skip=("L.m", "before", "W*")) == []


def test_omit_leaves_out_what_is_not_identified_and_says_so(case, run):
    skip_without_controls(case)
    twin = TWIN.get(case.name, "twice")
    written = f"`{twin}`" if " " in twin else twin
    with pytest.raises(GisplugError, match=twin):
        run(written)
    found = run(written, collinear="omit")
    assert differences(case, run(), found) == []
    told = [result for result in results(found) if twin in result.omitted]
    assert told and (case.name in SOME_COLUMNS or len(told) == len(results(found)))
    for result in told:
        assert any(twin in note.text for note in result.report.having("omitted")), type(result)
    for result in results(found):
        assert twin not in getattr(result, "params", ()), type(result)


def skip_without_controls(case: Estimator) -> None:
    if case.name in NO_CONTROLS:
        pytest.skip(NO_CONTROLS[case.name])


def results(found: Any) -> list[Any]:
    """The results that tell what was omitted: of a family each member."""
    if hasattr(found, "omitted"):
        return [found]
    members = found.values() if isinstance(found, Mapping) else found
    return [member for member in members if hasattr(member, "omitted")]


def test_formulas_are_taken_read_too():
    read = parse_formula("y ~ d + a")
    assert gp.did_twoway(PANEL, read).att == gp.did_twoway(PANEL, "y ~ d + a").att
