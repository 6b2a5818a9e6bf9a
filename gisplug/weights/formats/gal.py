"""GAL and GWT, the text formats of GeoDa. Ids that hold spaces stand in double quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from gisplug.core.errors import WeightsError
from gisplug.core.evidence import INFO, WARNING, Note, some
from gisplug.core.messages import message
from gisplug.core.tables.text import decoded
from gisplug.weights.edges import Edges, edge_arrays, edges_of_ids

_TOKEN = re.compile(r'"((?:[^"]|"")*)"|(\S+)')


def read_gal(path: Path) -> Edges:
    """Read neighbours with weight 1.

    Raises
    ------
    WeightsError
        Saying at which unit the file breaks off or miscounts.
    """
    lines = decoded(path)[0].splitlines()
    stated = _stated(lines, path)
    focal: list[str] = []
    neighbor: list[str] = []
    order: list[str] = []
    tokens = _tokens("\n".join(lines[1:]))
    at = 0
    while at < len(tokens):
        unit = tokens[at]
        count = _count(tokens[at + 1] if at + 1 < len(tokens) else "")
        if count is None:
            raise WeightsError(
                message(
                    "{path}: after unit {unit!r} ({n} of {stated}) the number of its neighbours is missing.",
                    path=path.name,
                    unit=unit,
                    n=len(order) + 1,
                    stated=stated,
                )
            )
        around = tokens[at + 2 : at + 2 + count]
        if len(around) < count:
            raise WeightsError(
                message(
                    "{path}: unit {unit!r} has {count} neighbours, but the file ends after {n}.",
                    path=path.name,
                    unit=unit,
                    count=count,
                    n=len(around),
                )
            )
        order.append(unit)
        focal += [unit] * count
        neighbor += around
        at += 2 + count
    twice = [unit for unit, count in Counter(order).items() if count > 1]
    if twice:
        raise WeightsError(message("{path}: units stand twice: {twice}.", path=path.name, twice=some(twice)))
    if len(order) != stated:
        raise WeightsError(
            message(
                "{path} announces {stated} units, but holds {n}. Is it complete?",
                path=path.name,
                stated=stated,
                n=len(order),
            )
        )
    strangers = sorted(set(neighbor) - set(order))
    if strangers:
        raise WeightsError(
            message("{path}: neighbours that are no units: {strangers}.", path=path.name, strangers=some(strangers))
        )
    return edges_of_ids(focal, neighbor, np.ones(len(focal)), order)


def read_gwt(path: Path) -> Edges:
    """Read links with weights; units without links are not in such a file, unless it was written by gisplug.

    Raises
    ------
    WeightsError
        If the number of units is missing, or a line has fewer than three parts or a weight that is no number.
    """
    lines = decoded(path)[0].splitlines()
    stated = _stated(lines, path)
    rows = [_tokens(line) for line in lines[1:] if line.strip()]
    wrong = next((i for i, row in enumerate(rows) if len(row) < 3), None)
    if wrong is not None:
        raise WeightsError(
            message(
                '{path}, line {wrong}: "focal neighbor weight" was expected, {lines!r} was found.',
                path=path.name,
                wrong=wrong + 2,
                lines=lines[wrong + 1],
            )
        )
    try:
        weight = np.array([float(row[2]) for row in rows])
    except ValueError as problem:
        raise WeightsError(
            message("{path} holds a weight that is no number: {problem}.", path=path.name, problem=problem)
        ) from problem
    text = message(
        "Weights of a GWT file were taken as they are. GeoDa writes distances for distance weights: check, or use "
        "0/1 weights."
    )
    notes = [Note(INFO, "gwt-values", text)]
    edges = edges_of_ids([row[0] for row in rows], [row[1] for row in rows], weight)
    if edges.size != stated:
        told = message(
            "{path} announces {stated} units but names {size}: isolates are not in a GWT file. Give ids= to add them.",
            path=path.name,
            stated=stated,
            size=edges.size,
        )
        notes.append(Note(WARNING, "gwt-isolates", told))
    return Edges(edges.focal, edges.neighbor, edges.weight, edges.ids, edges.size, tuple(notes), stated)


def write_gal(matrix: csr_array, ids: Sequence[str], path: Path, name: str) -> None:
    """Write the neighbours of each row of `matrix` (N, N).

    Raises
    ------
    WeightsError
        If weights other than 1 would be lost by the format.
    """
    if matrix.nnz and not (matrix.data == 1).all():
        raise WeightsError(
            "GAL holds neighbours without weights, and these weights are not all 1. Write .gwt, .mtx or .csv."
        )
    quoted = [_quoted(i) for i in ids]
    lines = [f"0 {len(ids)} {_quoted(name)} unit"]
    for row, unit in enumerate(quoted):
        around = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
        lines += [f"{unit} {len(around)}", " ".join(quoted[j] for j in around)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def write_gwt(matrix: csr_array, ids: Sequence[str], path: Path, name: str) -> None:
    """Write the links of `matrix` (N, N) with weights; an isolate is written as a link to itself of weight 0."""
    quoted = [_quoted(i) for i in ids]
    focal, neighbor, weight = edge_arrays(matrix)
    lines = [f"0 {len(ids)} {_quoted(name)} unit"]
    lines += [
        f"{quoted[i]} {quoted[j]} {w!r}"
        for i, j, w in zip(focal.tolist(), neighbor.tolist(), weight.tolist(), strict=True)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _stated(lines: list[str], path: Path) -> int:
    head = _tokens(lines[0]) if lines else []
    stated = _count(head[0] if len(head) == 1 else head[1]) if head else None
    if stated is None:
        raise WeightsError(
            message(
                '{path}: the first line tells the number of units ("0 30 name id"); {lines!r} was found.',
                path=path.name,
                lines=lines[0][:60] if lines else "",
            )
        )
    return stated


def _count(word: str) -> int | None:
    """Return a number of units, None where it is none."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None


def _tokens(text: str) -> list[str]:
    if '"' not in text:
        return text.split()
    return [plain or quoted.replace('""', '"') for quoted, plain in _TOKEN.findall(text)]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search(r'[\s"]', text) or not text else text
