"""What QGIS makes of the plugin folder: it registers the provider, in a window and in qgis_process alike."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsApplication

from gisplug.engine.words import speak
from gisplug.toolbox.bridge.words import install_translator, remove_translator, tr
from gisplug.toolbox.provider import GisplugProvider


class GisplugPlugin:
    """The plugin; `iface` is None in qgis_process."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: Optional[GisplugProvider] = None

    def initProcessing(self) -> None:
        """Register the tools; all that qgis_process calls."""
        if self.provider is None:
            install_translator()
            speak(tr)
            self.provider = GisplugProvider()
            QgsApplication.processingRegistry().addProvider(self.provider)
            self.provider.add_models()
            self.provider.algorithmsLoaded.emit()

    def initGui(self) -> None:
        """Register the tools in a QGIS window."""
        self.initProcessing()

    def unload(self) -> None:
        """Take everything back; the engine ends with it."""
        from gisplug.engine.client import stop_warm_worker

        stop_warm_worker()
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        remove_translator()
