"""The dialog of a tool in a window: Processing's own, with fields filled and a button that checks the inputs."""

from __future__ import annotations

from typing import Any

from processing.gui.AlgorithmDialog import AlgorithmDialog
from processing.tools.dataobjects import createContext
from qgis.core import QgsApplication, QgsProcessingAlgRunnerTask
from qgis.PyQt.QtWidgets import QDialogButtonBox, QPushButton

from gisplug.engine import client
from gisplug.toolbox.bridge import settings
from gisplug.toolbox.bridge.parameters import key
from gisplug.toolbox.bridge.words import tr
from gisplug.toolbox.dialogs.check import CHECK, for_check, told
from gisplug.toolbox.dialogs.filling import Filling


class ToolDialog(AlgorithmDialog):
    """A dialog that is filled by picking."""

    def __init__(self, algorithm: Any, parent: Any = None) -> None:
        _offer_boxes(algorithm)
        super().__init__(algorithm, parent=parent)
        client.warm_up(settings.engine_python())
        self._context = createContext()
        self._kept: Any = None
        self._feedback: Any = None
        self.filling = Filling(algorithm.tool, self.mainWidget().wrappers, self._context)
        self.check_button: Any = None
        if for_check(algorithm.tool, {}) is not None:
            self.check_button = QPushButton(tr("Check inputs"))
            self.check_button.setToolTip(tr("Reads the inputs, says what was found, and computes nothing."))
            self.check_button.clicked.connect(self.check)
            self.buttonBox().addButton(self.check_button, QDialogButtonBox.ButtonRole.ResetRole)

    def check(self) -> None:
        """Read the inputs in the background, and tell in the log what was found."""
        values = self.mainWidget().createProcessingParameters()
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"gisplug:{CHECK}")
        wanted = for_check(self.algorithm().tool, values)
        self._feedback = self.createFeedback()
        context = createContext(self._feedback)
        fine, why = algorithm.checkParameterValues(wanted, context)
        self.showLog()
        if not fine:
            self._feedback.reportError(why)
            return
        self.setInfo(f"<b>{tr('Check inputs')}</b>", escapeHtml=False)
        self.check_button.setEnabled(False)
        self._kept = (algorithm, context)
        task = QgsProcessingAlgRunnerTask(algorithm, wanted, context, self._feedback)
        task.executed.connect(self._checked)
        self.setCurrentTask(task)

    def _checked(self, done: bool, results: dict[str, Any]) -> None:
        if done:
            for line in told(results):
                self._feedback.pushInfo(line)
        self.check_button.setEnabled(True)
        self.resetGui()


def _offer_boxes(algorithm: Any) -> None:
    """Give some parameters boxes of their own in this dialog; models keep those of QGIS, which link steps."""
    for param in algorithm.tool.params:
        wrapper: dict[str, str] = {}
        if param.kind in ("weights", "weights_list"):
            wrapper = {"class": "gisplug.toolbox.dialogs.weights." + WRAPPERS[param.kind]}
        elif param.among:
            wrapper = {"class": "gisplug.toolbox.dialogs.among.AmongWrapper", "source": key(param.among)}
        if wrapper:
            algorithm.parameterDefinition(key(param.name)).setMetadata({"widget_wrapper": wrapper})


WRAPPERS = {"weights": "WeightsWrapper", "weights_list": "WeightsListWrapper"}
