"""The plan tells what would happen, and changes nothing."""

import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from gisplug.core.errors import EngineError, ParameterError
from gisplug.core.machine import private_environment
from gisplug.engine.setup.plan import planned

ROOT = Path(__file__).resolve().parents[3]


def test_the_plan_says_what_where_and_how_large_and_changes_nothing(small, tmp_path):
    folder = tmp_path / "engine"
    text = str(planned(wheels=str(small), base=sys.executable, folder=folder))
    assert "1 locked packages" in text and str(folder) in text and "MB on disk" in text and "no network" in text
    assert not folder.exists()


def test_the_source_is_what_pip_is_configured_for_unless_an_index_is_named(small, tmp_path):
    own = planned(base=sys.executable, folder=tmp_path / "engine")
    assert "From: the package index that pip is configured for on this computer." in str(own)
    named = planned(index="https://index.example/simple", base=sys.executable, folder=tmp_path / "engine")
    assert "From: https://index.example/simple." in str(named)


def test_a_folder_without_wheels_and_a_full_disk_are_told_before_anything_happens(tmp_path, monkeypatch):
    with pytest.raises(ParameterError, match=r"holds no wheels"):
        planned(wheels=str(tmp_path), base=sys.executable)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: type("U", (), {"free": 2**20})())
    with pytest.raises(EngineError, match=r"Only 1 MB are free"):
        planned(base=sys.executable, folder=tmp_path / "engine")


def test_the_locked_requirements_are_hashed_and_complete():
    text = private_environment.requirements().read_text(encoding="utf-8")
    locked = {line.split("==")[0].lower() for line in text.splitlines() if "==" in line}
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {re.split(r"[>\[]", w)[0].lower() for w in wanted} - {"libpysal", "esda", "spreg"} <= locked
    assert "--hash=sha256:" in text


def test_no_package_index_and_no_mirror_is_written_into_code_or_scripts():
    """The configuration of pip and apt on the user's machine decides."""
    places = [ROOT / "Makefile", *(ROOT / "scripts").iterdir(), *(ROOT / "gisplug").rglob("*.py")]
    address = re.compile(r"(https?|ftp)://[^\s\"']*(pypi|simple|mirror|debian|ubuntu|conda)", re.I)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in places
        if path.is_file()
        for match in address.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
