"""The one version, read from metadata.txt. Standard library only."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def version() -> str:
    """Return the version of this copy of gisplug (plugin folder, wheel or checkout)."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package, package.parent):
        file = folder / "metadata.txt"
        if file.is_file():
            found = re.search(r"(?m)^version=(\S+)", file.read_text(encoding="utf-8"))
            if found:
                return found.group(1)
    return "0+unknown"
