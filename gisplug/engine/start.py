"""Starting a worker in a Python about which nothing is known. Standard library, Python 3.9."""

from __future__ import annotations

import subprocess  # nosec B404 - the engine is a process of its own by design
from pathlib import Path

from gisplug.core.errors import EngineError
from gisplug.core.machine.programs import alone
from gisplug.engine.interpreters import Interpreter, clean_environment, how
from gisplug.engine.protocol import BOOT
from gisplug.engine.scratch import within
from gisplug.engine.words import said


def started(interpreter: Interpreter, scratch: Path) -> subprocess.Popen[bytes]:
    """Start the worker; it loads this very copy of gisplug and has its temporary files in the folder `scratch`.

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
            env=within(scratch, clean_environment()),
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
