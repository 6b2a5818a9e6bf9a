"""Damaged files of every format end in an error of gisplug: no traceback, no hang, no crash, no appetite for memory."""

import random

import pytest

from gisplug.core.errors import EngineError, GisplugError, TableError
from gisplug.core.output.files import reading
from tests.fuzz.child import verdict
from tests.fuzz.formats import FUZZED, Fuzzed
from tests.fuzz.harness import CORPUS, run
from tests.fuzz.mutate import mutant

SECONDS = 0.7  # for each format; `make fuzz` runs longer
MUTANTS = 300
SEED = 12


@pytest.mark.parametrize("name", FUZZED)
def test_mutants_are_read_or_refused(tmp_path, name):
    outcome = run(name, SEED, 0, MUTANTS, SECONDS, tmp_path)
    assert outcome.tried and not outcome.findings, f"{outcome}\n`make fuzz ONLY={name}` keeps the files"


KEPT = sorted(path for path in CORPUS.glob("*/*") if path.is_dir() and path.parent.name in FUZZED)


@pytest.mark.parametrize("folder", KEPT, ids=lambda f: f"{f.parent.name}-{f.name}")
def test_files_that_once_did_harm_do_none(tmp_path, folder):
    """What crashed or hung is read in a child."""
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    if folder.name.startswith(("crash", "hang")):
        outcome = run(folder.parent.name, 0, 0, 1, 60, tmp_path, given=folder)
        assert not outcome.findings, str(outcome)
    else:
        assert verdict(FUZZED[folder.parent.name], files, tmp_path / "x")[0] in ("", "read")


def test_a_crash_a_hang_and_a_traceback_would_be_seen(tmp_path):
    for name, kind in (("probe-crash", "crash"), ("probe-hang", "hang"), ("probe-traceback", "traceback")):
        outcome = run(name, 1, 0, 2, 30, tmp_path, patience=2.0)
        assert {f.kind for f in outcome.findings.values()} == {kind} and outcome.tried, str(outcome)


def test_a_slip_of_ours_behind_the_seam_is_seen(tmp_path):
    def slips(path):
        with reading(path.name, "x", TableError):
            from gisplug.core.evidence import some

            some(None)  # a TypeError inside gisplug

    assert verdict(Fuzzed("x", "x", lambda folder: [], slips), {"x": b""}, tmp_path / "x")[0] == "own"


def test_the_seam_names_the_file_and_the_reason_and_lets_our_errors_pass():
    with (
        pytest.raises(TableError, match=r"^a\.dta cannot be read as Stata: KeyError \('x'\)\. It is damaged"),
        reading("a.dta", "Stata", TableError),
    ):
        raise KeyError("x")
    with pytest.raises(EngineError, match=r"^mine$"), reading("a.dta", "Stata", TableError):
        raise EngineError("mine")
    with pytest.raises(TableError, match="more memory than there is"), reading("a.dta", "Stata", TableError):
        raise MemoryError
    with pytest.raises(KeyboardInterrupt), reading("a.dta", "Stata", TableError):
        raise KeyboardInterrupt


def test_mutants_are_the_same_for_the_same_seed():
    data = bytes(range(256)) * 4
    assert mutant(data, random.Random(1)) == mutant(data, random.Random(1)) != data
    assert issubclass(TableError, GisplugError)
