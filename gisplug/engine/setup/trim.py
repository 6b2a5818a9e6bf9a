"""Takes out of the environment of the Python that runs this what no library reads while it works, a sixth of what they
weigh: their test suites, and the sources and headers that their compiled parts were made from. The rest is compiled.
Run as a file by an interpreter about which little is known; standard library only.

What can be imported stays, but for the tests, and so do stubs (.pyi), which some libraries read when they are loaded.
Metadata stay whole: licences, and the list of files by which pip upgrades and removes a package.
"""

from __future__ import annotations

import compileall
import os
import shutil
import sysconfig
from pathlib import Path

TESTS = "tests"
SOURCES = (".a", ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".pxd", ".pxi", ".pyx")
METADATA = (".dist-info", ".egg-info")
LEGAL = ("licen", "copying", "notice", "copyright", "authors")  # how names begin that stay wherever they are


def trimmed(place: Path) -> None:
    """Remove folders called tests, sources and headers, and compile what is left; what cannot be compiled (templates)
    is no fault.
    """
    for folder, inner, files in os.walk(place):
        if TESTS in inner:
            shutil.rmtree(Path(folder, TESTS), ignore_errors=True)
        inner[:] = [name for name in inner if name != TESTS and not name.endswith(METADATA)]
        for name in files:
            if name.lower().endswith(SOURCES) and not name.lower().startswith(LEGAL):
                Path(folder, name).unlink(missing_ok=True)
    compileall.compile_dir(str(place), quiet=2, workers=0)


if __name__ == "__main__":
    trimmed(Path(sysconfig.get_path("purelib")))
