"""One Processing algorithm for every declared tool."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingOutputFile
from qgis.PyQt.QtGui import QIcon

from gisplug.core.declare import GROUPS, Tool, told
from gisplug.core.declare.applies import ONLY, cases_in_words
from gisplug.core.declare.everywhere import wording_of
from gisplug.core.errors import Cancelled, EngineError, GisplugError
from gisplug.core.help import tool_page
from gisplug.core.messages import spoken_error
from gisplug.engine.interpreters import find_interpreter
from gisplug.toolbox.bridge import databases, job, parameters, results, settings
from gisplug.toolbox.bridge.layers import plain_source
from gisplug.toolbox.bridge.progress import FeedbackProgress
from gisplug.toolbox.bridge.words import help_url, tr

ICONS = Path(__file__).resolve().parents[1] / "icons"


class ToolAlgorithm(QgsProcessingAlgorithm):
    """A tool in the toolbox; the numbers are computed by the engine."""

    def __init__(self, tool: Tool) -> None:
        super().__init__()
        self.tool = tool
        self._finish: Any = None

    def createInstance(self) -> ToolAlgorithm:
        return type(self)(self.tool)

    def name(self) -> str:
        """Return the id of the tool; QGIS puts "gisplug:" before it."""
        return self.tool.id

    def displayName(self) -> str:
        return tr(self.tool.title)

    def group(self) -> str:
        """Return the group in the toolbox, in the language of QGIS."""
        return tr(GROUPS[self.tool.group])

    def groupId(self) -> str:
        return self.tool.group

    def shortDescription(self) -> str:
        return tr(self.tool.help)

    def shortHelpString(self) -> str:
        return help_text(self.tool)

    def helpUrl(self) -> str:
        return help_url(tool_page(self.tool.id, self.tool.group))

    def tags(self) -> list[str]:
        """Return what the search of the toolbox finds beside the title."""
        return [*self.tool.tags, self.tool.title, self.tool.id, "gisplug"]

    def icon(self) -> QIcon:
        """Return the icon of the group."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(ICONS / f"{self.tool.group}.svg")

    def initAlgorithm(self, configuration: Any = None) -> None:
        define(self, self.tool)

    def createCustomParametersWidget(self, parent: Any = None) -> Any:
        """Return the dialog of a window, which fills fields by what layers hold."""
        from gisplug.toolbox.dialogs.window import ToolDialog

        return ToolDialog(self, parent)

    def checkParameterValues(self, values: dict[str, Any], context: Any) -> Any:
        """Accept, beside layers, files that only gisplug reads (Stata, GB18030) and names on the shelf."""
        known = dict(values)
        for param in self.tool.params:
            name = parameters.key(param.name)
            if param.kind in parameters.LAYER_KINDS and plain_source(values.get(name)) is not None:
                known.pop(name)
        fine, why = super().checkParameterValues(known, context)
        if not fine and known != dict(values):
            fine, why = self._recheck(values, known, context)
        if fine:
            fine, why = self._rasters_given(values)
        return self._all_apply(values, context) if fine else (fine, why)

    def _all_apply(self, values: dict[str, Any], context: Any) -> Any:
        """Refuse an option that was moved where it has no meaning."""
        asked = {p.name: job.plain_value(self, p, values, context) for p in self.tool.params}
        known = self.tool.by_name
        for param in self.tool.without_meaning(asked):
            cases = tr(ONLY).format(cases=cases_in_words(param, known, tr, labels=True))
            return False, tr("{label} has no meaning here.", label=tr(param.label)) + " " + cases
        return True, ""

    def _recheck(self, values: dict[str, Any], known: dict[str, Any], context: Any) -> Any:
        """Check each parameter by itself; the ones taken out are fine."""
        for definition in self.parameterDefinitions():
            name = definition.name()
            if name in values and name not in known:
                continue
            if not definition.checkValueIsAcceptable(values.get(name, definition.defaultValue()), context):
                return False, self.invalidSourceError(values, name) if name in values else tr(
                    "Incorrect parameter value for {name}", name=definition.description()
                )
        return True, ""

    def _rasters_given(self, values: dict[str, Any]) -> Any:
        for param in self.tool.params:
            name = parameters.key(param.name)
            if (
                param.kind == "rasters"
                and param.required
                and not values.get(name)
                and not values.get(name + parameters.FOLDER_SUFFIX)
            ):
                return False, tr(
                    "{label}: tick layers, or name a folder, a pattern or a set of the shelf.", label=tr(param.label)
                )
        return True, ""

    def prepareAlgorithm(self, values: dict[str, Any], context: Any, feedback: Any) -> bool:
        """Make sure that there is an engine; in a window, offer to make one."""
        try:
            find_interpreter(settings.engine_python())
        except EngineError as problem:
            from gisplug.toolbox.bridge.dialog import offered_engine

            if not offered_engine(str(problem)):
                raise QgsProcessingException(spoken_error(problem)) from None
        return True

    def processAlgorithm(self, values: dict[str, Any], context: Any, feedback: Any) -> dict[str, Any]:
        from gisplug.engine import client

        with job.scratch() as folder:
            wanted = job.collected(self, self.tool, values, context, feedback, folder)
            moved = databases.redirected(self.tool, wanted, context, folder)
            try:
                outputs = client.run(
                    self.tool.id,
                    wanted,
                    FeedbackProgress(feedback),
                    settings.engine_python(),
                    in_window(),
                    settings.dask_address(),
                )
            except Cancelled:
                raise QgsProcessingException(tr("Cancelled; nothing was left half-written.")) from None
            except GisplugError as problem:
                raise QgsProcessingException(spoken_error(problem)) from None
            feedback.setProgress(100)
            made = job.results(self.tool, outputs)
            results.decorate(self.tool, made, context, databases.copied(self.tool, moved, made, feedback))
        self._finish = results.finisher(self.tool, made, context)
        return made

    def postProcessAlgorithm(self, context: Any, feedback: Any) -> dict[str, Any]:
        return self._finish(feedback) if self._finish is not None else {}


def define(algorithm: QgsProcessingAlgorithm, tool: Tool) -> None:
    """Give an algorithm the parameters and results of a tool."""
    for definition in (*parameters.inputs(tool), *parameters.destinations(tool)):
        algorithm.addParameter(definition)
    for definition in parameters.values(tool):
        algorithm.addOutput(definition)
    if tool.id in results.STUDIES:
        algorithm.addOutput(QgsProcessingOutputFile("PROJECT", tr("QGIS project")))


def help_text(tool: Tool) -> str:
    """Return the help that the dialog shows: the tool, then each parameter and result."""
    parts = [f"<p>{tr(tool.help)}</p>"]
    known, asked = tool.by_name, (*tool.params, *wording_of(tool))
    if asked:
        parts.append(f"<h3>{tr('Parameters')}</h3>")
    parts += [f"<p><b>{tr(p.label)}</b>: {told(p, known, tr, labels=True)}</p>" for p in asked]
    parts.append(f"<h3>{tr('Results')}</h3>")
    parts += [f"<p><b>{tr(o.label)}</b>: {tr(o.help)}</p>" for o in tool.outputs]
    return "".join(parts)


def in_window() -> bool:
    """Whether this is a QGIS window, where a warm engine is worth its memory."""
    from qgis.utils import iface

    return iface is not None
