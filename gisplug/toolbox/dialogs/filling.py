"""What a dialog fills by itself: layers by what they hold, fields by name and content, the product by file names."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameters, QgsProject, QgsVectorLayer

from gisplug.core.declare import Param, Tool
from gisplug.toolbox.bridge import compat
from gisplug.toolbox.bridge.parameters import LAYER_KINDS, key
from gisplug.toolbox.dialogs import guess
from gisplug.tools.lights.options import products

IDS = ("unit", "id", "target_id", "other_unit")  # fields that tell units apart,
NAMES = ("name", "target_name")  # that call them,
PERIODS = ("period", "other_period", "year", "code_year")  # and that tell the period
LOOKED_AT = 30  # layers of a project, and
ROWS = 1500  # features of each, when a dialog opens


class Filling:
    """Fills the fields of a dialog, at first and whenever another layer is chosen.

    Parameters
    ----------
    wrappers : the widgets of the dialog by the Processing name of their parameter
    """

    def __init__(self, tool: Tool, wrappers: dict[str, Any], context: QgsProcessingContext) -> None:
        self.tool, self.wrappers, self.context = tool, wrappers, context
        self._known = tool.by_name
        self._ids: dict[str, list[Any]] = {}
        layers = [p for p in tool.params if p.kind in LAYER_KINDS and key(p.name) in wrappers]
        self._choose(layers)
        for param in layers:
            wrappers[key(param.name)].widgetValueHasChanged.connect(lambda *_, p=param: self.fill(p))
        for param in layers:
            self.fill(param)
        for name in ("rasters", "raster"):
            if name in self._known and "product" in self._known and key(name) in wrappers:
                wrappers[key(name)].widgetValueHasChanged.connect(lambda *_, n=name: self.fill_product(n))

    def fill(self, parent: Param) -> None:
        """Fill the fields of a layer that was chosen; what is no key is left to the user."""
        layer = self.layer(parent)
        columns = guess.sampled(layer) if layer is not None else {}
        others = [ids for name, ids in self._ids.items() if name != parent.name]
        ids = guess.possible_ids(columns, others[0] if others else ())
        period, name = guess.period_of(columns), guess.name_of(columns)
        if ids:
            self._ids[parent.name] = list(columns[ids[0]])
        for param in self.tool.params:
            if param.kind != "field" or param.parent != parent.name or layer is None:
                continue
            if param.name in IDS and ids:
                self._set(param, ids[0])
            elif param.name in NAMES:
                self._set(param, name)
            elif param.name in PERIODS:
                self._set(param, period)
            elif param.required:
                self._set(param, "")  # QGIS takes the first field, whatever it is

    def fill_product(self, name: str) -> None:
        """Choose the product whose files are called as those that were ticked."""
        given = self.wrappers[key(name)].parameterValue()
        listed = given if isinstance(given, (list, tuple)) else [given]
        files = [Path(str(self._source(value)).split("|")[0]).name for value in listed if value]
        found = product_of(files)
        if found:
            self._set(self._known["product"], found)

    def layer(self, param: Param) -> Any:
        """Return the layer that a widget shows, None where it shows none that QGIS can read."""
        definition = self.wrappers[key(param.name)].parameterDefinition()
        values = {definition.name(): self.wrappers[key(param.name)].parameterValue()}
        if values[definition.name()] in (None, ""):
            return None
        return QgsProcessingParameters.parameterAsVectorLayer(definition, values, self.context)

    def _choose(self, layers: list[Param]) -> None:
        """Choose the layers of the project that look like boundaries and panel, where QGIS took the first ones."""
        from qgis.utils import iface

        project, active = QgsProject.instance(), iface.activeLayer() if iface is not None else None
        found = [la for la in project.mapLayers().values() if isinstance(la, QgsVectorLayer) and la.isValid()]
        looks = {la.id(): _Look(la, la is active) for la in found[:LOOKED_AT]}
        for param in layers:
            if param.required and param.name in ("panel", "units"):
                rank = _as_panel if param.name == "panel" else _as_units
                ranked = sorted(looks.values(), key=rank)
                if ranked and rank(ranked[0])[0] == 0:
                    self._set(param, ranked[0].layer.id())

    def _set(self, param: Param, value: str) -> None:
        wrapper = self.wrappers.get(key(param.name))
        if wrapper is not None and (value or not param.optional or param.kind == "field"):
            wrapper.setParameterValue(value or None, self.context)

    def _source(self, value: Any) -> str:
        layer = QgsProject.instance().mapLayer(str(value))
        return str(layer.source() if layer is not None else value)


class _Look:
    """What a layer looks like."""

    def __init__(self, layer: QgsVectorLayer, active: bool) -> None:
        columns = guess.sampled(layer, ROWS)
        self.layer, self.active = layer, active
        self.long = bool(guess.period_of(columns)) and bool(guess.possible_ids(columns))
        self.single = not guess.period_of(columns) and bool(guess.possible_ids(columns))
        self.columns = len(columns)


def _as_panel(look: _Look) -> tuple[int, ...]:
    """Rank a layer as a panel: the active one, a long table, else a long layer, which is its own panel."""
    return (0 if look.long else 1, int(not look.active), int(look.layer.isSpatial()), -look.columns)


def _as_units(look: _Look) -> tuple[int, ...]:
    """Rank a layer as boundaries: polygons, the active ones, once for each unit, else once a unit and period."""
    polygons = look.layer.isSpatial() and look.layer.geometryType() == compat.POLYGONS
    return (0 if polygons and (look.single or look.long) else 1, int(not look.active), int(look.long))


def product_of(files: list[str]) -> str:
    """Return the product of the shelf whose files have such names, "" where there is none."""
    for product, pattern in products("files").items():
        wanted = pattern.replace("{period}", "*")
        if files and all(fnmatch(name[:-3] if name.endswith(".gz") else name, wanted) for name in files):
            return product
    return ""
