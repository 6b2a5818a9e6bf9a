"""From boundaries to a spillover map with gisplug in PyQGIS: in QGIS's Python console, or without a window:

    env GISPLUG_PYTHON=/path/to/engine/python QGIS_PLUGINPATH=/folder/that/holds/gisplug python3
    examples/spillovers_in_pyqgis.py results

In the console everything up to `run` is there already; call `main("results")`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def start():
    """Start a QGIS without a window, with Processing and the gisplug provider."""
    from qgis.core import QgsApplication

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    sys.path += [os.environ["QGIS_PLUGINPATH"], str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins")]
    from processing.core.Processing import Processing

    Processing.initialize()
    import gisplug

    plugin = gisplug.classFactory(None)
    plugin.initProcessing()
    return application, plugin


def main(folder: str) -> dict[str, object]:
    """Weights, Moran's I of every year, a spatial Durbin model, and the map of who receives its spillovers."""
    import processing

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    units = {"UNITS": "demo-china-provinces", "ID": "adcode", "NAME": "name_en"}
    panel = {"PANEL": "demo-panel", "UNIT": "adcode", "PERIOD": "year"}
    weights = processing.run(
        "gisplug:weights_contiguity", {**units, "LINKS": ["Hainan", "Guangdong"], "WEIGHTS": str(out / "w.csv")}
    )
    moran = processing.run(
        "gisplug:moran_by_period",
        {
            **panel,
            "VARIABLE": "agg",
            "WEIGHTS": weights["WEIGHTS"],
            "TABLE": str(out / "moran.csv"),
            "PAPER": str(out / "moran.html"),
        },
    )
    print(f"Moran's I of the last year: {moran['I']:.4f} (p = {moran['P']:.4f}); {weights['LINKS_NUMBER']:.0f} links")
    model = {**panel, "FORMULA": "develop ~ agg + wage", "WEIGHTS": weights["WEIGHTS"]}
    durbin = processing.run("gisplug:spatial_panel", {**model, "MODEL": "sdm", "PAPER": str(out / "durbin.docx")})
    print(f"Spatial Durbin model: rho = {durbin['RHO']:.4f}, log-likelihood {durbin['LOGLIK']:.2f}")
    spill = processing.run(
        "gisplug:spillover_map", {**units, **model, "VARIABLE": "agg", "LAYER": str(out / "spillovers.gpkg")}
    )
    print(f"Mean effect received: {spill['MEAN']:.4f}; the largest is that of {spill['LARGEST']}")
    return {"weights": weights, "moran": moran, "durbin": durbin, "spill": spill}


if __name__ == "__main__":
    kept = start()
    main(sys.argv[1] if len(sys.argv) > 1 else "results")
    sys.stdout.flush()
    os._exit(0)  # QGIS's destructors and Python's do not always agree on who goes first
