"""Small worlds whose borders change: units made of cells of one board, so that every share is a count of cells."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gisplug.boundaries.read import read_units
from gisplug.boundaries.units import Units
from tests.lights.rasters import write

EQUAL_AREA = "EPSG:6933"
CELL = 1000.0


def layer(shapes: dict[str, object], names: dict[str, str] | None = None, crs: str = EQUAL_AREA) -> Units:
    """Units of named shapes; `names` by id."""
    frame = gpd.GeoDataFrame({"id": list(shapes)}, geometry=list(shapes.values()), crs=crs)
    frame["name"] = [(names or {}).get(i, i) for i in shapes]
    return read_units(frame, id="id", name="name" if names else None)


def board(labels: np.ndarray, prefix: str = "") -> Units:
    """Units of the cells with the same label, in the order of labels; labels below 0 belong to no unit."""
    cells: dict[str, list[object]] = {}
    rows, columns = labels.shape
    for label in np.unique(labels[labels >= 0]):
        cells[f"{prefix}{label}"] = [
            shapely.box(c * CELL, r * CELL, (c + 1) * CELL, (r + 1) * CELL)
            for r in range(rows)
            for c in range(columns)
            if labels[r, c] == label
        ]
    return layer({name: shapely.union_all(part) for name, part in cells.items()})


def cells_in_common(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """How many cells each pair of labels shares, (N, M)."""
    ours, theirs = np.unique(before[before >= 0]), np.unique(after[after >= 0])
    return np.array([[int(((before == i) & (after == j)).sum()) for j in theirs] for i in ours])


def panel_of(units: Units, periods=(2000,), seed: int = 0, **given) -> pd.DataFrame:
    """A long table with people (a count) and income (a rate) drawn at random, or as given by column."""
    rng = np.random.default_rng(seed)
    rows = pd.MultiIndex.from_product([units.ids, periods], names=["unit", "period"]).to_frame(index=False)
    rows["people"] = rng.uniform(1, 100, len(rows))
    rows["income"] = rng.uniform(1, 10, len(rows))
    return rows.assign(**given)


def raster(path: Path, values: np.ndarray, **options) -> Path:
    """A raster whose cells are those of a board, row 0 at the bottom."""
    north = values.shape[0] * CELL
    return write(path, np.flipud(values).astype(float), north=north, cell=CELL, crs=EQUAL_AREA, **options)
