"""How results arrive in QGIS: named, grouped, styled; a study as one group and one project."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from gisplug.core.declare import Output, Tool
from gisplug.core.formats import shown_layers
from gisplug.core.shelves import style_path
from gisplug.toolbox.bridge import recent
from gisplug.toolbox.bridge.databases import dressed, told_apart
from gisplug.toolbox.bridge.parameters import key
from gisplug.toolbox.bridge.periods import keep_last, show_in_window, show_last_period
from gisplug.toolbox.bridge.words import tr

STUDIES = ("run_study", "demo")
LOADABLE = (".gpkg", ".csv", ".xlsx", ".tif", ".geojson")


# QGIS runs a clone of the algorithm and throws it away before it loads the layers; what dresses them must outlive it.
_kept: deque[Dressed] = deque(maxlen=1000)


class Dressed(QgsProcessingLayerPostProcessorInterface):
    """Moves a loaded layer into the group of its tool and styles it where no style came with it."""

    def __init__(self, group: str, style: str, drawn: str = "") -> None:
        super().__init__()
        self._group, self._style, self._drawn = group, style, drawn
        _kept.append(self)

    def postProcessLayer(self, layer: Any, context: Any, feedback: Any) -> None:
        if isinstance(layer, QgsRasterLayer):
            dress_raster(layer, self._style or "ntl")
        elif isinstance(layer, QgsVectorLayer):
            if self._drawn:
                dressed(layer, self._drawn)
            elif self._style:
                layer.loadDefaultStyle()  # the one the engine saved beside the data
                name_categories(layer)
            when = show_last_period(layer)
            if when is not None:
                show_in_window(layer, when)
        _move(layer, self._group, context.project() or QgsProject.instance())


def decorate(
    tool: Tool, made: dict[str, Any], context: QgsProcessingContext, drawn: Optional[dict[str, str]] = None
) -> None:
    """Set name, group and post-processor of the layers that will be loaded; a style the user set for the tool wins.

    `drawn` are the styles (QML) of results in databases, which hold none themselves, by their destination.
    """
    from processing.gui.RenderingStyles import RenderingStyles

    for output in tool.file_outputs:
        path = made.get(key(output.name))
        if output.kind == "weights" and isinstance(path, str):
            recent.note(f"{tr(tool.title)}: {Path(path).name}", path)
        if not isinstance(path, str) or not context.willLoadLayerOnCompletion(path):
            continue
        if Path(path).suffix.lower() not in LOADABLE and not told_apart(path)[0]:
            loading = context.layersToLoadOnCompletion()
            loading.pop(path)
            context.setLayersToLoadOnCompletion(loading)
            continue
        details = context.layerToLoadOnCompletionDetails(path)
        details.name = details.name if _named_by_user(details, output) else tr(output.label)
        if hasattr(details, "groupName"):
            details.groupName = tr(tool.title)
        chosen = RenderingStyles.getStyle(f"gisplug:{tool.id}", key(output.name))
        details.setPostProcessor(
            Dressed(tr(tool.title), *(("", "") if chosen else (output.style, (drawn or {}).get(path, ""))))
        )


def finisher(
    tool: Tool, made: dict[str, Any], context: QgsProcessingContext
) -> Optional[Callable[[Any], dict[str, Any]]]:
    """Return what is left to do in QGIS's main thread once the job is done, if anything is."""
    folders = [made[key(o.name)] for o in tool.file_outputs if o.kind == "folder" and made.get(key(o.name))]
    pictures = [
        (tr(o.label), made[key(o.name)]) for o in tool.file_outputs if o.kind == "figure" and made.get(key(o.name))
    ]
    if tool.id in STUDIES and folders:
        return lambda feedback: {**made, "PROJECT": _study(Path(folders[0]), context, feedback)}
    if pictures:
        return lambda feedback: {**made, **_pictures(tool, pictures, feedback)}
    return None


def name_categories(layer: QgsVectorLayer) -> None:
    """Give the categories of a legend their names in the language of QGIS; their values stay."""
    renderer = layer.renderer()
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        for place, category in enumerate(renderer.categories()):
            renderer.updateCategoryLabel(place, tr(category.label()))


def dress_raster(layer: QgsRasterLayer, style: str) -> None:
    """Give a raster its style of the shelf, stretched over what it holds."""
    layer.loadNamedStyle(str(style_path(style)))
    renderer, provider = layer.renderer(), layer.dataProvider()
    shader = renderer.shader() if hasattr(renderer, "shader") else None
    function = shader.rasterShaderFunction() if shader is not None else None
    if function is None or not hasattr(function, "colorRampItemList"):
        return
    statistics = provider.bandStatistics(1)
    low, high = statistics.minimumValue, statistics.maximumValue
    items = function.colorRampItemList()
    if not high > low or len(items) < 2:
        return
    for place, item in enumerate(items):
        item.value = low + (high - low) * (place / (len(items) - 1)) ** 2
        item.label = f"{item.value:.3g}"
    function.setColorRampItemList(items)
    function.setMinimumValue(low)
    function.setMaximumValue(high)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)


