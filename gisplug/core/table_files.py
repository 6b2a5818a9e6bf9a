"""Tables in each file format: one reader and one writer a format, found by its key in `core.formats`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gisplug.core.errors import OutputError, TableError
from gisplug.core.evidence import some

if TYPE_CHECKING:
    import pandas as pd

EXCEL_ROWS = 1_048_575
PACKED_MOST = 8 * 2**30  # bytes of an unpacked workbook
LAYERS = ("geopackage", "layer")  # formats whose parts are layers, not sheets
BLANKS = " \t\r\n\u3000\u00a0\ufeff"
_MISSING = ("", "NA", "N/A", "NaN", "nan", "null", "#N/A", "#DIV/0!", "#VALUE!")


def decoded(path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the encoding it was read with (UTF-8, UTF-16 by its mark, or GB18030).

    Raises
    ------
    TableError
        If the encoding is unknown, or the bytes are not text in it.
    """
    raw = path.read_bytes()
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((enc for mark, enc in marks.items() if raw.startswith(mark)), None)
    tried = [encoding] if encoding else [marked] if marked else ["utf-8", "gb18030"]
    for name in tried:
        try:
            return raw.decode(name), name
        except LookupError:
            raise TableError(f"There is no encoding {name!r}; usual ones are utf-8, gb18030, latin-1.") from None
        except UnicodeDecodeError:
            continue
    raise TableError(
        f"{path.name} is not text in {' or '.join(tried)}. Name its encoding, such as latin-1 or big5, or save it "
        "as UTF-8."
    )


def _read_text(path: Path, encoding: str | None, part: str | None) -> pd.DataFrame:
    import io

    import pandas as pd

    text, found = decoded(path, encoding)
    head = text[: text.find("\n")] if "\n" in text else text
    separator = max(",;\t", key=head.count)
    try:
        frame = pd.read_csv(io.StringIO(text), sep=separator, low_memory=False)
        whole = [
            c for c in frame.columns if pd.api.types.is_integer_dtype(frame[c]) or pd.api.types.is_float_dtype(frame[c])
        ]
        if whole and re.search(r"(?m)(^|[" + separator + r'"])\s*0\d', text):
            as_text = pd.read_csv(io.StringIO(text), sep=separator, usecols=whole, dtype=str)
            for column in whole:
                if as_text[column].str.match(r"\s*0\d+\s*$").any():
                    frame[column] = as_text[column]
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
        raise TableError(
            f"{path.name} is no regular table: {problem}. Each row needs as many cells as the header."
        ) from problem
    frame.attrs["encoding"] = found
    return frame


def excel_rows(path: Path, sheet: str | None) -> list[list[Any]]:
    """Return the cells of each row of a sheet that holds any; the first sheet where None.

    Raises
    ------
    TableError
        If it is no workbook, or has no such sheet of cells.
    """
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        check_packed(path)
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, InvalidFileException) as problem:
        raise TableError(f"{path.name} is no Excel workbook. Open it in Excel and save it as .xlsx again.") from problem
    try:
        names = [page.title for page in book.worksheets]
        if not names:
            raise TableError(f"{path.name} has no sheet of cells.")
        if sheet is not None and sheet not in names:
            raise TableError(f"{path.name} has no sheet {sheet!r}; it has {some(names)}.")
        page = book[sheet if sheet is not None else names[0]]
        page.reset_dimensions()  # what the sheet says of its size may be anything
        rows = [list(row) for row in page.iter_rows(values_only=True) if any(cell is not None for cell in row)]
    finally:
        book.close()
    return rows


def check_packed(path: Path) -> None:
    """Refuse a zip archive, as Excel workbooks are, that grows without measure when it is unpacked.

    Raises
    ------
    TableError
        If its members would take more than `PACKED_MOST` bytes.
    """
    import zipfile

    with zipfile.ZipFile(path) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > PACKED_MOST:
        raise TableError(f"{path.name} would take {size / 2**30:.0f} GB unpacked. It is damaged, or no workbook.")


def _read_excel(path: Path, encoding: str | None, sheet: str | None) -> pd.DataFrame:
    return _cells_to_frame(excel_rows(path, sheet))


def _cells_to_frame(rows: list[list[Any]]) -> pd.DataFrame:
    """Excel keeps the type of each cell, so text such as "01001" stays text here (pandas would make it a number)."""
    import pandas as pd

    if not rows:
        return pd.DataFrame()
    width = max(map(len, rows))
    head = [*rows[0], *[None] * (width - len(rows[0]))]
    columns: dict[str, Any] = {}
    for j, name in enumerate(head):
        cells = [row[j] if j < len(row) else None for row in rows[1:]]
        cells = [None if isinstance(c, str) and c.strip(BLANKS) in _MISSING else c for c in cells]
        if name is None and all(c is None for c in cells):
            continue
        label = f"column {j + 1}" if name is None else str(name)
        if label in columns:
            raise TableError(f"The sheet has two columns named {label!r}. Rename one.")
        columns[label] = pd.Series(cells, dtype="object").infer_objects()
    return pd.DataFrame(columns)


