"""What holds for every algorithm: it is the declaration, no more and no less."""

from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterDefinition
from qgis.PyQt.QtCore import QUrl

from gisplug.core import help
from gisplug.core.declare import GROUPS, told
from gisplug.core.declare.everywhere import wording_of
from gisplug.toolbox.bridge import compat
from gisplug.toolbox.bridge.parameters import FOLDER_SUFFIX, may_be_empty
from gisplug.tools import all_tools

TOOLS = all_tools()


@pytest.fixture
def algorithm(provider):
    return lambda tool_id: provider.algorithm(tool_id).create()


def test_the_provider_has_every_tool_and_the_engine_tools(provider):
    ids = {a.name() for a in provider.algorithms()}
    assert set(TOOLS) <= ids and {"set_up_engine", "load_demo_data"} <= ids
    assert Path(provider.svgIconPath()).is_file() and provider.longName() and provider.versionInfo() != "0+unknown"


@pytest.mark.parametrize("tool_id", TOOLS)
def test_names_groups_help_and_icons_are_the_declared_ones(tool_id, algorithm):
    tool, made = TOOLS[tool_id], algorithm(tool_id)
    assert made.displayName() == tool.title and made.group() == GROUPS[tool.group]
    assert tool.help in made.shortHelpString() and made.shortDescription()
    assert set(tool.tags) <= set(made.tags())
    assert Path(made.svgIconPath()).is_file() and not made.icon().isNull()
    assert made.canExecute()[0]


OWN_PAGES = {
    "set_up_engine": "qgis.html",
    "load_demo_data": "qgis.html",
    "print_layout": "qgis.html",
    "spillover_chain": "qgis.html",
}


def page_of(name):
    return OWN_PAGES.get(name) or f"reference/{TOOLS[name].group}/{name}.html"


@pytest.fixture
def pages(provider, monkeypatch, tmp_path):
    """A built documentation with a page for every algorithm, in English only."""
    monkeypatch.setattr(help, "_PACKAGE", tmp_path)
    for algorithm in provider.algorithms():
        file = tmp_path / "help" / "en" / page_of(algorithm.name())
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return tmp_path / "help"


def test_the_help_of_every_algorithm_is_a_page_on_this_computer(provider, pages):
    for algorithm in provider.algorithms():
        url = QUrl(algorithm.create().helpUrl())
        assert url.isLocalFile() and Path(url.toLocalFile()) == pages / "en" / page_of(algorithm.name())


def test_a_page_in_the_language_of_qgis_comes_first(provider, pages, monkeypatch):
    monkeypatch.setattr(QgsApplication, "locale", lambda self: "zh_CN")
    chinese = pages / "zh" / page_of("fixed_effects")
    chinese.parent.mkdir(parents=True)
    chinese.touch()
    shown = [QUrl(provider.algorithm(name).helpUrl()).toLocalFile() for name in ("fixed_effects", "local_moran")]
    assert shown == [str(chinese), str(pages / "en" / page_of("local_moran"))]


def test_without_pages_there_is_no_address_and_the_short_help_remains(provider, monkeypatch, tmp_path):
    monkeypatch.setattr(help, "_PACKAGE", tmp_path)
    for algorithm in provider.algorithms():
        assert algorithm.helpUrl() == "" and algorithm.shortHelpString() and "file:" not in algorithm.shortHelpString()


def test_the_tools_of_the_engine_link_to_the_documentation(provider, pages):
    (pages / "en" / "index.html").touch()
    for name in ("set_up_engine", "load_demo_data"):
        address = (pages / "en" / "index.html").as_uri()
        assert f'<a href="{address}">' in provider.algorithm(name).shortHelpString()


def test_what_is_built_here_is_what_help_opens(provider):
    for algorithm in provider.algorithms():
        url = QUrl(algorithm.helpUrl())
        assert url.isEmpty() or Path(url.toLocalFile()).is_file()


@pytest.mark.parametrize("tool_id", TOOLS)
def test_every_parameter_has_the_declared_default_help_and_place(tool_id, algorithm):
    tool, made = TOOLS[tool_id], algorithm(tool_id)
    names = {d.name() for d in made.parameterDefinitions()}
    asked = (*tool.params, *wording_of(tool))
    declared = {p.name.upper() for p in asked} | {o.name.upper() for o in tool.file_outputs}
    assert names - {n for n in names if n.endswith(FOLDER_SUFFIX)} == declared - {
        n for n in declared if n.endswith(FOLDER_SUFFIX)
    }
    known = {p.name: p for p in tool.params}
    for param in asked:
        definition = made.parameterDefinition(param.name.upper())
        assert definition.description() == param.label
        assert definition.help() == told(param, known, labels=True)
        advanced = bool(definition.flags() & compat.ADVANCED)
        assert advanced == param.advanced
        optional = bool(definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional)
        if param.kind == "rasters":
            continue
        assert optional == may_be_empty(param)
        assert same(definition.defaultValue(), param.default), (param.name, definition.defaultValue(), param.default)


def same(shown, declared):
    if isinstance(declared, (list, tuple)):
        return [str(v) for v in (shown if isinstance(shown, list) else str(shown).split(", "))] == [
            str(v) for v in declared
        ]
    if isinstance(shown, list):
        return not shown and not declared
    return shown == declared or (shown is None and declared is None)


@pytest.mark.parametrize("tool_id", TOOLS)
def test_every_field_knows_its_layer_and_every_choice_its_names(tool_id, algorithm):
    tool, made = TOOLS[tool_id], algorithm(tool_id)
    for param in tool.params:
        definition = made.parameterDefinition(param.name.upper())
        if param.kind in ("field", "fields") and definition.type() == "field":
            assert definition.parentLayerParameterName() == param.parent.upper()
            assert made.parameterDefinition(param.parent.upper()).type() == "source"
        if param.kind in ("choice", "choices"):
            assert tuple(definition.options()) == param.choices and definition.usesStaticStrings()


@pytest.mark.parametrize("tool_id", TOOLS)
def test_every_output_is_there_for_the_model_designer(tool_id, algorithm):
    tool, made = TOOLS[tool_id], algorithm(tool_id)
    kinds = {o.name(): o.type() for o in made.outputDefinitions()}
    wanted = {
        "number": "outputNumber",
        "text": "outputString",
        "layer": "outputVector",
        "raster": "outputRaster",
        "folder": "outputFolder",
    }
    for output in tool.outputs:
        assert kinds[output.name.upper()] == wanted.get(output.kind, kinds[output.name.upper()])


@pytest.mark.parametrize("tool_id", TOOLS)
def test_what_a_tool_is_run_for_stands_first_and_is_made(tool_id, algorithm):
    tool, made = TOOLS[tool_id], algorithm(tool_id)
    shown = {o.name.upper(): o for o in tool.file_outputs}
    order = [shown[d.name()] for d in made.parameterDefinitions() if d.isDestination()]
    assert [o.is_main for o in order] == sorted((o.is_main for o in order), reverse=True)
    assert [o.is_product for o in order] == sorted((o.is_product for o in order), reverse=True)
    for d in made.parameterDefinitions():
        if d.isDestination():
            assert d.createByDefault() == shown[d.name()].is_product
