"""What a process may have at most, where the system sets it a limit (ulimit, batch systems)."""

from __future__ import annotations

import sys


def address_space() -> int | None:
    """Return the bytes of memory that this process may address (ulimit -v), None where that is not limited."""
    return _limit("RLIMIT_AS")


def open_files() -> int | None:
    """Return how many files this process may have open at once (ulimit -n), None where that is not limited."""
    return _limit("RLIMIT_NOFILE")


def _limit(name: str) -> int | None:
    if sys.platform == "win32":
        return None
    import resource

    soft = resource.getrlimit(getattr(resource, name))[0]
    return None if soft == resource.RLIM_INFINITY else soft
