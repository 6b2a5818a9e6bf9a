"""this-run.json: what may differ from one run of a study to the next; no part of the result."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path

from gisplug.core.executor import executor_from
from gisplug.core.machine.kernels import are_common, kernels
from gisplug.study.record.done import Done
from gisplug.study.record.manifest import THIS_RUN

_SAID = "%Y-%m-%dT%H:%M:%S%z"
_LIKE = "with AVX2 and FMA give the same bytes, where system and versions are the same"
_OTHERWISE = (
    "may give other last digits: BLAS and numpy computed with code that not all of them have. The command line and "
    "QGIS take the common one; Python does where OPENBLAS_CORETYPE and NPY_DISABLE_CPU_FEATURES are set beforehand."
)


def write_this_run(work: Path, target: Path, study: Path, done: Sequence[Done], begun: float) -> None:
    """Write when, where and how a result was computed.

    Parameters
    ----------
    work, target
        The folder in which the result lies now, and where it will lie.
    study
        The study file; its place is noted as seen from the result, so that both may be moved together.
    begun
        Seconds since 1970.
    """
    ended = time.time()
    executor, found = executor_from(None), kernels()
    plain = {
        "format": "gisplug-this-run",
        "remark": "Differs from run to run and is no part of the result; gisplug verify does not compare it.",
        "study": _seen_from(target, study),
        "begun": time.strftime(_SAID, time.localtime(begun)),
        "seconds": round(ended - begun, 1),
        "system": " ".join((platform.system(), platform.machine(), *filter(None, platform.libc_ver()))),
        "processors": os.cpu_count(),
        "blas": found,
        "other processors": _LIKE if are_common(found) else _OTHERWISE,
        "workers": executor.where if executor.where == "dask" else executor.width,
        "steps": [{"name": one.step.name, "kept from an earlier run": one.reused} for one in done],
    }
    (work / THIS_RUN).write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8", newline="\n")


def study_of(folder: Path, name: str) -> Path | None:
    """Return the study file that a result was made from where it is still to be found, else None.

    Parameters
    ----------
    name
        Its name, as the manifest has it.
    """
    beside = [folder.parent / name]
    try:
        told = json.loads((folder / THIS_RUN).read_text(encoding="utf-8"))["study"]
        beside = [folder / told, *beside] if told else beside
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return next((path.resolve() for path in beside if path.is_file()), None)


def kernels_of(folder: Path) -> tuple[str, ...]:
    """Return for which processors the BLAS and numpy of a result are made, without their versions; empty where that is
    not known, and without numpy in results of version 1.0.
    """
    try:
        told = json.loads((folder / THIS_RUN).read_text(encoding="utf-8"))["blas"]
        words = [str(one).split() for one in told]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    plain = {" ".join(each if each[0] == "numpy" else (each[0], each[-1])) for each in words if each}
    return tuple(sorted(plain, key=lambda kind: (kind.startswith("numpy"), kind)))


def _seen_from(folder: Path, study: Path) -> str:
    try:
        return Path(os.path.relpath(study.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on different disks
        return ""
