"""How long work reports itself and learns that it is no longer wanted. Standard library only."""

from __future__ import annotations

import logging
from typing import Protocol, runtime_checkable

log: logging.Logger = logging.getLogger("gisplug")


@runtime_checkable
class Progress(Protocol):
    """What a face hands to long work. All methods return at once; each may raise `errors.Cancelled`."""

    def update(self, fraction: float, message: str = "") -> None:
        """Say how much is done (0..1) and, if it changed, what is being done."""

    def info(self, text: str) -> None:
        """Say something the user may want to read."""

    def warn(self, text: str) -> None:
        """Say that the answer is right but may surprise."""

    def check(self) -> None:
        """Raise `errors.Cancelled` if the user cancelled."""


class Silent:
    """Progress for scripts: warnings go to the log, nothing is ever cancelled."""

    def update(self, fraction: float, message: str = "") -> None:
        """Do nothing."""
        del fraction, message

    def info(self, text: str) -> None:
        """Log the text."""
        log.info(text)

    def warn(self, text: str) -> None:
        """Log the text as a warning."""
        log.warning(text)

    def check(self) -> None:
        """Do nothing: scripts are never cancelled."""


class Part:
    """A slice [start, stop] of another progress, for work made of several long parts."""

    def __init__(self, whole: Progress, start: float, stop: float) -> None:
        self._whole, self._start, self._width = whole, start, stop - start

    def update(self, fraction: float, message: str = "") -> None:
        """Say how much of this part is done (0..1); the whole moves within the slice."""
        self._whole.update(self._start + self._width * min(max(fraction, 0.0), 1.0), message)

    def info(self, text: str) -> None:
        """Hand the text on."""
        self._whole.info(text)

    def warn(self, text: str) -> None:
        """Hand the warning on."""
        self._whole.warn(text)

    def passing(self, text: str, warning: bool = False) -> None:
        """Hand on what holds for this run only."""
        passing(self._whole, text, warning)

    def check(self) -> None:
        """Ask the whole whether the user cancelled."""
        self._whole.check()


def passing(progress: Progress, text: str, warning: bool = False) -> None:
    """Say what holds for this run only, such as a worker that died: it belongs into no record of a result."""
    heard = getattr(progress, "passing", None)
    if heard is not None:
        heard(text, warning)
    else:
        (progress.warn if warning else progress.info)(text)


SILENT = Silent()
