"""What cannot be estimated is refused by name; what is missing is left out and counted, or refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import GisplugError, ModelError, PanelError
from gisplug.core.evidence import Note, Report
from gisplug.panel.frame import Panel
from tests.laws.compare import unlike
from tests.laws.laws import first, names, over
from tests.laws.panels import FRAME, PANEL, W, changed, complete, panel_of, twins
from tests.laws.registry import EVERY

UNIT, YEAR = "u25", 2006  # in the middle of the panel, never treated: synthetic controls without it are found at once
HOLE = (FRAME["unit"] == UNIT) & (FRAME["year"] == YEAR)
LEFT_OUT = re.compile(r"\b(left out|not used|are dropped)\b")


@over("outcome")
def test_an_outcome_that_does_not_vary_is_refused_by_name(estimator):
    outcome = estimator.uses[0]
    with pytest.raises(GisplugError, match=rf"\b{outcome}\b"):
        estimator.run(panel_of(FRAME.assign(**{outcome: 3.0})), W, names())


@over("variation")
def test_a_column_without_the_variation_that_its_part_needs_is_refused_by_name(estimator):
    """One value for all, and for policies both: nobody is treated, and everybody always."""
    for part, column in estimator.roles.items():
        values = (0.0, 1.0) if part in ("policy", "flag") else ("all",) if part == "grouping" else (2.0,)
        for value in values:
            with pytest.raises(GisplugError, match=rf"\b{column}\b"):
                estimator.run(panel_of(FRAME.assign(**{column: value})), W, names())
                pytest.fail(f"accepted {part} {column} = {value}")


@over("identified")
def test_a_regressor_without_a_coefficient_of_its_own_is_refused_by_name(estimator):
    unit, absorbs = FRAME["unit"].str[1:].astype(int), estimator.absorbs or estimator.effects
    cases = {"a copy": -2.5 * FRAME["a"], "a constant": 0.0 * FRAME["a"] + 5.0, "a sum": FRAME["a"] + FRAME["c"]}
    if absorbs in ("unit", "twoways"):
        cases["constant within units"] = 1e6 + np.sqrt(unit + 1.0)
    if absorbs in ("time", "twoways"):
        cases["the same for all units"] = np.log(FRAME["year"] - 1999.0)
    for kind, column in cases.items():
        more = ("c",) if kind == "a sum" else ()
        with pytest.raises(ModelError, match=r"\b[bc]\b" if more else r"\bb\b"):
            estimator.run(panel_of(FRAME.assign(b=column)), W, names(more))
            pytest.fail(f"accepted {kind}")


@over("lags")
def test_a_spatial_lag_without_a_coefficient_of_its_own_is_refused_by_name(estimator):
    """Where units come in pairs with the same neighbours, what differs within pairs only has no lag; a lag may be the
    same for all, or a multiple of the regressor itself.
    """
    w, alternating, swing = twins(PANEL.ids)
    rng = np.random.default_rng(2)
    strength = rng.normal(size=(PANEL.T, PANEL.N // 2)).repeat(2, axis=1)
    cases = {
        "nought": alternating * strength,
        "a constant": 3.0 + alternating * strength,
        "a multiple": swing * rng.normal(size=(PANEL.T, 1)),
    }
    for kind, column in cases.items():
        with pytest.raises(ModelError, match=r"W\*b\b"):
            estimator.run(panel_of(FRAME.assign(b=column.ravel())), w, names())
            pytest.fail(f"accepted {kind}")
    if estimator.effects in ("time", "twoways"):
        with pytest.raises(ModelError, match=r"W\*b\b"):
            estimator.run(PANEL, complete(PANEL.ids), names())
            pytest.fail("accepted weights that make everyone everyone's neighbour")


LIKELIHOODS = [e for e in EVERY if e.name.startswith("spatial_panel.") and e.effects in ("time", "twoways")]


@pytest.mark.parametrize("estimator", [e for e in LIKELIHOODS if ".ols." not in e.name], ids=lambda e: e.name)
def test_weights_that_make_everyone_a_neighbour_identify_no_lag_beside_period_effects(estimator):
    for factor in (1.0, 3.7):
        with pytest.raises(ModelError, match=r"\brho is not|\blam is not|W\*b\b"):
            estimator.run(panel_of(changed(FRAME, {"y": factor})), complete(PANEL.ids), names())
            pytest.fail("accepted")


@over("missing")
def test_an_unknown_value_is_left_out_and_counted_or_refused_by_name(estimator):
    """One cell of every column that is used, missing and then infinite: both must come to the same numbers."""
    for column in estimator.uses:
        found = [_with_hole(estimator, column, value) for value in _holes(column)]
        told = [r for r in found if isinstance(r, str)]
        assert len(told) in (0, len(found)), f"{column}: one kind of unknown value is refused, the other is not"
        for message in told:
            assert re.search(rf"\b{column}\b", message), message
            assert UNIT in message or str(YEAR) in message, message
        if not told:
            for result in found:
                assert [n for n in notes_of(result) if LEFT_OUT.search(n.text) and re.search(r"\d", n.text)], column
                assert no_numbers(estimator, result) <= no_numbers(estimator, first(estimator)), column
            assert unlike(estimator, found[0], found[-1]) == [], column


def _holes(column: str) -> tuple[object, ...]:
    return (None,) if FRAME[column].dtype.kind not in "fi" else (np.nan, np.inf)


def _with_hole(estimator, column: str, value: object) -> Any:
    frame = FRAME.copy()
    frame.loc[HOLE, column] = value
    try:
        return estimator.run(panel_of(frame), W, names())
    except GisplugError as problem:
        return str(problem)


def no_numbers(estimator, result: Any) -> set[str]:
    """Where a result has no number."""
    return {
        f"{name} {column} {term}"
        for name, (frame, _) in estimator.frames(result).items()
        for column in ("estimate", "se")
        for term in frame.index[~np.isfinite(frame[column].to_numpy(float))]
    }


def notes_of(result: Any, seen: frozenset[int] = frozenset()) -> Iterator[Note]:
    """All notes of a result and of what it holds; those of the panel do not count."""
    if id(result) in seen or isinstance(result, Panel):
        return
    if isinstance(result, Report):
        yield from result.notes
    parts: list[Any] = [getattr(result, "report", None)]
    if isinstance(result, Mapping):
        parts += result.values()
    if isinstance(result, list | tuple):
        parts += result
    if is_dataclass(result):
        parts += [getattr(result, part.name) for part in fields(result)]
    for part in parts:
        yield from notes_of(part, seen | {id(result)})


def test_a_duplicated_row_is_refused_by_unit_and_period():
    again = pd.concat([FRAME, FRAME[HOLE], FRAME[(FRAME["unit"] == "u03") & (FRAME["year"] == 2001)]])
    with pytest.raises(PanelError, match=rf"4 rows for 2 repeated pairs .*: u03 in 2001, {UNIT} in {YEAR}"):
        panel_of(again)
    with pytest.raises(PanelError, match=f"{UNIT} in {YEAR}"):
        panel_of(pd.concat([FRAME, FRAME[HOLE].assign(unit=f" {UNIT}", y=0.0)]))
