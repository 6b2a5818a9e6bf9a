"""One run at a time on a results folder, and what is left when a run is ended from outside."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gisplug.core.errors import OutputError
from gisplug.core.output import lock
from gisplug.core.output.lock import only_run_on
from gisplug.core.progress import Silent
from gisplug.study.run import Way, run_plan
from tests.study.tools import CALLS, STUDY, TOOLS, registry, write_inputs

ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts tests in the background ignores it
from dataclasses import replace
from pathlib import Path
import gisplug.tools as tools
from tests.study.tools import TOOLS

def slow(params, progress):
    Path("started").touch()
    time.sleep(60)

known = {**TOOLS, "count_rows": replace(TOOLS["count_rows"], run=slow)}
every, one = tools.all_tools, tools.get_tool
tools.all_tools = lambda: {**every(), **known}
tools.get_tool = lambda name: known.get(name) or one(name)
from gisplug.cli import main
sys.exit(main(["run", "study.toml", "--out", "out", "--quiet"]))
"""


@pytest.fixture
def study(tmp_path) -> Path:
    write_inputs(tmp_path)
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    CALLS.clear()
    return tmp_path


def run(folder: Path, **options) -> Path:
    return run_plan(folder / "study.toml", folder / "out", registry, list(TOOLS), way=Way(**options))


@contextmanager
def started(folder: Path) -> Iterator[subprocess.Popen]:
    """Start a run in another process and wait until it is inside its last step; it ends with the block."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CHILD]
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as child:
        try:
            end = time.monotonic() + 120
            while not (folder / "started").exists():
                assert child.poll() is None, child.stderr.read()
                assert time.monotonic() < end, "waited for two minutes"
                time.sleep(0.1)
            yield child
        finally:
            child.kill()


def left(folder: Path) -> list[str]:
    """Return what a run that did not end well must not leave."""
    unfinished = [p.name for p in folder.glob(".out.steps/unfinished-*")]
    return unfinished + [p.name for p in folder.glob(".out-*")]


@pytest.mark.skipif(sys.platform == "win32", reason="how processes end")
def test_a_second_run_is_refused_while_the_first_goes_on_and_the_first_is_not_disturbed(study):
    with started(study) as child:
        with pytest.raises(OutputError, match=rf"Another run \(process {child.pid} on .*\) is writing into .*out"):
            run(study)
        assert child.poll() is None and left(study)


@pytest.mark.skipif(sys.platform == "win32", reason="how processes end")
def test_a_run_that_was_killed_stops_nobody(study):
    with started(study) as child:
        child.kill()
    assert (study / ".out.lock").is_file() and left(study)
    assert (run(study) / "report.html").is_file()
    assert not (study / ".out.lock").exists() and not left(study)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM")
@pytest.mark.parametrize("signals", [(signal.SIGINT, signal.SIGINT), (signal.SIGTERM,)])
def test_sigterm_ends_a_run_as_ctrl_c_does(study, signals):
    """Pressed once, Ctrl-C waits for the step to notice; pressed twice it ends at once, as one SIGTERM does."""
    with started(study) as child:
        for number in signals:
            child.send_signal(number)
            time.sleep(0.5)
        _, said = child.communicate(timeout=120)
    assert child.returncode == 1 and "cancelled; nothing was left half-written" in said
    assert not (study / "out").exists() and not left(study) and not (study / ".out.lock").exists()


def test_a_lock_file_left_behind_is_taken_over_and_removed_at_the_end(study):
    (study / ".out.lock").write_text(json.dumps({"pid": 1, "host": "gone", "since": "1999"}))
    run(study)
    assert not (study / ".out.lock").exists()


def test_the_lock_is_given_back_when_the_run_fails(study):
    text = (study / "study.toml").read_text().replace('"double"]', '"absent"]')
    (study / "study.toml").write_text(text)
    for _ in range(2):
        with pytest.raises(Exception, match="absent"):
            run(study)
    assert not (study / ".out.lock").exists()


def test_the_lock_holds_inside_one_process_too_and_for_each_folder(tmp_path):
    with only_run_on(tmp_path / "a"):
        with pytest.raises(OutputError, match=rf"process {os.getpid()} on"), only_run_on(tmp_path / "a"):
            pass
        with only_run_on(tmp_path / "b"):
            pass
    with only_run_on(tmp_path / "a"):
        pass


def test_runs_that_share_a_folder_of_steps_are_kept_apart(study):
    with only_run_on(study / "steps"), pytest.raises(OutputError, match=r"is writing into .*steps"):
        run(study, cache=study / "steps")


def test_only_steps_are_removed_from_a_folder_of_steps(study):
    """A user may name any folder; what gisplug did not put there stays, with --fresh too."""
    steps = study / "documents"
    (steps / "photos").mkdir(parents=True)
    (steps / "photos" / "one.jpg").write_text("x")
    (steps / "thesis.docx").write_text("years of work")
    run(study, cache=steps)
    run(study, cache=steps, fresh=True)
    assert (steps / "thesis.docx").exists() and (steps / "photos" / "one.jpg").exists()
    assert len([p for p in steps.iterdir() if p.is_dir()]) == 1 + 8


class Told(Silent):
    """Progress that keeps what is said for this run only."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def passing(self, text, warning=False):
        assert warning
        self.said.append(str(text))


@pytest.fixture
def without_locks(monkeypatch):
    """A file system that knows no locks, as some network drives."""

    def refused(descriptor):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock, "_lock", refused)


def test_where_the_file_system_knows_no_locks_the_run_says_so_and_goes_on(study, without_locks):
    told = Told()
    run_plan(study / "study.toml", study / "out", registry, list(TOOLS), told)
    (said,) = [text for text in told.said if "locks" in text]
    assert said.startswith(f"Nothing keeps two runs apart in {study / 'out'}: its file system knows no locks (")
    assert os.strerror(errno.ENOLCK) in said and said.endswith("give each run its own folder.")
    assert (study / "out" / "report.html").is_file() and not (study / ".out.lock").exists()
    record = b"".join(path.read_bytes() for path in (study / "out").rglob("*") if path.is_file())
    assert b"knows no locks" not in record


def test_without_locks_a_second_run_is_told_of_the_first_and_removes_its_own_mark_only(tmp_path, without_locks):
    place, first, second = tmp_path / "out", Told(), Told()
    with only_run_on(place, first):
        (tmp_path / ".out.lock").write_text(json.dumps({"pid": 1, "host": "other", "since": "1999"}))
        with only_run_on(place, second):
            pass
        assert "A run (process 1 on other, since 1999) has left its mark there" in second.said[0]
        (tmp_path / ".out.lock").write_text(json.dumps({"pid": 1, "host": "other", "since": "1999"}))
    assert "has left its mark" not in first.said[0]
    assert "1999" in (tmp_path / ".out.lock").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_what_the_system_says_of_locks_is_passed_on(tmp_path, monkeypatch, number):
    def refused(descriptor, operation):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", refused)
    told = Told()
    with only_run_on(tmp_path / "out", told):
        pass
    assert os.strerror(number) in told.said[0]


def test_a_lock_file_that_cannot_be_closed_fails_no_run(tmp_path, monkeypatch):
    """A quota that is used up is told when a file is closed; the result is there by then."""
    real, failed = os.close, []

    def close(descriptor):
        real(descriptor)
        failed.append(descriptor)
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    with monkeypatch.context() as patch, only_run_on(tmp_path / "out"):
        patch.setattr(os, "close", close)
    assert failed and not list(tmp_path.iterdir())
