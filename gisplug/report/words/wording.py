"""Labels of variables and orders of groups that hold for one call: given in words, or found in the data themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gisplug.core.declare import Tool
from gisplug.core.declare.everywhere import wording_of
from gisplug.core.errors import ParameterError
from gisplug.core.formats import endings
from gisplug.core.messages import message
from gisplug.core.tables import read_table
from gisplug.core.tables.groups import LEVELS, VARIABLE_LABELS
from gisplug.report.words.settings import house, housed

WORDED = (".dta", ".sav", ".zsav")  # files that hold labels of variables and values


@dataclass(frozen=True)
class Words:
    """Labels by variable, and the groups of columns in their order."""

    labels: Mapping[str, str] = field(default_factory=dict)
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __or__(self, other: Words) -> Words:
        return Words({**self.labels, **other.labels}, {**self.order, **other.order})


def words_in(path: str | Path) -> Words:
    """Return the labels of variables and the orders of labelled values that a file of Stata or SPSS holds; of other
    files none.

    Raises
    ------
    TableError
        If the file cannot be read.
    """
    if Path(path).suffix.lower() not in WORDED or not Path(path).exists():
        return Words()
    told = read_table(path).attrs
    return Words(dict(told.get(VARIABLE_LABELS, {})), dict(told.get(LEVELS, {})))


Labelled = str | Path | Mapping[str, str]
Ordered = str | Mapping[str, Sequence[str]]


def read_labels(given: Labelled) -> dict[str, str]:
    """Return labels by variable.

    Parameters
    ----------
    given
        A mapping; a text "name=Label; name=Label"; or the path of a table with names and labels in its first two
        columns, or of a Stata or SPSS file whose variables have labels.

    Raises
    ------
    ParameterError
        If a text is written otherwise, or a table has one column.
    """
    if isinstance(given, Mapping):
        return {str(name): str(label) for name, label in given.items()}
    if Path(given).suffix.lower() in endings("table", "read"):
        if Path(given).suffix.lower() in WORDED and (found := words_in(given).labels):
            return dict(found)
        table = read_table(given)
        if table.shape[1] < 2:
            raise ParameterError(
                message("{path} has one column; labels are a table of two: names and labels.", path=Path(given).name)
            )
        rows = table.iloc[:, :2].dropna().astype(str)
        return dict(zip(rows.iloc[:, 0], rows.iloc[:, 1], strict=True))
    found = {}
    for part in _parts(str(given)):
        name, sign, label = part.replace("＝", "=").partition("=")
        if not (sign and name.strip() and label.strip()):
            raise ParameterError(
                message("Labels are written name=Label; name=Label: {part!r} was given instead.", part=part)
            )
        found[name.strip()] = label.strip()
    return found


def read_order(given: Ordered) -> dict[str, tuple[str, ...]]:
    """Return the groups of columns in their order.

    Parameters
    ----------
    given
        A mapping, or a text "region: east, central, west; size: small, large".

    Raises
    ------
    ParameterError
        If a text is written otherwise, or names a group twice.
    """
    if isinstance(given, Mapping):
        return {str(column): tuple(map(str, groups)) for column, groups in given.items()}
    found = {}
    for part in _parts(given):
        column, sign, rest = part.replace("：", ":").partition(":")
        groups = tuple(g.strip() for g in rest.replace("，", ",").split(",") if g.strip())
        if not (sign and column.strip() and groups) or len(set(groups)) < len(groups):
            raise ParameterError(
                message(
                    "An order is written column: group, group, each group once: {part!r} was given instead.", part=part
                )
            )
        found[column.strip()] = groups
    return found


@contextmanager
def wording(labels: Labelled = "", order: Ordered = "") -> Iterator[None]:
    """Let labels of variables and orders of groups hold inside a block, for its tables, figures and comparisons.

    Parameters
    ----------
    labels : see `read_labels`
    order : see `read_order`

    Raises
    ------
    ParameterError
        If either is written otherwise than it may be.
    """
    made = Words(read_labels(labels) if labels else {}, read_order(order) if order else {})
    with holding(made):
        yield


@contextmanager
def holding(words: Words) -> Iterator[None]:
    """Let words hold inside a block, above those that hold already."""
    now = house()
    if not words.labels and not words.order:
        yield
        return
    with housed(replace(now, labels={**now.labels, **words.labels}, order={**now.order, **words.order})):
        yield


def taken_words(tool: Tool, given: dict[str, Any]) -> Words:
    """Take the options of words out of what a tool was given, and return them with those that its tables hold.

    Each may be a list (QGIS: what the layers have, what the dialog says), the later above the earlier.

    Raises
    ------
    ParameterError
        If they are written otherwise than they may be.
    """
    if not wording_of(tool):
        return Words()
    labels, order = given.pop("variable_labels", None), given.pop("group_order", None)
    found = Words()
    for param in tool.params:
        path = given.get(param.name)
        if param.kind == "table" and isinstance(path, str):
            found |= words_in(path)
    for one in labels if isinstance(labels, list) else [labels]:
        found |= Words(labels=read_labels(one) if one else {})
    for one in order if isinstance(order, list) else [order]:
        found |= Words(order=read_order(one) if one else {})
    return found


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("；", ";").replace("\n", ";").split(";") if part.strip()]
