"""The terminal: a line with a bar, the share done and the time that remains, and a command line that refuses in the
language of the run. Standard library only.
"""

from __future__ import annotations

import argparse
import logging
import re
import signal
import sys
import time
from typing import Any, NoReturn

from gisplug.core.errors import Cancelled
from gisplug.core.messages import language, message, spoken


class Console(logging.Handler):
    """The progress of the command line; also shows what the library logs."""

    def __init__(self, quiet: bool = False, as_json: bool = False) -> None:
        super().__init__(logging.WARNING)
        self.quiet: bool = quiet
        self.as_json: bool = as_json
        self.language: str = language()
        self.warnings: list[str] = []
        self._bar = sys.stderr.isatty() and not quiet and not as_json
        self._drawn = ""
        self._start = time.monotonic()
        self._last = 0.0
        self._cancelled = False
        self._before: Any = None

    def __enter__(self) -> Console:
        logging.getLogger("gisplug").addHandler(self)
        try:
            self._before = signal.signal(signal.SIGINT, self._interrupt)
        except ValueError:  # not the main thread: Ctrl-C is somebody else's
            self._before = None
        return self

    def __exit__(self, *exc: object) -> None:
        self._erase()
        logging.getLogger("gisplug").removeHandler(self)
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, *_: object) -> None:
        if self._cancelled:
            raise KeyboardInterrupt
        self._cancelled = True

    def emit(self, record: logging.LogRecord) -> None:
        """Show a warning that the library logged."""
        self.warn(record.getMessage())

    def update(self, fraction: float, message: str = "") -> None:
        """Redraw the bar, at most ten times a second."""
        self.check()
        now = time.monotonic()
        if not self._bar or (now - self._last < 0.1 and fraction < 1.0):
            return
        self._last = now
        share = min(max(fraction, 0.0), 1.0)
        filled = round(24 * share)
        spent = now - self._start
        left = _left(spent * (1 - share) / share) if share > 0.03 and spent > 2 else ""
        self._draw(f"[{'#' * filled}{'.' * (24 - filled)}] {share:4.0%}{left}  {spoken(message, self.language)}"[:118])

    def info(self, text: str) -> None:
        """Write a line on standard error, unless quiet or for programs."""
        if not self.quiet and not self.as_json:
            self._line(spoken(text, self.language))

    def warn(self, text: str) -> None:
        """Write a warning on standard error, and keep it for the result."""
        text = spoken(text, self.language)
        self.warnings.append(text)
        if not self.as_json:
            self._line(spoken(message("warning: {text}", text=text), self.language))

    def error(self, text: str) -> None:
        """Say why it failed, on standard error."""
        self._line(f"gisplug: {spoken(text, self.language)}")

    def check(self) -> None:
        """Stop the work if Ctrl-C was pressed: raises `errors.Cancelled`."""
        if self._cancelled:
            raise Cancelled

    def done(self) -> None:
        """Remove the bar."""
        self._erase()

    def _line(self, text: str) -> None:
        self._erase()
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def _draw(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(len(self._drawn)))
        sys.stderr.flush()
        self._drawn = text

    def _erase(self) -> None:
        if self._drawn:
            sys.stderr.write("\r" + " " * len(self._drawn) + "\r")
            self._drawn = ""


class Help(argparse.RawDescriptionHelpFormatter):
    """Help whose own words are in the language of the run."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Add the line of usage."""
        super().add_usage(usage, actions, groups, spoken("usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A command line whose refusals are in the language of the run."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and end."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {spoken('error: ')}{spoken(_of_argparse(message))}\n")


def _of_argparse(text: str) -> str:
    """Return what argparse says as a message; what is not known here stays as it is."""
    if found := re.fullmatch(r"unrecognized arguments: (.+)", text):
        return message("unrecognized arguments: {words}", words=found[1])
    if found := re.fullmatch(r"the following arguments are required: (.+)", text):
        return message("the following arguments are required: {names}", names=found[1])
    if found := re.fullmatch(r"argument (.+): expected one argument", text):
        return message("argument {name}: expected one argument", name=found[1])
    if found := re.fullmatch(r"argument (.+): expected at least one argument", text):
        return message("argument {name}: expected at least one argument", name=found[1])
    if found := re.fullmatch(r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", text):
        return message(
            "argument {name}: invalid choice: {given} (choose from {choices})",
            name=found[1],
            given=found[2],
            choices=found[3],
        )
    return text


def _left(seconds: float) -> str:
    return spoken(message(" {time} left", time=_clock(seconds)))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}" if minutes else f"{rest} s"
