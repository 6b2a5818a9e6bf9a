"""Measure what gisplug costs QGIS: loading the plugin, the first call, a warm call over the bare core call.

GISPLUG_PYTHON=$PWD/.venv/bin/python /usr/bin/python3 scripts/measure_qgis.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]
sys.path.append("/usr/share/qgis/python/plugins")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
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


def main() -> None:
    """Print the numbers."""
    from qgis.core import Qgis, QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    start = time.perf_counter()
    import gisplug

    plugin = gisplug.classFactory(None)
    plugin.initProcessing()
    print(
        f"QGIS {Qgis.QGIS_VERSION}: plugin loaded in {1000 * (time.perf_counter() - start):.0f} ms, "
        f"{len(plugin.provider.algorithms())} algorithms"
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
