"""What an estimate of a policy with spillovers returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.numbers.fits.finding import drawn
from gisplug.policy.adoption import PolicyFit
from gisplug.policy.spillovers.columns import ATT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TREATED, REACHED = message("On the treated"), message("On those reached")


@dataclass(frozen=True, repr=False, eq=False)
class SpilloverFit(PolicyFit):
    """Effects of a policy on the treated and, by ring, on those whom it reaches.

    The direct effect is the first row of `estimates`, the effect on the treated that no other treated unit reaches;
    `event` has the effect on the treated by event time.

    Attributes
    ----------
    spillover_event : DataFrame, index periods since the unit was first reached; the columns of `event`
    spillover_pretrend : as `pretrend`, of the units that will be reached
    ignored : DataFrame, index term: the estimate without spillovers, the ATT, and the bias, their difference
        On the same treated rows, errors by unit.
    units : DataFrame, index unit: start, reached (periods), rows, direct, spillover, total, se, low, high
        Means over the treated or reached rows of each unit, what the estimates make of its exposure.
    exposure : (T, N, K)
    exposures : (K,) what its columns are called
    """

    spillover_event: pd.DataFrame | None = None
    spillover_pretrend: tuple[float, int, float] | None = None
    ignored: pd.DataFrame = field(default_factory=pd.DataFrame)
    units: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    exposure: np.ndarray = field(default_factory=lambda: np.empty((0, 0, 0)), repr=False)
    exposures: tuple[str, ...] = ()

    @property
    def att(self) -> float:
        """The mean effect on treated rows, whatever it comes from."""
        return float(self.estimates.loc[ATT, "estimate"])

    @property
    def bias(self) -> float:
        """The estimate that ignores spillovers less the effect on the treated."""
        return float(self.ignored["estimate"].iloc[-1])

    @property
    def tests(self) -> pd.DataFrame:
        """The tests of no effect before, of the treated and of those reached, index test; statistic, df, p."""
        if self.spillover_pretrend is None:
            return super().tests
        row = pd.DataFrame(
            [self.spillover_pretrend], columns=["statistic", "df", "p"], index=[message("pre-trend, reached")]
        )
        return pd.concat([*([super().tests] if self.pretrend else []), row]).rename_axis("test")

    @property
    def paths(self) -> dict[str, pd.DataFrame]:
        """The effects on the treated and on those reached, by heading: index event; the columns of `event`."""
        both = {TREATED: self.event, REACHED: self.spillover_event}
        return {head: frame for head, frame in both.items() if frame is not None}

    @property
    def by_ring(self) -> dict[str, pd.DataFrame]:
        """The direct effect and the spillovers, by kind of effect; index exposure, "" for the direct one."""
        found = {message("Direct"): self.estimates.iloc[:1].set_axis([""])}
        kinds = (
            (message("Spillover"), [message("Spillover: {ring}", ring=ring) for ring in self.exposures]),
            (message("On treated"), [message("On treated: {ring}", ring=ring) for ring in self.exposures]),
        )
        for head, names in kinds:
            terms = dict(zip(names, self.exposures, strict=True))
            rows = self.estimates[self.estimates.index.isin(terms)]
            if len(rows):
                found[head] = rows.rename(index=terms)
        return found

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return effects by event time, what ignoring spillovers does, and effects by unit, by their heading."""
        parts = {message("Event study: {head}", head=head): frame for head, frame in self.paths.items()}
        if self.exposures:
            parts |= {message("Spillovers ignored"): self.ignored}
        return parts

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw both event studies; returns the axes."""
        return drawn("event study", ax, self.paths) if self.paths else super().plot(ax)

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        rows = dict(super().statistics)
        if self.spillover_pretrend is not None:
            rows[message("Pre-trend p, reached")] = self.spillover_pretrend[2]
        return rows
