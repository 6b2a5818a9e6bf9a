"""Which files stand behind the parameters of a step: found as the readers find them, known by name and content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gisplug.core.declare import Tool
from gisplug.core.errors import GisplugError
from gisplug.core.identity.hashes import Hashes
from gisplug.core.identity.sources import Seen, Source, known_as, seen
from gisplug.core.messages import message
from gisplug.core.output.files import split_source
from gisplug.core.shelves import boundary_sets, demo_table, light_products
from gisplug.lights.sources import found_at
from gisplug.study.plan.references import FILE_KINDS

_LAYERS = ("polygons", "points", "vector")
OWN: dict[str, dict[str, str]] = {  # what steps that the study does itself read, and as what
    "alignment": {"path": "table", "units": "polygons", "aliases": "table"},
    "panel": {
        "path": "table",
        "lights_table": "table",
        "joined": "table",
        "aliases": "table",
        "sample": "table",
    },
    "units": {"path": "polygons"},
}
_ELSEWHERE = re.compile(r"^(/vsi|[a-z]{2,}://)", re.IGNORECASE)  # in an archive, or on the network


@dataclass(frozen=True)
class Inputs:
    """What a step reads. `files` are {parameter: what was named, in order}, `values` the other parameters."""

    files: Mapping[str, tuple[Source, ...]]
    values: Mapping[str, Any]

    @property
    def seen(self) -> tuple[Seen, ...]:
        """Every file, those of earlier steps too."""
        return tuple(file for sources in self.files.values() for source in sources for file in source.files)

    @property
    def whole(self) -> bool:
        """Whether all that was named could be looked at; where not, nothing tells whether it changed."""
        return all(source.files for sources in self.files.values() for source in sources)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data for a key."""
        files = {name: [source.plain() for source in sources] for name, sources in self.files.items()}
        return {"files": files, "values": dict(self.values)}


class Files:
    """Looks at the files of one study: `home` is its folder, `made` the folder with what its steps made."""

    def __init__(self, home: Path, made: Path, hashes: Hashes) -> None:
        self.home, self.made, self.hashes = home, made, hashes

    def of_tool(self, tool: Tool, params: Mapping[str, Any], idle: Sequence[str] = ()) -> Inputs:
        """Return what a call reads.

        Parameters
        ----------
        params
            As `Tool.complete` gives them.
        idle
            Parameters that change nothing in the results.
        """
        kinds = {p.name: p.kind for p in tool if p.name not in idle}
        named = {n: k for n, k in kinds.items() if k in FILE_KINDS and params.get(n) is not None}
        files = {name: self.of(kind, params[name]) for name, kind in named.items()}
        return Inputs(files, {name: params.get(name) for name in kinds if name not in named})

    def of_own(self, kind: str, given: Mapping[str, Any]) -> Inputs:
        """Return what a step that the study does itself reads."""
        named = {n: k for n, k in OWN[kind].items() if given.get(n)}
        files = {name: self.of(k, given[name]) for name, k in named.items()}
        values = {name: value for name, value in given.items() if name not in named}
        for place, other in enumerate(values.get("join", ())):
            files[message("join {place}", place=place + 1)] = self.of("table", other.get("path", ""))
        for name, path in values.pop("weights", {}).items():
            files[message("weights {name}", name=name)] = self.of("weights", path)
        values["join"] = [{n: v for n, v in other.items() if n != "path"} for other in values.get("join", ())]
        return Inputs(files, values)

    def of(self, kind: str, value: Any) -> tuple[Source, ...]:
        """Return what a parameter of a kind (of FILE_KINDS) names, in the order that has a meaning."""
        return tuple(
            seen(source, part, self.home, self.hashes, self.made) for source, part in what_is_named(kind, value)
        )

    def portable(self, value: Any) -> Any:
        """Return the value of a parameter with paths as seen from the study, so that a record knows no machine."""
        if isinstance(value, list):
            return [self.portable(v) for v in value]
        if isinstance(value, Mapping):
            return {k: self.portable(v) for k, v in value.items()}
        if not isinstance(value, str):
            return value
        return ";".join(map(self._portable, value.split(";")))

    def _portable(self, text: str) -> str:
        plain, part = split_source(text)
        if _ELSEWHERE.match(plain):
            return text.replace(f"{self.home.as_posix()}/", "")
        if not Path(plain).is_absolute():
            return text
        return known_as(Path(plain), self.home, self.made) + (f"|{part}" if part else "")


def what_is_named(kind: str, value: Any) -> Iterator[tuple[str | Path, str]]:
    """Yield each file or folder that is named, and which part of it is meant."""
    if kind == "rasters":
        yield from _rasters(value)
        return
    for item in value if isinstance(value, (list, tuple)) else [value]:
        plain, part = split_source(str(item))
        shelved = _shelved(kind, plain)
        yield (shelved, plain) if shelved is not None else (plain, part)


def _rasters(value: Any) -> Iterator[tuple[str | Path, str]]:
    try:
        found = found_at(value)
    except (GisplugError, OSError):  # the step itself says what is wrong
        yield "", str(value)
        return
    for one in found:
        yield one.file.path, f"{one.told.period} {one.told.satellite} {one.file.member}".rstrip()


def on_shelf(kind: str, name: str) -> bool:
    """Return whether a name that is no path stands for something that gisplug brings along."""
    return name in light_products() if kind == "rasters" else _shelved(kind, name) is not None


def _shelved(kind: str, name: str) -> Path | None:
    """Return the file of a name of the shelves, as `read_table` and `read_units` find it."""
    if kind == "table":
        return demo_table(name)
    if kind not in _LAYERS or Path(name).exists():
        return None
    known = boundary_sets().get(name)
    return known.path if known is not None else None
