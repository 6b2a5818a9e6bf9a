"""An engine is made whole or not at all, by the real venv and pip; what worked before survives whatever goes wrong."""

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from gisplug.core.errors import Cancelled, EngineError
from gisplug.core.machine import private_environment
from gisplug.core.machine.private_environment import MARK, STARTED, state
from gisplug.engine.setup import folder as folders
from gisplug.engine.setup.install import add, install
from gisplug.engine.setup.plan import planned
from tests.engine.setup.conftest import locked_in, verified, wheel
from tests.engine.setup.test_find_python import python_without

WRONG = "tiny==1.0 --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A plan and the engine made by it; its pip is that of the base, which starts in half the time of ensurepip's."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        wheels = locked_in(folder, patch)
        plan = planned(wheels=str(wheels), base=sys.executable, folder=folder / "engine")
        if plan.base.pip:
            plan = replace(plan, base=replace(plan.base, ensurepip=False))
        install(plan)
    return plan


@pytest.fixture
def engine(made, small, tmp_path):
    """A plan, and a copy of an engine made by it."""
    plan = replace(made, wheels=small, folder=tmp_path / "引擎 engine")
    shutil.copytree(made.folder, plan.folder, symlinks=True)
    return plan


def lock(text):
    private_environment.requirements().write_text(text, encoding="utf-8")


def beside(place):
    return sorted(path.name for path in place.parent.iterdir() if path.name.startswith(place.name))


def test_an_engine_is_made_offline_verified_and_removed(small, tmp_path):
    place = tmp_path / "引擎 engine"
    install(planned(wheels=str(small), base=sys.executable, folder=place))
    assert verified(place)["tiny"] == "1.0"
    assert state(place) == "ready"
    assert json.loads((place / MARK).read_text(encoding="utf-8"))["lock"] == private_environment.lock_hash()
    assert folders.remove(place) and not place.exists()
    assert state(place) == "absent" and not folders.remove(place)


def test_other_locked_versions_make_an_engine_outdated_and_repair_renews_it(engine, small):
    lock(wheel(small, "tiny", "2.0"))
    assert state(engine.folder) == "outdated"
    assert install(engine)["tiny"] == "2.0"
    assert state(engine.folder) == "ready" and beside(engine.folder) == [engine.folder.name]


def test_extras_are_added_and_kept_by_a_repair(engine, small):
    private_environment.requirements().with_name("learn.txt").write_text(wheel(small, "clever"), encoding="utf-8")
    more = planned(wheels=str(small), base=sys.executable, folder=engine.folder, extras=["learn"])
    assert "With the extras learn" in str(more) and more.megabytes > replace(more, extras=()).megabytes
    add(replace(more, base=engine.base))
    assert state(engine.folder) == "ready" and private_environment.extras_of(engine.folder) == ("learn",)
    assert list(engine.folder.rglob("clever.py"))
    again = planned(wheels=str(small), base=sys.executable, folder=engine.folder)
    assert again.extras == ("learn",) and again.packages == 2
    private_environment.requirements().with_name("learn.txt").write_text(
        wheel(small, "clever", "2.0"), encoding="utf-8"
    )
    assert state(engine.folder) == "outdated"


def test_a_package_that_was_left_half_there_is_installed_anew(engine, small):
    """pip was killed after the metadata, which many wheels have first, and before the modules."""
    private_environment.requirements().with_name("learn.txt").write_text(wheel(small, "clever"), encoding="utf-8")
    more = planned(wheels=str(small), base=sys.executable, folder=engine.folder, extras=["learn"])
    more = replace(more, base=engine.base)
    add(more)
    (module,), (mark,) = engine.folder.rglob("clever.py"), engine.folder.rglob("clever-1.0.dist-info/INSTALLER")
    module.unlink()
    add(more)
    assert not module.exists()  # pip takes it for installed
    mark.unlink()
    add(more)
    assert module.is_file() and mark.is_file()


def test_extras_are_only_added_to_an_engine_that_is_ready(small, tmp_path):
    plan = planned(wheels=str(small), base=sys.executable, folder=tmp_path / "engine", extras=[])
    with pytest.raises(EngineError, match=r"no engine in .* to which extras could be added"):
        add(plan)


def test_an_engine_that_works_survives_a_repair_that_fails(engine):
    good = private_environment.requirements().read_text(encoding="utf-8")
    lock(WRONG)
    with pytest.raises(EngineError, match=r"nothing was installed"):
        install(engine)
    lock(good)
    assert state(engine.folder) == "ready" and verified(engine.folder)["tiny"] == "1.0"
    assert beside(engine.folder) == [engine.folder.name]


class Locking:
    """Progress that makes a part of the new environment impossible to remove while packages are read."""

    def __init__(self, make):
        self.make, self.warnings = make, []

    def update(self, fraction, message=""):
        if message == "Reading packages":
            self.make()

    def warn(self, text):
        self.warnings.append(text)

    def info(self, text): ...
    def check(self): ...


