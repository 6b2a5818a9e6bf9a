"""The temporary folder of an engine process: made for it, removed with it, however it ended. Python 3.9."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

PREFIX = "gisplug-engine-"
VARIABLES = ("TMPDIR", "TEMP", "TMP")  # by which programs find their temporary folder
OLD_SECONDS = 7 * 86400.0  # on Windows, which does not tell safely whether a process lives


def scratch_folder() -> Path:
    """Make the temporary folder of a process that this one starts; those of processes long gone are removed first."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _abandoned(left):
            remove(left)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def within(folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return environment variables by which a program puts its temporary files into a folder."""
    return {**environ, **dict.fromkeys(VARIABLES, str(folder))}


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it; what another program holds open stays for the next sweep."""
    shutil.rmtree(folder, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    """Return whether the process that made a folder is gone: it was killed, or the computer went off."""
    owner = folder.name[len(PREFIX) :].partition("-")[0]
    if not owner.isdigit() or int(owner) == os.getpid():
        return False
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            return time.time() - folder.stat().st_mtime > OLD_SECONDS
        return False
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return True
    except OSError:  # somebody else's
        return False
    return False
