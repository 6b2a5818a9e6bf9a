"""The child of the harness: makes mutant after mutant, reads it, and tells what came back that should not."""

from __future__ import annotations

import gc
import json
import os
import random
import shutil
import sys
import time
import traceback
import warnings
from pathlib import Path

from gisplug.core.errors import GisplugError
from tests.fuzz.formats import Fuzzed, fuzzed
from tests.fuzz.mutate import mutant

Seeds = list[dict[str, bytes]]
OWN = f"{os.sep}gisplug{os.sep}"
SLIPS = (IndexError, KeyError, AttributeError, TypeError, UnboundLocalError, AssertionError, RecursionError)


def mutant_of(name: str, seeds: Seeds, seed: int, number: int) -> dict[str, bytes]:
    """Return the files of a mutant: one file of one seed changed, those beside it as they were."""
    rng = random.Random(f"{name}:{seed}:{number}")
    files = dict(rng.choice(seeds))
    chosen = rng.choice(sorted(files))
    files[chosen] = mutant(files[chosen], rng)
    return files


def verdict(what: Fuzzed, files: dict[str, bytes], folder: Path) -> tuple[str, str]:
    """Read the files; return ("", "") where an error of gisplug was raised, ("read", "") where they were read, or the
    kind of what must not be and where.
    """
    _empty(folder)
    try:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        what.read(folder / what.main)
    except GisplugError as problem:
        cause = problem.__cause__
        if isinstance(cause, MemoryError):
            return "memory", _where(cause)
        if isinstance(cause, SLIPS) and OWN in traceback.extract_tb(cause.__traceback__)[-1].filename:
            return "own", _where(cause)
        return "", str(problem)
    except BaseException as problem:
        if isinstance(problem, (KeyboardInterrupt, SystemExit)):
            raise
        return "traceback", _where(problem)
    finally:
        _empty(folder)
    return "read", ""


def _empty(folder: Path) -> None:
    """Leave an empty folder; to remove and make it anew for each mutant took longer than to read most of them."""
    folder.mkdir(exist_ok=True)
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            Path(entry.path).unlink()


def _where(problem: BaseException) -> str:
    """Type and innermost places, without what differs between mutants."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [f for f in frames if OWN in f.filename][-1:]
    shown = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in [*own, frames[-1]]]
    return f"{type(problem).__name__} at {' > '.join(dict.fromkeys(shown))}"


def main(name: str, seeds: Seeds, seed: int, at: int, end: int, seconds: float, work: Path, given: Path | None) -> None:
    """Read mutants until `end` or until the time is over; the place is written down before each."""
    os.dup2(os.open(work / "stderr", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    warnings.simplefilter("ignore")
    what = fuzzed(name)
    for k, files in enumerate(seeds):
        kind, where = verdict(what, dict(files), work / "seed")
        if kind != "read":
            sys.stderr.write(f"seed {k} of {name} is not read: {kind} {where}")
            os._exit(1)
    gc.freeze()  # else a third of the time goes into looking through the libraries for garbage
    gc.set_threshold(200_000, 50, 50)
    place = os.open(work / "place", os.O_WRONLY)
    read, stop = 0, time.monotonic() + seconds
    with (work / "told").open("a") as told:
        while at < end and time.monotonic() < stop:
            os.pwrite(place, str(at).encode(), 0)
            files = {p.name: p.read_bytes() for p in given.iterdir()} if given else mutant_of(name, seeds, seed, at)
            kind, where = verdict(what, files, work / "files")
            read += kind == "read"
            if kind not in ("", "read"):
                told.write(json.dumps({"kind": kind, "mutant": at, "text": where}) + "\n")
                told.flush()
            at += 1
        told.write(json.dumps({"read": read}) + "\n")
        os.pwrite(place, str(at).encode(), 0)
