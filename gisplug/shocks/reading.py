"""What methods of this room see of a panel: arrays by unit, own lags of the outcome, cross-section averages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypedDict

import numpy as np

from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.evidence import INFO, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.vocabulary import one_of
from gisplug.language.formula import Formula
from gisplug.numbers.least_squares import check_identified, check_outcome, unidentified
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, check_collinear, model_frame, omitted_notes
from gisplug.panel.sample import Sample, draw_sample
from gisplug.regression.reading import keep_keys, key_of, only
from gisplug.shocks.unit_fits import basis, demeaned, off

Deterministic = Literal["intercept", "trend"]
Short = Literal["refuse", "omit"]
DETERMINISTIC: tuple[Deterministic, ...] = ("intercept", "trend")  # what each unit has of its own
SHORT: tuple[Short, ...] = ("refuse", "omit")  # what happens to units with too few periods
MEND = message("Leave it out of the formula.")


class UnitOptions(TypedDict, total=False):
    """Options of how units are read.

    Attributes
    ----------
    deterministic : what each unit has of its own: an "intercept", or a linear "trend" too
    short : units with too few rows, or without variation of a regressor: "refuse" by name, or "omit" and say so
    """

    deterministic: Deterministic
    short: Short


@dataclass(frozen=True)
class Read:
    """How a formula is read: lags of the outcome, columns averaged beside the model's own, lags of the averages.

    Attributes
    ----------
    lags : own lags of the outcome among the regressors
    average_lags : lags of the cross-section averages; None has no averages at all
    further : further columns whose averages count
    least : columns besides those taken out that each unit must carry, of the K regressors: "slopes" all, "none" none
    """

    lags: int = 0
    average_lags: int | None = None
    further: tuple[str, ...] = ()
    deterministic: Deterministic = "intercept"
    short: Short = "refuse"
    least: Literal["slopes", "none"] = "slopes"


@dataclass(frozen=True)
class UnitRows:
    """The rows of a model by unit.

    Attributes
    ----------
    sample : Sample
        Of the outcome and its regressors; rows of units left out are among them no more.
    ids : of the N units with rows
    terms : the K regressors, own lags of the outcome first
    y, X, here : (N, T), (N, T, K), (N, T) bool; values are nought where there is no row
    averages : (T, A), cross-section averages and their lags, NaN before the first
    average_names : (A,)
    lost : (N,) columns taken out of each unit: its intercept, trend and averages
    """

    sample: Sample
    formula: Formula
    ids: tuple[str, ...]
    terms: tuple[str, ...]
    y: np.ndarray
    X: np.ndarray
    here: np.ndarray
    averages: np.ndarray
    average_names: tuple[str, ...]
    deterministic: Deterministic
    omitted: Mapping[str, str] = field(default_factory=dict)
    report: Report = field(default_factory=Report)

    @property
    def lost(self) -> np.ndarray:
        """Columns taken out of each unit, (N,)."""
        own = 1 + (self.deterministic == "trend") + len(self.average_names)
        return np.full(len(self.ids), own)

    def span(self, averages: np.ndarray | None = None) -> np.ndarray:
        """Return orthonormal columns (N or 1, T, r) of trends and averages (T, A), less their means by unit."""
        columns = self.averages if averages is None else averages
        if self.deterministic == "trend":
            columns = np.column_stack([columns, np.arange(len(columns), dtype=float)])
        whole = bool((self.here == self.here[:1]).all())
        rows = self.here[:1] if whole else self.here
        given = np.broadcast_to(np.where(np.isfinite(columns), columns, 0.0), (len(rows), *columns.shape))
        return basis(demeaned(given, rows))

    def without(self, values: np.ndarray, span: np.ndarray) -> np.ndarray:
        """Return values (N, T, m) less their unit means and the columns of `span`."""
        return off(demeaned(values, self.here), span)

    def rows_of(self, values: np.ndarray) -> np.ndarray:
        """Return values (N, T, m) as stacked rows (n, m), unit by unit."""
        return np.asarray(values[self.here])

    def arranged(self, values: np.ndarray) -> np.ndarray:
        """Return values (N, T) as (T, N), NaN where there is no row."""
        return np.asarray(np.where(self.here, values, np.nan).T)


def read_units(
    panel: Panel, formula: str | Formula, method: str, read: Read, *, where: Where = None, collinear: str = "refuse"
) -> tuple[UnitRows, np.ndarray, np.ndarray]:
    """Read a formula by unit; what is not identified after intercepts, trends and averages is refused or omitted.

    Returns
    -------
    rows : UnitRows
    data : (N, T, 1 + K), outcome and regressors after those are out
    span : as `UnitRows.span` gives it

    Raises
    ------
    ModelError
        If a regressor is not identified, units have too few periods, or the formula has effects of periods.
    """
    one_of("deterministic", read.deterministic, DETERMINISTIC)
    one_of("short", read.short, SHORT)
    frame = only(model_frame(panel, formula, where=where, effects="unit", default="unit"), method, absorb=False)
    if frame.effects != "unit":
        raise ModelError(
            message(
                "{method} has an intercept of each unit and no effects of periods; leave the part after the bar out.",
                method=method,
            )
        )
    key = key_of(frame)
    rows = _arrays(frame.panel, frame.formula, frame.rows, method, read)
    data, span, gone = _identified(rows, check_collinear(collinear))
    if not gone:
        return rows, data, span
    keep_keys(gone, (key,))
    less = replace(frame.formula, regressors=tuple(t for t in frame.formula.regressors if t not in gone))
    rows = _arrays(frame.panel, less, frame.rows, method, read)
    data, span, _ = _identified(rows, "refuse")
    return replace(rows, omitted=gone, report=rows.report + omitted_notes(gone)), data, span


def _identified(rows: UnitRows, collinear: str) -> tuple[np.ndarray, np.ndarray, dict[str, str]]:
    span = rows.span()
    both = np.concatenate([rows.y[:, :, None], rows.X], axis=2)
    flat = rows.without(both, span)
    raw, left = rows.rows_of(both), rows.rows_of(flat)
    check_outcome(raw[:, 0], left[:, 0], rows.formula.outcome)
    unit, period = np.nonzero(rows.here)
    if collinear == "omit":
        return flat, span, unidentified(raw[:, 1:], left[:, 1:], rows.terms, unit, period)
    check_identified(raw[:, 1:], left[:, 1:], rows.terms, unit, period, MEND)
    return flat, span, {}


def _arrays(panel: Panel, formula: Formula, asked: np.ndarray | None, method: str, read: Read) -> UnitRows:
    outcome, regressors = formula.outcome, formula.regressors
    sample = draw_sample(panel, (outcome, *regressors, *read.further), where=asked)
    averages, named = _averages(sample, (outcome, *regressors, *read.further), read, method)
    own = _own_lags(panel, outcome, read.lags, method)
    if own:
        made = panel.with_columns({name: v for name, v in own.items() if name not in panel.frame.columns})
        sample = draw_sample(made, (outcome, *own, *regressors, *read.further), where=asked)
    T, N = panel.T, panel.N
    values = np.full((T * N, sample.columns.shape[1]), np.nan)
    values[sample.rows] = sample.columns
    wide = values.reshape(T, N, -1).transpose(1, 0, 2)
    here = np.isfinite(wide).all(axis=2)
    told: list[Note] = []
    if averages.shape[1]:
        known = np.isfinite(averages).all(axis=1)
        if (cut := here & ~known).any():
            told.append(_cut(int(cut.sum()), read.average_lags or 0))
        here &= known
    K = len(own) + len(regressors)
    taken = 1 + (read.deterministic == "trend") + averages.shape[1]
    here, notes = _enough(panel, here, wide[:, :, 1 : 1 + K], taken, read)
    used = here.any(axis=1)
    shown = np.where(here[used][:, :, None], wide[used], 0.0)
    keep = here.T.ravel()[sample.rows]
    sample = replace(sample, rows=sample.rows[keep], columns=sample.columns[keep])
    return UnitRows(
        sample,
        formula,
        tuple(panel.ids[i] for i in np.flatnonzero(used)),
        (*own, *regressors),
        shown[:, :, 0],
        shown[:, :, 1 : 1 + K],
        here[used],
        averages,
        named,
        read.deterministic,
        report=sample.report + Report((*told, *notes)),
    )


def _own_lags(panel: Panel, outcome: str, lags: int, method: str) -> dict[str, np.ndarray]:
    if lags < 0:
        raise ParameterError(message("outcome_lags is nought or more; {lags} was given instead.", lags=lags))
    if not lags:
        return {}
    calendar_of(panel.periods, panel.name).refuse_gaps(method, panel.name)
    y, found = panel.array(outcome), {}
    for lag in range(1, lags + 1):
        found[_lag_name(outcome, lag)] = _shifted(y, lag)
    return found


def _averages(sample: Sample, columns: Sequence[str], read: Read, method: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the averages (T, A) over the units of each period, and what they are called."""
    T = sample.panel.T
    if read.average_lags is None:
        return np.empty((T, 0)), ()
    if read.average_lags < 0:
        raise ParameterError(
            message("average_lags is nought or more; {lags} was given instead.", lags=read.average_lags)
        )
    if read.average_lags:
        calendar_of(sample.panel.periods, sample.panel.name).refuse_gaps(method, sample.panel.name)
    period = sample.rows // sample.panel.N
    count = np.bincount(period, minlength=T)
    sums = np.stack([np.bincount(period, column, minlength=T) for column in sample.columns.T], axis=1)
    means = np.where(count[:, None] > 0, sums / np.maximum(count, 1)[:, None], np.nan)
    parts = [means, *(_shifted(means, lag) for lag in range(1, read.average_lags + 1))]
    names = [f"mean({c})" for c in columns]
    more = [_lag_name(name, lag) for lag in range(1, read.average_lags + 1) for name in names]
    return np.concatenate(parts, axis=1), (*names, *more)


