"""Part of gui_script.py: dialogs that fill themselves, and layers that the temporal controller plays."""

import shutil
from pathlib import Path

import processing
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.utils import iface


def dialogs(given, wait, picture):
    """Open dialogs of a project whose layers stand in the wrong order, pick, check the inputs; return what was seen."""
    project, seen = QgsProject.instance(), {}
    project.clear()
    layers = [QgsVectorLayer(given[name], name, "ogr") for name in ("panel", "units")]
    project.addMapLayers(layers)
    names = {layer.id(): layer.name() for layer in layers}
    made = processing.run("gisplug:weights_contiguity", {**given["weights"], "WEIGHTS": "TEMPORARY_OUTPUT"})
    opened = processing.createAlgorithmDialog("gisplug:local_moran", {})
    seen["kind"] = type(opened).__name__
    seen["lisa"] = [names.get(value(opened, name), value(opened, name)) for name in ("PANEL", "UNIT", "PERIOD")]
    opened.close()
    opened = processing.createAlgorithmDialog("gisplug:weights_contiguity", {})
    seen["contiguity"] = [names.get(value(opened, n), value(opened, n)) for n in ("UNITS", "ID", "WEIGHTS")]
    opened.resize(1000, 760)
    opened.show()
    picture(opened, "weights")
    opened.close()
    opened = processing.createAlgorithmDialog("gisplug:spatial_panel", {})
    opened.resize(1000, 760)
    opened.show()
    wrappers, context = opened.mainWidget().wrappers, opened.mainWidget().processing_context
    seen["recent"] = [wrappers["WEIGHTS"].box.currentText(), value(opened, "WEIGHTS") == made["WEIGHTS"]]
    wrappers["OUTCOME"].setParameterValue("develop", context)
    wrappers["REGRESSORS"].setParameterValue(["agg", "wage"], context)
    seen["lagged"] = [offered(wrappers["LAGGED"])]
    wrappers["LAGGED"].setParameterValue(["wage"], context)
    wrappers["REGRESSORS"].setParameterValue(["agg", "wage", "second"], context)
    seen["lagged"] += [offered(wrappers["LAGGED"]), value(opened, "LAGGED")]
    wrappers["FORMULA"].setParameterValue("develop ~ agg + log(third) | unit", context)
    seen["lagged"].append(offered(wrappers["LAGGED"]))
    wrappers["FORMULA"].setParameterValue("", context)
    picture(opened, "picked")
    opened.check()
    for _ in range(240):
        wait(0.5)
        if opened.check_button.isEnabled():
            break
    seen["checked"] = "\n".join(widget.toPlainText() for widget in opened.findChildren(_text_edit()))
    picture(opened, "checked")
    opened.close()
    opened = processing.createAlgorithmDialog("gisplug:weights_comparison", {})
    wrapper = opened.mainWidget().wrappers["WEIGHTS_LIST"]
    wrapper.setParameterValue([made["WEIGHTS"], "/elsewhere/w.gal"], context)
    seen["several"] = [wrapper.box.itemText(0), wrapper.parameterValue() == [made["WEIGHTS"], "/elsewhere/w.gal"]]
    opened.close()
    seen["product"] = product(given, context)
    project.clear()
    return seen


def product(given, context):
    """Tick a raster that is named as its publisher names it; return the product that is chosen then."""
    file = Path(given["folder"]) / "VNL_v21_npp_2014_global_vcmslcfg_c.tif"
    shutil.copy(given["raster"], file)
    layer = QgsRasterLayer(str(file), "lights")
    QgsProject.instance().addMapLayer(layer)
    opened = processing.createAlgorithmDialog("gisplug:lights_aggregate", {})
    before = value(opened, "PRODUCT")
    opened.mainWidget().wrappers["RASTERS"].setParameterValue([layer.id()], context)
    after = value(opened, "PRODUCT")
    opened.close()
    return [before, after]


def played(wait):
    """Return (year, frames, colours of the map that differ from the frame before) of the temporal controller."""
    canvas = iface.mapCanvas()
    controller = canvas.temporalController()
    seen = [[canvas.temporalRange().begin().date().year(), controller.totalFrameCount()]]
    images = []
    for frame in (controller.totalFrameCount() - 1, 0):
        controller.setCurrentFrameNumber(frame)
        canvas.refreshAllLayers()
        canvas.waitWhileRendering()
        wait(0.3)
        images.append(canvas.grab().toImage())
        seen.append(canvas.temporalRange().begin().date().year())
    seen.append(images[0] != images[1])
    controller.setCurrentFrameNumber(controller.totalFrameCount() - 1)
    return seen


def value(dialog, name):
    """Return what the widget of a parameter holds."""
    return dialog.mainWidget().wrappers[name].parameterValue()


def offered(wrapper):
    """Return what a box offers."""
    return [wrapper.widget.itemText(i) for i in range(wrapper.widget.count())]


def _text_edit():
    from qgis.PyQt.QtWidgets import QTextEdit

    return QTextEdit
