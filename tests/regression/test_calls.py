"""Rows, terms omitted and effects mean the same in every method of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.errors import GisplugError
from tests.laws.panels import panel_of, table

FRAME = table()
PANEL = panel_of(FRAME.assign(copy=2.0 * FRAME["b"]))
WORDS = "year >= 2003"
MASK = np.repeat(np.array(PANEL.periods) >= 2003, PANEL.N)


# how the laws below call it, and the frames of numbers of its result
Numbers = Callable[[Any], Mapping[str, pd.DataFrame]]


def _fit(result: Any) -> dict[str, pd.DataFrame]:
    return {"estimates": result.estimates}


CALLS: dict[str, tuple[Callable[..., Any], Numbers]] = {
    "fixed_effects": (lambda f, **o: gp.fixed_effects(PANEL, f, **o), _fit),
    "stepwise": (
        lambda f, **o: gp.stepwise(PANEL, f, plan="both", **o),
        lambda r: {head: fit.estimates for head, fit in r.items()},
    ),
    "robustness": (
        lambda f, **o: gp.robustness(PANEL, f, **o),
        lambda r: {head: column.estimates for head, column in r.items()},
    ),
    "quadratic": (lambda f, **o: gp.quadratic(PANEL, f, **o), _fit),
    "moderation": (lambda f, **o: gp.moderation(PANEL, f, "z", **o), _fit),
    "instrumental_variables": (
        lambda f, **o: gp.instrumental_variables(PANEL, f, endogenous=["a"], instruments=["z", "m"], **o),
        lambda r: {"estimates": r.estimates, "tests": r.tests},
    ),
    "panel_gls": (lambda f, **o: gp.panel_gls(PANEL, f, **o), _fit),
    "dynamic_gmm": (lambda f, **o: gp.dynamic_gmm(PANEL, f, deepest=3, **o), _fit),
    "panel_threshold": (lambda f, **o: gp.panel_threshold(PANEL, f, "z", draws=0, most=1, grid=60, **o), _fit),
    "quantile_panel": (lambda f, **o: gp.quantile_panel(PANEL, f, (0.5,), draws=20, **o), _fit),
    "heterogeneity": (
        lambda f, **o: gp.heterogeneity(PANEL, f, "region", draws=20, **o),
        lambda r: {"tests": r.tests, **{group: fit.estimates for group, fit in r.fits.items()}},
    ),
    "mediation": (lambda f, **o: gp.mediation(PANEL, f, ["m"], draws=20, **o), lambda r: {"effects": r.effects}),
    "path_effects": (
        lambda f, **o: gp.path_effects(PANEL, f.replace("~ a", "~ d"), ["m"], learner="linear", draws=20, **o),
        lambda r: {"effects": r.effects},
    ),
}


@pytest.fixture(params=sorted(CALLS))
def call(request) -> tuple[Callable[..., Any], Numbers]:
    return CALLS[request.param]


def same(numbers: Numbers, one: Any, two: Any) -> None:
    first, second = numbers(one), numbers(two)
    assert list(first) == list(second)
    for head, frame in first.items():
        pd.testing.assert_frame_equal(frame, second[head])


def omitted_of(result: Any) -> set[str]:
    """Terms that a result, or any column of it, says it omits."""
    whole = hasattr(result, "omitted") or not isinstance(result, Mapping)
    parts = [result] if whole else [getattr(part, "fit", part) for part in result.values()]
    parts = [getattr(part, "whole", part) for part in parts]
    assert any("Omitted: copy" in str(part.report) for part in parts)
    return {term for part in parts for term in part.omitted}


def test_rows_in_words_are_rows_of_a_mask(call):
    run, numbers = call
    same(numbers, run("y ~ a + b", where=WORDS), run("y ~ a + b", where=MASK))


def test_lags_of_rows_asked_for_see_the_rows_left_out(call):
    run, numbers = call
    made = PANEL.with_columns({"before": np.vstack([np.full((1, PANEL.N), np.nan), PANEL.array("b")[:-1]])})
    late = run("y ~ a + lag(b)", where=WORDS)
    by_hand = _on(run, made, "y ~ a + before", where=WORDS)
    for head, frame in numbers(late).items():
        np.testing.assert_array_equal(frame.select_dtypes("number"), numbers(by_hand)[head].select_dtypes("number"))


def _on(run: Callable[..., Any], panel: Any, formula: str, **options: Any) -> Any:
    """Call on another panel: the calls read the name PANEL when they run."""
    global PANEL
    kept, PANEL = PANEL, panel
    try:
        return run(formula, **options)
    finally:
        PANEL = kept


def test_omitting_a_term_is_leaving_it_out_by_hand(call):
    run, numbers = call
    made = run("y ~ a + b + copy", collinear="omit")
    same(numbers, made, run("y ~ a + b"))
    assert omitted_of(made) == {"copy"}


def test_a_term_not_identified_is_refused_by_name_unless_omitted(call):
    run, _ = call
    with pytest.raises(GisplugError, match="copy"):
        run("y ~ a + b + copy")


def test_effects_after_the_bar_are_the_option(call):
    run, numbers = call
    if run is CALLS["path_effects"][0]:
        same(numbers, run("y ~ a + b | 0"), run("y ~ a + b", effects="none"))
        return
    if run is CALLS["stepwise"][0]:
        same(numbers, run("y ~ a + b | year"), run("y ~ a + b", effects="time"))
        return
    same(numbers, run("y ~ a + b | unit"), run("y ~ a + b", effects="unit"))
