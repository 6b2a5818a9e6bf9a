"""Tables out of files: one reader a format, found by its key in `core.formats`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gisplug.core.access.cells import unguard_frame
from gisplug.core.database.address import Address, is_address, parsed
from gisplug.core.database.read import read_rows
from gisplug.core.dbf import check_dbf
from gisplug.core.errors import TableError
from gisplug.core.evidence import Note, Report, some
from gisplug.core.formats import Format, endings, format_of, shown_layers
from gisplug.core.machine.extras import needed
from gisplug.core.messages import message
from gisplug.core.output.files import reading
from gisplug.core.tables.ids import BLANKS
from gisplug.core.tables.statistics import read_spss, read_stata
from gisplug.core.tables.text import read_text
from gisplug.core.tables.workbooks import read_workbook, sheet_names

if TYPE_CHECKING:
    import pandas as pd

LAYERS = ("geopackage", "layer")  # formats whose parts are layers, not sheets
GUARDED = ("text", "excel")  # formats that spreadsheets open, so that text is guarded in them


def read_table(
    source: str | Path, encoding: str | None = None, sheet: str | None = None, layer: str | None = None
) -> pd.DataFrame:
    """Read a table; the ending of the name decides how.

    Parameters
    ----------
    source
        CSV (UTF-8, UTF-16 or GB18030; comma, semicolon, tab or bar), Excel (.xls too), Stata, SPSS, Parquet, or the
        attributes of a GeoPackage or shapefile layer. QGIS's "file.gpkg|layername=x" picks a layer or sheet;
        "demo-panel" is the panel of the shelf. "postgresql://user@host/database?schema=s&table=t" is a table or view
        of a database.
    encoding
        Of text files and dBase tables; found by trying UTF-8, then GB18030, where left out.
    sheet, layer
        Which sheet or layer; the first sheet, the only layer where left out.

    Returns
    -------
    DataFrame
        Rows and columns of the file, names stripped of blanks. Titles above, notes below and rows of units are left
        out; headers of several rows are joined by "_". Numbers written as text ("5,436.2", "１２", "12.5%", "(123)",
        "..") are numbers; whole numbers with leading zeros ("01001") stay text. `told_of` tells what was done,
        `attrs["encoding"]` what was found.

    Raises
    ------
    TableError
        If the file is absent, empty, of an unknown kind, or not readable.
    """
    address = parsed(f"{source}|layername={layer}" if layer and is_address(source) else source)
    if address is not None:
        return _of_database(address, encoding, sheet)
    path, part, found = _opened(source)
    with reading(path.name, found.title, TableError, path):
        frame = READERS[found.key](path, encoding, (layer if found.key in LAYERS else sheet) or part)
    if found.key in GUARDED:
        frame = unguard_frame(frame)
    if not len(frame.columns) or not len(frame):
        raise TableError(message("{path} holds no rows.", path=path.name))
    frame.columns = [str(c).strip(BLANKS) for c in frame.columns]
    twice = sorted({c for c in frame.columns if list(frame.columns).count(c) > 1})
    if twice:
        raise TableError(
            message(
                "{path} has columns of the same name: {twice}. Rename them.", path=path.name, twice=", ".join(twice)
            )
        )
    frame.attrs["notes"] = Report(tuple(frame.attrs.get("notes", ()))).to_list()
    return frame


def _of_database(address: Address, encoding: str | None, sheet: str | None) -> pd.DataFrame:
    if encoding or sheet:
        raise TableError("A database has neither an encoding nor sheets to choose from; leave both out.")
    frame = read_rows(address)
    if not len(frame.columns) or not len(frame):
        raise TableError(message("{path} holds no rows.", path=address.shown))
    frame.attrs["notes"] = []
    return frame


def told_of(frame: pd.DataFrame) -> Report:
    """Return what `read_table` found and changed: titles, units, notes below, numbers that were text, odd cells.

    Parameters
    ----------
    frame : DataFrame of `read_table`, one row a row of the table
    """
    return Report(tuple(Note(n["level"], n["code"], n["text"], tuple(n["ids"])) for n in frame.attrs.get("notes", ())))


def sheets_of(source: str | Path) -> tuple[str, ...]:
    """Return the sheets of a workbook that are shown, in their order; () of other files, and where one is named.

    Raises
    ------
    TableError
        If the file is absent, of an unknown kind, or not readable.
    """
    if is_address(source):
        return ()
    path, part, found = _opened(source)
    if found.key != "excel" or part is not None:
        return ()
    with reading(path.name, found.title, TableError, path):
        return tuple(sheet_names(path))


def _opened(source: str | Path) -> tuple[Path, str | None, Format]:
    """Return the file of a source, the part of it that is named, and its format."""
    text, part = _split(str(source))
    path = _shelved(text)
    if not path.is_file():
        raise TableError(
            message(
                "There is no table {text}. Check the path; tables end in {value}.",
                text=text,
                value=", ".join(endings("table", "read")),
            )
        )
    found = format_of("table", path, "read")
    if found is None:
        raise TableError(
            message(
                "{path} is no table this can read ({suffix}). Save it as {value}.",
                path=path.name,
                suffix=path.suffix.lower() or message("no ending"),
                value=", ".join(endings("table", "read")),
            )
        )
    return path, part, found


def _split(source: str) -> tuple[str, str | None]:
    """Take "file.gpkg|layername=x" apart; other QGIS suffixes ("|option:...") are ignored."""
    path, *rest = source.split("|")
    named = [r.split("=", 1)[1] for r in rest if r.lower().startswith(("layername=", "sheet="))]
    return path, named[0] if named else None


def _shelved(name: str) -> Path:
    from gisplug.core.shelves import demo_table

    return demo_table(name) or Path(name)


def _read_parquet(path: Path, encoding: str | None, part: str | None) -> pd.DataFrame:
    import json

    told = message("Reading {path}", path=path.name)
    pa: Any = needed("parquet", "pyarrow", told)
    pq: Any = needed("parquet", "pyarrow.parquet", told)
    try:
        table = pq.read_table(path)
        table.validate(full=True)  # text that is no UTF-8 passes the reading
    except (pa.ArrowInvalid, OSError) as problem:
        raise TableError(message("{path} is no Parquet file: {problem}.", path=path.name, problem=problem)) from problem
    geo = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    keep = [c for c in table.column_names if c not in geo.get("columns", {})]
    return table.select(keep).to_pandas()


def _read_layer(path: Path, encoding: str | None, layer: str | None) -> pd.DataFrame:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    rows = path.with_suffix(".dbf") if path.suffix.lower() == ".shp" else path
    if rows.suffix.lower() == ".dbf" and rows.is_file():
        check_dbf(rows, TableError)
    try:
        names = shown_layers([str(n) for n in pyogrio.list_layers(path)[:, 0]])
        if layer is None and len(names) > 1:
            raise TableError(
                message(
                    "{path} has {n} layers: {names}. Name one: {path}|layername={names2}.",
                    path=path.name,
                    n=len(names),
                    names=some(names),
                    names2=names[0],
                )
            )
        options: dict[str, Any] = {"layer": layer or names[0], "read_geometry": False}
        if path.suffix.lower() not in (".dbf", ".shp"):
            return pyogrio.read_dataframe(path, **options)
        if encoding is None and path.with_suffix(".cpg").exists():
            return pyogrio.read_dataframe(path, **options)
        for trial in [encoding] if encoding else ["UTF-8", "GB18030"]:
            try:
                return pyogrio.read_dataframe(path, encoding=trial, **options)
            except UnicodeDecodeError:
                continue
    except (DataSourceError, DataLayerError) as problem:
        raise TableError(message("Cannot read {path}: {problem}.", path=path.name, problem=problem)) from problem
    raise TableError(message("The text of {path} is in neither UTF-8 nor GB18030; name its encoding.", path=path.name))


READERS: dict[str, Callable[[Path, str | None, str | None], pd.DataFrame]] = {
    "text": read_text,
    "excel": read_workbook,
    "stata": read_stata,
    "spss": read_spss,
    "parquet": _read_parquet,
    "geopackage": _read_layer,
    "layer": _read_layer,
}
