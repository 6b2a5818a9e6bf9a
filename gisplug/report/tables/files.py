"""Paper tables in and out of files, by the ending of their name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from gisplug.core.errors import ParameterError, TableError
from gisplug.core.formats import endings, format_of
from gisplug.core.messages import from_plain, message, to_plain
from gisplug.core.output.files import writing
from gisplug.core.output.system_errors import Doing, said_of
from gisplug.report.tables.paper_table import Language, PaperTable, Row
from gisplug.report.words.settings import house


def write_paper(table: PaperTable | Sequence[PaperTable], path: str | Path, language: Language | None = None) -> Path:
    """Write one table, or several into one document, by the ending of `path`.

    Raises
    ------
    ParameterError
        If the ending is none of .html .docx .xlsx .tex .csv .json, or the language is not en or zh.
    """
    from gisplug.report.tables import markup as writers
    from gisplug.report.tables.excel import write_xlsx
    from gisplug.report.tables.latex import tex_text
    from gisplug.report.tables.word import write_docx

    tables = [table] if isinstance(table, PaperTable) else list(table)
    target = Path(path)
    found = format_of("paper", target, "write")
    if found is None:
        listed = ", ".join(endings("paper", "write"))
        raise ParameterError(
            message("A paper table ends in {listed}; {target!r} was given instead.", listed=listed, target=target.name)
        )
    language = language or cast(Language, house().language)
    if language not in ("en", "zh"):
        raise ParameterError(message("The language is en or zh; {language!r} was given instead.", language=language))
    with writing(target) as made:
        if found.key == "word":
            write_docx(tables, made, language)
        elif found.key == "excel":
            write_xlsx(tables, made, language)
        elif found.key == "text":
            made.write_text(writers.csv_text(tables, language), encoding="utf-8-sig", newline="\n")
        elif found.key == "json":
            made.write_text(_json_text(tables), encoding="utf-8", newline="\n")
        else:
            text = writers.html_page(tables, language) if found.key == "html" else tex_text(tables, language)
            made.write_text(text, encoding="utf-8", newline="\n")
    return target


def read_paper(path: str | Path) -> PaperTable:
    """Read back a table written as .json (the first one, if the file holds several); errors as `read_papers`."""
    return read_papers(path)[0]


def read_papers(path: str | Path) -> list[PaperTable]:
    """Read back all tables of a .json file.

    Raises
    ------
    TableError
        If the file cannot be read, or no gisplug tool wrote it.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        return [_from_plain(from_plain(item)) for item in data["tables"]]
    except (ValueError, KeyError, TypeError) as problem:
        raise TableError(
            message("{path} is not a paper table of gisplug. Give a .json file that a gisplug tool wrote.", path=path)
        ) from problem
    except OSError as problem:
        raise TableError(said_of(problem, Path(path), Doing.READING)) from problem


def _json_text(tables: Iterable[PaperTable]) -> str:
    """Keep numbers and English words, so that any language and format can be made from them later."""
    data = {"format": "gisplug-paper", "version": 1, "tables": to_plain([_to_plain(t) for t in tables])}
    return json.dumps(data, ensure_ascii=False, indent=1)


def _to_plain(t: PaperTable) -> dict[str, Any]:
    rows = [{"label": r.label, "kind": r.kind, "cells": [None if c != c else c for c in r.cells]} for r in t.rows]
    return {
        "title": t.title,
        "stub": t.stub,
        "header": list(t.header),
        "spanners": [list(s) for s in t.spanners],
        "rows": rows,
        "notes": list(t.notes),
        "digits": t.digits,
        "column_digits": dict(t.column_digits),
    }


def _from_plain(d: Mapping[str, Any]) -> PaperTable:
    rows = tuple(Row(r["label"], tuple(r["cells"]), r["kind"]) for r in d["rows"])
    spanners = tuple((str(a), int(b), int(c)) for a, b, c in d["spanners"])
    return PaperTable(
        d["title"], tuple(d["header"]), rows, tuple(d["notes"]), d["stub"], spanners, d["digits"], d["column_digits"]
    )
