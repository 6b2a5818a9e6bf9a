"""The data of a crosswalk: units of both sides, and which share of each source unit went into which target unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.core.evidence import Report
from gisplug.core.messages import joined, message

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units

WHOLE = 1e-9  # a share this close to 1 is the whole unit
_BASES = {"area": message("area"), "codes": message("codes"), "shares": message("shares")}
NOTABLE = 0.05  # a part of a unit's ground beyond the other layer that is more than coasts drawn again


@dataclass(frozen=True)
class Side:
    """The units of one side.

    Attributes
    ----------
    ids, names : tuple of str, length N
    name : what messages call the layer or year
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    name: str

    @property
    def named(self) -> bool:
        """Whether the units have names of their own."""
        return self.names != self.ids


@dataclass(frozen=True, repr=False)
class Links:
    """Shares of source units in target units, as data; `Crosswalk` is what works with them.

    Attributes
    ----------
    source, target : Side, N and M units
    shares : (N, M) sparse
        Share of the source that the target took; rows add up to 1, or to less where a part lies in no target. Ground
        that changed hands without any light or people is stored with 0.
    amounts : (N, M) sparse, or None
        What the shares were made of, in `unit`: km2 of common ground, or light or people on it. None where only shares
        are known (tables of codes). The same places are stored as in `shares`.
    ground : (N, M) sparse, or None
        km2 of common ground, the same places.
    by, unit : str
        "area", the name of a raster, "codes" or "shares"; and the unit of `amounts`.
    outside : (N,) or None
        Share of each source's ground that lies in no target unit.
    covered : (M,) or None
        Share of each target's ground that lies in some source unit.
    slivers : DataFrame
        Overlaps that were taken for noise: source, target, km2, width_m, share_of_source.
    units : Units or None
        The target layer.
    report : Report
        What was found on the way.
    """

    source: Side
    target: Side
    shares: csr_array
    amounts: csr_array | None
    by: str
    unit: str = ""
    ground: csr_array | None = None
    outside: np.ndarray | None = None
    covered: np.ndarray | None = None
    slivers: pd.DataFrame = field(default_factory=pd.DataFrame)
    units: Units | None = None
    report: Report = field(default_factory=Report)

    @property
    def basis(self) -> str:
        """What shares are made of, in words."""
        return joined(", ", (_BASES.get(word, word) for word in self.by.split(", ")))

    def __repr__(self) -> str:
        left = f"{self.source.name} ({len(self.source.ids)} units)"
        return f"<{type(self).__name__} {left} to {self.target.name} ({len(self.target.ids)} units) by {self.by}>"


def entries(matrix: csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Return row and column of each stored value of an (N, M) matrix, zeros included, in the order of its data."""
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return row, np.asarray(matrix.indices, dtype=np.int64)


def like(matrix: csr_array, data: np.ndarray) -> csr_array:
    """Return an (N, M) matrix with the stored places of `matrix` and other values (K,)."""
    return csr_array((np.asarray(data, dtype=np.float64), matrix.indices, matrix.indptr), shape=matrix.shape)


def sparse(row: np.ndarray, column: np.ndarray, data: np.ndarray, shape: tuple[int, int]) -> csr_array:
    """Return an (N, M) matrix of values at places given once each; zeros are stored.

    Parameters
    ----------
    row, column, data : (K,)
    """
    order = np.lexsort((column, row))
    start = np.append(0, np.cumsum(np.bincount(row, minlength=shape[0])))
    return csr_array((np.asarray(data, dtype=np.float64)[order], np.asarray(column)[order], start), shape=shape)


def at(matrix: csr_array, row: np.ndarray, column: np.ndarray) -> np.ndarray:
    """Return the values of an (N, M) matrix at places, 0 where none is stored.

    Parameters
    ----------
    row, column : (K,)
    """
    return np.asarray(matrix[row, column], dtype=np.float64).reshape(-1) if len(row) else np.empty(0)


def divided(shares: csr_array) -> csr_array:
    """Return 1 where a source (row of (N, M)) gave less than the whole of itself, with the places of `shares`."""
    return like(shares, shares.data < 1 - WHOLE)


def gains(links: Links) -> csr_array | None:
    """Return which share of each target came from each source, (N, M): columns add up to 1, or are empty.

    By `amounts`; by ground where a target's amounts are all 0 (no light). None where only shares are known.
    """
    if links.amounts is None:
        return None
    column = entries(links.shares)[1]
    data = links.amounts.data
    dark = (links.amounts.sum(axis=0) <= 0)[column]
    if links.ground is not None:
        data = np.where(dark, links.ground.data, data)
    total = np.bincount(column, data, links.shares.shape[1])[column]
    return like(links.shares, np.divide(data, total, out=np.full(len(data), np.nan), where=total > 0))
