"""Temporary files of the engine go with it: after success, failure, cancelling, and kill -9 of either side."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from gisplug.core.errors import Cancelled, EngineError
from gisplug.engine import client, scratch
from tests.engine.test_client import Heard, ask
from tests.engine.test_client import probes as probes


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A temporary folder of the host's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_nothing_is_left_after_success_failure_and_cancelling(temporary):
    assert ask("answer")["value"] == 42.0
    assert left(temporary) == []
    with pytest.raises(EngineError):
        ask("exit")
    assert left(temporary) == []
    with pytest.raises(Cancelled):
        ask("spin", Heard(cancel_after=0.2))
    assert left(temporary) == []


def test_a_killed_worker_leaves_nothing(temporary):
    ask("answer", keep=True)
    (folder,) = left(temporary)
    assert folder.startswith(f"{scratch.PREFIX}{os.getpid()}-")
    (temporary / folder / "half-written.tif").touch()
    threading.Timer(0.2, os.kill, (client._warm.pid, signal.SIGKILL)).start()
    with pytest.raises(EngineError):
        ask("spin", keep=True)
    assert left(temporary) == []


def test_what_a_killed_host_left_is_removed_by_the_next(temporary):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = temporary / f"{scratch.PREFIX}{ended.pid}-abc"
    other, foreign = temporary / f"{scratch.PREFIX}{os.getppid()}-abc", temporary / f"{scratch.PREFIX}x"
    for folder in (gone, other, foreign):
        (folder / "below").mkdir(parents=True)
    made = scratch.scratch_folder()
    assert not gone.exists() and other.exists() and foreign.exists()
    assert scratch.within(made, {"TMP": "x", "A": "b"}) == {**dict.fromkeys(scratch.VARIABLES, str(made)), "A": "b"}
    scratch.remove(made)
    assert not made.exists()
