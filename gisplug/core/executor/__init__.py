"""The one seam for parallel work: in this process, in local processes, or on a Dask cluster.

The results are the same on every path: tasks are cut independently of the number of workers and come back in order.
A worker that dies costs a repetition of its tasks. Functions must be importable (no lambdas) and both items and
results picklable, because local workers are fresh interpreters, as on Windows; results of a cluster are data that
`executor.parcel` packs, of the type that the function declares.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from gisplug.core.errors import EngineError, ParameterError
from gisplug.core.machine.variables import DASK, WORKERS
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress

Where = Literal["serial", "processes", "dask"]
CONNECT_SECONDS = 10.0
REPEATS = 3  # a task whose worker dies this often kills workers: it is refused, not tried for ever


@dataclass(frozen=True)
class Executor:
    """Where tasks run. `workers` counts local processes; `address` is a Dask scheduler's ("tcp://host:8786")."""

    where: Where = "processes"
    workers: int = 0
    address: str = ""

    @property
    def width(self) -> int:
        """How many tasks run at a time, as far as this process knows."""
        return 1 if self.where == "serial" else self.workers or cpus()


def cpus() -> int:
    """Return the number of processors this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # Windows, macOS
        return max(1, os.cpu_count() or 1)


def executor_from(spec: Executor | str | int | None = None) -> Executor:
    """Make an executor from a word.

    Parameters
    ----------
    spec : Executor, str, int or None
        "serial", "processes", "processes:4", a number of processes, a Dask address "tcp://host:port"; None reads the
        environment variables GISPLUG_DASK (an address) and GISPLUG_WORKERS (a number), else takes all processors.

    Raises
    ------
    ParameterError
        If the word is none of these.
    """
    if isinstance(spec, Executor):
        return spec
    if spec is None or spec == "":
        spec = os.environ.get(DASK) or os.environ.get(WORKERS) or "processes"
    text = str(spec).strip()
    if "://" in text:
        return Executor("dask", address=text)
    word, _, count = text.partition(":")
    if text.isdigit():
        word, count = "processes", text
    if word == "serial" or (word == "processes" and count == "1"):
        return Executor("serial", 1)
    if word == "processes" and (count == "" or (count.isdigit() and int(count) > 0)):
        return Executor("processes", int(count or 0))
    raise ParameterError(
        message(
            "An executor is 'serial', 'processes', 'processes:4', a number of processes or a Dask "
            "address such as tcp://127.0.0.1:8786; {spec!r} was given instead.",
            spec=spec,
        )
    )


def executor_if_asked() -> Executor:
    """Return what GISPLUG_DASK or GISPLUG_WORKERS names, else this process: for work that starting workers may
    outlast.
    """
    if os.environ.get(DASK) or os.environ.get(WORKERS):
        return executor_from(None)
    return Executor("serial", 1)


def map_tasks(
    function: Callable[[Any], Any],
    items: Sequence[Any],
    executor: Executor | str | int | None = None,
    progress: Progress = SILENT,
    label: str = message("tasks"),
    joining: bool = False,
    ahead: float = 0.0,
) -> list[Any]:
    """Return `[function(item) for item in items]`, computed where `executor` says; arguments as in `each_task`.

    Raises
    ------
    Cancelled
        If the user cancelled; running tasks are ended and their memory freed.
    EngineError
        If the Dask cluster cannot be reached, or workers die again and again.
    """
    results: list[Any] = [None] * len(items)
    for index, result in each_task(function, items, executor, progress, label, joining, ahead):
        results[index] = result
    return results


def each_task(
    function: Callable[[Any], Any],
    items: Sequence[Any],
    executor: Executor | str | int | None = None,
    progress: Progress = SILENT,
    label: str = message("tasks"),
    joining: bool = False,
    ahead: float = 0.0,
) -> Iterator[tuple[int, Any]]:
    """Yield (position, result) as tasks end, in any order, so that the caller can keep what is done.

    Parameters
    ----------
    joining
        This process is one of the local processes: it takes tasks from the end while fresh workers, one fewer, load
        their libraries. For tasks of a second or less, between which cancelling is looked for.
    ahead
        Work that follows these tasks, as a multiple of them: the time left that is told holds it too.
    """
    chosen = executor_from(executor)
    if chosen.where == "serial" or (chosen.where == "processes" and min(len(items), chosen.width) < 2):
        path = _serial(function, items, progress)
    elif chosen.where == "processes":
        path = _processes(function, items, chosen.width, progress, joining)
    else:
        path = _dask(function, items, chosen.address, progress)
    begun = time.monotonic()
    progress.update(0.0, message("{label}: 0 of {n}", label=label, n=len(items)))
    for done, pair in enumerate(path, start=1):
        progress.update(
            done / len(items),
            message(
                "{label}: {done} of {n}{remaining}",
                label=label,
                done=done,
                n=len(items),
                remaining=_remaining(begun, done, len(items), ahead),
            ),
        )
        yield pair


def _remaining(begun: float, done: int, total: int, ahead: float) -> str:
    """Say how long the rest takes if it goes on as so far; nothing before it is known."""
    spent = time.monotonic() - begun
    rest = spent / done * (total * (1 + ahead) - done)
    if (done == total and not ahead) or spent < 1.0:
        return ""
    return (
        message(", about {rest:.0f} min left", rest=rest / 60)
        if rest >= 120
        else message(", about {rest:.0f} s left", rest=rest)
    )


def _serial(function: Callable[[Any], Any], items: Sequence[Any], progress: Progress) -> Iterator[tuple[int, Any]]:
    for index, item in enumerate(items):
        progress.check()
        yield index, function(item)


def _processes(
    function: Callable[[Any], Any], items: Sequence[Any], width: int, progress: Progress, joining: bool
) -> Iterator[tuple[int, Any]]:
    from gisplug.core.executor.local import in_processes

    return in_processes(function, items, width, REPEATS, progress, joining)


def _dask(
    function: Callable[[Any], Any], items: Sequence[Any], address: str, progress: Progress
) -> Iterator[tuple[int, Any]]:
    """Run on a Dask cluster, which itself repeats the tasks of a worker that dies."""
    from gisplug.core.executor.run import on_cluster

    return on_cluster(function, items, _client(address), REPEATS, progress)


def _client(address: str) -> Any:
    from gisplug.core.executor.run import connected

    try:
        return connected(address, CONNECT_SECONDS)
    except TypeError as problem:
        if not address.startswith("tls"):
            raise
        raise EngineError(
            message(
                "{address} asks for TLS, and Dask knows no certificate here. Name them in the environment, "
                "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, ...__CLIENT__CERT and ...__CLIENT__KEY, or in Dask's own "
                "settings (docs/dask.md).",
                address=address,
            )
        ) from problem
    except (OSError, TimeoutError, ValueError) as problem:
        raise EngineError(
            message(
                "No Dask scheduler answers at {address}: {problem}. Start one with 'dask scheduler' and "
                "workers with 'dask worker ADDRESS', using the same Python environment.",
                address=address,
                problem=problem,
            )
        ) from problem


def told_of(address: str) -> str:
    """Return what a user hears before work goes to a cluster; "" where it stays here."""
    found = address or os.environ.get(DASK, "")
    return found and message(
        "Parallel work goes to the Dask cluster {dask}: whoever owns it sees the data and computes the numbers. What "
        "it sends is checked and read as data only.",
        dask=found,
    )


@contextmanager
def dask_cluster(address: str) -> Iterator[None]:
    """Send the parallel work of the block to the Dask cluster at `address` (none where it is empty), through
    GISPLUG_DASK.
    """
    before = os.environ.get(DASK)
    if address:
        os.environ[DASK] = address
    try:
        yield
    finally:
        if address and before is None:
            os.environ.pop(DASK, None)
        elif address and before is not None:
            os.environ[DASK] = before
