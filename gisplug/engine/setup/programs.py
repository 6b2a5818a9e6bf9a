"""Running pip and venv: their lines are heard as they come, and cancelling ends them with their children."""

from __future__ import annotations

import contextlib
import queue
import subprocess  # nosec B404 - pip and venv are programs
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Callable, Optional

from gisplug.core.errors import EngineError
from gisplug.core.progress import Progress
from gisplug.engine.interpreters import clean_environment
from gisplug.engine.processes import alone, killed
from gisplug.engine.words import said

LAST_LINES = 12


@dataclass(frozen=True)
class Ended:
    """How a program ended, and its last lines."""

    code: int
    last: tuple[str, ...]


def run_program(
    command: Sequence[str],
    progress: Progress,
    hear: Callable[[str], object] = lambda line: None,
    more: Optional[Mapping[str, str]] = None,
) -> Ended:
    """Run a program to its end and hand on each line it prints.

    Parameters
    ----------
    command
        The program and its words.
    progress
        Its `check` is asked ten times a second; whatever it raises ends the program and its children.
    hear
        Is given each line.
    more
        Environment variables beside those of `clean_environment`.

    Raises
    ------
    EngineError
        If the program cannot be started.
    """
    try:
        process = subprocess.Popen(  # nosec B603 - a list, no shell
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**clean_environment(), **(more or {})},
            **alone(),
        )
    except OSError as problem:
        raise EngineError(said("Cannot start {program}: {why}.", program=command[0], why=problem.strerror)) from problem
    last: deque[str] = deque(maxlen=LAST_LINES)
    try:
        _heard(process, progress, last, hear)
    except BaseException:
        killed(process)
        raise
    return Ended(process.wait(), tuple(last))


def _heard(process: subprocess.Popen[str], progress: Progress, last: deque[str], hear: Callable[[str], object]) -> None:
    lines: queue.Queue[Optional[str]] = queue.Queue()
    threading.Thread(target=_drained, args=(process, lines), daemon=True).start()
    while True:
        progress.check()
        try:
            line = lines.get(timeout=0.1)
        except queue.Empty:
            continue
        if line is None:
            return
        last.append(line)
        hear(line)


def _drained(process: subprocess.Popen[str], lines: queue.Queue[Optional[str]]) -> None:
    if process.stdout is not None:
        with process.stdout as stream, contextlib.suppress(OSError, ValueError):
            for line in stream:
                lines.put(line.rstrip())
    lines.put(None)
