"""Options under Settings > Options > Processing > Providers > gisplug, and the proxy that QGIS uses."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsSettings

from gisplug.engine.places import VARIABLE
from gisplug.toolbox.words import tr


def register(icon: Any) -> None:
    """Add the option that names the engine's Python."""
    from processing.core.ProcessingConfig import ProcessingConfig, Setting

    ProcessingConfig.settingIcons["gisplug"] = icon
    label = tr("Python of the engine (empty: the one made by Set up engine)")
    ProcessingConfig.addSetting(Setting("gisplug", VARIABLE, label, "", valuetype=Setting.FILE))
    ProcessingConfig.readSettings()


def unregister() -> None:
    """Take the option back."""
    from processing.core.ProcessingConfig import ProcessingConfig

    ProcessingConfig.removeSetting(VARIABLE)


def engine_python() -> str:
    """Return the interpreter named in the options, or an empty text."""
    from processing.core.ProcessingConfig import ProcessingConfig

    return str(ProcessingConfig.getSetting(VARIABLE) or "")


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
