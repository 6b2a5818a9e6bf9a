"""Two parts of the package's metadata that hang on where the repository is; metadata.txt alone says where.

Project addresses, and README.md as the package index shows it: there, a relative link or picture leads nowhere.
"""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

RELATIVE = re.compile(r"(!?)(\[[^\]]*\])\((?![a-z]+:|#)([^)\s]+)\)")


class AddressHook(MetadataHookInterface):
    """Fills in `urls` and `readme`, which pyproject.toml calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add both to the metadata."""
        root = Path(self.root)
        parser = ConfigParser(interpolation=None)
        parser.read(root / "metadata.txt", encoding="utf-8")
        plugin = parser["general"]
        repository = plugin["repository"]
        metadata["urls"] = {
            "Homepage": plugin["homepage"],
            "Repository": repository,
            "Issues": plugin["tracker"],
            "Changelog": f"{repository}/blob/HEAD/CHANGELOG.md",
        }
        text = (root / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": absolute(text, repository)}


def absolute(text: str, repository: str) -> str:
    """Return Markdown whose relative links and pictures lead into the repository."""
    return RELATIVE.sub(lambda m: f"{m[1]}{m[2]}({repository}/{'raw' if m[1] else 'blob'}/HEAD/{m[3]})", text)
