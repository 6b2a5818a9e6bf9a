"""The tool "Print layout": a page with map, legend, inset, scale bar, north arrow and notes from any layer, as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingOutputString,
    QgsProcessingParameterExtent,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)
from qgis.PyQt.QtGui import QIcon

from gisplug.toolbox.bridge import compat
from gisplug.toolbox.bridge.parameters import enumerated
from gisplug.toolbox.bridge.words import help_link, help_url, mark, tr

ICON = Path(__file__).resolve().parents[1] / "icons" / "gisplug.svg"
PAPERS = {"landscape": mark("A4 landscape"), "portrait": mark("A4 portrait")}
INSETS = {
    "none": mark("None"),
    "south-china-sea": mark("South China Sea"),
    "own": mark("The extent below"),
}
HELP = mark(
    "Makes a print layout in the project from a layer as it is drawn now: title, map in an equal-area projection, "
    "legend, inset, scale bar, north arrow and a line of notes (source, approval number of the map), and exports it as "
    "PDF. With a field of periods it makes an atlas: one page for each period, with the same classes on all."
)
PARAMETERS = {
    "LAYER": (mark("Layer"), mark("Any layer of polygons or points; its symbols and classes are taken as they are.")),
    "TITLE": (mark("Title"), mark("Title of the page. The name of the layer where it is left empty.")),
    "NOTE": (
        mark("Notes"),
        mark("A line under the map: the source, the approval number of the map (in China 审图号), remarks."),
    ),
    "PAPER": (mark("Paper"), mark("Size and direction of the page.")),
    "INSET": (
        mark("Inset"),
        mark(
            "A small map in the lower right corner: none, the South China Sea islands as Chinese journals ask for, or "
            "any extent."
        ),
    ),
    "INSET_EXTENT": (mark("Extent of the inset"), mark("What the inset shows where it is an extent of your own.")),
    "EXTENT": (
        mark("Extent of the map"),
        mark("What the large map shows. The whole layer where it is left empty, without far islands of the inset."),
    ),
    "PERIOD": (
        mark("Period field"),
        mark("Field by which pages are made, one for each value; one page of everything where it is left empty."),
    ),
    "PDF": (mark("PDF"), mark("The page, or the pages of the atlas, as one PDF file.")),
}


class LayoutAlgorithm(QgsProcessingAlgorithm):
    """Needs no engine, only QGIS."""

    def createInstance(self) -> LayoutAlgorithm:
        return LayoutAlgorithm()

    def name(self) -> str:
        """Return the id; QGIS puts "gisplug:" before it."""
        return "print_layout"

    def displayName(self) -> str:
        return tr("Print layout")

    def group(self) -> str:
        """Return the group in the toolbox, in the language of QGIS."""
        return tr("Panel")

    def groupId(self) -> str:
        return "panel"

    def shortHelpString(self) -> str:
        return f"<p>{tr(HELP)}</p>{help_link()}"

    def helpUrl(self) -> str:
        return help_url("qgis.html")

    def tags(self) -> list[str]:
        """Return what the search of the toolbox finds beside the title."""
        return ["layout", "print", "map", "atlas", "pdf", "gisplug", tr("map")]

    def icon(self) -> QIcon:
        """Return the icon in the toolbox."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:
        return str(ICON)

    def flags(self) -> Any:
        """Return that it works on the project, so it runs where the window does."""
        return super().flags() | compat.NO_THREADING

    def initAlgorithm(self, configuration: Any = None) -> None:
        layers = [compat.ANY_GEOMETRY]
        made = (
            QgsProcessingParameterVectorLayer("LAYER", tr(PARAMETERS["LAYER"][0]), layers),
            QgsProcessingParameterString("TITLE", tr(PARAMETERS["TITLE"][0]), optional=True),
            QgsProcessingParameterString("NOTE", tr(PARAMETERS["NOTE"][0]), optional=True),
            _choice("PAPER", PAPERS, "landscape"),
            _choice("INSET", INSETS, "none"),
            QgsProcessingParameterExtent("INSET_EXTENT", tr(PARAMETERS["INSET_EXTENT"][0]), optional=True),
            QgsProcessingParameterExtent("EXTENT", tr(PARAMETERS["EXTENT"][0]), optional=True),
            QgsProcessingParameterField(
                "PERIOD", tr(PARAMETERS["PERIOD"][0]), parentLayerParameterName="LAYER", optional=True
            ),
            QgsProcessingParameterFileDestination("PDF", tr(PARAMETERS["PDF"][0]), "PDF (*.pdf)"),
        )
        for parameter in made:
            parameter.setHelp(tr(PARAMETERS[parameter.name()][1]))
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputString("LAYOUT", tr("Name of the layout")))

    def processAlgorithm(self, values: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from gisplug.toolbox.layouts.page import Wanted, export, layout_of

        layer = self.parameterAsVectorLayer(values, "LAYER", context)
        if layer is None:
            raise QgsProcessingException(self.invalidSourceError(values, "LAYER"))
        inset = self.parameterAsEnumString(values, "INSET", context)
        wanted = Wanted(
            title=self.parameterAsString(values, "TITLE", context) or layer.name(),
            note=self.parameterAsString(values, "NOTE", context),
            portrait=self.parameterAsEnumString(values, "PAPER", context) == "portrait",
            inset=inset,
            inset_extent=self._extent(values, "INSET_EXTENT", context) if inset == "own" else None,
            extent=self._extent(values, "EXTENT", context),
            period=self.parameterAsString(values, "PERIOD", context),
        )
        if inset == "own" and wanted.inset_extent is None:
            raise QgsProcessingException(tr("Give the extent of the inset, or choose none."))
        project = context.project()
        if project is None:
            raise QgsProcessingException(tr("A print layout belongs to a project; none is open."))
        path = self.parameterAsFileOutput(values, "PDF", context)
        layout = layout_of(project, layer, wanted)
        feedback.setProgress(50)
        told = export(layout, path, feedback)
        if told:
            raise QgsProcessingException(told)
        return {"PDF": path, "LAYOUT": layout.name()}

    def _extent(self, values: dict[str, Any], name: str, context: Any) -> Optional[Any]:
        """Return an extent in degrees, None where none is given."""
        if values.get(name) in (None, ""):
            return None
        from qgis.core import QgsCoordinateReferenceSystem

        return self.parameterAsExtent(values, name, context, QgsCoordinateReferenceSystem("EPSG:4326"))


def _choice(name: str, choices: dict[str, str], default: str) -> Any:
    words = {choice: tr(label) for choice, label in choices.items()}
    return enumerated(name, tr(PARAMETERS[name][0]), words, default)