def stata_frame(path: Path, labels: bool = True) -> pd.DataFrame:
    """Return a Stata file; `labels` puts value labels in the place of numbers.

    Raises
    ------
    TableError
        If it is none.
    """
    import io

    import pandas as pd

    whole = path.read_bytes()  # a stream of a file would make room for whatever the header says
    try:
        try:
            return pd.read_stata(io.BytesIO(whole), convert_categoricals=labels)
        except ValueError:  # value labels that are not unique
            return pd.read_stata(io.BytesIO(whole), convert_categoricals=False)
    except (ValueError, OSError) as problem:
        raise TableError(
            f"{path.name} is no Stata file this can read: {problem}. Save it again, or export it as CSV."
        ) from problem


def _read_stata(path: Path, encoding: str | None, part: str | None) -> pd.DataFrame:
    import pandas as pd

    frame = stata_frame(path)
    for column in frame.columns:
        if isinstance(frame[column].dtype, pd.CategoricalDtype):
            frame[column] = frame[column].astype("object")
    return frame


def _read_parquet(path: Path, encoding: str | None, part: str | None) -> pd.DataFrame:
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as problem:
        raise TableError(f"{path.name} is no Parquet file: {problem}.") from problem
    geo = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    keep = [c for c in table.column_names if c not in geo.get("columns", {})]
    return table.select(keep).to_pandas()


def _read_layer(path: Path, encoding: str | None, layer: str | None) -> pd.DataFrame:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        names = [str(n) for n in pyogrio.list_layers(path)[:, 0] if n != "layer_styles"]
        if layer is None and len(names) > 1:
            raise TableError(
                f"{path.name} has {len(names)} layers: {some(names)}. Name one: {path.name}|layername={names[0]}."
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
        raise TableError(f"Cannot read {path.name}: {problem}.") from problem
    raise TableError(f"The text of {path.name} is in neither UTF-8 nor GB18030; name its encoding.")


def _write_text(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, encoding="utf-8-sig", sep="," if path.suffix.lower() == ".csv" else "\t")


def _write_excel(frame: pd.DataFrame, path: Path) -> None:
    if len(frame) > EXCEL_ROWS:
        raise OutputError(
            f"{len(frame):,} rows do not fit into an Excel sheet ({EXCEL_ROWS:,}); write a .csv or .parquet."
        )
    frame.to_excel(path, index=False)


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.rename(columns=str).to_parquet(path, index=False)


def _write_json(frame: pd.DataFrame, path: Path) -> None:
    frame.to_json(path, orient="records", force_ascii=False, indent=1)


def _write_geopackage(frame: pd.DataFrame, path: Path) -> None:
    import pyogrio

    pyogrio.write_dataframe(frame, path, layer=path.stem, driver="GPKG", dataset_options={"VERSION": "1.2"})


def _write_stata(frame: pd.DataFrame, path: Path) -> None:
    import pandas as pd

    names: dict[str, str] = {}
    for column in map(str, frame.columns):
        name = re.sub(r"\W", "_", column)[:32] or "_"
        name = f"_{name}"[:32] if name[0].isdigit() else name
        stem, n = name, 1
        while name in names.values():
            n += 1
            name = f"{stem[:29]}_{n}"
        names[column] = name
    out = frame.rename(columns=str).rename(columns=names)
    for column in out.columns:
        if pd.api.types.is_bool_dtype(out[column]):
            out[column] = out[column].astype("int8")
        elif not pd.api.types.is_numeric_dtype(out[column]) and not pd.api.types.is_datetime64_any_dtype(out[column]):
            out[column] = out[column].astype("object").where(out[column].notna(), "").map(str)
    labels = {new: old[:80] for old, new in names.items() if old != new}
    out.to_stata(path, write_index=False, version=118, variable_labels=labels)


READERS: dict[str, Callable[[Path, str | None, str | None], pd.DataFrame]] = {
    "text": _read_text,
    "excel": _read_excel,
    "stata": _read_stata,
    "parquet": _read_parquet,
    "geopackage": _read_layer,
    "layer": _read_layer,
}
WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "text": _write_text,
    "excel": _write_excel,
    "stata": _write_stata,
    "parquet": _write_parquet,
    "geopackage": _write_geopackage,
    "json": _write_json,
}
