"""The seam for parallel work: the same results everywhere, deaths of workers, cancelling, progress."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import Cancelled, EngineError, ParameterError
from gisplug.core.executor import Executor, _remaining, each_task, executor_from, map_tasks
from gisplug.core.messages import message
from gisplug.core.progress import Silent

ROOT = Path(__file__).resolve().parents[2]


def square(x):
    return x * x


def die_once(marker):
    """Kill the worker the first time, answer the second."""
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def die(_):
    os.kill(os.getpid(), signal.SIGKILL)


def nap(seconds):
    time.sleep(seconds)
    return os.getpid()


def fill(_):
    """Ask for more memory than a worker has."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + 2**31, hard))  # the threads that talk to the scheduler have room
    try:
        return np.ones(2**30)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def fail(_):
    raise ParameterError(message("A comparison needs two or more weights; {n} were given.", n=0))


class Watch(Silent):
    def __init__(self, stop_at: float = 2.0):
        self.seen: list[tuple[float, str]] = []
        self.warned: list[str] = []
        self.stop_at = stop_at

    def update(self, fraction, message=""):
        self.seen.append((fraction, message))

    def warn(self, text):
        self.warned.append(text)

    def check(self):
        if self.seen and self.seen[-1][0] >= self.stop_at:
            raise Cancelled


def test_words_name_executors(monkeypatch):
    monkeypatch.delenv("GISPLUG_DASK", raising=False)
    monkeypatch.delenv("GISPLUG_WORKERS", raising=False)
    assert executor_from(None) == Executor("processes", 0)
    assert executor_from("serial").where == "serial"
    assert executor_from(3) == executor_from("processes:3") == Executor("processes", 3)
    assert executor_from(1).where == "serial"
    assert executor_from("tcp://127.0.0.1:8786") == Executor("dask", address="tcp://127.0.0.1:8786")
    monkeypatch.setenv("GISPLUG_WORKERS", "2")
    assert executor_from(None) == Executor("processes", 2)
    monkeypatch.setenv("GISPLUG_DASK", "tcp://a:1")
    assert executor_from(None).address == "tcp://a:1"
    with pytest.raises(ParameterError, match="threads"):
        executor_from("threads")


@pytest.mark.parametrize("where", ["serial", "processes:2"])
def test_results_come_in_the_order_of_the_items(where):
    watch = Watch()
    assert map_tasks(square, list(range(7)), where, watch, "squares") == [0, 1, 4, 9, 16, 25, 36]
    fractions = [f for f, _ in watch.seen]
    assert fractions == sorted(fractions)
    assert watch.seen[-1] == (1.0, "squares: 7 of 7")
    assert map_tasks(square, [], where) == []


def die_elsewhere_once(task):
    """Kill the worker the first time; the process that asks waits with its first task until that has happened."""
    asking, marker = task
    end = time.monotonic() + 60
    while not Path(marker).exists():
        assert time.monotonic() < end, "no worker took a task within a minute"
        if os.getpid() != asking:
            Path(marker).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.02)
    return os.getpid()


def test_the_process_that_asks_takes_tasks_too_and_one_worker_fewer_is_started(tmp_path):
    assert map_tasks(square, list(range(7)), 2, joining=True) == [0, 1, 4, 9, 16, 25, 36]
    watch = Watch()
    tasks = [(os.getpid(), str(tmp_path / "marker"))] * 9
    found = map_tasks(die_elsewhere_once, tasks, 2, watch, joining=True)
    assert os.getpid() in found
    assert any("died" in text for text in watch.warned)


def test_a_killed_local_worker_costs_a_repetition_and_no_wrong_number(tmp_path):
    watch = Watch()
    items = [str(tmp_path / "marker")] * 3
    assert map_tasks(die_once, items, 2, watch) == ["alive"] * 3
    assert any("died" in text for text in watch.warned)


def test_workers_that_die_again_and_again_end_in_a_message(monkeypatch):
    monkeypatch.setattr("gisplug.core.executor.REPEATS", 1)
    with pytest.raises(EngineError, match="Worker processes died"):
        map_tasks(die, [1, 2], 2)


@pytest.mark.parametrize("where", ["serial", "processes:2"])
def test_an_error_of_a_task_is_the_error_of_the_map(where):
    with pytest.raises(ParameterError, match="two or more weights; 0 were"):
        map_tasks(fail, [1, 2], where)


