"""The files of exported code: data for R and Stata, weights, scripts, what is expected, and a page that explains."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from gisplug.core.access.cells import guard_frame
from gisplug.core.messages import language, message, spoken
from gisplug.core.output.files import writing
from gisplug.core.version import version
from gisplug.replication.readme import readme
from gisplug.replication.script import SYNTHETIC, Line, Remark, Script
from gisplug.weights.formats.files import write_weights
from gisplug.weights.weights import Weights

FUNCTIONS = Path(__file__).parent / "r"
DIGITS = "%.17g"  # every number as it is: 17 digits tell two doubles apart
WIDTH = 100
DENSE_MOST = 3000  # units of a dense W for Stata
LABEL_MOST = 80  # letters of a label in Stata


def write(scripts: Sequence[Script], index: pd.DataFrame, work: Path) -> None:
    """Write everything into a folder, comments and page in the language of the run.

    Parameters
    ----------
    index : columns of `export.COLUMNS`, one row a script, or a step without one
    """
    for name in ("R", "stata", "data", "expected"):
        (work / name).mkdir()
    written: set[str] = set()
    for script in scripts:
        _data(script, work / "data")
        for stem, w in script.weights.items():
            if stem not in written:
                _weights(w, work / "data", stem)
                written.add(stem)
        _csv(script.expected.reset_index(), work / "expected" / f"{script.name}.csv")
        if script.r:
            head = [Remark(message("Run from the folder above this one: Rscript {file}", file=f"R/{script.name}.R"))]
            _text(work / "R" / f"{script.name}.R", "#", script, [*head, *_sources(), "", *script.r])
        if script.stata:
            head = [Remark(message("Run from the folder above this one: do {file}", file=f"stata/{script.name}.do"))]
            _text(work / "stata" / f"{script.name}.do", "*", script, [*head, "version 16", "", *script.stata])
    _functions(work / "R" / "functions")
    _all(scripts, work)
    said = index.apply(lambda column: column.map(lambda cell: spoken(cell) if isinstance(cell, str) else cell))
    _csv(said, work / "code.csv")
    (work / "README.md").write_text(readme(scripts, index), encoding="utf-8", newline="\n")


def _sources() -> list[str]:
    return [f'source("R/functions/{path.name}", encoding = "UTF-8")' for path in sorted(FUNCTIONS.glob("*.R"))]


def _functions(target: Path) -> None:
    """Copy the functions of R, their comments in the language of the run."""
    target.mkdir()
    own, other = (f"#{code} " for code in (("zh", "en") if language() == "zh" else ("en", "zh")))
    for path in sorted(FUNCTIONS.glob("*.R")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if other not in line]
        text = "\n".join(line.replace(own, "# ") for line in lines)
        (target / path.name).write_text(text + "\n", encoding="utf-8", newline="\n")


def _all(scripts: Sequence[Script], work: Path) -> None:
    names = ",\n  ".join(f'"R/{s.name}.R"' for s in scripts if s.r)
    r = [
        f"for (script in c(\n  {names}\n)) {{",
        '  tryCatch(source(script, encoding = "UTF-8"), absent = function(problem) {',
        '    cat("\\n", script, ": ", conditionMessage(problem), "\\n", sep = "")',
        "  })",
        "}",
    ]
    stata = [f'do "stata/{s.name}.do"' for s in scripts if s.stata]
    (work / "run_all.R").write_text("\n".join([*r, "sessionInfo()", ""]), encoding="utf-8", newline="\n")
    (work / "run_all.do").write_text("\n".join([*stata, ""]), encoding="utf-8", newline="\n")


def _text(path: Path, sign: str, script: Script, lines: Sequence[Line]) -> None:
    made_by = message("Written by gisplug {version}: {title}", version=version(), title=script.title)
    head = [Remark(made_by), *([Remark(SYNTHETIC)] if script.synthetic else [])]
    said = [line for part in (*head, *lines) for line in _lines(part, sign)]
    path.write_text("\n".join(said).rstrip() + "\n", encoding="utf-8", newline="\n")


def _lines(line: Line, sign: str) -> Iterator[str]:
    if isinstance(line, Remark):
        text = spoken(line.text)
        wide = any(ord(letter) > 0x2E80 for letter in text)
        for part in textwrap.wrap(text, WIDTH // 2 if wide else WIDTH, break_on_hyphens=False):
            yield f"{sign} {part}".replace("/*", "/ *").replace("///", "/ //")  # they begin something in Stata
    else:
        yield from line.split("\n")


def _csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table for R: UTF-8 without a mark, every digit."""
    guard_frame(frame).to_csv(
        path, index=False, encoding="utf-8", float_format=DIGITS, lineterminator="\n", na_rep="NA"
    )


def _data(script: Script, target: Path) -> None:
    frame = script.data.copy()
    for key in ("unit", "period"):
        if not all(isinstance(value, (int, np.integer)) for value in frame[key]):
            frame[key] = frame[key].map(str)
    frame = frame.infer_objects()
    _csv(frame, target / f"{script.name}.csv")
    labels = {name: label[:LABEL_MOST] for name, label in script.labels.items()}
    with writing(target / f"{script.name}.dta") as made:
        frame.to_stata(made, write_index=False, version=118, variable_labels=labels)


def _weights(w: Weights, target: Path, stem: str) -> None:
    """Write W, normalised as the model has it: links for R, GWT for spdep and GeoDa (GAL: who neighbours whom), and
    text and table for Stata.
    """
    links = w.matrix.tocoo()
    ids = np.array(w.ids, dtype=object)
    order = np.lexsort((links.col, links.row))
    row, column = links.row[order], links.col[order]
    table = {"row": row + 1, "column": column + 1, "weight": links.data[order], "from": ids[row], "to": ids[column]}
    _csv(pd.DataFrame(table), target / f"{stem}.csv")
    write_weights(replace(w, raw=(w.matrix != 0).astype(float), normalise="none"), target / f"{stem}.gal")
    write_weights(w, target / f"{stem}.gwt", normalised=True)
    if len(w) <= DENSE_MOST:
        dense = w.matrix.toarray()
        rows = [" ".join([str(k + 1), *(DIGITS % value for value in line)]) for k, line in enumerate(dense)]
        (target / f"{stem}.txt").write_text("\n".join([str(len(w)), *rows, ""]), encoding="utf-8", newline="\n")
        frame = pd.DataFrame(dense, columns=[f"w{k + 1}" for k in range(len(w))])
        with writing(target / f"{stem}.dta") as made:
            frame.to_stata(made, write_index=False, version=118)
