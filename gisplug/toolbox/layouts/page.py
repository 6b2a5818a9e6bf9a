"""A page with title, map, legend, inset, scale bar, north arrow and notes, or an atlas with one for each period."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsExpression,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsRectangle,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFont

from gisplug.core.maps.insets import PRESETS
from gisplug.core.maps.projection import equal_area
from gisplug.toolbox.bridge.compat import KILOMETRES, MILLIMETRES, NO_GEOMETRY_FLAG, set_label_font
from gisplug.toolbox.bridge.words import tr

WIDE, HIGH, MARGIN = 297.0, 210.0, 10.0  # A4, in millimetres
TITLE, NOTES = 14.0, 12.0  # heights
LEGEND = 62.0  # width
ROOM = 0.03  # of the map, around the layer
DEGREES = "EPSG:4326"
ARROW = "arrows/NorthArrow_02.svg"


@dataclass(frozen=True)
class Wanted:
    """What a page shows; extents are in degrees, None for that of the layer. `period` names the field of an atlas."""

    title: str
    note: str = ""
    portrait: bool = False
    inset: str = "none"
    inset_extent: Optional[QgsRectangle] = None
    extent: Optional[QgsRectangle] = None
    period: str = ""


def layout_of(project: Any, layer: QgsVectorLayer, wanted: Wanted) -> QgsPrintLayout:
    """Return a new layout of the project that shows a layer."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(_free_name(project, wanted.title))
    wide, high = (HIGH, WIDE) if wanted.portrait else (WIDE, HIGH)
    way = QgsLayoutItemPage.Orientation.Portrait if wanted.portrait else QgsLayoutItemPage.Orientation.Landscape
    layout.pageCollection().page(0).setPageSize("A4", way)
    shown = _by_period(project, layer, wanted.period) if wanted.period else layer
    crs = _projection(layer, project)
    across = wide - 2 * MARGIN - (0 if wanted.portrait else LEGEND)
    down = high - 2 * MARGIN - TITLE - NOTES - (LEGEND if wanted.portrait else 0)
    picture = _map(layout, shown, crs, _large(layer, wanted, project, crs), (MARGIN, MARGIN + TITLE, across, down))
    title = wanted.title + (f", [% attribute(@atlas_feature, '{wanted.period}') %]" if wanted.period else "")
    _label(layout, title, (MARGIN, MARGIN, wide - 2 * MARGIN, TITLE - 2), 16, bold=True)
    _label(layout, wanted.note, (MARGIN, high - MARGIN - NOTES + 2, wide - 2 * MARGIN, NOTES - 2), 8)
    place = (MARGIN, MARGIN + TITLE + down + 3) if wanted.portrait else (MARGIN + across + 4, MARGIN + TITLE)
    _legend(layout, shown, picture, place)
    _scale_bar(layout, picture, (MARGIN + 4, MARGIN + TITLE + down - 14))
    _north(layout, (MARGIN + across - 16, MARGIN + TITLE + 4))
    preset = PRESETS.get(wanted.inset)
    box = QgsRectangle(*preset.shown) if preset is not None else wanted.inset_extent
    if box is not None:
        size = min(across, down) * 0.3
        corner = (MARGIN + across - size, MARGIN + TITLE + down - size * 1.25, size, size * 1.25)
        _map(layout, shown, crs, _in(crs, box, project), corner)
    if wanted.period:
        _atlas(layout, project, layer, wanted.period)
    project.layoutManager().addLayout(layout)
    return layout


