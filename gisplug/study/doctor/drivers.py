"""Findings about formats, coordinates, fonts and threads, made from the answers of the second process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gisplug.core.executor import cpus
from gisplug.core.formats import FORMATS as KNOWN
from gisplug.core.formats import Format
from gisplug.core.machine.extras import EXTRAS
from gisplug.core.machine.paths import shown
from gisplug.study.doctor.child import Answer
from gisplug.study.doctor.finding import FINE, NOTE, PROBLEM, Finding, mark
from gisplug.study.doctor.packages import WITHOUT_EXTRA

QUESTIONS = ("gdal", "proj", "tables", "layers", "rasters", "fonts", "threads")
FORMATS, COORDINATES = mark("Formats"), mark("Coordinates")
PICTURES, PARALLEL = mark("Pictures"), mark("Parallel work")
KINDS = {"table": mark("Table"), "layer": mark("Layer"), "raster": mark("Raster")}
ASKED = {"table": "tables", "layer": "layers", "raster": "rasters"}
# What GDAL calls the formats that are only read.
VECTOR_DRIVERS = {
    ".dbf": "ESRI Shapefile",
    ".shp": "ESRI Shapefile",
    ".zip": "ESRI Shapefile",
    ".geojson": "GeoJSON",
    ".sqlite": "SQLite",
    ".fgb": "FlatGeobuf",
    ".gml": "GML",
    ".kml": "KML",
    ".tab": "MapInfo File",
    ".gdb": "OpenFileGDB",
}
RASTER_DRIVERS = {".vrt": "VRT", ".img": "HFA", ".nc": "netCDF", ".hdf": "HDF5"}
BROKEN = mark("Mend the packages first; this follows from them.")
NOT_BUILT = mark("Convert such files with QGIS, layers to GeoPackage and rasters to GeoTIFF, and use those.")
LOST = mark(
    "Coordinate systems are looked up in the wrong place. Unset PROJ_LIB, PROJ_DATA and GDAL_DATA, or install pyproj "
    "and rasterio again."
)
NO_FONT = mark("Chinese shows as boxes in pictures. Install Noto Sans CJK SC or WenQuanYi Zen Hei.")
MANY_THREADS = mark("More threads than processors slow each other down. Set OPENBLAS_NUM_THREADS={cpus}.")
OWN_CODE = mark(
    "Last digits may differ from those of other computers: gisplug was called from Python, OPENBLAS_CORETYPE or "
    "NPY_DISABLE_CPU_FEATURES is set, or this computer lacks AVX2 and FMA or is no x86-64 under Linux or Windows."
)


def drivers(answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """Yield findings about formats and coordinates.

    Parameters
    ----------
    answers
        Of `child.asked` to QUESTIONS.
    """
    gdal = answers["gdal"]
    if gdal.error:
        yield Finding(FORMATS, "GDAL", gdal.error, PROBLEM, BROKEN)
    else:
        yield Finding(FORMATS, "GDAL", f"{gdal.found['rasterio']}; {gdal.found['pyogrio']}")
    for kind, title in KINDS.items():
        answer = answers[ASKED[kind]]
        if answer.error:
            yield Finding(FORMATS, title, answer.error, PROBLEM, BROKEN)
        for one in KNOWN[kind]:
            needed = answer if one.goes("write") else gdal
            if one.goes("read") and not needed.error:
                yield _format(kind, one, needed)
    yield _coordinates(answers)


def _format(kind: str, one: Format, answer: Answer) -> Finding:
    """Judge a format: one that goes both ways by what came back, one that is only read by whether GDAL knows it."""
    name, ending = f"{KINDS[kind]}: {one.title}", one.endings[0]
    if one.goes("write") and ending not in answer.found:  # it was not tried, see `probes.usable`
        extra = {"use": str(EXTRAS[one.key].use), "extra": one.key}
        return Finding(FORMATS, name, "not installed", FINE, WITHOUT_EXTRA, extra)
    if one.goes("write"):
        error = shown(answer.found[ending])
        if error:
            return Finding(FORMATS, name, error, PROBLEM, BROKEN)
        return Finding(FORMATS, name, mark("read, written"))
    known = answer.found["rasters"] if kind == "raster" else answer.found["vectors"]
    driver = (RASTER_DRIVERS if kind == "raster" else VECTOR_DRIVERS).get(ending)
    if driver is None or driver in known:
        return Finding(FORMATS, name, mark("read"))
    return Finding(FORMATS, name, f"GDAL lacks its driver {driver}", NOTE, NOT_BUILT)


def _coordinates(answers: Mapping[str, Answer]) -> Finding:
    proj = answers["proj"]
    if proj.error:
        broken = any(answers[f"import {name}"].error for name in ("pyproj", "rasterio"))
        return Finding(COORDINATES, "PROJ", proj.error, PROBLEM, BROKEN if broken else LOST)
    told = f"{proj.found['version']}, data in {shown(proj.found['data'])}"
    if proj.found["transforms"] and proj.found["rasterio"]:
        return Finding(COORDINATES, "PROJ", told)
    return Finding(COORDINATES, "PROJ", told, PROBLEM, LOST)


def pictures(answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """Yield the finding about Chinese fonts."""
    fonts, name = answers["fonts"], mark("Chinese font")
    if fonts.error:
        yield Finding(PICTURES, name, fonts.error, PROBLEM, BROKEN)
    elif fonts.found["chinese"]:
        yield Finding(PICTURES, name, str(fonts.found["chinese"]))
    else:
        yield Finding(PICTURES, name, "none", NOTE, NO_FONT)


def parallel(answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """Yield the findings about the libraries that compute in threads."""
    threads = answers["threads"]
    if threads.error:
        yield Finding(PARALLEL, "BLAS", threads.error, PROBLEM, BROKEN)
        return
    most = cpus()
    for library, version, number in threads.found["pools"]:
        told = f"{version}, {number} thread{'' if number == 1 else 's'}".removeprefix(", ")
        if number > most:
            yield Finding(PARALLEL, library, told, NOTE, MANY_THREADS, {"cpus": str(most)})
        else:
            yield Finding(PARALLEL, library, told)
    told, same = ", ".join(threads.found["kernels"]), threads.found["common"]
    yield Finding(PARALLEL, mark("Code for processors"), told, FINE if same else NOTE, "" if same else OWN_CODE)
