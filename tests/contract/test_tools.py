"""One set of promises that every tool keeps, read from the declarations."""

import ast
import re
from pathlib import Path

import pytest

import gisplug
from gisplug.cli import RESERVED, parser_of
from gisplug.core.declare import GROUPS, Tool
from gisplug.core.declare.applies import cases_in_words
from gisplug.core.errors import ParameterError
from gisplug.tools import all_tools, get_tool
from tests.contract.parameters import NotFollowed, options_read

TOOLS = list(all_tools().values())
PACKAGE = Path(gisplug.__file__).parent
NOT_FOLLOWED = {"doctor": "writes its three files in a loop over their names, in gisplug.study.doctor.write"}


@pytest.fixture(params=TOOLS, ids=lambda tool: tool.id)
def tool(request) -> Tool:
    return request.param


def test_the_id_is_the_name_of_its_module(tool):
    assert get_tool(tool.id) is tool
    assert re.fullmatch(r"[a-z][a-z0-9_]*", tool.id)


def test_it_is_told_in_whole_sentences(tool):
    assert tool.title and not tool.title.endswith(".")
    assert tool.help.rstrip().endswith((".", "?"))
    for part in (*tool.params, *tool.outputs):
        assert part.label and not part.label.endswith("."), part.name
        assert len(part.label) <= 60, f"{part.name}: a label is a short noun phrase"
        assert part.help.rstrip().endswith((".", "?")), f"{part.name}: help is whole sentences"
        assert part.help[0].isupper() or not part.help[0].isalpha() or part.help.split()[0] in {"rho", "ln"}, part.name


def test_names_are_words_and_none_is_taken_by_the_command_line(tool):
    for part in (*tool.params, *tool.outputs):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", part.name)
        assert part.name not in RESERVED


def test_defaults_keep_their_own_rules(tool):
    for param in tool.params:
        assert not (param.kind == "choice" and not param.choices), param.name
        assert not param.choice_labels or len(param.choice_labels) == len(param.choices), param.name
        if param.default is not None:
            given = {p.name: _anything(p) for p in tool.params if p.required}
            done = tool.complete({**given, **_wanted(tool), param.name: param.default})
            assert getattr(done, param.name) == param.default, param.name
        if param.kind in ("field", "fields"):
            assert param.parent in {p.name for p in tool.params}, f"{param.name}: a field belongs to a layer or table"


def test_an_unknown_or_missing_parameter_is_refused_by_name(tool):
    with pytest.raises(ParameterError, match="no_such_thing"):
        tool.complete({"no_such_thing": 1})
    needed = [p.name for p in tool.params if p.required]
    if needed:
        with pytest.raises(ParameterError, match=needed[0]):
            tool.complete({})


def test_the_command_line_offers_every_parameter_and_result(tool):
    text = parser_of(tool).format_help()
    for part in (*tool.params, *tool.file_outputs):
        assert re.search(rf"(--{part.name.replace('_', '-')}|^\s+{part.name})\b", text, re.M), part.name


def test_it_shows_something_where_people_would_rather_look_than_read(tool):
    if tool.group in ("study",):
        return
    assert {o.kind for o in tool.outputs} & {"figure", "paper", "layer", "html", "weights", "table"}


def test_its_module_imports_only_the_standard_library_at_the_top(tool):
    source = (PACKAGE / "tools" / tool.group / f"{tool.id}.py").read_text(encoding="utf-8")
    allowed = {"__future__", "collections", "typing", "pathlib", "dataclasses", "gisplug", "math", "json", "re"}
    for node in ast.parse(source, feature_version=(3, 9)).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            for name in names:
                assert name.split(".")[0] in allowed, name
                if name.startswith("gisplug"):
                    light = (
                        "gisplug.core.declare",
                        "gisplug.core.vocabulary",
                        "gisplug.core.errors",
                        "gisplug.core.maps",
                        "gisplug.core.progress",
                        "gisplug.tools",
                        "gisplug.core.evidence",
                        "gisplug.core.formats",
                        "gisplug.core.palette",
                        "gisplug.core.messages",
                    )
                    assert name.startswith(light), f"{name} stays inside run()"


