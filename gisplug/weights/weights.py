"""Spatial weights as one labelled value: ids, a sparse matrix, and what was done to get there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from gisplug.core.advice import option
from gisplug.core.alignment import FEW, FEW_SHARE
from gisplug.core.errors import JoinError
from gisplug.core.evidence import WARNING, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.weights.normalise import Normalisation

if TYPE_CHECKING:
    from libpysal.graph import Graph
    from scipy.sparse import csr_array

Drop = Literal["few", "any"]
DROPPED, BY_POSITION = "weights-units-dropped", "by-position"


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

    def align(self, ids: Sequence[str], *, drop: Drop = "few", left_out: Sequence[str] = ()) -> Weights:
        """Return W of these units in this order; links to other units are dropped and told, then W is normalised anew.

        Parameters
        ----------
        ids : sequence of str
            Units wanted, in their order.
        drop : {"few", "any"}
            How many units of W may be absent from `ids`: `FEW` or `FEW_SHARE` of them, whichever is more, or any
            number. The result's report counts them, the links lost, and the units that this leaves without neighbours.
        left_out : units that were left out on purpose, of which any number may be absent.

        Raises
        ------
        JoinError
            If W lacks one of the ids, or more than a few units of W are not wanted and `drop` does not allow it.
        """
        if tuple(ids) == self.ids:
            return self
        place = {unit: i for i, unit in enumerate(self.ids)}
        lost = [i for i in ids if i not in place]
        if lost:
            raise JoinError(
                message(
                    "{n} units have no row in the weights {name}: {lost}. The weights' ids look like {ids!r}.",
                    n=len(lost),
                    name=self.name,
                    lost=some(lost),
                    ids=self.ids[0],
                )
            )
        part = self.among([place[i] for i in ids])
        unwanted = self._told(part)
        if unwanted is None:
            return part
        return replace(part, report=self.report + Report((self._checked(unwanted, drop, left_out),)))

    def among(self, places: Sequence[int]) -> Weights:
        """Return W of the units at these places, in their order, normalised anew; nothing is told of the others."""
        raw = self.raw[places][:, places].tocsr()
        return Weights(raw, tuple(map(self.ids.__getitem__, places)), self.name, self.normalise, self.report)

    @property
    def dropped(self) -> Report:
        """What every result tells: units of W that `align` left out, and units that a file only counts."""
        return Report(self.report.having(DROPPED, BY_POSITION))

    def _told(self, part: Weights) -> Note | None:
        wanted = set(part.ids)
        gone = tuple(i for i in self.ids if i not in wanted)
        if not gone:
            return None
        links, alone = self.raw.nnz - part.raw.nnz, [i for i in part.isolates if i not in set(self.isolates)]
        left = (
            message(
                " This leaves {units} without neighbours: {alone}.", units=many(len(alone), "unit"), alone=some(alone)
            )
            if alone
            else ""
        )
        text = message(
            "{units} of the weights {name} {clause} not among the {n} units used ({gone}): {links:,} "
            "of {nnz:,} links are lost with {clause2}, and W is normalised anew.{left}",
            units=many(len(gone), "unit"),
            name=self.name,
            clause="is" if len(gone) == 1 else "are",
            n=len(part),
            gone=some(gone),
            links=links,
            nnz=self.raw.nnz,
            clause2="it" if len(gone) == 1 else "them",
            left=left,
        )
        return Note(WARNING, DROPPED, text, gone)

    def _checked(self, note: Note, drop: Drop, left_out: Sequence[str]) -> Note:
        strange = len(set(note.ids) - set(left_out))
        if drop == "few" and strange > max(FEW, FEW_SHARE * len(self)):
            raise JoinError(
                message(
                    "{note} That is more than a few. Make the weights from the units of the panel; or, "
                    "where the loss is meant, ask for it: {option}.",
                    note=note.text,
                    option=option("extra_units", "any"),
                )
            )
        return note
