"""Finished steps are kept by everything that went into them, and used again when nothing of it changed."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gisplug.core.identity.code import code_hash, computed_by
from gisplug.study.inputs import Inputs
from gisplug.study.settings import Settings

IDLE = ("workers", "cache")  # parameters that change how long a step takes, and nothing else
MEMORY = "hashes.json"  # content of large files, by their state
RECORD = "step.json"
_LENGTH = 24
_OURS = re.compile(rf"[0-9a-f]{{{_LENGTH}}}|unfinished-.*")


def step_key(tool: str, inputs: Inputs, wanted: Mapping[str, str]) -> str:
    """Return the hash of a step: code, libraries, tool, parameters, every file read, and the files it shall write.

    Parameters
    ----------
    tool
        Id of the tool, or the kind of a step that the study does itself.
    wanted
        {output: name of its file}.
    """
    whole = {
        "code": code_hash(),
        "libraries": computed_by(),
        "tool": tool,
        "inputs": inputs.plain(),
        "wanted": dict(wanted),
        "only now": "" if inputs.whole else secrets.token_hex(8),
    }
    return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()


class Kept:
    """The folder of finished steps beside a result. What gisplug did not put there stays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def get(self, key: str, settings: Settings) -> Path | None:
        """Return the folder of a finished step if it is whole and was told the same settings; else None."""
        found = self.folder / key[:_LENGTH]
        try:
            record = json.loads((found / RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not _whole(found, record["sizes"]) or not settings.hold_as(record["settings"]):
            return None
        self.used.add(found.name)
        return found

    def put(self, key: str, made: Path) -> Path:
        """Move the folder of a step just finished to its place; it counts from now on."""
        target = self.folder / key[:_LENGTH]
        self._drop(target)
        self.folder.mkdir(parents=True, exist_ok=True)
        made.replace(target)
        self.used.add(target.name)
        return target

    def work(self, key: str) -> Path:
        """Return an empty folder to work in; what an earlier run left there is removed."""
        folder = self.folder / f"unfinished-{key[:_LENGTH]}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def tidy(self) -> None:
        """Remove the steps that the last run did not use."""
        for path in self._ours():
            if path.name not in self.used:
                self._drop(path)

    def drop_unfinished(self) -> None:
        """Remove what a failed or cancelled step left."""
        for path in self._ours():
            if path.name.startswith("unfinished-"):
                shutil.rmtree(path, ignore_errors=True)

    def empty(self) -> None:
        """Remove all steps, so that everything is computed anew."""
        self.used.clear()
        self.tidy()
        (self.folder / MEMORY).unlink(missing_ok=True)

    def _ours(self) -> list[Path]:
        inside = list(self.folder.iterdir()) if self.folder.is_dir() else []
        return [path for path in inside if path.is_dir() and _OURS.fullmatch(path.name)]

    def _drop(self, folder: Path) -> None:
        """Remove a step under a name that no run takes for finished, so that being killed half-way leaves no ruin."""
        if folder.exists():
            doomed = folder.with_name(f"unfinished-{secrets.token_hex(8)}")
            folder.replace(doomed)
            shutil.rmtree(doomed, ignore_errors=True)


def sizes(folder: Path) -> dict[str, int]:
    """Return {file: bytes} of everything in the folder of a step but its record."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != RECORD)
    return {p.relative_to(folder).as_posix(): p.stat().st_size for p in files}


def _whole(folder: Path, known: Mapping[str, Any]) -> bool:
    return all((folder / name).is_file() and (folder / name).stat().st_size == size for name, size in known.items())
