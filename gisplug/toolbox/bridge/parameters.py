"""From a declaration to Processing parameters and outputs."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from gisplug.core.declare import Output, Param, Tool, told
from gisplug.core.declare.everywhere import wording_of
from gisplug.core.formats import FORMATS, file_filter
from gisplug.toolbox.bridge import compat
from gisplug.toolbox.bridge.words import tr

LAYER_KINDS = {
    "polygons": compat.POLYGON,
    "points": compat.POINT,
    "vector": compat.ANY_GEOMETRY,
    "table": compat.VECTOR,
}
FOLDER_SUFFIX = "_FOLDER"


def key(name: str) -> str:
    """Return the Processing name of a declared name."""
    return name.upper()


def is_links(param: Param) -> bool:
    """Whether a text parameter is a list of pairs of units, entered as a matrix with two columns."""
    return param.kind == "text" and param.name == "links"


def inputs(tool: Tool) -> list[QgsProcessingParameterDefinition]:
    """Return the input parameters of a tool, in the order declared, the options of words behind them."""
    known = tool.by_name
    asked = (*tool.params, *wording_of(tool))
    return [_finished(made, param, known) for param in asked for made in _input(param, known)]


def destinations(tool: Tool) -> list[QgsProcessingParameterDefinition]:
    """Return the output parameters of a tool, what it is run for first; these are made unless they are taken out."""
    ordered = sorted(tool.file_outputs, key=lambda output: (not output.is_main, not output.is_product))
    return [_destination(output, output.is_product) for output in ordered]


def values(tool: Tool) -> list[Any]:
    """Return the outputs that are numbers or texts."""
    return [
        (QgsProcessingOutputNumber if o.kind == "number" else QgsProcessingOutputString)(key(o.name), tr(o.label))
        for o in tool.outputs
        if o.is_value
    ]


def choice_labels(param: Param) -> list[str]:
    """Return what the choices are called in the language of QGIS."""
    return [tr(label) for label in param.choice_labels or param.choices]


def may_be_empty(param: Param) -> bool:
    """Whether the field in the dialog may stay empty; what has a default is filled in and not called optional."""
    lists = (
        "field",
        "fields",
        "file",
        "folder",
        "weights",
        *LAYER_KINDS,
    )  # QGIS 3.22 asks for these even where they have a default
    return param.optional or (not param.required and (param.kind in lists or param.default in ("", (), [])))


def _input(param: Param, known: dict[str, Param]) -> list[QgsProcessingParameterDefinition]:
    optional = may_be_empty(param)
    if param.kind == "rasters":
        return _rasters(param, optional)
    name, label = key(param.name), tr(param.label)
    if param.kind in ("field", "fields"):
        bound = key(param.parent) if param.parent in known and known[param.parent].kind in LAYER_KINDS else ""
        return [_field(param, name, label, optional, bound)]
    return [_MAKERS[param.kind](param, name, label, optional)]


def _source(param: Param, name: str, label: str, optional: bool) -> Any:
    return QgsProcessingParameterFeatureSource(name, label, [LAYER_KINDS[param.kind]], param.default, optional)


def _field(param: Param, name: str, label: str, optional: bool, bound: str) -> Any:
    if not bound:
        return QgsProcessingParameterString(name, label, _joined(param.default), False, optional)
    many = param.kind == "fields"
    return QgsProcessingParameterField(name, label, param.default, bound, allowMultiple=many, optional=optional)


def _number(param: Param, name: str, label: str, optional: bool) -> Any:
    kind = compat.INTEGER if param.kind == "integer" else compat.DOUBLE
    made = QgsProcessingParameterNumber(name, label, kind, param.default, optional)
    if param.minimum is not None:
        made.setMinimum(param.minimum)
    if param.maximum is not None:
        made.setMaximum(param.maximum)
    return made


def _choice(param: Param, name: str, label: str, optional: bool) -> Any:
    words = dict(zip(param.choices, choice_labels(param)))
    return enumerated(name, label, words, param.default, several=param.kind == "choices", optional=optional)


def enumerated(
    name: str, label: str, words: dict[str, str], default: Any, *, several: bool = False, optional: bool = False
) -> Any:
    """Return a parameter of one or several names, each shown by its words."""
    made = QgsProcessingParameterEnum(
        name,
        label,
        list(words),
        allowMultiple=several,
        defaultValue=default,
        optional=optional,
        usesStaticStrings=True,
    )
    wrapper = {"class": "gisplug.toolbox.bridge.widgets.ChoiceWrapper", "labels": list(words.values())}
    made.setMetadata({"widget_wrapper": wrapper})
    return made


def _text(param: Param, name: str, label: str, optional: bool) -> Any:
    if is_links(param):
        heads = [tr("From unit"), tr("To unit")]
        return QgsProcessingParameterMatrix(name, label, 1, False, heads, _cells(param.default), optional)
    return QgsProcessingParameterString(name, label, param.default, False, optional)


def _file(param: Param, name: str, label: str, optional: bool) -> Any:
    made = QgsProcessingParameterFile(name, label, defaultValue=param.default, optional=optional)
    if param.kind in FORMATS:
        made.setFileFilter(file_filter(param.kind, "read", label) + ";;* (*)")  # QGIS refuses what no filter matches
    else:
        made.setExtension(param.extension.lstrip("."))
    return made


def _folder(param: Param, name: str, label: str, optional: bool) -> Any:
    behaviour = compat.FOLDER_BEHAVIOUR
    return QgsProcessingParameterFile(name, label, behaviour, defaultValue=param.default, optional=optional)


def _raster(param: Param, name: str, label: str, optional: bool) -> Any:
    return QgsProcessingParameterRasterLayer(name, label, param.default, optional)


def _files(param: Param, name: str, label: str, optional: bool) -> Any:
    return QgsProcessingParameterMultipleLayers(name, label, compat.FILE, param.default, optional)


def _flag(param: Param, name: str, label: str, optional: bool) -> Any:
    return QgsProcessingParameterBoolean(name, label, param.default, optional)


_MAKERS: dict[str, Callable[[Param, str, str, bool], Any]] = {
    **dict.fromkeys(LAYER_KINDS, _source),
    "integer": _number,
    "number": _number,
    "choice": _choice,
    "choices": _choice,
    "text": _text,
    "file": _file,
    "weights": _file,
    "folder": _folder,
    "raster": _raster,
    "weights_list": _files,
    "flag": _flag,
}


def _rasters(param: Param, optional: bool) -> list[QgsProcessingParameterDefinition]:
    """Return two parameters: layers to tick, and a folder, a pattern or a set of the shelf instead of them."""
    ticked = QgsProcessingParameterMultipleLayers(key(param.name), tr(param.label), compat.RASTER, None, True)
    label = tr("{label}: folder, pattern or name on the shelf", label=tr(param.label))
    folder = QgsProcessingParameterFile(
        key(param.name) + FOLDER_SUFFIX,
        label,
        compat.FOLDER_BEHAVIOUR,
        defaultValue=_joined(param.default),
        optional=True,
    )
    return [ticked, folder]


def _finished(made: Any, param: Param, known: dict[str, Param]) -> Any:
    made.setHelp(told(param, known, tr, labels=True))
    if param.advanced:
        made.setFlags(made.flags() | compat.ADVANCED)
    return made


def _destination(output: Output, shown: bool) -> QgsProcessingParameterDefinition:
    name, label, optional = key(output.name), tr(output.label), not output.required
    if output.kind == "layer":
        made = QgsProcessingParameterFeatureSink(name, label, compat.ANY_GEOMETRY, None, optional, shown)
    elif output.kind == "table":
        made = QgsProcessingParameterFeatureSink(name, label, compat.VECTOR, None, optional, shown)
    elif output.kind == "raster":
        made = QgsProcessingParameterRasterDestination(name, label, None, optional, shown)
    elif output.kind == "folder":
        made = QgsProcessingParameterFolderDestination(name, label, None, optional, shown)
    else:
        ending = output.suffix.lstrip(".") or "txt"
        written = file_filter(output.kind, "write") if output.kind in FORMATS else f"{ending.upper()} (*.{ending})"
        made = QgsProcessingParameterFileDestination(name, label, written, None, optional, shown)
    made.setHelp(tr(output.help))
    return made


def _joined(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _cells(value: Any) -> list[str]:
    pairs = [pair.split(":", 1) for pair in str(value or "").split(",") if ":" in pair]
    return [cell.strip() for pair in pairs for cell in pair]
