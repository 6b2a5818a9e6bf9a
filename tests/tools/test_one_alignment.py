"""Every tool that joins two inputs by their units does it by the one rule: the same option, the same messages."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from gisplug.boundaries.read import read_units
from gisplug.boundaries.units import Units
from gisplug.boundaries.write import write_layer
from gisplug.core import alignment
from gisplug.core.advice import OPTIONS, option
from gisplug.core.declare import Tool
from gisplug.core.errors import GisplugError
from gisplug.core.progress import Silent
from gisplug.core.tables import read_table, text_ids, write_table
from gisplug.core.vocabulary import MATCHES
from gisplug.tools import all_tools
from tests.tools.cases import CASES, given, write_data

TABLES = {"panel": "unit", "table": "unit", "old": "unit"}  # inputs with units, and the field of their ids
LAYERS = ("polygons", "vector")
OTHERS = {
    "boundaries_crosswalk": "two layers meet on the ground, not by ids",
    "check_inputs": "it tells what others refuse; tests/tools/test_check_inputs.py reads what it tells",
    "match_units": "it is the matching itself, and writes what is to be confirmed",
    "lights_aggregate": "a raster has no units",
    "panel_reborder": "a crosswalk has the units of each period; tests/crosswalks/test_reborder.py moves its match",
}
BY_ID = {"choropleth_map", "moran_by_period", "lights_splice", *(name for name in CASES if name.startswith("weights_"))}
LACKING = 5  # units; more than weights may have besides without being asked


def carriers(tool: Tool) -> set[str]:
    """Return the inputs of a tool that have units."""
    names = {p.name for p in tool}
    tables = {p.name for p in tool if p.name in TABLES and p.kind == "table" and TABLES[p.name] in names}
    layers = {p.name for p in tool if p.kind in LAYERS and p.name == "units"}
    return tables | layers | {p.name for p in tool if p.kind == "weights"} | ({"other", "new", "crosswalk"} & names)


TOOLS = all_tools()
JOINING = [name for name, tool in TOOLS.items() if len(carriers(tool)) > 1]
JOINED = {  # a case of each that gives two of them; `test_every_tool` holds that there is one
    name: next(c for c in CASES[name] if len(carriers(TOOLS[name]) & set(c)) > 1)
    for name in JOINING
    if name not in OTHERS and any(len(carriers(TOOLS[name]) & set(c)) > 1 for c in CASES.get(name, ()))
}


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_data(folder)
    return folder


read = lru_cache(maxsize=4)(read_table)


@lru_cache(maxsize=1)
def provinces() -> Units:
    return read_units("demo-china-provinces", "adcode", "name_zh")


class Settled(BaseException):
    """Ends a run where the sample is settled, because what follows is long and not looked at."""


@pytest.fixture
def settled(monkeypatch) -> Iterator[list[alignment.Alignment]]:
    """Collect what `align_sources` returns for two sources, wherever it is called from, and end the run there."""
    import gisplug.panel.read
    import gisplug.spatial.alignment
    import gisplug.spatial.tables

    made: list[alignment.Alignment] = []
    original = alignment.align_sources

    def heard(sources, *more):
        found = original(sources, *more)
        if len(sources) > 1:
            made.append(found)
            raise Settled
        return found

    for module in (alignment, gisplug.panel.read, gisplug.spatial.alignment, gisplug.spatial.tables):
        monkeypatch.setattr(module, "align_sources", heard)
    yield made


def lacking(tool: str, data: Path, folder: Path) -> tuple[dict[str, object], bool]:
    """Return a case of a tool whose table, or layer, lacks some units and names the others in Chinese if it can."""
    asked = given(JOINED[tool], data)
    if tool == "weights_convert":
        asked["unit"] = "adcode"
    layer = provinces()
    names = dict(zip(layer.ids, layer.names, strict=True))
    name = next((n for n in TABLES if n in asked), "units")
    if name == "units":
        write_layer(layer.frame.drop(columns="adcode", errors="ignore")[LACKING:], folder / "named.gpkg")
        return {**asked, "units": str(folder / "named.gpkg"), "id": "name_zh"}, True
    table, unit = read(str(asked[name])), str(asked["unit"])
    ids = text_ids(table[unit])
    named = set(ids) <= set(names)
    kept = ids.isin(sorted(set(ids))[LACKING:])
    written = table[kept].assign(**{unit: ids.map(names) if named else ids})
    return {**asked, name: str(write_table(written, folder / "named.parquet"))}, named


def outcome(tool: str, asked: dict[str, object], match: str) -> str:
    try:
        TOOLS[tool].run(TOOLS[tool].complete({**asked, "match": match}), Silent())
    except GisplugError as problem:
        return str(problem)
    except Settled:
        return ""
    return "ran"


def test_the_list_is_whole():
    assert len(JOINED) > 20 and set(OTHERS) <= set(TOOLS)


@pytest.mark.parametrize("tool", JOINING)
def test_every_tool_that_joins_has_the_option(tool):
    if tool in OTHERS and tool != "panel_reborder":
        return
    match = TOOLS[tool].by_name["match"]
    assert match.label == OPTIONS["match"].label and tuple(match.choices) == tuple(MATCHES)


@pytest.mark.parametrize("tool", JOINED)
def test_names_are_matched_what_lacks_is_refused_or_left_out(tool, data, tmp_path, settled):
    asked, named = lacking(tool, data, tmp_path)
    refused = outcome(tool, asked, "names")
    assert f"{LACKING} units " in refused and not settled, refused
    assert option("match", "common") in refused or option("extra_units", "any") in refused
    if named and tool in BY_ID:
        by_id = outcome(tool, asked, "exact")
        assert "no unit in common" in by_id or f"{LACKING} units" not in by_id, by_id
    assert outcome(tool, asked, "common") == "" and len(settled) == 1
    assert len(settled[0].left_out) == LACKING and settled[0].report.having("left-out")
