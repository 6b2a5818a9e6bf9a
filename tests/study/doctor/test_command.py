"""`gisplug doctor` as a user calls it, with packages that are really broken in front of the good ones."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gisplug.cli import OK, main


def doctor(*words, **more):
    command = [sys.executable, "-m", "gisplug", "doctor", *words]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **more}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=env)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def broken(tmp_path):
    """A folder that stands in front on sys.path: pandas cannot be imported, rasterio crashes."""
    folder = tmp_path / "in front"
    for name, code in {"pandas": "raise ImportError('DLL load failed')", "rasterio": "import os; os.abort()"}.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(code, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def at_home(tmp_path_factory):
    """A home of somebody, and what the doctor prints there."""
    home = tmp_path_factory.mktemp("home of somebody")
    return home, doctor(HOME=str(home), USERPROFILE=str(home))


def test_it_prints_what_it_finds_and_all_is_fine_here(at_home):
    done = at_home[1]
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[0]
    assert first.startswith("gisplug doctor: 0 problems"), done.stdout
    assert "numpy" in done.stdout and "Table: Parquet" in done.stdout


def test_it_works_where_packages_are_broken(broken, tmp_path):
    record, table, text = (tmp_path / name for name in ("d.json", "d.csv", "d.txt"))
    done = doctor("--record", str(record), "--table", str(table), "--text", str(text), PYTHONPATH=str(broken))
    assert done.returncode == 1, "a problem that stops work fails"
    found = {one["name"]: one for one in json.loads(record.read_text(encoding="utf-8"))["findings"]}
    assert found["pandas"]["verdict"] == "problem" and "DLL load failed" in found["pandas"]["value"]
    assert str(broken) in found["pandas"]["value"] and "Remove that copy" in found["pandas"]["advice"]
    assert "crashed (signal 6)" in found["rasterio"]["value"]
    assert found["geopandas"]["advice"] == "Mend pandas first; this follows from it."
    assert found["numpy"]["verdict"] == found["scipy"]["verdict"] == "ok"
    assert text.read_text(encoding="utf-8").splitlines()[0].split()[2] != "0" and table.stat().st_size > 1000


def test_the_printed_report_needs_no_package_either(broken):
    done = doctor(PYTHONPATH=str(broken))
    assert done.returncode == 1 and "problem  pandas" in done.stdout


def test_no_clock_and_no_name_of_the_user(at_home):
    """What is written now is what was printed before, but for the memory and the disk that are free."""
    home, before = at_home
    text = home / "d.txt"
    done = doctor("--text", str(text), HOME=str(home), USERPROFILE=str(home))
    lines = text.read_text(encoding="utf-8").splitlines()
    printed = before.stdout.splitlines()[: len(lines)]
    first, second = ([line for line in told if "free" not in line] for told in (printed, lines))
    assert [before.returncode, done.returncode] == [0, 0] and first == second
    assert not [line for line in first if "somebody" in line] and any("~" in line for line in first)


def test_a_variable_that_misleads_proj_is_noticed(tmp_path):
    done = doctor(PROJ_DATA=str(tmp_path), PROJ_LIB=str(tmp_path))
    assert done.returncode == 1
    assert "problem  PROJ" in done.stdout and "Unset PROJ_LIB, PROJ_DATA and GDAL_DATA" in done.stdout


def test_it_runs_as_a_step_of_a_study(tmp_path):
    study = tmp_path / "study.toml"
    study.write_text('[study]\ntitle = "t"\n\n[[analysis]]\ntool = "doctor"\n', encoding="utf-8")
    assert main(["run", str(study), "--out", str(tmp_path / "out")]) == OK
    assert [path.name for path in (tmp_path / "out").rglob("*doctor*")], list(Path(tmp_path / "out").rglob("*"))