@pytest.fixture
def locked(tmp_path):
    """A function that keeps a file or folder from being removed, for this user and really; undone afterwards."""
    undo = []

    def keep(path):
        if os.geteuid() == 0:
            subprocess.run(["chattr", "+i", path], check=True)
            undo.append(["chattr", "-i"])
        else:
            path.chmod(0o555)
            undo.append(["chmod", "755"])

    probe = tmp_path / "probe"
    probe.mkdir()
    (probe / "inside").touch()
    try:
        keep(probe)
        shutil.rmtree(probe)
    except (OSError, subprocess.CalledProcessError):
        pass
    if not probe.exists():
        pytest.skip("nothing here can be kept from being removed")
    yield keep
    for place in (tmp_path, *(path for path in tmp_path.rglob("*") if not path.is_symlink())):
        for words in undo[:1]:
            subprocess.run([*words, place], check=False, capture_output=True)


def stuck(place, keep):
    """Put a folder that cannot be removed into the environment."""
    inner = place / "lib" / "stuck"
    inner.mkdir()
    (inner / "in use.dll").touch()
    keep(inner)


def test_it_comes_back_even_where_the_failed_attempt_cannot_be_removed(engine, locked):
    good = private_environment.requirements().read_text(encoding="utf-8")
    lock(WRONG)
    progress = Locking(lambda: stuck(engine.folder, locked))
    with pytest.raises(EngineError, match=r"not the expected one; nothing was installed"):
        install(engine, progress)
    lock(good)
    assert state(engine.folder) == "ready" and verified(engine.folder)["tiny"] == "1.0"
    assert len(progress.warnings) == 1 and "Cannot remove" in progress.warnings[0]
    assert beside(engine.folder) == [engine.folder.name, engine.folder.name + ".failed"]


