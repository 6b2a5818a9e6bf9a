"""Every file format, once: its endings, whether it is read and written, and a line of help.

Readers and writers dispatch on `Format.key`; messages, file dialogs, the help of tools and the page on file formats
list what stands here. To add a format, add it here and a reader or writer under its key; a test makes the round trip.
Standard library only and Python 3.9: QGIS's own interpreter imports this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Way = Literal["read", "write", "both"]
VALUES_PART = "_values"  # behind the name of a layer of units and periods: its values without geometry


@dataclass(frozen=True)
class Format:
    """One format of one kind of file. The first ending is the usual one; `help` is a phrase without a full stop."""

    key: str
    title: str
    endings: tuple[str, ...]
    way: Way
    help: str

    def goes(self, way: Way) -> bool:
        """Whether it is read ("read"), written ("write"), or both."""
        return self.way in ("both", way)


FORMATS: dict[str, tuple[Format, ...]] = {
    "table": (
        Format(
            "text", "CSV", (".csv", ".tsv", ".txt"), "both", "UTF-8, UTF-16 or GB18030; comma, semicolon, tab or bar"
        ),
        Format(
            "text", "Packed CSV", (".gz", ".bz2", ".xz"), "read", "`panel.csv.gz`; text is read without unpacking it"
        ),
        Format("excel", "Excel", (".xlsx",), "both", "the first sheet, or the one named, `book.xlsx|sheet=2020`"),
        Format("excel", "Excel with macros", (".xlsm",), "read", "as Excel; the macros are not run"),
        Format("excel", "Excel before 2007", (".xls",), "read", "as Excel; text that is called .xls too"),
        Format(
            "stata", "Stata", (".dta",), "both", "value labels as text, but for 0 and 1; written for Stata 14 and later"
        ),
        Format("spss", "SPSS", (".sav", ".zsav"), "read", "value labels as text; columns of 0 and 1 stay numbers"),
        Format(
            "parquet",
            "Parquet",
            (".parquet",),
            "both",
            "types and missing values kept exactly; needs the extra `parquet`",
        ),
        Format("geopackage", "GeoPackage", (".gpkg",), "both", "the attributes; `file.gpkg|layername=x` picks a layer"),
        Format("layer", "dBase", (".dbf",), "read", "the attributes of a shapefile"),
        Format("layer", "Shapefile", (".shp",), "read", "the attributes"),
        Format("layer", "GeoJSON", (".geojson",), "read", "the attributes"),
        Format("layer", "SQLite", (".sqlite",), "read", "the attributes of a layer, or a table"),
        Format("layer", "FlatGeobuf", (".fgb",), "read", "the attributes"),
        Format("json", "JSON", (".json",), "write", "one record a row"),
    ),
    "layer": (
        Format("geopackage", "GeoPackage", (".gpkg",), "both", "carries its style, so QGIS opens it drawn"),
        Format("geojson", "GeoJSON", (".geojson", ".json"), "both", "written in longitude and latitude, WGS 84"),
        Format(
            "parquet", "GeoParquet", (".parquet", ".geoparquet"), "both", "small and exact; needs the extra `parquet`"
        ),
        Format("flatgeobuf", "FlatGeobuf", (".fgb",), "both", "for large layers"),
        Format("shapefile", "Shapefile", (".shp",), "both", "any encoding; field names are cut to 10 bytes"),
        Format("zip", "Zip archive", (".zip",), "read", "with one shapefile, GeoPackage or GeoJSON in it"),
        Format("other", "GML", (".gml",), "read", "by GDAL"),
        Format("other", "KML", (".kml",), "read", "by GDAL"),
        Format("other", "SpatiaLite", (".sqlite",), "read", "by GDAL"),
        Format("other", "MapInfo", (".tab",), "read", "by GDAL"),
        Format("other", "File geodatabase", (".gdb",), "read", "the folder; by GDAL"),
    ),
    "weights": (
        Format("table", "CSV", (".csv", ".tsv", ".txt"), "both", "edge list or matrix; also text of R and Stata"),
        Format("table", "Text of LeSage's toolbox", (".dat",), "read", "focal, neighbor, weight, without header"),
        Format("table", "Excel", (".xlsx",), "both", "edge list, or matrix with or without ids"),
        Format("table", "Excel with macros", (".xlsm",), "read", "as Excel; the macros are not run"),
        Format("table", "Excel before 2007", (".xls",), "read", "as Excel"),
        Format("table", "Stata", (".dta",), "both", "edge list; a dense matrix is read only"),
        Format("table", "Parquet", (".parquet",), "both", "edge list, or dense; needs the extra `parquet`"),
        Format("gal", "GAL", (".gal",), "both", "which units are neighbours; weights of 1 only"),
        Format("gwt", "GWT", (".gwt", ".kwt"), "both", "links with their weights"),
        Format("matlab", "MATLAB", (".mat",), "both", "one matrix, full or sparse; up to version 7"),
        Format("matrix_market", "Matrix Market", (".mtx",), "both", "sparse matrix, with the ids as comments"),
        Format("swm", "ArcGIS weights", (".swm",), "both", "ids are whole numbers"),
    ),
    "paper": (
        Format("html", "HTML", (".html",), "write", "a page by itself"),
        Format("word", "Word", (".docx",), "write", "three-line tables, stars raised"),
        Format("excel", "Excel", (".xlsx",), "write", "numbers stay numbers"),
        Format("latex", "LaTeX", (".tex",), "write", "`booktabs`, Greek letters as mathematics"),
        Format("text", "CSV", (".csv",), "write", "text that Excel opens with the right characters"),
        Format("json", "JSON", (".json",), "both", "everything, to be turned into the others later"),
    ),
    "figure": (
        Format("png", "PNG", (".png",), "write", "200 dots per inch"),
        Format("svg", "SVG", (".svg",), "write", "text as outlines, the same everywhere"),
        Format("pdf", "PDF", (".pdf",), "write", "fonts embedded"),
    ),
    "raster": (
        Format(
            "geotiff", "GeoTIFF", (".tif", ".tiff"), "both", "32 bits, compressed; tags tell product, unit and steps"
        ),
        Format("gdal", "GDAL virtual raster", (".vrt",), "read", "tiles as one raster"),
        Format("gdal", "Erdas Imagine", (".img",), "read", "by GDAL"),
        Format("gdal", "NetCDF", (".nc",), "read", "by GDAL"),
        Format("gdal", "HDF", (".hdf", ".h5"), "read", "by GDAL, where it was built with HDF"),
    ),
}
KINDS = {
    "table": "Tables",
    "layer": "Layers",
    "weights": "Spatial weights",
    "paper": "Paper tables",
    "figure": "Figures",
    "raster": "Rasters",
}


def shown_layers(names: Sequence[str]) -> list[str]:
    """Return the layers of a GeoPackage that hold data by themselves: no styles, no values of a layer of units in
    several periods, which has all of them."""
    return [
        n for n in names if n != "layer_styles" and not (n.endswith(VALUES_PART) and n[: -len(VALUES_PART)] in names)
    ]


def formats(kind: str, way: Way | None = None) -> list[Format]:
    """Return the formats of a kind (of KINDS); those that are read or written, where `way` says so."""
    return [f for f in FORMATS[kind] if way is None or f.goes(way)]


def endings(kind: str, way: Way | None = None) -> tuple[str, ...]:
    """Return all endings of a kind, with their dot, in lower case."""
    return tuple(e for f in formats(kind, way) for e in f.endings)


def usual_endings(kind: str, way: Way | None = None) -> tuple[str, ...]:
    """Return the usual ending of each format of a kind; the first is the default."""
    return tuple(f.endings[0] for f in formats(kind, way))


def format_of(kind: str, path: str | Path, way: Way | None = None) -> Format | None:
    """Return the format that the ending of a path names, or None."""
    ending = Path(path).suffix.lower()
    return next((f for f in formats(kind, way) if ending in f.endings), None)


def named_ending(path: str | Path) -> str:
    """Return the ending of a path as messages name it."""
    return Path(path).suffix.lower() or "a file without ending"


def file_filter(kind: str, way: Way, together: str = "") -> str:
    """Return the filter of Qt's file dialogs, "CSV (*.csv *.tsv);;Excel (*.xlsx)".

    `together` names a first line with all endings, for reading.
    """
    lines = [f"{f.title} ({_stars(f.endings)})" for f in formats(kind, way)]
    return ";;".join([f"{together} ({_stars(endings(kind, way))})", *lines] if together else lines)


def _stars(found: Iterable[str]) -> str:
    return " ".join(f"*{ending}" for ending in found)


def as_markdown(kind: str) -> str:
    """Return the table of a kind for the documentation."""
    rows = [
        f"| {f.title} | {' '.join(f'`{e}`' for e in f.endings)} | {'yes' if f.goes('read') else 'no'} | "
        f"{'yes' if f.goes('write') else 'no'} | {_escaped(f.help)} |"
        for f in FORMATS[kind]
    ]
    return "\n".join(["| format | endings | read | written | remarks |", "| --- | --- | --- | --- | --- |", *rows])


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
