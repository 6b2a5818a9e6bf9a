"""What the plots show: values of units by period, from a layer or from a page of the explorer. Plain lists only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from qgis.core import QgsFeatureRequest, QgsVectorLayer

from gisplug.core.errors import ParameterError
from gisplug.report.explorer.stored import numbers
from gisplug.toolbox.bridge.compat import NO_GEOMETRY_FLAG
from gisplug.toolbox.bridge.words import tr

EMPTY = math.nan
Row = list[float]


@dataclass
class Series:
    """One variable: `values`, `z`, `lag` hold a row of N numbers for each period, NaN where there is none.

    `clusters` holds codes of LISA clusters, `moran` the slope of each period's scatter plot.
    """

    label: str
    periods: list[str]
    values: list[Row]
    z: Optional[list[Row]] = None
    lag: Optional[list[Row]] = None
    moran: list[Optional[float]] = field(default_factory=list)
    clusters: Optional[list[list[int]]] = None


@dataclass
class Places:
    """Which features of a layer are which units: `ids` in the order of all series, and the features of each."""

    ids: list[str]
    names: list[str]
    features: list[list[int]]

    def units_of(self) -> dict[int, int]:
        """Return the unit of each feature."""
        return {feature: unit for unit, found in enumerate(self.features) for feature in found}


def text_of(value: Any) -> str:
    """Return an id as text: whole numbers without a decimal point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None or str(value) in ("NULL", "None") else str(value).strip()


def number_of(value: Any) -> float:
    """Return a number, NaN for what is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return EMPTY


def from_layer(
    layer: QgsVectorLayer, id: str, name: str, fields: Sequence[str], period: str
) -> tuple[Places, list[Series]]:
    """Read series from the attributes of a layer.

    Parameters
    ----------
    id, name
        Fields that tell units apart and call them; `name` may be empty.
    fields
        Fields of numbers.
    period
        Field of the period where a unit has a feature for each, empty where it has one.

    Returns
    -------
    Places, list of Series
        The N units, and T rows of N numbers for each field.

    Raises
    ------
    ParameterError
        If a unit has two features in one period.
    """
    wanted = [f for f in dict.fromkeys([id, name, period, *fields]) if f]
    request = QgsFeatureRequest().setFlags(NO_GEOMETRY_FLAG).setSubsetOfAttributes(wanted, layer.fields())
    units: dict[str, int] = {}
    places = Places([], [], [])
    cells: dict[tuple[str, int], list[float]] = {}
    for feature in layer.getFeatures(request):
        key = text_of(feature[id])
        if not key:
            continue
        if key not in units:
            units[key] = len(units)
            places.ids.append(key)
            places.names.append(text_of(feature[name]) if name else key)
            places.features.append([])
        unit = units[key]
        places.features[unit].append(feature.id())
        when = text_of(feature[period]) if period else ""
        if (when, unit) in cells:
            told = tr("Unit {id} has several features{when}; choose the field of the period, or another id field.")
            raise ParameterError(told.format(id=key, when=f" ({when})" if when else ""))
        cells[when, unit] = [number_of(feature[f]) for f in fields]
    periods = sorted({when for when, _ in cells}, key=lambda p: (not p.isdigit(), int(p) if p.isdigit() else 0, p))
    made = []
    for k, label in enumerate(fields):
        rows = [[cells.get((p, u), [EMPTY] * len(fields))[k] for u in range(len(units))] for p in periods]
        made.append(Series(label, periods, rows))
    return places, made


def from_page(told: dict[str, Any]) -> list[Series]:
    """Return the fields of a page of the explorer, T rows of N numbers each."""
    made = []
    for packed in told["fields"]:
        periods = [str(p) for p in packed["periods"]]

        def rows(key: str, kind: str, packed: Any = packed, count: int = len(periods)) -> Any:
            flat = numbers(packed[key], kind)
            width = len(flat) // count
            return [flat[t * width : (t + 1) * width] for t in range(count)]

        made.append(
            Series(
                str(packed["label"]),
                periods,
                rows("values", "f32"),
                rows("z", "f32"),
                rows("lag_z", "f32"),
                list(packed["moran"]),
                rows("clusters", "i8"),
            )
        )
    return made


def placed(told: dict[str, Any], layer: QgsVectorLayer, id: str) -> Places:
    """Return the features of a layer for the units of a page, by id.

    Raises
    ------
    ParameterError
        If no unit is found.
    """
    ids = [str(i) for i in told["units"]["ids"]]
    place = {key: k for k, key in enumerate(ids)}
    found: list[list[int]] = [[] for _ in ids]
    request = QgsFeatureRequest().setFlags(NO_GEOMETRY_FLAG).setSubsetOfAttributes([id], layer.fields())
    for feature in layer.getFeatures(request):
        unit = place.get(text_of(feature[id]))
        if unit is not None:
            found[unit].append(feature.id())
    if not any(found):
        told_so = tr("No value of the field {field} is among the units of the page; they look like {id}.")
        raise ParameterError(told_so.format(field=id, id=ids[0]))
    return Places(ids, [str(n) for n in told["units"]["names"]], found)
