"""Tables in and out by the ending of their name, and the one canon of ids as text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gisplug.core.errors import OutputError, TableError
from gisplug.core.files import reading, writing
from gisplug.core.formats import endings, format_of, named_ending, usual_endings
from gisplug.core.table_files import BLANKS, LAYERS, READERS, WRITERS

if TYPE_CHECKING:
    import pandas as pd

_WHOLE = re.compile(r"^[-+]?\d+\.0*$")


def read_table(
    source: str | Path, encoding: str | None = None, sheet: str | None = None, layer: str | None = None
) -> pd.DataFrame:
    """Read a table; the ending of the name decides how.

    Parameters
    ----------
    source
        CSV (UTF-8 or GB18030; comma, semicolon or tab), Excel, Stata, Parquet, or the attributes of a GeoPackage or
        shapefile layer. QGIS's "file.gpkg|layername=x" picks a layer or sheet; "demo-panel" is the panel of the shelf.
    encoding
        Of text files and dBase tables; found by trying UTF-8, then GB18030, where left out.
    sheet, layer
        Which sheet or layer; the first sheet, the only layer where left out.

    Returns
    -------
    DataFrame
        Rows and columns of the file, names stripped of blanks. Whole numbers written with leading zeros ("01001") stay
        text. `attrs["encoding"]` tells what was found.

    Raises
    ------
    TableError
        If the file is absent, empty, of an unknown kind, or not readable.
    """
    text, part = _split(str(source))
    path = _shelved(text)
    if not path.is_file():
        raise TableError(
            f"There is no table {text}. Check the path; tables end in {', '.join(endings('table', 'read'))}."
        )
    found = format_of("table", path, "read")
    if found is None:
        raise TableError(
            f"{path.name} is no table this can read ({path.suffix.lower() or 'no ending'}). Save it as "
            f"{', '.join(endings('table', 'read'))}."
        )
    with reading(path.name, found.title, TableError):
        frame = READERS[found.key](path, encoding, (layer if found.key in LAYERS else sheet) or part)
    if not len(frame.columns) or not len(frame):
        raise TableError(f"{path.name} holds no rows.")
    frame.columns = [str(c).strip(BLANKS) for c in frame.columns]
    twice = sorted({c for c in frame.columns if list(frame.columns).count(c) > 1})
    if twice:
        raise TableError(f"{path.name} has columns of the same name: {', '.join(twice)}. Rename them.")
    return frame


def write_table(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a table by the ending of its name; CSV is UTF-8 with a mark, so Excel opens it.

    Parameters
    ----------
    frame
        Named index levels become columns; a geometry is left out.
    path
        .csv, .tsv, .txt, .xlsx, .dta, .parquet, .json or .gpkg.

    Raises
    ------
    OutputError
        If the ending is unknown, the table too long for Excel, or the file cannot be written.
    """
    target = Path(path)
    found = format_of("table", target, "write")
    if found is None:
        *some_endings, last = usual_endings("table", "write")
        raise OutputError(f"Cannot write a table as {named_ending(target)}; use {', '.join(some_endings)} or {last}.")
    flat = frame.reset_index() if any(n is not None for n in frame.index.names) else frame
    if getattr(flat, "geometry", None) is not None and hasattr(flat, "to_wkt"):
        flat = flat.drop(columns=flat.geometry.name)
    with writing(target) as made:
        WRITERS[found.key](flat, made)
    return target


def text_ids(series: Any) -> pd.Series:
    """Return ids as canonical text: 110000, 110000.0 and " 110000 " become "110000"; leading zeros stay.

    Parameters
    ----------
    series : Series, Index or sequence
        Numbers, text or categories.

    Returns
    -------
    Series of dtype str, same index
        Missing and blank ids are NaN; the caller decides what to say about them.
    """
    import pandas as pd

    given = series if isinstance(series, pd.Series) else pd.Series(list(series))
    levels, inverse = _distinct(given)
    text = pd.Series([_canonical(v) for v in levels], dtype="object")
    return pd.Series(text.reindex(inverse).to_numpy(), index=given.index, name=given.name).astype("str")


def _distinct(series: pd.Series) -> tuple[list[Any], Any]:
    import pandas as pd

    codes, levels = pd.factorize(series.astype("object"), use_na_sentinel=True)
    return list(levels), codes


def _canonical(value: Any) -> str | None:
    if isinstance(value, float) and value == int(value) if _finite(value) else False:
        return str(int(value))
    text = str(value).strip(BLANKS)
    if _WHOLE.match(text):
        text = text.split(".")[0]
    return text or None


def _finite(value: Any) -> bool:
    return isinstance(value, float) and value == value and abs(value) != float("inf")


def _split(source: str) -> tuple[str, str | None]:
    """Take "file.gpkg|layername=x" apart; other QGIS suffixes ("|option:...") are ignored."""
    path, *rest = source.split("|")
    named = [r.split("=", 1)[1] for r in rest if r.lower().startswith(("layername=", "sheet="))]
    return path, named[0] if named else None


def _shelved(name: str) -> Path:
    from gisplug.core.shelves import demo_table

    return demo_table(name) or Path(name)
