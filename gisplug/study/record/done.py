"""A finished step of a study: where its files lie, what it returned, what it said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gisplug.core.identity.sources import Seen
from gisplug.study.plan.step import Step


@dataclass(frozen=True)
class Done:
    """A finished step: where its files lie, what it returned, what it said, and which files it was made from."""

    step: Step
    folder: Path
    results: Mapping[str, Any]
    notes: tuple[tuple[str, str], ...]
    reused: bool
    inputs: tuple[Seen, ...] = ()

    def path(self, output: str) -> Path | None:
        """Return the file of an output, or None if it was not made."""
        name = self.results.get(output)
        return self.folder / name["file"] if isinstance(name, Mapping) and "file" in name else None
