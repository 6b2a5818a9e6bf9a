"""Every kind of file that gisplug writes, into one folder: `python -m tests.interruptions.everything FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

import gisplug as gp
from gisplug.boundaries.write import write_layer
from gisplug.core.formats import usual_endings
from gisplug.core.tables import write_table
from gisplug.report.figures import figure, save_figure
from gisplug.report.tables.files import write_paper
from gisplug.report.tables.paper_table import plain_table
from gisplug.study.run import Way, run_plan
from gisplug.weights.formats.files import write_weights
from tests.study.tools import STUDY, TOOLS, registry, write_inputs


def write_everything(folder: Path) -> Path:
    """Write each format of tables, layers, weights, paper tables and figures, and a study; return where they lie."""
    made = folder / "made"
    frame = pd.DataFrame({"id": ["a", "b", "c"], "beta": [0.1, 1 / 3, 2.0]})
    for ending in usual_endings("table", "write"):
        write_table(frame, made / f"table{ending}")
    squares = [shapely.box(k, 0, k + 1, 1) for k in range(3)]
    layer = gpd.GeoDataFrame(frame, geometry=squares, crs="EPSG:4326")
    for ending in usual_endings("layer", "write"):
        write_layer(layer, made / f"layer{ending}", title="Layer")
    write_layer(layer, made / "styled.gpkg", style="lisa_clusters", field="id")
    both = pd.concat([layer.assign(unit=layer["id"], period=year) for year in (2010, 2011)], ignore_index=True)
    write_layer(both, made / "periods.gpkg")
    around = gp.contiguity(gp.read_units(layer, id="id"))
    numbered = gp.contiguity(gp.read_units(layer.assign(id=["1", "2", "3"]), id="id"))
    for ending in usual_endings("weights", "write"):
        write_weights(numbered if ending == ".swm" else around, made / f"weights{ending}")
    table = plain_table("Means", frame.set_index("id"))
    for ending in usual_endings("paper", "write"):
        write_paper(table, made / f"paper{ending}")
    for ending in usual_endings("figure", "write"):
        fig, ax = figure()
        ax.plot(np.arange(3), frame["beta"])
        save_figure(fig, made / f"figure{ending}")
    write_inputs(folder)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    run_plan(folder / "study.toml", made / "study", registry, list(TOOLS), way=Way(folder / "steps"))
    return made


if __name__ == "__main__":
    write_everything(Path(sys.argv[1]))
