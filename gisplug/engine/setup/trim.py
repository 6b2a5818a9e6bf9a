"""Takes the test suites of the libraries out of the environment of the Python that runs this, a sixth of what they
weigh, and compiles the rest. Run as a file by an interpreter about which little is known; standard library only.
"""

from __future__ import annotations

import compileall
import shutil
import sysconfig
from pathlib import Path


def trimmed(place: Path) -> None:
    """Remove folders called tests and compile what is left; what cannot be compiled (templates) is no fault."""
    for folder in [path for path in place.rglob("tests") if path.is_dir()]:
        shutil.rmtree(folder, ignore_errors=True)
    compileall.compile_dir(str(place), quiet=2, workers=0)


if __name__ == "__main__":
    trimmed(Path(sysconfig.get_path("purelib")))
