import http.server
import json
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gisplug.core.errors import Cancelled, EngineError, ParameterError
from gisplug.engine import interpreters as places
from gisplug.engine.setup import install as setup


def wheel(folder, name, version="1.0"):
    """Make the smallest wheel there is, and return its line for the locked requirements."""
    import base64
    import hashlib
    import zipfile

    path = folder / f"{name}-{version}-py3-none-any.whl"
    files = {
        f"{name}.py": f"__version__ = {version!r}\n",
        f"{name}-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{name}-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: "
        "py3-none-any\n",
    }
    record = f"{name}-{version}.dist-info/RECORD"
    with zipfile.ZipFile(path, "w") as archive:
        lines = []
        for inner, text in files.items():
            archive.writestr(inner, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            lines.append(f"{inner},sha256={digest},{len(text)}")
        archive.writestr(record, "\n".join([*lines, f"{record},,"]) + "\n")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A lock of one tiny package, its wheel folder, and a verification that only starts the interpreter."""
    wheels = tmp_path / "wheels 轮子"
    wheels.mkdir()
    lock = tmp_path / "engine.txt"
    lock.write_text(wheel(wheels, "tiny"), encoding="utf-8")
    monkeypatch.setattr(setup, "requirements", lambda: lock)

    def verify(folder, progress):
        python = str(places.python_of(folder))
        said = subprocess.run(
            [python, "-I", "-c", "import tiny; print(tiny.__version__)"], capture_output=True, text=True, check=True
        )
        return {"python": "3", "tiny": said.stdout.strip()}

    monkeypatch.setattr(setup, "verify", verify)
    return wheels


def test_the_plan_says_what_where_and_how_large_and_changes_nothing(small, tmp_path):
    folder = tmp_path / "engine"
    text = str(setup.planned(wheels=str(small), base=sys.executable, folder=folder))
    assert "1 locked packages" in text and str(folder) in text and "MB on disk" in text and "no network" in text
    assert not folder.exists()


def test_an_engine_is_made_offline_verified_and_removed(small, tmp_path):
    folder = tmp_path / "引擎 engine"
    found = setup.install(setup.planned(wheels=str(small), base=sys.executable, folder=folder))
    assert found["tiny"] == "1.0"
    assert setup.state(folder) == "ready"
    assert json.loads((folder / places.MARK).read_text(encoding="utf-8"))["lock"] == setup.lock_hash()
    assert setup.remove(folder) and not folder.exists()
    assert setup.state(folder) == "absent" and not setup.remove(folder)


def test_other_locked_versions_make_an_engine_outdated_and_repair_renews_it(small, tmp_path):
    folder = tmp_path / "engine"
    plan = setup.planned(wheels=str(small), base=sys.executable, folder=folder)
    setup.install(plan)
    setup.requirements().write_text(wheel(small, "tiny", "2.0"), encoding="utf-8")
    assert setup.state(folder) == "outdated"
    assert setup.install(plan)["tiny"] == "2.0"
    assert setup.state(folder) == "ready"


def test_an_engine_that_works_survives_a_repair_that_fails(small, tmp_path):
    folder = tmp_path / "engine"
    plan = setup.planned(wheels=str(small), base=sys.executable, folder=folder)
    setup.install(plan)
    good = setup.requirements().read_text(encoding="utf-8")
    setup.requirements().write_text("tiny==1.0 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    with pytest.raises(EngineError, match=r"nothing was installed"):
        setup.install(plan)
    setup.requirements().write_text(good, encoding="utf-8")
    assert setup.state(folder) == "ready" and setup.verify(folder, setup.SILENT)["tiny"] == "1.0"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("engine")].count("engine.before") == 0


def test_a_changed_wheel_is_refused_and_nothing_remains(small, tmp_path):
    lock = setup.requirements()
    lock.write_text("tiny==1.0 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    folder = tmp_path / "engine"
    with pytest.raises(EngineError, match=r"not the expected one; nothing was installed"):
        setup.install(setup.planned(wheels=str(small), base=sys.executable, folder=folder))
    assert not folder.exists()


class _Cancel:
    def __init__(self, after):
        self._until = time.monotonic() + after

    def check(self):
        if time.monotonic() > self._until:
            raise Cancelled

    def update(self, fraction, message=""): ...
    def info(self, text): ...
    def warn(self, text): ...


class _Mute(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(3)

    def log_message(self, *args): ...


@pytest.fixture
def mute_index():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Mute)
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/simple"
    server.shutdown()
    server.server_close()


def test_cancel_ends_the_installation_within_a_second_and_nothing_remains(small, tmp_path, mute_index, monkeypatch):
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    folder = tmp_path / "engine"
    plan = setup.planned(index=mute_index, base=sys.executable, folder=folder)
    start = time.monotonic()
    with pytest.raises(Cancelled):
        setup.install(plan, _Cancel(1.5))
    assert time.monotonic() - start < 2.5
    assert not folder.exists()


def test_no_network_is_told_with_the_ways_out(small, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    plan = setup.planned(index="https://127.0.0.1:9/simple", base=sys.executable, folder=tmp_path / "engine")
    with pytest.raises(EngineError, match=r"cannot be reached; nothing was installed.*folder of wheels"):
        setup.install(plan)
    plan = setup.planned(proxy="http://127.0.0.1:9", base=sys.executable, folder=tmp_path / "engine")
    with pytest.raises(EngineError, match=r"cannot be reached; nothing was installed.*proxy"):
        setup.install(plan)


def test_pip_is_fetched_by_its_hash_only_where_the_computer_has_none(small, tmp_path, monkeypatch):
    plan = setup.planned(index="https://127.0.0.1:9/simple", base=sys.executable, folder=tmp_path / "engine")
    with pytest.raises(EngineError, match=r"cannot be reached"):
        setup._fetched(plan, setup.SILENT)
    with pytest.raises(EngineError, match=r"must be an https address"):
        setup._fetched(setup.Plan(tmp_path, plan.base, 1, index="http://x"), setup.SILENT)


def test_a_folder_that_gisplug_did_not_make_is_never_removed(tmp_path):
    folder = tmp_path / "engine"
    folder.mkdir()
    (folder / "thesis.docx").touch()
    with pytest.raises(EngineError, match=r"not made by gisplug"):
        setup.remove(folder)
    assert (folder / "thesis.docx").exists()


def test_a_folder_without_wheels_and_a_full_disk_are_told_before_anything_happens(tmp_path, monkeypatch):
    with pytest.raises(ParameterError, match=r"holds no wheels"):
        setup.planned(wheels=str(tmp_path), base=sys.executable)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: type("U", (), {"free": 2**20})())
    with pytest.raises(EngineError, match=r"Only 1 MB are free"):
        setup.planned(base=sys.executable, folder=tmp_path / "engine")


def test_a_base_is_found_here_and_a_bad_one_is_refused():
    assert setup.find_base(sys.executable).version >= (3, 11)
    with pytest.raises(EngineError, match=r"no usable 64-bit Python 3.11"):
        setup.find_base("/bin/ls")


def test_without_any_python_the_message_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(setup, "candidates", list)
    with pytest.raises(EngineError, match=r"No Python 3.11 to 3.14 was found.*python.org"):
        setup.find_base()


def test_each_system_has_its_places_for_python():
    def all_of(pattern):
        return [
            pattern.replace("Python3*", "Python312").replace("python3.*", "python3.12").replace("QGIS*", "QGIS 3.40")
        ]

    windows = setup.candidates(
        "win32", {"LOCALAPPDATA": r"C:\U\L", "PROGRAMFILES": r"C:\Program Files", "OSGEO4W_ROOT": r"C:\OSGeo4W"}, all_of
    )
    assert r"C:\U\L\Programs\Python\Python312\python.exe" in windows
    assert r"C:\OSGeo4W\apps\Python312\python.exe" in windows
    assert r"C:\Program Files\QGIS 3.40\apps\Python312\python.exe" in windows
    mac = setup.candidates("darwin", {"HOME": "/Users/a"}, all_of)
    assert "/opt/homebrew/bin/python3.12" in mac and "/Applications/QGIS 3.40.app/Contents/MacOS/bin/python3" in mac
    assert "/usr/bin/python3.12" in setup.candidates("linux", {"HOME": "/h"}, all_of)


def test_configuration_programs_are_no_candidates():
    assert setup.candidates("linux", {"HOME": "/h"}, lambda pattern: ["/usr/bin/python3.11-config"]) == []


def test_the_locked_requirements_are_hashed_and_complete():
    import tomllib

    root = Path(setup.__file__).parents[3]
    locked = {
        line.split("==")[0].lower()
        for line in setup.requirements().read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    wanted = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {w.split(">")[0].lower() for w in wanted} <= locked
    assert "--hash=sha256:" in setup.requirements().read_text(encoding="utf-8")
