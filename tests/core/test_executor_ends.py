"""Ends from outside while local workers work, with real processes: no worker stays, nothing is half-written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from gisplug.cli import OK, main
from gisplug.core.errors import Cancelled, OutputError
from gisplug.core.executor import map_tasks
from gisplug.core.output.refusals import refusing
from gisplug.core.progress import Silent
from tests.core.test_executor import ROOT, fill
from tests.study.tools import STUDY, write_inputs

LIGHTS = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts tests in the background ignores it
import gisplug.lights.work as work
from tests.core.test_executor_ends import slow_raster
work.reduce_raster = slow_raster
from gisplug.cli import main
sys.exit(main(sys.argv[1:]))
"""
MEMORY = """
import resource, sys
from dataclasses import replace
import gisplug.tools as tools
from gisplug.core.executor import map_tasks
from tests.core.test_executor_ends import much
from tests.study.tools import TOOLS

known = {**TOOLS, "count_rows": replace(TOOLS["count_rows"], run=lambda asked, progress: map_tasks(much, [1, 2], 2))}
every, one = tools.all_tools, tools.get_tool
tools.all_tools = lambda: {**every(), **known}
tools.get_tool = lambda name: known.get(name) or one(name)
from gisplug.cli import main
resource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33))
sys.exit(main(["run", "study.toml", "--out", "out", "--quiet"]))
"""
TASKS = 9


def slow_raster(task):
    """Sum up a raster, the first two at once, the others in an hour if the test says so."""
    from gisplug.lights.reduce import reduce_raster

    place = Path(os.environ["PLACE"])
    (place / f"pid-{os.getpid()}").touch()
    if os.environ.get("SLOW") and len(list(place.glob("task-*"))) >= 2:
        time.sleep(3600)
    (place / f"task-{task.name}").touch()
    return reduce_raster(task)


def much(_):
    return np.ones(2**32)


def blocked(_):
    time.sleep(0.1)
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def stay(item):
    """Say who works, the first time for an hour."""
    folder, number = item
    first = not list(Path(folder).glob("pid-*"))
    (Path(folder) / f"pid-{os.getpid()}").touch()
    if first:
        time.sleep(3600)
    return number


def rest(folder):
    (Path(folder) / f"pid-{os.getpid()}").touch()
    time.sleep(3600)


def running(pid: int) -> bool:
    """Return whether a process lives; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def until(condition: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited for a minute"
        time.sleep(0.02)


def session(leader: int) -> list[int]:
    """Return the living processes of a session that work for it, without those that watch over semaphores."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
            line = (entry.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] not in "ZX" and b"resource_tracker" not in line:
            found.append(int(entry.parent.name))
    return found


@pytest.fixture
def lights(tmp_path) -> Path:
    """A folder with some years of lights, and units."""
    from tests.lights.rasters import tessellation, write

    rng = np.random.default_rng(1)
    for year in range(2000, 2000 + TASKS):
        write(tmp_path / f"ntl_{year}.tif", rng.gamma(0.4, 9, (30, 30)), west=0, north=45, cell=1.5, crs="EPSG:4326")
    tessellation(9, 0.5, 0.5, 44, 44).rename_axis("id").reset_index().to_file(tmp_path / "units.gpkg")
    (tmp_path / "tmp").mkdir()
    return tmp_path


def words(folder: Path, workers: int, made: str) -> list[str]:
    """Return the command that sums up the lights of a folder."""
    given = {"rasters": "ntl_{period}.tif", "units": "units.gpkg", "cache": "cache", "table": f"{made}/lights.csv"}
    found = [word for name, value in given.items() for word in (f"--{name}", str(folder / value))]
    return ["lights-aggregate", *found, "--id", "id", "--workers", str(workers), "--quiet"]


