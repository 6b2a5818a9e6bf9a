"""Layers of several periods: the time of their features, and a window that shows the last period of them."""

from __future__ import annotations

from typing import Optional

from qgis.core import (
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsInterval,
    QgsProject,
    QgsTemporalNavigationObject,
    QgsTemporalUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from gisplug.core.periods.moments import Moments, moments
from gisplug.toolbox.bridge import compat

PERIOD = "period"
WIDGET = "TemporalControllerWidget"  # where QGIS keeps the state of its temporal controller in a project


def show_last_period(layer: QgsVectorLayer) -> Optional[Moments]:
    """Let a layer that holds every unit in several periods be played; where its periods are no dates, filter it to the
    last. The file keeps all.

    Returns
    -------
    Moments or None
        When its features begin and end, where they are dated.
    """
    index = layer.fields().indexOf(PERIOD)
    if index < 0 or not layer.isSpatial() or layer.subsetString():
        return None
    periods = sorted(layer.uniqueValues(index), key=str)
    if len(periods) < 2:
        return None
    when = moments([str(p) for p in periods])
    if when is None:
        last = periods[-1]
        shown = str(last) if isinstance(last, (int, float)) else "'" + str(last).replace("'", "''") + "'"
        layer.setSubsetString(f'"{PERIOD}" = {shown}')
        layer.setName(f"{layer.name()} {last}")
        return None
    time = layer.temporalProperties()
    time.setMode(compat.TIME_BY_EXPRESSIONS)
    time.setStartExpression(when.start)
    time.setEndExpression(when.end)
    time.setIsActive(True)
    return when


def last_range(layer: QgsVectorLayer, when: Moments) -> QgsDateTimeRange:
    """Return the time of the last period of a layer."""
    index = layer.fields().indexOf(PERIOD)
    last = max(layer.uniqueValues(index), key=str)
    feature = QgsFeature(layer.fields())
    feature.setAttribute(index, last)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    begin, end = (QgsExpression(text).evaluate(context) for text in (when.start, when.end))
    return QgsDateTimeRange(QDateTime(begin), QDateTime(end))


def show_in_window(layer: QgsVectorLayer, when: Moments) -> None:
    """Set the temporal controller of the window to the last period of a layer; its slider then plays all."""
    from qgis.utils import iface

    controller = iface.mapCanvas().temporalController() if iface is not None else None
    if not isinstance(controller, QgsTemporalNavigationObject):
        return
    extent = QgsTemporalUtils.calculateTemporalRangeForProject(QgsProject.instance())
    if extent.begin().isValid() and extent.end().isValid():
        _keep(QgsProject.instance(), extent, when)
        controller.setFrameDuration(QgsInterval(when.step, compat.TIME_UNITS[when.unit]))
        controller.setTemporalExtents(extent)
        controller.setNavigationMode(compat.ANIMATED)
        controller.setCurrentFrameNumber(controller.totalFrameCount() - 1)
        last = last_range(layer, when)
        frames = range(controller.totalFrameCount())
        there = [k for k in frames if controller.dateTimeRangeForFrameNumber(k).overlaps(last)]
        if there:
            controller.setCurrentFrameNumber(there[-1])


def keep_last(project: QgsProject, layer: QgsVectorLayer, when: Moments) -> None:
    """Let a project that is opened later show the last period of a layer, and know how long its periods are."""
    last = last_range(layer, when)
    _keep(project, QgsTemporalUtils.calculateTemporalRangeForProject(project), when)
    project.writeEntry(WIDGET, "/NavigationMode", 2)  # a fixed range; "Animated" plays
    for name, moment in (("/StartDateTime", last.begin()), ("/EndDateTime", last.end())):
        project.writeEntry(WIDGET, name, moment.toString(Qt.DateFormat.ISODateWithMs))


def _keep(project: QgsProject, extent: QgsDateTimeRange, when: Moments) -> None:
    settings = project.timeSettings()
    settings.setTemporalRange(extent)
    settings.setTimeStep(when.step)
    settings.setTimeStepUnit(compat.TIME_UNITS[when.unit])
