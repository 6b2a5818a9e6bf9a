"""The doctor in QGIS: findings about QGIS itself, about the engine as seen from here, and those of the engine itself.
Loaded only when the tool runs.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingException,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import PYQT_VERSION_STR, QT_VERSION_STR

from gisplug.core.errors import EngineError
from gisplug.core.machine.paths import shown
from gisplug.core.machine.variables import DASK, PYTHON
from gisplug.core.progress import Progress
from gisplug.core.version import version
from gisplug.engine import client
from gisplug.engine.interpreters import find_interpreter
from gisplug.study.doctor.engine import ENGINE, engine
from gisplug.study.doctor.finding import FINE, NOTE, PROBLEM, Finding, counted, from_json
from gisplug.study.doctor.machine import machine
from gisplug.study.doctor.write import written
from gisplug.toolbox.bridge import settings
from gisplug.toolbox.bridge.job import scratch
from gisplug.toolbox.bridge.words import mark, tr

LEAST_QGIS = 32200
OLDER = mark("gisplug is tested with QGIS 3.22 and newer. Update QGIS.")


def examined(progress: Progress) -> list[Finding]:
    """Examine QGIS, then the engine; where it does not answer, the computer is examined from here."""
    seen = [*host(), *engine()]
    answer = mark("Answer of the engine")
    with scratch() as folder:
        record = folder / "doctor.json"
        try:
            python = find_interpreter(settings.engine_python())
            client.run("doctor", {"record": str(record)}, progress, settings.engine_python())
        except EngineError as problem:
            return [*seen, Finding(ENGINE, answer, mark("none"), PROBLEM, str(problem)), *machine({})]
        told = from_json(record.read_text(encoding="utf-8"))
    seen.append(Finding(ENGINE, answer, f"{shown(python.path)} ({python.origin})"))
    return [*seen, *(one for one in told if one.section != ENGINE)]


def host() -> Iterator[Finding]:
    """Yield what a bug report needs to know about QGIS itself."""
    old = Qgis.QGIS_VERSION_INT < LEAST_QGIS
    yield Finding("QGIS", "QGIS", Qgis.QGIS_VERSION, NOTE if old else FINE, OLDER if old else "")
    yield Finding("QGIS", "gisplug", f"{version()} ({shown(Path(__file__).resolve().parents[2])})")
    yield Finding("QGIS", "Qt", f"{QT_VERSION_STR}, PyQt {PYQT_VERSION_STR}, {QgsApplication.platformName()}")
    yield Finding("QGIS", "GDAL", _gdal())
    yield Finding("QGIS", mark("Python of QGIS"), f"{platform.python_version()}, {shown(sys.prefix)}")
    yield Finding("QGIS", mark("Language"), QgsApplication.instance().locale())
    yield Finding("QGIS", mark("Profile"), shown(QgsApplication.qgisSettingsDirPath()))
    yield Finding("QGIS", mark("Proxy"), mark("yes") if settings.proxy() else mark("no"))
    for name, value in ((PYTHON, settings.engine_python()), (DASK, settings.dask_address())):
        if value:
            yield Finding("QGIS", f"Processing > gisplug > {name}", shown(value))


def _gdal() -> str:
    """Return the GDAL, PROJ and GEOS with which QGIS runs, as far as this QGIS tells them."""
    from osgeo import gdal

    asked = {"PROJ": "projVersion", "GEOS": "geosVersion"}
    found = {name: getattr(Qgis, call)() for name, call in asked.items() if hasattr(Qgis, call)}
    return ", ".join([gdal.__version__, *(f"{name} {number}" for name, number in found.items())])


def tell(findings: Sequence[Finding], feedback: Any) -> None:
    """Write the findings into the log in the language of QGIS: all by section, then what is to be mended."""
    before = ""
    for one in findings:
        if one.section != before:
            feedback.pushInfo(f"\n{tr(one.section)}")
            before = one.section
        feedback.pushInfo(f"  {_line(one)}")
    problems, notes = counted(findings, PROBLEM), counted(findings, NOTE)
    feedback.pushInfo("\n" + tr("Problems: {problems}, notes: {notes}", problems=problems, notes=notes))
    for one in findings:
        if one.verdict != FINE:
            feedback.pushWarning(f"  {_line(one)}")
            feedback.pushWarning(f"    -> {tr(one.mend, **one.values)}")


def _line(one: Finding) -> str:
    """Return a finding in one line; a value that is a word of ours is translated, any other stays."""
    name = ": ".join(map(tr, one.name.split(": ")))
    return f"{tr(one.verdict)}  {name}: {tr(one.value)}"


def kept(findings: Sequence[Finding], wanted: dict[str, Any], context: Any) -> dict[str, Any]:
    """Write the files wanted, in English, so that whoever is to help can read them. Only QGIS is needed for it."""
    table = str(wanted.get("table") or "")
    if not table or table.lower().endswith(".csv"):
        return written(findings, wanted)
    with scratch() as folder:
        rows = folder / "doctor.csv"
        made = written(findings, {**wanted, "table": str(rows)})
        _converted(rows, Path(table), context)
    return {**made, "table": table}


def _converted(rows: Path, target: Path, context: Any) -> None:
    driver = QgsVectorFileWriter.driverForExtension(target.suffix)
    why = tr("no driver for {ending}; name a .csv, .xlsx or .gpkg", ending=target.suffix)
    if driver:
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = driver
        options.layerName = target.stem
        options.fileEncoding = "UTF-8"
        options.datasourceOptions = ["VERSION=1.2"] if driver == "GPKG" else []
        target.parent.mkdir(parents=True, exist_ok=True)
        layer = QgsVectorLayer(str(rows), target.stem, "ogr")
        done = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(target), context.transformContext(), options)
        if done[0] == QgsVectorFileWriter.WriterError.NoError:
            return
        why = done[1]
    raise QgsProcessingException(tr("Cannot write {path}: {why}", path=str(target), why=why))
