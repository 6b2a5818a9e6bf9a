"""A study in which one call after another fails: afterwards the old or the new result stands, whole, with a sentence.

Run in a process that loads the shim. Each fault has a child of its own, forked after the libraries are loaded.
"""

from __future__ import annotations

import errno
import io
import os
import random
import shutil
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

from gisplug.cli import main
from gisplug.study.record.manifest import THIS_RUN
from gisplug.study.verify.check import checked
from tests.interruptions.shim import KINDS, Armed

STUDY = """
[study]
title = "{title}"
seed = 1
synthetic = true

[units]
path = "demo-china-provinces"
id = "adcode"
name = "name_en"

[lights]
rasters = "demo-lights"
product = "demo-lights"
periods = "2013"
cache = "cells"
outputs = ["table", "layer"]

[panel]
path = "panel.csv"
unit = "adcode"
period = "year"

[weights.near]
kind = "knn"
k = 4
outputs = ["weights"]

[describe]
columns = ["develop", "agg"]
outputs = ["paper"]

[autocorrelation]
variables = ["agg"]
permutations = 9
outputs = ["moran_scatter"]

[outputs]
tables = ["docx", "xlsx", "csv"]
"""
SMALL = """
[study]
title = "{title}"

[panel]
path = "panel.csv"
unit = "adcode"
period = "year"

[describe]
columns = ["develop", "agg"]
outputs = ["paper"]

[outputs]
tables = ["docx", "xlsx"]
"""
ERRORS = {
    "w": errno.ENOSPC,
    "c": errno.EDQUOT,
    "o": errno.EMFILE,
    "r": errno.EIO,
    "i": errno.EIO,
    "u": errno.EBUSY,
    "m": errno.EIO,
    "s": errno.EIO,
    "d": errno.ENOSPC,
}


@dataclass(frozen=True)
class Outcome:
    """What one fault led to: `stands` is old, new or BROKEN; `said` the last line of what was said; `left` hidden
    files beside, which are no harm where the fault kept them from being removed and the next run does it.
    """

    kind: str
    place: str
    code: int
    stands: str
    said: str
    left: tuple[str, ...]
    later: bool
    kept_from_removing: bool = False

    @property
    def sound(self) -> bool:
        """Whether a whole result stands, a failure was said in a sentence, and the next run gives the new result."""
        said = self.code == 0 or (bool(self.said) and "Traceback" not in self.said)
        whole = self.stands == "new" if self.code == 0 else self.stands in ("old", "new")
        return said and whole and self.later and (not self.left or self.kept_from_removing)


