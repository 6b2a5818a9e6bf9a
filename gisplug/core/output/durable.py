"""What is on the disk before a result takes its place: a power cut then leaves the former result or the new one, whole.

A system may move a file at once and write its bytes half a minute later.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_CANNOT = {errno.EINVAL, errno.ENOSYS, getattr(errno, "ENOTSUP", errno.EINVAL)}  # file systems that keep no promise


def flush(path: Path) -> None:
    """Have the bytes of a file on the disk, or, where the system offers it, the names in a folder.

    Raises
    ------
    OSError
        If the disk refuses.
    """
    if path.is_dir():
        if sys.platform == "win32":
            return
        flags = os.O_RDONLY
    else:
        flags = os.O_RDWR | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in _CANNOT:
            raise
    finally:
        os.close(handle)


def flush_all(folder: Path) -> None:
    """Have all that is in a folder, and the folder, on the disk.

    Raises
    ------
    OSError
        If the disk refuses.
    """
    for place, _, names in os.walk(folder):
        for name in names:
            flush(Path(place, name))
        flush(Path(place))
