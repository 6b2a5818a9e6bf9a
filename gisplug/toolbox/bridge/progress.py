"""Progress of a job in the words of Processing."""

from __future__ import annotations

from typing import Any

from gisplug.core.errors import Cancelled
from gisplug.core.progress import Progress


class FeedbackProgress(Progress):
    """Hands progress on to a QgsProcessingFeedback, and its cancel button back."""

    def __init__(self, feedback: Any) -> None:
        self._feedback = feedback

    def update(self, fraction: float, message: str = "") -> None:
        """Move the bar to a fraction (0..1) and, if it changed, say what is being done."""
        self._feedback.setProgress(100.0 * fraction)
        if message:
            self._feedback.setProgressText(message)

    def info(self, text: str) -> None:
        """Write a line into the log."""
        self._feedback.pushInfo(text)

    def warn(self, text: str) -> None:
        """Write a warning into the log."""
        self._feedback.pushWarning(text)

    def check(self) -> None:
        """Stop the work if the cancel button was pressed.

        Raises
        ------
        Cancelled
            If it was.
        """
        if self._feedback.isCanceled():
            raise Cancelled