def tree(folder: Path) -> dict[str, bytes]:
    """Return {name: bytes} of a result without what differs from run to run."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in sorted(found.items()) if name != THIS_RUN}


class Swept:
    """A study with an old result, and runs of its new form with a fault in each; a lasting one stays to the end."""

    def __init__(self, folder: Path, study: str = STUDY, lasting: bool = False, error: str = "") -> None:
        from gisplug.core.shelves import demo_table

        self.folder = folder
        self.lasting = lasting
        self.errors = dict.fromkeys(ERRORS, getattr(errno, error)) if error else ERRORS
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        table = demo_table("demo-panel")
        shutil.copyfile(str(table), self.home / "panel.csv")
        self._write(study, "Old")
        code, said = self.run(self.home)
        assert code == 0, said
        self.old = tree(self.home / "out")
        shutil.rmtree(self.home / ".out.steps")
        shutil.rmtree(self.home / "cells", ignore_errors=True)
        self._write(study, "New")
        reference = folder / "reference"
        shutil.copytree(self.home, reference)
        code, said = self.run(reference)
        assert code == 0, said
        self.new = tree(reference / "out")

    def _write(self, study: str, title: str) -> None:
        (self.home / "study.toml").write_text(study.replace("{title}", title), encoding="utf-8")

    def run(self, home: Path) -> tuple[int, str]:
        """Run the study of a folder and return the exit code and what was said."""
        said = io.StringIO()
        os.chdir(home)
        with redirect_stderr(said), redirect_stdout(io.StringIO()):
            try:
                code = main(["run", str(home / "study.toml"), "--out", str(home / "out"), "--quiet"])
            except BaseException:
                said.write(traceback.format_exc())
                code = 99
        return code, said.getvalue()

    def calls(self, kind: str) -> list[str]:
        """Return the path of every call of a kind in a whole run, in order, as seen from the study."""
        log = self.folder / "calls.log"
        log.unlink(missing_ok=True)
        self._in_child(lambda home: self._counted(home, kind, log))
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
        return [line[2:] for line in lines if line.startswith(f"{kind} ")]

    def _counted(self, home: Path, kind: str, log: Path) -> None:
        os.environ["FAULT_LOG"] = str(log)
        with Armed(kind, -1, 0):
            self.run(home)

    def _in_child(self, work: Callable[[Path], None]) -> None:
        home = self.folder / "again"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.home, home)
        child = os.fork()
        if not child:
            try:
                temporary = home / "tmp"
                temporary.mkdir()
                os.environ.update(TMPDIR=str(temporary), FAULT_ROOTS=str(home))
                tempfile.tempdir = None
                work(home)
            finally:
                os._exit(0)
        os.waitpid(child, 0)

    def with_fault(self, kind: str, number: int, place: str) -> Outcome:
        """Let one call fail and tell what stands afterwards."""
        answer = self.folder / "answer.txt"
        answer.unlink(missing_ok=True)

        def work(home: Path) -> None:
            with Armed(kind, number, self.errors[kind], self.lasting):
                code, said = self.run(home)
            answer.write_text(f"{code}\n{said}", encoding="utf-8")

        self._in_child(work)
        home = self.folder / "again"
        code, _, said = answer.read_text(encoding="utf-8").partition("\n") if answer.exists() else ("98", "", "died")
        found = tree(home / "out") if (home / "out").is_dir() else {}
        stands = "old" if found == self.old else "new" if found == self.new else "BROKEN"
        if stands == "new" and not checked(home / "out", None).same:
            stands = "BROKEN"
        left = tuple(sorted(p.name for p in home.iterdir() if p.name.startswith(".out-") or p.name == ".out.lock"))
        kept = [home / name for name in left if name.endswith("-old") and name in said]
        if not (home / "out").exists() and [tree(place) for place in kept] == [self.old]:
            stands, left = "old", ()  # beside its place, and said so
        self.run(home)
        later = tree(home / "out") == self.new and not list(home.glob(".out-*"))
        stuck = kind == "u" or (kind in "rmd" and self.lasting)  # folders cannot be moved away or removed: the next
        # run does (removing files one by one where they cannot be moved would leave what nobody knows)
        return Outcome(kind, place, int(code), stands, _last(said), left, later, stuck)


def _last(said: str) -> str:
    if "Traceback" in said:
        return "Traceback: " + said.strip().splitlines()[-1][:200]
    lines = [line for line in said.strip().splitlines() if line.startswith("gisplug:")]
    return lines[-1] if lines else ""


def chosen(places: Sequence[str], most: int) -> list[int]:
    """Return the numbers of calls to fail: of each file the first, the middle and the last (`most` 3), or all (0)."""
    if not most:
        return list(range(len(places)))
    of_file: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        of_file.setdefault(place, []).append(number)
    picked = {n for numbers in of_file.values() for n in (numbers[0], numbers[len(numbers) // 2], numbers[-1])}
    return sorted(picked)


def outcomes(swept: Swept, kinds: str, most: int, every: int = 1, start: int = 0) -> Iterator[Outcome]:
    """Yield what each fault of some kinds leads to."""
    for kind in kinds:
        places = swept.calls(kind)
        for number in chosen(places, most)[start::every]:
            with suppress(ProcessLookupError):
                yield swept.with_fault(kind, number, places[number])


def sampled(swept: Swept, count: int, seed: int) -> Iterator[Outcome]:
    """Yield what some faults of all kinds lead to, chosen by a seed."""
    calls = [(kind, number, place) for kind in KINDS for number, place in enumerate(swept.calls(kind))]
    for kind, number, place in random.Random(seed).sample(calls, count):
        yield swept.with_fault(kind, number, place)


def table(found: Sequence[Outcome]) -> str:
    """Return the table of the documentation."""
    head = "| failing call | faults | old stands | new stands | said in a sentence | next run whole | not sound |"
    lines = [head, "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for kind, name in KINDS.items():
        mine = [o for o in found if o.kind == kind]
        if mine:
            count = Counter(o.stands for o in mine)
            failed = [o for o in mine if o.code]
            said = sum("Traceback" not in o.said and bool(o.said) for o in failed)
            later, bad = sum(o.later for o in mine), sum(not o.sound for o in mine)
            cells = (name, len(mine), count["old"], count["new"], f"{said} of {len(failed)}", later, bad)
            lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)
