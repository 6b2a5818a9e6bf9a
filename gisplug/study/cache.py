"""Finished steps are kept by the content of everything that went into them, and used again when nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from gisplug.core.declare import Tool
from gisplug.core.errors import GisplugError
from gisplug.core.shelves import boundary_sets, light_products, shelf

LARGE = 64 * 2**20  # bytes from which a file is known by size, time and samples instead of every byte
SAMPLE = 2**20
_FILES = ("polygons", "points", "vector", "table", "raster", "rasters", "weights", "weights_list", "file", "folder")
_SIDECARS = (".shp", ".dbf", ".shx", ".prj", ".cpg", ".tfw", ".aux.xml")


def step_key(tool: Tool | None, params: Mapping[str, Any], outputs: Iterable[str], settings: Mapping[str, Any]) -> str:
    """Return the hash of a step: code, tool, parameters, content of all files read, outputs wanted, language and
    formats.
    """
    kinds = {p.name: p.kind for p in tool} if tool else {}
    plain: dict[str, Any] = {}
    for name, value in params.items():
        plain[name] = file_hashes(value) if kinds.get(name) in _FILES and value is not None else value
    whole = {
        "code": code_hash(),
        "tool": tool.id if tool else "panel",
        "params": plain,
        "outputs": sorted(outputs),
        "settings": settings,
    }
    return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()


def file_hashes(value: Any) -> dict[str, str]:
    """Return {name: SHA-256} of every file behind a parameter: a path, a list, a folder, a pattern or a name of the
    shelves.
    """
    items = value if isinstance(value, (list, tuple)) else [value]
    return {path.name: file_hash(path) for item in items for path in files_of(str(item))}


def files_of(text: str) -> list[Path]:
    """Return the files that a path, pattern, folder or shelf name stands for; none if it is none of these."""
    plain = text.partition("|")[0]
    shelved = _shelved(plain)
    if shelved:
        plain = shelved
    path = Path(plain)
    if path.is_dir():
        return sorted(p for p in path.iterdir() if p.is_file())
    if path.is_file():
        return sorted(
            {path, *(p for p in path.parent.glob(path.stem + ".*") if p.name[len(path.stem) :].lower() in _SIDECARS)}
        )
    if any(c in path.name for c in "{*"):
        import re

        pattern = re.sub(r"\\{[^}]*\\}|\\\*", ".*", re.escape(path.name))
        return sorted(p for p in path.parent.glob("*") if re.fullmatch(pattern, p.name)) if path.parent.is_dir() else []
    return []


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file; of a very large one that of its size, time, head and tail."""
    digest = hashlib.sha256()
    state = path.stat()
    with path.open("rb") as stream:
        if state.st_size > LARGE:
            digest.update(f"{state.st_size} {state.st_mtime_ns}".encode())
            digest.update(stream.read(SAMPLE))
            stream.seek(-SAMPLE, os.SEEK_END)
        while block := stream.read(2**20):
            digest.update(block)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Return the hash of gisplug's own source, so that a new version computes anew."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Kept:
    """The folder of finished steps beside a result."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def get(self, key: str) -> Path | None:
        """Return the folder of a finished step, or None."""
        found = self.folder / key[:24]
        if (found / "step.json").is_file():
            self.used.add(found.name)
            return found
        return None

    def put(self, key: str, made: Path) -> Path:
        """Move the folder of a step just finished to its place; `step.json` is already inside, so it counts from now
        on.
        """
        target = self.folder / key[:24]
        shutil.rmtree(target, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        made.replace(target)
        self.used.add(target.name)
        return target

    def work(self, key: str) -> Path:
        """Return an empty folder to work in; what an earlier run left there is removed."""
        folder = self.folder / f"unfinished-{key[:24]}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def tidy(self) -> None:
        """Remove the steps that the last run did not use."""
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.name not in self.used:
                    shutil.rmtree(path, ignore_errors=True)

    def drop_unfinished(self) -> None:
        """Remove what a failed or cancelled step left."""
        if self.folder.is_dir():
            for path in self.folder.glob("unfinished-*"):
                shutil.rmtree(path, ignore_errors=True)


def _shelved(name: str) -> str:
    try:
        found = boundary_sets().get(name)
        if found is not None and found.path is not None:
            return str(found.path)
        product = light_products().get(name)
        if product is not None and product.path is not None:
            return str(product.path)
    except GisplugError:
        return ""
    table = shelf("layers") / "demo" / f"{name.removeprefix('demo-')}.csv"
    return str(table) if name.startswith("demo-") and table.exists() else ""
