"""Which tests need Linux."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LINUX = (  # they stop processes by signals, read /proc or start shell scripts
    "core/test_executor.py",
    "core/test_executor_methods.py",
    "engine/setup/test_install.py",
    "engine/test_client.py",
    "spatial/test_spatial_scale.py",
)


def pytest_collection_modifyitems(items):
    if sys.platform == "linux":
        return
    for item in items:
        if item.path.relative_to(HERE).as_posix() in LINUX:
            item.add_marker(pytest.mark.skip(reason="how processes end is tested on Linux"))
