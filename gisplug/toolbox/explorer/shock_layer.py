"""The layer that shows where one unit's change goes: made once from the polygons, recoloured at every click."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Optional

from qgis.core import (
    QgsFeature,
    QgsField,
    QgsFields,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsMemoryProviderUtils,
    QgsProject,
    QgsRendererRange,
    QgsVectorLayer,
)

from gisplug.core.palette import ABOVE_ZERO, BELOW_ZERO, EDGE, ZERO
from gisplug.toolbox.bridge.compat import REAL, TEXT
from gisplug.toolbox.bridge.words import tr
from gisplug.toolbox.explorer.series import Places

HALVES = 5  # classes on each side: a half of the largest, a quarter, ...
EFFECT, ERROR, SURE = "effect", "se", "significant"
Z95 = 1.959963984540054


class ShockLayer:
    """A layer in memory with the shapes of another, one feature a unit; the other layer is left as it is."""

    def __init__(self, source: QgsVectorLayer, places: Places) -> None:
        fields = QgsFields()
        fields.append(QgsField("name", TEXT))
        for name in (EFFECT, ERROR, SURE):
            fields.append(QgsField(name, REAL))
        title = tr("Spread of a change")
        layer = QgsMemoryProviderUtils.createMemoryLayer(title, fields, source.wkbType(), source.crs())
        self.layer: Optional[QgsVectorLayer] = layer
        wanted = {found[0]: unit for unit, found in enumerate(places.features) if found}
        made, self._units = [], []
        for feature in source.getFeatures(list(wanted)):
            unit = wanted[feature.id()]
            copy = QgsFeature(fields)
            copy.setGeometry(feature.geometry())
            copy.setAttribute(0, places.names[unit])
            made.append(copy)
            self._units.append(unit)
        _, kept = layer.dataProvider().addFeatures(made)
        self._features = [feature.id() for feature in kept]
        layer.willBeDeleted.connect(self._gone)
        QgsProject.instance().addMapLayer(layer)

    def unit_of(self, feature: int) -> Optional[int]:
        """Return the unit of a feature of this layer."""
        return dict(zip(self._features, self._units)).get(feature)

    def show(self, effect: Sequence[float], se: Sequence[float], unit: int) -> None:
        """Write the effects (N,) and their errors, and colour the layer about zero; the unit itself is left out of the
        classes.
        """
        if self.layer is None:
            return
        provider = self.layer.dataProvider()
        places = [self.layer.fields().indexOf(name) for name in (EFFECT, ERROR, SURE)]
        changed = {}
        for feature, u in zip(self._features, self._units):
            value, error = effect[u], se[u]
            sure = float(error > 0 and abs(value) >= Z95 * error)
            changed[feature] = dict(zip(places, (value, error, sure)))
        provider.changeAttributeValues(changed)
        others = [abs(v) for k, v in enumerate(effect) if k != unit and math.isfinite(v)]
        self.layer.setRenderer(renderer(max(others, default=0.0), min(effect), max(effect)))
        self.layer.triggerRepaint()

    def remove(self) -> None:
        """Take the layer out of the project."""
        if self.layer is not None:
            QgsProject.instance().removeMapLayer(self.layer.id())

    def _gone(self) -> None:
        self.layer = None


def renderer(largest: float, low: float, high: float) -> QgsGraduatedSymbolRenderer:
    """Return classes by halves of the largest effect on another unit, blue below zero and red above."""
    largest = largest or 1.0
    sizes = [largest / 2 ** (HALVES - k) for k in range(HALVES)]
    ranges = []
    if low < 0:
        edges = [-math.inf, *(-s for s in reversed(sizes))]
        for k, colour in enumerate(BELOW_ZERO):
            ranges.append((edges[k], edges[k + 1], colour))
    ranges.append((-sizes[0] if low < 0 else min(low, 0.0), sizes[0], ZERO))
    if high > 0:
        edges = [*sizes, math.inf]
        for k, colour in enumerate(ABOVE_ZERO):
            ranges.append((edges[k], edges[k + 1], colour))
    made = [_range(a, b, colour) for a, b, colour in ranges if a < b]
    return QgsGraduatedSymbolRenderer(EFFECT, made)


def _range(low: float, high: float, colour: str) -> QgsRendererRange:
    symbol = QgsFillSymbol.createSimple({"color": colour, "outline_color": EDGE, "outline_width": "0.1"})
    first, last = (f"{v:.3g}".replace("-", "\N{MINUS SIGN}") for v in (low, high))
    label = f"< {last}" if math.isinf(low) else f"\u2265 {first}" if math.isinf(high) else f"{first} \u2013 {last}"
    return QgsRendererRange(max(low, -1e300), min(high, 1e300), symbol, label)
