"""Every tool, run with all its files wanted: it makes what it declares, and reads what it declares and nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from gisplug.core.progress import Silent
from gisplug.tools import all_tools
from tests.tools.cases import CASES, every_file, given, write_data

WHOLE_STUDIES = ("demo", "run_study")  # run in test_study_tools: they take a minute


class Read(Mapping[str, Any]):
    """Options that remember which of them were read; they are read by name, never copied as a whole."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options, self.names = dict(options), set()

    def __getitem__(self, name: str) -> Any:
        self.names.add(name)
        return self._options[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self[name]

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("options are read by name")

    def __len__(self) -> int:
        raise AssertionError("options are read by name")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


def test_every_tool_has_a_case():
    assert set(CASES) == set(all_tools()) - set(WHOLE_STUDIES)


@pytest.mark.parametrize("tool", [t for t in all_tools().values() if t.id in CASES], ids=lambda tool: tool.id)
def test_it_reads_and_makes_all_that_it_declares(tool, data, tmp_path):
    paths = every_file(tool, tmp_path)
    read: set[str] = set()
    for case in CASES[tool.id]:
        options = Read(tool.complete({**given(case, data), **paths}))
        made = tool.run(options, Silent())
        read |= options.names
        assert set(made) == {output.name for output in tool.outputs}
        assert {name: os.fspath(made[name]) for name in paths} == paths
        assert all(made[output.name] is not None for output in tool.outputs if output.is_value)
    for path in map(Path, paths.values()):
        assert any(path.iterdir()) if path.is_dir() else path.stat().st_size > 50, path.name
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
    assert read == {part.name for part in (*tool.params, *tool.file_outputs)}
