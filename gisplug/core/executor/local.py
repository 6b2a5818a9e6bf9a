"""Tasks in processes of this machine: fresh interpreters, which end with the process that asks, however it ends."""

from __future__ import annotations

import atexit
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from typing import Any

from gisplug.core.errors import EngineError
from gisplug.core.messages import message
from gisplug.core.progress import Progress, passing

POLL_SECONDS = 0.1
IDLE_SECONDS = 5  # workers wait so long for more work, since starting them costs a second, and then end
UNSEEN_SECONDS = 5.0  # within which loky's thread, which is told at once, has taken a dead worker from its list
STOP_SECONDS = 2.0
ALONE_SECONDS = 1.0  # after which a worker notices that who asks is gone
SINGLE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def in_processes(
    function: Callable[[Any], Any], items: Sequence[Any], width: int, repeats: int, progress: Progress, joining: bool
) -> Iterator[tuple[int, Any]]:
    """Yield (position, result) of tasks in local processes; where one dies, all are replaced and what they had not
    returned is repeated.

    Parameters
    ----------
    width
        How many processes; with `joining` this one is among them.

    Raises
    ------
    EngineError
        If they die more than `repeats` times.
    """
    from concurrent.futures.process import BrokenProcessPool

    waiting = dict(enumerate(items))
    deaths = 0
    while waiting:
        try:
            for index, result in _pool(function, waiting, min(width, len(waiting)), progress, joining):
                del waiting[index]
                yield index, result
        except BrokenProcessPool as problem:
            deaths += 1
            if deaths > repeats:
                raise EngineError(
                    message(
                        "Worker processes died {deaths} times with {n} tasks left, most likely for want "
                        "of memory. Use fewer workers (GISPLUG_WORKERS=1).",
                        deaths=deaths,
                        n=len(waiting),
                    )
                ) from problem
            died = message("A worker process died; its tasks are repeated ({n} left).", n=len(waiting))
            passing(progress, died, warning=True)


def _pool(
    function: Callable[[Any], Any], waiting: dict[int, Any], width: int, progress: Progress, joining: bool
) -> Iterator[tuple[int, Any]]:
    workers = max(1, width - 1) if joining else width
    pool, ended = None, False
    try:
        with _deaf_to_ctrl_c():
            pool = _taken(workers)
        left, futures = list(waiting), dict[Any, int]()
        while left or futures:
            progress.check()
            pool.must_be_sound()
            here = len(futures)
            with _deaf_to_ctrl_c():
                for index in left[: workers + 1 - here if joining else None]:
                    futures[pool.executor.submit(function, waiting[index])] = index
            left = left[len(futures) - here :]
            own = left.pop() if left else None
            if own is not None:
                yield own, function(waiting[own])
            done, _ = wait(futures, timeout=POLL_SECONDS if own is None else 0, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=futures.__getitem__):
                yield futures.pop(future), future.result()
        ended = True
    finally:
        if pool is not None:
            _given_back(pool, ended)


class _Pool:
    """Some workers that wait for tasks; one caller has them at a time, or they are kept for the next.

    Not loky's own pool for all callers: where their number changes at the moment in which one of them goes for want of
    work, it waits for that one for ever.
    """

    def __init__(self, workers: int) -> None:
        from joblib.externals.loky import ProcessPoolExecutor

        self.workers = workers
        self._unseen: dict[int, float] = {}  # when processes that nobody has missed yet were first found dead
        self.executor = ProcessPoolExecutor(
            max_workers=workers,
            timeout=IDLE_SECONDS,
            env=SINGLE_THREAD,
            initializer=end_with,
            initargs=(os.getpid(),),
        )

    @property
    def sound(self) -> bool:
        """Whether it takes tasks, and the thread by which loky hands out results lives and sees who has died."""
        executor: Any = self.executor
        thread = executor._executor_manager_thread
        if executor._flags.broken is not None or (thread is not None and not thread.is_alive()):
            return False
        now = time.monotonic()
        dead = [pid for pid, process in list(executor._processes.items()) if not process.is_alive()]
        self._unseen = {pid: self._unseen.get(pid, now) for pid in dead}
        return all(now - since < UNSEEN_SECONDS for since in self._unseen.values())

    def must_be_sound(self) -> None:
        """Refuse to wait for results that nobody will bring.

        Raises
        ------
        BrokenProcessPool
            If loky's thread has ended, as an error in it makes it, or waits for the rest of a result whose sender was
            killed; in neither case it says so.
        """
        from concurrent.futures.process import BrokenProcessPool

        if not self.sound:
            raise BrokenProcessPool("The thread that hands out results has ended, or waits for a dead worker.")

    def leave(self) -> None:
        """Let the workers, who have nothing to do, end by themselves."""
        if self.sound:
            self.executor.shutdown(wait=False)
        else:
            self.stop()

    def stop(self) -> None:
        """End all workers at once."""
        executor: Any = self.executor
        thread, results = executor._executor_manager_thread, executor._result_queue
        processes = list((executor._processes or {}).values())
        with suppress(AttributeError, queue.Empty):  # loky looks for tasks that it has just thrown away, and says so
            while True:
                executor._work_ids.get(block=False)
        executor.shutdown(wait=False, kill_workers=True)
        if thread is None:
            return
        thread.join(STOP_SECONDS)
        for process in processes:
            _killed(process)
        if thread.is_alive():  # it reads a result that was never finished: with no writer left it reads the end
            with suppress(OSError):
                results._writer.close()
            thread.join(STOP_SECONDS)


def _killed(process: Any) -> None:
    with suppress(OSError, ValueError):  # it has ended
        if sys.platform == "win32":
            process.terminate()
        elif process.is_alive():
            os.kill(process.pid, signal.SIGKILL)


_kept: _Pool | None = None
_guard = threading.Lock()


def _taken(workers: int) -> _Pool:
    """Return so many workers for this caller alone: those that are kept, or new ones."""
    kept = _exchanged(None)
    if kept is not None and kept.workers == workers and kept.sound:
        return kept
    if kept is not None:
        kept.leave()
    return _Pool(workers)


def _given_back(pool: _Pool, ended: bool) -> None:
    """Keep workers whose tasks have ended for the next call, in the place of others; end the rest at once."""
    if not ended:
        pool.stop()
        return
    other = _exchanged(pool)
    if other is not None:
        other.leave()


def _exchanged(pool: _Pool | None) -> _Pool | None:
    """Keep this pool and return the one that was kept, which is the caller's now."""
    global _kept
    with _guard:
        before, _kept = _kept, pool
    return before


@atexit.register
def _left() -> None:
    """Let go of the workers while Python is still whole."""
    kept = _exchanged(None)
    if kept is not None:
        kept.leave()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C, which a terminal sends to all: who asks hears it, and ends them."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # begun below, it would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with(parent: int) -> None:
    """Let this worker end when the process that asked is gone: killed, it can end nobody, and a task may take hours."""
    atexit.register(_gone)
    if sys.platform != "win32":  # where a process is told of a parent for ever
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _gone() -> None:
    """End without taking libraries apart, which can wait for ever for a thread of theirs; nobody needs it."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(ALONE_SECONDS)
    os._exit(1)
