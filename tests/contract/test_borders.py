"""Who may import whom, and that importing gisplug costs nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import gisplug

PACKAGE = Path(gisplug.__file__).parent
BASE = ("errors", "evidence", "progress", "files", "formula", "version", "declare", "console")
ORDER = [
    {*BASE},
    {"shelves", "tables", "executor"},
    {"vector"},
    {"raster"},
    {"panel"},
    {"methods"},
    {"report"},
    {"study"},
    {"tools"},
    {"engine"},
    {"cli", "toolbox"},
    {"__main__"},
]
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
HEAVY = (
    "numpy",
    "pandas",
    "geopandas",
    "shapely",
    "rasterio",
    "libpysal",
    "esda",
    "spreg",
    "scipy",
    "matplotlib",
    "pyarrow",
    "pyproj",
)
STANDARD_ONLY = (*BASE, "cli", "__init__", "__main__")


def modules():
    return sorted(p for p in PACKAGE.rglob("*.py") if not {"layers", "rasters"} & set(p.relative_to(PACKAGE).parts))


def imported(path: Path):
    """Yield every module named by an import, at any depth, and whether it stands at the top of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node in tree.body) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node in tree.body
            yield from ((f"{node.module}.{alias.name}", node in tree.body) for alias in node.names)


def part_of(module: str) -> str:
    words = module.split(".")
    return words[1] if len(words) > 1 else ""


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_flow_one_way(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    for name, _ in imported(path):
        if name.startswith("gisplug."):
            other = part_of(name)
            if other in RANK and other != own:
                message = f"{path.name} imports {name}"
                assert RANK[other] < RANK[own] or (RANK[other] == RANK[own] <= 1), message
        if name.split(".")[0] in ("qgis", "processing"):
            assert own == "toolbox", f"{path.name} imports {name}; only toolbox/ may"
        if own in STANDARD_ONLY or own in ("toolbox",):
            assert name.split(".")[0] not in HEAVY or (own == "cli"), f"{path.name} imports {name}"


@pytest.mark.parametrize("name", [*BASE, "cli"])
def test_the_base_loads_nothing_heavy(name):
    for module, top in imported(PACKAGE / f"{name}.py"):
        assert not (top and module.split(".")[0] in HEAVY), module


def loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sorted({{m.split('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


def test_importing_gisplug_loads_nothing_heavy():
    assert not loaded_by("import gisplug") & set(HEAVY)


def test_reading_every_declaration_loads_nothing_heavy():
    assert not loaded_by("from gisplug.tools import all_tools; all_tools()") & set(HEAVY)


def test_help_loads_nothing_heavy():
    assert not loaded_by("from gisplug.cli import main; main(['--help'])") & set(HEAVY)


def test_every_public_name_exists():
    for name in gisplug._PUBLIC:
        assert getattr(gisplug, name) is not None


def test_no_public_name_is_also_a_module_of_the_package():
    modules = {p.stem for p in PACKAGE.iterdir()}
    assert not modules & set(gisplug._PUBLIC)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_command_line_prints_and_nothing_is_swallowed(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec"), f"{path.name}:{node.lineno}"
            if path.name not in ("cli.py",) and "engine" not in path.parts:
                assert node.func.id != "print", f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Assert):
            raise AssertionError(f"{path.name}:{node.lineno} asserts; raise an error that says the mend")
