"""Every option of every tool acts: moved, it changes a result or a message, is refused, or is declared not to apply."""

from __future__ import annotations

import typing

import pytest

from gisplug.tools import all_tools
from tests.tools.cases import CASES, write_data, write_odd_data
from tests.tools.liveness import DEAD, LEFT, LIVE, REFUSED, SITUATIONS, TRACEBACK, UNMOVED, findings, situation


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write_odd_data(write_data(tmp_path_factory.mktemp("data")))


@pytest.mark.parametrize("tool", [t for t in all_tools().values() if t.id in CASES], ids=lambda tool: tool.id)
def test_every_option_acts(tool, data):
    dead = [f for f in findings(tool, data, shared=False) if f.what in (DEAD, UNMOVED, TRACEBACK)]
    assert dead == []


@pytest.mark.parametrize("option", SITUATIONS)
def test_options_about_odd_data_act_on_them(option, data):
    assert situation(option, data).what in (LIVE, REFUSED)


def test_every_option_that_is_left_out_is_there():
    declared = {(tool.id, param.name) for tool in all_tools().values() for param in tool.params}
    names = {name for _, name in declared}
    assert all((tool, name) in declared or (tool == "*" and name in names) for tool, name in LEFT)
    assert {name.split(".")[-1] for name in SITUATIONS} <= names


@pytest.mark.parametrize("tool", all_tools().values(), ids=lambda tool: tool.id)
def test_the_words_of_a_choice_are_those_of_its_type(tool):
    known = {p.name: p for p in tool.params}
    for name, kind in typing.get_type_hints(tool.inputs, include_extras=True).items():
        if typing.get_origin(kind) is typing.Literal and name in known:
            assert set(known[name].choices) <= set(typing.get_args(kind)), name
