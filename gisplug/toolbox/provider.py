"""The Processing provider: every tool that is declared, and what QGIS has besides.

In a window it starts from a list (`algorithms.listed`) and does the rest in small steps when QGIS has nothing else to
do; in qgis_process it reads every declaration at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Callable

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QIcon

from gisplug.core.version import version
from gisplug.toolbox.bridge import settings
from gisplug.toolbox.bridge.words import tr

ICONS = Path(__file__).parent / "icons"


class GisplugProvider(QgsProcessingProvider):
    """Group of all gisplug tools in the toolbox; `in_steps` says whether there is a window to start quickly."""

    def __init__(self, in_steps: bool = False) -> None:
        super().__init__()
        self._in_steps = in_steps
        self._steps: Iterator[Callable[[], object]] = iter(())

    def id(self) -> str:
        """Return what stands before the colon in the ids of algorithms."""
        return "gisplug"

    def name(self) -> str:
        """Return the name of the provider in the toolbox."""
        return "gisplug"

    def longName(self) -> str:
        return tr("gisplug: spatial spillovers")

    def versionInfo(self) -> str:
        return version()

    def icon(self) -> QIcon:
        """Return the icon of the provider."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(ICONS / "gisplug.svg")

    def load(self) -> bool:
        """Register the settings and the algorithms; QGIS asks for True."""
        settings.register(self.icon())
        self.refreshAlgorithms()
        return True

    def unload(self) -> None:
        """Take the settings away."""
        settings.unregister()

    def loadAlgorithms(self) -> None:
        if self._in_steps:
            from gisplug.toolbox.algorithms.listed import listed

            tools = listed()
            for tool in tools:
                self.addAlgorithm(tool)
            self._steps = iter([self._add_besides, *(tool.filled for tool in tools), self._add_models])
        else:
            from gisplug.toolbox.algorithms.made import algorithm_of
            from gisplug.tools import all_tools

            for declared in all_tools().values():
                self.addAlgorithm(algorithm_of(declared))
            self._add_besides()
            self._steps = iter([self._add_models])
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            self.go_on()

    def go_on(self) -> None:
        """Do what is left of loading: at once, or in a window step by step between what QGIS does."""
        if self._in_steps:
            QTimer.singleShot(0, self._step)
            return
        for step in self._steps:
            step()

    def stop(self) -> None:
        """Leave the rest."""
        self._steps = iter(())

    def _step(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            step()
            QTimer.singleShot(0, self._step)

    def _add_besides(self) -> None:
        from gisplug.toolbox.algorithms.made import besides

        for algorithm in besides():
            self.addAlgorithm(algorithm)

    def _add_models(self) -> None:
        """Add the models that ship with the plugin; their steps are tools, so the provider must be
        registered before.
        """
        from gisplug.toolbox.algorithms.model import FOLDER, ShippedModel

        for path in sorted(FOLDER.glob("*.model3")):
            self.addAlgorithm(ShippedModel(path))
        self.algorithmsLoaded.emit()

    def supportsNonFileBasedOutput(self) -> bool:
        """Return that results may go into databases, which the menu of a result then offers."""
        return True

    def supportedOutputVectorLayerExtensions(self) -> list[str]:
        return ["gpkg"]

    def supportedOutputTableExtensions(self) -> list[str]:
        return ["gpkg", "csv", "xlsx", "dta", "parquet"]

    def defaultVectorFileExtension(self, has_geometry: bool = True) -> str:
        return "gpkg"

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        return ["tif"]

    def defaultRasterFileExtension(self) -> str:
        return "tif"
