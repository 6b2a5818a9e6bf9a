"""Results that QGIS itself puts where the engine does not: into the table of a database, or one layer of a GeoPackage.

The engine writes a file, and QGIS copies it with the connection that the user chose: its passwords and authentication
configurations never leave QGIS.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsVectorLayerExporter,
)
from qgis.PyQt.QtXml import QDomDocument

from gisplug.core.declare import Tool
from gisplug.toolbox.bridge.parameters import key
from gisplug.toolbox.bridge.words import tr

KINDS = ("layer", "table")


def told_apart(destination: str) -> tuple[str, str]:
    """Return the data provider of QGIS and its address, of a destination that is no file; ("", "") of a file.

    Parameters
    ----------
    destination
        "postgres://dbname='x' table="s"."t" (geom)", "postgis:...", "ogr:dbname='x.gpkg' table="t" (geom)".
    """
    for old, provider in (("postgis:", "postgres"), ("spatialite:", "spatialite"), ("ogr:", "ogr")):
        if destination.startswith(old) and not destination.startswith(f"{old}//"):
            return provider, destination[len(old) :]
    known, provider, uri = QgsProcessingUtils.decodeProviderKeyAndUri(destination)
    return (provider, uri) if known else ("", "")


def redirected(
    tool: Tool, job: dict[str, Any], context: QgsProcessingContext, folder: Optional[Path] = None
) -> dict[str, str]:
    """Let the engine write files in place of destinations that are none.

    Parameters
    ----------
    job
        What the engine is asked; changed.
    folder
        Where what is copied later is written; one of QGIS's own where left out.

    Returns
    -------
    dict
        {name of the output: destination} of what is to be copied when the engine is done. Layers in memory are files
        that QGIS throws away when it ends, and are not among them.
    """
    moved = {}
    for output in tool.file_outputs:
        wanted = job[output.name]
        if output.kind not in KINDS or not wanted:
            continue
        in_memory = wanted.startswith("memory:")
        if not in_memory and not told_apart(wanted)[0]:
            continue
        if not in_memory and folder is not None:
            job[output.name] = str(folder / f"to_copy_{output.name}.gpkg")
        else:
            job[output.name] = QgsProcessingUtils.generateTempFilename(f"{output.name}.gpkg")
        if in_memory:
            _load_instead(context, wanted, job[output.name])
        else:
            moved[output.name] = wanted
    return moved


def _load_instead(context: QgsProcessingContext, old: str, new: str) -> None:
    """What was to be loaded when the job is done stands under another name now."""
    loading = context.layersToLoadOnCompletion()
    if old in loading:
        loading[new] = loading.pop(old)
        context.setLayersToLoadOnCompletion(loading)


def copied(tool: Tool, moved: dict[str, str], made: dict[str, Any], feedback: Any) -> dict[str, str]:
    """Copy results to their destinations; `made`, the results of Processing, name them then.

    Returns
    -------
    dict
        {destination: QML} of the styles that the files hold, for the layers that are loaded.

    Raises
    ------
    QgsProcessingException
        If QGIS cannot write there; it says why.
    """
    styles = {}
    for output in tool.file_outputs:
        file = made.get(key(output.name))
        if output.name not in moved or not isinstance(file, str):
            continue
        destination = moved[output.name]
        layer = QgsVectorLayer(file, output.name, "ogr")
        provider, uri = told_apart(destination)
        database, options = _place(provider, uri, layer)
        wrong, why = QgsVectorLayerExporter.exportLayer(
            layer, database, provider, layer.crs(), False, options, feedback
        )[:2]
        if wrong:
            raise QgsProcessingException(
                tr("{label} cannot be written into the database: {why}", label=tr(output.label), why=why)
            )
        styles[destination] = _style_of(layer)
        made[key(output.name)] = destination
    return styles


def _place(provider: str, uri: str, layer: QgsVectorLayer) -> tuple[str, dict[str, Any]]:
    """Return what QGIS's exporter takes: the address, and how."""
    source = QgsDataSourceUri(uri)
    if provider == "ogr":
        options: dict[str, Any] = {"driverName": "GPKG", "layerName": source.table(), "overwrite": True}
        return source.database(), {**options, "update": Path(source.database()).exists()}
    key_fields = [layer.fields().at(index).name() for index in layer.primaryKeyAttributes()]
    if not source.keyColumn() and len(key_fields) == 1:
        source.setKeyColumn(key_fields[0])  # the row number of the file, else the table gets both
    return source.uri(False), {"overwrite": True}


def _style_of(layer: QgsVectorLayer) -> str:
    document = QDomDocument()
    layer.loadDefaultStyle()
    layer.exportNamedStyle(document)
    return str(document.toString())


def dressed(layer: QgsVectorLayer, style: str) -> None:
    """Give a loaded layer the style of the file that it was copied from."""
    document = QDomDocument()
    document.setContent(style)
    layer.importNamedStyle(document)
