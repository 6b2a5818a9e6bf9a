"""The client: runs in QGIS's Python and has tools run by a worker. Standard library only, Python 3.9.

A worker is never started with `sys.executable` (inside QGIS that is QGIS). Whatever becomes of the worker (killed,
hanging, out of memory, of another version) ends in an `EngineError` whose text says what to do.
"""

from __future__ import annotations

import atexit
import collections
import contextlib
import io
import queue
import subprocess  # nosec B404 - the engine is a process of its own by design
import threading
import time
from collections.abc import Mapping
from typing import Any, Optional

from gisplug.core import errors
from gisplug.core.errors import Cancelled, EngineError
from gisplug.core.machine.programs import killed
from gisplug.core.messages import language
from gisplug.core.progress import SILENT, Progress
from gisplug.core.version import version
from gisplug.engine.interpreters import Interpreter, find_interpreter, how
from gisplug.engine.protocol import PROTOCOL, decoded, encoded
from gisplug.engine.refusals import misfit, raised
from gisplug.engine.scratch import remove, scratch_folder
from gisplug.engine.start import started
from gisplug.engine.words import said

START_SECONDS = 60.0  # the very first start reads the libraries from a cold disk
CANCEL_SECONDS = 0.4  # a tool may end by itself before the process is ended; with that, cancel takes under a second
POLL_SECONDS = 0.05
LAST_WORDS_SECONDS = 0.5  # what a process said before it was ended is read in milliseconds
ANSWER_SECONDS = 2.0  # an idle engine takes a millisecond
SILENCE_SECONDS = 60.0  # after that long without any sign of life the user is told


