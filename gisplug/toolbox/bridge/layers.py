"""From any QGIS layer to something the engine can read: its own file where that is exact, else a GeoPackage 1.2."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    NULL,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProperty,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from gisplug.core.database.address import is_address
from gisplug.core.formats import endings
from gisplug.toolbox.bridge import compat
from gisplug.toolbox.bridge.words import tr

DIRECT = (*endings("table", "read"), *endings("layer", "both"))
ROW_ID = "gisplug_fid"
GEOMETRIES = ("geometry", "geography")  # types of fields, as QGIS names them
_NUMBER = re.compile(r"[-+]?(0|[1-9]\d*)?(\.\d*)?([eE][-+]?\d+)?(?<=[\d.])")
_SHELF = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


def plain_source(value: Any) -> Optional[str]:
    """Return a path or shelf name that goes to the engine as it is, or None for what only QGIS can read.

    A file that is named as text is read by gisplug itself (encodings, leading zeros, Stata files); whatever stands in
    the project, with its filters, joins and selections, is exported.
    """
    if isinstance(value, QgsProperty):
        value = value.staticValue()
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.staticValue()
    if not isinstance(value, (str, os.PathLike)):
        return None
    text = str(value)
    if is_address(text) and not text.lower().startswith("postgres://"):  # "postgres://dbname=..." is QGIS's own
        return text
    path = text.split("|")[0]
    if re.sub(r"\|layername=[^|]*", "", text) != path:
        return None  # "|subset=..." and the like are QGIS's business
    if Path(path).suffix.lower() in DIRECT and Path(path).is_file():
        return text
    return text if _SHELF.fullmatch(text) else None


class Exports:
    """The layers of one job, written into one temporary folder; remembers fields that had to be renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.renamed: dict[str, dict[str, str]] = {}

    def write(self, name: str, source: Any, transform: QgsCoordinateTransformContext, feedback: Any) -> str:
        """Write a feature source and return its path. Nulls stay null, curves become line segments."""
        path = str(self.folder / f"{name}.gpkg")
        numbers = _numbers_as_text(source)
        kept = _without_geometries(source.fields(), feedback)
        fields, self.renamed[name] = _unique([(i, source.fields().at(i)) for i in kept], numbers)
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerName = name
        options.fileEncoding = "UTF-8"
        options.datasourceOptions = ["VERSION=1.2"]
        options.layerOptions = [f"FID={ROW_ID}", "SPATIAL_INDEX=NO"]
        kind = QgsWkbTypes.linearType(source.wkbType())
        writer = QgsVectorFileWriter.create(path, fields, kind, source.sourceCrs(), transform, options)
        if writer.hasError():
            raise QgsProcessingException(
                tr("Cannot hand the layer {name} to the engine: {why}", name=name, why=writer.errorMessage())
            )
        curved = QgsWkbTypes.isCurvedType(source.wkbType())
        for feature in source.getFeatures():
            if feedback is not None and feedback.isCanceled():
                break
            copy = QgsFeature(fields)
            values = feature.attributes()
            copy.setAttributes(_as_numbers(values, numbers) if numbers else [values[i] for i in kept])
            geometry = feature.geometry()
            if curved and not geometry.isNull():
                geometry.convertToStraightSegment()
            copy.setGeometry(geometry)
            if not writer.addFeature(copy, QgsFeatureSink.Flag.FastInsert):
                raise QgsProcessingException(
                    tr("Cannot hand the layer {name} to the engine: {why}", name=name, why=writer.errorMessage())
                )
        del writer
        return f"{path}|layername={name}"

    def table(self, name: str, layer: Any, transform: QgsCoordinateTransformContext) -> str:
        """Write the table of a layer as CSV and return its path.

        Raises
        ------
        QgsProcessingException
            If it cannot be written.
        """
        path = str(self.folder / f"{name}.csv")
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.fileEncoding = "CSV", "UTF-8"
        wrong, why, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, transform, options)
        if wrong:
            raise QgsProcessingException(tr("Cannot hand the layer {name} to the engine: {why}", name=name, why=why))
        return path

    def field(self, parent: str, name: str) -> str:
        """Return what a field of a written layer is called in the file."""
        return self.renamed.get(parent, {}).get(name, name)


def _numbers_as_text(source: Any) -> frozenset[int]:
    """Return the columns that hold only numbers where every column is text: QGIS reads a CSV file so.

    Numbers with leading zeros ("010000") are ids and stay text.
    """
    fields = source.fields()
    if not fields.count() or not all(field.typeName().lower() in ("string", "text") for field in fields):
        return frozenset()
    left = set(range(fields.count()))
    for feature in source.getFeatures(QgsFeatureRequest().setFlags(compat.NO_GEOMETRY_FLAG)):
        values = feature.attributes()
        left = {i for i in left if _is_number(values[i])}
    return frozenset(left)


def _is_number(value: Any) -> bool:
    text = "" if value is None or value == NULL else str(value).strip()
    return not text or _NUMBER.fullmatch(text) is not None


def _as_numbers(values: list[Any], numbers: frozenset[int]) -> list[Any]:
    def number(value: Any) -> Any:
        text = "" if value is None or value == NULL else str(value).strip()
        return float(text) if text else NULL

    return [number(value) if i in numbers else value for i, value in enumerate(values)]


def _without_geometries(fields: QgsFields, feedback: Any) -> list[int]:
    """Return the places of fields that a file can hold: a further geometry of a table of PostGIS is none."""
    further = [field.name() for field in fields if field.typeName().lower() in GEOMETRIES]
    if further and feedback is not None:
        feedback.pushInfo(tr("Further geometries of the layer are left out: {names}", names=", ".join(further)))
    return [place for place, field in enumerate(fields) if field.name() not in further]


def _unique(fields: list[tuple[int, QgsField]], numbers: frozenset[int]) -> tuple[QgsFields, dict[str, str]]:
    """GeoPackage takes no two names that differ by case only, nor the name of its own row number."""
    made, renamed, taken = QgsFields(), {}, {ROW_ID, "geom"}
    for place, field in fields:
        name = field.name()
        while name.lower() in taken:
            name += "_"
        taken.add(name.lower())
        copy = QgsField(name, compat.REAL) if place in numbers else QgsField(field)
        copy.setName(name)
        made.append(copy)
        if name != field.name():
            renamed[field.name()] = name
    return made, renamed
