"""SIGTERM to the engine that QGIS started (kill, a shutdown) ends its job as Cancel does; QGIS goes on."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable

import pytest

from gisplug.core.errors import Cancelled
from gisplug.engine import client
from tests.engine.test_client import ask, frozen, gone
from tests.engine.test_client import probes as probes


def ended_when(pids: Callable[[], list[int]]) -> threading.Thread:
    """Send SIGTERM to the first of some processes as soon as they are known."""

    def send():
        until = time.monotonic() + 30
        while not (found := pids()) and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(found[0], signal.SIGTERM)

    sending = threading.Thread(target=send)
    sending.start()
    return sending


def numbers(paths) -> list[int]:
    return [int(word) for path in paths for word in path.read_text().split()]


@pytest.mark.parametrize("keep", [False, True])
def test_sigterm_cancels_the_job_and_leaves_no_child_no_folder_and_a_qgis_that_goes_on(tmp_path, monkeypatch, keep):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    note = tmp_path / "pids"
    sending = ended_when(lambda: numbers([note]) if note.exists() and " " in note.read_text() else [])
    with pytest.raises(Cancelled):
        ask("child", note=str(note), keep=keep)
    sending.join()
    assert gone(numbers([note]), 10)
    assert ask("answer", keep=keep)["value"] == 42.0
    client.stop_warm_worker()
    assert not list((tmp_path / "tmp").iterdir())


def test_what_was_being_written_is_not_left_half_written(tmp_path):
    sending = ended_when(lambda: numbers(tmp_path.glob(".gisplug-*/pid")))
    (tmp_path / "table.csv").write_text("former", encoding="utf-8")
    with pytest.raises(Cancelled):
        ask("write", note=str(tmp_path / "table.csv"))
    sending.join()
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == "former"


def test_an_idle_engine_that_is_told_to_end_does_and_the_next_call_starts_another():
    ask("answer", keep=True)
    pid, until = client._warm.pid, time.monotonic() + 10
    os.kill(pid, signal.SIGTERM)
    while client._warm.alive and time.monotonic() < until:  # /proc calls it gone while its threads still end
        time.sleep(0.01)
    assert gone([pid], 10)
    assert ask("answer", keep=True)["value"] == 42.0 and client._warm.pid != pid


def test_a_warm_engine_that_does_not_listen_is_replaced(monkeypatch):
    """One that is just ending looks alive for a moment; one that was stopped looks so for ever."""
    ask("answer", keep=True)
    pid = client._warm.pid
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.2)
    frozen(pid)
    assert ask("answer", keep=True)["value"] == 42.0 and client._warm.pid != pid
    assert gone([pid], 10)
