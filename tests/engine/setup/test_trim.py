"""What is taken out of an engine is what nothing reads, and pip does not miss it."""

import subprocess
import sys

from gisplug.core.machine import private_environment
from gisplug.engine.setup.install import install
from gisplug.engine.setup.packages import BUNDLED_PIP
from gisplug.engine.setup.plan import planned
from gisplug.engine.setup.trim import trimmed
from tests.engine.setup.conftest import verified, wheel


def test_what_no_library_reads_is_taken_out_and_the_rest_is_compiled(tmp_path):
    gone = ("lib/tests/test_a.py", "lib/deep/tests/b.py", "lib/fast.c", "lib/deep/fast.pyx", "lib/include/api.H")
    kept = (
        *("lib/template.py", "lib/deep/c.py", "lib/fast.so", "lib/fast.pyi", "lib/data.csv"),
        *("lib/LICENSE.h", "lib-1.dist-info/licenses/tests/LICENSE", "lib-1.dist-info/licenses/src/pcg64.h"),
    )
    for name in (*gone, *kept):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = {{ no python }" if "template" in name else "x = 1\n", encoding="utf-8")
    trimmed(tmp_path)
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert {name for name in found if not name.endswith(".pyc")} == set(kept)
    assert [path.name.split(".")[0] for path in tmp_path.rglob("*.pyc")] == ["c"]


def test_pip_upgrades_and_removes_packages_of_which_files_were_taken_out(small, tmp_path):
    more = {"tiny_parts/__init__.py": "", "tiny_parts/tests/test_a.py": "", "tiny_parts/fast.c": "int x;"}
    place = tmp_path / "engine"
    private_environment.requirements().write_text(wheel(small, "tiny", files=more), encoding="utf-8")
    install(planned(wheels=str(small), base=sys.executable, folder=place))
    (kept,) = place.rglob("tiny_parts/__init__.py")
    assert sorted(path.name for path in kept.parent.iterdir()) == ["__init__.py", "__pycache__"]
    python = [str(private_environment.python_of(place)), "-I", "-c", BUNDLED_PIP]
    (small / "new").mkdir()
    wheel(small / "new", "tiny", "2.0")
    offline = ["install", "--no-index", "--find-links", str(small / "new"), "--upgrade", "tiny"]
    subprocess.run([*python, *offline], check=True, capture_output=True)
    assert verified(place)["tiny"] == "2.0" and not kept.exists()
    subprocess.run([*python, "uninstall", "--yes", "tiny"], check=True, capture_output=True)
    assert not list(place.rglob("tiny*"))
