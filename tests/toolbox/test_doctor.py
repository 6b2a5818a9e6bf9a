"""The doctor in QGIS: with an engine, without one, with one that is broken."""

import json
import os
from pathlib import Path

import pytest
from qgis.core import QgsVectorLayer

from gisplug.core.machine.private_environment import folder
from gisplug.toolbox.bridge import diagnosis
from gisplug.toolbox.bridge.words import speak_as_qgis


def sections(findings):
    return list(dict.fromkeys(one["section"] for one in findings))


def record(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))["findings"]


def by_name(findings, section=None):
    return {one["name"]: one for one in findings if section in (None, one["section"])}


@pytest.fixture
def alone(monkeypatch, tmp_path):
    """No engine: no variable, and a home in which none was made."""
    monkeypatch.setenv("GISPLUG_PYTHON", "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()


def test_with_an_engine_qgis_and_engine_are_examined(run, tmp_path):
    made = run("doctor", RECORD=str(tmp_path / "d.json"), TABLE="TEMPORARY_OUTPUT", TEXT=str(tmp_path / "d.txt"))
    found = record(made["RECORD"])
    assert sections(found)[:3] == ["QGIS", "Engine for QGIS", "Software"] and "Packages" in sections(found)
    assert {"QGIS", "Qt", "GDAL", "gisplug", "Python of QGIS"} <= set(by_name(found, "QGIS"))
    answer = by_name(found, "Engine for QGIS")["Answer of the engine"]
    assert answer["verdict"] == "ok" and os.environ["GISPLUG_PYTHON"] in answer["value"]
    assert made["PROBLEMS"] == 0 and run.feedback.errors == []
    table = QgsVectorLayer(made["TABLE"], "t", "ogr")
    assert table.featureCount() == len(found) and "mend" in table.fields().names()
    assert any("numpy" in line for line in run.feedback.infos)


def test_without_an_engine_it_tells_what_it_can_and_how_to_get_one(run, alone, tmp_path):
    made = run("doctor", RECORD=str(tmp_path / "d.json"), TABLE=str(tmp_path / "d.csv"))
    found = record(made["RECORD"])
    assert sections(found) == ["QGIS", "Engine for QGIS", "Machine"] and made["PROBLEMS"] == 1
    answer = by_name(found)["Answer of the engine"]
    assert answer["verdict"] == "problem" and "Set up engine" in answer["advice"]
    assert by_name(found)["Private environment"]["value"].startswith("absent")
    assert (tmp_path / "d.csv").is_file() and any("Set up engine" in line for line in run.feedback.warnings)


def test_an_engine_that_is_broken_is_a_finding_and_no_failure(run, alone, tmp_path, monkeypatch):
    mute = tmp_path / "no python"
    mute.write_text("#!/bin/sh\necho bad libc >&2\nexit 3\n")
    mute.chmod(0o755)
    monkeypatch.setenv("GISPLUG_PYTHON", str(mute))
    found = by_name(record(run("doctor", RECORD=str(tmp_path / "d.json"))["RECORD"]))
    assert found["Answer of the engine"]["verdict"] == "problem"
    assert "bad libc" in found["Answer of the engine"]["advice"]


def test_a_package_broken_in_the_engine_is_found_from_qgis(run, alone, tmp_path, monkeypatch):
    """The private environment is a link to one that works, but for a pandas that stands in front."""
    place, own = Path(folder()), Path(os.environ["GISPLUG_VENV"])
    theirs = next(own.glob("lib/python3*/site-packages"))
    site = place / theirs.relative_to(own)
    (site / "pandas").mkdir(parents=True)
    (site / "pandas" / "__init__.py").write_text("raise ImportError('DLL load failed')", encoding="utf-8")
    (site / "more.pth").write_text(str(theirs), encoding="utf-8")
    (place / "pyvenv.cfg").write_text((own / "pyvenv.cfg").read_text(encoding="utf-8"), encoding="utf-8")
    (place / "bin").mkdir()
    (place / "bin" / "python").symlink_to((own / "bin" / "python").resolve())
    (place / "gisplug-engine.json").write_text('{"lock": "old"}', encoding="utf-8")
    made = run("doctor", RECORD=str(tmp_path / "d.json"))
    found = by_name(record(made["RECORD"]))
    assert (
        found["Private environment"]["value"].startswith("outdated")
        and "~/.local" in (found["Private environment"]["value"])
    )
    assert found["pandas"]["verdict"] == "problem" and "DLL load failed" in found["pandas"]["value"]
    assert found["geopandas"]["advice"] == "Mend pandas first; this follows from it." and made["PROBLEMS"] >= 2


def test_the_log_speaks_chinese_and_the_files_english(run, alone, tmp_path):
    speak_as_qgis("zh_CN")
    try:
        made = run("doctor", TEXT=str(tmp_path / "d.txt"))
    finally:
        speak_as_qgis("en")
    log = "\n".join([*run.feedback.infos, *run.feedback.warnings])
    assert "内存" in log and "临时文件夹" in log and "设置引擎" in log
    assert "Temporary folder" in Path(made["TEXT"]).read_text(encoding="utf-8")


def test_a_table_of_an_ending_that_qgis_cannot_write_is_refused_with_those_it_can(run, alone, tmp_path):
    with pytest.raises(Exception, match=r"name a \.csv, \.xlsx or \.gpkg"):
        run("doctor", TABLE=str(tmp_path / "d.dta"))


def test_nothing_heavy_comes_into_qgis(run, alone, tmp_path):
    import sys

    run("doctor", RECORD=str(tmp_path / "d.json"))
    assert not {"pandas", "geopandas", "rasterio", "pyproj"} & set(sys.modules)
    assert diagnosis.__name__ in sys.modules
