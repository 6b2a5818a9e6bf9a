"""docs/architecture.md tells the truth: its files exist, and its picture is what the imports are."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "architecture.md"
SCRIPT = ROOT / "scripts" / "draw_architecture.py"
OUTSIDE = ("layers/", "rasters/", "scripts/", "docs/", "tests/", "examples/", "gisplug/")
PATH = re.compile(r"`([\w./-]+(?:/|\.(?:py|pyi|toml|qml|json|ts|css|md|svg)))(?: --[a-z]+)?`")
CHANGES = 12


def named(text: str) -> list[str]:
    return [name for name in PATH.findall(text) if name != "report.html"]


def place(name: str) -> Path:
    return ROOT / name if name.startswith(OUTSIDE) else ROOT / "gisplug" / name


def changes() -> list[tuple[str, str]]:
    """Return what is changed and the cell that names the files, from the table of the page."""
    table = PAGE.read_text(encoding="utf-8").split("## Where do I change")[1].split("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in table.splitlines() if line.startswith("| **")]
    return [(row[0].strip(), row[1]) for row in rows]


@pytest.mark.parametrize("name", sorted(set(named(PAGE.read_text(encoding="utf-8")))))
def test_every_file_named_on_the_page_exists(name):
    assert place(name).exists(), f"{name} is named on docs/architecture.md and is gone"


def test_the_page_names_many_files():
    assert len(set(named(PAGE.read_text(encoding="utf-8")))) > 40, (
        "the pattern finds too few; is the page written otherwise?"
    )


def test_twelve_changes_touch_one_to_three_places_each():
    found = changes()
    assert len(found) == CHANGES
    for what, files in found:
        assert 1 <= len([part for part in re.split(r"[;,] (?=`|a new module)", files) if "`" in part]) <= 3, what


def test_the_picture_is_what_the_imports_are():
    done = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "images/architecture.svg" in PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def drawing():
    """The script, and how often rooms import each other, counted once."""
    spec = importlib.util.spec_from_file_location("draw_architecture", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module, module.imports_between_rooms()
    del sys.modules[spec.name]


@pytest.fixture
def script(drawing, monkeypatch):
    module, counts = drawing
    monkeypatch.setattr(module, "imports_between_rooms", counts.copy)
    return module


def test_a_room_without_a_place_in_the_picture_is_told(script, monkeypatch):
    monkeypatch.delitem(script.PLACES, "weights")
    with pytest.raises(SystemExit, match="weights"):
        script.picture()


def test_an_import_upwards_is_told(script, monkeypatch):
    counts = script.imports_between_rooms()
    counts["boundaries", "lights"] += 1
    monkeypatch.setattr(script, "imports_between_rooms", lambda: counts)
    with pytest.raises(SystemExit, match="upwards"):
        script.picture()


def test_only_arrows_that_follow_from_others_are_left_out(script):
    drawn = set(script.drawn_arrows(script.imports_between_rooms()))
    assert {("toolbox", "engine"), ("engine", "tools"), ("weights", "boundaries"), ("policy", "spatial")} <= drawn
    assert ("spatial", "boundaries") not in drawn
    assert ("toolbox", "tools") not in drawn
