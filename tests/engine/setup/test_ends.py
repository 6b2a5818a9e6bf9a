"""`gisplug engine add` that is ended from outside: one sentence, and no pip that goes on alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.engine.setup.conftest import wheel
from tests.engine.setup.test_install import Index
from tests.engine.setup.test_install import index as index
from tests.engine.test_client import gone

ROOT = Path(__file__).resolve().parents[3]
ADD = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts tests in the background ignores it
from pathlib import Path
from gisplug.core.machine import private_environment
private_environment.locks = lambda extras=(): [Path("base.txt"), Path("learn.txt")]
from gisplug.cli import main
sys.exit(main(["engine", "add", "learn", "--index", sys.argv[1]]))
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        if parent == pid:
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_adding_extras_ends_with_a_sentence_and_ends_pip(tmp_path, index, number):
    """The index does not answer: pip waits for it."""
    (tmp_path / "base.txt").write_text("", encoding="utf-8")
    (tmp_path / "learn.txt").write_text(wheel(tmp_path, "gisplug-no-such-package"), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C"}
    command = [sys.executable, "-c", ADD, index]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as child:
        try:
            until = time.monotonic() + 60
            while not Index.asked:
                assert child.poll() is None and time.monotonic() < until
                time.sleep(0.05)
            pips = children(child.pid)
            assert pips
            child.send_signal(number)
            _, said = child.communicate(timeout=60)
        finally:
            child.kill()
    assert child.returncode == 1
    assert said.splitlines()[-1] == "gisplug: cancelled; give the same command again to have all packages."
    assert "Traceback" not in said
    assert gone(pips, 10)
