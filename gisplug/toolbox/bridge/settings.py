"""Options under Settings > Options > Processing > Providers > gisplug, and the proxy that QGIS uses."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsSettings

from gisplug.core.machine.variables import DASK, PYTHON
from gisplug.toolbox.bridge.words import tr


def register(icon: Any) -> None:
    """Add the options that name the engine's Python and a Dask cluster."""
    from processing.core.ProcessingConfig import ProcessingConfig, Setting

    ProcessingConfig.settingIcons["gisplug"] = icon
    label = tr("Python of the engine (empty: the one made by Set up engine)")
    ProcessingConfig.addSetting(Setting("gisplug", PYTHON, label, "", valuetype=Setting.FILE))
    label = tr("Dask cluster for parallel work, such as tcp://host:8786 (empty: this computer)")
    ProcessingConfig.addSetting(Setting("gisplug", DASK, label, "", valuetype=Setting.STRING))
    ProcessingConfig.readSettings()


def unregister() -> None:
    """Take the options back."""
    from processing.core.ProcessingConfig import ProcessingConfig

    ProcessingConfig.removeSetting(PYTHON)
    ProcessingConfig.removeSetting(DASK)


def engine_python() -> str:
    """Return the interpreter named in the options, or an empty text."""
    from processing.core.ProcessingConfig import ProcessingConfig

    return str(ProcessingConfig.getSetting(PYTHON) or "")


def dask_address() -> str:
    """Return the address of the Dask scheduler named in the options, or an empty text."""
    from processing.core.ProcessingConfig import ProcessingConfig

    return str(ProcessingConfig.getSetting(DASK) or "").strip()


def proxy() -> str:
    """Return the proxy of QGIS's network options as pip wants it, or an empty text."""
    found = QgsSettings()
    if not found.value("proxy/proxyEnabled", False, type=bool):
        return ""
    kind = str(found.value("proxy/proxyType", "") or "")
    host, port = str(found.value("proxy/proxyHost", "") or ""), str(found.value("proxy/proxyPort", "") or "")
    if not host or kind not in ("HttpProxy", "HttpCachingProxy", "Socks5Proxy"):
        return ""
    user, word = str(found.value("proxy/proxyUser", "") or ""), str(found.value("proxy/proxyPassword", "") or "")
    scheme = "socks5" if kind == "Socks5Proxy" else "http"
    return f"{scheme}://{_credentials(user, word)}{host}{':' + port if port else ''}"


def _credentials(user: str, word: str) -> str:
    from urllib.parse import quote

    return f"{quote(user, safe='')}:{quote(word, safe='')}@" if user else ""
