"""Runs inside a QGIS window (qgis --code): opens toolbox and dialogs, runs tools, takes pictures, notes what was
seen.
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import ClassVar

import processing
import qgis.utils
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QEventLoop, QObject, Qt, QTimer, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QDockWidget, QTextEdit
from qgis.utils import iface

sys.path.insert(0, str(Path(os.environ["GISPLUG_GUI_SCRIPTS"])))
from gui_dialogs import dialogs, played

OUT = Path(os.environ["GISPLUG_GUI_OUT"])
HEAVY = ("pandas", "geopandas", "rasterio", "libpysal", "scipy", "shapely", "statsmodels", "esda", "spreg")
HELP = QDialogButtonBox.StandardButton.Help
seen = {"errors": []}


def wait(seconds):
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    getattr(loop, "exec", getattr(loop, "exec_", None))()


def picture(widget, name):
    wait(0.6)
    QApplication.processEvents()
    widget.grab().save(str(OUT / f"{name}.png"))


def run(tool, **given):
    start = time.perf_counter()
    made = processing.runAndLoadResults(f"gisplug:{tool}", given)
    seen.setdefault("seconds", []).append([tool, round(time.perf_counter() - start, 3)])
    wait(0.3)
    return made


def toolbox():
    dock = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    dock.setVisible(True)
    dock.raise_()
    dock.setFixedWidth(430)
    view = dock.algorithmTree
    model = view.model()
    wait(0.5)
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if "gisplug" in str(model.data(index)):
            view.expand(index)
            shown = [str(model.data(model.index(r, 0, index))) for r in range(model.rowCount(index))]
            seen["groups"] = shown
            for r in range(model.rowCount(index)):
                if shown[r] in ("Autocorrelation", "Spatial models", "空间自相关", "空间计量模型"):
                    view.expand(model.index(r, 0, index))
            view.scrollTo(index, view.ScrollHint.PositionAtTop)
    return dock


def shown_map(title, canvas_layers=None):
    canvas = iface.mapCanvas()
    canvas.zoomToFullExtent()
    canvas.refreshAllLayers()
    canvas.waitWhileRendering()
    picture(iface.mainWindow(), title)


def tree():
    return [
        [child.name(), [sub.name() for sub in child.children()]]
        if hasattr(child, "children") and child.children()
        else child.name()
        for child in QgsProject.instance().layerTreeRoot().children()
    ]


def work():
    given = json.loads((OUT / "given.json").read_text(encoding="utf-8"))
    seen["plugin_time"] = qgis.utils.plugin_times.get("gisplug")
    window = iface.mainWindow()
    window.resize(1500, 900)
    for name in ("Browser", "MessageLog"):
        dock = window.findChild(QDockWidget, name)
        if dock is not None:
            dock.setVisible(False)
    dock = toolbox()
    picture(window, "toolbox")
    dock.setVisible(False)
    run("load_demo_data")
    shown_map("demo")
    seen["demo_tree"] = tree()
    QgsProject.instance().clear()
    weights = run("weights_contiguity", **given["weights"])
    seen["links"] = weights["LINKS_NUMBER"]
    shown_map("links")
    QgsProject.instance().clear()
    lisa = run("local_moran", **given["lisa"])
    shown_map("lisa")
    layer = next(iter(QgsProject.instance().mapLayersByName(given["lisa_name"])), None)
    seen["lisa"] = [layer.renderer().type(), layer.renderer().classAttribute(), layer.subsetString()] if layer else None
    seen["played"] = played(wait)
    seen["lisa_tree"] = tree()
    assert lisa["LAYER"]
    QgsProject.instance().clear()
    run("spillover_map", **given["spillover"])
    shown_map("spillover")
    seen["spillover_tree"] = tree()
    QgsProject.instance().clear()
    run("load_demo_data")
    panel = next(
        layer.id()
        for layer in QgsProject.instance().mapLayers().values()
        if layer.name().lower() in ("panel", "面板数据")
    )
    dialog = processing.createAlgorithmDialog("gisplug:spatial_panel", {**given["dialog"], "PANEL": panel})
    dialog.show()
    dialog.resize(1000, 760)
    picture(dialog, "dialog")
    boxes = [w for w in dialog.findChildren(type(dialog)) if w is not dialog]
    seen["dialog_children"] = len(boxes)
    seen["help"] = pressed_help(dialog)
    dialog.close()
    seen["dialogs"] = dialogs(given["dialogs"], wait, picture)
    seen["doctor"] = doctor()
    designer_and_batch(window)
    from gisplug.toolbox.bridge.dialog import EngineDialog

    offer = EngineDialog("", window)
    offer.show()
    picture(offer, "engine")
    offer.close()
    explorer(given["explorer"])
    QgsProject.instance().clear()
    for _ in range(3):
        run("panel_describe", **given["describe"])
    QgsProject.instance().clear()
    seen["heavy"] = [name for name in HEAVY if name in sys.modules]
    maps = Path("/proc/self/maps").read_text(encoding="utf-8")
    seen["engine_libraries"] = sorted({line.split("/")[-1] for line in maps.splitlines() if ".venv/" in line})
    seen["locale"] = QgsApplication.instance().locale()


def explorer(given):
    """Open the dock, brush in its scatter plot, select on the map, click a unit and see its change spread."""
    from qgis.core import QgsGeometry, QgsVectorLayer
    from qgis.PyQt.QtCore import QPoint, QPointF
    from qgis.PyQt.QtTest import QTest

    QgsProject.instance().clear()
    made = processing.run("gisplug:explorer", given["tool"])
    layer = QgsVectorLayer(given["layer"], "provinces", "ogr")
    QgsProject.instance().addMapLayer(layer)
    canvas = iface.mapCanvas()
    canvas.zoomToFullExtent()
    told = {"early": "gisplug.toolbox.explorer.dock" in sys.modules}
    plugin = qgis.utils.plugins["gisplug"]
    plugin.action.trigger()
    dock = plugin.dock
    dock.resize(420, 860)
    dock.page_file.setFilePath(made["PAGE"])
    dock.id_box.setField(given["id"])
    dock.load_button.click()
    wait(0.5)
    told |= {"said": dock.told.text(), "series": [s.label for s in dock.series], "units": len(dock.places.ids)}
    plot, left = dock.scatter, Qt.MouseButton.LeftButton
    first, last = QPoint(60, 30), QPoint(plot.width() // 2, plot.height() - 45)
    QTest.mousePress(plot, left, Qt.KeyboardModifier.NoModifier, first)
    QTest.mouseMove(plot, last)
    QTest.mouseRelease(plot, left, Qt.KeyboardModifier.NoModifier, last)
    told["brushed"] = [len(plot.marked), layer.selectedFeatureCount(), len(dock.lines.marked)]
    picture(iface.mainWindow(), "explorer")
    layer.selectByExpression(given["select"])
    told["selected"] = [sorted(dock.places.names[u] for u in dock.histogram.marked), layer.selectedFeatureCount()]
    dock.tabs.setCurrentIndex(1)
    dock.slider.setValue(0)
    told["period"] = dock.period_label.text()
    picture(dock, "explorer-lines")
    dock.slider.setValue(13)
    dock.tabs.setCurrentIndex(3)
    picture(dock, "explorer-boxes")
    layer.removeSelection()
    told["boxes"] = [label for label, _, _ in dock.boxes._groups]
    dock.shock_button.click()
    told["clicks"] = []
    for unit in given["units"]:
        feature = layer.getFeature(dock.places.features[dock.places.names.index(unit)][0])
        inside = feature.geometry().pointOnSurface()
        inside.transform(_to_canvas(layer, canvas))
        point = canvas.getCoordinateTransform().transform(inside.asPoint())
        start = time.perf_counter()
        QTest.mouseClick(
            canvas.viewport(), left, Qt.KeyboardModifier.NoModifier, QPointF(point.x(), point.y()).toPoint()
        )
        canvas.waitWhileRendering()
        told["clicks"].append([unit, round(time.perf_counter() - start, 3), dock.told.text()])
    assert QgsGeometry is not None
    told["classes"] = len(dock.shock.layer.renderer().ranges()) if dock.shock else 0
    shown_map("explorer-shock")
    dock.shock_button.setChecked(False)
    dock.setVisible(False)
    seen["explorer"] = told


def _to_canvas(layer, canvas):
    from qgis.core import QgsCoordinateTransform

    return QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance())


def designer_and_batch(window):
    """Open a tool as a step of a model and as a batch, and take the choices back out of the widgets."""
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
    from qgis.core import QgsProcessingModelAlgorithm

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("gisplug:spatial_panel")
    step = ModelerParametersDialog(algorithm, QgsProcessingModelAlgorithm())
    step.show()
    picture(step, "model-step")
    child = step.createAlgorithm()
    sources = child.parameterSources()["MODEL"] if child is not None else []
    seen["model_step"] = [source.staticValue() for source in sources]
    step.close()
    batch = BatchAlgorithmDialog(algorithm, parent=window)
    batch.show()
    wait(0.5)
    seen["batch_columns"] = batch.mainWidget().tblParameters.columnCount()
    batch.close()


class Browser(QObject):
    """Stands in for the browser: remembers which address QGIS opens."""

    opened: ClassVar[list] = []

    @pyqtSlot(QUrl)
    def open(self, url):
        self.opened.append(url.toString())


def pressed_help(dialog):
    """Press the Help button and return what was opened."""
    browser = Browser()
    for scheme in ("file", "http", "https"):
        QDesktopServices.setUrlHandler(scheme, browser, "open")
    box = next(box for box in dialog.findChildren(QDialogButtonBox) if box.button(HELP) is not None)
    box.button(HELP).click()
    wait(0.5)
    for scheme in ("file", "http", "https"):
        QDesktopServices.unsetUrlHandler(scheme)
    return browser.opened


def doctor():
    """Run the doctor from its dialog, as a user does, and return its log."""
    dialog = processing.createAlgorithmDialog("gisplug:doctor", {})
    dialog.resize(1000, 760)
    dialog.show()
    dialog.runButton().click()
    until = time.monotonic() + 60
    while time.monotonic() < until and not dialog.wasExecuted():
        wait(0.3)
    wait(1)
    picture(dialog, "doctor")
    text = "\n".join(edit.toPlainText() for edit in dialog.findChildren(QTextEdit))
    dialog.close()
    return text


def begin():
    try:
        work()
    except BaseException:
        seen["errors"].append(traceback.format_exc())
    (OUT / "seen.json").write_text(json.dumps(seen, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    QgsProject.instance().clear()
    from gisplug.engine.client import stop_warm_worker

    stop_warm_worker()
    os._exit(0)


assert Qt is not None
QTimer.singleShot(3000, begin)
