"""Starting and ending the processes of engine and setup: no window, children included. Standard library, Python 3.9."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess  # nosec B404 - the engine is a process of its own by design
import sys
from pathlib import Path
from typing import Any

from gisplug.core.errors import EngineError
from gisplug.engine.interpreters import Interpreter, clean_environment, how
from gisplug.engine.protocol import BOOT
from gisplug.engine.words import said


def alone() -> dict[str, Any]:
    """Return the options of Popen that give a process no console window and a group of its own, to be ended whole."""
    if sys.platform == "win32":
        return {"creationflags": 0x08000000 | 0x00000200}
    return {"start_new_session": True}


def started(interpreter: Interpreter) -> subprocess.Popen[bytes]:
    """Start the worker in a Python; it loads this very copy of gisplug.

    Raises
    ------
    EngineError
        If the interpreter cannot be started.
    """
    home = str(Path(__file__).resolve().parents[1])
    try:
        return subprocess.Popen(  # nosec B603 - a list, no shell; the interpreter is the user's choice
            [interpreter.path, "-I", "-X", "utf8", "-c", BOOT, home],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(),
            **alone(),
        )
    except OSError as problem:
        raise EngineError(
            said(
                "The engine's Python {path!r}, named by {origin}, cannot be started: {why}.",
                path=interpreter.path,
                origin=interpreter.origin,
                why=problem.strerror,
            )
            + f" {how()}"
        ) from problem


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