def test_what_is_declared_is_read_and_nothing_else(tool):
    if tool.id in NOT_FOLLOWED:
        assert options_read(tool.run) == set()
        return
    declared = {part.name for part in (*tool.params, *tool.file_outputs)}
    read = options_read(tool.run)
    assert declared - read == set(), "declared and never read"
    assert read - declared == set(), "read and not declared"


def _reads_two(asked, progress):
    _reads_one(progress, asked)
    return {"a": asked.a}


def _reads_one(progress, options):
    progress.info(f"{options.b:g}")


def _copies(asked, progress):
    return _reads_two({**vars(asked), "a": 1}, progress)


def _asks(asked, progress):
    return getattr(asked, "c")  # noqa: B009


def test_an_option_that_is_not_read_would_be_seen():
    assert options_read(_reads_two) == {"a", "b"}
    for run in (_copies, _asks):
        with pytest.raises(NotFollowed, match="test_tools"):
            options_read(run)


MOST_LINES = 250


@pytest.mark.parametrize("path", sorted((PACKAGE / "tools").rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_of_tools_are_short_and_call_things_by_their_names(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            renamed = [a for a in node.names if a.asname and a.name not in ("pandas", "numpy", "geopandas")]
            assert not renamed, f"line {node.lineno}: {renamed[0].name} as {renamed[0].asname}"


def test_every_group_has_tools():
    assert {t.group for t in TOOLS} == set(GROUPS)


def _anything(param) -> object:
    if param.choices:
        return param.choices[0] if param.kind == "choice" else [param.choices[0]]
    if param.kind in ("integer", "number"):
        return max(param.minimum if param.minimum is not None else 1, 1)
    return {"flag": True, "fields": ["a"], "weights_list": ["a.gal"]}.get(param.kind, "a")


def _wanted(tool: Tool) -> dict[str, str]:
    return {o.name: "x" for o in tool.file_outputs if o.required}


def test_cases_are_told_in_the_words_of_menus_and_name_what_is_offered(tool):
    known = {p.name: p for p in tool.params}
    for param in tool.params:
        if param.applies_when:
            said = cases_in_words(param, known, labels=True)  # QGIS shows it
            assert said, f"{param.name} never has a meaning"
            assert any(known[n].label in said for case in param.applies_when for n in case)


def test_a_shared_input_names_only_the_values_that_a_tool_offers():
    known = {p.name: p for p in get_tool("spatial_dynamic").params}
    assert cases_in_words(known["lagged"], known) == "model is sdm"


def test_every_choice_has_words_of_its_own(tool):
    for param in tool.params:
        assert len(param.choice_labels) == len(param.choices), f"{param.name} shows {param.choices}"
        for label in param.choice_labels:
            assert not label[:2].isalpha() or label[0].isupper(), f"{param.name}: {label}"
            assert "_" not in label, f"{param.name}: {label}"
        assert len(set(param.choice_labels)) == len(param.choice_labels), param.name


def test_a_dialog_makes_what_the_tool_is_run_for(tool):
    made = [o for o in tool.file_outputs if o.is_product]
    assert made, "nothing is made by default"
    assert all(o in made for o in tool.file_outputs if o.kind == "weights"), "the next tool asks for the weights"
    ready = [o for o in tool.file_outputs if o.kind == "table" and "ready for the other tools" in o.help]
    assert all(o in made for o in ready)


def test_a_number_of_one_period_says_so_where_its_label_stands_alone(tool):
    for output in tool.values:
        for period in ("last period", "first period", "chosen period"):
            if period in output.help:
                assert period.split()[0] in output.label.lower(), f"{output.name} is of the {period}"
