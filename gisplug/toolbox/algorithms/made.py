"""The algorithms themselves: one for every declared tool, and what QGIS has besides."""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm

from gisplug.core.declare import Tool
from gisplug.toolbox.algorithms.tool import ToolAlgorithm
from gisplug.tools import get_tool


def algorithm_of(tool: str | Tool) -> ToolAlgorithm:
    """Return the algorithm of a tool, given by itself or its id; only the doctor has one of its own kind."""
    declared = get_tool(tool) if isinstance(tool, str) else tool
    if declared.id == "doctor":
        from gisplug.toolbox.algorithms.doctor import DoctorAlgorithm

        return DoctorAlgorithm(declared)
    return ToolAlgorithm(declared)


def besides() -> list[QgsProcessingAlgorithm]:
    """Return the algorithms that are no declared tools: the engine, the demo data, the print layout."""
    from gisplug.toolbox.algorithms.demo import DemoAlgorithm
    from gisplug.toolbox.algorithms.engine import SetupAlgorithm
    from gisplug.toolbox.algorithms.layout import LayoutAlgorithm

    return [SetupAlgorithm(), DemoAlgorithm(), LayoutAlgorithm()]
