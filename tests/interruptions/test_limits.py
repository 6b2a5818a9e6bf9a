"""Full disks, read-only folders, open files and memory: a sentence, and the former result as it was."""

import gc
import resource
import subprocess
import sys
from contextlib import contextmanager

import pytest

from gisplug.core.errors import GisplugError, OutputError
from gisplug.core.machine.limits import refuse_too_little
from gisplug.core.output.refusals import refusing
from gisplug.core.tables import write_table
from gisplug.study.run import run_plan
from tests.study.tools import STUDY, TOOLS, registry, write_inputs

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="limits and mounts of Linux"),
    # openpyxl and zipfile leave files open where they could not write
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def collected():
    """Writers that a full disk stopped close their files here, not within another test."""
    yield
    gc.collect()


closing = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def small_disk(tmp_path, collected):
    """Return a disk of 512 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a disk cannot be mounted here; that takes root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def run(home, out):
    return run_plan(home / "study.toml", out, registry, list(TOOLS))


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    write_inputs(home)
    (home / "study.toml").write_text(STUDY, encoding="utf-8")
    return home


@closing
def test_on_a_full_disk_a_study_says_so_and_the_former_result_stands(home, small_disk):
    (small_disk / "out").mkdir()
    (small_disk / "out" / "run.json").write_text("former", encoding="utf-8")
    (small_disk / "filler").write_bytes(bytes(400 * 1024))
    with pytest.raises(GisplugError, match=r"The disk is full"):
        run(home, small_disk / "out")
    assert (small_disk / "out" / "run.json").read_text(encoding="utf-8") == "former"
    assert sorted(p.name for p in (small_disk / "out").iterdir()) == ["run.json"]
    assert not [p for p in small_disk.iterdir() if p.name.startswith(".out-") or p.name == ".out.lock"]


@closing
@pytest.mark.parametrize("ending", ["csv", "xlsx", "gpkg", "dta", "layer.gpkg"])
def test_a_table_that_does_not_fit_leaves_the_former_one(small_disk, ending):
    import geopandas as gpd
    import numpy as np
    import pandas as pd

    from gisplug.boundaries.write import write_layer

    target = small_disk / f"table.{ending}"
    target.write_bytes(b"former")
    noise = pd.DataFrame(np.random.default_rng(1).normal(size=(9000, 8))).add_prefix("x")
    with pytest.raises(OutputError, match=r"The disk is full|was not written whole"):
        if ending.startswith("layer"):
            points = gpd.points_from_xy(noise["x0"], noise["x1"])
            write_layer(gpd.GeoDataFrame(noise, geometry=points, crs="EPSG:4326"), target)
        else:
            write_table(noise, target)
    assert target.read_bytes() == b"former" and [p.name for p in small_disk.iterdir()] == [target.name]


@closing
def test_without_room_for_temporary_files_a_workbook_is_refused(small_disk, tmp_path, monkeypatch):
    import tempfile

    import pandas as pd

    (small_disk / "filler").write_bytes(bytes(500 * 1024))
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    with pytest.raises(OutputError, match=r"The disk is full|was not written whole|Cannot write"):
        write_table(pd.DataFrame({"x": range(5000)}), tmp_path / "table.xlsx")
    assert not list(tmp_path.glob("*.xlsx")) and not list(tmp_path.glob(".gisplug-*"))


@closing
def test_a_folder_that_may_only_be_read_is_refused(home, small_disk):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(OutputError, match=r"Cannot write into .*Read-only"):
        run(home, small_disk / "out")


@contextmanager
def limited(kind, soft):
    before = resource.getrlimit(kind)
    resource.setrlimit(kind, (soft, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(kind, before)


def test_too_many_open_files_are_named_with_the_limit(home):
    run(home, home / "out")
    with limited(resource.RLIMIT_NOFILE, 3), pytest.raises(GisplugError, match=r"open at once|Too many open files"):
        run(home, home / "other")
    assert (home / "out" / "report.html").is_file()


def test_too_little_memory_is_refused_before_the_libraries_are_loaded():
    code = "import resource; resource.setrlimit(resource.RLIMIT_AS, (900_000_000,) * 2)\n"
    code += "from gisplug.cli import main; raise SystemExit(main(['doctor']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "Memory is not enough: this process may have 0.8 GB (ulimit -v)" in done.stderr
    refuse_too_little()  # nothing is limited here


SPARED = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (2_500_000_000,) * 2)
from gisplug.core.machine.limits import refuse_too_little
refuse_too_little()
import numpy as np, pyarrow as pa, re
from scipy.linalg.blas import dgemm
assert pa.default_memory_pool().backend_name == "system"
kept = pa.array(range(1000))
one, made, other = np.ones((300, 300), order="F"), np.zeros((300, 300), order="F"), np.zeros((300, 300))
now = 1024 * int(re.search(r"VmSize:\\s+(\\d+)", open("/proc/self/status").read())[1])
assert now < 1_200_000_000, now
resource.setrlimit(resource.RLIMIT_AS, (now + 2**20, 2_500_000_000))
dgemm(1.0, one, one, c=made, overwrite_c=1)
np.dot(one, one, out=other)
try:
    np.ones((3000, 3000))
except MemoryError:
    print("said")
"""


def test_where_memory_is_limited_libraries_take_what_they_need_at_once():
    pytest.importorskip("pyarrow")
    done = subprocess.run([sys.executable, "-c", SPARED], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "said"), done.stderr


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            OSError(28, "No space left on device"),
            r"The disk is full: .*table\.csv cannot be written \(.* MB free there\)",
        ),
        (OSError(5, "Input/output error", "input.csv"), r"input\.csv: Input/output error"),
        (MemoryError(), r"Memory is not enough"),
        (ImportError("libx.so: failed to map segment from shared object"), r"Memory is not enough"),
    ],
)
def test_what_the_system_refuses_is_a_sentence(tmp_path, problem, said):
    with pytest.raises(OutputError, match=said), refusing(tmp_path / "table.csv"):
        raise problem


@pytest.mark.parametrize("problem", [KeyError("x"), ValueError("a bug"), BrokenPipeError(32, "Broken pipe")])
def test_bugs_pass_as_they_are(tmp_path, problem):
    with pytest.raises(type(problem)), refusing(tmp_path / "table.csv"):
        raise problem
