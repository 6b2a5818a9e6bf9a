"""From Processing values to the parameters of a job, and back to Processing results."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorLayer,
)

from gisplug.core.declare import Output, Param, Tool
from gisplug.core.declare.everywhere import wording_of
from gisplug.core.formats import endings
from gisplug.toolbox.bridge import parameters as made
from gisplug.toolbox.bridge.compat import words_picked
from gisplug.toolbox.bridge.layers import Exports, plain_source


def raw(value: Any) -> Any:
    """Return what stands behind a property or output definition, if it is static."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    return value.staticValue() if isinstance(value, QgsProperty) and value.propertyType() == _static() else value


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield a folder for what one call hands to the engine; it is removed when the call ends, however it ends."""
    folder = Path(QgsProcessingUtils.generateTempFilename("gisplug"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()  # QGIS makes one for each name


def collected(
    algorithm: Any,
    tool: Tool,
    values: dict[str, Any],
    context: QgsProcessingContext,
    feedback: Any,
    folder: Optional[Path] = None,
) -> dict[str, Any]:
    """Return the job's parameters: every input given and the path of every output wanted.

    Layers that are no plain files are written into `folder`; one that lasts as long as QGIS where it is left out.
    """
    exports = Exports(folder or Path(QgsProcessingUtils.generateTempFilename("gisplug")))
    exports.folder.mkdir(parents=True, exist_ok=True)
    job: dict[str, Any] = {}
    for param in tool.params:
        job[param.name] = _input(algorithm, param, values, context, feedback, exports)
    for param in tool.params:
        if param.kind == "field" and job[param.name]:
            job[param.name] = exports.field(param.parent, job[param.name])
        elif param.kind == "fields" and isinstance(job[param.name], list):
            job[param.name] = [exports.field(param.parent, name) for name in job[param.name]]
    for output in tool.file_outputs:
        job[output.name] = _destination(algorithm, output, values, context)
    if wording_of(tool):
        found = _words(tool, values, context, exports)
        for param in wording_of(tool):
            said = algorithm.parameterAsString(values, made.key(param.name), context).strip()
            job[param.name] = [one for one in (found[param.name], said) if one] or None
    return job


def _words(tool: Tool, values: dict[str, Any], context: QgsProcessingContext, exports: Exports) -> dict[str, Any]:
    """Return labels of variables, the aliases of fields, and orders of groups, those of categorised layers."""
    labels: dict[str, str] = {}
    order: dict[str, list[str]] = {}
    for param in tool.params:
        layer = _table(raw(values.get(made.key(param.name))), context) if param.kind in made.LAYER_KINDS else None
        if layer is None:
            continue
        for place, field in enumerate(layer.fields()):
            if layer.attributeAlias(place):
                labels[exports.field(param.name, field.name())] = layer.attributeAlias(place)
        drawn = layer.renderer()
        if isinstance(drawn, QgsCategorizedSymbolRenderer):
            groups = [str(c.value()) for c in drawn.categories() if c.value() not in (None, "")]
            order[exports.field(param.name, drawn.classAttribute())] = list(dict.fromkeys(groups))
    return {"variable_labels": labels, "group_order": order}


def _input(
    algorithm: Any, param: Param, values: dict[str, Any], context: QgsProcessingContext, feedback: Any, exports: Exports
) -> Any:
    name = made.key(param.name)
    if param.kind in made.LAYER_KINDS:
        return _layer(algorithm, param, values, context, feedback, exports)
    if param.kind == "rasters":
        return _rasters(algorithm, name, values, context)
    if param.kind in ("weights", "weights_list"):
        return _weights(algorithm, param, values, context, exports)
    return plain_value(algorithm, param, values, context)


def plain_value(algorithm: Any, param: Param, values: dict[str, Any], context: QgsProcessingContext) -> Any:
    """Return what a dialog holds for an input; of a layer only what stands there, it is not exported."""
    name = made.key(param.name)
    if param.kind in made.LAYER_KINDS or param.kind == "rasters":
        return values.get(name)
    if values.get(name) is None and param.default is None:
        return None
    if param.kind in ("field", "text") and not made.is_links(param):
        return algorithm.parameterAsString(values, name, context) or None
    if made.is_links(param):
        return _links(values.get(name))
    if param.kind == "fields":
        return _texts(values.get(name)) or None
    if param.kind == "integer":
        return algorithm.parameterAsInt(values, name, context)
    if param.kind == "number":
        return algorithm.parameterAsDouble(values, name, context)
    if param.kind == "flag":
        return algorithm.parameterAsBool(values, name, context)
    if param.kind == "choice":
        return algorithm.parameterAsEnumString(values, name, context) or None
    if param.kind == "choices":
        return words_picked(algorithm, values, name, context) or None
    if param.kind == "raster":
        layer = algorithm.parameterAsRasterLayer(values, name, context)
        return _source_of(layer) if layer is not None else None
    if param.kind == "weights_list":
        return list(algorithm.parameterAsFileList(values, name, context)) or None
    return (
        algorithm.parameterAsFile(values, name, context) or algorithm.parameterAsString(values, name, context) or None
    )


def _layer(
    algorithm: Any, param: Param, values: dict[str, Any], context: QgsProcessingContext, feedback: Any, exports: Exports
) -> Optional[str]:
    name = made.key(param.name)
    given = values.get(name)
    if given in (None, "") and param.default is None:
        return None
    plain = plain_source(given if given not in (None, "") else param.default)
    if plain is not None and not _in_project(plain, context):
        return plain
    source = algorithm.parameterAsSource(values, name, context)
    if source is None:
        raise QgsProcessingException(algorithm.invalidSourceError(values, name))
    return exports.write(param.name, source, context.transformContext(), feedback)


def _weights(
    algorithm: Any, param: Param, values: dict[str, Any], context: QgsProcessingContext, exports: Exports
) -> Any:
    """Return a file of weights, or several; a table of the project is written as one where it is no file by itself."""
    given = raw(values.get(made.key(param.name)))
    listed = given if isinstance(given, (list, tuple)) else [given]
    layers = [_table(one, context) for one in listed]
    if not any(layers):
        return plain_value(algorithm, param, values, context)
    names = (f"{param.name}_{k}" if k else param.name for k in range(len(layers)))
    files = [
        _file_of_weights(name, layer, context, exports) if layer else str(one)
        for name, layer, one in zip(names, layers, listed)
    ]
    return files if param.kind == "weights_list" else files[0]


def _table(given: Any, context: QgsProcessingContext) -> Optional[QgsVectorLayer]:
    """Return the layer of the project that a value names, None where it names none."""
    project = context.project()
    layer = project.mapLayer(given) if project is not None and isinstance(given, str) else given
    return layer if isinstance(layer, QgsVectorLayer) else None


def _file_of_weights(name: str, layer: QgsVectorLayer, context: QgsProcessingContext, exports: Exports) -> str:
    file = str(layer.source())
    if not layer.subsetString() and Path(file).is_file() and Path(file).suffix.lower() in endings("weights", "read"):
        return file
    return exports.table(name, layer, context.transformContext())


def _in_project(text: str, context: QgsProcessingContext) -> bool:
    return context.project() is not None and context.project().mapLayer(text) is not None


def _rasters(algorithm: Any, name: str, values: dict[str, Any], context: QgsProcessingContext) -> Any:
    given = values.get(name)
    if isinstance(given, str) and plain_pattern(given):
        return given
    layers = algorithm.parameterAsLayerList(values, name, context) if given else []
    if layers:
        return [_source_of(layer) for layer in layers]
    return algorithm.parameterAsString(values, name + made.FOLDER_SUFFIX, context) or None


def plain_pattern(text: str) -> bool:
    """Whether a text names a folder, a pattern or a set of the shelf rather than layers."""
    return "{period}" in text or "*" in text or Path(text).is_dir() or plain_source(text) is not None


def _source_of(layer: Any) -> str:
    """Return the file of a raster layer without QGIS's additions."""
    return str(layer.source()).split("|")[0]


