"""Effects of a treatment that may switch on and off (de Chaisemartin & D'Haultfoeuille 2024, DID_l)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.vocabulary import Cell
from gisplug.language.formula import Formula
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.identification import check_design
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, check_collinear
from gisplug.policy.adoption import PolicyFit, adoption, complete_units, event_term, normal_frame, policy_and_controls
from gisplug.policy.cells.aggregation import covariance
from gisplug.policy.pretrends import DRAWS, largest_t
from gisplug.policy.rows import policy_frame, twoways_only


@repeatable
def did_switching(
    panel: Panel,
    formula: str | Formula,
    *,
    before: int = 3,
    after: int = 4,
    where: Where = None,
    collinear: str = "refuse",
    seed: int = 1,
) -> PolicyFit:
    """Compare units whose treatment changes with those that had the same treatment and have not changed it yet.

    The effect at event time e is that of having first changed e periods ago, whatever came since: units switched on
    count with their change, units switched off with its negative (de Chaisemartin & D'Haultfoeuille 2024, DID_l of
    event time l - 1). With a treatment that stays it is the event study of Callaway & Sant'Anna with the not yet
    treated. `estimates` has the effect of a period of treatment: all effects up to `after`, over the periods by which
    treatment differs from the first period's.

    Parameters
    ----------
    formula : "outcome ~ policy"; the policy is 0/1, or holds the first treated period.
    before, after : event times shown; -1, the period before the change, is the base. The effects before are of the
        periods -2 to -1 - `before`, compared with the units that the effect as far after is compared with.
    where : rows used, whole units and periods.
    collinear : as everywhere; there are no controls to omit.
    seed : of the wild bootstrap of the test before, see `pretrends.largest_t`

    Notes
    -----
    Errors are clustered by unit, given who is treated when: squares are about the mean of the units that change in the
    same way in the same period, times m / (m - 1) for m units; of a unit that is alone in that, about the mean of all.

    Raises
    ------
    ModelError
        If there are controls, the policy is not 0/1, no unit has all periods, no change can be compared, or each is
        one of one unit with one other.
    PanelError
        If `where` leaves holes.
    """
    check_collinear(collinear)
    if before < 0 or after < 0:
        raise ModelError(f"before and after are 0 or more; {before} and {after} were given instead.")
    frame = policy_frame(panel, formula, where)
    twoways_only(frame, "The estimator of switching treatments")
    (policy, controls), outcome = policy_and_controls(frame.formula), frame.formula.outcome
    if controls:
        raise ModelError(
            f"did_switching has no controls, and {some(list(controls))} stands beside the policy. Write {outcome} ~ "
            f"{policy}, or use did_twoway."
        )
    used = frame.balanced()
    made = adoption(frame.panel, policy, frame.rows, stays=False)
    place = {unit: i for i, unit in enumerate(made.ids)}
    periods = [made.periods.index(p) for p in used.periods]
    treated = made.treated[np.ix_(periods, [place[unit] for unit in used.ids])]
    y = used.array(outcome)
    whole, report = complete_units(used, y[:, :, None])
    check_design((outcome, y[:, whole]), np.empty((*y[:, whole].shape, 0)), (), "twoways")
    data = _Changes(y[:, whole], treated[:, whole].astype(float))
    effects, lost = data.effects(range(1, after + 2))
    if not effects:
        raise ModelError(
            f"No change of {policy} can be compared: it needs units with the same treatment in the first period that "
            "change later or never."
        )
    if not any(e.influence.any() for e in effects):
        raise ModelError(
            f"Every change of {policy} is that of one unit compared with one other: errors cannot be told. Add units."
        )
    placebos, _ = data.effects(range(-1, -before - 1, -1))
    told = used.report.notes[len(frame.panel.report.notes) :]
    notes = _told(data, effects, lost, [i for i, k in zip(used.ids, whole, strict=True) if k])
    mine = tuple(note for note in made.report.notes if note.code != "always-treated")  # they are compared with here
    return _fit(data, effects, placebos, outcome, Report((*told, *mine)) + report + Report(tuple(notes)), seed)


@dataclass(frozen=True)
class _Effect:
    """An effect by event time, with the influence (n,) of every unit, how many units changed, and by how much; `alone`
    counts its comparisons with one unit.
    """

    event: int
    value: float
    influence: np.ndarray
    units: int
    dose: float
    alone: int


@dataclass(frozen=True)
class _Changes:
    """Outcome y (T, n) and treatment D (T, n), 0/1."""

    y: np.ndarray
    D: np.ndarray

    @property
    def first(self) -> np.ndarray:
        """Position of the first period with another treatment than in the first one, (n,); infinite if never."""
        moved = self.D[:1] != self.D
        return np.where(moved.any(axis=0), moved.argmax(axis=0), np.inf)

    def effects(self, steps: Sequence[int]) -> tuple[list[_Effect], np.ndarray]:
        """Return the effects `steps` after the last period before the change (negative: before it) that can be
        estimated, and which units (n,) change but are compared with nobody in the first of them.
        """
        T, n = self.y.shape
        first, start = self.first, self.D[0]
        lost, found = np.zeros(n, dtype=bool), []
        for step in steps:
            cells = []
            for f in np.unique(first[np.isfinite(first)]).astype(int):
                for d in (0.0, 1.0):
                    own = (first == f) & (start == d)
                    base, to, until = f - 1, f - 1 + step, f - 1 + abs(step)
                    if not own.any() or to < 0 or until >= T:
                        continue
                    clean = (start == d) & (first > until)
                    if clean.any():
                        cells.append((own, clean, self.y[to] - self.y[base], 1 - 2 * d, np.abs(self.D[to] - d)))
                    elif step == 1:
                        lost |= own
            if cells:
                found.append(_average(step - 1, cells, n))
        return found, lost


def _average(event: int, cells: list[tuple[np.ndarray, np.ndarray, np.ndarray, float, np.ndarray]], n: int) -> _Effect:
    """Return the mean of the cells: who changes, with whom they are compared, the outcome's change, sign, dose."""
    total = sum(int(own.sum()) for own, *_ in cells)
    values = [sign * (change[own].mean() - change[clean].mean()) for own, clean, change, sign, _ in cells]
    value = float(sum(v * own.sum() for v, (own, *_) in zip(values, cells, strict=True)) / total)
    influence = np.zeros(n)
    for v, (own, clean, change, sign, _) in zip(values, cells, strict=True):
        m, others, share = int(own.sum()), int(clean.sum()), own.sum() / total
        spread = (change[own] - change[own].mean()) * sign if m > 1 else np.array([v - value])
        influence[own] += share * n / m * spread * _freed(m)
        influence[clean] -= share * n / others * sign * (change[clean] - change[clean].mean()) * _freed(others)
    dose = float(sum(change[own].sum() for own, *_, change in cells))
    return _Effect(event, value, influence, total, dose, sum(int(clean.sum()) == 1 for _, clean, *_ in cells))


