"""Weights that tools made, so that the next dialog offers them; kept in the settings of QGIS while the files exist."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from qgis.core import QgsSettings

KEY = "gisplug/recent_weights"
MOST = 12
_now: set[str] = set()  # what was made since QGIS was started


def note(label: str, path: str) -> None:
    """Remember a file; `label` says which tool made it."""
    _now.add(path)
    made = datetime.now().strftime("%H:%M")
    kept = [entry for entry in _entries() if entry[1] != path]
    QgsSettings().setValue(KEY, json.dumps([[f"{label}, {made}", path], *kept][:MOST]))


def recent() -> list[tuple[str, str]]:
    """Return (what it is called, path) of the files that still exist, the newest first."""
    return [(label, path) for label, path in _entries() if Path(path).is_file()]


def is_new(path: str) -> bool:
    """Whether a file was made since QGIS was started."""
    return path in _now


def _entries() -> list[list[str]]:
    try:
        found = json.loads(str(QgsSettings().value(KEY, "[]")))
    except ValueError:
        return []
    return [entry for entry in found if isinstance(entry, list) and len(entry) == 2]
