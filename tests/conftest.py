"""Which tests need Linux; arithmetic is done in one thread, since tests run side by side."""

import os
import sys
from pathlib import Path

import pytest

# Before NumPy is loaded: threads that wait for a core that is busy cost more time than they save.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

HERE = Path(__file__).parent
LINUX = (  # they stop processes by signals, read /proc or start shell scripts
    "core/test_executor.py",
    "core/test_executor_methods.py",
    "engine/setup/test_install.py",
    "engine/test_client.py",
    "spatial/test_spatial_scale.py",
    "study/test_lock.py",
)


def pytest_collection_modifyitems(items):
    if sys.platform == "linux":
        return
    for item in items:
        if item.path.relative_to(HERE).as_posix() in LINUX:
            item.add_marker(pytest.mark.skip(reason="how processes end is tested on Linux"))