class Worker:
    """A running engine process and the conversation with it. One job at a time."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.lock = threading.Lock()
        self._heard: queue.Queue[Optional[dict[str, Any]]] = queue.Queue()
        self._said: collections.deque[str] = collections.deque(maxlen=40)
        self._answered = True
        self._scratch = scratch_folder()
        try:
            self._process = started(interpreter, self._scratch)
        except EngineError:
            remove(self._scratch)
            raise
        self._readers = [threading.Thread(target=read, daemon=True) for read in (self._read, self._read_stderr)]
        for reader in self._readers:
            reader.start()

    def greet(self, progress: Progress, seconds: float = START_SECONDS) -> None:
        """Wait for the hello of a worker of this very version.

        Raises
        ------
        EngineError
            If none comes within these seconds, or one of another version.
        """
        try:
            hello = self._next(progress, deadline=time.monotonic() + seconds)
        except EngineError as problem:
            told = said("This Python is named by {origin}.", origin=self.interpreter.origin)
            raise EngineError(f"{problem}\n{told} {how()}") from None
        if hello.get("type") != "hello" or hello.get("protocol") != PROTOCOL or hello.get("version") != version():
            self.stop()
            raise EngineError(misfit(self.interpreter, hello, version()))

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def answers(self) -> bool:
        """Whether the process, which is idle, still listens: one that is just ending looks alive for a moment."""
        try:
            while True:
                if self._heard.get_nowait() is None:
                    return False
        except queue.Empty:
            pass
        try:
            self._send({"type": "ping"})
            message = self._heard.get(timeout=ANSWER_SECONDS)
        except (EngineError, queue.Empty):
            return False
        return message is not None and message["type"] == "pong"

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def ask(self, message: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Send a job and pass on what it reports until it ends; return its outputs.

        Raises
        ------
        Cancelled
            If the user cancelled; a worker that does not stop by itself is ended.
        GisplugError
            What the tool raised, by the same class.
        EngineError
            If the worker died, broke off or lacks a package.
        """
        self._send(message)
        try:
            return self._conversed(progress)
        except Cancelled:
            if not self._answered:
                self._cancel()
            raise
        except BaseException:
            if not self._answered:
                self.stop()
            raise

    def _conversed(self, progress: Progress) -> dict[str, Any]:
        self._answered = False
        while True:
            answer = self._next(progress)
            kind = answer["type"]
            if kind == "progress":
                progress.update(float(answer["fraction"]), str(answer["message"]))
            elif kind == "info":
                progress.info(str(answer["text"]))
            elif kind == "warning":
                progress.warn(str(answer["text"]))
            elif kind in ("result", "error"):
                self._answered = True
                if kind == "error":
                    raise raised(answer)
                return dict(answer["outputs"])

    def stop(self) -> None:
        """End the process and its children, and remove its temporary files."""
        killed(self._process)
        remove(self._scratch)
        if self._process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                self._process.stdin.close()
        for reader in self._readers:  # a program that went its own way may hold a stream open: they close it then
            reader.join(LAST_WORDS_SECONDS)

    def _next(self, progress: Progress, deadline: Optional[float] = None) -> dict[str, Any]:
        """Return the next message; meanwhile watch for cancel, death and silence."""
        pinged, heard, told = time.monotonic(), time.monotonic(), False
        while True:
            progress.check()  # also between the messages of a talkative tool
            try:
                message = self._heard.get(timeout=POLL_SECONDS)
            except queue.Empty:
                message = {"type": "nothing"}
            if message is None:
                raise EngineError(self._epitaph())
            if message["type"] not in ("nothing", "pong"):
                return message
            now = time.monotonic()
            heard = now if message["type"] == "pong" else heard
            if deadline is not None and now > deadline:
                self.stop()
                raise EngineError(
                    said(
                        "The engine ({path}) was started but did not answer within {seconds:.0f} seconds. Try "
                        "again; if it happens "
                        "again choose Repair in 'Set up engine'.",
                        path=self.interpreter.path,
                        seconds=START_SECONDS,
                    )
                    + self._tail()
                )
            if not self.alive and self._heard.empty():
                time.sleep(POLL_SECONDS)  # the reader may still hold its last words
                if self._heard.empty():
                    raise EngineError(self._epitaph())
            if deadline is None and now - pinged > 5:
                pinged = now
                self._send({"type": "ping"})
            if now - heard > SILENCE_SECONDS and not told and deadline is None:
                told = True
                progress.warn(
                    said(
                        "The engine has given no sign of life for {seconds:.0f} seconds. It may be deep in a "
                        "calculation; wait, or "
                        "press Cancel: that ends it within a second and harms nothing.",
                        seconds=SILENCE_SECONDS,
                    )
                )

    def _cancel(self) -> None:
        """Ask nicely, wait briefly, then end the process."""
        with contextlib.suppress(EngineError):
            self._send({"type": "cancel"})
        until = time.monotonic() + CANCEL_SECONDS
        while time.monotonic() < until:
            try:
                message = self._heard.get(timeout=POLL_SECONDS)
            except queue.Empty:
                continue
            if message is None:
                break
            if message["type"] in ("result", "error"):
                return
        self.stop()

    def _send(self, message: dict[str, Any]) -> None:
        stdin = self._process.stdin
        if stdin is None:
            raise EngineError(self._epitaph())
        try:
            stdin.write(encoded(message))
            stdin.flush()
        except (OSError, ValueError):
            raise EngineError(self._epitaph()) from None

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError), self._process.stdout or io.BytesIO() as stream:
            for line in stream:
                message = decoded(line)
                if message is None:
                    self._said.append(line.decode("utf-8", "replace").rstrip())
                else:
                    self._heard.put(message)
        self._heard.put(None)

    def _read_stderr(self) -> None:
        with contextlib.suppress(OSError, ValueError), self._process.stderr or io.BytesIO() as stream:
            for line in stream:
                self._said.append(line.decode("utf-8", "replace").rstrip())

    def _epitaph(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        code = self._process.poll()
        self.stop()
        if code in (-9, 137):
            why = said(
                "It was ended by the system (signal 9), most likely because the memory ran out, or by another "
                "program. Close other "
                "programs, use fewer units or periods, or fewer permutations or draws, and run again."
            )
        elif code is not None and (code < 0 or code > 0x40000000):
            why = said(
                "It crashed (code {code}). Run the tool again; if it happens again choose Repair in 'Set up engine'.",
                code=code,
            )
        else:
            why = said("It ended unexpectedly (code {code}). Choose Verify or Repair in 'Set up engine'.", code=code)
        who = said("The engine ({path}, process {pid}) is gone.", path=self.interpreter.path, pid=self._process.pid)
        return f"{who} {why} {said('QGIS itself is not affected.')}{self._tail()}"

    def _tail(self) -> str:
        last = [line for line in self._said if line.strip()][-8:]
        return "\n" + said("Its last words were:") + "\n" + "\n".join(last) if last else ""


_warm: Optional[Worker] = None
_guard = threading.Lock()
_warming: Optional[threading.Thread] = None  # while it runs the warm worker is about to be there


def run(
    tool_id: str,
    params: Mapping[str, Any],
    progress: Progress = SILENT,
    setting: str = "",
    keep: bool = False,
    dask: str = "",
) -> dict[str, Any]:
    """Run a tool in the engine and return its outputs.

    Parameters
    ----------
    tool_id, params
        As the tool is declared; output names map to the paths wanted.
    progress : Progress
        Receives progress and warnings; its `check` may raise `Cancelled`.
    setting : str
        The Processing option that names an interpreter.
    keep : bool
        Keep the worker warm for the next call (a QGIS window) or end it with the job (qgis_process).
    dask : str
        Address of a Dask scheduler for the parallel work of this job.

    Raises
    ------
    EngineError, Cancelled, GisplugError
        See `Worker.ask`.
    """
    message = {"type": "run", "tool": tool_id, "params": dict(params), "dask": dask, "language": language()}
    return _ask(message, progress, find_interpreter(setting), keep)


def answer(what: str, given: Mapping[str, Any], progress: Progress = SILENT, setting: str = "") -> dict[str, Any]:
    """Return what the warm worker answers to a question of the explorer; it keeps models between questions.

    Parameters
    ----------
    what : {"spread", "moran"}
    given
        Arguments of the function of that name in `gisplug.report.explorer.answers`.

    Raises
    ------
    EngineError, Cancelled, GisplugError
        See `Worker.ask`.
    """
    message = {"type": "ask", "what": what, "given": dict(given), "language": language()}
    return _ask(message, progress, find_interpreter(setting), keep=True)


def selftest(interpreter: Interpreter, progress: Progress = SILENT) -> dict[str, str]:
    """Return the versions of the engine's libraries after having computed something with them."""
    return _ask({"type": "selftest"}, progress, interpreter, keep=False)


def warm_up(setting: str = "") -> None:
    """Start the engine in the background for a call that is likely to come, and let it load what every tool loads.

    Nothing is said where there is no engine; the call itself will say it.
    """
    global _warming

    def start() -> None:
        with contextlib.suppress(errors.GisplugError):
            _ask({"type": "warm"}, SILENT, find_interpreter(setting), keep=True)

    with _guard:
        if (_warm is None or not _warm.alive) and (_warming is None or not _warming.is_alive()):
            _warming = threading.Thread(target=start, daemon=True)
            _warming.start()


def stop_warm_worker() -> None:
    """End the warm worker, if there is one."""
    global _warm
    if _warming is not None:
        _warming.join(2 * CANCEL_SECONDS)
    with _guard:
        worker, _warm = _warm, None
    if worker is not None:
        worker.stop()


atexit.register(stop_warm_worker)


def _ask(message: dict[str, Any], progress: Progress, interpreter: Interpreter, keep: bool) -> dict[str, Any]:
    worker = _taken(interpreter, progress) if keep else _fresh(interpreter, progress)
    try:
        return worker.ask(message, progress)
    finally:
        if keep and worker is _warm:
            worker.lock.release()
        else:
            worker.stop()


def _fresh(interpreter: Interpreter, progress: Progress) -> Worker:
    worker = Worker(interpreter)
    try:
        worker.greet(progress)
    except BaseException:
        worker.stop()
        raise
    return worker


def _taken(interpreter: Interpreter, progress: Progress) -> Worker:
    """Return the warm worker, locked; a fresh one that is not kept where another job has it."""
    global _warm
    while _warming is not None and _warming.is_alive() and _warming is not threading.current_thread():
        progress.check()
        _warming.join(POLL_SECONDS)
    with _guard:
        warm = _warm if _warm is not None and _warm.alive else None
        ours = warm is not None and warm.interpreter == interpreter and warm.lock.acquire(blocking=False)
        busy = warm is not None and not ours and warm.lock.locked()
    if warm is not None and ours:
        if warm.answers():  # outside the guard, which a window that closes takes
            return warm
        warm.lock.release()
    worker = _fresh(interpreter, progress)
    if not busy:
        worker.lock.acquire()
        with _guard:
            old, _warm = _warm, worker
        if old is not None:
            old.stop()
    return worker
