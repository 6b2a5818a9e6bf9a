"""The Processing provider: every tool that is declared, by one class; only the doctor has one of its own."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from gisplug.core.version import version
from gisplug.toolbox.algorithms.tool import ToolAlgorithm
from gisplug.toolbox.bridge import settings
from gisplug.toolbox.bridge.words import tr
from gisplug.tools import all_tools

ICONS = Path(__file__).parent / "icons"


class GisplugProvider(QgsProcessingProvider):
    """Group of all gisplug tools in the toolbox."""

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
        from gisplug.toolbox.algorithms.demo import DemoAlgorithm
        from gisplug.toolbox.algorithms.doctor import DoctorAlgorithm
        from gisplug.toolbox.algorithms.engine import SetupAlgorithm
        from gisplug.toolbox.algorithms.layout import LayoutAlgorithm

        own = {"doctor": DoctorAlgorithm}
        for tool in all_tools().values():
            self.addAlgorithm(own.get(tool.id, ToolAlgorithm)(tool))
        self.addAlgorithm(SetupAlgorithm())
        self.addAlgorithm(DemoAlgorithm())
        self.addAlgorithm(LayoutAlgorithm())
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            self.add_models()

    def add_models(self) -> None:
        """Add the models that ship with the plugin; their steps are tools, so the provider must be
        registered before.
        """
        from gisplug.toolbox.algorithms.model import FOLDER, ShippedModel

        for path in sorted(FOLDER.glob("*.model3")):
            self.addAlgorithm(ShippedModel(path))

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
