"""Run mutants in a child; one that makes it die, hang or take memory without measure is kept, and another child begins.

Memory is watched, not limited: where an allocation fails, readers return that would crash later.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.child import main
from tests.fuzz.formats import fuzzed, seeds_of

CORPUS = Path(__file__).parent / "corpus"
POLL = 0.05
MEMORY = 3 << 30  # bytes that reading small damaged files may take
CHILDREN = multiprocessing.get_context(
    "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
)
if hasattr(CHILDREN, "set_forkserver_preload"):
    CHILDREN.set_forkserver_preload(["tests.fuzz.child"])  # libraries are loaded once, and used in the children only
BEGIN = 600.0  # seconds in which a child must have loaded everything, on a machine that does other things too


@dataclass
class Finding:
    """What a mutant did besides raising an error of gisplug: "traceback", "own", "memory", "crash" or "hang"."""

    kind: str
    mutant: int
    text: str
    count: int = 1


@dataclass
class Outcome:
    """What a run of one format found; `tried` mutants, of which `read` were read as if nothing were wrong."""

    name: str
    tried: int = 0
    read: int = 0
    seconds: float = 0.0
    findings: dict[str, Finding] = field(default_factory=dict)

    def add(self, kind: str, mutant: int, text: str) -> None:
        """Count a finding; those of one kind and place are one."""
        found = self.findings.get(f"{kind} {text}")
        if found:
            found.count += 1
        else:
            self.findings[f"{kind} {text}"] = Finding(kind, mutant, text)

    def __str__(self) -> str:
        lines = [f"{self.name}: {self.tried:,} mutants in {self.seconds:.0f} s, {self.read:,} still read"]
        lines += [f"  {f.kind} x{f.count} (first: mutant {f.mutant}): {f.text}" for f in self.findings.values()]
        return "\n".join(lines)


def run(
    name: str,
    seed: int,
    first: int,
    mutants: int,
    seconds: float,
    work: Path,
    patience: float = 60.0,
    given: Path | None = None,
) -> Outcome:
    """Read mutants `first` to `first + mutants` of a format, or as many as `seconds` allow.

    Parameters
    ----------
    work : an empty folder for the files of the child
    patience : seconds that one mutant may take
    given : a folder of files to be read in the place of a mutant
    """
    outcome, begun, at = Outcome(name), time.monotonic(), first
    while at < first + mutants and time.monotonic() - begun < seconds:
        left = seconds - (time.monotonic() - begun)
        at = _child(outcome, seed, at, first + mutants, left, work, patience, given)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _child(
    outcome: Outcome, seed: int, at: int, end: int, seconds: float, work: Path, patience: float, given: Path | None
) -> int:
    """Run one child; return the mutant to go on with."""
    place, told = work / "place", work / "told"
    place.write_text("")
    told.write_text("")
    seeds = seeds_of(fuzzed(outcome.name))
    child = CHILDREN.Process(target=main, args=(outcome.name, seeds, seed, at, end, seconds, work, given))
    child.start()
    last, since, ended = -1, time.monotonic(), ""
    while child.is_alive():
        child.join(POLL)
        now = _number(place, last)
        if now != last:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > (BEGIN if last < 0 else patience):
            child.kill()
            ended = "hang"
        if _resident(child.pid) > MEMORY:
            child.kill()
            ended = "memory"
    child.join()
    last, code = _number(place, last), child.exitcode
    child.close()
    if last < 0 or code == 1:  # the harness itself failed
        raise RuntimeError((work / "stderr").read_text(errors="replace")[-2000:] or f"ended with {code}")
    for line in told.read_text().splitlines():
        found = json.loads(line)
        if "read" in found:
            outcome.read += found["read"]
        else:
            outcome.add(found["kind"], found["mutant"], found["text"])
    if code == 0:
        outcome.tried += last - at
        return last
    outcome.add(ended or "crash", last, f"ended with {code}")
    outcome.tried += last + 1 - at
    return last + 1


def _resident(process: int) -> int:
    """Return the bytes of memory that a process takes; 0 where the system does not tell."""
    with contextlib.suppress(OSError, IndexError, ValueError, AttributeError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _number(place: Path, last: int) -> int:
    text = place.read_text()
    return int(text) if text else last


def keep(outcome: Outcome, seed: int, folder: Path = CORPUS) -> list[Path]:
    """Write the files of what was found beside the others of the corpus, a folder each."""
    from tests.fuzz.child import mutant_of

    kept = []
    for found in outcome.findings.values():
        target = folder / outcome.name / f"{found.kind}-{seed}-{found.mutant}"
        target.mkdir(parents=True, exist_ok=True)
        for part, data in mutant_of(outcome.name, seeds_of(fuzzed(outcome.name)), seed, found.mutant).items():
            (target / part).write_bytes(data)
        kept.append(target)
    return kept
