"""From a result to one zip, the same bytes on each run: every member by name, at one moment, with one set of rights."""

from __future__ import annotations

import json
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gisplug.core.errors import OutputError
from gisplug.core.identity.hashes import content
from gisplug.core.identity.sources import SHELF
from gisplug.core.messages import message
from gisplug.core.output.clock import ZIPPED
from gisplug.core.output.files import writing
from gisplug.core.version import version
from gisplug.study.package.dataset import Dataset
from gisplug.study.package.readme import readme
from gisplug.study.record.manifest import MANIFEST, files_of, read_manifest

README, LOCK, HASHES = "README.md", "requirements-lock.txt", "data-hashes.csv"
RESULTS = "results"
RIGHTS = 0o100644 << 16
UNIX = 3


@dataclass(frozen=True)
class Package:
    """What a package holds.

    Attributes
    ----------
    path : the zip
    datasets : files that the study read
    members : names in the zip, sorted
    absent : data that are not in it, by name: gisplug brings them along, they lie elsewhere, or were left out as asked
    """

    path: Path
    datasets: tuple[Dataset, ...]
    members: tuple[str, ...] = field(repr=False, default=())

    @property
    def absent(self) -> tuple[str, ...]:
        """Data that are not in the zip and that gisplug does not bring along."""
        return tuple(one.name for one in self.datasets if not one.member and not one.shelf)


def make_package(results: Path, study: Path, target: Path, include: bool = True) -> Package:
    """Write the zip.

    Parameters
    ----------
    results : folder of the result, as a run made it
    study : the study file that it was made from
    include : whether the data are put in; else their hashes only

    Raises
    ------
    StudyError
        If the folder is no result.
    OutputError
        If the study or an input is no longer what the result was made from, or the zip cannot be written.
    """
    manifest = read_manifest(results)
    _unchanged(study, manifest.study, study.name)
    prefix = _prefix(manifest.inputs)
    datasets = tuple(_dataset(name, digest, prefix, study.parent, include) for name, digest in manifest.inputs.items())
    record = json.loads((results / "run.json").read_text(encoding="utf-8"))
    home = posixpath.join(prefix, RESULTS)
    members: dict[str, bytes | Path] = {posixpath.join(home, name): path for name, path in files_of(results).items()}
    members[posixpath.join(home, MANIFEST)] = results / MANIFEST
    members[posixpath.join(prefix, study.name)] = study
    members |= {one.member: study.parent / one.name for one in datasets if one.member}
    members[LOCK] = _lock(record)
    members[HASHES] = _hashes(datasets)
    place = posixpath.join(prefix, study.name)
    members[README] = readme(record, datasets, place, home).encode("utf-8")
    with writing(target) as made, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            held = members[name]
            told = zipfile.ZipInfo(name, ZIPPED)
            told.compress_type, told.create_system, told.external_attr = zipfile.ZIP_DEFLATED, UNIX, RIGHTS
            archive.writestr(told, held if isinstance(held, bytes) else held.read_bytes())
    return Package(target, datasets, tuple(sorted(members)))


def _unchanged(path: Path, digest: str, name: str) -> None:
    if not path.is_file() or content(path) != digest:
        raise OutputError(
            message(
                "{name} is not what the result was made from; run the study again, then make the package.", name=name
            )
        )


def _prefix(inputs: Mapping[str, str]) -> str:
    """Return the folder of the study in the zip, so deep that data beside the study's folder keep their places."""
    up = max((name.split("/").count("..") for name in inputs if not posixpath.isabs(name)), default=0)
    return "/".join(["study"] * up)


def _dataset(name: str, digest: str, prefix: str, home: Path, include: bool) -> Dataset:
    shelf = name.startswith(SHELF)
    if shelf or not include or Path(name).is_absolute():
        return Dataset(name, digest, shelf=shelf)
    _unchanged(home / name, digest, name)
    return Dataset(name, digest, posixpath.normpath(posixpath.join(prefix, name)))


def _lock(record: Mapping[str, Any]) -> bytes:
    """Return the versions with which the result was made, as pip takes them."""
    versions = {"gisplug": version(), **record["versions"]}
    lines = [f"# Python {record['python']}", *(f"{name}=={number}" for name, number in sorted(versions.items()))]
    return ("\n".join(lines) + "\n").encode()


def _hashes(datasets: tuple[Dataset, ...]) -> bytes:
    rows = [f'"{one.name}",{one.sha256},"{one.member}"' for one in datasets]
    return ("\n".join(["file,sha256,place", *rows]) + "\n").encode()
