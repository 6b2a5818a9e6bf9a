"""Tables in text files: the encoding, the separator, and plain tables read fast, others cell by cell."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import re
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gisplug.core.errors import TableError
from gisplug.core.evidence import INFO, Note
from gisplug.core.formats import endings
from gisplug.core.messages import joined, message
from gisplug.core.tables.convert import converted, frame_of
from gisplug.core.tables.layout import Layout, Sheet, find_layout, tidy
from gisplug.core.tables.numbers import Decimal, evidence, is_value, parsed

if TYPE_CHECKING:
    import pandas as pd

SEPARATORS = ",|;\t"  # the later one where two are as good
LOOKED_AT = 200  # rows at either end of a long file that tell how it is laid out
EVIDENT = 10_000  # different texts of a column that are looked at for its decimal sign
TEXTS = (".csv", ".tsv", ".txt")
UNPACKED_MOST = 2**31  # bytes of a packed text
FEW = 2000  # lines up to which the whole file is looked at


def decoded(path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the encoding it was read with (UTF-8, UTF-16 by its mark, or GB18030).

    Raises
    ------
    TableError
        If the encoding is unknown, or the bytes are not text in it.
    """
    raw = _unpacked(path)
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((enc for mark, enc in marks.items() if raw.startswith(mark)), None)
    tried = [encoding] if encoding else [marked] if marked else ["utf-8", "gb18030"]
    for name in tried:
        try:
            return raw.decode(name), name
        except LookupError:
            raise TableError(
                message("There is no encoding {name!r}; usual ones are utf-8, gb18030, latin-1.", name=name)
            ) from None
        except UnicodeDecodeError:
            continue
    raise TableError(
        message(
            "{path} is not text in {tried}. Name its encoding, such as latin-1 or big5, or save it as UTF-8.",
            path=path.name,
            tried=joined(message(" or "), tried),
        )
    )


def _unpacked(path: Path) -> bytes:
    """Return the bytes of a text file, packed or not; a small file that unpacks without bound is refused."""
    packers: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
    opened = packers.get(path.suffix.lower())
    if opened is None:
        return path.read_bytes()
    if (inside := Path(path.stem).suffix.lower()) in endings("table", "read") and inside not in TEXTS:
        raise TableError(
            message(
                "{path} is a packed {inside}, and only text is read packed. Unpack it.", path=path.name, inside=inside
            )
        )
    try:
        with opened(path) as file:
            raw = bytes(file.read(UNPACKED_MOST + 1))
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as problem:
        raise TableError(
            message("{path} is no whole packed file: {problem}. Fetch it again.", path=path.name, problem=problem)
        ) from problem
    if len(raw) > UNPACKED_MOST:
        raise TableError(
            message(
                "{path} unpacks to more than {unpacked_most:,} bytes; unpack it and take what is needed.",
                path=path.name,
                unpacked_most=UNPACKED_MOST,
            )
        )
    return raw


def read_text(path: Path, encoding: str | None, part: str | None) -> pd.DataFrame:
    """Read a text file; see `gisplug.core.tables.read_table`.

    Returns
    -------
    DataFrame
        One row a row of the table, one column a column; `attrs["notes"]` tells what was done.

    Raises
    ------
    TableError
        If it is no text, or rows have more cells than the header.
    """
    text, found = decoded(path, encoding)
    frame = text_frame(text, path.name)
    frame.attrs["encoding"] = found
    return frame


def text_frame(text: str, name: str) -> pd.DataFrame:
    """Return the table of a text; `name` is what messages call the file.

    Returns
    -------
    DataFrame
        One row a row of the table, one column a column; `attrs["notes"]` tells what was done.

    Raises
    ------
    TableError
        If rows have more cells than the header.
    """
    import pandas as pd

    lines = text.splitlines()
    separator = separator_of(lines)
    whole = len(lines) <= FEW
    looked = text if whole else "\n".join([*lines[:LOOKED_AT], *lines[-LOOKED_AT:]])
    layout = find_layout(Sheet(_cells(looked, separator)))
    usual: Decimal | None = "," if separator == ";" else None
    if layout.plain and len(set(layout.names)) == len(layout.names):
        try:
            frame = pd.read_csv(io.StringIO(text), sep=separator, low_memory=False)
        except (pd.errors.ParserError, pd.errors.EmptyDataError):
            pass
        else:
            if not isinstance(frame.index, pd.RangeIndex):
                raise _ragged(name, "rows have more cells than the header")
            return _split_keys(_typed(frame, text, separator, usual))
    sheet = Sheet(_cells(text, separator))
    layout = layout if whole else find_layout(sheet)
    _refuse_ragged(sheet, layout, name)
    return _split_keys(frame_of(sheet, layout, usual, typed=False))


def separator_of(lines: list[str]) -> str:
    """Return the sign between cells: that which most lines have equally often."""
    seen = [re.sub('"[^"]*"', "", line) for line in lines[:LOOKED_AT] if line.strip()]
    best, most = ",", (0.0, 0, 0)
    for sign in SEPARATORS:
        counts = Counter(line.count(sign) for line in seen)
        counts.pop(0, None)
        if counts:
            count, lines_with = max(counts.items(), key=lambda kv: (kv[1], kv[0]))
            if (score := (lines_with / len(seen), count, SEPARATORS.index(sign))) > most:
                best, most = sign, score
    return best


def _cells(text: str, separator: str) -> list[list[object]]:
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error:
        return [list(line.split(separator)) for line in text.splitlines()]


