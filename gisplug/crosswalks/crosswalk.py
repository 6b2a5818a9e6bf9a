"""Crosswalk: which share of each source unit went into which target unit, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.core.errors import JoinError
from gisplug.core.evidence import INFO, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.tables import write_table
from gisplug.crosswalks.changes import link_table, quality_of, written_table
from gisplug.crosswalks.links import Links, at, entries, like
from gisplug.crosswalks.reborder import RowOptions, reborder
from gisplug.crosswalks.result import Rebordered
from gisplug.panel.frame import Panel


@dataclass(frozen=True, repr=False)
class Crosswalk(Links):
    """Shares of source units in target units, from `crosswalk`, `CodeChanges` or `read_crosswalk`.

    Its fields are those of `Links`.
    """

    @property
    def table(self) -> pd.DataFrame:
        """One row for each source and target that share something; a side is empty where a unit has no counterpart.

        Columns source, source_name, target, target_name, share_of_source, share_of_target (of what all sources gave to
        it), amount (in `unit`), km2 (common ground), and kind and group of the change, as in `changes`.
        """
        return link_table(self)

    @property
    def changes(self) -> pd.DataFrame:
        """The rows of `table` whose units changed: merged, split, redrawn, recoded, renamed, new or gone."""
        table = self.table
        return table[table["kind"] != "unchanged"].reset_index(drop=True)

    @property
    def quality(self) -> pd.DataFrame:
        """How each target was put together, in the order of the targets, indexed by unit.

        Columns name; kind, as in `changes`; sources (how many); apportioned, the share of what it got that came from
        sources that were divided (0 to 1; by `amounts`; NaN where these are not known and only some of its sources were
        divided); and covered, the share of its ground that lies in some source (NaN without layers).
        """
        return quality_of(self)

    def then(self, other: Crosswalk) -> Crosswalk:
        """Return the crosswalk over both steps: shares of shares.

        What a source gave to a unit of the middle year is divided as that unit was, wherever in it the ground lay; a
        crosswalk from the first to the last layer knows better where borders moved twice.

        Raises
        ------
        JoinError
            If the targets of this crosswalk are not the sources of the other.
        """
        if set(self.target.ids) != set(other.source.ids):
            odd = sorted(set(self.target.ids) ^ set(other.source.ids))
            raise JoinError(
                message(
                    "The units that {target} and {source} name differ: {odd}. The second crosswalk must "
                    "begin where the first one ends.",
                    target=self.target.name,
                    source=other.source.name,
                    odd=some(odd),
                )
            )
        place = {unit: k for k, unit in enumerate(other.source.ids)}
        order = np.array([place[unit] for unit in self.target.ids], dtype=np.int64)
        step = other.shares[order]
        reach = csr_array(like(self.shares, np.ones(self.shares.nnz)) @ like(step, np.ones(step.nnz)))
        reach.sort_indices()
        row, column = entries(reach)

        def over(first: csr_array | None) -> csr_array | None:
            return None if first is None else like(reach, at(csr_array(first @ step), row, column))

        text = message(
            "Shares of {source} in {target} go by way of {target2}.",
            source=self.source.name,
            target=other.target.name,
            target2=self.target.name,
        )
        return replace(
            self,
            target=other.target,
            shares=like(reach, at(csr_array(self.shares @ step), row, column)),
            amounts=over(self.amounts),
            ground=over(self.ground),
            by=self.by if self.by == other.by else f"{self.by}, {other.by}",
            covered=None,
            slivers=pd.concat([self.slivers, other.slivers], ignore_index=True),
            units=other.units,
            report=self.report + other.report + Report((Note(INFO, "composed", text),)),
        )

    def apportion(
        self,
        panel: Panel | pd.DataFrame,
        counts: Sequence[str] = (),
        rates: Sequence[str] = (),
        weights: str | Mapping[str, str] = "",
        missing: float = 0.0,
        **options: Unpack[RowOptions],
    ) -> Rebordered:
        """Return a panel of the source units, or a long table with the key columns `unit` and `period`, on the targets.

        It calls `reborder`, which says what the parameters mean.
        """
        return reborder(panel, self, counts, rates, weights, missing, **options)

    def write(self, path: str | Path) -> Path:
        """Write `table` by the ending of the name, with columns by, unit, outside and covered (shares).

        `read_crosswalk` reads it.

        Raises
        ------
        OutputError
            If it cannot be written there.
        """
        return write_table(written_table(self), path)
