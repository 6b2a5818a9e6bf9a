"""Names that moved between QGIS 3.22 and 4, in one place. Enums are always fully scoped, as Qt 6 wants them."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsFeatureRequest,
    QgsMapLayerProxyModel,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsTemporalNavigationObject,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayerTemporalProperties,
    QgsWkbTypes,
)
from qgis.PyQt import QtCore, QtGui, QtWidgets


def _first(*found: Any) -> Any:
    for owner, names in found:
        value = owner
        for name in names.split("."):
            value = getattr(value, name, None)
            if value is None:
                break
        if value is not None:
            return value
    raise AttributeError(f"This QGIS has none of {', '.join(names for _, names in found)}.")


def source_type(old: str, new: str) -> Any:
    """Return a kind of input by its name in QGIS before 3.36 and since.

    Raises
    ------
    AttributeError
        If this QGIS has neither.
    """
    return _first((Qgis, f"ProcessingSourceType.{new}"), (QgsProcessing, f"SourceType.{old}"), (QgsProcessing, old))


VECTOR = source_type("TypeVector", "Vector")
ANY_GEOMETRY = source_type("TypeVectorAnyGeometry", "VectorAnyGeometry")
POLYGON = source_type("TypeVectorPolygon", "VectorPolygon")
POINT = source_type("TypeVectorPoint", "VectorPoint")
RASTER = source_type("TypeRaster", "Raster")
FILE = source_type("TypeFile", "File")
ADVANCED = _first(
    (Qgis, "ProcessingParameterFlag.Advanced"),
    (QgsProcessingParameterDefinition, "Flag.FlagAdvanced"),
    (QgsProcessingParameterDefinition, "FlagAdvanced"),
)
FOLDER_BEHAVIOUR = _first(
    (Qgis, "ProcessingFileParameterBehavior.Folder"),
    (QgsProcessingParameterFile, "Behavior.Folder"),
    (QgsProcessingParameterFile, "Folder"),
)
INTEGER = _first(
    (Qgis, "ProcessingNumberParameterType.Integer"),
    (QgsProcessingParameterNumber, "Type.Integer"),
    (QgsProcessingParameterNumber, "Integer"),
)
DOUBLE = _first(
    (Qgis, "ProcessingNumberParameterType.Double"),
    (QgsProcessingParameterNumber, "Type.Double"),
    (QgsProcessingParameterNumber, "Double"),
)
HIDE_FROM_MODELER = _first(
    (Qgis, "ProcessingAlgorithmFlag.HideFromModeler"),
    (QgsProcessingAlgorithm, "Flag.FlagHideFromModeler"),
    (QgsProcessingAlgorithm, "FlagHideFromModeler"),
)
NO_THREADING = _first(
    (Qgis, "ProcessingAlgorithmFlag.NoThreading"),
    (QgsProcessingAlgorithm, "Flag.FlagNoThreading"),
    (QgsProcessingAlgorithm, "FlagNoThreading"),
)
NO_GEOMETRY_FLAG = _first(
    (Qgis, "FeatureRequestFlag.NoGeometry"), (QgsFeatureRequest, "Flag.NoGeometry"), (QgsFeatureRequest, "NoGeometry")
)


MILLIMETRES = _first(
    (Qgis, "LayoutUnit.Millimeters"),
    (QgsUnitTypes, "LayoutUnit.LayoutMillimeters"),
    (QgsUnitTypes, "LayoutMillimeters"),
)
KILOMETRES = _first(
    (Qgis, "DistanceUnit.Kilometers"),
    (QgsUnitTypes, "DistanceUnit.DistanceKilometers"),
    (QgsUnitTypes, "DistanceKilometers"),
)
TIME_BY_EXPRESSIONS = _first(
    (Qgis, "VectorTemporalMode.FeatureDateTimeStartAndEndFromExpressions"),
    (QgsVectorLayerTemporalProperties, "TemporalMode.ModeFeatureDateTimeStartAndEndFromExpressions"),
    (QgsVectorLayerTemporalProperties, "ModeFeatureDateTimeStartAndEndFromExpressions"),
)
ANIMATED = _first(
    (Qgis, "TemporalNavigationMode.Animated"),
    (QgsTemporalNavigationObject, "NavigationMode.Animated"),
    (QgsTemporalNavigationObject, "Animated"),
)
TIME_UNITS = {
    unit: _first(
        (Qgis, f"TemporalUnit.{unit.capitalize()}"),
        (QgsUnitTypes, f"TemporalUnit.Temporal{unit.capitalize()}"),
        (QgsUnitTypes, f"Temporal{unit.capitalize()}"),
    )
    for unit in ("years", "months", "days")
}
POLYGONS = _first((Qgis, "GeometryType.Polygon"), (QgsWkbTypes, "GeometryType.PolygonGeometry"))
POLYGON_LAYERS = _first((QgsMapLayerProxyModel, "Filter.PolygonLayer"), (QgsMapLayerProxyModel, "PolygonLayer"))
ACTION = _first((QtGui, "QAction"), (QtWidgets, "QAction"))


# Fields are made with the types of QVariant up to QGIS 3.36 and with those of QMetaType since.
def _field_type(variant: str, meta: str) -> Any:
    old, new = (getattr(QtCore, "QVariant", None), f"Type.{variant}"), (QtCore, f"QMetaType.Type.{meta}")
    return _first(*((new, old) if Qgis.QGIS_VERSION_INT >= 33800 else (old, new)))


REAL, TEXT = _field_type("Double", "Double"), _field_type("String", "QString")


def set_label_font(label: Any, font: Any) -> None:
    """Give a label of a layout its font: by a text format since QGIS 3.24, the only way on Qt 6."""
    if hasattr(label, "setTextFormat"):
        label.setTextFormat(QgsTextFormat.fromQFont(font))
    else:
        label.setFont(font)


def words_picked(algorithm: Any, values: dict[str, Any], name: str, context: Any) -> list[str]:
    """Return the words picked of a list; QGIS 3.40 has one empty word where none is."""
    return [word for word in algorithm.parameterAsEnumStrings(values, name, context) if word]
