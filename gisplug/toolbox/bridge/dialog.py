"""The small dialog that appears only when a tool is run in a window and there is no engine."""

from __future__ import annotations

import threading
from typing import Any, Optional

from qgis.PyQt.QtCore import QCoreApplication, QThread, QTimer
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from gisplug.core.errors import Cancelled, GisplugError
from gisplug.engine.interpreters import find_interpreter
from gisplug.engine.setup.install import install
from gisplug.engine.setup.plan import Plan, planned
from gisplug.toolbox.bridge import settings
from gisplug.toolbox.bridge.words import tr


def offered_engine(why: str) -> bool:
    """Show the dialog where there is a window; return whether an engine is there afterwards."""
    from qgis.utils import iface

    main_thread = QThread.currentThread() == QCoreApplication.instance().thread()
    if iface is None or not main_thread:
        return False
    EngineDialog(why, iface.mainWindow()).exec()
    try:
        find_interpreter(settings.engine_python())
    except GisplugError:
        return False
    return True


class _Shared:
    """Progress of the installing thread, read by the dialog's timer."""

    def __init__(self) -> None:
        self.fraction, self.message = 0.0, ""
        self.lines: list[str] = []
        self.cancelled = threading.Event()

    def update(self, fraction: float, message: str = "") -> None:
        self.check()
        self.fraction, self.message = fraction, message or self.message

    def info(self, text: str) -> None:
        self.lines.append(text)

    def warn(self, text: str) -> None:
        self.lines.append(text)

    def check(self) -> None:
        if self.cancelled.is_set():
            raise Cancelled


class EngineDialog(QDialog):
    """Says what would be installed, where and how large; installs only when its button is pressed."""

    def __init__(self, why: str, parent: Any = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("gisplug needs its engine"))
        self.resize(640, 420)
        self._shared = _Shared()
        self._thread = threading.Thread(target=self._install, daemon=True)
        self._error = ""
        box = QVBoxLayout(self)
        head = QLabel(
            tr(
                "gisplug computes in a Python environment of its own, so that QGIS's Python is never touched. There "
                "is none yet."
            )
        )
        head.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.bar = QProgressBar()
        self.bar.setVisible(False)
        self.button = QPushButton(tr("Set up engine"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.addButton(self.button, QDialogButtonBox.ButtonRole.ActionRole)
        for widget in (head, self.text, self.bar, self.buttons):
            box.addWidget(widget)
        self.button.clicked.connect(self.start)
        self.buttons.rejected.connect(self.reject)
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._look)
        self._plan = self._planned(why)

    def start(self) -> None:
        """Install, in a thread; this is the user's word."""
        self._shared, self._error = _Shared(), ""
        self.button.setEnabled(False)
        self.bar.setVisible(True)
        self._thread = threading.Thread(target=self._install, daemon=True)
        self._thread.start()
        self.timer.start(150)

    def reject(self) -> None:
        """Cancel a running installation, else close."""
        if self._thread.is_alive():
            self._shared.cancelled.set()
            return
        super().reject()

    def _planned(self, why: str) -> Optional[Plan]:
        try:
            plan = planned(proxy=settings.proxy())
        except GisplugError as problem:
            self.text.setPlainText(f"{problem}\n\n{why}")
            self.button.setEnabled(False)
            return None
        more = tr(
            "More choices (folder of wheels, another package index, another Python) are in the tool 'Set up engine'."
        )
        self.text.setPlainText(f"{plan}\n\n{more}")
        return plan

    def _install(self) -> None:
        if self._plan is None:
            return
        try:
            install(self._plan, self._shared)
        except Cancelled:
            self._error = tr("Cancelled; nothing remains of it.")
        except GisplugError as problem:
            self._error = str(problem)
        except OSError as problem:
            self._error = str(problem)

    def _look(self) -> None:
        self.bar.setValue(round(100 * self._shared.fraction))
        self.bar.setFormat(f"%p %  {self._shared.message}")
        if self._thread.is_alive():
            return
        self.timer.stop()
        if not self._error:
            self.accept()
            return
        self.button.setEnabled(True)
        self.bar.setVisible(False)
        QMessageBox.warning(self, tr("Set up engine"), self._error)
