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


def pytest_configure(config):
    """Have every refusal that any test provokes checked once: what it says is in the Chinese catalogue, too."""
    del config
    from gisplug.core.errors import GisplugError
    from tests.tools.chinese import without_chinese

    package = str(HERE.parent / "gisplug")
    engine = str(HERE.parent / "gisplug" / "engine")  # says its sentences at once: QGIS shows them

    def checked(self, *args):
        Exception.__init__(self, *args)
        raised_by = sys._getframe(1).f_code.co_filename
        ours = raised_by.startswith(package) and not raised_by.startswith(engine)
        lacking = without_chinese(args[0]) if ours and args and isinstance(args[0], str) else []
        assert not lacking, f"a refusal that the catalogue lacks (scripts/translate.py --missing): {lacking}"

    GisplugError.__init__ = checked
