"""What a weights matrix looks like: counts, components, symmetry, the histogram of neighbours, lines on a map."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse.csgraph import connected_components

from gisplug.boundaries.units import Units
from gisplug.core.errors import JoinError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.weights.normalise import spectral_radius
from gisplug.weights.places import Places
from gisplug.weights.weights import Weights


def diagnostics(weights: Weights) -> pd.DataFrame:
    """Describe weights before normalisation.

    Returns
    -------
    DataFrame, index "measure", column "value"
        Units, links (directed), share of non-zero cells, neighbours (mean, median, least, most), isolates, connected
        components and the size of the largest, symmetry of pattern and of values, sums, spectral radius.
    """
    raw = weights.raw
    n = len(weights)
    degree = neighbours(weights).to_numpy()
    count, label = connected_components(raw, directed=True, connection="weak")
    turned = raw.T.tocsr()
    difference = abs(raw - turned)
    pattern = (raw != 0).astype(int) - (turned != 0).astype(int)
    rows = np.asarray(raw.sum(axis=1)).ravel()
    rows_of: dict[str, Any] = {
        "units": n,
        "links": int(raw.nnz),
        "non-zero share": raw.nnz / n**2 if n else np.nan,
        "neighbours mean": degree.mean(),
        "neighbours median": float(np.median(degree)),
        "neighbours least": int(degree.min()),
        "neighbours most": int(degree.max()),
        "isolates": len(weights.isolates),
        "components": int(count),
        "largest component": int(np.bincount(label).max()),
        "symmetric pattern": int(abs(pattern).nnz == 0 or abs(pattern).max() == 0),
        "symmetric values": int(difference.nnz == 0 or difference.max() <= 1e-12 * max(abs(raw).max(), 1e-300)),
        "weight least": float(raw.data.min()) if raw.nnz else np.nan,
        "weight most": float(raw.data.max()) if raw.nnz else np.nan,
        "row sum least": float(rows.min()),
        "row sum most": float(rows.max()),
        "spectral radius": spectral_radius(raw),
    }
    return pd.DataFrame({"value": pd.Series(rows_of, dtype="float64")}).rename_axis("measure")


def neighbours(weights: Weights) -> pd.Series:
    """Return the number of neighbours of each unit."""
    return pd.Series(np.diff(weights.raw.indptr), index=pd.Index(weights.ids, name="unit"), name="neighbours")


def histogram(weights: Weights) -> pd.DataFrame:
    """Return how many units have 0, 1, 2 ... neighbours: index "neighbours", column "units"."""
    counts = np.bincount(neighbours(weights))
    return pd.DataFrame({"units": counts}, index=pd.RangeIndex(len(counts), name="neighbours"))


def link_table(weights: Weights, units: Units | None = None) -> pd.DataFrame:
    """Return one row for each link: focal, neighbor, weight, normalised weight; names and km where units are given."""
    raw, scaled = weights.raw.tocoo(), weights.matrix.tocoo()
    ids = np.array(weights.ids, dtype=object)
    table = pd.DataFrame({"focal": ids[raw.row], "neighbor": ids[raw.col], "weight": raw.data})
    table["normalised"] = scaled.data
    if units is not None:
        places = _placed(weights, units)
        names = np.array(places.units.names, dtype=object)
        table.insert(2, "focal_name", names[raw.row])
        table.insert(3, "neighbor_name", names[raw.col])
        table["km"] = places.km(np.linalg.norm(places.points[raw.row] - places.points[raw.col], axis=1))
    return table


def link_lines(weights: Weights, units: Units) -> gpd.GeoDataFrame:
    """Return the links as lines between the units' points; a symmetric pair is one line.

    Columns: focal, neighbor, focal_name, neighbor_name, weight (the larger of both directions), both (whether both
    are), km.
    """
    places = _placed(weights, units)
    loose = weights.raw.tocoo()
    back = np.asarray(weights.raw[loose.col, loose.row]).ravel()
    keep = (loose.row < loose.col) | (back == 0)
    i, j, there, back = loose.row[keep], loose.col[keep], loose.data[keep], back[keep]
    ids, names = np.array(weights.ids, dtype=object), np.array(places.units.names, dtype=object)
    inner = shapely.get_coordinates(shapely.point_on_surface(places.units.frame.geometry.values))
    lines = shapely.linestrings(np.stack([inner[i], inner[j]], axis=1))
    table = {
        "focal": ids[i],
        "neighbor": ids[j],
        "focal_name": names[i],
        "neighbor_name": names[j],
        "weight": np.maximum(there, back),
        "both": (back != 0).astype(int),
        "km": places.km(np.linalg.norm(places.points[i] - places.points[j], axis=1)),
    }
    return gpd.GeoDataFrame(table, geometry=lines, crs=units.frame.crs)


def _placed(weights: Weights, units: Units) -> Places:
    there = set(units.ids)
    lost = [i for i in weights.ids if i not in there]
    if lost:
        raise JoinError(
            message(
                "{n} units of the weights {weights} are not in {units}: {lost}. The layer's ids look like {units2!r}.",
                n=len(lost),
                weights=weights.name,
                units=units.name,
                lost=some(lost),
                units2=units.ids[0],
            )
        )
    return Places(units.take(weights.ids))