def _lag_name(name: str, lag: int) -> str:
    """Return "L.y" or "L2.y"."""
    return f"L{lag if lag > 1 else ''}.{name}"


def _shifted(values: np.ndarray, lag: int) -> np.ndarray:
    """Return values (T, ...) of `lag` periods before, NaN where there are none."""
    out = np.full_like(values, np.nan)
    out[lag:] = values[:-lag]
    return out


def _cut(rows: int, lags: int) -> Note:
    text = message(
        "{rows} rows are not used: {lags} lags of the cross-section averages are not known there.", rows=rows, lags=lags
    )
    return Note(INFO, "averages-lagged", text)


def _enough(
    panel: Panel, here: np.ndarray, X: np.ndarray, taken: int, read: Read
) -> tuple[np.ndarray, tuple[Note, ...]]:
    """Return the rows (N, T) of units that carry their columns, and what is told of the others.

    Raises
    ------
    ModelError
        If a unit has too few rows, or all have.
    """
    wanted = taken + 1 + (X.shape[2] if read.least == "slopes" else 0)
    count = here.sum(axis=1)
    few = (count < wanted) & (count > 0)
    flat = np.zeros_like(few)
    if read.least == "slopes":
        moves = (demeaned(np.where(here[:, :, None], X, 0.0), here) ** 2).sum(axis=1) > 0
        flat = (count > 0) & ~few & ~moves.all(axis=1) & moves.any(axis=0).all()
    bad = few | flat
    if not bad.any():
        return here, ()
    named = [panel.ids[i] for i in np.flatnonzero(bad)]
    if read.short == "omit" and (here.any(axis=1) & ~bad).any():
        text = message(
            "{n} units are left out: they have fewer than {wanted} rows, or a regressor does not vary there ({named}).",
            n=len(named),
            wanted=wanted,
            named=some(named),
        )
        return here & ~bad[:, None], (Note(INFO, "units-short", text, tuple(named)),)
    if few.any():
        raise ModelError(
            message(
                "{n} units have too few periods ({named}): each needs {wanted} rows for {columns} columns. Use fewer "
                "regressors or lags of averages, leave these units out (short='omit'), or use period effects "
                "(fixed_effects).",
                n=int(few.sum()),
                named=some([panel.ids[i] for i in np.flatnonzero(few)]),
                wanted=wanted,
                columns=wanted - 1,
            )
        )
    raise ModelError(
        message(
            "A regressor does not vary over time in {n} units ({named}), which have no slope of their own. Leave these "
            "units out (short='omit'), or pool the slopes.",
            n=len(named),
            named=some(named),
        )
    )
