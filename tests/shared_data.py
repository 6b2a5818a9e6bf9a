"""Data and reference numbers that lie beside the repository, never in it; tests that need them skip where they are
absent.
"""

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """Return a path below the shared folder, or skip the calling test with the reason."""
    found = _SHARED / path
    if not found.exists():
        pytest.skip(f"needs {path} of the shared reference data, which is not beside this checkout")
    return found
