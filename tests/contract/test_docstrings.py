"""Public names tell shapes, units, errors and sources. The measure is scripts/check_docstrings.py."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load_measure():
    spec = importlib.util.spec_from_file_location("check_docstrings", ROOT / "scripts" / "check_docstrings.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


MEASURE = load_measure()


def test_every_room_documents_its_public_names():
    """One test for all rooms: to read the whole package takes seconds, in each process that asks."""
    found = MEASURE.items()
    assert len(MEASURE.by_room(found)) > 20
    assert [str(item) for item in found if item.missing] == []


CASES = {
    "def f(a: int) -> int:\n    return a": {"docstring"},
    'def f(a: int) -> int:\n    """Double it."""\n    return a': set(),
    'def f(x: np.ndarray) -> int:\n    """Count x."""': {"shapes"},
    'def f(x: np.ndarray) -> int:\n    """Count x (T, N)."""': set(),
    'def f(x: Floats) -> int:\n    """Count x."""': {"shapes"},
    'def f() -> pd.DataFrame:\n    """Return all."""': {"shapes"},
    'def f() -> pd.DataFrame:\n    """Return all: columns a, b."""': set(),
    'def f() -> np.ndarray:\n    """Return areas in km2."""': set(),
    'def f() -> None:\n    """Refuse."""\n    raise WrongError("no")': {"raises"},
    'def f() -> None:\n    """No.\n\n    Raises\n    ------\n    WrongError\n    """\n    raise WrongError': set(),
    'def f() -> None:\n    """Refuse."""\n    raise ValueError("no")': set(),
    'def f() -> int:\n    """Fit."""\n    # as in Baker & Able (1999)\n    return 1': {"source"},
    'def f() -> int:\n    """Fit (Baker & Able 1999)."""\n    # as in Baker & Able (1999)\n    return 1': set(),
    'class A:\n    """Some."""\n\n    x: np.ndarray': {"shapes"},
    'class A:\n    """Some, x is (N,)."""\n\n    x: np.ndarray': set(),
    'class A(B):\n    """Some."""\n\n    def initGui(self):\n        pass': set(),
    "def _f(x: np.ndarray) -> None:\n    pass": set(),
}


@pytest.mark.parametrize("code", CASES)
def test_the_measure_finds_what_is_missing(code, tmp_path):
    package = tmp_path / "gisplug"
    (package / "room").mkdir(parents=True)
    (package / "__init__.py").write_text("_PUBLIC = {}\n")
    (package / "errors.py").write_text(
        'class GisplugError(Exception):\n    """Root."""\n\n\nclass WrongError(GisplugError):\n    """Wrong."""\n'
    )
    (package / "room" / "module.py").write_text(f"Floats = npt.NDArray[np.float64]\n\n{code}\n")
    found = [item for item in MEASURE.items(package) if item.room == "room"]
    assert {kind for item in found for kind in item.missing} == CASES[code]


def test_a_public_face_names_the_papers_of_its_module(tmp_path):
    package = tmp_path / "gisplug"
    (package / "room").mkdir(parents=True)
    (package / "__init__.py").write_text('_PUBLIC = {"f": "gisplug.room.module"}\n')
    module = package / "room" / "module.py"
    for words, kinds in (("Fit.", {"source"}), ("Fit after Baker (1999).", set())):
        module.write_text(f'"""After Baker (1999)."""\n\n\ndef f() -> int:\n    """{words}"""\n')
        found = [item for item in MEASURE.items(package) if item.room == "room"]
        assert {kind for item in found for kind in item.missing} == kinds