@pytest.mark.parametrize(
    ("raised", "ends_as"),
    [
        (EngineError("in use"), EngineError),
        (PermissionError(13, "Permission denied", "place"), EngineError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_it_comes_back_whatever_removing_the_failed_attempt_raises(engine, monkeypatch, raised, ends_as):
    def failing(place):
        raise raised

    good = private_environment.requirements().read_text(encoding="utf-8")
    lock(WRONG)
    progress = Locking(lambda: None)
    monkeypatch.setattr(folders, "_remove", failing)
    with pytest.raises(ends_as):
        install(engine, progress)
    lock(good)
    assert state(engine.folder) == "ready" and verified(engine.folder)["tiny"] == "1.0"
    assert len(progress.warnings) == (0 if isinstance(raised, KeyboardInterrupt) else 1)


def test_the_next_installation_sweeps_up_what_could_not_be_removed(engine, locked, tmp_path):
    lock(WRONG)
    with pytest.raises(EngineError):
        install(engine, Locking(lambda: stuck(engine.folder, locked)))
    for path in tmp_path.rglob("stuck"):
        subprocess.run(["chattr", "-i", path] if os.geteuid() == 0 else ["chmod", "755", path], check=True)
    with pytest.raises(EngineError):
        install(engine)
    assert beside(engine.folder) == [engine.folder.name] and state(engine.folder) == "outdated"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can keep a folder from being renamed")
def test_where_nothing_can_be_moved_it_is_told_where_the_engine_is_and_the_next_attempt_takes_it_back(engine, locked):
    good = private_environment.requirements().read_text(encoding="utf-8")
    lock(WRONG)
    progress = Locking(lambda: locked(engine.folder))
    with pytest.raises(EngineError):
        install(engine, progress)
    assert "kept in" in progress.warnings[0] and engine.folder.name + ".before" in progress.warnings[0]
    subprocess.run(["chattr", "-i", engine.folder], check=True)
    with pytest.raises(EngineError, match=r"nothing was installed"):
        install(engine)
    lock(good)
    assert state(engine.folder) == "ready" and verified(engine.folder)["tiny"] == "1.0"


def test_an_engine_put_aside_by_an_installation_that_was_broken_off_comes_back(engine):
    """QGIS was killed in the middle: a half-made folder of ours, and the engine of before beside it."""
    place = engine.folder
    place.rename(place.with_name(place.name + ".before"))
    place.mkdir()
    (place / STARTED).touch()
    (place / "half").mkdir()
    good = private_environment.requirements().read_text(encoding="utf-8")
    lock(WRONG)
    with pytest.raises(EngineError, match=r"nothing was installed"):
        install(engine)
    lock(good)
    assert state(place) == "ready" and verified(place)["tiny"] == "1.0" and beside(place) == [place.name]


def test_a_removal_that_was_stopped_half_way_can_be_finished(engine, locked, tmp_path):
    stuck(engine.folder, locked)
    with pytest.raises(EngineError, match=r"Cannot remove .*Close other QGIS windows"):
        folders.remove(engine.folder)
    assert state(engine.folder) == "unfinished"
    for path in tmp_path.rglob("stuck"):
        subprocess.run(["chattr", "-i", path] if os.geteuid() == 0 else ["chmod", "755", path], check=True)
    assert folders.remove(engine.folder) and not engine.folder.exists()


def test_a_changed_wheel_is_refused_and_nothing_remains(small, tmp_path):
    lock(WRONG)
    place = tmp_path / "engine"
    with pytest.raises(EngineError, match=r"not the expected one; nothing was installed"):
        install(planned(wheels=str(small), base=sys.executable, folder=place))
    assert not place.exists()


def test_a_folder_that_gisplug_did_not_make_is_never_touched(small, tmp_path):
    place = tmp_path / "engine"
    place.mkdir()
    (place / "thesis.docx").touch()
    with pytest.raises(EngineError, match=r"not made by gisplug"):
        folders.remove(place)
    with pytest.raises(EngineError, match=r"not made by gisplug"):
        install(planned(wheels=str(small), base=sys.executable, folder=place))
    assert (place / "thesis.docx").exists() and beside(place) == ["engine", "engine.txt"]


def test_the_pip_of_the_base_is_used_where_it_has_no_ensurepip(small, tmp_path):
    base = python_without(tmp_path / "base", pip=True)
    plan = planned(wheels=str(small), base=base, folder=tmp_path / "engine")
    assert not plan.base.ensurepip and plan.base.pip
    assert install(plan)["tiny"] == "1.0"


def test_the_pip_of_the_wheel_folder_is_used_where_the_base_has_none(small, tmp_path):
    import ensurepip

    bundled = next((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    base = python_without(tmp_path / "base", pip=False)
    with pytest.raises(EngineError, match=r"neither ensurepip nor pip"):
        planned(wheels=str(small), base=base, folder=tmp_path / "engine")
    shutil.copy(bundled, small)
    assert install(planned(wheels=str(small), base=base, folder=tmp_path / "engine"))["tiny"] == "1.0"


class Index(http.server.BaseHTTPRequestHandler):
    """A package index: answers with the wheels of `folder`, or not at all."""

    folder = None
    asked: list = []  # noqa: RUF012 - one list for the server

    def do_GET(self):
        self.asked.append(self.path)
        if self.folder is None:
            time.sleep(3)
            return
        name = self.path.rstrip("/").split("/")[-1]
        file = self.folder / name
        page = "".join(f'<a href="/{w.name}">{w.name}</a>' for w in self.folder.glob(f"{name}-*.whl"))
        content = file.read_bytes() if file.is_file() else page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream" if file.is_file() else "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args): ...


@pytest.fixture
def index(monkeypatch):
    """Serve an index on this machine; pip has no other configuration than what a test gives it."""
    for name in [n for n in os.environ if n.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index)
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    Index.folder, Index.asked = None, []
    yield f"http://127.0.0.1:{server.server_port}/simple"
    server.shutdown()
    server.server_close()


def test_packages_come_from_the_index_that_pip_is_configured_for(small, tmp_path, index, monkeypatch):
    Index.folder = small
    configured = tmp_path / "pip.conf"
    configured.write_text(f"[global]\nindex-url = {index}\n", encoding="utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(configured))
    assert install(planned(base=sys.executable, folder=tmp_path / "engine"))["tiny"] == "1.0"
    assert "/simple/tiny/" in Index.asked


def test_an_index_that_is_named_wins_over_the_configuration(small, tmp_path, index, monkeypatch):
    Index.folder = small
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    assert install(planned(index=index, base=sys.executable, folder=tmp_path / "engine"))["tiny"] == "1.0"
    assert "/simple/tiny/" in Index.asked


class Cancel:
    """Progress that cancels as soon as the index has been asked."""

    def __init__(self):
        self.asked = 0.0

    def check(self):
        if Index.asked:
            self.asked = self.asked or time.monotonic()
            raise Cancelled

    def update(self, fraction, message=""): ...
    def info(self, text): ...
    def warn(self, text): ...


def test_cancel_ends_the_installation_within_a_second_and_nothing_remains(small, tmp_path, index):
    progress, place = Cancel(), tmp_path / "engine"
    with pytest.raises(Cancelled):
        install(planned(index=index, base=sys.executable, folder=place), progress)
    assert time.monotonic() - progress.asked < 1.0
    assert not place.exists()


def test_no_network_is_told_with_the_ways_out(small, tmp_path, index, monkeypatch):
    monkeypatch.setenv("PIP_RETRIES", "0")
    plan = planned(index="https://127.0.0.1:9/simple", base=sys.executable, folder=tmp_path / "engine")
    with pytest.raises(EngineError, match=r"cannot be reached; nothing was installed.*folder of wheels"):
        install(plan)
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.invalid/simple")
    plan = planned(proxy="http://127.0.0.1:9", base=sys.executable, folder=tmp_path / "engine")
    with pytest.raises(EngineError, match=r"cannot be reached; nothing was installed.*proxy"):
        install(plan)
