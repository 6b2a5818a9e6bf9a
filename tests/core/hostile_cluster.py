"""Preloaded into a scheduler and a worker: a cluster whose owner wants to run a command where the client runs.

Unpickled, the bomb writes into the file BOMB in which process it ran. What is sent goes by the item: 1 a
pickled result, 2 a pickled error, 3 a pickle inside the scheduler's message, 4 a warning; 5, 6 no data asked for.
"""

from __future__ import annotations

import os
from pathlib import Path


class Bomb(Exception):
    def __reduce__(self):
        return os.system, (f"echo $PPID >> {os.environ['BOMB']}",)


def dask_setup(server):
    (_worker if type(server).__name__ == "Worker" else _scheduler)(server)


def _worker(server):
    from importlib import import_module

    from gisplug.core.executor import run

    serialize = import_module("distributed.protocol.serialize")
    honest, plain = run.answer, serialize.serialize

    def answer(name, item, wanted):
        if item == 2:
            raise Bomb
        if item == 4:
            server.log_event("warn", {"message": _pickled(Bomb()), "category": _pickled(Bomb())})
        return {1: _Loud(), 5: b"no parcel", 6: run.pack(("result", "text"))}.get(item) or honest(name, item, wanted)

    def written(x, *others, **more):
        if isinstance(getattr(x, "data", x), _Loud):
            return serialize.pickle_dumps(Bomb())
        return plain(x, *others, **more)

    run.answer, serialize.serialize = answer, written
    import_module("distributed.worker").error_message = _told


def _told(problem):
    from distributed.protocol import to_serialize

    loaded = to_serialize(_pickled(Bomb()))
    return {"status": "error", "exception": loaded, "traceback": loaded, "exception_text": "", "traceback_text": ""}


class _Loud:
    """A result that is sent as a pickled bomb, whatever was asked for."""


def _scheduler(server):
    from distributed.protocol import ToPickle

    honest = server.handlers["gather"]

    async def gather(keys=(), serializers=None):
        found = await honest(keys=keys, serializers=serializers)
        if Path(os.environ["BOMB"] + ".scheduler").exists():
            return {**found, "data": {key: ToPickle(Bomb()) for key in keys}}
        return found

    server.handlers["gather"] = gather


def _pickled(value):
    from distributed.protocol.pickle import dumps

    return dumps(value)
