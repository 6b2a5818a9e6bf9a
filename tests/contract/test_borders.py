"""Who may import whom, and that importing gisplug costs nothing."""

import ast
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

import gisplug

PACKAGE = Path(gisplug.__file__).parent
ORDER = [
    {"core"},
    {"language", "numbers"},
    {"boundaries"},
    {"weights", "lights", "panel"},
    {"autocorrelation", "indices", "spatial", "regression", "crosswalks"},
    {"policy", "configuration", "structure", "local", "shocks", "sensitivity"},
    {"report"},
    {"replication"},
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
STANDARD_ONLY = ("cli", "__init__", "__main__")
LIGHT = (
    "console",
    "declare/parts",
    "declare/inputs",
    "declare/conversion",
    "declare/tool",
    "errors",
    "evidence",
    "executor/__init__",
    "output/files",
    "formats",
    "palette",
    "progress",
    "shelves",
    "version",
    "vocabulary",
)


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
                assert RANK[other] < RANK[own], message
        if name.split(".")[0] in ("qgis", "processing"):
            assert own == "toolbox", f"{path.name} imports {name}; only toolbox/ may"
        if own in STANDARD_ONLY or own in ("toolbox",):
            assert name.split(".")[0] not in HEAVY or (own == "cli"), f"{path.name} imports {name}"


@pytest.mark.parametrize("name", [*(f"core/{n}" for n in LIGHT), "cli"])
def test_the_base_loads_nothing_heavy(name):
    for module, top in imported(PACKAGE / f"{name}.py"):
        assert not (top and module.split(".")[0] in HEAVY), module


@lru_cache(maxsize=1)
def graph() -> dict[str, set[str]]:
    """Which module imports which, lazily and for types too."""
    names = {}
    for path in modules():
        parts = ("gisplug", *path.relative_to(PACKAGE).with_suffix("").parts)
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    found = {}
    for name, path in names.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        wanted = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                wanted |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                wanted |= (whole & set(names)) or {node.module}
        found[name] = (wanted & set(names)) - {name}
    return found


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of nodes that reach each other (Tarjan)."""
    place: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found = []

    def visit(node: str) -> None:
        place[node] = low[node] = len(place)
        stack.append(node)
        for other in arrows.get(node, ()):
            if other not in place:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], place[other])
        if low[node] == place[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in arrows:
        if node not in place:
            visit(node)
    return found


def test_no_module_imports_itself_through_others():
    assert circles(graph()) == []


def test_no_room_imports_itself_through_others():
    """Folders too, at every depth: what two rooms need from each other belongs below both."""
    for depth in (1, 2, 3):
        rooms: dict[str, set[str]] = {}
        for name, wanted in graph().items():
            own = room(name, depth)
            rooms.setdefault(own, set()).update(room(other, depth) for other in wanted)
        arrows = {name: others - {name} for name, others in rooms.items() if name != "gisplug"}
        assert circles(arrows) == [], f"at depth {depth}"


def room(module: str, depth: int) -> str:
    path = PACKAGE.joinpath(*module.split(".")[1:])
    parts = module.split(".") if path.is_dir() else module.split(".")[:-1]
    return ".".join(parts[: depth + 1])


def test_a_circle_would_be_seen():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


MOST_MODULES, MOST_LINES = 15, 400


def test_rooms_and_modules_stay_small_enough_to_know():
    folders: dict[Path, int] = {}
    for path in modules():
        if path.name != "__init__.py":
            folders[path.parent] = folders.get(path.parent, 0) + 1
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES, path
    assert {str(p.relative_to(PACKAGE)): n for p, n in folders.items() if n > MOST_MODULES} == {}


def test_every_room_says_what_belongs_there():
    for path in modules():
        if path.name == "__init__.py":
            told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
            assert told, f"{path.relative_to(PACKAGE)} has no docstring: what belongs here, and what does not?"


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
