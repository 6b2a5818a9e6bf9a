"""Measure what gisplug costs QGIS: loading the plugin (in a window and for qgis_process, compiled and on the very first
start), the first call, a warm call over the bare core call.

GISPLUG_PYTHON=$PWD/.venv/bin/python /usr/bin/python3 scripts/measure_qgis.py
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]
sys.path.append("/usr/share/qgis/python/plugins")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
LOADS = 11
_kept: list[object] = []  # what QGIS destroys by itself at the end
CORE = """
import time
from gisplug.core.progress import SILENT
from gisplug.tools import get_tool
tool = get_tool("panel_describe")
given = dict(panel="demo-panel", unit="adcode", period="year", columns=["develop", "agg"], table={table!r})
params = tool.complete(given)
tool.run(params, SILENT)
times = []
for _ in range(10):
    start = time.perf_counter()
    tool.run(params, SILENT)
    times.append(time.perf_counter() - start)
print(sorted(times)[5])
"""


def started() -> None:
    """Start a QGIS without a window, with Processing."""
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    _kept.append(application)
    from processing.core.Processing import Processing

    Processing.initialize()


class Window:
    """What the plugin asks of a window when it is loaded."""

    def mainWindow(self) -> None:
        """Return the parent of the menu's action: none."""

    def addPluginToMenu(self, menu: str, action: object) -> None:
        """Keep the action."""
        _kept.append(action)


def loaded(window: bool) -> tuple[float, float, int]:
    """Load the plugin; return the milliseconds on the clock and of the processor, and the number of algorithms."""
    wall, cpu = time.perf_counter(), time.process_time()
    import gisplug

    plugin = gisplug.classFactory(Window() if window else None)
    plugin.initGui() if window else plugin.initProcessing()
    _kept.append(plugin)
    spent = time.perf_counter() - wall, time.process_time() - cpu
    return 1000 * spent[0], 1000 * spent[1], len(plugin.provider.algorithms())


def load_times(kind: str) -> list[tuple[float, float]]:
    """Load a copy of the plugin in fresh processes, since a second time in one of them costs nothing; the first of them
    is the very first start and compiles.
    """
    found = []
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory(prefix="gisplug-") as folder:
        for name in ("gisplug", "layers", "rasters", "requirements"):
            shutil.copytree(ROOT / name, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
        Path(folder, "scripts").mkdir()
        copied = shutil.copy(__file__, Path(folder, "scripts"))
        shutil.copy(ROOT / "metadata.txt", folder)
        for _ in range(LOADS + 1):
            command = [sys.executable, str(copied), kind]
            done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
            wall, cpu = map(float, done.stdout.split()[-2:])
            found.append((wall, cpu))
    return found


def main() -> None:
    """Print the numbers."""
    started()
    if sys.argv[1:] in (["window"], ["process"]):
        print(*loaded(sys.argv[1] == "window")[:2])
        sys.stdout.flush()
        os._exit(0)
    from qgis.core import Qgis

    print(f"QGIS {Qgis.QGIS_VERSION}, {loaded(False)[2]} algorithms")
    for kind in ("window", "process"):
        first, *others = load_times(kind)
        walls, cpus = zip(*others, strict=True)
        print(
            f"{kind}: very first start {first[0]:.0f} ms ({first[1]:.0f} ms of the processor); {LOADS} others "
            f"{min(walls):.0f} to {max(walls):.0f} ms, median {statistics.median(walls):.0f} ms "
            f"({statistics.median(cpus):.0f} ms of the processor)"
        )
    import processing

    import gisplug.toolbox.algorithms.tool as algorithm

    algorithm.in_window = lambda: True
    table = "/tmp/gisplug-measure.gpkg"
    given = {"PANEL": "demo-panel", "UNIT": "adcode", "PERIOD": "year", "COLUMNS": ["develop", "agg"], "TABLE": table}
    times = []
    for _ in range(11):
        start = time.perf_counter()
        processing.run("gisplug:panel_describe", dict(given))
        times.append(time.perf_counter() - start)
    done = subprocess.run(
        [os.environ["GISPLUG_PYTHON"], "-c", CORE.format(table=table)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    core, warm = float(done.stdout), statistics.median(times[1:])
    print(
        f"first call {times[0]:.2f} s; warm call {1000 * warm:.0f} ms; bare core call {1000 * core:.0f} ms; "
        f"overhead {1000 * (warm - core):.0f} ms"
    )
    Path(table).unlink()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