def _links(value: Any) -> Optional[str]:
    """Return "a:b, c:d" from a matrix [a, b, c, d], from a list of pairs, or from that text itself."""
    cells = _texts(value)
    if any(":" in cell for cell in cells):
        return ", ".join(cells)
    pairs = [f"{first}:{second}" for first, second in zip(cells[::2], cells[1::2]) if first and second]
    return ", ".join(pairs) or None


def _texts(value: Any) -> list[str]:
    value = raw(value)
    if value is None:
        return []
    items = value if isinstance(value, (list, tuple)) else str(value).replace(";", ",").split(",")
    return [str(item).strip() for item in items if item is not None and str(item).strip()]


def _destination(
    algorithm: Any, output: Output, values: dict[str, Any], context: QgsProcessingContext
) -> Optional[str]:
    name = made.key(output.name)
    if raw(values.get(name)) in (None, ""):
        return None
    if output.kind in ("layer", "table", "raster"):
        path = algorithm.parameterAsOutputLayer(values, name, context)
    else:
        path = algorithm.parameterAsFileOutput(values, name, context)
    if not path:
        return None
    if output.kind == "folder":
        Path(path).mkdir(parents=True, exist_ok=True)
    return str(path)


def results(tool: Tool, outputs: dict[str, Any]) -> dict[str, Any]:
    """Return what the engine gave under the names of Processing."""
    return {made.key(o.name): outputs[o.name] for o in tool.outputs if outputs.get(o.name) is not None}


def _static() -> Any:
    kinds = getattr(QgsProperty, "Type", QgsProperty)
    return getattr(kinds, "StaticProperty", 1)
