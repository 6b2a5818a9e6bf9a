"""manifest.json: the SHA-256 of the study, of every input and of every file of a result."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gisplug.core.errors import StudyError
from gisplug.core.identity.hashes import content
from gisplug.core.messages import message
from gisplug.core.output.refusals import cannot_read

MANIFEST = "manifest.json"
THIS_RUN = "this-run.json"  # what differs from run to run: the only file that is no part of the result
_LEFT_BY_SYSTEMS = (".DS_Store", "Thumbs.db", "desktop.ini")  # put into folders by whoever looks at them
_FORMAT = "gisplug-manifest"


@dataclass(frozen=True)
class Manifest:
    """What a result is made of. All values are SHA-256; inputs are named as `core.identity.sources.known_as` says."""

    study_name: str
    study: str
    inputs: Mapping[str, str]
    files: Mapping[str, str]


def files_of(folder: Path) -> dict[str, Path]:
    """Return {name: path} of the files of a result, by name, without the manifest and what differs from run to run."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    skipped = (MANIFEST, THIS_RUN)
    return {n: p for n, p in sorted(found.items()) if n not in skipped and p.name not in _LEFT_BY_SYSTEMS}


def write_manifest(folder: Path, study: Path, inputs: Sequence[Mapping[str, str]]) -> None:
    """Write the manifest of a result that is finished but for it.

    Parameters
    ----------
    study
        The study file.
    inputs
        {file, sha256} of every input.
    """
    plain = {
        "format": _FORMAT,
        "version": 1,
        "study": {"file": study.name, "sha256": content(study)},
        "inputs": [dict(one) for one in inputs],
        "files": [{"file": name, "sha256": content(path)} for name, path in files_of(folder).items()],
    }
    (folder / MANIFEST).write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8", newline="\n")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a result.

    Raises
    ------
    StudyError
        If the folder has none, or it cannot be read.
    """
    path = folder / MANIFEST
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(
            str(plain["study"]["file"]),
            str(plain["study"]["sha256"]),
            {str(one["file"]): str(one["sha256"]) for one in plain["inputs"]},
            {str(one["file"]): str(one["sha256"]) for one in plain["files"]},
        )
    except FileNotFoundError as problem:
        raise StudyError(
            message(
                "{folder} has no {name}: it is no result of a study, or an earlier gisplug made it. Run the study.",
                folder=folder,
                name=MANIFEST,
            )
        ) from problem
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise StudyError(
            cannot_read(path, problem)
            or message("{path} cannot be read: {problem}. Run the study again.", path=path, problem=repr(problem))
        ) from problem
