"""Bootstraps, placebos and grids as tasks: the random picks are drawn beforehand, then worked off in chunks anywhere.

A chunk has a fixed number of picks and one BLAS thread, so every path gives the same numbers to the last bit: this
process, local processes (GISPLUG_WORKERS), a Dask cluster (GISPLUG_DASK, --dask).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gisplug.core.errors import EngineError
from gisplug.core.executor import executor_if_asked, map_tasks
from gisplug.core.executor.checked import returned_by
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.numbers.threads import one_thread


@dataclass(frozen=True)
class _Chunk:
    function: Callable[[Any, Any], Any]
    common: Any
    picks: Sequence[Any]


def _work(chunk: _Chunk) -> list[Any]:
    with one_thread():
        return [chunk.function(chunk.common, pick) for pick in chunk.picks]


def over_picks(
    function: Callable[[Any, Any], Any],
    common: Any,
    picks: Sequence[Any],
    *,
    chunk: int = 1,
    progress: Progress = SILENT,
    label: str = message("draws"),
) -> list[Any]:
    """Return `[function(common, pick) for pick in picks]`, on workers where the environment asks for them.

    Parameters
    ----------
    function : stands at the top of a module; draws nothing at random itself.
    common : what all picks need; travels with every chunk.
    chunk : picks a task; depends on the work alone, never on the number of workers.
    """
    tasks = [_Chunk(function, common, picks[i : i + chunk]) for i in range(0, len(picks), chunk)]
    found = map_tasks(_work, tasks, executor_if_asked(), progress, label)
    return [result for task, part in zip(tasks, found, strict=True) for result in _asked_for(task, part)]


def _asked_for(task: _Chunk, part: list[Any]) -> list[Any]:
    """Return the results of a chunk, one for each of its picks, each of the type that the function declares."""
    if len(part) == len(task.picks) and all(returned_by(task.function, result) for result in part):
        return part
    raise EngineError(
        message(
            "Workers sent {n} results of {name} for {n2} picks, or of another type than it declares. Use workers that "
            "you trust, with the same version of gisplug on all machines.",
            n=len(part),
            name=task.function.__name__,
            n2=len(task.picks),
        )
    )
