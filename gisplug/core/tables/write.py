"""Tables into files: one writer a format, found by its key in `core.formats`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gisplug.core.access.cells import guard_frame
from gisplug.core.database.address import parsed
from gisplug.core.database.write import write_rows
from gisplug.core.errors import OutputError
from gisplug.core.machine.extras import needed
from gisplug.core.messages import Message, message, spoken
from gisplug.core.output.files import format_to_write, writing
from gisplug.core.output.geopackage import write_geopackage
from gisplug.core.tables.labels import labels_in

if TYPE_CHECKING:
    import pandas as pd

EXCEL_ROWS = 1_048_575
LABELS_SHEET = "variables"  # of a workbook, behind the table: names of variables and their labels


def write_table(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a table by the ending of its name; CSV is UTF-8 with a mark, so Excel opens it.

    Parameters
    ----------
    frame
        Named index levels become columns; a geometry is left out.
    path
        .csv, .tsv, .txt, .xlsx, .dta, .parquet, .json or .gpkg; or the address of a table in a database,
        "postgresql://user@host/database?schema=s&table=t". Labels of variables that hold (`labelling`) are written to
        .dta as such, to .xlsx as a second sheet; the other formats keep names alone.

    Raises
    ------
    OutputError
        If the ending is unknown, the table too long for Excel, or the file cannot be written.
    """
    target = Path(path)
    flat = frame.reset_index() if any(n is not None for n in frame.index.names) else frame
    if getattr(flat, "geometry", None) is not None and hasattr(flat, "to_wkt"):
        flat = flat.drop(columns=flat.geometry.name)
    flat = flat.copy(deep=False)
    flat.attrs = {}  # what was told on reading is no part of the table
    _say_messages(flat)
    address = parsed(path)
    if address is not None:
        write_rows(flat, address)
        return target
    found = format_to_write("table", target)
    with writing(target) as made:
        WRITERS[found.key](flat, made)
    return target


def _say_messages(frame: pd.DataFrame) -> None:
    """Say the messages among the cells of a frame in the language of the run."""
    for place, kind in enumerate(frame.dtypes):
        if kind.kind != "O":
            continue
        column = frame.iloc[:, place]
        if any(isinstance(cell, Message) for cell in column):
            said = [spoken(cell) if isinstance(cell, Message) else cell for cell in column]
            frame.isetitem(place, said)


def _write_text(frame: pd.DataFrame, path: Path) -> None:
    guard_frame(frame).to_csv(
        path, index=False, encoding="utf-8-sig", sep="," if path.suffix.lower() == ".csv" else "\t"
    )


def _write_excel(frame: pd.DataFrame, path: Path) -> None:
    if len(frame) > EXCEL_ROWS:
        raise OutputError(
            message(
                "{n:,} rows do not fit into an Excel sheet ({excel_rows:,}); write a .csv or .parquet.",
                n=len(frame),
                excel_rows=EXCEL_ROWS,
            )
        )
    import pandas as pd

    labels = labels_in(frame)
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        guard_frame(frame).to_excel(book, index=False)
        if labels:
            named = guard_frame(pd.DataFrame(labels.items(), columns=["name", "label"]))
            named.to_excel(book, sheet_name=LABELS_SHEET, index=False)


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    needed("parquet", "pyarrow", message("Writing Parquet"))
    frame.rename(columns=str).to_parquet(path, index=False)


def _write_json(frame: pd.DataFrame, path: Path) -> None:
    frame.to_json(path, orient="records", force_ascii=False, indent=1)


def _write_geopackage(frame: pd.DataFrame, path: Path) -> None:
    write_geopackage(frame, path, path.stem)


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
    told = labels_in(frame)
    labels = {new: told.get(old, old)[:80] for old, new in names.items() if old != new or old in told}
    out.to_stata(path, write_index=False, version=118, variable_labels=labels)


WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "text": _write_text,
    "excel": _write_excel,
    "stata": _write_stata,
    "parquet": _write_parquet,
    "geopackage": _write_geopackage,
    "json": _write_json,
}
