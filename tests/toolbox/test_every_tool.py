"""Every declared tool runs once in real QGIS on the demo data, and every output it declares is there and can be
opened.
"""

import json
import os
from pathlib import Path

import pytest
from qgis.core import QgsRasterLayer, QgsVectorLayer

from gisplug.tools import all_tools
from tests.toolbox import cases

TOOLS = all_tools()


@pytest.mark.parametrize("tool_id", TOOLS)
def test_every_tool_makes_every_output(tool_id, run, tmp_path, shared_folder):
    tool = TOOLS[tool_id]
    parameters = cases.parameters(tool, shared_folder, os.environ["GISPLUG_PYTHON"])
    for output in tool.file_outputs:
        name = output.name.upper()
        parameters[name] = str(tmp_path / "结果 out" / Path(str(parameters[name])).name)
    results = run(tool_id, **parameters)
    for output in tool.outputs:
        value = results.get(output.name.upper())
        if output.is_value:
            assert value is not None, f"{output.name} is missing"
            assert output.kind == "text" or isinstance(value, (int, float))
        else:
            check(output.kind, output.name, value, empty=(tool_id, output.name) in cases.MAY_BE_EMPTY)
    assert run.feedback.errors == []


def check(kind, name, value, empty=False):
    assert value, f"{name} was not made"
    path = Path(str(value).split("|")[0])
    assert path.exists(), f"{name}: {path} is not there"
    if kind in ("layer", "table") and path.suffix == ".gpkg":
        layer = QgsVectorLayer(str(value), name, "ogr")
        assert layer.isValid() and (empty or layer.featureCount() > 0), name
        if kind == "layer" and layer.featureCount():
            assert layer.isSpatial() and layer.crs().isValid()
            assert styled(layer), f"{name} opens without a style"
    elif kind == "raster":
        assert QgsRasterLayer(str(value), name).isValid()
    elif kind == "folder":
        assert any(path.iterdir())
    elif path.suffix == ".json":
        json.loads(path.read_text(encoding="utf-8"))
    else:
        assert path.stat().st_size > 0


def styled(layer):
    """Whether the layer came with a style of the shelf."""
    number, _, _, _, _ = layer.listStylesInDatabase()
    return number > 0
