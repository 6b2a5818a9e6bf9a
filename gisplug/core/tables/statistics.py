"""Tables of Stata and SPSS: what labels of values, extended missing values and dates become."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gisplug.core.errors import TableError
from gisplug.core.evidence import INFO, Note, some
from gisplug.core.messages import message
from gisplug.core.tables.convert import converted
from gisplug.core.tables.groups import LEVELS, VARIABLE_LABELS
from gisplug.core.tables.spss import system_file

if TYPE_CHECKING:
    import pandas as pd

Labels = Mapping[str, Mapping[Any, str]]  # by column: what each code means
DUMMY = frozenset((0, 1))


def stata_frame(path: Path, labels: bool = True) -> pd.DataFrame:
    """Return a Stata file; `labels` puts value labels in the place of numbers, where they are unique.

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
            message(
                "{path} is no Stata file this can read: {problem}. Save it again, or export it as CSV.",
                path=path.name,
                problem=problem,
            )
        ) from problem


def read_stata(path: Path, encoding: str | None, part: str | None) -> pd.DataFrame:
    """Read a Stata file; see `gisplug.core.tables.read_table`.

    Returns
    -------
    DataFrame
        One row a row of the table, one column a column; `attrs["notes"]` tells what was done.

    Raises
    ------
    TableError
        If it is none.
    """
    import pandas as pd

    frame, worded = stata_frame(path, labels=False), stata_frame(path)
    labels = {
        str(c): dict(zip(frame[c].dropna(), worded.loc[frame[c].notna(), c].astype("object"), strict=True))
        for c in frame.columns
        if isinstance(worded[c].dtype, pd.CategoricalDtype)
    }
    made = _finished(frame, labels, _extended(path, frame))
    made.attrs[VARIABLE_LABELS] = _labels_of_variables(path)
    return made


def read_spss(path: Path, encoding: str | None, part: str | None) -> pd.DataFrame:
    """Read an SPSS file; see `gisplug.core.tables.read_table`.

    Returns
    -------
    DataFrame
        One row a row of the table, one column a column; `attrs["notes"]` tells what was done.

    Raises
    ------
    TableError
        If it is none, or damaged.
    """
    import pandas as pd

    found = system_file(path.read_bytes(), path.name, encoding)
    frame = pd.DataFrame({name: pd.Series(cells).infer_objects() for name, cells in found.columns.items()})
    for column in frame.columns:
        if frame[column].dtype.kind == "f" and frame[column].notna().all() and (frame[column] % 1 == 0).all():
            frame[column] = frame[column].astype("int64")
    notes = []
    if declared := [v.name for v in found.variables if v.missing]:
        notes.append(
            Note(
                INFO,
                "missing-signs",
                message("Codes that {declared} declare as missing are empty cells.", declared=some(declared)),
            )
        )
    made = _finished(frame, {v.name: v.labels for v in found.variables if v.labels}, notes)
    made.attrs[VARIABLE_LABELS] = {v.name: v.label for v in found.variables if v.label}
    return made


def _labels_of_variables(path: Path) -> dict[str, str]:
    import io

    import pandas as pd

    with pd.read_stata(io.BytesIO(path.read_bytes()), iterator=True) as reader:
        return {str(name): label for name, label in reader.variable_labels().items() if label}


def _extended(path: Path, frame: pd.DataFrame) -> list[Note]:
    """Count extended missing values, .a to .z: all are empty cells."""
    import io

    import pandas as pd

    holed = [str(c) for c in frame.columns if frame[c].dtype.kind in "iuf" and frame[c].isna().any()]
    if not holed:
        return []
    whole = io.BytesIO(path.read_bytes())
    try:
        kept = pd.read_stata(whole, columns=holed, convert_missing=True, convert_categoricals=False)
    except KeyError:  # a number beyond the largest, but no value that Stata writes for a missing one
        return []
    counts: dict[str, int] = {}
    for column in holed:
        for cell in kept.loc[frame[column].isna(), column]:
            if (sign := str(cell)) != "." and hasattr(cell, "string"):
                counts[sign] = counts.get(sign, 0) + 1
    if not counts:
        return []
    shown = [f"{sign} {count}" for sign, count in sorted(counts.items())]
    return [
        Note(INFO, "missing-signs", message("Extended missing values are empty cells: {shown}.", shown=some(shown, 26)))
    ]


def _finished(frame: pd.DataFrame, labels: Labels, notes: list[Note]) -> pd.DataFrame:
    """Return the frame with labels for codes, but for dummies and columns that have labels for some codes only."""
    import pandas as pd

    dummies, partly = [], []
    levels: dict[str, tuple[str, ...]] = {}
    for column, meanings in labels.items():
        codes = frame[column].dropna().unique()
        known = {c for c in codes if isinstance(meanings.get(c), str)}
        words = [f"{_plain(c)} {meanings[c]}" for c in sorted(known)] if known else []
        if not known:
            continue
        if set(codes) <= DUMMY:
            dummies.append(f"{column} ({', '.join(words)})")
        elif len(known) < len(codes):
            partly.append(f"{column} ({some(words, 3)})")
        else:
            frame[column] = frame[column].map(meanings).astype("object")
            levels[column] = tuple(dict.fromkeys(meanings[c] for c in sorted(known)))
    if dummies:
        notes.append(
            Note(INFO, "value-labels", message("Columns of 0 and 1 stay numbers: {dummies}.", dummies=some(dummies)))
        )
    if partly:
        said = message(
            "Columns with labels for some of their values stay numbers: {partly}. Empty what is no measure.",
            partly=some(partly),
        )
        notes.append(Note(INFO, "value-labels", said))
    texts = [c for c in frame.columns if frame[c].dtype.kind not in "iufbM"]
    cells = {str(c): frame[c].astype("object").where(frame[c].notna(), None).tolist() for c in texts}
    made, told = converted(cells, lambda column, k: message("observation {k}", k=k + 1))
    for column, values in made.items():
        numbers = [v for v in values if v is not None]
        if numbers and all(type(v) in (int, float) for v in numbers) and values != cells[column]:
            frame[column] = pd.Series(values, index=frame.index, dtype="float64" if None in values else None)
        elif frame[column].dtype.kind not in "iufbM":
            frame[column] = frame[column].astype("object")
    frame.attrs |= {"notes": [*notes, *told], LEVELS: levels}
    return frame


def _plain(code: Any) -> str:
    return str(int(code)) if isinstance(code, float) and code.is_integer() else str(code)
