"""One BLAS thread for work made of many small dense pieces: more threads only wait for each other there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any


@contextmanager
def one_thread() -> Iterator[None]:
    """Limit BLAS to one thread inside; also makes results the same to the last bit whatever the machine's threads."""
    with _controller().limit(limits=1, user_api="blas"):
        yield


def kernels() -> list[str]:
    """Return the BLAS libraries with their version and the processor they are made for, which last digits depend on."""
    found = _controller().info()
    return sorted(
        f"{one['internal_api']} {one.get('version')} {one.get('architecture', '')}".strip()
        for one in found
        if one["user_api"] == "blas"
    )


@lru_cache(maxsize=1)
def _controller() -> Any:
    import numpy.linalg  # noqa: F401 - the BLAS must be loaded before it is looked for
    import scipy.linalg  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
