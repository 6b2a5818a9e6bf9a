"""A result against its manifest: which files, inputs and study are not those that it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gisplug.core.errors import GisplugError
from gisplug.core.identity.hashes import Hashes, content
from gisplug.core.identity.sources import SHELF
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.shelves import shelf
from gisplug.study.record.manifest import MANIFEST, Manifest, files_of, read_manifest
from gisplug.study.verify.finding import (
    CHANGED,
    EXTRA,
    INPUT_CHANGED,
    INPUT_MISSING,
    MISSING,
    STUDY_CHANGED,
    Finding,
    Verification,
)


def checked(folder: Path, study: Path | None, progress: Progress = SILENT) -> Verification:
    """Compare the hashes of a result, of its study and of its inputs with those of the manifest.

    Parameters
    ----------
    study
        The study file in its folder, from which inputs are looked for; None where it is not at hand: inputs are then
        not looked at, but for those that gisplug brings along.

    Raises
    ------
    StudyError
        If there is no manifest.
    """
    manifest = read_manifest(folder)
    findings, remarks = [*_files(folder, manifest, progress)], []
    if study is not None and content(study) != manifest.study:
        findings.append(Finding(study.name, STUDY_CHANGED))
    hashes, away = Hashes(), 0
    for name, known in manifest.inputs.items():
        progress.check()
        path = _input(name, study)
        if path is None:
            away += 1
        elif not path.is_file():
            findings.append(Finding(name, INPUT_MISSING))
        elif hashes.of(path) != known:
            findings.append(Finding(name, INPUT_CHANGED))
    if away:
        remarks.append(
            message(
                "{n} inputs were not looked at: the study {study} is not beside the result. Say where it is.",
                n=away,
                study=manifest.study_name,
            )
        )
    return Verification(tuple(findings), len(manifest.files), content(folder / MANIFEST), tuple(remarks))


def _files(folder: Path, manifest: Manifest, progress: Progress) -> Iterator[Finding]:
    there = files_of(folder)
    for place, (name, known) in enumerate(manifest.files.items()):
        progress.update(place / len(manifest.files), name)
        if name not in there:
            yield Finding(name, MISSING)
        elif content(there[name]) != known:
            yield Finding(name, CHANGED)
    for name in there:
        if name not in manifest.files:
            yield Finding(name, EXTRA)


def _input(name: str, study: Path | None) -> Path | None:
    """Return where an input is now, None where it cannot be known."""
    if name.startswith(SHELF):
        room, _, rest = name.removeprefix(SHELF).partition("/")
        try:
            return shelf(room) / rest
        except GisplugError:
            return Path(rest)
    if Path(name).is_absolute():
        return Path(name)
    return None if study is None else study.parent / name
