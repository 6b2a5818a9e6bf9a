"""The same words mean the same in every face: what the command line hands to a tool is what Python and studies do."""

from __future__ import annotations

from typing import Any

import pytest

from gisplug.cli import ALIASES, RESERVED, given_of, parser_of
from gisplug.core.declare import Param, Tool
from gisplug.core.errors import ParameterError
from gisplug.tools import all_tools
from tests.tools.cases import CASES, every_file, given
from tests.tools.liveness import moves


def words_of(tool: Tool, asked: dict[str, Any]) -> list[str]:
    """Return values as a user types them behind the verb."""
    kinds: dict[str, Param] = {p.name: p for p in tool.params}
    words: list[str] = []
    if tool.id in ALIASES.values():
        words.append(str(asked[tool.params[0].name]))
        asked = {name: value for name, value in asked.items() if name != tool.params[0].name}
    for name, value in asked.items():
        option = "--" + name.replace("_", "-")
        kind = kinds[name].kind if name in kinds else "file"
        if kind == "flag":
            words.append(option if value else option.replace("--", "--no-", 1))
        elif isinstance(value, list):
            words += [option, *map(str, value)] if kind != "choices" else [option, ",".join(value)]
        else:
            words.append(f"{option}={value}")
    return words


@pytest.mark.parametrize("tool", [t for t in all_tools().values() if t.id in CASES], ids=lambda tool: tool.id)
def test_the_command_line_hands_over_what_python_does(tool, tmp_path):
    files = every_file(tool, tmp_path)
    for case in CASES[tool.id]:
        plain = {**given(case, tmp_path), **files}
        tried = [plain]
        for param in tool.params:
            tried += [{**plain, param.name: v} for v in moves(tool.id, param, plain.get(param.name), tmp_path)[:1]]
        for asked in tried:
            asked = {name: value for name, value in asked.items() if value is not None}
            try:
                expected = vars(tool.complete(asked))
            except ParameterError:
                continue
            typed = given_of(parser_of(tool).parse_args(words_of(tool, asked)))
            typed = {name: value for name, value in typed.items() if name not in RESERVED}
            assert vars(tool.complete(typed)) == expected