def test_cancelling_ends_the_workers_at_once():
    watch = Watch(stop_at=0.3)
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        map_tasks(nap, [0.05, 30, 30], 2, watch)
    assert time.monotonic() - begun < 15
    assert not _children_named("nap")


def _children_named(_: str) -> list[int]:
    """Children of this process that still run tasks (the tracker of resources may stay)."""
    done = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(") ", 1)[1].split()
            command = (entry.parent / "cmdline").read_text()
        except (OSError, IndexError):
            continue
        if int(fields[1]) == os.getpid() and "popen_loky" in command and fields[0] not in "ZX":
            done.append(int(entry.parent.name))
    return done


def test_the_remaining_time_is_told_once_it_is_known():
    watch = Watch()
    map_tasks(nap, [0.6, 0.6, 0.1], "serial", watch, "naps")
    assert "about" in watch.seen[2][1]
    assert "about" not in watch.seen[-1][1]


def test_the_time_left_holds_the_work_that_follows():
    begun = time.monotonic() - 100
    assert str(_remaining(begun, 5, 10, 0.0)) == ", about 100 s left"
    assert str(_remaining(begun, 5, 10, 3.0)) == ", about 12 min left"
    assert str(_remaining(begun, 10, 10, 3.0)) == ", about 5 min left"
    assert str(_remaining(begun, 10, 10, 0.0)) == ""


def test_a_script_without_a_main_guard_may_use_processes(tmp_path):
    """On Windows and macOS, plain multiprocessing would start the script again and again."""
    script = tmp_path / "user.py"
    script.write_text(
        "import math\nfrom gisplug.core.executor import map_tasks\nprint(map_tasks(math.sqrt, [4.0, 9.0, 16.0], 2))\n"
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=60, check=True, cwd=tmp_path
    )
    assert done.stdout == "[2.0, 3.0, 4.0]\n"
    assert "Traceback" not in done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(folder: Path, workers: int = 2, scheme: str = "tcp"):
    """A Dask scheduler and workers, each its own process on loopback."""
    with processes(folder, workers, scheme) as (address, started):
        yield address, started[1:]


@contextmanager
def processes(folder: Path, workers: int, scheme: str = "tcp"):
    """The address of a cluster, and its processes, the scheduler's first."""
    pytest.importorskip("distributed")
    address = f"{scheme}://127.0.0.1:{_free_port()}"
    port = address.rsplit(":", 1)[1]
    started = []
    try:
        started.append(
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "distributed.cli.dask_scheduler",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    port,
                    "--no-dashboard",
                    "--protocol",
                    scheme,
                ],
                **_quiet(folder),
            )
        )
        started += [_worker(address, folder) for _ in range(workers)]
        _await(address, workers)
        yield address, started
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


class KillMidway(Silent):
    """kill -9 a worker as soon as one raster is done."""

    def __init__(self, worker: subprocess.Popen):
        self.worker, self.killed = worker, False

    def update(self, fraction, message=""):
        if message.startswith("rasters: 1 of") and not self.killed:
            self.worker.send_signal(signal.SIGKILL)
            self.killed = True


@contextmanager
def extra_worker(address: str, folder: Path):
    worker = _worker(address, folder)
    try:
        _await(address, 2)
        yield worker
    finally:
        worker.kill()
        worker.wait()


