"""What a network is like as a whole, and where each unit stands in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gisplug.structure.networks.paths import Paths, shortest_paths

CENTRALITIES = (
    "out_degree",
    "in_degree",
    "degree",
    "closeness",
    "closeness_out",
    "closeness_in",
    "betweenness",
)
WHOLE = (
    "links",
    "density",
    "connectedness",
    "hierarchy",
    "efficiency",
    "reciprocity",
    "mean_distance",
)


def measure(a: csr_array, check: Callable[[], None] = lambda: None) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Measure a network.

    Parameters
    ----------
    a : (N, N) of ones, zero diagonal
        Links from rows to columns.

    Returns
    -------
    whole : by the names of WHOLE
        density; Krackhardt's (1994) connectedness (share of pairs joined whatever the direction), hierarchy (share of
        joined pairs of which only one reaches the other) and efficiency (less the share of links that components could
        do without); reciprocity (share of links that are answered); mean_distance (steps, over pairs with a path).
        NaN where nothing is linked.
    centralities : by the names of CENTRALITIES, (N,) each
        Numbers of links sent and received; share of others linked either way; closeness of the undirected network,
        along the links and against them (Wasserman & Faust's for parts that are not joined); betweenness as a share of
        (N - 1) (N - 2) pairs.
    """
    n = a.shape[0]
    both = csr_array(((a + a.T) > 0).astype(np.float64))
    directed, plain = shortest_paths(a, check=check), shortest_paths(both, through=False, check=check)
    return _whole(a, directed), {
        "out_degree": np.asarray(a.sum(axis=1)).ravel(),
        "in_degree": np.asarray(a.sum(axis=0)).ravel(),
        "degree": np.asarray(both.sum(axis=1)).ravel() / (n - 1),
        "closeness": _closeness(plain.reached, plain.far),
        "closeness_out": _closeness(directed.reached, directed.far),
        "closeness_in": _closeness(directed.reaching, directed.away),
        "betweenness": directed.through / ((n - 1) * (n - 2)),
    }


def _whole(a: csr_array, paths: Paths) -> dict[str, float]:
    n, links = a.shape[0], float(a.nnz)
    nan = float("nan")
    weak = np.bincount(connected_components(a, connection="weak")[1])
    strong = np.bincount(connected_components(a, directed=True, connection="strong")[1])
    mutual = float((strong * (strong - 1)).sum()) / 2
    reached = float(paths.reached.sum())
    needed = float((weak - 1).sum())
    spare = float((weak * (weak - 1) - (weak - 1)).sum())
    return {
        "links": links,
        "density": links / (n * (n - 1)),
        "connectedness": float((weak * (weak - 1)).sum()) / (n * (n - 1)),
        "hierarchy": 1 - mutual / (reached - mutual) if reached else nan,
        "efficiency": 1 - (links - needed) / spare if spare else nan,
        "reciprocity": float(a.multiply(a.T).sum()) / links if links else nan,
        "mean_distance": float(paths.far.sum()) / reached if reached else nan,
    }


def _closeness(reached: np.ndarray, far: np.ndarray) -> np.ndarray:
    n = len(reached)
    out: np.ndarray = np.divide(reached, far, out=np.zeros(n), where=far > 0) * reached / (n - 1)
    return out
