"""Effects of a treatment that may switch on and off, or have doses (de Chaisemartin & D'Haultfoeuille 2024, DID_l)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.language.formula import Formula
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.identification import check_design
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import ModelFrame, Where, check_collinear
from gisplug.policy.adoption import PolicyFit, adoption, event_term, policy_and_controls
from gisplug.policy.aggregation import covariance
from gisplug.policy.pretrends import DRAWS, few_treated, largest_t
from gisplug.policy.rows import complete_units, normal_frame, policy_frame, twoways_only


@repeatable
def did_switching(
    panel: Panel,
    formula: str | Formula,
    *,
    before: int = 3,
    after: int = 4,
    where: Where = None,
    collinear: str = "refuse",
    normalised: bool = False,
    seed: int = 1,
) -> PolicyFit:
    """Compare units whose treatment changes with those that had the same treatment and have not changed it yet.

    The effect at event time e is that of having first changed e periods ago, whatever came since: units whose treatment
    rose count with their change, units whose treatment fell with its negative (de Chaisemartin & D'Haultfoeuille 2024,
    DID_l of event time l - 1). With a treatment that stays it is the event study of Callaway & Sant'Anna with the not
    yet treated. `estimates` has the effect of a period of one unit of treatment: all effects up to `after`, over the
    sum of what treatment then differs by from the first period's.

    Parameters
    ----------
    formula : "outcome ~ policy"
        The policy is 0/1, or holds the first treated period (the same in all periods of a unit), or a dose: any number
        that changes over time. Units are compared with those of exactly the same dose in the first period.
    before, after : event times shown; -1, the period before the change, is the base. The effects before are of the
        periods -2 to -1 - `before`, compared with the units that the effect as far after is compared with.
    where : rows used, whole units and periods.
    collinear : as everywhere; there are no controls to omit.
    normalised : divide every effect by what treatment has differed by since the change, summed over its periods: an
        average of the effects of one unit of treatment now and in each period since
    seed : of the wild bootstrap of the test before, see `pretrends.largest_t`

    Notes
    -----
    Errors are clustered by unit, given who is treated when: squares are about the mean of the units that change to the
    same treatment in the same period, times m / (m - 1) for m units; of a unit that is alone in that, about the mean of
    it and of those that it is compared with. A unit counts up to the period before its treatment has been both above
    and below that of the first period. Both are as in the authors' did_multiplegt_dyn.

    `detail` has, by event time, the units, their dose (how much treatment differs in that period, summed over units)
    and the mean dose since the change.

    Raises
    ------
    ModelError
        If there are controls, the policy is unknown in some rows, no unit has all periods, no change can be compared,
        or each is one of one unit with one other.
    PanelError
        If `where` leaves holes.
    """
    check_collinear(collinear)
    if before < 0 or after < 0:
        raise ModelError(
            message(
                "before and after are 0 or more; {before} and {after} were given instead.", before=before, after=after
            )
        )
    frame = policy_frame(panel, formula, where)
    twoways_only(frame, "The estimator of switching treatments")
    (policy, controls), outcome = policy_and_controls(frame.formula), frame.formula.outcome
    if controls:
        raise ModelError(
            message(
                "did_switching has no controls, and {controls} stands beside the policy. Write {outcome} "
                "~ {policy}, or use did_twoway.",
                controls=some(list(controls)),
                outcome=outcome,
                policy=policy,
            )
        )
    used = frame.balanced()
    treated, mine = _treatment(frame, used, policy)
    y = used.array(outcome)
    whole, report = complete_units(used, y[:, :, None])
    check_design((outcome, y[:, whole]), np.empty((*y[:, whole].shape, 0)), (), "twoways")
    data = _Changes(y[:, whole], treated[:, whole].astype(float))
    effects, lost = data.effects(range(1, after + 2))
    if not effects:
        raise ModelError(
            message(
                "No change of {policy} can be compared: it needs units with the same treatment in the "
                "first period that change later or never.",
                policy=policy,
            )
        )
    if all(e.alone == e.cells for e in effects):
        raise ModelError(
            message(
                "Every change of {policy} is that of one unit compared with one other: errors cannot be "
                "told. Add units.",
                policy=policy,
            )
        )
    placebos, _ = data.effects(range(-1, -before - 1, -1))
    told = used.report.notes[len(frame.panel.report.notes) :]
    notes = _told(data, effects, lost, [i for i, k in zip(used.ids, whole, strict=True) if k])
    report = Report((*told, *mine)) + report + Report(tuple(notes))
    return _fit(data, effects, placebos, outcome, report, _Asked(normalised, seed))


def _treatment(frame: ModelFrame, used: Panel, policy: str) -> tuple[np.ndarray, tuple[Note, ...]]:
    """Return the treatment (T, N) of a panel, and what is told of it."""
    values = used.array(policy)
    low, high = np.nanmin(values, axis=0, initial=np.inf), np.nanmax(values, axis=0, initial=-np.inf)
    if set(np.unique(values[np.isfinite(values)])) <= {0.0, 1.0} or not (low < high).any():
        made = adoption(frame.panel, policy, frame.rows, stays=False)
        place = {unit: i for i, unit in enumerate(made.ids)}
        periods = [made.periods.index(p) for p in used.periods]
        told = tuple(note for note in made.report.notes if note.code != "always-treated")  # they are compared with here
        return made.treated[np.ix_(periods, [place[unit] for unit in used.ids])].astype(float), told
    if not np.isfinite(values).all():
        cells = [
            message("{used} in {periods}", used=used.ids[n], periods=used.periods[t])
            for t, n in np.argwhere(~np.isfinite(values))
        ]
        raise ModelError(
            message(
                "{policy} is unknown in {rows}: {cells}. A dose cannot be guessed; fill it in, or leave "
                "these units out with where.",
                policy=policy,
                rows=many(len(cells), "row"),
                cells=some(cells),
            )
        )
    text = message(
        "{policy} is taken as a dose: units are compared with those of the same dose in {periods}.",
        policy=policy,
        periods=used.periods[0],
    )
    return values, (Note(INFO, "dose", text),)


@dataclass(frozen=True)
class _Asked:
    """How the effects are shown."""

    normalised: bool
    seed: int


@dataclass(frozen=True)
class _Effect:
    """An effect by event time, with the influence (n,) of every unit, how many units changed, and by how much: in its
    period (summed) and since the change (mean); `alone` of its `cells` are of one unit with one other.
    """

    event: int
    value: float
    influence: np.ndarray
    units: int
    dose: float
    since: float
    cells: int
    alone: int


@dataclass(frozen=True)
class _Cell:
    """Units (n,) that change alike, units that they are compared with, the outcome's change (n,), its sign, the
    treatment (n,) to which they change, and by how much it differs from the first: now and summed since the change.
    """

    own: np.ndarray
    clean: np.ndarray
    change: np.ndarray
    sign: float
    to: np.ndarray
    dose: np.ndarray
    since: np.ndarray


@dataclass(frozen=True)
class _Changes:
    """Outcome y (T, n) and treatment D (T, n)."""

    y: np.ndarray
    D: np.ndarray

    @property
    def first(self) -> np.ndarray:
        """Position of the first period with another treatment than in the first one, (n,); infinite if never."""
        moved = self.D[:1] != self.D
        return np.where(moved.any(axis=0), moved.argmax(axis=0), np.inf)

    @property
    def crossed(self) -> np.ndarray:
        """Position of the first period by which treatment was above and below the first, (n,); infinite if never."""
        gap = self.D - self.D[:1]
        both = (gap > 0).cumsum(axis=0).astype(bool) & (gap < 0).cumsum(axis=0).astype(bool)
        return np.where(both.any(axis=0), both.argmax(axis=0), np.inf)

    def effects(self, steps: Sequence[int]) -> tuple[list[_Effect], np.ndarray]:
        """Return the effects `steps` after the last period before the change (negative: before it) that can be
        estimated, and which units (n,) change but are compared with nobody in the first of them.
        """
        T, n = self.y.shape
        first, start, crossed = self.first, self.D[0], self.crossed
        gap = np.abs(self.D - start)
        lost, found = np.zeros(n, dtype=bool), []
        for step in steps:
            cells = []
            for f in np.unique(first[np.isfinite(first)]).astype(int):
                way = np.sign(self.D[f] - start)
                for d, sign in np.unique(np.column_stack([start, way])[first == f], axis=0):
                    base, to, until = f - 1, f - 1 + step, f - 1 + abs(step)
                    own = (first == f) & (start == d) & (way == sign) & (crossed > until)
                    if not own.any() or to < 0 or until >= T:
                        continue
                    clean = (start == d) & (first > until)
                    if clean.any():
                        change, since = self.y[to] - self.y[base], gap[f : until + 1].sum(axis=0)
                        cells.append(_Cell(own, clean, change, float(sign), self.D[f], gap[until], since))
                    elif step == 1:
                        lost |= own
            if cells:
                found.append(_average(step - 1, cells, n))
        return found, lost


def _average(event: int, cells: list[_Cell], n: int) -> _Effect:
    """Return the mean effect of the units that change in the cells, each with the sign of its change."""
    total = sum(int(c.own.sum()) for c in cells)
    value, influence = 0.0, np.zeros(n)
    for c in cells:
        m, both = int(c.own.sum()), c.own | c.clean
        value += c.sign * m / total * float(c.change[c.own].mean() - c.change[c.clean].mean())
        for to in np.unique(c.to[c.own]):
            alike = c.own & (c.to == to)
            influence[alike] += n / total * c.sign * _spread(c.change, alike, both)
        influence[c.clean] -= n / total * c.sign * m / int(c.clean.sum()) * _spread(c.change, c.clean, both)
    dose = float(sum(c.dose[c.own].sum() for c in cells))
    since = float(sum(c.since[c.own].sum() for c in cells)) / total
    alone = sum(int(c.own.sum()) == 1 and int(c.clean.sum()) == 1 for c in cells)
    return _Effect(event, value, influence, total, dose, since, len(cells), alone)


def _spread(change: np.ndarray, alike: np.ndarray, both: np.ndarray) -> np.ndarray:
    """Return the changes of units that are alike, less their mean, times the root of m / (m - 1) for m of them; of one
    alone, less the mean of it and of those on the other side.
    """
    group = alike if alike.sum() > 1 else both
    m = int(group.sum())
    return np.asarray((change[alike] - change[group].mean()) * np.sqrt(m / (m - 1)))


def _told(data: _Changes, effects: list[_Effect], lost: np.ndarray, ids: Sequence[str]) -> list[Note]:
    changes = np.isfinite(data.first)
    at = np.where(changes, data.first, 0).astype(int)
    up = np.sign(data.D[at, np.arange(len(at))] - data.D[0])
    on, off, never = int((up > 0).sum()), int((up < 0).sum()), int((~changes).sum())
    words = ("first switched on", "first switched off")
    if not set(np.unique(data.D)) <= {0.0, 1.0}:
        words = ("first had more", "first had less")
    text = message(
        "{units} {words}, {off} {words2}, {never} never change.",
        units=many(on, "unit"),
        words=words[0],
        off=off,
        words2=words[1],
        never=never,
    )
    notes = [Note(INFO, "switching", text)]
    if alone := sum(e.alone for e in effects):
        told = many(alone, "comparison")
        if alone == 1:
            text = message("{told} is of one unit with one other, whose errors are the two units' own.", told=told)
        else:
            text = message("{told} are of one unit with one other, whose errors are the two units' own.", told=told)
        notes.append(Note(WARNING, "one-comparison", text))
    if lost.any():
        named = tuple(unit for unit, gone in zip(ids, lost, strict=True) if gone)
        text = message(
            "{units} that change are compared with nobody and are left out: {named}.",
            units=many(len(named), "unit"),
            named=some(named),
        )
        notes.append(Note(WARNING, "cells-lost", text, named))
    return notes


def _fit(
    data: _Changes, effects: list[_Effect], placebos: list[_Effect], outcome: str, report: Report, asked: _Asked
) -> PolicyFit:
    n = data.y.shape[1]
    dose = sum(e.dose for e in effects)
    value = sum(e.value * e.units for e in effects) / dose
    influence = np.sum([e.influence * e.units for e in effects], axis=0) / dose
    shown = [*reversed(placebos), *effects]
    size = np.array([e.since if asked.normalised else 1.0 for e in shown])
    psi = np.column_stack([influence, *(e.influence / s for e, s in zip(shown, size, strict=True))])
    se = np.sqrt((psi**2).sum(axis=0)) / n
    values = [value, *(e.value / s for e, s in zip(shown, size, strict=True))]
    table = normal_frame(["ATT"], values[:1], se[:1])
    event = normal_frame([e.event for e in shown], values[1:], se[1:], "event")
    event["units"] = [e.units for e in shown]
    base = pd.DataFrame({"estimate": 0.0, "se": 0.0, "low": 0.0, "high": 0.0}, index=pd.Index([-1], name="event"))
    rows = pd.concat([table, event.drop(columns="units").set_axis([event_term(e.event) for e in shown])])
    _, start = np.unique(data.D[0], return_inverse=True)
    code = np.where(np.isfinite(data.first), data.first, -1.0) * (1 + int(start.max())) + start
    test = None
    if placebos:
        test = largest_t(
            np.array([e.value for e in placebos]), np.column_stack([e.influence for e in placebos]), code, asked.seed
        )
        report += Report(
            (
                Note(
                    INFO,
                    "pre-trend",
                    message("Pre-trend: largest |t|, {draws} draws of a wild bootstrap by unit.", draws=DRAWS),
                ),
            )
        )
    report += Report(few_treated(value, influence, np.where(np.isfinite(data.first), code, np.inf)))
    numbers: dict[str, Cell] = {
        "Comparison": "same treatment, not yet changed",
        "Observations": data.y.size,
        "Units": n,
        "Treated units": int(np.isfinite(data.first).sum()),
        "Errors": "Clustered by unit",
    }
    if asked.normalised:
        numbers["Effects"] = "a unit of treatment since the change"
    detail = event[["units"]].assign(dose=[e.dose for e in shown], since=[e.since for e in shown])
    path = pd.concat([event.drop(columns="units"), base]).sort_index()
    title = "Switching treatments"
    return PolicyFit(title, table, path, test, detail, numbers, report, {}, outcome, joint_cov=covariance(psi, rows))