def _worker(address: str, folder: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--nworkers", "1"]
    command += ["--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
    return subprocess.Popen(command, **_quiet(folder))


def _quiet(folder: Path) -> dict:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    return {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": folder}


def _await(address: str, workers: int) -> None:
    from distributed import Client

    deadline = time.monotonic() + 40
    while True:
        try:
            with Client(address, timeout=5, set_as_default=False) as client:
                if workers:
                    client.wait_for_workers(workers, timeout=30)
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


dask_warns = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@dask_warns
def test_dask_gives_the_same_lights_and_survives_the_death_of_a_worker(tmp_path):
    """One cluster for all: identical numbers; then kill -9 of one of two workers in the middle."""
    from gisplug.lights.aggregate import aggregate_lights
    from tests.lights.rasters import tessellation, write

    rng = np.random.default_rng(1)
    for year in range(2000, 2006):
        write(tmp_path / f"ntl_{year}.tif", rng.gamma(0.4, 9, (90, 90)), west=0, north=45, cell=0.5, crs="EPSG:4326")
    shapes = tessellation(50, 0.5, 0.5, 44, 44)
    pattern = str(tmp_path / "ntl_{period}.tif")
    here = aggregate_lights(pattern, shapes, executor="serial")
    apart = aggregate_lights(pattern, shapes, executor=2)
    pd.testing.assert_frame_equal(here, apart, check_exact=True)
    with cluster(tmp_path) as (address, workers):
        there = aggregate_lights(pattern, shapes, executor=address)
        pd.testing.assert_frame_equal(here, there, check_exact=True)
        with pytest.raises(ParameterError, match="two or more weights; 0 were"):
            map_tasks(fail, [1], address)
        killed, pids = False, []
        for index, pid in each_task(nap, [0.2] * 6, address):
            pids.append((index, pid))
            if not killed:
                workers[0].send_signal(signal.SIGKILL)
                killed = True
        assert sorted(i for i, _ in pids) == list(range(6))
        after = aggregate_lights(pattern, shapes, executor=address)  # one worker left
        with extra_worker(address, tmp_path) as second:
            midway = KillMidway(second)
            again = aggregate_lights(pattern, shapes, executor=address, progress=midway)
            assert midway.killed
            pd.testing.assert_frame_equal(here, again, check_exact=True)
        pd.testing.assert_frame_equal(here, after, check_exact=True)
        watch = Watch(stop_at=0.2)
        with pytest.raises(Cancelled):
            map_tasks(nap, [0.1, 2, 2, 2], address, watch)


@dask_warns
def test_a_cluster_that_does_not_answer_is_an_error_that_says_how_to_start_one(monkeypatch):
    monkeypatch.setattr("gisplug.core.executor.CONNECT_SECONDS", 1.0)
    with pytest.raises(EngineError, match="No Dask scheduler answers"):
        map_tasks(square, [1], f"tcp://127.0.0.1:{_free_port()}")


@dask_warns
def test_a_worker_without_memory_and_one_of_another_version_are_told(tmp_path, monkeypatch):
    with cluster(tmp_path, 1) as (address, _):
        assert map_tasks(square, [2, 3], address) == [4, 9]
        with pytest.raises(EngineError, match="had no memory for a task, 4 times"):
            map_tasks(fill, [1], address)
        monkeypatch.setattr("gisplug.core.executor.run._kernels", lambda: "openblas 0.3.30 Elsewhere, numpy")
        with pytest.raises(EngineError, match=r"for other processors than here \(.* / openblas 0.3.30 Else") as told:
            map_tasks(square, [2], address)
        assert 'OPENBLAS_CORETYPE="Haswell"' in str(told.value)
        assert f" dask worker {address} --nthreads" in str(told.value)
        monkeypatch.setattr("gisplug.core.executor.run.version", lambda: "0.9.0")
        with pytest.raises(EngineError, match=r"other versions than this machine \(gisplug .* / 0\.9\.0\)"):
            map_tasks(square, [2], address)


@dask_warns
def test_a_cluster_without_workers_is_told_and_goes_on_when_one_comes(tmp_path, monkeypatch):
    monkeypatch.setattr("gisplug.core.executor.run.NOBODY_SECONDS", 0.5)
    with processes(tmp_path, 0) as (address, started):

        class Starts(Silent):
            """Start a worker as the warning says."""

            def warn(self, text):
                assert text.startswith(f"The cluster {address} has no worker; the work waits")
                assert f" dask worker {address} --nthreads 1, or cancel." in text and len(started) == 1
                started.append(_worker(address, tmp_path))

        assert map_tasks(square, [2, 3], address, Starts()) == [4, 9] and len(started) == 2


@dask_warns
def test_a_scheduler_that_dies_midway_is_told_with_what_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr("gisplug.core.executor.CONNECT_SECONDS", 2.0)
    seen = []
    with processes(tmp_path, 1) as (address, started):
        with pytest.raises(EngineError, match=r"scheduler at .* went away with 3 of 4 tasks left"):
            for index, _ in each_task(nap, [0.2, 4, 4, 4], address):
                seen.append(index)
                started[0].send_signal(signal.SIGKILL)
        assert seen == [0]
