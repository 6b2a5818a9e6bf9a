"""What a process may have at most, where the system sets it a limit (ulimit, batch systems)."""

from __future__ import annotations

import os
import sys

from gisplug.core.errors import OutputError
from gisplug.core.messages import message

LEAST = 1_500_000_000  # bytes: under 0.4 to 0.6 GB BLAS stood still when it was loaded, under 0.9 a small table worked
ROOMY = 8 * 2**30  # from which threads of BLAS are not counted


def address_space() -> int | None:
    """Return the bytes of memory that this process may address (ulimit -v), None where that is not limited."""
    return _limit("RLIMIT_AS")


def refuse_too_little() -> None:
    """Refuse to begin where the libraries of numbers could not even be loaded: BLAS stands still there, or ends the
    process without a word. Where there is little more, BLAS is given one thread, since each has memory of its own.

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
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
            os.environ.setdefault(name, "1")


def open_files() -> int | None:
    """Return how many files this process may have open at once (ulimit -n), None where that is not limited."""
    return _limit("RLIMIT_NOFILE")


def _limit(name: str) -> int | None:
    if sys.platform == "win32":
        return None
    import resource

    soft = resource.getrlimit(getattr(resource, name))[0]
    return None if soft == resource.RLIM_INFINITY else soft
