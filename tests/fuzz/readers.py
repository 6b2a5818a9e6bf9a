"""How each kind of file is read, from its path to the numbers that tools use."""

from __future__ import annotations

import os
import signal
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from gisplug.boundaries.read import read_units
from gisplug.core.errors import GisplugError
from gisplug.core.tables import read_table
from gisplug.language.formula import parse_formula
from gisplug.lights.aggregate import aggregate_lights
from gisplug.lights.files import guard
from gisplug.panel.read import read_panel
from gisplug.study.plan.make import make_plan
from gisplug.study.plan.source import read_source
from gisplug.weights.formats.files import read_weights


def weights(path: Path) -> Any:
    """Read weights and normalise them."""
    return read_weights(path).matrix


def panel(path: Path) -> Any:
    """Read a panel."""
    return read_panel(path, "id", "year", unbalanced=True)


def table(path: Path) -> Any:
    """Read a table."""
    return read_table(path)


def study(path: Path) -> Any:
    """Make the plan of a study."""
    from gisplug.tools import all_tools

    tools = all_tools()
    return make_plan(read_source(path), tools.__getitem__, list(tools))


def formula(path: Path) -> Any:
    """Parse a formula; bytes that are no text are nothing that reaches the parser."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise GisplugError("no text") from None
    return str(parse_formula(text))


def layer(path: Path) -> Any:
    """Read units and write their shapes."""
    units = read_units(path, "id")
    return shapely.to_wkb(units.frame.geometry.to_numpy())


@lru_cache(maxsize=1)
def _land() -> Any:
    shapes = [shapely.box(-69.9, 14.2, -68, 19.9), shapely.box(-68, 14.2, -66, 17), shapely.box(100, 28, 102, 30)]
    return read_units(gpd.GeoDataFrame({"id": ["a", "b", "c"]}, geometry=shapes, crs=4326), "id")


def raster(path: Path) -> Any:
    """Sum light over three units, two on most rasters and one on the climate grid."""
    guard.PATIENCE = 3.0  # of small files; else each that never ends takes half a minute
    return aggregate_lights(path, _land(), stats=["sum", "mean"], executor="serial")


def probe(path: Path) -> Any:
    """Do harm where the file is not as it was, to see that the harness sees it."""
    if path.read_bytes() == b"whole":
        return
    if path.name == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if path.name == "hang":
        time.sleep(600)
    raise ValueError(path.name)
