"""From findings to the files wanted. CSV, text and JSON need no package; the other tables need one that works."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gisplug.core.errors import OutputError
from gisplug.core.messages import message
from gisplug.core.output.files import writing
from gisplug.study.doctor.finding import (
    COLUMNS,
    NOTE,
    PROBLEM,
    Finding,
    as_csv,
    as_json,
    as_rows,
    as_text,
    counted,
)


def written(findings: Sequence[Finding], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Write the files that `wanted` names ("text", "table", "record") and return them with the counts.

    Raises
    ------
    OutputError
        If a file cannot be written, or the package for its format does not work.
    """
    made: dict[str, Any] = {"problems": counted(findings, PROBLEM), "notes": counted(findings, NOTE)}
    writers: dict[str, Callable[[Sequence[Finding], Path], None]] = {
        "text": _write(as_text, "utf-8"),
        "table": _write_table,
        "record": _write(as_json, "utf-8"),
    }
    for name, write in writers.items():
        if wanted.get(name):
            write(findings, Path(wanted[name]))
            made[name] = str(wanted[name])
    return made


def _write(form: Callable[[Sequence[Finding]], str], encoding: str) -> Callable[[Sequence[Finding], Path], None]:
    def write(findings: Sequence[Finding], path: Path) -> None:
        with writing(path) as made:
            made.write_text(form(findings), encoding=encoding)

    return write


def _write_table(findings: Sequence[Finding], path: Path) -> None:
    if path.suffix.lower() == ".csv":
        _write(as_csv, "utf-8-sig")(findings, path)  # with a mark, so that Excel reads Chinese
        return
    try:
        import pandas as pd

        from gisplug.core.tables import write_table

        write_table(pd.DataFrame(as_rows(findings), columns=list(COLUMNS)), path)
    except ImportError as problem:
        raise OutputError(
            message(
                "The packages that write {suffix} do not work ({problem}). Name a .csv.",
                suffix=path.suffix,
                problem=problem,
            )
        ) from problem
