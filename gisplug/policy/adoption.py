"""Who was treated when: staggered adoption of a policy, and what every estimator of its effect returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy import stats

from gisplug.core.errors import ModelError
from gisplug.core.evidence import WARNING, Note, Report, some
from gisplug.core.vocabulary import Cell, Period
from gisplug.panel.frame import Panel

NEVER = np.inf


@dataclass(frozen=True)
class Adoption:
    """First treated period by unit.

    Attributes
    ----------
    first : (N,) position of the first treated period among the panel's periods, infinite if never (within the panel)
    periods : the panel's periods
    """

    first: np.ndarray
    periods: tuple[Period, ...]
    report: Report = field(default_factory=Report)

    @property
    def T(self) -> int:
        """Number of periods."""
        return len(self.periods)

    @property
    def treated(self) -> np.ndarray:
        """(T, N) whether treated."""
        return np.asarray(np.arange(self.T)[:, None] >= self.first[None, :])

    @property
    def event_time(self) -> np.ndarray:
        """(T, N) periods since the first treated one; NaN for never treated."""
        ever = np.isfinite(self.first)
        first = np.where(ever, self.first, 0.0)
        return np.where(ever, np.arange(self.T)[:, None] - first[None, :], np.nan)

    @property
    def cohorts(self) -> np.ndarray:
        """Positions of the first treated periods that occur, rising, (G,)."""
        return np.unique(self.first[np.isfinite(self.first)]).astype(int)

    def name(self, cohort: int) -> str:
        """Return what a cohort is called: its first treated period."""
        return str(self.periods[cohort])


def adoption(panel: Panel, column: str) -> Adoption:
    """Read adoption from a 0/1 column that switches on, or from a column with the first treated period (0 or empty:
    never).

    Raises
    ------
    ModelError
        If a treatment switches off again, the first period differs within a unit, or nobody is treated.
    """
    values = panel.array(column)
    seen = np.unique(values[np.isfinite(values)])
    notes: list[Note] = []
    if set(seen) <= {0.0, 1.0}:
        first = _switched_on(panel, values, column)
    else:
        first = _first_periods(panel, values, column, notes)
    if not np.isfinite(first).any():
        raise ModelError(
            f"{column} treats no unit within the panel; give a 0/1 column, or one with the first treated period."
        )
    always = [panel.ids[i] for i in np.flatnonzero(first == 0)]
    if always:
        notes.append(
            Note(
                WARNING,
                "always-treated",
                f"{len(always)} units are treated in all periods and cannot tell an effect: {some(always)}.",
                tuple(always),
            )
        )
    return Adoption(first, panel.periods, Report(tuple(notes)))


def _switched_on(panel: Panel, values: np.ndarray, column: str) -> np.ndarray:
    on = values == 1
    first = np.where(on.any(axis=0), on.argmax(axis=0), NEVER)
    after = np.arange(len(values))[:, None] > first[None, :]
    off_again = [panel.ids[i] for i in np.flatnonzero((after & (values == 0)).any(axis=0))]
    if off_again:
        raise ModelError(
            f"{column} switches off again in {some(off_again)}; these estimators need a treatment that stays. Use "
            "two-way fixed effects."
        )
    return first


def _first_periods(panel: Panel, values: np.ndarray, column: str, notes: list[Note]) -> np.ndarray:
    low, high = (
        np.nanmin(np.where(np.isfinite(values), values, np.inf), axis=0),
        np.nanmax(np.where(np.isfinite(values), values, -np.inf), axis=0),
    )
    if bad := [panel.ids[i] for i in np.flatnonzero((low != high) & np.isfinite(low))]:
        raise ModelError(f"{column} differs over time in {some(bad)}: a unit has one first treated period.")
    clock = np.array([float(p) for p in panel.periods])
    start = np.where(np.isfinite(low) & (low > 0) & (low <= clock[-1]), low, NEVER)
    late = int((np.isfinite(low) & (low > clock[-1])).sum())
    if late:
        notes.append(
            Note("info", "treated-later", f"{late} units are treated after the last period and count as not treated.")
        )
    return np.where(
        np.isfinite(start), np.searchsorted(clock, np.where(np.isfinite(start), start, clock[0])), NEVER
    ).astype(float)


@dataclass(frozen=True)
class PolicyFit:
    """An estimate of a policy's effect.

    Attributes
    ----------
    estimates : DataFrame, index term ("ATT" and others); estimate, se, stat, p, low, high
    event : DataFrame, index event time (periods since the policy), same columns; the base period is 0 with no error
    pretrend : (statistic, df, p) of no effect before the policy, or None
    detail : DataFrame, rows by method (group-time effects, weights, placebo draws ...)
    numbers : rows below the coefficients
    """

    method: str
    estimates: pd.DataFrame
    event: pd.DataFrame | None
    pretrend: tuple[float, int, float] | None
    detail: pd.DataFrame
    numbers: Mapping[str, Cell]
    report: Report = field(default_factory=Report, repr=False)

    @property
    def att(self) -> float:
        """The effect on the treated: the first row of `estimates`."""
        return float(self.estimates["estimate"].iloc[0])

    def statistics(self) -> dict[str, Cell]:
        """Return the rows below the coefficients."""
        rows = dict(self.numbers)
        if self.pretrend is not None:
            rows["Pre-trend p"] = self.pretrend[2]
        return rows


def with_columns(panel: Panel, columns: Mapping[str, np.ndarray]) -> Panel:
    """Return the panel with more columns, each (T, N)."""
    frame = panel.frame.assign(**{name: np.asarray(values, dtype=float).ravel() for name, values in columns.items()})
    return replace(panel, frame=frame)


def normal_frame(
    names: Sequence[object],
    values: Sequence[float] | np.ndarray,
    se: Sequence[float] | np.ndarray,
    index: str = "term",
) -> pd.DataFrame:
    """Return estimates from values (k,) and standard errors se (k,), with normal 95 % intervals; index `names`."""
    b, s = np.asarray(values, dtype=float), np.asarray(se, dtype=float)
    stat = np.divide(b, s, out=np.full_like(b, np.nan), where=s > 0)
    wide = stats.norm.isf(0.025) * s
    columns = {
        "estimate": b,
        "se": s,
        "stat": stat,
        "p": 2 * stats.norm.sf(np.abs(stat)),
        "low": b - wide,
        "high": b + wide,
    }
    return pd.DataFrame(columns, index=pd.Index(list(names), name=index))


def complete_units(panel: Panel, columns: np.ndarray) -> tuple[np.ndarray, Report]:
    """Return which units (N,) have every value of columns (T, N, K), and a warning about those that have not.

    Raises
    ------
    ModelError
        If no unit has.
    """
    whole = np.isfinite(columns).all(axis=(0, 2))
    lost = tuple(panel.ids[i] for i in np.flatnonzero(~whole))
    if not whole.any():
        raise ModelError(
            "No unit has all periods; this estimator needs a balanced panel. Interpolate, or shorten the period."
        )
    if lost:
        return whole, Report(
            (
                Note(
                    WARNING,
                    "units-incomplete",
                    f"{len(lost)} units lack some values and are left out: {some(lost)}.",
                    lost,
                ),
            )
        )
    return whole, Report()
