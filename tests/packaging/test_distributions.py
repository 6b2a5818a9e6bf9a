"""Wheel and source archive: built, read, installed into an environment of their own, used. No network."""

import ast
import email
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from gisplug.core.version import version
from tests.built_site import built_site

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FOLDERS = {"docs", "examples", "gisplug", "layers", "packaging", "rasters", "requirements", "scripts", "tests"}
FILES = {
    ".gitignore",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "PKG-INFO",
    "README.md",
    "README.zh.md",
    "SECURITY.md",
    "metadata.txt",
    "pyproject.toml",
}
SITES = {"GISPLUG_SITES": str(ROOT / "build" / "docs-site")}  # where pages of the same sources are taken from
PROGRAM = ".exe" if sys.platform == "win32" else ""
TRANSITIVE = {"affine": "rasterio", "cycler": "matplotlib", "lxml": "python-docx"}  # part of what the other hands out


def run(*words, cwd=ROOT):
    words, env = [str(w) for w in words], {**SITES, **os.environ}
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The source archive and the wheel made from it."""
    folder = tmp_path_factory.mktemp("dist")
    built_site()
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    (wheel,), (archive,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, archive


@pytest.fixture(scope="session")
def content(built):
    """Names in the wheel, and in the source archive below its one folder."""
    with zipfile.ZipFile(built[0]) as wheel, tarfile.open(built[1]) as archive:
        files = [m.name.split("/", 1) for m in archive.getmembers() if m.isfile()]
        assert {first for first, _ in files} == {f"gisplug-{version()}"}
        return set(wheel.namelist()), {name for _, name in files}


def test_the_descriptions_are_those_an_index_takes(built):
    told = run(sys.executable, "-m", "twine", "check", "--strict", *built)
    assert told.count("PASSED") == 2 and "WARNING" not in told.upper()


def test_the_wheel_holds_all_that_is_needed_and_nothing_else(content):
    names = content[0]
    assert {n.split("/")[0] for n in names} == {"gisplug", f"gisplug-{version()}.dist-info"}
    wanted = ("py.typed", "__init__.pyi", "LICENSE", "metadata.txt", "requirements/engine.txt")
    wanted += ("layers/catalog.toml", "layers/demo/panel.csv", "rasters/catalog.toml", "rasters/styles/ntl.qml")
    assert {f"gisplug/{n}" for n in wanted} <= names
    assert not [n for n in names if re.search(r"__pycache__|\.pyc$|/tests?/|\.qm$|requirements/(dev|build)", n)]


def test_the_source_archive_holds_the_sources_and_nothing_else(content):
    names = content[1]
    tops = {n.split("/")[0] for n in names}
    assert tops - {"hatch_build.py"} == FOLDERS | FILES
    assert not [n for n in names if re.search(r"__pycache__|\.pyc$|\.venv|demo-results", n)]


def test_the_wheel_from_the_archive_is_the_wheel_from_the_checkout(content, tmp_path):
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, ROOT)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        assert set(wheel.namelist()) == content[0]


def test_the_description_leads_out_of_the_index_into_the_repository(built):
    with zipfile.ZipFile(built[0]) as wheel:
        found = email.message_from_bytes(wheel.read(f"gisplug-{version()}.dist-info/METADATA"))
    text = found.get_payload()
    targets = re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", text)
    assert len(targets) > 5 and all(re.match(r"https?://|#", t) for t in targets)
    assert re.search(r"!\[[^\]]*\]\(https://\S+/raw/HEAD/docs/images/\S+\.png\)", text)
    assert len(found.get_all("Project-URL")) == 4


def environment(folder: Path) -> Path:
    """A fresh environment that finds the libraries of this one behind its own; returns its folder of programs."""
    venv.create(folder, symlinks=sys.platform != "win32")
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)}, scheme="venv")
    Path(paths["purelib"], "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return Path(paths["scripts"])


@pytest.mark.parametrize("kind", [0, 1], ids=["wheel", "source"])
def test_what_was_built_is_installed_and_used(built, kind, tmp_path):
    programs = environment(tmp_path / "environment")
    python, gisplug = programs / f"python{PROGRAM}", programs / f"gisplug{PROGRAM}"
    words = ("--no-deps", "--no-index", "--no-build-isolation", "--quiet")
    run(sys.executable, "-m", "pip", "--python", python, "install", *words, built[kind])
    place = run(python, "-c", "import gisplug; print(gisplug.__file__)", cwd=tmp_path).strip()
    assert Path(place).is_relative_to(tmp_path / "environment")
    assert run(gisplug, "--version", cwd=tmp_path).split() == ["gisplug", version()]
    assert "moran-by-period" in run(gisplug, "tools", cwd=tmp_path)
    demo = ("--units", "demo-china-provinces", "--id", "adcode", "--links", "Hainan:Guangdong")
    run(gisplug, "weights-contiguity", *demo, "--weights", "queen.gal", cwd=tmp_path)
    keys = ("--panel", "demo-panel", "--unit", "adcode", "--period", "year", "--variable", "agg")
    run(gisplug, "moran-by-period", *keys, "--weights", "queen.gal", "--table", "moran.csv", cwd=tmp_path)
    assert len((tmp_path / "moran.csv").read_text(encoding="utf-8").splitlines()) > 10


def imported() -> set[str]:
    """The libraries that gisplug imports anywhere."""
    found = set()
    for path in (ROOT / "gisplug").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"gisplug", "qgis", "processing", "osgeo"}


def test_every_library_that_is_imported_is_declared():
    optional = [line for extra, lines in PROJECT["optional-dependencies"].items() if extra != "all" for line in lines]
    declared = {re.split(r"[\[<>=]", line)[0] for line in [*PROJECT["dependencies"], *optional]}
    known = packages_distributions()
    missing = {
        name for name in imported() if not {TRANSITIVE.get(name), *(d.lower() for d in known.get(name, ()))} & declared
    }
    assert missing == set()
