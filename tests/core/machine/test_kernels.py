"""The code of BLAS and numpy: asked for before numpy is loaded, in every process that computes."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from gisplug.core.machine import kernels as module
from gisplug.core.machine.kernels import BLAS, NUMPY, NUMPY_ONLY, are_common, common_kernels, take_common_kernels
from tests.engine.test_client import Heard

CHOSEN = (BLAS, NUMPY, NUMPY_ONLY)
COMMAND_LINE = "from gisplug.cli import main; main(['--version'])"
able = pytest.mark.skipif(not module._can(), reason="no x86-64 with AVX2 and FMA under Linux or Windows")


def in_a_fresh_process(code: str, *, shown: str = "kernels()", **more: str) -> list[str]:
    """Return the kernels of a process after `code`; its environment asks for none but `more`."""
    environment = {name: value for name, value in os.environ.items() if name not in CHOSEN} | more
    code += f"\nimport json; from gisplug.core.machine.kernels import kernels; print(json.dumps({shown}))"
    command = [sys.executable, "-W", "error::ImportWarning", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def kernels_of_a_task(_: int) -> str:
    return ", ".join(module.kernels())


@able
def test_the_command_line_computes_with_the_common_code():
    found = in_a_fresh_process(COMMAND_LINE)
    assert are_common(found) and any("openblas" in one and one.endswith("Haswell") for one in found), found
    assert found[-1].startswith("numpy ") and "AVX512" not in found[-1] and "X86_V4" not in found[-1], found


@able
def test_local_workers_of_the_command_line_do_too():
    spread = (
        "from gisplug.core.executor import map_tasks; from tests.core.machine.test_kernels import kernels_of_a_task"
    )
    found = in_a_fresh_process(f"{COMMAND_LINE}; {spread}", shown="map_tasks(kernels_of_a_task, [1, 2, 3], 2)")
    assert len(found) == 3 and all(are_common(one.split(", ")) for one in found), found


@able
def test_the_engine_of_qgis_computes_with_the_common_code(monkeypatch):
    from gisplug.core.machine.variables import PYTHON
    from gisplug.engine import client, start
    from tests.engine.test_client import PROBES

    extended = f"import gisplug.tools\ngisplug.tools.__path__.append({PROBES!r})\nfrom gisplug.engine.worker"
    monkeypatch.setattr(start, "BOOT", start.BOOT.replace("from gisplug.engine.worker", extended))
    monkeypatch.setenv(PYTHON, sys.executable)
    for name in CHOSEN:
        monkeypatch.delenv(name, raising=False)
    found = client.run("probe", {"how": "kernels"}, Heard())["words"].split(", ")
    assert are_common(found), found


@able
def test_importing_gisplug_leaves_the_numpy_of_others_alone():
    ours = "import gisplug as gp; gp.read_panel; import os"
    found = in_a_fresh_process(f"{ours}; assert not {{*{CHOSEN!r}}} & {{*os.environ}}, 'changed'")
    assert found == in_a_fresh_process("import numpy")


@able
def test_what_the_user_set_is_kept():
    given = {BLAS: "Nehalem", NUMPY: "X86_V3"}
    take_common_kernels_where_numpy_is_absent(given)
    assert given == {BLAS: "Nehalem", NUMPY: "X86_V3"}
    given = {NUMPY_ONLY: "X86_V3"}  # numpy refuses to be loaded where both are set
    take_common_kernels_where_numpy_is_absent(given)
    assert given == {NUMPY_ONLY: "X86_V3", BLAS: "Haswell"}
    found = in_a_fresh_process(COMMAND_LINE, **{BLAS: "Nehalem"})
    assert any(one.endswith("Nehalem") for one in found) and not are_common(found)


def take_common_kernels_where_numpy_is_absent(environ):
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(sys.modules, "numpy", raising=False)
        take_common_kernels(environ)


def test_nothing_is_done_where_numpy_is_loaded_or_the_processor_cannot(monkeypatch):
    import numpy  # noqa: F401

    given: dict[str, str] = {}
    take_common_kernels(given)
    assert given == {}, "numpy is loaded here"
    monkeypatch.setattr(module, "_can", lambda: False)
    take_common_kernels_where_numpy_is_absent(given)
    assert given == {}


@pytest.mark.parametrize("machine", ["aarch64", "ppc64le"])
def test_other_processors_are_left_alone(machine, monkeypatch):
    if sys.platform == "win32":
        pytest.skip("uname is not asked on Windows")
    monkeypatch.setattr(os, "uname", lambda: type("Uname", (), {"machine": machine}))
    assert not module._can()


# what the wheels of PyPI say in the warning of a name that they do not know (`strings` of _multiarray_umath)
DISPATCHED = {
    (2, 0): "SSSE3 SSE41 POPCNT SSE42 AVX F16C FMA3 AVX2 AVX512F AVX512CD AVX512_KNL AVX512_KNM AVX512_SKX AVX512_CLX "
    "AVX512_CNL AVX512_ICL",
    (2, 3): "SSSE3 SSE41 POPCNT SSE42 AVX F16C FMA3 AVX2 AVX512F AVX512CD AVX512_KNL AVX512_KNM AVX512_SKX AVX512_CLX "
    "AVX512_CNL AVX512_ICL AVX512_SPR",
    (2, 4): "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
}
ON_WINDOWS = {
    (2, 0): "SSSE3 SSE41 POPCNT SSE42 AVX F16C FMA3 AVX2 AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL",
    (2, 4): "X86_V3",
}
PHI = {"AVX512_KNL", "AVX512_KNM"}  # Xeon Phi, no longer made


@pytest.mark.parametrize("version", [(2, 0), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (3, 0)])
@pytest.mark.parametrize("windows", [False, True])
def test_the_names_are_those_of_each_numpy(version, windows):
    known = ON_WINDOWS if windows else DISPATCHED
    there = set(known[max(v for v in known if v <= version)].split())
    newer = {name for name in there - PHI if name.startswith("AVX512") or name == "X86_V4"}
    assert set(module._newer_than_avx2(version, windows).split()) == newer


def test_the_names_are_those_of_the_numpy_that_is_installed():
    import numpy as np

    assert module._version_of_numpy() == tuple(map(int, np.__version__.split(".")[:2]))
    simd = np.show_config(mode="dicts")["SIMD Extensions"]
    there = {*simd.get("found", ()), *simd.get("not found", ())}
    if any(name.startswith(("AVX", "X86")) for name in there):
        assert set(common_kernels()[NUMPY].split()) == {
            name for name in there - PHI if name.startswith("AVX512") or name == "X86_V4"
        }


@pytest.mark.parametrize(
    ("found", "common"),
    [
        (["openblas 0.3.30 Haswell", "openblas 0.3.31.188.0 Haswell", "numpy X86_V3"], True),
        (["openblas 0.3.28 Haswell", "numpy SSSE3 SSE41 POPCNT SSE42 AVX F16C FMA3 AVX2"], True),
        (["openblas 0.3.30 SkylakeX", "numpy X86_V3"], False),
        (["openblas 0.3.30 Haswell", "numpy X86_V3 X86_V4"], False),
        (["openblas 0.3.28 Haswell", "numpy AVX2 AVX512F AVX512CD"], False),
        (["openblas 0.3.30 Haswell", "numpy"], False),
        (["openblas 0.3.30 neoversen1", "numpy ASIMDHP"], False),
        (["mkl 2024.0", "numpy X86_V3"], False),
    ],
)
def test_what_is_common_is_told(found, common):
    assert are_common(found) is common
