"""Ways to estimate effects with spillovers: in two stages, by imputation, or in one two-way regression."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of
from gisplug.numbers.covariance import Clusters
from gisplug.numbers.projections import Absorbed
from gisplug.panel.places import Reach
from gisplug.panel.sample import Sample, clusters_of, fixed_effects_of
from gisplug.policy.imputation import untreated_controls
from gisplug.policy.spillovers.columns import Columns
from gisplug.policy.spillovers.reading import ReachedRows, imputable
from gisplug.policy.spillovers.stages import FirstStage, first_stage, imputed, two_stage
from gisplug.regression.design import DesignFit, fit_design

METHODS = {
    "two-stage": message("Two-stage"),
    "imputation": message("Imputation"),
    "twoway": message("Two-way fixed effects"),
}


@dataclass(frozen=True)
class Way:
    """How effects are estimated.

    Attributes
    ----------
    method : "two-stage" (Gardner 2022), "imputation" (Borusyak, Jaravel & Spiess 2024) or "twoway"
    errors, lags, reach : as in `clusters_of`
    collinear : "refuse" controls that are not identified, or "omit" them

    Raises
    ------
    ModelError
        If the method is unknown, or has no such errors.
    """

    method: str
    errors: str = "unit"
    lags: int | None = None
    reach: Reach | None = None
    collinear: str = "refuse"

    def __post_init__(self) -> None:
        one_of("method", self.method, METHODS, ModelError)
        if self.method == "imputation" and self.errors != "unit":
            raise ModelError(
                message(
                    "The errors of the imputation are clustered by unit; {errors} goes with the methods two-stage and "
                    "twoway.",
                    errors=self.errors,
                )
            )
        if self.method == "two-stage" and self.errors == "classical":
            raise ModelError(
                "Classical errors leave out what the first stage does not know; take errors by unit, or robust ones."
            )

    def clusters(self, sample: Sample) -> Clusters:
        """Return how errors of a sample may be related."""
        return clusters_of(sample, self.errors, self.lags, self.reach)

    def ready(self, read: ReachedRows) -> Ready:
        """Return the rows that the way can use, with the first stage where it has one.

        Raises
        ------
        ModelError
            If a control is not identified, or no treated row is left.
        """
        if self.method == "twoway":
            absorbed = tuple(fixed_effects_of(read.rows.sample, "twoways"))
            return Ready(self, read, self.clusters(read.rows.sample), absorbed=absorbed)
        clear = replace(read, rows=untreated_controls(read.rows, read.clean, self.collinear))
        kept = imputable(clear)
        return Ready(self, kept, self.clusters(kept.rows.sample), first=first_stage(kept))


@dataclass(frozen=True)
class Ready:
    """Rows that are ready to be regressed.

    Attributes
    ----------
    clusters : of the errors
    first : the first stage, where the way has one
    absorbed : the effects taken out, where it has none
    """

    way: Way
    read: ReachedRows
    clusters: Clusters
    first: FirstStage | None = None
    absorbed: tuple[Absorbed, ...] = ()

    def settled(self, columns: Columns) -> Ready:
        """Return the rows without controls that a two-way regression does not identify beside columns of the policy."""
        if self.first is not None:
            return self
        rows = self.read.rows.less(columns.X, columns.names, self.absorbed, self.way.collinear)
        return replace(self, read=replace(self.read, rows=rows))

    def regress(self, columns: Columns, by_unit: bool = False) -> DesignFit:
        """Return the effects of columns, k of them; errors as asked for, or by unit.

        Raises
        ------
        ModelError
            If they do not tell their effects apart.
        """
        rows, first = self.read.rows, self.first
        clusters = clusters_of(rows.sample, "unit") if by_unit else self.clusters
        if first is None:
            X = np.column_stack([columns.X, rows.sample.columns[:, 1:]])
            outcome = (rows.outcome, rows.sample.columns[:, 0])
            return fit_design(outcome, X, [*columns.names, *rows.controls], self.absorbed, clusters)
        if self.way.method == "two-stage":
            return two_stage(first, columns.X, columns.names, clusters)
        return imputed(first, columns.X, columns.names, self._cells(), clusters)

    def _cells(self) -> np.ndarray:
        """Return codes (n,) of the start and event time of treated and of reached rows."""
        read, rows = self.read, self.read.rows
        event = np.where(read.on, rows.event, read.since)
        start = np.where(read.on, rows.cohort, read.reached[read.units])
        labels = np.column_stack([read.on, np.nan_to_num(start, posinf=-1.0), np.nan_to_num(event)])
        return np.asarray(np.unique(labels, axis=0, return_inverse=True)[1].ravel())
