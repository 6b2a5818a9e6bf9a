"""Pythons to start from, on each system, and what is said where none will do."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from gisplug.core.errors import EngineError
from gisplug.engine.setup import find_python
from gisplug.engine.setup.find_python import candidates, find_base

HIDDEN = "import sys; sys.modules['ensurepip'] = None\n"  # as on a Debian without python3-venv


def python_without(folder, *, pip):
    """Make a Python of this version that has no ensurepip, with pip (the one here, if there is one) or without."""
    here = find_spec("pip")
    words = [] if pip and here is None else ["--without-pip"]
    subprocess.run([sys.executable, "-I", "-m", "venv", *words, str(folder)], check=True)
    place = next(folder.glob("lib/python*/site-packages"))
    if pip and here is not None:
        shutil.copytree(Path(here.origin).parent, place / "pip")
    (place / "hidden.pth").write_text(HIDDEN, encoding="utf-8")
    return str(folder / "bin" / "python")


def test_a_base_is_found_here_and_a_bad_one_is_refused():
    base = find_base(sys.executable)
    assert base.version >= (3, 11) and base.ensurepip
    with pytest.raises(EngineError, match=r"no usable 64-bit Python 3.11"):
        find_base("/bin/ls")


def test_without_any_python_the_message_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(find_python, "candidates", list)
    with pytest.raises(EngineError, match=r"No Python 3.11 to 3.14 was found.*python.org"):
        find_base()


def test_a_python_that_cannot_install_packages_is_told_with_what_brings_pip(tmp_path, monkeypatch):
    bare = python_without(tmp_path / "bare", pip=False)
    with pytest.raises(EngineError, match=r"neither ensurepip nor pip.*apt install python3-venv.*Modify"):
        find_base(bare)
    assert find_base(bare, pip_at_hand=True).path == bare
    monkeypatch.setattr(find_python, "candidates", lambda: [bare, sys.executable])
    assert find_base().path == sys.executable
    monkeypatch.setattr(find_python, "candidates", lambda: [bare])
    with pytest.raises(EngineError, match=r"neither ensurepip nor pip"):
        find_base()


def test_a_pip_too_old_for_another_environment_does_not_count(tmp_path):
    python = python_without(tmp_path / "old", pip=False)
    package = next((tmp_path / "old").glob("lib/python*/site-packages")) / "pip"
    package.mkdir()
    for number, fills in (("22.2.2", False), ("22.3", True), ("25.1.dev1", True)):
        (package / "__init__.py").write_text(f"__version__ = {number!r}\n", encoding="utf-8")
        assert find_base(python, pip_at_hand=True).fills is fills, number


def test_each_system_has_its_places_for_python():
    def all_of(pattern):
        return [
            pattern.replace("Python3*", "Python312").replace("python3.*", "python3.12").replace("QGIS*", "QGIS 3.40")
        ]

    windows = candidates(
        "win32", {"LOCALAPPDATA": r"C:\U\L", "PROGRAMFILES": r"C:\Program Files", "OSGEO4W_ROOT": r"C:\OSGeo4W"}, all_of
    )
    assert r"C:\U\L\Programs\Python\Python312\python.exe" in windows
    assert r"C:\OSGeo4W\apps\Python312\python.exe" in windows
    assert r"C:\Program Files\QGIS 3.40\apps\Python312\python.exe" in windows
    mac = candidates("darwin", {"HOME": "/Users/a"}, all_of)
    assert "/opt/homebrew/bin/python3.12" in mac and "/Applications/QGIS 3.40.app/Contents/MacOS/bin/python3" in mac
    assert "/usr/bin/python3.12" in candidates("linux", {"HOME": "/h"}, all_of)


def test_configuration_programs_are_no_candidates():
    assert candidates("linux", {"HOME": "/h"}, lambda pattern: ["/usr/bin/python3.11-config"]) == []


def test_a_python_is_named_by_its_path():
    assert Path(find_base(sys.executable).path) == Path(sys.executable)
