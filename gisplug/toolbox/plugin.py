"""What QGIS makes of the plugin folder: it registers the provider, in a window and in qgis_process alike."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsApplication

from gisplug.toolbox.bridge.words import speak_as_qgis, tr
from gisplug.toolbox.provider import ICONS, GisplugProvider


class GisplugPlugin:
    """The plugin; `iface` is None in qgis_process."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: Optional[GisplugProvider] = None
        self.action: Any = None
        self.dock: Any = None

    def initProcessing(self) -> None:
        """Register the tools; all that qgis_process calls."""
        if self.provider is None:
            speak_as_qgis()
            self.provider = GisplugProvider(in_steps=self.iface is not None)
            QgsApplication.processingRegistry().addProvider(self.provider)
            self.provider.go_on()

    def initGui(self) -> None:
        """Register the tools in a QGIS window, and the explorer in its menu."""
        self.initProcessing()
        from qgis.PyQt.QtGui import QIcon

        from gisplug.toolbox.bridge.compat import ACTION

        self.action = ACTION(QIcon(str(ICONS / "gisplug.svg")), tr("gisplug explorer"), self.iface.mainWindow())
        self.action.setObjectName("gisplugExplorerAction")
        self.action.triggered.connect(lambda _=False: self.show_explorer())
        self.iface.addPluginToMenu("gisplug", self.action)

    def show_explorer(self) -> None:
        """Open the dock of the explorer; what it needs is loaded now."""
        from qgis.PyQt.QtCore import Qt

        from gisplug.toolbox.explorer.dock import ExplorerDock

        if self.dock is None:
            self.dock = ExplorerDock(self.iface)
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.setVisible(True)
        self.dock.raise_()

    def unload(self) -> None:
        """Take everything back; the engine ends with it."""
        from gisplug.engine.client import stop_warm_worker

        stop_warm_worker()
        if self.dock is not None:
            self.dock.close_down()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        if self.action is not None:
            self.iface.removePluginMenu("gisplug", self.action)
            self.action = None
        if self.provider is not None:
            self.provider.stop()
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
