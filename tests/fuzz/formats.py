"""Every format that is read: its seeds and how it is read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.fuzz import seeds
from tests.fuzz.readers import formula, layer, panel, probe, raster, study, table, weights

Seeds = Callable[[Path], list[list[Path]]]
SPSS = ("sav", "zsav")


@dataclass(frozen=True)
class Fuzzed:
    """A format: `seeds` writes files into a folder and returns sets of files that belong together; `main` is read."""

    name: str
    main: str
    seeds: Seeds
    read: Callable[[Path], Any]


@lru_cache(maxsize=4)
def seeds_of(fuzzed: Fuzzed) -> list[dict[str, bytes]]:
    """Return the seeds as names and bytes."""
    with tempfile.TemporaryDirectory(prefix="gisplug-fuzz-") as folder:
        made = fuzzed.seeds(Path(folder))
        named = [{path.name: path.read_bytes() for path in files} for files in made]
        return [files for files in named if fuzzed.main in files]


def _named(*listed: Fuzzed) -> dict[str, Fuzzed]:
    return {fuzzed.name: fuzzed for fuzzed in listed}


FUZZED = _named(
    Fuzzed("weights-csv", "w.csv", seeds.weights_tables, weights),
    Fuzzed("weights-txt", "w.txt", seeds.weights_text, weights),
    Fuzzed("weights-mat", "w.mat", seeds.weights_mat, weights),
    Fuzzed("weights-xlsx", "w.xlsx", seeds.weights_tables, weights),
    Fuzzed("weights-dta", "w.dta", seeds.weights_edges, weights),
    Fuzzed("weights-parquet", "w.parquet", seeds.weights_tables, weights),
    Fuzzed("weights-gal", "w.gal", seeds.weights_plain, weights),
    Fuzzed("weights-gwt", "w.gwt", seeds.weights_edges, weights),
    Fuzzed("weights-mtx", "w.mtx", seeds.weights_mtx, weights),
    Fuzzed("weights-swm", "w.swm", seeds.weights_edges, weights),
    Fuzzed("panel-csv", "p.csv", seeds.panels, panel),
    Fuzzed("panel-gz", "p.csv.gz", seeds.panels_packed, panel),
    Fuzzed("panel-xlsx", "p.xlsx", seeds.panels, panel),
    Fuzzed("panel-dta", "p.dta", seeds.panels, panel),
    Fuzzed("panel-parquet", "p.parquet", seeds.panels, panel),
    Fuzzed("panel-xls", "p.xls", seeds.panels_old, table),
    *([Fuzzed(f"panel-{e}", f"p.{e}", seeds.panels_spss, panel) for e in SPSS] if find_spec("pyreadstat") else []),
    Fuzzed("panel-dbf", "p.dbf", seeds.panels_dbf, panel),
    Fuzzed("study", "study.toml", seeds.studies, study),
    Fuzzed("formula", "formula.txt", seeds.formulas, formula),
    Fuzzed("layer-shp", "l.shp", seeds.layers, layer),
    Fuzzed("layer-zip", "l.zip", seeds.layers_zipped, layer),
    Fuzzed("layer-gpkg", "l.gpkg", seeds.layers, layer),
    Fuzzed("layer-geojson", "l.geojson", seeds.layers, layer),
    Fuzzed("layer-parquet", "l.parquet", seeds.layers, layer),
    Fuzzed("layer-fgb", "l.fgb", seeds.layers, layer),
    Fuzzed("layer-kml", "l.kml", seeds.layers, layer),
    Fuzzed("layer-gml", "l.gml", seeds.layers, layer),
    Fuzzed("raster-tif", "ntl_2012.tif", seeds.rasters, raster),
    Fuzzed("raster-gz", "ntl_2012.tif.gz", seeds.rasters, raster),
    Fuzzed("raster-nc", "ntl_2012.nc", seeds.rasters, raster),
    Fuzzed("raster-h5", "VNP46A4.A2012001.h11v07.001.2021124145211.h5", seeds.rasters_hdf5, raster),
    Fuzzed("raster-asc", "ntl_2012.asc", seeds.rasters, raster),
    Fuzzed("raster-zip", "ntl_2012.zip", seeds.rasters, raster),
)
PROBES = _named(*(Fuzzed(f"probe-{what}", what, seeds.probe(what), probe) for what in ("crash", "hang", "traceback")))


def fuzzed(name: str) -> Fuzzed:
    """Return a format, or a probe of the harness."""
    return FUZZED[name] if name in FUZZED else PROBES[name]
