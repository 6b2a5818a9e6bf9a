"""Workers that wait for the next call: whose they are, when they end; nobody waits for results that cannot come."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from gisplug.core.errors import EngineError
from gisplug.core.executor import each_task, local, map_tasks

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


def pid_of(_):
    time.sleep(0.1)
    return os.getpid()


def square(x):
    return x * x


def here(pids) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def gone(pids) -> bool:
    until = time.monotonic() + 20
    while here(pids) and time.monotonic() < until:
        time.sleep(0.05)
    return not here(pids)


def test_the_next_call_has_the_same_workers_and_one_of_another_width_has_its_own():
    first = set(map_tasks(pid_of, range(6), 2))
    assert set(map_tasks(pid_of, range(6), 2)) <= first
    wider = set(map_tasks(pid_of, range(9), 3))
    assert not wider & first and gone(first)
    assert set(map_tasks(pid_of, range(9), 3)) <= wider


def test_a_call_within_a_call_has_workers_of_its_own(monkeypatch):
    monkeypatch.setattr(local, "IDLE_SECONDS", 60)
    monkeypatch.setattr(local, "_kept", None)
    outer, inner = set(), set()
    for _, pid in each_task(pid_of, range(5), 2):
        outer.add(pid)
        inner |= set(map_tasks(pid_of, range(3), 2))
    assert outer and inner and not outer & inner and gone(inner)
    assert set(map_tasks(pid_of, range(5), 2)) <= outer


def test_workers_that_wait_end_by_themselves_and_the_next_call_starts_others(monkeypatch):
    monkeypatch.setattr(local, "IDLE_SECONDS", 0.3)
    monkeypatch.setattr(local, "_kept", None)
    first = set(map_tasks(pid_of, range(4), 2))
    assert gone(first)
    assert map_tasks(square, range(4), 2) == [0, 1, 4, 9]


def hang_at_the_end(_):
    """Leave the worker with a library that waits for ever when it is taken apart."""

    class Library:
        def __del__(self, sleep=time.sleep):
            sleep(1000)

    if not hasattr(sys, "library_of_the_test"):
        sys.library_of_the_test = Library()
    return os.getpid()


def test_a_worker_ends_though_a_library_would_wait_for_ever_when_it_is_taken_apart(monkeypatch):
    monkeypatch.setattr(local, "IDLE_SECONDS", 0.3)
    monkeypatch.setattr(local, "_kept", None)
    assert gone(set(map_tasks(hang_at_the_end, range(4), 2)))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("always", [False, True])
def test_where_the_thread_that_hands_out_results_ends_tasks_are_repeated_or_refused(monkeypatch, always):
    """It did so at a warning that was made an error, and the call waited for ever."""
    from joblib.externals.loky.process_executor import _ExecutorManagerThread as Thread

    once, true = [], Thread.process_result_item

    def ended(self, item):
        if always or not once:
            once.append(1)
            raise UserWarning("planted")
        true(self, item)

    monkeypatch.setattr(local, "_kept", None)
    monkeypatch.setattr(Thread, "process_result_item", ended)
    if always:
        with pytest.raises(EngineError, match="Worker processes died"):
            map_tasks(square, range(4), 2)
    else:
        assert map_tasks(square, range(4), 2) == [0, 1, 4, 9] and once
    monkeypatch.setattr(Thread, "process_result_item", true)
    assert map_tasks(square, range(4), 2) == [0, 1, 4, 9]


class Mortal:
    """Ends the process that sends it, some moments after it has been made ready."""

    def __reduce__(self):
        threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return (int, (0,))


def killed_while_it_sends(marker):
    if Path(marker).exists():
        return 7, 0
    Path(marker).touch()
    return bytes(400_000_000), Mortal()


def test_a_worker_that_is_killed_while_it_sends_its_result_costs_a_repetition(monkeypatch, tmp_path):
    """As where memory ends: the rest of the result never comes, and its reader waited for ever."""
    monkeypatch.setattr(local, "UNSEEN_SECONDS", 0.5)
    monkeypatch.setattr(local, "_kept", None)
    before = set(threading.enumerate())
    markers = [str(tmp_path / str(k)) for k in range(2)]
    (tmp_path / "1").touch()
    assert map_tasks(killed_while_it_sends, markers, 2) == [(7, 0), (7, 0)]
    stuck = set(threading.enumerate()) - before
    assert len([thread for thread in stuck if thread.name == "ExecutorManagerThread"]) <= 1  # of those that are kept


def test_workers_that_were_killed_while_they_waited_are_replaced_without_a_word(monkeypatch, caplog):
    monkeypatch.setattr(local, "IDLE_SECONDS", 60)
    monkeypatch.setattr(local, "_kept", None)
    first = set(map_tasks(pid_of, range(4), 2))
    os.kill(min(first), signal.SIGKILL)
    assert gone(first)
    assert map_tasks(square, range(4), 2) == [0, 1, 4, 9] and not caplog.records
