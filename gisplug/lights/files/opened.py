"""Look at a raster in one opening; those that their reader trusts too much are read by another process first."""

from __future__ import annotations

import warnings

import rasterio
from rasterio.errors import NotGeoreferencedWarning

from gisplug.core.errors import RasterError
from gisplug.core.messages import message
from gisplug.lights.files.archives import QUIET
from gisplug.lights.files.facts import FAILURES, Opened, facts_of, forget_packed
from gisplug.lights.files.guard import check


def opened(dataset: str, name: str) -> Opened:
    """Look at a raster.

    Parameters
    ----------
    dataset
        As GDAL opens it.
    name
        As messages name it.

    Raises
    ------
    RasterError
        If it cannot be opened, or what opens it dies of it.
    """
    check(dataset, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.Env(**QUIET):
                forget_packed([dataset])
                with rasterio.open(dataset) as raster:
                    return facts_of(raster, dataset, name)
    except (*FAILURES, UnicodeDecodeError) as problem:
        raise RasterError(
            message("{name} cannot be read as a raster: {problem}.", name=name, problem=problem)
        ) from problem
