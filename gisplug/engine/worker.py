"""The worker: runs tools in the engine's Python on behalf of QGIS.

Descriptor 1 is given to the protocol under another number and then points to stderr, so a library that prints cannot
break the conversation. A thread reads stdin all the time: it hears "cancel" while a tool runs, and when stdin ends
(QGIS closed or crashed) it ends this process and its children at once.
"""

from __future__ import annotations

import contextlib
import os
import platform
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Optional

from gisplug.core.advice import speaking_to
from gisplug.core.errors import Cancelled, GisplugError
from gisplug.core.executor import dask_cluster, told_of
from gisplug.core.machine.kernels import take_common_kernels
from gisplug.core.machine.limits import refuse_too_little
from gisplug.core.machine.signals import ended_as_by_ctrl_c
from gisplug.core.messages import language, speaking, spoken, spoken_error
from gisplug.core.output.refusals import refusal_of
from gisplug.core.version import version
from gisplug.engine.loading import COMMON, LIBRARIES, load
from gisplug.engine.protocol import PROTOCOL, decoded, encoded
from gisplug.tools import get_tool

IDLE_SECONDS = 3600.0  # a warm worker that nobody has used for an hour gives its memory back
PROGRESS_SECONDS = 0.1  # at most ten progress lines a second


class Channel:
    """The worker's side of the conversation; lines from several threads never mix."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._lock = stream, threading.Lock()

    def send(self, type: str, **content: Any) -> None:
        """Write one message of a type as a line."""
        line = encoded({"type": type, **content})
        with self._lock:
            self._stream.write(line)
            self._stream.flush()


class ChannelProgress:
    """Progress that travels to QGIS."""

    def __init__(self, channel: Channel, cancelled: threading.Event) -> None:
        self._channel, self._cancelled = channel, cancelled
        self._last, self._message = 0.0, ""
        self._language = language()

    def update(self, fraction: float, message: str = "") -> None:
        """Send how much is done (0..1) and what is being done, at most ten times a second.

        Raises
        ------
        Cancelled
            If the user cancelled.
        """
        self.check()
        now = time.monotonic()
        news = bool(message) and message != self._message
        if news or fraction >= 1 or now - self._last >= PROGRESS_SECONDS:
            self._last, self._message = now, message or self._message
            self._channel.send(
                "progress", fraction=float(fraction), message=spoken(message, self._language) if news else ""
            )

    def info(self, text: str) -> None:
        """Send a text."""
        self._channel.send("info", text=spoken(text, self._language))

    def warn(self, text: str) -> None:
        """Send a warning."""
        self._channel.send("warning", text=spoken(text, self._language))

    def check(self) -> None:
        """Stop the work if QGIS asked for it.

        Raises
        ------
        Cancelled
            If it did.
        """
        if self._cancelled.is_set():
            raise Cancelled


def main() -> None:
    """Say hello, then serve jobs until stdin ends, "quit" comes, or nothing has come for an hour."""
    take_common_kernels()
    channel = Channel(_private_stdout())
    _first_to_go_when_memory_ends()
    jobs: queue.Queue[dict[str, Any]] = queue.Queue()
    cancelled = threading.Event()
    channel.send("hello", protocol=PROTOCOL, version=version(), python=platform.python_version(), pid=os.getpid())
    threading.Thread(target=_listen, args=(channel, jobs, cancelled), daemon=True).start()
    try:
        with ended_as_by_ctrl_c():
            _serve_all(channel, jobs, cancelled)
    except KeyboardInterrupt:  # SIGTERM: what ran has tidied up after itself
        pass
    _end(0)


def _serve_all(channel: Channel, jobs: queue.Queue[dict[str, Any]], cancelled: threading.Event) -> None:
    while True:
        try:
            job = jobs.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            return
        if job["type"] == "quit":
            return
        _serve(channel, job, cancelled)


def _serve(channel: Channel, job: dict[str, Any], cancelled: threading.Event) -> None:
    """Do one job and answer it, whatever happens: the error's name, its text, and the trace for a bug."""
    with speaking(str(job.get("language") or "")):
        _answered(channel, job, cancelled)


def _answered(channel: Channel, job: dict[str, Any], cancelled: threading.Event) -> None:
    progress = ChannelProgress(channel, cancelled)
    try:
        outputs = {"selftest": _selftest, "ask": _answer, "warm": _warm}.get(str(job["type"]), _run)(job, progress)
        channel.send("result", outputs=outputs)
    except Cancelled:
        channel.send("error", kind="Cancelled", text=spoken("Cancelled."))
    except GisplugError as problem:
        channel.send("error", kind=type(problem).__name__, text=spoken_error(problem))
    except KeyboardInterrupt:  # SIGTERM
        channel.send("error", kind="Cancelled", text=spoken("Cancelled."))
        raise
    except MemoryError as problem:
        channel.send("error", kind="MemoryError", text=str(problem))
    except ImportError as problem:
        channel.send("error", kind="ImportError", text=str(problem), trace=traceback.format_exc())
    except BaseException as problem:  # the border of the process: nothing may end it without an answer
        refusal = refusal_of(problem)
        if refusal is not None:
            channel.send("error", kind=type(refusal).__name__, text=spoken_error(refusal))
            return
        text = f"{type(problem).__name__}: {problem}"
        channel.send("error", kind="Bug", text=text, trace=traceback.format_exc())
    finally:
        cancelled.clear()


