import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gisplug.core.errors import Cancelled, EngineError, PanelError
from gisplug.core.machine.variables import PYTHON
from gisplug.engine import client, start
from gisplug.engine.interpreters import Interpreter

PROBES = str(Path(__file__).parent / "probes")
HERE = Interpreter(sys.executable, "the test")


class Heard:
    """Progress that remembers, and cancels when told."""

    def __init__(self, cancel_after=None):
        self.fractions, self.infos, self.warnings = [], [], []
        self._until = None if cancel_after is None else time.monotonic() + cancel_after
        self._end = time.monotonic() + 120

    def update(self, fraction, message=""):
        self.fractions.append((fraction, message))

    def info(self, text):
        self.infos.append(text)

    def warn(self, text):
        self.warnings.append(text)

    def check(self):
        assert time.monotonic() < self._end, "no answer within two minutes"
        if self._until is not None and time.monotonic() > self._until:
            raise Cancelled


@pytest.fixture(autouse=True)
def probes(monkeypatch):
    boot = start.BOOT.replace(
        "from gisplug.engine.worker",
        f"import gisplug.tools\ngisplug.tools.__path__.append({PROBES!r})\nfrom gisplug.engine.worker",
    )
    monkeypatch.setattr(start, "BOOT", boot)
    monkeypatch.setenv(PYTHON, sys.executable)
    yield
    client.stop_warm_worker()


def ask(how, progress=None, keep=False, **more):
    return client.run("probe", {"how": how, **more}, progress or Heard(), keep=keep)


def test_a_dask_address_holds_for_its_job_only():
    said = [
        client.run("probe", {"how": "cluster"}, Heard(), keep=True, dask=address)["words"]
        for address in ("", "tcp://a:1", "")
    ]
    assert said == ["none", "tcp://a:1", "none"]


def test_a_job_returns_its_values_and_reports_on_the_way():
    heard = Heard()
    assert ask("answer", heard) == {"value": 42.0, "words": "答案"}
    assert heard.warnings == ["2 isolates (Hainan, 台湾)"] and heard.infos == ["told"]
    assert heard.fractions[0] == (0.0, "step 0")


def test_a_warm_worker_answers_again_without_a_new_start():
    ask("answer", keep=True)
    first = client._warm.pid
    begun = time.perf_counter()
    ask("answer", keep=True)
    assert client._warm.pid == first
    assert time.perf_counter() - begun < 0.3


def test_an_engine_that_was_warmed_up_serves_the_first_call():
    client.warm_up()
    client.warm_up()  # a second dialog starts no second one
    assert ask("answer", keep=True)["value"] == 42.0
    warm = client._warm.pid
    client.warm_up()
    ask("answer", keep=True)
    assert client._warm.pid == warm and not client._warming.is_alive()


def test_the_wait_for_an_engine_that_is_warmed_up_can_be_cancelled(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(client, "_ask", lambda *given, **more: time.sleep(1.5))
        client.warm_up()
        time.sleep(0.05)
    begun = time.perf_counter()
    with pytest.raises(Cancelled):
        ask("answer", Heard(cancel_after=0.1), keep=True)
    assert time.perf_counter() - begun < 1.0


def test_where_there_is_no_engine_warming_up_says_nothing(monkeypatch):
    monkeypatch.setenv(PYTHON, "/nowhere/python")
    client.warm_up()
    client._warming.join()
    assert client._warm is None


def test_a_second_job_does_not_wait_for_a_busy_warm_worker():
    ask("answer", keep=True)

    def wait():
        with pytest.raises(Cancelled):
            ask("wait", Heard(cancel_after=1.0), keep=True)

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.2)
    assert ask("answer", keep=True)["value"] == 42.0
    waiting.join()


def test_a_refusal_arrives_as_the_same_error_with_the_same_text():
    with pytest.raises(PanelError, match=r"3 rows are twice there. Remove them."):
        ask("refuse")


def test_a_bug_is_told_with_its_trace():
    with pytest.raises(EngineError, match=r"(?s)division by zero.*report it.*Traceback"):
        ask("bug")


def test_running_out_of_memory_is_told_with_what_to_do():
    with pytest.raises(EngineError, match=r"memory of this computer does not suffice.*fewer units"):
        ask("memory")


def test_noise_on_stdout_does_not_disturb():
    assert ask("shout") == {"value": 1.0}


def test_a_missing_package_points_to_repair():
    with pytest.raises(EngineError, match=r"gisplug_no_such_package.*Repair"):
        ask("lacking")


@pytest.mark.parametrize(("how", "words"), [("exit", "code 7"), ("segfault", "crashed")])
def test_a_worker_that_ends_itself_is_reported_at_once(how, words):
    begun = time.monotonic()
    with pytest.raises(EngineError, match=words):
        ask(how)
    assert time.monotonic() - begun < 10


def test_a_killed_worker_is_reported_at_once_and_the_next_call_works():
    ask("answer", keep=True)
    pid = client._warm.pid
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
    begun = time.monotonic()
    with pytest.raises(EngineError, match=r"memory ran out.*QGIS itself is not affected"):
        ask("spin", keep=True)
    assert time.monotonic() - begun < 2
    assert ask("answer", keep=True)["value"] == 42.0


