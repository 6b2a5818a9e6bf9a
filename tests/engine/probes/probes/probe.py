"""A tool that only tests see: it behaves as badly as its parameter says."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.core.errors import PanelError


def run(params: Mapping[str, Any], progress: Any) -> dict[str, Any]:
    how = params["how"]
    return globals()[f"_{how}"](params, progress)


def _answer(params, progress):
    for step in range(5):
        progress.update(step / 5, f"step {step}")
    progress.info("told")
    progress.warn("2 isolates (Hainan, 台湾)")
    return {"value": 42.0, "words": "答案"}


def _cluster(params, progress):
    return {"value": 0.0, "words": os.environ.get("GISPLUG_DASK", "none")}


def _wait(params, progress):
    while True:
        progress.check()
        time.sleep(0.02)


def _chatter(params, progress):
    for _ in range(3000):
        progress.info("still busy")
        time.sleep(0.005)
    return {"value": 1.0}


def _spin(params, progress):
    time.sleep(100)


def _refuse(params, progress):
    raise PanelError("3 rows are twice there. Remove them.")


def _bug(params, progress):
    return {"value": 1 / 0}


def _memory(params, progress):
    import numpy as np

    return {"value": float(np.ones((1 << 24, 1 << 24)).sum())}


def _shout(params, progress):
    print('{"type": "result", "outputs": {}}', flush=True)
    os.write(1, b"\x00\xff noise to descriptor 1\n")
    subprocess.run([sys.executable, "-c", "print('noise of a child')"], check=True)
    return {"value": 1.0}


def _environment(params, progress):
    return {"words": " ".join(sorted(os.environ))}


def _exit(params, progress):
    os._exit(7)


def _segfault(params, progress):
    os.kill(os.getpid(), 11)
    time.sleep(5)


def _lacking(params, progress):
    import gisplug_no_such_package  # noqa: F401


def _child(params, progress):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])
    Path(params["note"]).write_text(f"{os.getpid()} {child.pid}")
    time.sleep(100)


def _modules(params, progress):
    import gisplug

    return {"words": gisplug.__file__}


TOOL = Tool(
    "probe",
    "Probe",
    "study",
    "Behaves as told.",
    (Param("how", "text", "How", "What to do."), Param("note", "text", "Note", "Where to note.", optional=True)),
    (Output("value", "number", "Value", "A number."), Output("words", "text", "Words", "Words.")),
    run,
)
