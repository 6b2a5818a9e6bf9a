"""Links as they lie in a weights file, before any check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.core.evidence import Note
from gisplug.core.tables import text_ids


@dataclass(frozen=True)
class Edges:
    """Links by position.

    Attributes
    ----------
    focal, neighbor : (E,) positions of the units
    weight : (E,)
    ids : tuple of str or None
        None where the file has none.
    size : number of units
    stated : int
        How many units the file says it has, isolates included; 0 where it does not say.
    """

    focal: Any
    neighbor: Any
    weight: Any
    ids: tuple[str, ...] | None
    size: int
    notes: tuple[Note, ...] = ()
    stated: int = 0


def edges_of_ids(focal: Any, neighbor: Any, weight: Any, order: Any = (), notes: tuple[Note, ...] = ()) -> Edges:
    """Make edges of ids in any spelling; units in `order` first, then by first appearance as
    focal, then as neighbor.
    """
    first = pd.Series(list(order), dtype="object") if len(order) else pd.Series([], dtype="object")
    parts = [text_ids(first) if len(first) else first, text_ids(pd.Series(focal)), text_ids(pd.Series(neighbor))]
    codes, ids = pd.factorize(np.concatenate([p.to_numpy(dtype=object) for p in parts]))
    a, b = len(parts[0]), len(parts[0]) + len(parts[1])
    return Edges(
        codes[a:b].astype(np.int64),
        codes[b:].astype(np.int64),
        np.asarray(weight, dtype=np.float64),
        tuple(ids),
        len(ids),
        notes,
    )


def edge_arrays(matrix: csr_array) -> tuple[Any, Any, Any]:
    """Return focal, neighbor and weight by rows; an isolate is a link to itself of weight 0."""
    degree = np.diff(matrix.indptr)
    focal = np.repeat(np.arange(len(degree)), degree)
    lonely = np.flatnonzero(degree == 0)
    focal = np.concatenate([focal, lonely])
    neighbor = np.concatenate([matrix.indices, lonely])
    weight = np.concatenate([matrix.data, np.zeros(len(lonely))])
    order = np.argsort(focal, kind="stable")
    return focal[order], neighbor[order], weight[order]
