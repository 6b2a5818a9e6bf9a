"""A declaration checks what a tool is asked: numbers, bounds, choices, what is needed, and what has a meaning."""

from __future__ import annotations

from typing import Literal

import pytest

from gisplug.core.declare import ABOVE_ONE, GIVEN, Inputs, Output, Tool, param
from gisplug.core.errors import ParameterError


class Asked(Inputs):
    """What the tool is asked."""

    column: str = param("text", "Column", "It is needed.")
    kind: Literal["near", "band"] = param("choice", "Kind", "A choice.", "near", choices=("near", "band"))
    k: int = param("integer", "How many", "A whole number.", 4, minimum=1, maximum=9)
    share: float = param("number", "Share", "A number.", 0.5, minimum=0.0, maximum=1.0)
    note: str | None = param("text", "Note", "Text.", optional=True)
    sure: bool = param("flag", "Sure", "Yes or no.", False)
    reach: float = param("number", "Reach", "Band, many.", 1.0, applies_when=({"kind": ("band",), "k": ABOVE_ONE},))
    sign: str | None = param(
        "text", "Sign", "Two cases.", optional=True, applies_when=({"note": GIVEN}, {"kind": ("band",)})
    )


TOOL = Tool("toy", "Toy", "weights", "A toy.", Asked, lambda asked, progress: {}, (Output("n", "number", "N", "N."),))


def asked(**given):
    return TOOL.complete({"column": "x", **given})


def test_what_is_given_goes_before_the_defaults():
    assert (asked().k, asked().share, asked().kind) == (4, 0.5, "near")
    done = asked(k=2, share="0.25", kind="band")
    assert (done.k, done.share, done.kind) == (2, 0.25, "band")


@pytest.mark.parametrize("name, low, high", [("k", 1, 9), ("share", 0.0, 1.0)])
def test_bounds_may_be_reached_and_not_passed(name, low, high):
    assert [getattr(asked(**{name: bound}), name) for bound in (low, high)] == [low, high]
    with pytest.raises(ParameterError, match=f"'{name}': at least {low:g} was expected"):
        asked(**{name: low - 1})
    with pytest.raises(ParameterError, match=f"'{name}': at most {high:g} was expected"):
        asked(**{name: high + 1})


@pytest.mark.parametrize(
    "given, said",
    [
        ({"k": 2.5}, "a whole number was expected, 2.5"),
        ({"k": "nan"}, "a (whole )?number was expected"),
        ({"share": float("nan")}, "NaN was given"),
        ({"share": "much"}, "a number was expected, 'much'"),
        ({"kind": "far"}, "one of near, band was expected, 'far'"),
        ({"sure": "perhaps"}, "yes or no was expected"),
        ({"depth": 1}, "'depth' is not a parameter of toy"),
        ({"column": ""}, r"'column' \(Column\) is needed"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(given, said):
    with pytest.raises(ParameterError, match=said):
        asked(**given)


@pytest.mark.parametrize("word, value", [("on", True), ("yes", True), ("1", True), ("off", False), ("no", False)])
def test_flags_are_read_from_words(word, value):
    assert asked(sure=word).sure is value


@pytest.mark.parametrize("beside", [{}, {"kind": "band", "k": 1}, {"k": 2}, {"kind": "near", "k": 9}])
def test_an_option_is_refused_where_not_all_of_a_case_holds(beside):
    with pytest.raises(ParameterError, match=r"'reach' \(Reach\) has no meaning here"):
        asked(reach=3, **beside)


def test_an_option_acts_where_all_of_one_case_holds():
    assert asked(reach=3, kind="band", k=2).reach == 3
    assert asked(sign="+", note="n").sign == asked(sign="+", kind="band").sign == "+"
    assert asked(reach=1.0).reach == 1.0  # its default says nothing
    with pytest.raises(ParameterError, match="'sign'"):
        asked(sign="+")
