"""One BLAS thread for work made of many small dense pieces: more threads only wait for each other there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gisplug.core.machine.kernels import blas


@contextmanager
def one_thread() -> Iterator[None]:
    """Limit BLAS to one thread inside; also makes results the same to the last bit whatever the machine's threads."""
    with blas().limit(limits=1, user_api="blas"):
        yield
