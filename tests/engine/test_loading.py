"""The libraries of a first call are loaded without what it does not need, and nothing is lost by that."""

import gc
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from gisplug.core.errors import Cancelled
from gisplug.engine.loading import COMMON, LIBRARIES, load

ROOT = Path(__file__).resolve().parents[2]
PARQUET = importlib.util.find_spec("pyarrow") is not None
needs_pyarrow = pytest.mark.skipif(not PARQUET, reason="the extra parquet is not installed")
NEEDLESS = (
    "gisplug.language",
    "pyarrow",
    "matplotlib",
    "scipy.stats",
    "scipy.optimize",
    "rasterio",
    "openpyxl",
    "sklearn",
    "dask",
)
FIRST_CALL = """
import sys
from types import SimpleNamespace
from gisplug.engine.worker import _run
given = {{"panel": "demo-panel", "unit": "adcode", "period": "year", "table": {table!r}}}
quiet = lambda *words: None
_run({{"tool": "panel_describe", "params": given}}, SimpleNamespace(check=quiet, info=quiet, warn=quiet, update=quiet))
print(*(name for name, module in sys.modules.items() if module is not None))
"""
THERE_AND_BACK = """
import sys
from pathlib import Path
import datetime as dt
folder, put_off = Path(sys.argv[1]), sys.argv[2] == "put off"
from gisplug.engine.loading import LIBRARIES, load
load(LIBRARIES if put_off else (), lambda: None)
import pandas, pandas.compat.pyarrow
assert pandas.compat.pyarrow.HAS_PYARROW is not put_off
import geopandas
from shapely.geometry import Point
from gisplug.boundaries.write import write_layer
from gisplug.core.tables import read_table, write_table
frame = pandas.DataFrame({
    "unit": ["甲", "b", None], "group": pandas.Categorical(["x", "y", "x"]),
    "n": pandas.array([1, None, 3], dtype="Int64"), "sure": [True, False, True],
    "y": [1.5, float("nan"), 2.0], "day": [dt.date(2020, 1, 1), None, dt.date(2021, 2, 3)],
    "at": pandas.to_datetime(["2020-01-01", "2021-02-03", None]),
})
layer = geopandas.GeoDataFrame({"unit": ["甲", "b"]}, geometry=[Point(1, 2), Point(3, 4)], crs=4326)
read = read_table(write_table(frame, folder / "t.parquet"))
write_layer(layer, folder / "l.parquet")
shapes = geopandas.read_parquet(folder / "l.parquet")
print([str(kind) for kind in read.dtypes], read.astype(object).where(read.notna(), None).values.tolist())
print(shapes["unit"].tolist(), shapes.geometry.to_wkt().tolist(), shapes.crs.to_epsg())
print(read["unit"].str.upper().tolist()[:2], read.groupby("unit")["y"].sum().to_dict(), sorted(read["unit"].dropna()))
"""


def said(code, *words):
    command = [sys.executable, "-c", code, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_first_call_loads_no_library_that_it_does_not_need(tmp_path):
    found = set(said(FIRST_CALL.format(table=str(tmp_path / "t.gpkg"))).split())
    assert {"pandas", "pyogrio"} <= found and (tmp_path / "t.gpkg").is_file()
    assert not found.intersection(NEEDLESS)


@needs_pyarrow
def test_parquet_files_are_the_same_where_pyarrow_is_loaded_after_pandas(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert said(THERE_AND_BACK, tmp_path / "a", "put off") == said(THERE_AND_BACK, tmp_path / "b", "at once")


def test_the_collector_works_again_afterwards_and_passes_over_what_was_loaded():
    code = "import gc; from gisplug.engine.loading import load; load(['pandas'], lambda: None); "
    enabled, frozen = said(f"{code}print(gc.isenabled(), gc.get_freeze_count())").split()
    assert enabled == "True" and int(frozen) > 50_000


def test_a_module_that_cannot_be_loaded_is_left_to_the_tool():
    load(["gisplug_no_such_package"], lambda: None)
    assert gc.isenabled() and "gisplug_no_such_package" not in sys.modules


def test_loading_can_be_cancelled_and_leaves_nothing_behind():
    def check():
        raise Cancelled

    before = sys.modules.get("pyarrow", "absent")
    with pytest.raises(Cancelled):
        load(["gisplug_no_such_package"], check)
    assert gc.isenabled() and sys.modules.get("pyarrow", "absent") is before


def test_what_is_named_is_there():
    for module in (*LIBRARIES, *COMMON):
        assert importlib.util.find_spec(module) is not None
