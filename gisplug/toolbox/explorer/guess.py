"""Which field of a layer is which, by name and content: the id, the name, the period, a variable."""

from __future__ import annotations

import re
from typing import Any

from qgis.core import QgsFeatureRequest, QgsVectorLayer

from gisplug.toolbox.bridge.compat import NO_GEOMETRY_FLAG

SAMPLE = 4000  # features that are looked at
IDS = re.compile(r"adcode|gadm|gid|fips|nuts|geoid|code|^id$|_id$|^unit$|代码|编码|编号", re.IGNORECASE)
NAMES = re.compile(r"name|^nom|bezeichnung|label|名称|名$|省$|市$|县$|地区", re.IGNORECASE)
PERIODS = re.compile(r"year|period|date|jahr|^t$|年|季|月", re.IGNORECASE)
ROW_NUMBERS = re.compile(r"^(fid|ogc_fid|objectid)$", re.IGNORECASE)


def guessed_id(layer: QgsVectorLayer) -> str:
    """Return the field that tells units apart, "" where none does."""
    columns = sampled(layer)
    period = _period(columns)
    rows = len(next(iter(columns.values()), []))

    def fits(name: str) -> bool:
        values = columns[name]
        if any(v in (None, "") for v in values):
            return False
        single = len(set(values)) == rows
        return single or (bool(period) and len(set(zip(values, columns[period]))) == rows)

    able = [name for name in columns if name != period and not _decimal(columns[name]) and fits(name)]
    ranked = sorted(able, key=lambda n: (bool(ROW_NUMBERS.match(n)), not IDS.search(n), bool(NAMES.search(n))))
    return ranked[0] if ranked else ""


def guessed_name(layer: QgsVectorLayer) -> str:
    """Return the field that calls units, "" where there is none."""
    columns = sampled(layer)
    texts = [n for n, values in columns.items() if any(isinstance(v, str) and re.search(r"\D", v) for v in values)]
    named = [n for n in texts if NAMES.search(n)]
    return (named or [""])[0]


def guessed_period(layer: QgsVectorLayer) -> str:
    """Return the field of the period, "" where each unit has one feature."""
    return _period(sampled(layer))


def guessed_value(layer: QgsVectorLayer) -> str:
    """Return the first field of numbers that is neither id nor period."""
    taken = {guessed_id(layer), guessed_period(layer)}
    for field in layer.fields():
        name = field.name()
        if field.isNumeric() and name not in taken and not ROW_NUMBERS.match(name) and not IDS.search(name):
            return str(name)
    return ""


def sampled(layer: QgsVectorLayer) -> dict[str, list[Any]]:
    """Return the values of each field in the first features."""
    request = QgsFeatureRequest().setFlags(NO_GEOMETRY_FLAG).setLimit(SAMPLE)
    names = [field.name() for field in layer.fields()]
    rows = [feature.attributes() for feature in layer.getFeatures(request)]
    return {n: [None if str(row[k]) == "NULL" else row[k] for row in rows] for k, n in enumerate(names)}


def _period(columns: dict[str, list[Any]]) -> str:
    for name, values in columns.items():
        some = [v for v in values if v is not None]
        distinct = len(set(map(str, some)))
        repeats = some and distinct < len(some) and distinct <= 400
        if repeats and PERIODS.search(name) and len(some) == len(values):
            return name
    return ""


def _decimal(values: list[Any]) -> bool:
    return any(isinstance(v, float) and not v.is_integer() for v in values)