def _ragged(name: str, why: str) -> TableError:
    return TableError(
        message("{name} is no regular table: {why}. Each row needs as many cells as the header.", name=name, why=why)
    )


def _refuse_ragged(sheet: Sheet, layout: Layout, name: str) -> None:
    known = [j for j, label in zip(layout.columns, layout.names, strict=True) if label != f"column {j + 1}"]
    if not known:
        return
    longer = [i for i in layout.rows if any(tidy(c) is not None for c in sheet.rows[i][max(known) + 1 :])]
    if longer and 2 * len(longer) < len(layout.rows):
        raise _ragged(
            name,
            message(
                "row {longer} has {n} cells, the header {known}",
                longer=longer[0] + 1,
                n=len(sheet.rows[longer[0]]),
                known=max(known) + 1,
            ),
        )


def _typed(frame: pd.DataFrame, text: str, separator: str, usual: Decimal | None) -> pd.DataFrame:
    """Return a frame that was read at once with codes and numbers as they are meant."""
    import pandas as pd

    frame.columns = [
        f"column {k + 1}" if str(c) == f"Unnamed: {k}" else str(tidy(str(c)) or c) for k, c in enumerate(frame.columns)
    ]
    given = list(frame.columns)
    numeric = [c for c in given if pd.api.types.is_numeric_dtype(frame[c]) and not pd.api.types.is_bool_dtype(frame[c])]
    words = [c for c in given if frame[c].dtype.kind not in "iufbM" and _may_be_numbers(frame[c])]
    again: list[str] = []
    if numeric and re.search(f'[{re.escape(separator)}"\n][ \t]*0[0-9]', text):
        again = list(numeric)
    comma = {evidence(parsed(frame[c].unique()[:EVIDENT])) for c in words}
    decimal_comma = "," in comma and "." not in comma
    floats = [c for c in numeric if frame[c].dtype.kind == "f"] if decimal_comma else []
    names = [c for c in given if _codes_of_two(frame[c])]
    if again or floats or names:
        texts = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False)
        texts.columns = given
        for column in again:
            if texts[column].str.match(r"\s*0\d+\s*$").any():
                frame[column] = texts[column].where(texts[column].str.strip() != "", None)
        for column in names:
            frame[column] = texts[column].where(texts[column].str.strip() != "", None)
        for column in floats:
            if texts[column].str.fullmatch(r"\s*[-+]?\d{1,3}(\.\d{3})+\s*|\s*[-+]?\d*\s*").all():
                frame[column] = texts[column]
                words.append(column)
    if not decimal_comma and any(frame[c].dtype.kind == "f" and (frame[c].dropna() % 1 != 0).any() for c in numeric):
        usual = "."
    cells = {c: frame[c].astype("object").where(frame[c].notna(), None).tolist() for c in words}
    at = {c: given.index(c) for c in words}
    made, notes = converted(
        cells, lambda c, k: message("row {k}, column {at}", k=k + 2, at=at[c] + 1), usual, typed=False
    )
    for column, values in made.items():
        if values is not cells[column] and any(isinstance(v, (int, float)) for v in values):
            frame[column] = pd.Series(values, index=frame.index, dtype="object").infer_objects()
            if any(v is None for v in values):
                frame[column] = pd.Series(values, index=frame.index, dtype="float64")
        elif all(v is None for v in values):
            frame[column] = pd.Series(values, index=frame.index, dtype="float64")
        else:
            frame[column] = _tidied(frame[column])
    for column in given:
        if column not in words and frame[column].dtype.kind not in "iufbM":
            frame[column] = _tidied(frame[column])
    frame.attrs["notes"] = notes
    return frame


def _may_be_numbers(column: pd.Series) -> bool:
    values = column.dropna().unique()[:LOOKED_AT]
    return any(is_value(v) for v in values)


def _codes_of_two(column: pd.Series) -> bool:
    """Tell whether a column may hold two-letter codes of countries, of which NA is one and not a missing value."""
    if column.dtype.kind in "iufbM" or not column.isna().any():
        return False
    values = column.dropna().unique()
    return len(values) > 1 and all(re.fullmatch("[A-Z]{2}", str(v)) for v in values)


def _tidied(column: pd.Series) -> pd.Series:
    """Return texts without invisible letters and HTML entities; blanks at the ends stay for `text_ids`."""
    odd = [v for v in column.dropna().unique() if isinstance(v, str) and tidy(v) != v.strip()]
    return column.replace({v: tidy(v) for v in odd}) if odd else column


def _split_keys(frame: pd.DataFrame) -> pd.DataFrame:
    r"""Return the frame with a first column "freq,geo\TIME_PERIOD", as Eurostat writes it, in columns of its own."""
    first = str(frame.columns[0])
    found = re.fullmatch(r"([\w ]+(?:,[\w ]+)+)\\[\w ]+", first)
    if not found:
        return frame
    names = [n.strip() for n in found[1].split(",")]
    parts = frame[first].astype("object").map(str).str.split(",", expand=True)
    if parts.shape[1] != len(names) or set(names) & set(frame.columns):
        return frame
    made: Any = frame.drop(columns=[first])
    for at, name in enumerate(names):
        made.insert(at, name, parts[at].str.strip())
    told = Note(
        INFO,
        "keys-split",
        message("The first column is {n} columns in one: {names}.", n=len(names), names=", ".join(names)),
    )
    made.attrs = {**frame.attrs, "notes": [*frame.attrs.get("notes", []), told]}
    return made
