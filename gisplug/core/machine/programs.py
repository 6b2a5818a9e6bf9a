"""Other programs: run to their end, heard line by line, ended with their children. Python 3.9, standard library."""

from __future__ import annotations

import contextlib
import math
import os
import queue
import signal
import subprocess  # nosec B404 - engine, pip and venv are programs
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gisplug.core.progress import Progress

LAST_LINES = 12
POLL_SECONDS = 0.1
LET_GO_SECONDS = 2.0
NO_WINDOW = 0x08000000  # of Windows: no console appears


@dataclass(frozen=True)
class Ended:
    """How a program ended and its last lines. `silent` if it was ended because it printed nothing for too long."""

    code: int
    last: tuple[str, ...]
    silent: bool = False


def run_program(
    command: Sequence[str],
    progress: Progress,
    hear: Callable[[str], object] = lambda line: None,
    environ: Mapping[str, str] | None = None,
    given: str = "",
    patience: float = math.inf,
    group: bool = True,
) -> Ended:
    """Run a program to its end and hand on each line it prints.

    Parameters
    ----------
    command
        The program and its words; no shell reads them.
    progress
        Its `check` is asked ten times a second; whatever it raises ends the program and its children.
    hear
        Is given each line of its output and of its errors.
    environ
        The environment variables; those of this process where left out.
    given
        What it reads; keep it short, since it is written before anything is heard.
    patience
        Seconds without a line after which it is ended.
    group
        Whether it gets a group of its own, so that its children end with it; without one it ends with this process.

    Raises
    ------
    OSError
        If the program cannot be started.
    """
    process = subprocess.Popen(  # nosec B603 - a list, no shell
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=None if environ is None else dict(environ),
        **(alone() if group else _with_us()),
    )
    end = killed if group else _killed_alone
    last: deque[str] = deque(maxlen=LAST_LINES)
    try:
        _give(process, given)
        silent = _heard(process, progress, last, hear, patience)
    except BaseException:
        end(process)
        raise
    if silent:
        end(process)
    return Ended(process.wait(), tuple(last), silent)


def alone() -> dict[str, Any]:
    """Return the options of Popen that give a process no console window and a group of its own, to be ended whole."""
    if sys.platform == "win32":
        return {"creationflags": NO_WINDOW | 0x00000200}
    return {"start_new_session": True}


def killed(process: subprocess.Popen[Any]) -> None:
    """End a process with its children, and wait for it so that no zombie stays."""
    if sys.platform == "win32":
        if process.poll() is None:
            process.kill()  # its job object takes the children with it
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=2)


def _with_us() -> dict[str, Any]:
    return {"creationflags": NO_WINDOW} if sys.platform == "win32" else {}


def _killed_alone(process: subprocess.Popen[Any]) -> None:
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=2)


def _give(process: subprocess.Popen[str], text: str) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError), process.stdin as stream:  # it may have ended without reading
            stream.write(text)


def _heard(
    process: subprocess.Popen[str],
    progress: Progress,
    last: deque[str],
    hear: Callable[[str], object],
    patience: float,
) -> bool:
    """Hand on the lines until there are no more; return whether patience ended first."""
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_drained, args=(process, lines), daemon=True).start()
    until, gone = time.monotonic() + patience, math.inf
    while time.monotonic() < until:
        progress.check()
        try:
            line = lines.get(timeout=POLL_SECONDS)
        except queue.Empty:
            if process.poll() is not None:
                gone = min(gone, time.monotonic())
            if time.monotonic() - gone > LET_GO_SECONDS:  # a program of its own that goes on holds the stream
                return False
            continue
        if line is None:
            return False
        until = time.monotonic() + patience
        last.append(line)
        hear(line)
    return True


def _drained(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    if process.stdout is not None:
        with process.stdout as stream, contextlib.suppress(OSError, ValueError):
            for line in stream:
                lines.put(line.rstrip())
    lines.put(None)
