"""The same study computed anew, and every file compared with the one of the result."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from gisplug.core.errors import StudyError
from gisplug.core.identity.sources import SHELF
from gisplug.core.machine.kernels import common_kernels
from gisplug.core.messages import joined, message
from gisplug.core.progress import SILENT, Progress
from gisplug.study.publish import MARK
from gisplug.study.record.manifest import files_of, read_manifest
from gisplug.study.record.this_run import kernels_of
from gisplug.study.verify.cells import differences
from gisplug.study.verify.finding import DIFFERS, NEW, NOT_MADE, Finding, Verification

Run = Callable[[Path, Path, Path, Progress], Path]  # study, folder for the result, folder for steps, progress


def recomputed(
    folder: Path, study: Path | None, before: Verification, run: Run, progress: Progress = SILENT
) -> Verification:
    """Return the verification with what a run of the study in a temporary folder gives otherwise.

    Parameters
    ----------
    study
        The study file in its folder; where None, the copy in the result, if it reads only what gisplug brings along.
    before
        What was found already.
    run
        Runs a study.

    Raises
    ------
    StudyError
        If the study is not at hand, or fails.
    """
    manifest = read_manifest(folder)
    if study is None:
        study = folder / "study.toml"
        if any(not name.startswith(SHELF) for name in manifest.inputs):
            raise StudyError(
                message(
                    "The study {study} is not beside the result, so that its inputs cannot be found. Say where it is.",
                    study=manifest.study_name,
                )
            )
    with tempfile.TemporaryDirectory(prefix="gisplug-", ignore_cleanup_errors=True) as place:
        made = run(study, Path(place) / "results", Path(place) / "steps", progress)
        different = tuple(compared(folder, made))
        remarks = (*_other_versions(folder, made), *(_other_kernels(folder, made) if different else ()))
    return replace(before, findings=(*before.findings, *different), remarks=(*before.remarks, *remarks))


def compared(folder: Path, made: Path) -> Iterator[Finding]:
    """Yield what differs between two results, file by file; of tables which cells, and by how much."""
    old, new = files_of(folder), files_of(made)
    for name, path in old.items():
        if name not in new:
            yield Finding(name, NOT_MADE)
        elif path.stat().st_size != new[name].stat().st_size or path.read_bytes() != new[name].read_bytes():
            for place, was, now, difference in differences(path, new[name]):
                yield Finding(name, DIFFERS, place, was, now, difference)
    for name in new:
        if name not in old:
            yield Finding(name, NEW)


def _other_versions(folder: Path, made: Path) -> Iterator[str]:
    """Say which versions differ: other libraries may give other numbers."""
    try:
        was, now = (json.loads((place / MARK).read_text(encoding="utf-8")) for place in (folder, made))
        then = {"gisplug": was["gisplug"], "Python": was["python"], **was["versions"]}
        here = {"gisplug": now["gisplug"], "Python": now["python"], **now["versions"]}
    except (OSError, ValueError, KeyError, TypeError):
        return
    others = [f"{name} {then.get(name, '-')} -> {here.get(name, '-')}" for name in here if then.get(name) != here[name]]
    if others:
        yield message("Computed with other versions than the result: {versions}.", versions=joined(", ", others))


def _other_kernels(folder: Path, made: Path) -> Iterator[str]:
    """Say that BLAS or numpy computed with code for other processors, which rounds otherwise."""
    was, now = kernels_of(folder), kernels_of(made)
    if was and now and {kind.split()[0] for kind in was} != {kind.split()[0] for kind in now}:
        was, now = (tuple(kind for kind in one if not kind.startswith("numpy")) for one in (was, now))
    if was and now and was != now:
        yield message(
            "Computed with BLAS and numpy for other processors than the result ({was} -> {now}): they round otherwise, "
            "so last digits may differ. The command line and QGIS take the code that all processors with AVX2 and FMA "
            "have; for Python set {variables} before it starts.",
            was=joined(", ", was),
            now=joined(", ", now),
            variables=" ".join(f'{name}="{value}"' for name, value in common_kernels().items() if value),
        )
