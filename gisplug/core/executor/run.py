"""Tasks on a Dask cluster. They go by the name of a declared function; what comes back is a parcel of data, whose type
is checked, never an object of the cluster's.
"""

from __future__ import annotations

import platform
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version as installed
from typing import Any

from gisplug.core.errors import Cancelled, EngineError, GisplugError, error_named
from gisplug.core.executor.checked import returned_by
from gisplug.core.executor.parcel import pack, unpack
from gisplug.core.executor.sealed import FAMILIES, PickleRefused, seal_thread, sealed
from gisplug.core.machine.extras import needed
from gisplug.core.machine.kernels import common_kernels, kernels
from gisplug.core.messages import message
from gisplug.core.progress import Progress, passing
from gisplug.core.version import version

POLL_SECONDS = 0.1
NOBODY_SECONDS = 15.0  # without a result, after which one looks whether there are workers
ANSWER_SECONDS = 5.0
ALIKE = ("numpy", "scipy", "pandas")  # libraries whose version moves digits
KERNELS = "kernels"  # of BLAS and numpy, which differ by processor; a Dask worker has loaded them when it hears of us
TOLD_MOST = 300  # characters of what a worker says went wrong


def versions() -> dict[str, str]:
    """Return what has to be the same on all machines, for the numbers to be: gisplug, Python, the libraries, and for
    which processor BLAS and numpy compute.
    """
    python = ".".join(platform.python_version_tuple()[:2])
    return {"gisplug": version(), "Python": python, **_libraries(), KERNELS: _kernels()}


@lru_cache(maxsize=1)
def _libraries() -> dict[str, str]:
    return {name: installed(name) for name in ALIKE}


@lru_cache(maxsize=1)
def _kernels() -> str:
    return ", ".join(kernels())


def answer(name: str, item: Any, wanted: dict[str, str]) -> bytes:
    """Do one task on a worker, and return a parcel: its result, or what went wrong.

    Parameters
    ----------
    name
        "module:function".
    wanted
        The `versions` of who asks; a worker that has others does nothing.
    """
    if (here := versions()) != wanted:
        others = {k: f"{v} / {wanted.get(k, '-')}" for k, v in here.items() if v != wanted.get(k)}
        alone = others.pop(KERNELS, "")
        return pack(("versions", others) if others else (KERNELS, alone))
    module, _, function = name.partition(":")
    try:
        return pack(("result", getattr(import_module(module), function)(item)))
    except GisplugError as problem:
        said = problem.args[0] if problem.args else ""
        return pack(("problem", type(problem).__name__, said if isinstance(said, str) else str(problem)))
    except (MemoryError, OSError):  # another worker may have room, or see the file
        raise
    except Exception as problem:
        return pack(("fault", f"{type(problem).__name__}: {problem}", traceback.format_exc()))


def on_cluster(
    function: Callable[[Any], Any], items: Sequence[Any], client: Any, repeats: int, progress: Progress
) -> Iterator[tuple[int, Any]]:
    """Yield (position, result) of tasks on a cluster, which itself repeats those of a worker that dies.

    Parameters
    ----------
    client : as `connected` gives it; it is closed at the end.

    Raises
    ------
    EngineError
        If workers die or cannot read the work, or what they send is no data of the type that the function declares.
    GisplugError
        What a task says is wrong.
    """
    context, dask, address = client
    name, wanted = _name_of(function), versions()
    try:
        futures = {
            context.run(dask.submit, answer, name, item, wanted, pure=False, retries=repeats): index
            for index, item in enumerate(items)
        }
        pending, quiet, told = set(futures), time.monotonic(), False
        while pending:
            _check(progress, dask, pending)
            ready = {future for future in pending if future.done()}
            pending -= ready
            if ready:
                quiet, told = time.monotonic(), False
            else:
                time.sleep(POLL_SECONDS)
                if not told and time.monotonic() - quiet > NOBODY_SECONDS:
                    quiet, told = time.monotonic(), _nobody(context, dask)
                    if told:
                        passing(progress, _waiting_for_workers(address), warning=True)
            for future in sorted(ready, key=futures.__getitem__):
                index = futures.pop(future)
                try:
                    parcel = context.run(future.result)
                except CancelledError:
                    raise _gone(address, len(futures) + 1, len(items)) from None
                except Exception as problem:
                    raise _told(problem, address, repeats) from None
                future.release()
                yield index, opened(parcel, function, address)
    finally:
        context.run(dask.close)


def _nobody(context: Any, dask: Any) -> bool:
    """Return whether the scheduler has no worker at all; False where it does not say."""
    try:
        return not context.run(dask.nthreads, callback_timeout=ANSWER_SECONDS)
    except Exception:
        return False


def _waiting_for_workers(address: str) -> Any:
    return message(
        "The cluster {address} has no worker; the work waits until one is there. Start one with {command}, or cancel.",
        address=address,
        command=_command(address),
    )