def _run(job: Mapping[str, Any], progress: ChannelProgress) -> dict[str, Any]:
    tool = get_tool(str(job["tool"]))
    from gisplug.report.words.wording import holding, taken_words

    refuse_too_little()
    if tool.group != "study":  # the doctor must not trip over what it looks at
        load(LIBRARIES, progress.check)
    given = dict(job["params"])
    if cluster := told_of(str(job.get("dask") or "")):
        progress.info(cluster)
    with dask_cluster(str(job.get("dask") or "")), speaking_to("dialog"), holding(taken_words(tool, given)):
        outputs = tool.run(tool.complete(given), progress)
    return {name: _plain(value) for name, value in outputs.items()}


def _answer(job: Mapping[str, Any], progress: ChannelProgress) -> dict[str, Any]:
    """Answer a question of the explorer from what this process keeps."""
    from gisplug.report.explorer.answers import ANSWERS

    progress.check()
    return ANSWERS[str(job["what"])](**job["given"])


def _warm(job: Mapping[str, Any], progress: ChannelProgress) -> dict[str, Any]:
    """Load what nearly every tool loads, while the user fills in the dialog."""
    del job
    load((*LIBRARIES, *COMMON), progress.check)
    return {}


def _selftest(job: Mapping[str, Any], progress: ChannelProgress) -> dict[str, Any]:
    """Import every library that tools need and do a sum with them; return their versions."""
    import importlib

    from gisplug.study.doctor.packages import IMPORTS, installed

    del job, progress
    found: dict[str, Any] = {"python": platform.python_version()}
    for name, module in IMPORTS.items():
        importlib.import_module(module)
        found[name] = installed(name) or "present"
    import numpy as np
    import pyproj
    from scipy.sparse import csc_array, identity
    from scipy.sparse.linalg import splu

    x, _ = pyproj.Transformer.from_crs(4326, 3857, always_xy=True).transform(180.0, 0.0)
    solved = splu(csc_array(identity(3, format="csc") * 2.0)).solve(np.ones(3))
    if not (abs(x - 20037508.342789244) < 1e-3 and np.allclose(solved, 0.5)):
        raise GisplugError("The engine's libraries load but compute wrongly. Choose Repair in 'Set up engine'.")
    return found


def _plain(value: Any) -> Any:
    """Return JSON for what a tool returned: paths, NumPy scalars, lists of them."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        return value.item()
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _listen(channel: Channel, jobs: queue.Queue[dict[str, Any]], cancelled: threading.Event) -> None:
    for line in sys.stdin.buffer:
        message = decoded(line)
        if message is None:
            continue
        if message["type"] == "cancel":
            cancelled.set()
        elif message["type"] == "ping":
            channel.send("pong")
        else:
            jobs.put(message)
            if message["type"] == "quit":
                _end(0)
    _end(0)


def _private_stdout() -> BinaryIO:
    """Keep descriptor 1 for the protocol alone; whatever prints goes to stderr."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return os.fdopen(kept, "wb")


def _first_to_go_when_memory_ends() -> None:
    """Ask Linux to sacrifice this process rather than QGIS; tie children to it on Windows."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("600", encoding="ascii")
    if sys.platform == "win32":
        _tie_children_to_this_process()


def _end(code: int) -> None:
    """End this process and its children now, without waiting for the tool that may be running."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(code)


_job: Optional[int] = None


def _tie_children_to_this_process() -> None:
    """Put this process into a Windows job that ends all its members when the last handle closes."""
    import ctypes

    class Limits(ctypes.Structure):
        _fields_ = [
            ("times", ctypes.c_int64 * 2),
            ("flags", ctypes.c_uint32),
            ("sizes", ctypes.c_size_t * 2),
            ("count", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("classes", ctypes.c_uint32 * 2),
            ("io", ctypes.c_uint64 * 6),
            ("memory", ctypes.c_size_t * 4),
        ]

    global _job
    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    _job = kernel.CreateJobObjectW(None, None)
    limits = Limits(flags=0x2000)  # JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
    extended = 9
    handle = ctypes.c_void_p(_job)
    kernel.SetInformationJobObject(handle, extended, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(handle, ctypes.c_void_p(kernel.GetCurrentProcess()))
