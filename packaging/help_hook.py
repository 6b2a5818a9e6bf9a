"""The documentation as HTML travels in the wheel, and from there in the QGIS plugin: gisplug/help/en and /zh."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class HelpHook(BuildHookInterface):
    """Builds the site for standard wheels; an editable installation reads what `make docs-site` builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build both languages and put them into the wheel."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "scripts" / "docs"))
        from build_site import LANGUAGES, site

        built = site()
        for language in LANGUAGES:
            build_data["force_include"][str(built / language)] = f"gisplug/help/{language}"