def connected(address: str, seconds: float) -> tuple[Any, Any, str]:
    """Return a sealed context, a Dask client in it, and the address.

    Raises
    ------
    OSError, TimeoutError, ValueError
        If no scheduler answers within `seconds`.
    EngineError
        If Dask is not installed, or as `sealed`.
    """
    dask: Any = needed("dask", "distributed", message("A Dask cluster"))
    context, families = sealed(), list(FAMILIES)
    way: dict[str, Any] = {"serializers": families, "deserializers": families}
    client = context.run(lambda: dask.Client(address, timeout=seconds, set_as_default=False, **way))
    client.loop.add_callback(seal_thread)
    return context, client, address


def opened(parcel: Any, function: Callable[[Any], Any], address: str) -> Any:
    """Return the result in a parcel of a worker.

    Raises
    ------
    EngineError
        If it is no parcel, or the result is not of the type that the function declares.
    GisplugError
        What the task says is wrong.
    """
    try:
        kind, *parts = unpack(parcel)
        if kind == "problem":
            name, text = parts
            raise (error_named(name) or GisplugError)(text)
        if kind == "fault":
            said, trace = parts
            fault = EngineError(
                message("A task failed on a worker of {address}: {said}", address=address, said=said[:TOLD_MOST])
            )
            fault.add_note(str(trace))
            raise fault
        if kind == "versions":
            (others,) = parts
            raise EngineError(
                message(
                    "A worker of {address} has other versions than this machine ({told}), which could change digits. "
                    "Install the same on all machines, then start the workers again.",
                    address=address,
                    told="; ".join(f"{k} {v}" for k, v in others.items())[:TOLD_MOST],
                )
            )
        if kind == KERNELS:
            (told,) = parts
            raise _other_kernels(address, told)
        (result,) = parts
    except (ValueError, TypeError, AttributeError) as problem:
        raise _no_data(address) from problem
    if kind != "result" or not returned_by(function, result):
        raise _no_data(address)
    return result


def _other_kernels(address: str, told: str) -> EngineError:
    return EngineError(
        message(
            "BLAS and numpy of a worker of {address} compute for other processors than here ({told}), which could "
            "change digits. Start the workers so: {command}. Where gisplug is called from Python, set these variables "
            "for it too, before it starts.",
            address=address,
            told=told[:TOLD_MOST],
            command=_command(address),
        )
    )


def _command(address: str) -> str:
    """Return what starts a worker that gives the same bits."""
    variables = [f'{name}="{value}"' for name, value in common_kernels().items() if value]
    return " ".join([*variables, "dask worker", address, "--nthreads 1"])


def _name_of(function: Callable[[Any], Any]) -> str:
    module, name = function.__module__, function.__qualname__
    if module == "__main__" or getattr(import_module(module), name, None) is not function:
        raise EngineError(
            message(
                "The function {name} cannot go to a cluster, which knows functions by name. Put it at the top of a "
                "module that all machines have.",
                name=name,
            )
        )
    return f"{module}:{name}"


def _no_data(address: str) -> EngineError:
    return EngineError(
        message(
            "A worker of {address} sent something that is not the data asked for; it was not read, and nothing of it "
            "was run. Use a cluster that you trust, with the same version of gisplug on all machines.",
            address=address,
        )
    )


def _gone(address: str, left: int, total: int) -> EngineError:
    return EngineError(
        message(
            "The Dask scheduler at {address} went away with {left} of {total} tasks left. Start it and its workers "
            "again, then run again; years of lights and steps of a study that were finished are kept.",
            address=address,
            left=left,
            total=total,
        )
    )


def _told(problem: Exception, address: str, repeats: int) -> EngineError:
    """Return what is wrong with a cluster, by what Dask says; an error of its own is a pickle, which is not read."""
    said = problem.args[0] if problem.args and isinstance(problem.args[0], (bytes, bytearray)) else repr(problem)
    text = said.decode("latin-1") if isinstance(said, (bytes, bytearray)) else said
    if "KilledWorker" in text:
        return EngineError(
            message(
                "Workers of {address} died {repeats} times on one task, most likely for want "
                "of memory. Give them more, or run fewer at a time.",
                address=address,
                repeats=repeats + 1,
            )
        )
    if "MemoryError" in text:
        return EngineError(
            message(
                "Workers of {address} had no memory for a task, {repeats} times. Give them more, or run fewer on a "
                "machine.",
                address=address,
                repeats=repeats + 1,
            )
        )
    if "deserialization" in text or "ModuleNotFoundError" in text or "No module named" in text:
        return EngineError(
            message(
                "Workers of {address} cannot read the work: they run another version of "
                "gisplug or of its libraries. Install the same versions on all machines, "
                "then start the workers again.",
                address=address,
            )
        )
    if isinstance(problem, (PickleRefused, TypeError)):
        return _no_data(address)
    if isinstance(said, (bytes, bytearray)):
        return EngineError(
            message(
                "A task failed on a worker of {address}. What the worker says of it is a pickle, which could run any "
                "command and is not read; its log says why it failed.",
                address=address,
            )
        )
    return EngineError(
        message("The cluster {address} failed on a task: {said}", address=address, said=text[:TOLD_MOST])
    )


def _check(progress: Progress, dask: Any, pending: set[Any]) -> None:
    try:
        progress.check()
    except Cancelled:
        dask.cancel(list(pending), force=True)
        raise
