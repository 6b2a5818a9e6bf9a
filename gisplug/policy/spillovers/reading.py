"""The rows of a policy that reaches beyond the treated: who is treated, who is reached, and who is clean."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.policy.imputation import imputable_rows
from gisplug.policy.rows import PolicyRows
from gisplug.policy.spillovers.exposure import Exposure

FEW_CLEAN = 8  # clean units below which errors reject a true null too often, as with few never treated


@dataclass(frozen=True)
class ReachedRows:
    """Complete rows with their exposure.

    Attributes
    ----------
    rows : of the policy, n of them
    names : of the exposures, (K,)
    exposure : (n, K), nought where nothing reaches
    reached : (N,) steps to the first period in which a unit is reached while untreated, infinite if never
    first : (N,) what reaches the unit then, all columns together; 1 if never
    every : (T, N, K) exposure of all units in all periods
    """

    rows: PolicyRows
    names: tuple[str, ...]
    exposure: np.ndarray
    reached: np.ndarray
    first: np.ndarray
    every: np.ndarray

    @property
    def on(self) -> np.ndarray:
        """Whether the rows are treated, (n,)."""
        return self.rows.on

    @property
    def near(self) -> np.ndarray:
        """Whether the rows are untreated and reached, (n,)."""
        return ~self.on & (self.exposure > 0).any(axis=1)

    @property
    def clean(self) -> np.ndarray:
        """Whether the rows are neither treated nor reached, (n,)."""
        return ~self.on & ~(self.exposure > 0).any(axis=1)

    @property
    def units(self) -> np.ndarray:
        """Position of the unit of the rows in the panel, (n,)."""
        return np.asarray(self.rows.sample.rows % self.rows.sample.panel.N)

    @property
    def since(self) -> np.ndarray:
        """Periods since the unit of the rows was first reached while untreated, (n,); NaN if never."""
        start = self.reached[self.units]
        return np.where(np.isfinite(start), self.rows.time - np.where(np.isfinite(start), start, 0.0), np.nan)

    @property
    def start(self) -> np.ndarray:
        """First period of the rows' unit in which it is treated or reached, (n,); infinite if never."""
        return np.asarray(np.minimum(self.rows.cohort, self.reached[self.units]))

    def of(self, keep: np.ndarray) -> ReachedRows:
        """Return some of the rows, keep (n,) bool."""
        sample = self.rows.sample
        part = replace(sample, columns=sample.columns[keep], rows=sample.rows[keep])
        return replace(self, rows=replace(self.rows, sample=part), exposure=self.exposure[keep])

    def alone(self) -> ReachedRows:
        """Return the rows as if the policy reached nobody but the treated."""
        nobody = np.full_like(self.reached, np.inf)
        return replace(self, names=(), exposure=self.exposure[:, :0], reached=nobody, first=np.ones_like(self.first))

    def told(self, *notes: Note) -> ReachedRows:
        """Return the rows with further notes."""
        return replace(self, rows=self.rows.told(*notes))


def reached_rows(rows: PolicyRows, rule: Exposure | None) -> ReachedRows:
    """Add to rows how much of others' policy reaches them; treated units outside the rows count.

    Raises
    ------
    ModelError
        If nothing reaches an untreated unit, a column reaches nobody, or no row with a policy has clean ones beside it.
    """
    made, panel = rows.made, rows.sample.panel
    treated = made.treated
    values = np.zeros((*treated.shape, 0)) if rule is None else rule.of(panel, treated)
    names = () if rule is None else rule.names
    spread = np.where(treated, 0.0, values.sum(axis=2))
    ever = (spread > 0).any(axis=0)
    at = (spread > 0).argmax(axis=0)
    reached = np.where(ever, made.clock[at], np.inf)
    first = np.where(ever, spread[at, np.arange(panel.N)], 1.0)
    flat = values.reshape(treated.size, values.shape[2])[rows.sample.rows]
    found = ReachedRows(rows, names, flat, reached, first, values)
    if rule is not None:
        _check_reach(found)
    return found


def _check_reach(read: ReachedRows) -> None:
    """Refuse exposure without anybody, and exposure of everybody."""
    empty = [name for k, name in enumerate(read.names) if not (read.exposure[~read.on, k] > 0).any()]
    if empty:
        raise ModelError(
            message(
                "No untreated unit is within {rings}; a ring without units has no effect. Leave it out, or join it "
                "with the next.",
                rings=some(empty),
            )
        )
    period = read.rows.sample.period
    hit = np.unique(period[read.on])
    if not np.isin(hit, period[read.clean]).any():
        raise ModelError(
            message(
                "No clean control is left: in every period of the policy all untreated units are within {reach}. "
                "Let it reach less far, or take further units.",
                reach=some(list(read.names)),
            )
        )
    unit = read.units
    if read.near.any() and not np.isin(unit[read.near], unit[read.clean]).any():
        raise ModelError(
            message(
                "All units within {reach} are so from the first period on; a spillover needs periods before it. "
                "Start the panel earlier, or let the policy reach less far.",
                reach=some(list(read.names)),
            )
        )


def imputable(read: ReachedRows) -> ReachedRows:
    """Return the rows that clean ones tell the unit and period effects of; those left out are told.

    Raises
    ------
    ModelError
        If no treated row is left, or a column reaches no row that is.
    """
    known, left_out = imputable_rows(read.rows.sample, read.on, read.clean)
    if known.all():
        return read
    found = read.of(known).told(*left_out)
    if read.names:
        _check_reach(found)
    return found


def few_clean(read: ReachedRows) -> Report:
    """Return how many units stay clean, a warning where they are few."""
    if not read.names:
        return Report()
    start = read.start[np.unique(read.units, return_index=True)[1]]
    count = int(np.isinf(start).sum())
    reached = int(np.isfinite(read.reached[np.unique(read.units)]).sum())
    text = message(
        "{reached} of {units} units are reached while untreated, {count} are clean throughout.",
        reached=reached,
        units=len(start),
        count=count,
    )
    if count >= FEW_CLEAN:
        return Report((Note(INFO, "clean-controls", text),))
    more = message("{told} Errors from fewer than {few} clean units are too small.", told=text, few=FEW_CLEAN)
    return Report((Note(WARNING, "few-clean", more),))
