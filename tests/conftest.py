"""Which tests need Linux; arithmetic is done in one thread, since tests run side by side."""

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

# Before NumPy is loaded: threads that wait for a core that is busy cost more time than they save.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

HERE = Path(__file__).parent
LINUX = (  # they stop processes by signals, read /proc or start shell scripts
    "core/output/test_lock.py",
    "core/test_executor.py",
    "core/test_executor_ends.py",
    "core/test_executor_methods.py",
    "engine/setup/test_ends.py",
    "engine/setup/test_install.py",
    "engine/test_client.py",
    "engine/test_sigterm.py",
    "spatial/test_spatial_scale.py",
)


FAMILIES = (  # each goes over every tool or estimator, draws many panels, or starts many processes
    "laws/test_draws.py",
    "laws/test_refusals.py",
    "laws/test_rows_and_terms.py",
    "laws/test_same_numbers.py",
    "laws/test_sizes.py",
    "core/output/test_lock.py",
    "core/test_executor_methods.py",
    "core/test_executor.py",
    "core/test_executor_ends.py",
    "core/test_hostile_cluster.py",
    "interruptions/test_identical_bytes.py",
    "interruptions/test_sweep.py",
    "notebooks/test_notebooks.py",
    "packaging/test_distributions.py",
    "spatial/test_spatial_recovery.py",
    "spatial/test_specification.py",
    "study/doctor/test_command.py",
    "study/test_alignment.py",
    "study/test_newcomer.py",
    "tools/test_every_tool.py",  # every tool runs in QGIS besides (toolbox/test_every_tool.py)
    "tools/test_liveness.py",
)
MODULES = ("docs/test_site.py", "study/test_study_b.py")  # what they set up takes long: whole or not at all
PARTS = 3


def pytest_collection_modifyitems(config, items):
    """Keep a third of each family, which the commit chooses, so that three see all of it; all of it where a
    file is asked for by name, with GISPLUG_TESTS=all (`make test-all`), and where there is no commit.
    """
    taken = part_of_commit(config)
    if taken is not None:
        out = {i for i in items if _in_a_family(i) and zlib.crc32(_key(i).encode()) % PARTS != taken}
        config.hook.pytest_deselected(items=list(out))
        items[:] = [i for i in items if i not in out]
    _skip_what_needs_linux(items)


def part_of_commit(config):
    """The part of the families that is taken, or None for all."""
    whole = [HERE, HERE.parent]
    if os.environ.get("GISPLUG_TESTS") == "all" or any(Path(a).resolve() not in whole for a in config.args):
        return None
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=HERE, capture_output=True, text=True, check=False)
    return int(head.stdout[:8], 16) % PARTS if head.returncode == 0 else None


def _in_a_family(item):
    return item.path.relative_to(HERE).as_posix() in (*FAMILIES, *MODULES)


def _key(item):
    module = item.path.relative_to(HERE).as_posix()
    return module if module in MODULES else item.nodeid


def _skip_what_needs_linux(items):
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