def export(layout: QgsPrintLayout, path: str, feedback: Any) -> str:
    """Write a layout, or all pages of its atlas, as one PDF; return what went wrong, "" where nothing did."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    settings = QgsLayoutExporter.PdfExportSettings()
    if layout.atlas().enabled():
        result, told = QgsLayoutExporter.exportToPdf(layout.atlas(), path, settings, feedback)
    else:
        result, told = QgsLayoutExporter(layout).exportToPdf(path, settings), ""
    if result == QgsLayoutExporter.ExportResult.Success:
        return ""
    return told or tr("{path} cannot be written. Close it in the program that has it open.", path=path)


def _map(
    layout: QgsPrintLayout, layer: QgsVectorLayer, crs: Any, extent: QgsRectangle, box: tuple[float, ...]
) -> QgsLayoutItemMap:
    item = QgsLayoutItemMap(layout)
    item.setRect(0, 0, 1, 1)  # a map without a size cannot be resized; one of the right size is not told its size
    _put(item, box)
    item.setCrs(crs)
    item.setLayers([layer])
    item.setKeepLayerSet(True)
    item.zoomToExtent(extent)
    item.setFrameEnabled(True)
    layout.addLayoutItem(item)
    return item


def _label(layout: QgsPrintLayout, text: str, box: tuple[float, ...], size: int, bold: bool = False) -> None:
    if not text:
        return
    item = QgsLayoutItemLabel(layout)
    item.setText(text)
    font = QFont()
    font.setPointSize(size)
    font.setBold(bold and text.isascii())  # many Chinese fonts have no bold face; a mixture looks odd
    set_label_font(item, font)
    item.setHAlign(Qt.AlignmentFlag.AlignHCenter if bold else Qt.AlignmentFlag.AlignLeft)
    item.setVAlign(Qt.AlignmentFlag.AlignVCenter)
    _put(item, box)
    layout.addLayoutItem(item)


def _legend(layout: QgsPrintLayout, layer: QgsVectorLayer, picture: QgsLayoutItemMap, at: tuple[float, float]) -> None:
    item = QgsLayoutItemLegend(layout)
    item.setLinkedMap(picture)
    item.setAutoUpdateModel(False)
    root = item.model().rootGroup()
    root.clear()
    root.addLayer(layer)
    item.setResizeToContents(True)
    _put(item, (*at, LEGEND, 40.0))
    layout.addLayoutItem(item)
    item.adjustBoxSize()


def _scale_bar(layout: QgsPrintLayout, picture: QgsLayoutItemMap, at: tuple[float, float]) -> None:
    item = QgsLayoutItemScaleBar(layout)
    item.setStyle("Single Box")
    item.setLinkedMap(picture)
    item.applyDefaultSize(KILOMETRES)
    item.setHeight(2.0)
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(*at, MILLIMETRES))


def _north(layout: QgsPrintLayout, at: tuple[float, float]) -> None:
    found = next((Path(p) / ARROW for p in QgsApplication.svgPaths() if (Path(p) / ARROW).is_file()), None)
    if found is None:
        return
    item = QgsLayoutItemPicture(layout)
    item.setPicturePath(str(found))
    _put(item, (*at, 12.0, 14.0))
    layout.addLayoutItem(item)


def _put(item: Any, box: tuple[float, ...]) -> None:
    item.attemptMove(QgsLayoutPoint(box[0], box[1], MILLIMETRES))
    item.attemptResize(QgsLayoutSize(box[2], box[3], MILLIMETRES))


def _projection(layer: QgsVectorLayer, project: Any) -> Any:
    """Return the layer's own projection; an equal-area one where it is in degrees or in web Mercator."""
    if not layer.crs().isGeographic() and layer.crs().authid() != "EPSG:3857":
        return layer.crs()
    box = _in(QgsCoordinateReferenceSystem(DEGREES), layer.extent(), project, layer.crs())
    made = QgsCoordinateReferenceSystem()
    made.createFromProj(equal_area(box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()))
    return made


def _large(layer: QgsVectorLayer, wanted: Wanted, project: Any, crs: Any) -> QgsRectangle:
    """Return what the large map shows, in its projection: the layer less what only the inset shows."""
    box = wanted.extent
    preset = PRESETS.get(wanted.inset)
    if box is None and preset is None:
        found = _in(crs, layer.extent(), project, layer.crs())
    else:
        degrees = QgsCoordinateReferenceSystem(DEGREES)
        found = box if box is not None else _in(degrees, layer.extent(), project, layer.crs())
        if box is None and preset is not None and found.yMinimum() < preset.left_out[3] < found.yMaximum():
            found.setYMinimum(preset.left_out[3])
        found = _in(crs, found, project)
    return found.buffered(ROOM * max(found.width(), found.height()))


def _in(crs: Any, box: QgsRectangle, project: Any, source: Any = None) -> QgsRectangle:
    source = source or QgsCoordinateReferenceSystem(DEGREES)
    return QgsCoordinateTransform(source, crs, project).transformBoundingBox(box)


def _by_period(project: Any, layer: QgsVectorLayer, period: str) -> QgsVectorLayer:
    """Return a copy of a layer that shows only the features of the atlas's page, with the same classes."""
    copy = layer.clone()
    rules = QgsRuleBasedRenderer.convertFromRenderer(layer.renderer())
    field = QgsExpression.quotedColumnRef(period)
    now = f"attribute(@atlas_feature, {QgsExpression.quotedString(period)})"
    here = f"({now} IS NULL OR to_string({field}) = to_string({now}))"
    if rules is not None:
        for rule in rules.rootRule().children():
            known = rule.filterExpression()
            rule.setFilterExpression(f"({known}) AND {here}" if known else here)
        copy.setRenderer(rules)
    copy.setName(layer.name())
    project.addMapLayer(copy, False)
    return copy


def _atlas(layout: QgsPrintLayout, project: Any, layer: QgsVectorLayer, period: str) -> None:
    """Make one page for each value of the field; a hidden layer without geometry holds these."""
    from qgis.core import QgsFeature, QgsFeatureRequest

    place = layer.fields().indexOf(period)
    request = QgsFeatureRequest().setFlags(NO_GEOMETRY_FLAG).setSubsetOfAttributes([place])
    values = {feature.attribute(place) for feature in layer.getFeatures(request)}
    pages = QgsVectorLayer("NoGeometry", tr("Pages of {title}", title=layout.name()), "memory")
    pages.dataProvider().addAttributes([layer.fields().at(place)])
    pages.updateFields()
    made = []
    for value in sorted((v for v in values if str(v) != "NULL"), key=str):
        feature = QgsFeature(pages.fields())
        feature.setAttribute(0, value)
        made.append(feature)
    pages.dataProvider().addFeatures(made)
    project.addMapLayer(pages, False)
    atlas = layout.atlas()
    atlas.setCoverageLayer(pages)
    atlas.setEnabled(True)
    atlas.setPageNameExpression(QgsExpression.quotedColumnRef(period))


def _free_name(project: Any, wanted: str) -> str:
    taken = {layout.name() for layout in project.layoutManager().layouts()}
    name, count = wanted, 2
    while name in taken:
        name, count = f"{wanted} ({count})", count + 1
    return name
