"""How much memory there is, on Linux (containers too), macOS and Windows."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

GIB = 2.0**30


@dataclass(frozen=True)
class Memory:
    """Bytes of memory that this process may use at most, and that are free now; None where it cannot be told."""

    total: int | None
    free: int | None


def memory() -> Memory:
    """Return the memory of this computer, or of the container in which this process runs."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return Memory(_configured("SC_PHYS_PAGES"), None)
    return within(_linux(), Path("/sys/fs/cgroup"))


def within(whole: Memory, group: Path) -> Memory:
    """Return the memory of a control group where it is smaller than that of the computer."""
    most, used = _number(group / "memory.max"), _number(group / "memory.current")
    if most is None or (whole.total is not None and most >= whole.total):
        return whole
    left = None if used is None else max(most - used, 0)
    return Memory(most, min((n for n in (left, whole.free) if n is not None), default=None))


def _linux() -> Memory:
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return Memory(_configured("SC_PHYS_PAGES"), None)
    found = {name: 1024 * int(number) for name, number in re.findall(r"(?m)^(\w+):\s+(\d+) kB", text)}
    return Memory(found.get("MemTotal"), found.get("MemAvailable"))


def _configured(name: str) -> int | None:
    try:
        return os.sysconf(name) * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return None


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):  # no group, or "max": no limit
        return None


def _windows() -> Memory:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [("length", ctypes.c_uint32), ("load", ctypes.c_uint32), ("bytes", ctypes.c_uint64 * 7)]

    status = Status(length=ctypes.sizeof(Status))
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    if not kernel.GlobalMemoryStatusEx(ctypes.byref(status)):
        return Memory(None, None)
    return Memory(int(status.bytes[0]), int(status.bytes[1]))
