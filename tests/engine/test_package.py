"""The plugin as a package: the site's rules, Python 3.9 where QGIS imports it, Qt 6, translations."""

import ast
import importlib.util
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.built_site import built_site

ROOT = Path(__file__).resolve().parents[2]
TOOLBOX = sorted((ROOT / "gisplug" / "toolbox").rglob("*.py"))
CORE = ("__init__", "errors", "output/files", "formats", "help", "progress", "shelves", "version", "vocabulary")
IN_QGIS = [
    *TOOLBOX,
    *(
        path
        for room in ("engine", "tools", "core/declare", "core/machine", "study/doctor")
        for path in sorted((ROOT / "gisplug" / room).rglob("*.py"))
    ),
    ROOT / "gisplug" / "__init__.py",
    *(ROOT / "gisplug" / "core" / f"{name}.py" for name in CORE),
]


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def plugin(tmp_path_factory):
    """The plugin zip, built now."""
    built_site()
    target = tmp_path_factory.mktemp("plugin") / "gisplug.zip"
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "build_plugin.py", "--out", target],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def test_the_zip_satisfies_the_rules_of_the_plugin_site(plugin):
    assert script("build_plugin").problems(plugin, scan=False) == []


def test_the_zip_holds_the_code_that_the_linters_scan(plugin):
    with zipfile.ZipFile(plugin) as archive:
        for name in archive.namelist():
            if name.endswith(".py"):
                assert archive.read(name) == (ROOT / name).read_bytes(), name


def test_the_zip_holds_what_the_toolbox_needs(plugin):
    names = set(zipfile.ZipFile(plugin).namelist())
    for part in (
        "core/messages/zh.json",
        "toolbox/models/spillover_chain.model3",
        "layers/styles/lisa_clusters.qml",
        "rasters/styles/ntl.qml",
    ):
        assert f"gisplug/{part}" in names
    assert {p.relative_to(ROOT).as_posix() for p in (ROOT / "gisplug" / "tools").rglob("*.py")} <= names


def test_a_bad_zip_is_told_what_is_wrong(tmp_path):
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("gisplug/__init__.py", "eval('1')\n")
        archive.writestr("gisplug/x.pyc", "")
        archive.writestr("other/readme", "")
    told = "\n".join(script("build_plugin").problems(bad))
    assert (
        "x.pyc is compiled" in told
        and "outside the folder" in told
        and "LICENSE is missing" in told
        and "bandit" in told
    )


@pytest.mark.skipif(
    shutil.which("vermin", path=str(Path(sys.executable).parent)) is None, reason="vermin is not installed"
)
def test_what_qgis_imports_runs_on_python_3_9():
    command = [
        Path(sys.executable).parent / "vermin",
        "-t=3.9-",
        "--no-tips",
        "--violations",
        "--exclude",
        "tomllib",
        *IN_QGIS,
    ]  # read by the engine only
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_qgis_imports_at_start_is_standard_library_only():
    allowed = {*sys.stdlib_module_names, "gisplug", "qgis", "processing"}
    for path in IN_QGIS:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            strangers = {name.split(".")[0] for name in names} - allowed
            assert not strangers, f"{path.name} imports {strangers} at the top"


@pytest.mark.parametrize("path", [*TOOLBOX], ids=lambda p: p.stem)
def test_enums_are_fully_scoped_for_qt_6(path):
    """`Qt.CheckState.Unchecked` works on Qt 5 and 6, `Qt.Unchecked` on Qt 5 only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = {
        a.asname or a.name
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("qgis.")
        for a in n.names
    }
    inner = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Attribute)} | {
        id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)
    }
    wrong = [
        f"{path.name}:{n.lineno} {n.value.id}.{n.attr}"
        for n in ast.walk(tree)
        if isinstance(n, ast.Attribute)
        and isinstance(n.value, ast.Name)
        and n.value.id in classes
        and n.attr[0].isupper()
        and not n.attr.startswith("QGIS_VERSION")  # a number and a text, no enums
        and id(n) not in inner
    ]
    assert wrong == []
    text = path.read_text(encoding="utf-8")
    assert "PyQt5" not in text and "exec_(" not in text and "QRegExp" not in text and "QVariant." not in text


def test_every_visible_string_is_translated_and_the_file_is_fresh():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "translate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + "Translate what scripts/translate.py --missing prints, and --merge it."


def test_translations_name_no_place_that_the_english_lacks():
    made = script("translate")
    for source, text in made.catalogue().items():
        assert made.fields(text) <= made.fields(source), source
