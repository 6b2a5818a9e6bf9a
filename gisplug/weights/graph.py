"""Weights as a libpysal Graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
from scipy.sparse import csr_array

from gisplug.core.machine.extras import needed
from gisplug.core.messages import message
from gisplug.weights.edges import edge_arrays

if TYPE_CHECKING:
    from libpysal.graph import Graph


def to_graph(matrix: csr_array, ids: Sequence[str]) -> Graph:
    """Return a libpysal Graph of `matrix` (N, N) in the order of the ids; isolates are kept as links to themselves
    of 0.

    Raises
    ------
    EngineError
        Without the extra pysal.
    """
    graphs = needed("pysal", "libpysal.graph", message("Weights as a libpysal Graph"))
    focal, neighbor, weight = edge_arrays(matrix)
    labels = pd.Index(ids, dtype="object")  # as levels in this order, so that libpysal's sparse matrix keeps it
    index = pd.MultiIndex(levels=[labels, labels], codes=[focal, neighbor], names=["focal", "neighbor"])
    made: Graph = graphs.Graph(pd.Series(weight, index=index, name="weight"), is_sorted=True)
    return made
