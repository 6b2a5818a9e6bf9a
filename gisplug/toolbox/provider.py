"""The Processing provider: every tool that is declared, without a line of code for any one of them."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from gisplug.toolbox import settings
from gisplug.toolbox.algorithm import ToolAlgorithm
from gisplug.toolbox.words import tr
from gisplug.tools import all_tools
from gisplug.version import version

ICONS = Path(__file__).parent / "icons"
MODELS = Path(__file__).parent / "models"


class GisplugProvider(QgsProcessingProvider):
    """Group of all gisplug tools in the toolbox."""

    def id(self) -> str:
        return "gisplug"

    def name(self) -> str:
        return "gisplug"

    def longName(self) -> str:
        return tr("gisplug: spatial spillovers")

    def versionInfo(self) -> str:
        return version()

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(ICONS / "gisplug.svg")

    def load(self) -> bool:
        settings.register(self.icon())
        self.refreshAlgorithms()
        return True

    def unload(self) -> None:
        settings.unregister()

    def loadAlgorithms(self) -> None:
        from gisplug.toolbox.demo_algorithm import DemoAlgorithm
        from gisplug.toolbox.setup_algorithm import SetupAlgorithm

        for tool in all_tools().values():
            self.addAlgorithm(ToolAlgorithm(tool))
        self.addAlgorithm(SetupAlgorithm())
        self.addAlgorithm(DemoAlgorithm())
        self._add_models()

    def _add_models(self) -> None:
        """Add the models that ship with the plugin, such as the chain from weights to a spillover map."""
        from qgis.core import QgsProcessingModelAlgorithm

        for path in sorted(MODELS.glob("*.model3")):
            model = QgsProcessingModelAlgorithm()
            if model.fromFile(str(path)):
                model.setSourceFilePath(str(path))
                self.addAlgorithm(model)

    def supportsNonFileBasedOutput(self) -> bool:
        return False

    def supportedOutputVectorLayerExtensions(self) -> list:
        return ["gpkg"]

    def supportedOutputTableExtensions(self) -> list:
        return ["gpkg", "csv", "xlsx", "dta", "parquet"]

    def defaultVectorFileExtension(self, has_geometry: bool = True) -> str:
        return "gpkg"

    def supportedOutputRasterLayerExtensions(self) -> list:
        return ["tif"]

    def defaultRasterFileExtension(self) -> str:
        return "tif"