def _named_by_user(details: Any, output: Output) -> bool:
    return bool(details.name) and details.name not in (tr(output.label), output.label, key(output.name))


def _move(layer: Any, title: str, project: QgsProject) -> None:
    """Move the layer's node into a group at the top, and make the group if need be."""
    root = project.layerTreeRoot()
    node = root.findLayer(layer.id())
    if node is None or (node.parent() is not root and node.parent().name() == title):
        return
    group = root.findGroup(title) or root.insertGroup(0, title)
    copy = node.clone()
    below = isinstance(layer, QgsRasterLayer)  # rasters lie under the vectors, their legends folded
    group.insertChildNode(len(group.children()) if below else 0, copy)
    copy.setExpanded(not below)
    group.setExpanded(True)
    node.parent().removeChildNode(node)


def _pictures(tool: Tool, pictures: list[tuple[str, str]], feedback: Any) -> dict[str, Any]:
    """Show figures in Processing's results viewer, beside the tables."""
    from processing.core.ProcessingResults import resultsList
    from qgis.PyQt.QtGui import QIcon

    icon = QIcon(str(Path(__file__).resolve().parents[1] / "icons" / f"{tool.group}.svg"))
    for label, path in pictures:
        feedback.pushInfo(f"{label}: {path}")
        if Path(path).suffix.lower() in (".png", ".svg"):
            resultsList.addResult(icon, label, f"{tr(tool.title)}", path)
    return {}


def _study(folder: Path, context: QgsProcessingContext, feedback: Any) -> str:
    """Write a project that opens all layers of a study, and load them as one group in a window."""
    from qgis.utils import iface

    found = study_layers(folder)
    project = QgsProject()
    _grouped(project, folder.name, found)
    target = folder / "study.qgz"
    project.setTitle(folder.name)
    project.setFilePathStorage(_relative())
    project.write(str(target))
    project.clear()
    feedback.pushInfo(tr("QGIS project: {path}", path=str(target)))
    if iface is not None and context.project() is not None:
        _grouped(context.project(), folder.name, found)
    return str(target)


def study_layers(folder: Path) -> list[tuple[str, str, str]]:
    """Return (kind, source, name) of everything in a folder that QGIS can show, layers of a GeoPackage one by one."""
    found: list[tuple[str, str, str]] = []
    for path in sorted(folder.rglob("*")):
        ending = path.suffix.lower()
        if ending == ".gpkg":
            layer = QgsVectorLayer(str(path), path.stem, "ogr")
            subs = (
                [s.split(layer.dataProvider().sublayerSeparator())[1] for s in layer.dataProvider().subLayers()]
                if layer.isValid()
                else []
            )
            subs = shown_layers(subs) or [""]
            found += [("vector", f"{path}|layername={s}" if s else str(path), s or path.stem) for s in subs]
        elif ending == ".csv":
            found.append(("vector", str(path), path.stem))
        elif ending in (".tif", ".tiff"):
            found.append(("raster", str(path), path.stem))
    return found


def _grouped(project: QgsProject, title: str, found: list[tuple[str, str, str]]) -> None:
    """Add everything that opens as one group: maps on top, then rasters, then tables."""
    group = project.layerTreeRoot().insertGroup(0, title)
    opened = [QgsVectorLayer(s, n, "ogr") if kind == "vector" else QgsRasterLayer(s, n) for kind, s, n in found]
    last: Any = None
    for layer in sorted((layer for layer in opened if layer.isValid()), key=_height):
        if isinstance(layer, QgsRasterLayer):
            dress_raster(layer, "ntl")
        else:
            name_categories(layer)
            when = show_last_period(layer)
            last = (layer, when) if when is not None else last
        project.addMapLayer(layer, False)
        node = group.addLayer(layer)
        node.setExpanded(False)
        if not project.crs().isValid() and layer.crs().isValid():
            project.setCrs(layer.crs())
    if last is not None and project is QgsProject.instance():
        show_in_window(*last)
    elif last is not None:
        keep_last(project, *last)


def _height(layer: Any) -> int:
    """Return 0 for maps, 1 for rasters, 2 for tables."""
    if isinstance(layer, QgsRasterLayer):
        return 1
    return 0 if layer.isSpatial() else 2


def _relative() -> Any:
    from qgis.core import Qgis

    return Qgis.FilePathType.Relative
