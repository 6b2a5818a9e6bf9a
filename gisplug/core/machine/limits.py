"""What a process may have at most, where the system sets it a limit (ulimit, batch systems)."""

from __future__ import annotations

import os
import sys

from gisplug.core.errors import OutputError
from gisplug.core.messages import message

LEAST = 1_500_000_000  # bytes: under 0.4 to 0.6 GB BLAS stood still when it was loaded, under 0.9 a small table worked
ROOMY = 8 * 2**30  # from which threads of BLAS are not counted
_SPARING = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
_PRODUCT = 256  # rows of a product that BLAS does not compute without room of its own


def address_space() -> int | None:
    """Return the bytes of memory that this process may address (ulimit -v), None where that is not limited."""
    return _limit("RLIMIT_AS")


def refuse_too_little() -> None:
    """Refuse to begin where the libraries of numbers could not even be loaded: BLAS stands still there, or ends the
    process without a word. Where there is little more, libraries are told to take no more than they need:

    - BLAS has one thread, since each has memory of its own, and takes that at once: where it gets none later, it ends
      the process without a word, while numpy says so;
    - Arrow does not reserve 1 GB of addresses.

    Raises
    ------
    OutputError
        If this process may address less than `LEAST` bytes.
    """
    most = address_space()
    if most is None:
        return
    if most < LEAST:
        raise OutputError(
            message(
                "Memory is not enough: this process may have {most:.1f} GB (ulimit -v), and the libraries of gisplug "
                "take up to {least:.1f} GB to load. Raise the limit.",
                most=most / 2**30,
                least=LEAST / 2**30,
            )
        )
    if most < ROOMY:
        for name, value in _SPARING.items():
            os.environ.setdefault(name, value)
        _take_room_of_blas()


def _take_room_of_blas() -> None:
    """Let the BLAS of numpy and that of scipy take their room, which they keep."""
    try:
        import numpy as np
        from scipy.linalg.blas import dgemm
    except ImportError:  # whoever computes says what is missing
        return
    square = np.ones((_PRODUCT, _PRODUCT))
    np.dot(square, square)
    dgemm(1.0, square, square)


def open_files() -> int | None:
    """Return how many files this process may have open at once (ulimit -n), None where that is not limited."""
    return _limit("RLIMIT_NOFILE")


def _limit(name: str) -> int | None:
    if sys.platform == "win32":
        return None
    import resource

    soft = resource.getrlimit(getattr(resource, name))[0]
    return None if soft == resource.RLIM_INFINITY else soft
