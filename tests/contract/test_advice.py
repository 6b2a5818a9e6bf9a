"""What a message tells people to do can be done where they read it: Python, command line, QGIS, study file."""

import ast
import inspect
import re
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pytest

import gisplug as gp
from gisplug.cli import main
from gisplug.core.advice import OPTIONS, option, speaking_to
from gisplug.study.plan.sections import PANEL_KEYS
from gisplug.tools import all_tools

PACKAGE = Path(gp.__file__).parent
TOOLS = list(all_tools().values())
OF_PANELS = [t for t in TOOLS if {"panel", "unit", "period"} <= {p.name for p in t if p.required}]
FACES_OF_THEIR_OWN = {"tools", "toolbox", "engine", "cli.py", "__main__.py", "layers", "rasters", "doctor"}
OTHER_PROGRAMS = {"--nthreads", "--dask", "--record", "--force-reinstall", "--no-deps", "--help", "--version"}


def modules():
    return [p for p in sorted(PACKAGE.rglob("*.py")) if not FACES_OF_THEIR_OWN & set(p.relative_to(PACKAGE).parts)]


@lru_cache(maxsize=1)
def read_once() -> tuple[list[tuple[str, str, str]], set[str], dict[Path, list[str]]]:
    """Return (option, value, where) of every call of `option`, every name that a public function, or a method of
    what it returns, takes as a keyword, and the texts with a space of each of `modules`: the code is read once.
    """
    calls, names, spoken, wanted = [], set(), {}, set(modules())
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "option":
                name, value = (a.value for a in node.args)
                calls.append((name, value, f"{path.name}:{node.lineno}"))
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names |= {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
            if isinstance(node, ast.ClassDef) and any("TypedDict" in ast.unparse(b) for b in node.bases):
                names |= {n.target.id for n in node.body if isinstance(n, ast.AnnAssign)}
        if path in wanted:
            spoken[path] = [text for text in texts(tree) if " " in text]
    return calls, names, spoken


def advised() -> list[tuple[str, str, str]]:
    return read_once()[0]


def python_options() -> set[str]:
    return read_once()[1]


def texts(tree: ast.AST):
    """Yield every text of a module that is no docstring."""
    docs = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            docs.add(id(body[0].value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_the_options_that_messages_name_are_known_and_there_are_some():
    assert advised()
    assert {name for name, _, _ in advised()} <= set(OPTIONS)


def test_python_has_them():
    read = inspect.get_annotations(gp.read_panel)
    taken = set(read) | set(read["options"].__args__[0].__annotations__ if hasattr(read["options"], "__args__") else ())
    from gisplug.panel.read import ReadOptions

    taken |= set(ReadOptions.__annotations__)
    assert {"match", "aliases"} <= taken
    assert "drop" in inspect.signature(gp.Weights.align).parameters
    assert option("match", "common") == "match='common'"
    assert option("extra_units", "any") == "Weights.align(ids, drop='any')"


@pytest.mark.parametrize("tool", OF_PANELS, ids=lambda t: t.id)
def test_every_tool_of_panels_has_them_by_the_label_that_dialogs_show(tool):
    params = {p.name: p for p in tool}
    wanted = {"match", "aliases"} | ({"extra_units"} if "weights" in params else set())
    for name in wanted:
        assert params[name].label == OPTIONS[name].label
        values = {v for n, v, _ in advised() if n == name}
        assert not params[name].choices or values <= set(params[name].choices)


def test_study_files_have_them():
    assert {name for name, o in OPTIONS.items() if o.section == "[panel]"} <= set(PANEL_KEYS)
    spatial = {p.name for t in TOOLS if t.id == "spatial_panel" for p in t}
    assert {name for name, o in OPTIONS.items() if o.section == "[model]"} <= spatial


def test_each_face_reads_its_own_way_of_writing():
    written = {
        "command": "--match common",
        "study": 'match = "common" in [panel]',
        "dialog": "Units that do not match = common",
    }
    for face, text in written.items():
        with speaking_to(face):
            assert option("match", "common") == text
    assert option("match", "common") == "match='common'"


def test_an_option_written_out_in_a_message_exists_in_python_and_on_the_command_line():
    verbs = {f"--{p.name.replace('_', '-')}" for t in TOOLS for p in (*t.params, *t.file_outputs)} | OTHER_PROGRAMS
    lost = []
    for path, spoken in read_once()[2].items():
        for text in spoken:
            lost += [
                f"{path.name}: {n}=" for n in re.findall(r"\b([a-z_]+)='[a-z]+'", text) if n not in python_options()
            ]
            lost += [f"{path.name}: {o}" for o in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text) if o not in verbs]
    assert lost == []


def test_the_command_that_a_refusal_names_goes_through(tmp_path, capsys):
    from tests.panel.test_names import SHORT, yearbook

    table = tmp_path / "yearbook.csv"
    yearbook(SHORT[:28]).to_csv(table, index=False)
    words = [
        "panel-join",
        "--panel",
        str(table),
        "--unit",
        "地区",
        "--period",
        "年份",
        "--units",
        "demo-china-provinces",
    ]
    words += ["--id", "adcode", "--table", str(tmp_path / "joined.csv")]
    assert main(words) == 1
    said = capsys.readouterr().err
    advice = re.search(r"--match common", said)
    assert advice, said
    assert main([*words, *advice[0].split()]) == 0
    assert len(set(pd.read_csv(tmp_path / "joined.csv", dtype=str)["地区"])) == 28


def test_the_engine_speaks_to_dialogs(monkeypatch):
    from gisplug.engine import worker

    class Asks:
        group = "study"
        by_name = MappingProxyType({})
        file_outputs = ()

        def complete(self, params):
            return params

        def run(self, asked, progress):
            return {"said": option("aliases", "FILE")}

    monkeypatch.setattr(worker, "get_tool", lambda name: Asks())
    assert worker._run({"tool": "any", "params": {}}, None) == {"said": "Aliases = FILE"}
    assert option("aliases", "FILE") == "aliases='FILE'"
