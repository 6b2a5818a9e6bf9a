"""Local Moran for all years in one call, beside esda (and pygeoda where installed) called year by year, on the same data."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from gisplug.panel.local import local_moran
from gisplug.panel.read import read_panel
from gisplug.vector.weights import Weights


def lattice(n: int, knn: bool = False) -> Weights:
    """Queen weights of the first n cells of a square lattice, or inverse distances to the 8 nearest random points."""
    ids = tuple(f"{i:07d}" for i in range(n))
    if knn:
        from scipy.spatial import KDTree

        points = np.random.default_rng(7).random((n, 2))
        distance, near = KDTree(points).query(points, k=9)
        rows = np.repeat(np.arange(n), 8)
        raw = coo_array((1 / distance[:, 1:].ravel(), (rows, near[:, 1:].ravel())), shape=(n, n))
        return Weights(csr_array(raw), ids, "inverse distance of 8 nearest")
    side = int(np.ceil(np.sqrt(n)))
    row, column = np.divmod(np.arange(n), side)
    pairs = []
    for dr, dc in ((0, 1), (1, 0), (1, 1), (1, -1)):
        other = (row + dr) * side + column + dc
        fine = (column + dc >= 0) & (column + dc < side) & (other < n)
        pairs.append(np.stack([np.arange(n)[fine], other[fine]]))
    i, j = np.concatenate(pairs, axis=1)
    both = coo_array((np.ones(2 * len(i)), (np.r_[i, j], np.r_[j, i])), shape=(n, n))
    return Weights(csr_array(both), ids, "queen lattice")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(n: int, periods: int, permutations: int, knn: bool, peers: int) -> None:
    """Print one line: gisplug for all periods; the peers for `peers` periods, scaled to all."""
    w = lattice(n, knn)
    values = np.random.default_rng(3).normal(size=(periods, n))
    values += np.asarray((w.matrix @ values.T).T)
    frame = pd.DataFrame(
        {"unit": np.tile(w.ids, periods), "year": np.repeat(np.arange(2000, 2000 + periods), n), "x": values.ravel()}
    )
    panel = read_panel(frame, "unit", "year")
    own = seconds(lambda: local_moran(panel, "x", w, permutations, seed=1))
    line = f"{w.name:30s} N {n:6,} T {periods:3d} permutations {permutations:6,}  gisplug {own:8.2f} s"
    if peers:
        line += _esda(w, values[:peers], permutations, periods / peers, own) + _pygeoda()
    print(line)


def _esda(w: Weights, values: np.ndarray, permutations: int, scale: float, own: float) -> str:
    import esda
    from libpysal.graph import Graph

    graph = Graph.from_sparse(w.matrix.tocoo())
    taken = seconds(
        lambda: [esda.Moran_Local(y, graph, permutations=permutations, seed=1, keep_simulations=False) for y in values]
    )
    return f"   esda {esda.__version__} {taken * scale:8.2f} s   ratio {taken * scale / own:6.1f}"


def _pygeoda() -> str:
    from importlib.util import find_spec

    return "" if find_spec("pygeoda") else "   pygeoda: not installed"


def main() -> None:
    """Run the table of issue 5, point 5."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes only")
    parser.add_argument(
        "--peers", type=int, default=1, help="periods that the peers are timed on; their time is scaled to all periods"
    )
    quick = parser.parse_args()
    for n, periods, permutations, knn in (
        [(500, 5, 999, False)] if quick.quick else [(2850, 14, 9999, False), (2850, 14, 9999, True)]
    ):
        compare(n, periods, permutations, knn, quick.peers)
    for n in (1000, 4000) if quick.quick else (1000, 4000, 16000, 64000):
        compare(n, 14, 999, False, 0)


if __name__ == "__main__":
    main()
