"""The tool "Load demo data": puts the data of the shelf into the project, so that every tool can be tried at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputVectorLayer,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QIcon

from gisplug.core.shelves import shelf
from gisplug.toolbox.bridge import results
from gisplug.toolbox.bridge.words import help_link, help_url, mark, tr

ICON = Path(__file__).resolve().parents[1] / "icons" / "demo.svg"
HELP = mark(
    "Loads the demonstration data that ships with gisplug: 30 provinces, a panel table of the years 2010 to 2023, "
    "and a small night-light raster "
    "for each year. The panel and the lights are synthetic and show only how the tools are used."
)


class DemoAlgorithm(QgsProcessingAlgorithm):
    """Needs no engine."""

    def createInstance(self) -> DemoAlgorithm:
        return DemoAlgorithm()

    def name(self) -> str:
        """Return the id; QGIS puts "gisplug:" before it."""
        return "load_demo_data"

    def displayName(self) -> str:
        return tr("Load demo data")

    def group(self) -> str:
        """Return the group in the toolbox, in the language of QGIS."""
        return tr("Engine and demo data")

    def groupId(self) -> str:
        return "engine"

    def shortHelpString(self) -> str:
        return f"<p>{tr(HELP)}</p>{help_link()}"

    def helpUrl(self) -> str:
        return help_url("qgis.html")

    def tags(self) -> list[str]:
        """Return what the search of the toolbox finds beside the title."""
        return ["demo", "example", "provinces", "gisplug", tr("example")]

    def icon(self) -> QIcon:
        """Return the icon in the toolbox."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:
        return str(ICON)

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addOutput(QgsProcessingOutputVectorLayer("UNITS", tr("Provinces")))
        self.addOutput(QgsProcessingOutputVectorLayer("PANEL", tr("Panel")))
        self.addOutput(QgsProcessingOutputMultipleLayers("LIGHTS", tr("Night lights")))

    def processAlgorithm(self, values: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        units = QgsVectorLayer(_provinces(), tr("Provinces"), "ogr")
        units.setSubsetString('"in30" = 1')
        panel = QgsVectorLayer(str(shelf("layers") / "demo" / "panel.csv"), tr("Panel"), "ogr")
        lights = [
            QgsRasterLayer(str(path), path.stem) for path in sorted((shelf("rasters") / "demo").glob("ntl_*.tif"))
        ]
        for layer in (*lights, units, panel):
            context.temporaryLayerStore().addMapLayer(layer)
            details = QgsProcessingContext.LayerDetails(layer.name(), context.project(), layer.name())
            details.setPostProcessor(results.Dressed(tr("gisplug demo data"), "ntl"))
            if context.project() is not None:
                context.addLayerToLoadOnCompletion(layer.id(), details)
        return {"UNITS": units.id(), "PANEL": panel.id(), "LIGHTS": [layer.id() for layer in lights]}


def _provinces() -> str:
    return f"{shelf('layers') / 'demo' / 'china_provinces.gpkg'}|layername=provinces"
