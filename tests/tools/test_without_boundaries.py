"""Tools with optional boundaries, run with all files wanted and without boundaries: what can be made is made, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from gisplug.core.errors import ParameterError
from gisplug.core.progress import Silent
from gisplug.tools import all_tools
from tests.tools.cases import CASES, every_file, given, write_data

OPTIONAL = [t for t in all_tools().values() if any(p.name == "units" and not p.required for p in t.params)]
PLACED = {"gwr", "gtwr", "mgwr", "spatial_network"}  # read where units are, from boundaries or from columns
DRAWN = [t for t in OPTIONAL if t.id not in PLACED and any(o.needs for o in t.file_outputs)]


class Heard(Silent):
    """Remembers warnings."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


def without_boundaries(tool, data):
    """Return a case of the tool that needs no boundaries, without them."""
    case = next(c for c in CASES[tool.id] if c.get("kind") != "gravity")
    return {k: v for k, v in given(case, data).items() if k not in ("units", "id", "name")}


def test_a_layer_says_that_it_needs_boundaries():
    for tool in OPTIONAL:
        if {"longitude", "latitude"} <= {param.name for param in tool.params}:
            continue  # points are known without boundaries
        assert [o.name for o in tool.file_outputs if o.kind == "layer" and o.needs != "units"] == [], tool.id
    assert len(DRAWN) >= 10


@pytest.mark.parametrize("tool", DRAWN, ids=lambda tool: tool.id)
def test_files_that_need_no_boundaries_are_made_and_the_rest_is_told(tool, data, tmp_path):
    case = without_boundaries(tool, data)
    paths, heard = every_file(tool, tmp_path), Heard()
    made = tool.run(tool.complete({**case, **paths}), heard)
    lacking = {o.name for o in tool.file_outputs if o.needs}
    assert set(made) == {o.name for o in tool.outputs} - lacking
    assert {Path(p).name for name, p in paths.items() if name not in lacking} == {p.name for p in tmp_path.iterdir()}
    assert {name for name in lacking if any(f"({name}) is not made" in text for text in heard.warnings)} == lacking


@pytest.mark.parametrize("tool", DRAWN, ids=lambda tool: tool.id)
def test_a_layer_alone_is_refused_before_any_work(tool, data, tmp_path):
    case = without_boundaries(tool, data)
    name = next(o.name for o in tool.file_outputs if o.needs)
    with pytest.raises(ParameterError, match="Boundaries"):
        tool.run(tool.complete({**case, name: every_file(tool, tmp_path)[name]}), Silent())