@contextmanager
def asked(folder: Path, slow: bool) -> Iterator[subprocess.Popen]:
    """Start the lights of the folder in three processes, a session of its own."""
    place = folder / ("slow" if slow else "fast")
    place.mkdir()
    own = {"PYTHONPATH": str(ROOT), "PLACE": str(place), "TMPDIR": str(folder / "tmp"), "SLOW": "yes" if slow else ""}
    started = subprocess.Popen(
        [sys.executable, "-c", LIGHTS, *words(folder, 3, "made")],
        cwd=folder,
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with started as child:
        try:
            yield child
        finally:
            for pid in session(child.pid):
                os.kill(pid, signal.SIGKILL)


def ended(child: subprocess.Popen, number: int, to_all: bool) -> str:
    """Send a signal to the process that asks, or to all as a terminal and batch systems do; return what was said."""
    (os.killpg if to_all else os.kill)(child.pid, number)
    _, said = child.communicate(timeout=60)
    until(lambda: not session(child.pid))
    return said


ENDS = [(signal.SIGTERM, False), (signal.SIGTERM, True), (signal.SIGINT, True), (signal.SIGKILL, False)]


@pytest.mark.parametrize(("number", "to_all"), ENDS)
def test_a_run_that_is_ended_while_workers_work_leaves_no_worker_and_goes_on_later(lights, number, to_all):
    with asked(lights, slow=True) as child:
        seen = lights / "slow"
        until(lambda: child.poll() is not None or len(list(seen.glob("pid-*"))) == 3)
        until(lambda: child.poll() is not None or len(list(seen.glob("task-*"))) == 2)
        assert child.poll() is None and len(session(child.pid)) == 3
        if number == signal.SIGINT:  # pressed twice, because the task that this process does itself does not look
            os.killpg(child.pid, number)
            time.sleep(0.3)
        said = ended(child, number, to_all)
    assert not (lights / "made" / "lights.csv").exists()
    if number != signal.SIGKILL:
        assert child.returncode == 1 and said == "gisplug: cancelled; nothing was left half-written.\n"
        assert not list((lights / "tmp").iterdir()) and not list(lights.rglob(".gisplug-*"))
    with asked(lights, slow=False) as child:
        _, said = child.communicate(timeout=120)
    assert child.returncode == 0, said
    shutil.rmtree(lights / "cache")
    assert main(words(lights, 1, "whole")) == OK
    assert (lights / "made" / "lights.csv").read_bytes() == (lights / "whole" / "lights.csv").read_bytes()


def test_ctrl_c_while_workers_load_their_libraries_says_one_sentence(lights):
    """A terminal sends it to all: workers that heard it would each print where they were."""
    with asked(lights, slow=True) as child:
        until(lambda: len(session(child.pid)) == 3 or child.poll() is not None)
        time.sleep(0.15)
        os.killpg(child.pid, signal.SIGINT)
        time.sleep(0.3)
        assert ended(child, signal.SIGINT, True) == "gisplug: cancelled; nothing was left half-written.\n"


def test_workers_do_not_hear_ctrl_c():
    assert map_tasks(blocked, [1, 2, 3], 2) == [True] * 3
    assert not blocked(None)


class Terminates(Silent):
    """Send SIGTERM to the first worker that says who it is."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sent, self.warned = folder, [], []

    def check(self):
        pids = [int(path.name.partition("-")[2]) for path in self.folder.glob("pid-*")]
        if pids and not self.sent:
            os.kill(pids[0], signal.SIGTERM)
            self.sent = pids

    def warn(self, text):
        self.warned.append(text)


def test_a_worker_that_is_told_to_end_costs_a_repetition_and_none_of_its_pool_stays(tmp_path):
    told = Terminates(tmp_path)
    assert map_tasks(stay, [(str(tmp_path), k) for k in range(TASKS)], 2, told) == list(range(TASKS))
    assert told.sent and any("A worker process died; its tasks are repeated" in text for text in told.warned)
    until(lambda: not any(running(pid) for pid in told.sent))


class Cancels(Silent):
    """Cancel as soon as two workers are at work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check(self):
        if len(list(self.folder.glob("pid-*"))) == 2:
            raise Cancelled


def test_cancelling_more_tasks_than_a_pool_has_room_for_says_nothing_of_threads(tmp_path, capfd):
    with pytest.raises(Cancelled):
        map_tasks(rest, [str(tmp_path)] * 31, 2, Cancels(tmp_path))
    assert "Traceback" not in capfd.readouterr().err
    assert not any(running(int(path.name.partition("-")[2])) for path in tmp_path.glob("pid-*"))


def test_a_worker_without_memory_is_a_sentence(tmp_path):
    with pytest.raises(OutputError, match=r"Memory is not enough.*GISPLUG_WORKERS=1"), refusing(tmp_path):
        map_tasks(fill, [1, 2, 3], 2)


def test_a_study_whose_workers_may_not_have_the_memory_ends_with_the_limit_and_no_result(tmp_path):
    write_inputs(tmp_path)
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", MEMORY],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "Memory is not enough: this process may have 8.0 GB (ulimit -v)" in done.stderr
    assert not (tmp_path / "out").exists()