@pytest.mark.parametrize("how", ["wait", "spin", "chatter"])
def test_cancel_ends_even_a_busy_worker_within_a_second(how):
    ask("answer", keep=True)
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        ask(how, Heard(cancel_after=0.3), keep=True)
    assert time.monotonic() - begun < 1.3
    assert ask("answer", keep=True)["value"] == 42.0


def test_a_frozen_worker_can_be_cancelled_and_is_told_about(monkeypatch):
    monkeypatch.setattr(client, "SILENCE_SECONDS", 0.5)
    monkeypatch.setattr(client.Worker, "answers", lambda self: True)  # it freezes once it has the job
    ask("answer", keep=True)
    frozen(client._warm.pid)
    heard = Heard(cancel_after=1.2)
    with pytest.raises(Cancelled):
        ask("answer", heard, keep=True)
    assert "no sign of life" in heard.warnings[0]


def test_a_worker_that_never_says_hello_is_given_up(tmp_path, monkeypatch):
    mute = tmp_path / "mute python"
    mute.write_text("#!/bin/sh\nsleep 100\n")
    mute.chmod(0o755)
    monkeypatch.setenv(PYTHON, str(mute))
    monkeypatch.setattr(client.Worker.greet, "__defaults__", (0.5,))
    with pytest.raises(EngineError, match=r"did not answer"):
        ask("answer")


def test_an_old_python_is_named_with_what_is_needed(tmp_path, monkeypatch):
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\necho \'{"type": "hello", "protocol": 0, "python": "3.9"}\'\n')
    old.chmod(0o755)
    monkeypatch.setenv(PYTHON, str(old))
    with pytest.raises(EngineError, match=r"version 3.9; gisplug needs 3.11 or newer"):
        ask("answer")


def test_a_program_that_is_no_python_is_named_with_who_named_it(monkeypatch):
    monkeypatch.setenv(PYTHON, "/bin/ls")
    with pytest.raises(EngineError, match=r"(?s)/bin/ls.*environment variable GISPLUG_PYTHON"):
        ask("answer")


def test_a_missing_interpreter_is_named(monkeypatch):
    monkeypatch.setenv(PYTHON, "/no/such/python")
    with pytest.raises(EngineError, match=r"'/no/such/python'.*no such file.*Set up engine"):
        ask("answer")


def test_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(client, "version", lambda: "0.0.1")
    with pytest.raises(EngineError, match=r"this is gisplug 0.0.1. Restart QGIS"):
        ask("answer")


def test_a_poisoned_environment_does_not_reach_the_worker(monkeypatch):
    for name in ("PYTHONHOME", "PYTHONPATH", "PROJ_LIB", "PROJ_DATA", "LD_PRELOAD", "GDAL_DATA", "QT_PLUGIN_PATH"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    found = ask("environment")["words"].split()
    assert "HTTPS_PROXY" in found
    assert not {"PYTHONHOME", "PYTHONPATH", "PROJ_LIB", "PROJ_DATA", "LD_PRELOAD", "GDAL_DATA", "QT_PLUGIN_PATH"} & set(
        found
    )


def test_the_worker_runs_this_very_copy():
    assert Path(ask("modules")["words"]) == Path(client.__file__).parents[1] / "__init__.py"


def state(place):
    """Return the letter of the state of a process or thread, from its folder under /proc."""
    return (place / "stat").read_text().rsplit(")", 1)[1].split()[0]


def frozen(pid):
    """Stop a process, and wait until all its threads have: until then it goes on, and may answer."""
    os.kill(pid, signal.SIGSTOP)
    until = time.monotonic() + 20
    while any(state(thread) != "T" for thread in Path(f"/proc/{pid}/task").iterdir()):
        assert time.monotonic() < until
        time.sleep(0.01)


def running(pid):
    try:
        return state(Path(f"/proc/{pid}")) not in "ZX"
    except OSError:
        return False


def gone(pids, within=2.0):
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not any(running(p) for p in pids):
            return True
        time.sleep(0.05)
    return False


def test_cancel_leaves_no_child_behind(tmp_path):
    note = tmp_path / "pids"
    with pytest.raises(Cancelled):
        ask("child", Heard(cancel_after=1.5), note=str(note))
    assert gone([int(p) for p in note.read_text().split()])


def test_a_program_that_escaped_and_holds_the_stream_does_not_keep_qgis_waiting(tmp_path):
    note, begun = tmp_path / "pids", time.monotonic()
    with pytest.raises(Cancelled):
        ask("escape", Heard(cancel_after=1.5), note=str(note))
    assert time.monotonic() - begun < 10
    engine, escaped = map(int, note.read_text().split())
    assert gone([engine]) and running(escaped)
    os.kill(escaped, signal.SIGKILL)


def test_no_orphan_remains_when_the_host_is_killed(tmp_path):
    note = tmp_path / "pids"
    host = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"from gisplug.engine import client, start; start.BOOT = {start.BOOT!r}\n"
            f"client.run('probe', {{'how': 'child', 'note': {str(note)!r}}})",
        ]
    )
    until = time.monotonic() + 20
    while not note.exists() or len(note.read_text().split()) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)
    host.kill()
    host.wait()
    assert gone([int(p) for p in note.read_text().split()])
