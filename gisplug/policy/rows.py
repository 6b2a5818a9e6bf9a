"""The rows of a policy regression: a formula read against a panel, who was treated when, and controls that stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, PanelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import Calendar, calendar_of
from gisplug.core.vocabulary import Cell
from gisplug.language.formula import Formula, parse_formula
from gisplug.language.terms import group_labels
from gisplug.numbers.inference import interval_frame
from gisplug.numbers.least_squares import unidentified
from gisplug.numbers.projections import Absorbed, residualised
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import ModelFrame, Where, check_collinear, model_frame, omitted_notes
from gisplug.panel.sample import Sample, draw_sample
from gisplug.policy.adoption import Adoption, adoption, event_term, policy_and_controls
from gisplug.regression.fixed_effects import RowOptions
from gisplug.regression.reading import only
from gisplug.regression.results.labels import error_label


class AskedOptions(TypedDict, total=False):
    """What every estimator of a policy may be told of its rows and terms.

    Attributes
    ----------
    where : rows used, in words ("year >= 2012 and region in (east, west)") or (T * N,) bool
    collinear : "refuse" controls that are not identified, or "omit" them and say so
    """

    where: Where
    collinear: str


@dataclass(frozen=True)
class PolicyRows:
    """Complete rows of a policy regression.

    Attributes
    ----------
    frame : the formula read against the panel
    sample : columns are the outcome and the controls
    made : who was treated when
    controls : those that stay
    omitted : controls left out because they are not identified, and why
    """

    frame: ModelFrame
    sample: Sample
    made: Adoption
    controls: tuple[str, ...]
    omitted: dict[str, str]

    @property
    def outcome(self) -> str:
        """Name of the outcome."""
        return self.frame.formula.outcome

    @property
    def event(self) -> np.ndarray:
        """Event time of the rows, (n,); NaN for never treated."""
        return np.asarray(self.made.event_time.ravel()[self.sample.rows])

    @property
    def cohort(self) -> np.ndarray:
        """Start of the policy of the rows, (n,), as in `Adoption`; infinite if never."""
        return np.asarray(np.tile(self.made.start, self.made.T)[self.sample.rows])

    @property
    def time(self) -> np.ndarray:
        """Steps from the panel's first period to that of the rows, (n,)."""
        return np.asarray(self.made.clock[self.sample.rows // self.sample.panel.N])

    @property
    def on(self) -> np.ndarray:
        """Whether the rows are treated, (n,)."""
        return np.asarray(self.made.treated.ravel()[self.sample.rows])

    @property
    def report(self) -> Report:
        """What is told of the rows and of the policy."""
        return self.sample.report + self.made.report

    def told(self, *notes: Note) -> PolicyRows:
        """Return the rows with further notes."""
        return replace(self, sample=replace(self.sample, report=self.sample.report + Report(notes)))

    def less(self, key: np.ndarray, names: Sequence[str], absorbed: Sequence[Absorbed], collinear: str) -> PolicyRows:
        """Return the rows without the controls that are not identified beside the effects and the key columns.

        Parameters
        ----------
        key : (n, k) dummies of the policy; they stay, and are refused elsewhere where they are not identified.
        names : (k,)
        """
        if check_collinear(collinear) == "refuse" or not self.controls:
            return self
        raw = np.column_stack([key, self.sample.columns[:, 1:]])
        terms = [*names, *self.controls]
        found = unidentified(raw, residualised(raw, absorbed), terms, self.sample.unit, self.sample.period)
        gone = {term: why for term, why in found.items() if term in self.controls}
        return self.without(gone)

    def without(self, gone: Mapping[str, str]) -> PolicyRows:
        """Return the rows without these controls; the reasons are told."""
        if not gone:
            return self
        kept = [k for k, term in enumerate(self.sample.terms) if term not in gone]
        sample = replace(
            self.sample,
            terms=tuple(self.sample.terms[k] for k in kept),
            columns=self.sample.columns[:, kept],
            report=self.sample.report + omitted_notes(gone),
        )
        return replace(self, sample=sample, controls=sample.terms[1:], omitted={**self.omitted, **gone})

    def numbers(self, n: int, r2: float, errors: str) -> dict[str, Cell]:
        """Return the rows below the coefficients."""
        effects = self.frame.effects
        return {
            "Controls": "Yes" if self.controls else "No",
            "Unit effects": "Yes" if effects in ("unit", "twoways") else "No",
            "Period effects": "Yes" if effects in ("time", "twoways") else "No",
            "Errors": error_label(errors),
            "Observations": n,
            "Units": int(self.sample.unit.max()) + 1,
            "Treated units": len(np.unique(self.sample.unit[np.isfinite(self.cohort)])),
            "R2": r2,
        }


def policy_frame(
    panel: Panel,
    formula: str | Formula,
    where: Where,
    effects: str = "twoways",
    absorb: Sequence[str] = (),
    also: Sequence[str] = (),
    lags: bool = False,
) -> ModelFrame:
    """Read "outcome ~ policy + controls" against a panel; a policy that names the first treated period becomes 0/1.

    Parameters
    ----------
    where, effects, absorb, also : as in `model_frame`
    lags : whether the method has spatial lags.

    Raises
    ------
    ModelError
        As `model_frame` does, or if the formula names no policy, or the policy holds names that are no period.
    """
    parsed = parse_formula(formula)
    policy, _ = policy_and_controls(parsed)
    if policy in panel.frame.columns and not pd.api.types.is_numeric_dtype(panel.frame[policy]):
        panel = panel.with_columns({policy: _from_names(panel, policy)})
    frame = model_frame(panel, parsed, where=where, effects=effects, absorb=absorb, also=also)
    only(frame if not lags else replace(frame, formula=replace(frame.formula, lagged=None)), "This method")
    return frame


def _from_names(panel: Panel, policy: str) -> np.ndarray:
    """Return 1 from the period on that a column of names holds and 0 before, (T, N); "" or 0 is never."""
    labels = group_labels(panel, policy).reshape(panel.T, panel.N)
    calendar = calendar_of(panel.periods, panel.name)
    place = {name: _place(calendar, name) for name in set(labels.ravel()) - {"", "0"}}
    strange = sorted(name for name, at in place.items() if at is None)
    if strange:
        raise ModelError(
            message(
                "{policy} is text, and {strange} of it is no period of {panel}. It is 0/1, or holds the "
                "first treated period as the panel writes it: {periods}.",
                policy=policy,
                strange=some(strange),
                panel=panel.name,
                periods=some(list(map(str, panel.periods))),
            )
        )
    start = np.array([[place.get(label, panel.T) for label in row] for row in labels])
    differ = [panel.ids[i] for i in np.flatnonzero((start != start[0]).any(axis=0))]
    if differ:
        raise ModelError(
            message(
                "{policy} differs over time in {differ}: a unit has one first treated period.",
                policy=policy,
                differ=some(differ),
            )
        )
    return np.asarray(np.arange(panel.T)[:, None] >= start, dtype=float)


def _place(calendar: Calendar, name: str) -> int | None:
    """Return the position of the first period that is not before the one of this name; None where there is none."""
    try:
        steps = calendar.steps_to(name)
    except PanelError:
        return None
    return next((at for at, clock in enumerate(calendar.clock) if clock >= steps), None)


def policy_rows(
    frame: ModelFrame, made: Adoption | None = None, *, rows: np.ndarray | None = None, **options: Unpack[RowOptions]
) -> PolicyRows:
    """Take the complete rows of a frame.

    Parameters
    ----------
    made : the adoption where it was read already.
    rows : (T * N,) bool, rows to use; those of the frame by default.
    options : of `RowOptions`, `winsorise` (of the outcome) and the groupings, whose labels may not be empty.

    Raises
    ------
    ModelError
        As `adoption` and `draw_sample` do.
    """
    policy, controls = policy_and_controls(frame.formula)
    known = adoption(frame.panel, policy, frame.rows) if made is None else made
    share, outcome = options.get("winsorise", 0.0), frame.formula.outcome
    sample = draw_sample(
        frame.panel,
        [outcome, *controls],
        where=frame.rows if rows is None else rows,
        winsorise=share,
        winsorised=[outcome] if share else None,
        needs=(*frame.absorb, *options.get("trends", ())),
    )
    return PolicyRows(frame, sample, known, controls, {})


def policy_panel(frame: ModelFrame, unbalanced: bool = False) -> tuple[Panel, Adoption, Report]:
    """Return the panel of the rows asked for, who was treated when in it, and what is told of both.

    Parameters
    ----------
    unbalanced : whether rows may be missing of units that stay in other periods

    Raises
    ------
    PanelError
        If `where` leaves holes, unless `unbalanced`.
    ModelError
        As `adoption` does.
    """
    used, (policy, _) = frame.balanced(unbalanced), policy_and_controls(frame.formula)
    made = adoption(frame.panel, policy, frame.rows).within(used)
    return used, made, Report(used.report.notes[len(frame.panel.report.notes) :]) + made.report


def twoways_only(frame: ModelFrame, method: str) -> None:
    """Refuse effects other than those of units and periods.

    Raises
    ------
    ModelError
        Naming what the formula asks for after its bar.
    """
    if frame.effects != "twoways" or frame.absorb:
        words = {"unit": ["unit effects only"], "time": ["period effects only"], "none": ["no unit and period effects"]}
        named = some([*words.get(frame.effects, []), *frame.absorb])
        raise ModelError(
            message(
                "{method} takes out unit and period effects; after the bar the formula asks for {named}. "
                "Leave that out.",
                method=method,
                named=named,
            )
        )


def base_of(event: np.ndarray, base: int, whose: str) -> tuple[int, list[Note]]:
    """Return the last event time (n,) of rows at or before the base, and a note where it is another."""
    there = event[np.isfinite(event) & (event <= base)]
    found = int(there.max()) if len(there) else base
    text = message(
        "No row of {whose} is at event time {base}; the base is {found} instead.", whose=whose, base=base, found=found
    )
    return found, [Note(INFO, "base-moved", text)] if found != base else []


def binned_ends(event: np.ndarray, before: int, after: int) -> list[Note]:
    """Return a note of the event times at the ends of a window that hold more than their own period; event (n,)."""
    names = [event_term(-before)] * bool((event < -before).any()) + [event_term(after)] * bool((event > after).any())
    text = message(
        "{names} hold all periods beyond the window; binned so, they are no effects of one period.", names=some(names)
    )
    return [Note(INFO, "ends-binned", text, tuple(names))] if names else []


def further_effects(absorb: Sequence[str], trends: Sequence[str], by_period: Sequence[str]) -> dict[str, Cell]:
    """Return the rows below the coefficients that name effects beside those of units and periods."""
    named = (
        *(message("{a} effects", a=a) for a in absorb),
        *(message("{t} trends", t=t) for t in trends),
        *(message("{b} x period", b=b) for b in by_period),
    )
    return dict.fromkeys(named, "Yes")


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
    frame = interval_frame(np.asarray(values, dtype=float), np.asarray(se, dtype=float), list(names))
    return frame.rename_axis(index)


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
    text = message("{n} units lack some values and are left out: {lost}.", n=len(lost), lost=some(lost))
    return whole, Report((Note(WARNING, "units-incomplete", text, lost),) if lost else ())
