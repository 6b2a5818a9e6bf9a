"""Packages: locked versions by Python, what is missing, what stands in the way, what follows from what."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from gisplug.core.machine.extras import EXTRAS
from gisplug.core.machine.private_environment import requirements
from gisplug.core.progress import SILENT
from gisplug.study.doctor import packages as judged
from gisplug.study.doctor.child import Answer, asked
from gisplug.study.doctor.drivers import ASKED, QUESTIONS, drivers, parallel, pictures

ROOT = Path(__file__).resolve().parents[3]
LOCK = "esda==2.9.0 ; python_full_version < '3.12' \\\n    --hash=x\nesda==2.10.0 ; python_full_version >= '3.12' \\\n"


def answers(**errors):
    found = {f"import {module}": Answer() for module in (*judged.IMPORTS.values(), *judged.OPTIONAL.values())}
    return found | {f"import {module}": answer for module, answer in errors.items()}


def by_name(findings):
    return {one.name: one for one in findings}


def test_every_dependency_is_looked_at():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=]", line)[0].lower() for line in project["dependencies"]}
    assert set(judged.IMPORTS) == names - set(judged.OPTIONAL)
    extras = project["optional-dependencies"]
    assert [*extras] == [*EXTRAS, "all"]
    optional = {re.split(r"[\[<>=]", line)[0] for extra in EXTRAS for line in extras[extra]}
    assert set(judged.OPTIONAL) == optional
    assert set(judged.OPTIONAL.values()) == {module for extra in EXTRAS.values() for module in extra.modules}


def test_the_lock_is_read_for_this_python():
    assert judged.locked(LOCK, (3, 11, 4)) == {"esda": "2.9.0"}
    assert judged.locked(LOCK, (3, 12, 0)) == judged.locked(LOCK, (3, 13)) == {"esda": "2.10.0"}
    text = requirements().read_text(encoding="utf-8")
    assert set(judged.IMPORTS) <= set(judged.locked(text)) and "numpy" in judged.locked(text, (3, 13, 1))


def test_all_is_fine_here():
    assert {one.verdict for one in judged.packages(answers())} <= {"ok", "note"}


def test_a_missing_and_a_broken_package_have_different_mends(monkeypatch):
    monkeypatch.setitem(judged.IMPORTS, "gisplug-no-such-package", "gisplug_no_such_package")
    gone = Answer(error="ModuleNotFoundError: No module named 'gisplug_no_such_package'")
    found = by_name(judged.packages(answers(gisplug_no_such_package=gone, pandas=Answer(error="ImportError: no DLL"))))
    missing, broken = found["gisplug-no-such-package"], found["pandas"]
    assert (
        missing.verdict == "problem" and missing.value.startswith("not installed") and "Install it:" in missing.advice
    )
    assert broken.verdict == "problem" and "ImportError: no DLL" in broken.value
    assert re.search(r"--force-reinstall --no-deps pandas==\d", broken.advice)


def test_what_fails_because_of_another_package_points_to_it():
    broken = Answer(error="ImportError: no DLL", cause="pandas")
    found = by_name(judged.packages(answers(pandas=broken, geopandas=broken)))
    assert found["geopandas"].advice == "Mend pandas first; this follows from it."
    assert "Install it again" in found["pandas"].advice


def test_a_copy_from_outside_is_named_with_its_place(tmp_path, monkeypatch):
    (tmp_path / "qdldl.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    found = by_name(judged.packages(answers()))["qdldl"]
    assert found.verdict == "note" and str(tmp_path) in found.value and "Remove that copy" in found.advice
    broken = by_name(judged.packages(answers(qdldl=Answer(error="ImportError: x"))))["qdldl"]
    assert broken.verdict == "problem" and "Remove that copy" in broken.advice


def test_a_version_below_the_least_is_a_problem_and_another_than_locked_is_told(monkeypatch):
    monkeypatch.setattr(judged, "installed", lambda name: "1.2.3" if name == "scipy" else "999.0")
    monkeypatch.setattr(judged, "needed", lambda: {"scipy": "1.13"})
    found = by_name(judged.packages(answers()))
    assert found["scipy"].verdict == "problem" and "1.13 is needed" in found["scipy"].value
    assert found["numpy"].verdict == "ok" and re.search(r"999\.0 \(locked \d", found["numpy"].value)
    assert found["Locked versions"].verdict == "note" and "numpy 999.0" in found["Locked versions"].value


def test_what_was_installed_knows_its_least_versions():
    least = judged.needed()
    assert least == {} or (least["numpy"] == "2.0" and "distributed" not in least)


@pytest.fixture(scope="module")
def here():
    """What the questions of the doctor find here."""
    return answers() | asked(QUESTIONS, SILENT)


def test_every_format_is_really_written_and_read(here):
    found = by_name([*drivers(here), *pictures(here), *parallel(here)])
    assert [one for one in found.values() if one.verdict == "problem"] == []
    for name in ("Table: Parquet", "Table: Stata", "Layer: GeoPackage", "Raster: GeoTIFF"):
        assert found[name].value == "read, written"
    assert {"Table: SQLite", "Raster: NetCDF", "Raster: HDF", "PROJ", "Chinese font"} <= set(found)


def test_a_driver_that_lacks_is_told_with_the_way_round(here):
    less = Answer({**here["gdal"].found, "rasters": ["GTiff", "VRT", "HFA"]})
    found = by_name(drivers({**here, "gdal": less}))
    assert found["Raster: HDF"].verdict == "note" and "lacks its driver HDF5" in found["Raster: HDF"].value
    assert "GeoTIFF" in found["Raster: HDF"].advice


def test_a_format_whose_extra_is_not_there_is_no_problem(here):
    """The engine of QGIS comes without the extras, and `probes.tables` tries only what can be had."""
    without = {kind: Answer({k: v for k, v in here[kind].found.items() if k != ".parquet"}) for kind in ASKED.values()}
    found = by_name(drivers({**here, **without}))
    assert found["Table: Parquet"].verdict == found["Layer: GeoParquet"].verdict == "ok"
    assert found["Table: Parquet"].value == "not installed" and "engine add parquet" in found["Table: Parquet"].advice


def test_a_format_that_does_not_come_back_is_a_problem(here):
    bad = Answer({**here["tables"].found, ".parquet": "OSError: disk"})
    found = by_name(drivers({**here, "tables": bad}))
    assert found["Table: Parquet"].verdict == "problem" and found["Table: Parquet"].value == "OSError: disk"


def test_proj_without_its_data_no_font_and_too_many_threads(here):
    lost = Answer({**here["proj"].found, "rasterio": False})
    assert "Unset PROJ_LIB" in by_name(drivers({**here, "proj": lost}))["PROJ"].advice
    blank = by_name(pictures({**here, "fonts": Answer({"chinese": None})}))["Chinese font"]
    assert blank.verdict == "note" and "boxes" in blank.advice
    many = next(parallel({**here, "threads": Answer({"pools": [["openblas", "1", 9999]]})}))
    assert many.verdict == "note" and "OPENBLAS_NUM_THREADS=" in many.advice


def test_this_test_runs_in_the_python_that_is_examined():
    assert judged.installed("pytest") and sys.version_info >= (3, 11)
