"""What values of a study file stand for: files of earlier steps ("@name.output"), weights by name, paths."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gisplug.core.database.address import is_address
from gisplug.core.declare import Tool
from gisplug.core.messages import message
from gisplug.study.plan.draft import Draft, slug
from gisplug.study.plan.source import Source, alike
from gisplug.study.plan.step import At

_REFERENCE = re.compile(r"^@([\w-]+)(?:\.(\w+))?$")
FILE_KINDS = (  # kinds of parameters that name files
    "polygons",
    "points",
    "vector",
    "table",
    "raster",
    "rasters",
    "weights",
    "weights_list",
    "file",
    "folder",
)
# a member of an archive that is named from the folder of the study
_ARCHIVE = re.compile(r"(/vsi(?:zip|tar|gzip|7z|rar)/|zip://)([^/{].*)")


def referred(draft: Draft, tool: Tool, key: str, value: Any, at: At) -> Any:
    """Return the value of a parameter with names of W, references and paths resolved."""
    param = next((p for p in tool if p.name == key), None)
    if param is None:
        return value
    if param.kind in ("weights", "weights_list"):
        several = param.kind == "weights_list" and isinstance(value, str)
        names = re.split(r"\s*[,;]\s*", value.strip()) if several else value if isinstance(value, list) else [value]
        made = [absolute(draft.source, draft.weights.get(str(n), n)) for n in names]
        return made if param.kind == "weights_list" else made[0]
    if isinstance(value, str) and (found := _REFERENCE.match(value)):
        return _reference(draft, found[1], found[2], at, key)
    if param.kind in FILE_KINDS:
        return [absolute(draft.source, v) for v in value] if isinstance(value, list) else absolute(draft.source, value)
    return value


def _reference(draft: Draft, name: str, output: str | None, at: At, key: str) -> str:
    step = next((s for s in draft.steps if s.name == slug(name)), None)
    if step is None:
        names = [s.name for s in draft.steps]
        raise draft.source.refuse(
            *at,
            key,
            message(
                "no earlier step is called {name!r}.{alike} So far: {names}.",
                name=name,
                alike=alike(name, names),
                names=", ".join(names),
            ),
        )
    if step.kind != "tool":
        return f"@{step.name}.{step.kind}"
    outputs = [o.name for o in draft.registry(step.tool).outputs]
    output = output or outputs[0]
    if output not in outputs:
        raise draft.source.refuse(
            *at,
            key,
            message(
                "step {step} has no output {output!r}.{alike} It has: {outputs}.",
                step=step.name,
                output=output,
                alike=alike(output, outputs),
                outputs=", ".join(outputs),
            ),
        )
    return f"@{step.name}.{output}"


def absolute(source: Source, value: Any) -> Any:
    """Make a path of the study file absolute, or each of "a.tif;b.tif"; names of the shelves and references stay."""
    if not isinstance(value, (str, Path)) or not str(value) or str(value).startswith("@") or is_address(value):
        return value
    text = str(value)
    if ";" in text and not (source.folder / text).exists():
        return ";".join(str(absolute(source, part.strip())) for part in text.split(";"))
    archived = _ARCHIVE.fullmatch(text)
    if archived:
        return f"{archived[1]}{source.folder / archived[2]}"
    plain, bar, layer = text.partition("|")
    path = source.folder / plain
    pattern = "{" in plain or "*" in plain
    if path.exists() or pattern or "/" in plain or "\\" in plain or Path(plain).suffix:
        return str(path) + bar + layer if not Path(plain).is_absolute() else text
    return text
