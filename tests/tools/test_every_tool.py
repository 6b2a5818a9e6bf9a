"""Every tool, run in Chinese with all its files wanted: it makes what it declares, reads what it declares and nothing
else, shows variables by their labels, and says nothing in English but names, formulas and codes.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from gisplug.boundaries.read import read_units
from gisplug.core.declare import Inputs
from gisplug.report.words.settings import House, housed
from gisplug.tools import all_tools
from tests.tools.cases import CASES, every_file, write_data
from tests.tools.chinese import Told, left_in_english
from tests.tools.defaults import Calls, differences
from tests.tools.labelled import drawn_texts, labelled, table_texts, with_raw_names, write_labelled

IN_ENGLISH = {  # and why
    "doctor": "what it measures is for bug reports",
    "convert_paper": "the language of the table is asked for",
}
WHOLE_STUDIES = ("demo", "run_study", "export_code", "replication_package")  # run in test_study_tools, replication


def remembered(asked: Inputs, names: set[str]) -> Inputs:
    """Return what was asked as a value that remembers which attributes were read."""
    known = {part.name for part in (*asked.declared, *asked.files)}

    class Read(type(asked)):
        def __getattribute__(self, name: str) -> Any:
            if name in known:
                names.add(name)
            return super().__getattribute__(name)

    return Read(vars(asked))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def labels(data: Path) -> dict[str, str]:
    return write_labelled(data)


@pytest.fixture(scope="module")
def names(data: Path, labels: dict[str, str]) -> set[str]:
    """What is the user's: columns, labels, units and files of the cases."""
    units = read_units("demo-china-provinces", id="adcode", name="name_en")
    files = {path.stem for path in data.iterdir()}
    own = {"adcode", "demo", "year", "east", "centre", "west"}
    return {*labels, *labels.values(), *units.names, *units.ids, *files, *own}


def test_every_tool_has_a_case():
    assert set(CASES) == set(all_tools()) - set(WHOLE_STUDIES)


@pytest.mark.parametrize("tool", [t for t in all_tools().values() if t.id in CASES], ids=lambda tool: tool.id)
def test_it_reads_and_makes_all_that_it_declares(tool, data, labels, names, tmp_path):
    paths = every_file(tool, tmp_path)
    read: set[str] = set()
    for case in CASES[tool.id]:
        asked = remembered(tool.complete({**labelled(tool, case, data, labels), **paths}), read)
        told = Told()
        with Calls() as calls, housed(House("zh", labels=labels)), drawn_texts() as texts:
            made = tool.run(asked, told)
        for output in tool.file_outputs:
            texts += table_texts(Path(paths[output.name])) if output.kind == "paper" else []
        assert with_raw_names(texts) == [], "variables are shown by their labels"
        if tool.id not in IN_ENGLISH:
            assert left_in_english([*texts, *told.texts], [*names, *map(str, case.values())]) == []
        assert list(differences(tool, calls)) == [], "an option left alone means the same in every face"
        assert set(made) == {output.name for output in tool.outputs}
        assert {name: os.fspath(made[name]) for name in paths} == paths
        assert all(made[output.name] is not None for output in tool.outputs if output.is_value)
    for path in map(Path, paths.values()):
        assert any(path.iterdir()) if path.is_dir() else path.stat().st_size > 50, path.name
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
    assert read == {part.name for part in (*tool.params, *tool.file_outputs)}
