"""Who was treated when: staggered adoption of a policy, and what every estimator of its effect returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, PanelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import Calendar, calendar_of
from gisplug.core.vocabulary import Cell, Period
from gisplug.language.formula import Formula
from gisplug.numbers.fits.finding import NotDefined, drawn
from gisplug.numbers.fits.fit import COLUMNS, LEVEL, apart
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.fits.wald import Joint
from gisplug.numbers.inference import interval_frame
from gisplug.panel.frame import Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NEVER = np.inf


@dataclass(frozen=True)
class Adoption:
    """First treated period by unit.

    Attributes
    ----------
    first : (N,) position of the first treated period among the periods, infinite if never (within them)
    periods : those looked at
    start : (N,) steps from the first period of `calendar` to the first treated one, infinite if never
        The same as `first` unless periods are absent.
    calendar : of the panel that the policy was read from
    ids : units, (N,)
    always : units treated in every row asked for
    now : (T, N) whether treated, where the treatment switches off again; None where it stays
    """

    first: np.ndarray
    periods: tuple[Period, ...]
    start: np.ndarray
    calendar: Calendar
    ids: tuple[str, ...]
    always: tuple[str, ...] = ()
    report: Report = field(default_factory=Report)
    now: np.ndarray | None = None

    @property
    def T(self) -> int:
        """Number of periods."""
        return len(self.periods)

    @property
    def clock(self) -> np.ndarray:
        """Steps from the first period of `calendar` to each period, (T,)."""
        at = dict(zip(self.calendar.periods, self.calendar.clock, strict=True))
        return np.array([at[p] for p in self.periods])

    @property
    def treated(self) -> np.ndarray:
        """(T, N) whether treated."""
        return np.arange(self.T)[:, None] >= self.first[None, :] if self.now is None else self.now

    @property
    def event_time(self) -> np.ndarray:
        """(T, N) steps since the first treated period, by the calendar; NaN for never treated."""
        ever = np.isfinite(self.start)
        since = self.clock[:, None] - np.where(ever, self.start, 0.0)[None, :]
        return np.where(ever, since, np.nan)

    @property
    def cohorts(self) -> np.ndarray:
        """Starts that occur, rising, (G,)."""
        return np.unique(self.start[np.isfinite(self.start)])

    def name(self, cohort: float) -> str:
        """Return what a cohort is called: the period of its start."""
        return str(self.calendar.period(int(cohort)))

    def of(self, keep: np.ndarray) -> Adoption:
        """Return the adoption of some units, keep (N,) bool."""
        ids = tuple(unit for unit, kept in zip(self.ids, keep, strict=True) if kept)
        now = None if self.now is None else self.now[:, keep]
        return replace(self, first=self.first[keep], start=self.start[keep], ids=ids, now=now)

    def within(self, panel: Panel) -> Adoption:
        """Return the adoption of the units and periods of a part of the panel; starts stay where the calendar has them.

        Raises
        ------
        ModelError
            If nobody is treated within the part.
        """
        place = {unit: i for i, unit in enumerate(self.ids)}
        start = self.start[[place[unit] for unit in panel.ids]]
        part = replace(self, periods=panel.periods, ids=panel.ids, start=start)
        first = np.searchsorted(part.clock, start).astype(float)
        never = first >= panel.T
        if never.all():
            raise ModelError(
                message("The policy treats no unit within the {T} periods and {N} units used.", T=panel.T, N=panel.N)
            )
        return replace(part, first=np.where(never, NEVER, first), start=np.where(never, NEVER, start))


def policy_and_controls(formula: Formula) -> tuple[str, tuple[str, ...]]:
    """Return the policy of "outcome ~ policy + controls", its first regressor, and the controls.

    Raises
    ------
    ModelError
        If the formula has no regressor.
    """
    if not formula.regressors:
        raise ModelError(
            message('A policy formula reads "outcome ~ policy + controls"; {formula} names no policy.', formula=formula)
        )
    return formula.regressors[0], formula.regressors[1:]


def adoption(panel: Panel, column: str, rows: np.ndarray | None = None, stays: bool = True) -> Adoption:
    """Read adoption from a 0/1 column that switches on, or from a column with the first treated period (0 or empty:
    never).

    Parameters
    ----------
    rows : (T * N,) bool, optional
        Rows asked for. A start before or between them stays where it is; only what they show is judged.
    stays : whether a treatment that switches off again is refused; else `Adoption.now` has it.

    Raises
    ------
    ModelError
        If a treatment switches off again (unless asked for) or is unknown in some rows, the first period differs
        within a unit, nobody is treated, or everybody always is.
    """
    asked = np.ones((panel.T, panel.N), dtype=bool) if rows is None else rows.reshape(panel.T, panel.N)
    values = panel.array(column)
    calendar = calendar_of(panel.periods, panel.name)
    clock = np.array(calendar.clock, dtype=float)
    notes, off = list[Note](), list[str]()
    if set(np.unique(values[np.isfinite(values)])) <= {0.0, 1.0}:
        _refuse_unknown(panel, values, asked, column)
        first, off = _switched_on(panel, values, asked, column, stays)
        start = np.where(np.isfinite(first), clock[np.where(np.isfinite(first), first, 0).astype(int)], NEVER)
    else:
        start = _starts(panel, np.where(asked, values, np.nan), calendar, column, notes)
        first = np.searchsorted(clock, start).astype(float)
        first = np.where(np.isfinite(start), first, NEVER)
    on = values == 1 if off else np.arange(panel.T)[:, None] >= first[None, :]
    if not (on & asked).any():
        raise ModelError(
            message(
                "{column} treats no unit within the panel; give a 0/1 column, or one with the first treated period.",
                column=column,
            )
        )
    if not (~on & asked).any():
        raise ModelError(
            message(
                "{column} treats all units in all periods; an effect shows beside rows that are not treated.",
                column=column,
            )
        )
    always = [panel.ids[i] for i in np.flatnonzero((on | ~asked).all(axis=0) & asked.any(axis=0))]
    if always:
        text = message(
            "{n} units are treated in all periods and cannot tell an effect: {always}.",
            n=len(always),
            always=some(always),
        )
        notes.append(Note(WARNING, "always-treated", text, tuple(always)))
    if off:
        text = message("{column} switches off again in {off}.", column=column, off=some(off))
        notes.append(Note(INFO, "switches-off", text, tuple(off)))
    report, now = Report(tuple(notes)), on if off else None
    return Adoption(first, panel.periods, start, calendar, panel.ids, tuple(always), report, now)


def _refuse_unknown(panel: Panel, values: np.ndarray, asked: np.ndarray, column: str) -> None:
    """Refuse cells of a 0/1 policy (T, N) without a value, but for rows and periods that the panel does not have."""
    known = np.isfinite(values)
    there = asked & known.any(axis=1, keepdims=True)
    if panel.unbalanced:
        holed = panel.frame.loc[:, panel.frame.isna().any()]  # absent rows are empty in every column that was read
        there = there & holed.notna().any(axis=1).to_numpy().reshape(values.shape)
    cells = [
        message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t])
        for t, n in np.argwhere(there & ~known)
    ]
    if cells:
        raise ModelError(
            message(
                "{column} is unknown in {rows}: {cells}. Whether a unit is treated cannot be guessed; "
                "fill it in, or leave these rows out with where.",
                column=column,
                rows=many(len(cells), "row"),
                cells=some(cells),
            )
        )


def _switched_on(
    panel: Panel, values: np.ndarray, asked: np.ndarray, column: str, stays: bool
) -> tuple[np.ndarray, list[str]]:
    """Return the first treated period of every unit (N,), and the units whose treatment switches off again."""
    on = values == 1
    first = np.where(on.any(axis=0), on.argmax(axis=0), NEVER)
    after = np.arange(len(values))[:, None] > first[None, :]
    off_again = [panel.ids[i] for i in np.flatnonzero((after & (values == 0) & asked).any(axis=0))]
    if off_again and stays:
        raise ModelError(
            message(
                "{column} switches off again in {off_again}; this estimator needs a treatment that "
                "stays. Use did_switching, which compares units that switch with those that do not yet, "
                "or did_twoway.",
                column=column,
                off_again=some(off_again),
            )
        )
    return first, off_again


def _starts(panel: Panel, values: np.ndarray, calendar: Calendar, column: str, notes: list[Note]) -> np.ndarray:
    """Return the starts (N,) in steps; one between two steps counts from the later."""
    low = np.nanmin(np.where(np.isfinite(values), values, np.inf), axis=0)
    high = np.nanmax(np.where(np.isfinite(values), values, -np.inf), axis=0)
    if bad := [panel.ids[i] for i in np.flatnonzero((low != high) & np.isfinite(low))]:
        raise ModelError(
            message(
                "{column} differs over time in {bad}: a unit has one first treated period (doses: did_switching).",
                column=column,
                bad=some(bad),
            )
        )
    ever = np.isfinite(low) & (low > 0)
    steps = {v: _steps(panel, calendar, v, column) for v in np.unique(low[ever])}
    start = np.array([np.ceil(steps[v]) if e else NEVER for v, e in zip(low, ever, strict=True)])
    late = ever & (np.array([steps.get(v, 0.0) for v in low]) > calendar.clock[-1])
    if late.any():
        text = message("{late} units are treated after the last period and count as not treated.", late=int(late.sum()))
        notes.append(Note(INFO, "treated-later", text))
    return np.where(late, NEVER, start)


def _steps(panel: Panel, calendar: Calendar, value: float, column: str) -> float:
    """Return how many steps after the first period a first treated period given as a number is: 2013, or 201305."""
    try:
        if calendar.frequency in ("year", "number"):
            return float((value - calendar.places[0]) / calendar.step)
        return calendar.steps_to(f"{value:g}" if value % 1 else str(int(value)), panel.name)
    except PanelError as problem:
        named = [str(p) for p in panel.periods]
        raise ModelError(
            message(
                "{column} holds {value:g}, and the periods of {panel} are {frequency}s: {named}. Give a "
                "0/1 column, or write the first treated period into it as the panel does.",
                column=column,
                value=value,
                panel=panel.name,
                frequency=calendar.frequency,
                named=some(named),
            )
        ) from problem


@dataclass(frozen=True, repr=False, eq=False)
class PolicyFit(TableFit):
    """An estimate of a policy's effect.

    Attributes
    ----------
    estimates : DataFrame, index term ("ATT" and others); estimate, se, stat, p, low, high
    event : DataFrame, index event time (periods since the policy), same columns; the base period is 0 with no error
    pretrend : (statistic, df, p) of no effect before the policy, or None
    detail : DataFrame, rows by method (group-time effects, weights, placebo draws ...)
    numbers : rows below the coefficients
    omitted : controls left out because they are not identified, and why
    outcome : str
    cov : DataFrame, rows and columns by term; of each term alone where the method gives no more
    df : float
        Degrees of freedom of the t tests; infinite for normal ones.
    joint_cov : DataFrame, rows and columns by term
        Of the effects by event time ("event +2"), and of the terms of `estimates` where they were estimated together.
    joint_df : mapping of term to degrees of freedom, where they are not `df`
    """

    method: str
    estimates: pd.DataFrame
    event: pd.DataFrame | None
    pretrend: tuple[float, int, float] | None
    detail: pd.DataFrame
    numbers: Mapping[str, Cell]
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    outcome: str = "outcome"
    cov: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    df: float = np.inf
    joint_cov: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    joint_df: Mapping[str, float] = field(default_factory=dict, repr=False)

    no_prediction = message("it estimates the effect of a policy, not the outcome without it")

    def __post_init__(self) -> None:
        if self.cov.empty:
            object.__setattr__(self, "cov", apart(list(self.estimates.index), self.estimates["se"].to_numpy()))

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message("{method}: {outcome}", method=self.method, outcome=self.outcome)

    @property
    def nobs(self) -> int:
        """Observations used."""
        return int(self.numbers["Observations"] or 0)

    @property
    def tests(self) -> pd.DataFrame:
        """The test of no effect before the policy, index test; statistic, df, p."""
        if self.pretrend is None:
            return super().tests
        columns = ["statistic", "df", "p"]
        return pd.DataFrame([self.pretrend], columns=columns, index=pd.Index(["pre-trend"], name="test"))

    @property
    def joint(self) -> Joint:
        """What `wald` tests in words: the coefficients and the effects by event time, "event 2 = event 3"."""
        df = {str(t): self.joint_df.get(str(t), self.df) for t in self.params.index}
        if self.event is None:
            return replace(super().joint, df=pd.Series(df))
        names = np.array([event_term(e) for e in self.event.index], dtype=object)
        based = self.event["se"].to_numpy() == 0
        path = self.event.set_axis(names)[~based]
        b = pd.concat([self.params, path["estimate"]])
        cov = apart(list(b.index), np.r_[np.sqrt(np.diag(self.cov)), path["se"]])
        for known in (self.cov, self.joint_cov.reindex(index=b.index, columns=b.index).dropna(how="all")):
            cov.loc[known.index, known.index] = known[known.index]
        df |= {name: self.joint_df.get(name, self.df) for name in path.index}
        return Joint(
            b, cov, pd.Series(df), {**self.omitted, **dict.fromkeys(names[based], message("is the base of the others"))}
        )

    @property
    def path(self) -> PolicyFit:
        """The effects by event time as a fit: terms "event -2", "event +1", without the base, which is 0.

        Raises
        ------
        NotDefined
            If the method gives no effects by event time.
        """
        if self.event is None:
            raise NotDefined(message("{title} has no effects by event time.", title=self.title))
        joint = self.joint
        terms = [t for t in joint.params.index if t not in self.params.index]
        table = self.event.set_axis([event_term(e) for e in self.event.index]).loc[terms].rename_axis("term")
        name, cov = message("{method}, by event time", method=self.method), joint.cov.loc[terms, terms]
        return replace(self, method=name, estimates=table[COLUMNS], event=None, omitted={}, cov=cov)

    def table(self, level: float = LEVEL) -> pd.DataFrame:
        """Return estimate, se, stat, p, low, high (columns) of every term (index); intervals of the share `level`."""
        if level == LEVEL or not self.joint_df:
            return super().table(level)
        df = np.array([self.joint_df.get(term, self.df) for term in self.estimates.index])
        return interval_frame(self.params.to_numpy(), self.estimates["se"].to_numpy(), self.params.index, level, df)

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return the effects by event time, index event, by their heading."""
        return {} if self.event is None else {"Event study": self.event}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the effects by event time, or the coefficients where there are none; returns the axes."""
        return super().plot(ax) if self.event is None else drawn("event study", ax, {self.method: self.event})

    @property
    def att(self) -> float:
        """The effect on the treated: the first row of `estimates`."""
        return float(self.estimates["estimate"].iloc[0])

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        rows = dict(self.numbers)
        if self.pretrend is not None:
            rows["Pre-trend p"] = self.pretrend[2]
        return rows


def event_term(event: int) -> str:
    """Return what the effect at an event time is called: "event +2"."""
    return message("event {event:+d}", event=event)
