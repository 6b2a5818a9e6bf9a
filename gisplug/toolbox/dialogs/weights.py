"""A box that offers weights: recent results, tables of the project, or a file. Only a QGIS window imports this."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from processing.gui.wrappers import WidgetWrapper
from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsCheckableComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QToolButton, QWidget

from gisplug.core.formats import endings, file_filter
from gisplug.toolbox.bridge.recent import is_new, recent
from gisplug.toolbox.bridge.words import tr


class WeightsWrapper(WidgetWrapper):
    """A file of weights, a table of the project with them, or what a tool made."""

    def createWidget(self) -> Any:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setMinimumContentsLength(20)
        self._offer()
        browse = QToolButton()
        browse.setText("…")
        browse.setToolTip(tr("A file of weights"))
        browse.clicked.connect(self._browse)
        row.addWidget(self.box, 1)
        row.addWidget(browse)
        self.box.currentTextChanged.connect(lambda: self.widgetValueHasChanged.emit(self))
        return whole

    def setValue(self, value: Any) -> None:
        """Show a path, a layer of the project, or nothing."""
        text = value.id() if isinstance(value, QgsVectorLayer) else str(value or "")
        index = self.box.findData(text)
        if index >= 0:
            self.box.setCurrentIndex(index)
        else:
            self.box.setCurrentIndex(-1)
            self.box.setEditText(text)

    def value(self) -> Any:
        """Return a path or the id of a layer; None where the box is empty."""
        shown = self.box.currentText().strip()
        index = self.box.findText(shown)
        return (self.box.itemData(index) if index >= 0 else shown) or None

    def refresh(self) -> None:
        """Offer what the project holds now."""
        kept = self.value()
        self._offer()
        self.setValue(kept)

    def _offer(self) -> None:
        self.box.blockSignals(True)
        self.box.clear()
        if self.parameterDefinition().flags() & self.parameterDefinition().FlagOptional:
            self.box.addItem("", None)
        for label, path in offered():
            self.box.addItem(label, path)
        first = self.box.itemData(0)
        if first is not None and not is_new(first):  # older ones are offered, not taken
            self.box.setCurrentIndex(-1)
            self.box.setEditText("")
        self.box.blockSignals(False)

    def _browse(self) -> None:
        wanted = file_filter("weights", "read", tr("Spatial weights")) + ";;* (*)"
        path, _ = QFileDialog.getOpenFileName(self.widget, tr("A file of weights"), "", wanted)
        if path:
            self.setValue(path)


class WeightsListWrapper(WidgetWrapper):
    """Several files of weights, tables of the project with them, or what tools made: ticked in one list."""

    def createWidget(self) -> Any:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        self.box = QgsCheckableComboBox()
        for label, path in offered():
            self.box.addItemWithCheckState(label, Qt.CheckState.Unchecked, path)
        browse = QToolButton()
        browse.setText("…")
        browse.setToolTip(tr("A file of weights"))
        browse.clicked.connect(self._browse)
        row.addWidget(self.box, 1)
        row.addWidget(browse)
        self.box.checkedItemsChanged.connect(lambda *_: self.widgetValueHasChanged.emit(self))
        return whole

    def setValue(self, value: Any) -> None:
        """Tick paths or layers; those that the list lacks are added to it."""
        wanted = [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)] if value else []
        for path in wanted:
            if self.box.findData(path) < 0:
                self.box.addItemWithCheckState(Path(path).name, Qt.CheckState.Unchecked, path)
        for place in range(self.box.count()):
            ticked = self.box.itemData(place) in wanted
            self.box.setItemCheckState(place, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def value(self) -> Any:
        """Return the paths and ids of layers that are ticked."""
        places = range(self.box.count())
        return [self.box.itemData(k) for k in places if self.box.itemCheckState(k) == Qt.CheckState.Checked]

    def _browse(self) -> None:
        wanted = file_filter("weights", "read", tr("Spatial weights")) + ";;* (*)"
        paths, _ = QFileDialog.getOpenFileNames(self.widget, tr("A file of weights"), "", wanted)
        if paths:
            self.setValue([*self.value(), *paths])


def offered() -> list[tuple[str, str]]:
    """Return (what it is called, path or id of a layer) of recent results and of tables of the project."""
    return [*recent(), *((layer.name(), layer.id()) for layer in tables_of_weights(QgsProject.instance()))]


def tables_of_weights(project: QgsProject) -> list[QgsVectorLayer]:
    """Return the tables of a project that may hold weights: links of two units, or a square matrix."""
    layers = [layer for layer in project.mapLayers().values() if isinstance(layer, QgsVectorLayer)]
    return [layer for layer in layers if layer.isValid() and not layer.isSpatial() and holds_weights(layer)]


def holds_weights(layer: QgsVectorLayer) -> bool:
    """Whether a table looks like weights: a file of their formats alone, links of pairs of units, or as many numbers a
    row as rows."""
    file = Path(layer.source().split("|")[0])
    shared = (*endings("table", "read"), ".gpkg")
    if file.suffix.lower() in endings("weights", "read") and file.suffix.lower() not in shared:
        return True
    names = [field.name().lower() for field in layer.fields()]
    linked = any(n in HEADS for n in names[:3]) and any(n in TAILS for n in names[:4])
    rows = layer.featureCount()
    return linked or (rows > 2 and len(names) - rows in (0, 1))


HEADS = ("focal", "from", "source", "origin", "i", "id", "from_id", "unit")
TAILS = ("neighbor", "neighbour", "to", "target", "destination", "j", "to_id", "nid")
