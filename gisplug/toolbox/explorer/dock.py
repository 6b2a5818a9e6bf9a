"""The dock: plots of a layer, units marked in a plot or on the map, and a click that shows where a change goes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsFileWidget, QgsMapLayerComboBox, QgsMapToolIdentifyFeature
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDockWidget,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gisplug.core.errors import GisplugError
from gisplug.core.palette import ACCENT, LISA
from gisplug.core.vocabulary import CLUSTERS
from gisplug.report.explorer.stored import read
from gisplug.toolbox.bridge.compat import POLYGON_LAYERS
from gisplug.toolbox.bridge.settings import engine_python
from gisplug.toolbox.bridge.words import tr
from gisplug.toolbox.dialogs.guess import guessed_id, guessed_name, guessed_period, guessed_value
from gisplug.toolbox.explorer.plots import Boxes, Histogram, Lines, Plot, Scatter
from gisplug.toolbox.explorer.series import Places, Series, from_layer, from_page, placed
from gisplug.toolbox.explorer.shock_layer import ShockLayer


class ExplorerDock(QDockWidget):
    """Moran scatter, line over time, histogram and boxes by cluster, linked with the selection of a layer."""

    def __init__(self, iface: Any) -> None:
        super().__init__(tr("gisplug explorer"), iface.mainWindow())
        self.setObjectName("gisplugExplorer")
        self.iface = iface
        self.places: Optional[Places] = None
        self.series: list[Series] = []
        self.page: Optional[dict[str, Any]] = None
        self.shock: Optional[ShockLayer] = None
        self.tool: Optional[QgsMapToolIdentifyFeature] = None
        self._watched: Optional[QgsVectorLayer] = None
        self._linking = False
        self._units_of: dict[int, int] = {}
        self._build()
        self._layer_changed(self.layer_box.currentLayer())

    # ------------------------------------------------------------ the window

    def _build(self) -> None:
        body = QWidget(self)
        column = QVBoxLayout(body)
        form = QFormLayout()
        self.layer_box = QgsMapLayerComboBox()
        self.layer_box.setFilters(POLYGON_LAYERS)
        self.id_box, self.name_box = QgsFieldComboBox(), QgsFieldComboBox()
        self.value_box, self.period_box = QgsFieldComboBox(), QgsFieldComboBox()
        for box in (self.name_box, self.period_box):
            box.setAllowEmptyFieldName(True)
        self.page_file, self.weights_file = QgsFileWidget(), QgsFileWidget()
        self.page_file.setFilter(tr("Page of the explorer") + " (*.html)")
        for label, box in (
            (tr("Layer"), self.layer_box),
            (tr("Id field"), self.id_box),
            (tr("Name field"), self.name_box),
            (tr("Variable"), self.value_box),
            (tr("Period field"), self.period_box),
            (tr("Weights file"), self.weights_file),
            (tr("Result of the tool Spillover explorer"), self.page_file),
        ):
            form.addRow(label, box)
        column.addLayout(form)
        self.load_button = QPushButton(tr("Show"))
        self.load_button.clicked.connect(self.load)
        column.addWidget(self.load_button)
        self.series_box = QComboBox()
        self.series_box.currentIndexChanged.connect(lambda _: self.draw())
        column.addWidget(self.series_box)
        column.addLayout(self._period_row())
        self.tabs = QTabWidget()
        self.scatter, self.lines, self.histogram, self.boxes = Scatter(), Lines(), Histogram(), Boxes()
        self.plots: dict[str, Plot] = {
            tr("Moran scatter"): self.scatter,
            tr("Over time"): self.lines,
            tr("Histogram"): self.histogram,
            tr("By cluster"): self.boxes,
        }
        for label, plot in self.plots.items():
            plot.brushed.connect(self._brushed)
            self.tabs.addTab(plot, label)
        column.addWidget(self.tabs, 1)
        column.addLayout(self._shock_row())
        self.told = QLabel()
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        self.setWidget(body)
        self.layer_box.layerChanged.connect(self._layer_changed)

    def _period_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.valueChanged.connect(lambda _: self.draw())
        self.period_label = QLabel()
        row.addWidget(QLabel(tr("Period")))
        row.addWidget(self.slider, 1)
        row.addWidget(self.period_label)
        return row

    def _shock_row(self) -> QVBoxLayout:
        rows, row = QVBoxLayout(), QHBoxLayout()
        self.shock_button = QCheckBox(tr("Click a unit, see where its change goes"))
        self.shock_button.toggled.connect(self._shock_toggled)
        self.variable_box, self.way_box = QComboBox(), QComboBox()
        self.way_box.addItem(tr("sent"), True)
        self.way_box.addItem(tr("received"), False)
        for box in (self.shock_button, self.variable_box, self.way_box):
            box.setEnabled(False)
        rows.addWidget(self.shock_button)
        row.addWidget(self.variable_box, 1)
        row.addWidget(self.way_box)
        rows.addLayout(row)
        return rows

    # ------------------------------------------------------------ reading

    def _layer_changed(self, layer: Optional[QgsVectorLayer]) -> None:
        for box in (self.id_box, self.name_box, self.value_box, self.period_box):
            box.setLayer(layer)
        if layer is None:
            return
        self.id_box.setField(guessed_id(layer))
        self.name_box.setField(guessed_name(layer))
        self.period_box.setField(guessed_period(layer))
        self.value_box.setField(guessed_value(layer))

    def load(self) -> None:
        """Read the layer, and the page or the weights where they are given, and draw; say what is wrong if it fails."""
        layer = self.layer_box.currentLayer()
        if layer is None:
            self.told.setText(tr("Add a polygon layer to the project first."))
            return
        try:
            self._read(layer)
        except GisplugError as problem:
            self.told.setText(str(problem))
            return
        self._units_of = self.places.units_of() if self.places else {}
        self._watch(layer)
        self.series_box.blockSignals(True)
        self.series_box.clear()
        self.series_box.addItems([s.label for s in self.series])
        self.series_box.blockSignals(False)
        models = self.page["models"] if self.page else []
        self.variable_box.clear()
        for m, model in enumerate(models):
            for v, variable in enumerate(model["variables"]):
                label = f"{variable['label']} \N{RIGHTWARDS ARROW} {model['outcome_label']}"
                self.variable_box.addItem(label, (m, v))
        for box in (self.shock_button, self.variable_box, self.way_box):
            box.setEnabled(bool(models))
        if models:  # the engine starts while plots are looked at: the first click does not wait for it
            from gisplug.engine.client import warm_up

            warm_up(engine_python())
        self.told.setText("")
        self.draw()

    def _read(self, layer: QgsVectorLayer) -> None:
        id, page = self.id_box.currentField(), self.page_file.filePath()
        if page:
            self.page = read(page)
            self.places, self.series = placed(self.page, layer, id), from_page(self.page)
            return
        self.page = None
        value, period = self.value_box.currentField(), self.period_box.currentField()
        if not id or not value:
            raise GisplugError(tr("Choose the id field and a variable."))
        self.places, self.series = from_layer(layer, id, self.name_box.currentField(), [value], period)
        weights = self.weights_file.filePath()
        if weights:
            from gisplug.engine.client import answer

            one = self.series[0]
            given = {"ids": self.places.ids, "values": one.values, "weights": weights}
            found = answer("moran", given, setting=engine_python())
            one.z, one.lag, one.moran = found["z"], found["lag"], list(found["I"])

    def _watch(self, layer: QgsVectorLayer) -> None:
        if self._watched is not layer:
            self._unwatch()
            layer.selectionChanged.connect(self._selected)
            layer.willBeDeleted.connect(self._layer_gone)
            self._watched = layer

    def _unwatch(self) -> None:
        if self._watched is not None:
            self._watched.selectionChanged.disconnect(self._selected)
            self._watched.willBeDeleted.disconnect(self._layer_gone)
            self._watched = None

    def _layer_gone(self) -> None:
        self._watched, self.places, self.series = None, None, []

    # ------------------------------------------------------------ drawing

    def current(self) -> Optional[Series]:
        """Return the series that is shown (T x N), None before anything was read."""
        k = self.series_box.currentIndex()
        return self.series[k] if 0 <= k < len(self.series) else None

    def draw(self) -> None:
        """Draw all plots for the series and period chosen."""
        one = self.current()
        if one is None or self.places is None:
            return
        self.slider.setRange(0, max(len(one.periods) - 1, 0))
        now = min(self.slider.value(), len(one.periods) - 1)
        self.period_label.setText(one.periods[now])
        for plot in self.plots.values():
            plot.names = self.places.names
        slope = one.moran[now] if one.moran else None
        self.tabs.setTabEnabled(0, one.z is not None)
        if one.z is not None and one.lag is not None:
            shown = math.nan if slope is None else slope
            self.scatter.title = f"{one.label}, {one.periods[now]}: I = {shown:.3f}"
            self.scatter.x_label, self.scatter.y_label = tr("Standardised value"), tr("Spatial lag")
            self.scatter.show_points(one.z[now], one.lag[now], slope)
        self.lines.title = self.histogram.title = self.boxes.title = f"{one.label}, {one.periods[now]}"
        self.lines.y_label, self.histogram.y_label = tr("Mean"), tr("Number of units")
        self.histogram.x_label = self.boxes.y_label = one.label
        self.lines.show_values(one.periods, one.values, now)
        self.histogram.show_values(one.values[now])
        self.boxes.show_groups(_groups(one, now))

    # ------------------------------------------------------------ brushing

    def _brushed(self, units: set[int], further: bool) -> None:
        """Units were marked in a plot: select their features, and mark them in the other plots."""
        if self.places is None or self._watched is None:
            return
        marked = units | (self.scatter.marked if further else set())
        self._linking = True
        try:
            self._watched.selectByIds([f for u in marked for f in self.places.features[u]])
        finally:
            self._linking = False
        self._mark(marked)

    def _selected(self, *_: Any) -> None:
        """Features were selected on the map or in the table: mark their units in all plots."""
        if not self._linking and self._watched is not None:
            ids = self._watched.selectedFeatureIds()
            self._mark({self._units_of[f] for f in ids if f in self._units_of})

    def _mark(self, units: set[int]) -> None:
        for plot in self.plots.values():
            plot.mark(units)
        if units and self.places is not None:
            some = ", ".join(self.places.names[u] for u in sorted(units)[:6])
            self.told.setText(tr("{n} marked: {some}", n=len(units), some=some + (" …" if len(units) > 6 else "")))

    # ------------------------------------------------------------ shocks

    def _shock_toggled(self, on: bool) -> None:
        canvas = self.iface.mapCanvas()
        if not on:
            if self.tool is not None:
                canvas.unsetMapTool(self.tool)
            return
        if self.places is None or self._watched is None:
            return
        if self.shock is None or self.shock.layer is None:
            self.shock = ShockLayer(self._watched, self.places)
        self.tool = QgsMapToolIdentifyFeature(canvas)
        self.tool.setLayer(self.shock.layer)
        self.tool.featureIdentified.connect(self._clicked)
        self.tool.deactivated.connect(lambda: self.shock_button.setChecked(False))
        canvas.setMapTool(self.tool)

    def _clicked(self, feature: Any) -> None:
        unit = self.shock.unit_of(feature.id()) if self.shock is not None else None
        if unit is not None:
            self.show_shock(unit)

    def show_shock(self, unit: int) -> None:
        """Colour the layer of the spread by the effects of a change in a unit."""
        from gisplug.engine.client import answer

        if self.shock is None or self.places is None or self.page is None:
            return
        model, variable = self.variable_box.currentData()
        outwards = bool(self.way_box.currentData())
        file = str(Path(self.page_file.filePath()).resolve())
        given = {"page": file, "model": model, "variable": variable, "unit": unit, "outwards": outwards}
        try:
            found = answer("spread", given, setting=engine_python())
        except GisplugError as problem:
            self.told.setText(str(problem))
            return
        self.shock.show(found["effect"], found["se"], unit)
        others = sum(v for k, v in enumerate(found["effect"]) if k != unit)
        said = (
            tr("A change of 1 in {unit}: {own} there, {others} in all others together.")
            if outwards
            else tr("A change of 1 in every unit: {own} in {unit} from its own, {others} from all others.")
        )
        own = f"{found['effect'][unit]:.4g}"
        self.told.setText(said.format(unit=self.places.names[unit], own=own, others=f"{others:.4g}"))

    def close_down(self) -> None:
        """Let go of the layer and the map tool."""
        self.shock_button.setChecked(False)
        self._unwatch()


def _groups(one: Series, now: int) -> list[tuple[str, str, dict[int, float]]]:
    values = {u: v for u, v in enumerate(one.values[now]) if math.isfinite(v)}
    if one.clusters is None:
        return [(tr("All units"), ACCENT, values)]
    codes = one.clusters[now]
    return [
        (tr(label), LISA[label], {u: v for u, v in values.items() if codes[u] == code})
        for code, label in enumerate(CLUSTERS)
    ]
