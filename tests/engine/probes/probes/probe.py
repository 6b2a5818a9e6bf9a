"""A tool that only tests see: it behaves as badly as its parameter says."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from gisplug.core.declare import Inputs, Output, Tool, param
from gisplug.core.errors import PanelError


class Asked(Inputs):
    how: str = param("text", "How", "What to do.")
    note: str | None = param("text", "Note", "Where to note.", optional=True)


def run(asked: Asked, progress: Any) -> dict[str, Any]:
    how = asked.how
    return globals()[f"_{how}"](asked, progress)


def _answer(asked, progress):
    for step in range(5):
        progress.update(step / 5, f"step {step}")
    progress.info("told")
    progress.warn("2 isolates (Hainan, 台湾)")
    return {"value": 42.0, "words": "答案"}


def _cluster(asked, progress):
    return {"value": 0.0, "words": os.environ.get("GISPLUG_DASK", "none")}


def _kernels(asked, progress):
    from gisplug.core.machine.kernels import kernels

    return {"value": 0.0, "words": ", ".join(kernels())}


def _wait(asked, progress):
    while True:
        progress.check()
        time.sleep(0.02)


def _chatter(asked, progress):
    for _ in range(3000):
        progress.info("still busy")
        time.sleep(0.005)
    return {"value": 1.0}


def _spin(asked, progress):
    time.sleep(100)


def _refuse(asked, progress):
    raise PanelError("3 rows are twice there. Remove them.")


def _bug(asked, progress):
    return {"value": 1 / 0}


def _memory(asked, progress):
    import numpy as np

    return {"value": float(np.ones((1 << 24, 1 << 24)).sum())}


def _shout(asked, progress):
    print('{"type": "result", "outputs": {}}', flush=True)
    os.write(1, b"\x00\xff noise to descriptor 1\n")
    subprocess.run([sys.executable, "-c", "print('noise of a child')"], check=True)
    return {"value": 1.0}


def _environment(asked, progress):
    return {"words": " ".join(sorted(os.environ))}


def _exit(asked, progress):
    os._exit(7)


def _segfault(asked, progress):
    os.kill(os.getpid(), 11)
    time.sleep(5)


def _lacking(asked, progress):
    import gisplug_no_such_package  # noqa: F401


def _child(asked, progress):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])
    Path(asked.note).write_text(f"{os.getpid()} {child.pid}")
    time.sleep(100)


def _escape(asked, progress):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"], start_new_session=True)
    Path(asked.note).write_text(f"{os.getpid()} {child.pid}")
    time.sleep(100)


def _write(asked, progress):
    from gisplug.core.output.files import writing

    with writing(asked.note) as path:
        path.write_text("half", encoding="utf-8")
        path.with_name("pid").write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(100)


def _modules(asked, progress):
    import gisplug

    return {"words": gisplug.__file__}


TOOL = Tool(
    "probe",
    "Probe",
    "study",
    "Behaves as told.",
    Asked,
    run,
    (Output("value", "number", "Value", "A number."), Output("words", "text", "Words", "Words.")),
)
