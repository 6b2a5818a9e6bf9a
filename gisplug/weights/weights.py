"""Spatial weights as one labelled value: ids, a sparse matrix, and what was done to get there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from gisplug.core.errors import JoinError
from gisplug.core.evidence import Report, some
from gisplug.weights.normalise import Normalisation

if TYPE_CHECKING:
    from libpysal.graph import Graph
    from scipy.sparse import csr_array


@dataclass(frozen=True, repr=False)
class Weights:
    """Spatial weights W of N units.

    Attributes
    ----------
    raw : csr_array, shape (N, N)
        Weights before normalisation: float64, zero diagonal, sorted indices, no explicit zeros.
    ids : tuple of str, length N
        Unit of each row and column.
    name : str
        What tables call W ("queen", "knn6").
    normalise : {"row", "spectral", "minmax", "none"}
        How `matrix` is made from `raw`.
    report : Report
        Isolates, links gained by the tolerance, links added by hand.
    """

    raw: csr_array
    ids: tuple[str, ...]
    name: str = "W"
    normalise: Normalisation = "row"
    report: Report = field(default_factory=Report)

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        alone = f", {len(self.isolates)} isolates" if self.isolates else ""
        return f"<Weights {self.name}: {len(self)} units, {self.raw.nnz} links{alone}, normalise={self.normalise!r}>"

    @cached_property
    def matrix(self) -> csr_array:
        """Normalised weights, shape (N, N); rows of isolates are zero."""
        from gisplug.weights.normalise import normalised

        return normalised(self.raw, self.normalise)

    @cached_property
    def graph(self) -> Graph:
        """The normalised weights as a libpysal Graph; isolates are kept."""
        from gisplug.weights.graph import to_graph

        return to_graph(self.matrix, self.ids)

    @property
    def isolates(self) -> tuple[str, ...]:
        """Ids of units without neighbours."""
        degrees = self.raw.indptr[1:] - self.raw.indptr[:-1]
        return tuple(self.ids[i] for i in (degrees == 0).nonzero()[0])

    def align(self, ids: Sequence[str]) -> Weights:
        """Return W of these units in this order; links to other units are dropped, then W is normalised anew.

        Raises
        ------
        JoinError
            If W lacks one of the ids.
        """
        if tuple(ids) == self.ids:
            return self
        place = {unit: i for i, unit in enumerate(self.ids)}
        lost = [i for i in ids if i not in place]
        if lost:
            raise JoinError(
                f"{len(lost)} units have no row in the weights {self.name}: {some(lost)}. The weights' ids look "
                f"like {self.ids[0]!r}."
            )
        rows = [place[i] for i in ids]
        return Weights(self.raw[rows][:, rows].tocsr(), tuple(ids), self.name, self.normalise, self.report)
