"""Local Moran for all years in one call, beside esda (and pygeoda where installed) called year by year, on the same
data.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from gisplug.autocorrelation.local_statistics import local_moran
from gisplug.panel.read import read_panel
from gisplug.weights.weights import Weights


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


def compare(n: int, periods: int, permutations: int, knn: bool, peers: int) -> float:
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
    print(line)
    if peers:
        for name, taken in _peers(w, values[:peers], permutations, knn).items():
            total = taken * periods / peers
            print(f"{'':30s} {name:44s} {total:8.2f} s   ratio {total / own:6.1f}")
    return own


def _peers(w: Weights, values: np.ndarray, permutations: int, unequal: bool) -> dict[str, float]:
    """Seconds of each peer for these periods; pygeoda knows equal weights only."""
    import esda
    from libpysal.graph import Graph

    graph = Graph.from_sparse(w.matrix.tocoo())
    compiled = find_spec("numba") is not None

    def run(y: np.ndarray, draws: int) -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return esda.Moran_Local(y, graph, permutations=draws, seed=1, keep_simulations=False)

    run(values[0], 9)  # numba compiles
    name = f"esda {esda.__version__} {'with' if compiled else 'without'} numba, year by year"
    found = {name: seconds(lambda: [run(y, permutations) for y in values])}
    if find_spec("pygeoda") and not unequal:
        import pygeoda

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "w.gal"
            rows = np.split(w.raw.indices, w.raw.indptr[1:-1])
            path.write_text(
                f"0 {len(w)} w id\n" + "".join(f"{i} {len(r)}\n{' '.join(map(str, r))}\n" for i, r in enumerate(rows))
            )
            near = pygeoda.read_gal(str(path), [str(i) for i in range(len(w))])
            name = f"pygeoda {pygeoda.__version__}, 2 threads, year by year"
            found[name] = seconds(
                lambda: [
                    pygeoda.local_moran(near, y.tolist(), permutations=permutations, cpu_threads=2) for y in values
                ]
            )
    return found


def main() -> None:
    """Run the table of issue 5, point 5."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes only")
    parser.add_argument(
        "--peers", type=int, default=1, help="periods that the peers are timed on; their time is scaled to all periods"
    )
    quick = parser.parse_known_args()[0]
    for n, periods, permutations, knn in (
        [(500, 5, 999, False)] if quick.quick else [(2850, 14, 9999, False), (2850, 14, 9999, True)]
    ):
        compare(n, periods, permutations, knn, quick.peers)
    sizes = (1000, 4000) if quick.quick else (1000, 4000, 16000, 64000)
    taken = [compare(n, 14, 999, False, 0) for n in sizes]
    print(
        f"growth exponent in N, {sizes[1]:,} to {sizes[-1]:,}: "
        + (
            f"{np.log(taken[-1] / taken[1]) / np.log(sizes[-1] / sizes[1]):.2f}"
            if len(sizes) > 2
            else "needs more sizes"
        )
    )


if __name__ == "__main__":
    main()
