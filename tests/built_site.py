"""The documentation as a site, built once for all tests, whichever process comes first."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Let one process through while others wait; on Windows all go through, and some work is done twice."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def built_site() -> Path:
    """Return the folder of the site of the present sources."""
    scripts = str(ROOT / "scripts" / "docs")
    if scripts not in sys.path:
        sys.path.insert(0, scripts)
    from build_site import BUILT, site

    with one_at_a_time(BUILT.parent / "docs-site.lock"):
        return site()
