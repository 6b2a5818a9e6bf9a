"""A tool as the toolbox of a QGIS window lists it, before its declaration is read.

QGIS asks every algorithm for name, group and tags when it starts, and for parameters when one is opened or run. So a
window starts from the list in catalogue.json, which costs a hundredth of the declarations, and the algorithm that is
opened or run is made from its declaration then (`createInstance`). Soon after the start `filled` gives the listed ones
their parameters too, for whoever looks at them in the registry.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingAlgorithm
from qgis.PyQt.QtGui import QIcon

from gisplug.toolbox.bridge.words import tr

FOLDER = Path(__file__).resolve().parents[1]


class ListedTool(QgsProcessingAlgorithm):
    """One entry of the list; what is run is another algorithm of the same id."""

    def __init__(self, entry: dict[str, Any], groups: dict[str, str]) -> None:
        super().__init__()
        self._entry, self._groups = entry, groups

    def createInstance(self) -> QgsProcessingAlgorithm:
        """Return the algorithm itself, with its declaration."""
        from gisplug.toolbox.algorithms.made import algorithm_of

        return algorithm_of(self._entry["id"])

    def filled(self) -> None:
        """Take the parameters and results of the declaration."""
        from gisplug.toolbox.algorithms.tool import define
        from gisplug.tools import get_tool

        if not self.parameterDefinitions():
            define(self, get_tool(self._entry["id"]))

    def name(self) -> str:
        """Return the id of the tool; QGIS puts "gisplug:" before it."""
        return str(self._entry["id"])

    def displayName(self) -> str:
        return tr(self._entry["title"])

    def group(self) -> str:
        """Return the group in the toolbox, in the language of QGIS."""
        return tr(self._groups[self._entry["group"]])

    def groupId(self) -> str:
        return str(self._entry["group"])

    def shortDescription(self) -> str:
        return tr(self._entry["help"])

    def shortHelpString(self) -> str:
        from gisplug.toolbox.algorithms.tool import help_text
        from gisplug.tools import get_tool

        return help_text(get_tool(self._entry["id"]))

    def helpUrl(self) -> str:
        from gisplug.core.help import tool_page
        from gisplug.toolbox.bridge.words import help_url

        return help_url(tool_page(self._entry["id"], self._entry["group"]))

    def tags(self) -> list[str]:
        """Return what the search of the toolbox finds beside the title."""
        return [*self._entry["tags"], self._entry["title"], self._entry["id"], "gisplug"]

    def icon(self) -> QIcon:
        """Return the icon of the group."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(FOLDER / "icons" / f"{self._entry['group']}.svg")

    def initAlgorithm(self, configuration: Any = None) -> None:
        """Ask for nothing yet; see `filled`."""


def listed() -> list[ListedTool]:
    """Return every tool as it is listed, in the order of the toolbox."""
    found = json.loads((FOLDER / "catalogue.json").read_text(encoding="utf-8"))
    return [ListedTool(entry, found["groups"]) for entry in found["tools"]]