def _freed(m: int) -> float:
    return float(np.sqrt(m / (m - 1))) if m > 1 else 1.0


def _told(data: _Changes, effects: list[_Effect], lost: np.ndarray, ids: Sequence[str]) -> list[Note]:
    on = int((np.isfinite(data.first) & (data.D[0] == 0)).sum())
    off = int((np.isfinite(data.first) & (data.D[0] == 1)).sum())
    never = int(np.isinf(data.first).sum())
    text = f"{many(on, 'unit')} first switched on, {off} first switched off, {never} never change."
    notes = [Note(INFO, "switching", text)]
    if alone := sum(e.alone for e in effects):
        text = f"{many(alone, 'comparison')} is with one unit only, whose noise no error holds: errors are too small."
        notes.append(Note(WARNING, "one-comparison", text.replace("comparisons is", "comparisons are")))
    if lost.any():
        named = tuple(unit for unit, gone in zip(ids, lost, strict=True) if gone)
        text = f"{many(len(named), 'unit')} that change are compared with nobody and are left out: {some(named)}."
        notes.append(Note(WARNING, "cells-lost", text, named))
    return notes


def _fit(
    data: _Changes, effects: list[_Effect], placebos: list[_Effect], outcome: str, report: Report, seed: int
) -> PolicyFit:
    n = data.y.shape[1]
    dose = sum(e.dose for e in effects)
    value = sum(e.value * e.units for e in effects) / dose
    influence = np.sum([e.influence * e.units for e in effects], axis=0) / dose
    shown = [*reversed(placebos), *effects]
    psi = np.column_stack([influence, *(e.influence for e in shown)])
    se = np.sqrt((psi**2).sum(axis=0)) / n
    values = [value, *(e.value for e in shown)]
    table = normal_frame(["ATT"], values[:1], se[:1])
    event = normal_frame([e.event for e in shown], values[1:], se[1:], "event")
    event["units"] = [e.units for e in shown]
    base = pd.DataFrame({"estimate": 0.0, "se": 0.0, "low": 0.0, "high": 0.0}, index=pd.Index([-1], name="event"))
    rows = pd.concat([table, event.drop(columns="units").set_axis([event_term(e.event) for e in shown])])
    code = data.first + 0.5 * data.D[0]
    test = None
    if placebos:
        test = largest_t(
            np.array([e.value for e in placebos]), np.column_stack([e.influence for e in placebos]), code, seed
        )
        report += Report(
            (Note(INFO, "pre-trend", f"Pre-trend: largest |t|, {DRAWS} draws of a wild bootstrap by unit."),)
        )
    numbers: dict[str, Cell] = {
        "Comparison": "same treatment, not yet changed",
        "Observations": data.y.size,
        "Units": n,
        "Treated units": int(np.isfinite(data.first).sum()),
        "Errors": "Clustered by unit",
    }
    detail = event[["units"]].assign(dose=[e.dose for e in shown])
    path = pd.concat([event.drop(columns="units"), base]).sort_index()
    title = "Switching treatments"
    return PolicyFit(title, table, path, test, detail, numbers, report, {}, outcome, joint_cov=covariance(psi, rows))
