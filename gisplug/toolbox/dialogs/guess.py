"""Which field of a layer is which, by name and content: the id, the name, the period, a variable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from qgis.core import QgsFeatureRequest, QgsVectorLayer

from gisplug.toolbox.bridge.compat import NO_GEOMETRY_FLAG

SAMPLE = 4000  # features that are looked at
IDS = re.compile(r"adcode|gadm|gid|fips|nuts|geoid|code|^id$|_id$|^unit$|代码|编码|编号", re.IGNORECASE)
NAMES = re.compile(r"name|^nom|bezeichnung|label|名称|名$|省$|市$|县$|地区", re.IGNORECASE)
PERIODS = re.compile(r"year|period|date|jahr|quarter|month|^t$|^time$|年|季|月|时期", re.IGNORECASE)
ROW_NUMBERS = re.compile(r"^(fid|ogc_fid|objectid|gisplug_fid)$", re.IGNORECASE)
DATED = re.compile(
    r"(1[89]|2[01])\d\d([-/._ ]?[QqMmHh]?\d{1,2}([-/.]?\d{1,2})?|年.*)?(T.*)?"
)  # 2010, 2010Q1, 2010-05-01
MOST_PERIODS = 400


def guessed_id(layer: QgsVectorLayer) -> str:
    """Return the field that tells units apart, "" where none does."""
    found = possible_ids(sampled(layer))
    return found[0] if found else ""


def guessed_name(layer: QgsVectorLayer) -> str:
    """Return the field that calls units, "" where there is none."""
    return name_of(sampled(layer))


def guessed_period(layer: QgsVectorLayer) -> str:
    """Return the field of the period, "" where each unit has one feature."""
    return period_of(sampled(layer))


def guessed_value(layer: QgsVectorLayer) -> str:
    """Return the first field of numbers that is neither id nor period."""
    taken = {guessed_id(layer), guessed_period(layer)}
    for field in layer.fields():
        name = field.name()
        if field.isNumeric() and name not in taken and not ROW_NUMBERS.match(name) and not IDS.search(name):
            return str(name)
    return ""


def sampled(layer: QgsVectorLayer, most: int = SAMPLE) -> dict[str, list[Any]]:
    """Return the values of each field in the first features."""
    request = QgsFeatureRequest().setFlags(NO_GEOMETRY_FLAG).setLimit(most)
    names = [field.name() for field in layer.fields()]
    rows = [feature.attributes() for feature in layer.getFeatures(request)]
    return {n: [None if str(row[k]) == "NULL" else row[k] for row in rows] for k, n in enumerate(names)}


def possible_ids(columns: dict[str, list[Any]], like: Iterable[Any] = ()) -> list[str]:
    """Return the fields that tell units apart, the likeliest first.

    Parameters
    ----------
    like : ids of another layer; a field that shares the most of them comes first
    """
    period, shared = period_of(columns), {_plain(v) for v in like}
    rows = len(next(iter(columns.values()), []))

    def fits(name: str) -> bool:
        values = columns[name]
        if not rows or any(v in (None, "") for v in values):
            return False
        single = len(set(values)) == rows
        return single or (bool(period) and len(set(zip(values, columns[period]))) == rows)

    def rank(name: str) -> tuple[Any, ...]:
        values = {_plain(v) for v in columns[name]}
        common = len(values & shared) / len(values)
        row_number, called = bool(ROW_NUMBERS.match(name)), bool(NAMES.search(name))
        return (-common, row_number, not IDS.search(name), called, not _like_codes(values))

    return sorted((n for n in columns if n != period and not _decimal(columns[n]) and fits(n)), key=rank)


def name_of(columns: dict[str, list[Any]]) -> str:
    """Return the field that calls units, "" where there is none."""
    texts = [n for n, values in columns.items() if any(isinstance(v, str) and re.search(r"\D", v) for v in values)]
    named = [n for n in texts if NAMES.search(n)]
    return (named or [""])[0]


def period_of(columns: dict[str, list[Any]]) -> str:
    """Return the field of the period: dated by content and, if it can be, by name; "" where there is none."""
    dated = [n for n, values in columns.items() if _repeats(values) and all(_is_dated(v) for v in values)]
    named = [n for n in dated if PERIODS.search(n)]
    counted = [n for n in columns if PERIODS.fullmatch(n) and _repeats(columns[n])]  # 1, 2, 3 under the name of a time
    return ([*named, *dated, *counted] or [""])[0]


def _repeats(values: list[Any]) -> bool:
    known = [v for v in values if v is not None]
    distinct = len(set(map(str, known)))
    return bool(known) and len(known) == len(values) and distinct < len(known) and distinct <= MOST_PERIODS


def _is_dated(value: Any) -> bool:
    if hasattr(value, "toString"):  # a date of Qt
        return bool(hasattr(value, "year") or hasattr(value, "date"))
    return bool(DATED.fullmatch(_plain(value)))


def _plain(value: Any) -> str:
    """Return an id as text: 110000 and "110000.0" are the same."""
    text = str(value).strip()
    return text[:-2] if text.endswith(".0") else text


def _like_codes(values: set[str]) -> bool:
    """Whether values look like codes: all equally long, without spaces."""
    return len({len(v) for v in values}) == 1 and not any(" " in v for v in values)


def _decimal(values: list[Any]) -> bool:
    return any(isinstance(v, float) and not v.is_integer() for v in values)
