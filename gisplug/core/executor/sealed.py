"""A context in which what a cluster sends is not unpickled: pickles of strangers can run any command.

Dask's client unpickles results, errors, warnings, types and parts of messages, all with the library `pickle` as its
modules name it. In the context, and in all that the client begins there, that name refuses; other clients of the same
process are left alone.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from contextvars import Context, ContextVar, copy_context
from functools import lru_cache
from threading import Thread, current_thread
from types import SimpleNamespace
from typing import Any
from weakref import WeakSet

from gisplug.core.errors import EngineError
from gisplug.core.messages import message

FAMILIES = ("msgpack", "error")  # how results may be written: plain values only
_sealed: ContextVar[bool] = ContextVar("sealed", default=False)
_threads: WeakSet[Thread] = WeakSet()


class PickleRefused(TypeError):
    """A cluster sent a pickle. A TypeError, because Dask takes one for data that it cannot read, and goes on."""


def sealed() -> Context:
    """Return a context in which Dask's client reads no pickles: `sealed().run(Client, address)`.

    Raises
    ------
    EngineError
        If this version of Dask reads pickles in another way.
    """
    _close()
    context = copy_context()
    context.run(_sealed.set, True)
    context.run(_try_out)
    return context


def seal_thread() -> None:
    """Refuse pickles in this thread for ever: that in which a client of ours listens."""
    _threads.add(current_thread())


@lru_cache(maxsize=1)
def _close() -> None:
    """Put the question who asks before every way in which Dask unpickles."""
    import distributed
    from distributed.protocol import pickle as reader

    library = reader.pickle
    harmless = {bytes(reader.dumps(one, protocol=p)) for one in (bytes, bytearray, None) for p in (4, 5)}

    def asked(pickled: Any, *, buffers: Any = ()) -> Any:
        if not _is_sealed() or bytes(pickled) in harmless:
            return library.loads(pickled, buffers=buffers)
        raise PickleRefused("pickle")

    guarded = SimpleNamespace(**{**vars(library), "loads": asked, "load": None, "Unpickler": None})
    for name, module in list(sys.modules.items()):
        if name.startswith(distributed.__name__) and getattr(module, "pickle", None) is library:
            module.__dict__["pickle"] = guarded
    for part in ("protocol.pickle", "protocol.core", "client"):
        logging.getLogger(f"{distributed.__name__}.{part}").addFilter(_of_others)


def _is_sealed() -> bool:
    return _sealed.get() or current_thread() in _threads


def _of_others(record: logging.LogRecord) -> bool:
    """Return whether a record is not about data that was refused, which gisplug says itself."""
    return not (record.exc_info and isinstance(record.exc_info[1], TypeError) and _is_sealed())


def _try_out() -> None:
    """Refuse a version of Dask that unpickles in spite of the seal."""
    from distributed import client
    from distributed.protocol import deserialize, pickle, serialize

    ways: tuple[Callable[[], Any], ...] = (
        lambda: pickle.loads(pickle.dumps(_try_out)),
        lambda: deserialize(*serialize(_try_out)),
        lambda: client.pickle.loads(pickle.dumps(_try_out)),
    )
    for way in ways:
        try:
            way()
        except PickleRefused:
            continue
        raise EngineError(
            message(
                "This version of Dask reads pickles in a way that gisplug cannot close, so that a cluster could run "
                "commands here. Install the version of dask and distributed that requirements/dask.txt names."
            )
        )
