"""The tool "Check the installation" in QGIS: it looks at QGIS itself too, and works where there is no engine."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingException

from gisplug.core.errors import Cancelled, GisplugError
from gisplug.core.messages import spoken_error
from gisplug.toolbox.algorithms.tool import ToolAlgorithm
from gisplug.toolbox.bridge import databases, job, results
from gisplug.toolbox.bridge.progress import FeedbackProgress
from gisplug.toolbox.bridge.words import tr


class DoctorAlgorithm(ToolAlgorithm):
    """The declared tool; what it needs is loaded when it runs, not with the plugin."""

    def prepareAlgorithm(self, values: dict, context: Any, feedback: Any) -> bool:
        return True

    def processAlgorithm(self, values: dict, context: Any, feedback: Any) -> dict:
        from gisplug.toolbox.bridge import diagnosis

        with job.scratch() as folder:
            wanted = job.collected(self, self.tool, values, context, feedback, folder)
            moved = databases.redirected(self.tool, wanted, context, folder)
            try:
                findings = diagnosis.examined(FeedbackProgress(feedback))
                outputs = diagnosis.kept(findings, wanted, context)
            except Cancelled:
                raise QgsProcessingException(tr("Cancelled; nothing was left half-written.")) from None
            except GisplugError as problem:
                raise QgsProcessingException(spoken_error(problem)) from None
            diagnosis.tell(findings, feedback)
            feedback.setProgress(100)
            made = job.results(self.tool, outputs)
            results.decorate(self.tool, made, context, databases.copied(self.tool, moved, made, feedback))
        return made
