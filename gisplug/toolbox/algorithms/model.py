"""Models that ship with the plugin, with a stable id and a name in the language of QGIS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingModelAlgorithm
from qgis.PyQt.QtGui import QIcon

from gisplug.toolbox.bridge.words import help_url, tr

FOLDER = Path(__file__).resolve().parents[1] / "models"
ICON = Path(__file__).resolve().parents[1] / "icons" / "study.svg"


class ShippedModel(QgsProcessingModelAlgorithm):
    """A .model3 file of the plugin; its id is the name of the file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.fromFile(str(path))
        self._words = json.loads(path.with_suffix(".words.json").read_text(encoding="utf-8"))

    def createInstance(self) -> ShippedModel:
        made = ShippedModel(self._path)
        made.setProvider(self.provider())
        made.setSourceFilePath(str(self._path))
        return made

    def name(self) -> str:
        """Return the name of the model's file, without its ending."""
        return self._path.stem

    def displayName(self) -> str:
        return tr(self._words[0])

    def group(self) -> str:
        """Return the group in the toolbox, in the language of QGIS."""
        return tr("Study")

    def groupId(self) -> str:
        return "study"

    def shortHelpString(self) -> str:
        return f"<p>{tr(self._words[1])}</p>"

    def helpUrl(self) -> str:
        return help_url("qgis.html")

    def shortDescription(self) -> str:
        return tr(self._words[1])

    def icon(self) -> QIcon:
        """Return the icon in the toolbox."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:
        return str(ICON)

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration or {})
        for definition in self.parameterDefinitions():
            definition.setDescription(tr(definition.description()))
