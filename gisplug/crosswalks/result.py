"""A panel on other units as a result: its values, totals before and after, quality of each value, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

import numpy as np
import pandas as pd

from gisplug.boundaries.units import Units
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.messages import joined, message
from gisplug.core.vocabulary import Period
from gisplug.crosswalks.apportion import Moved
from gisplug.crosswalks.links import Links, Side
from gisplug.crosswalks.variables import Wanted
from gisplug.panel.frame import Panel
from gisplug.panel.read import read_panel

FLAGS = ("whole", "partly apportioned", "apportioned", "missing")
EXACT = 1e-9  # an apportioned share this close to 0 or 1 is 0 or 1


class Total(TypedDict):
    """A variable in one period before and after: sums of counts, weighted means of rates."""

    variable: str
    kind: str
    period: Period
    source: float
    target: float
    outside: float
    withheld: float
    difference: float


@dataclass(frozen=True)
class Rebordered:
    """A panel on the target units.

    Attributes
    ----------
    table : DataFrame, M * T rows, unit-major
        Columns unit and period (called as in the panel), then counts and rates.
    totals : DataFrame
        One row a variable and period. Of counts: source (sum of what was given), target, outside (lies in no target),
        withheld (went to targets that are missing because other sources are), difference (0 but for rounding). Of
        rates: source and target are weighted means, with the difference.
    quality : DataFrame
        One row a unit and period, and for each variable the share (0 to 1) of its value that came from sources that
        were divided; flag says the worst of them in a word of `FLAGS`.
    units : Units or None
        The target layer.
    report : Report
    unit_name, period_name : str
    """

    table: pd.DataFrame
    totals: pd.DataFrame
    quality: pd.DataFrame
    units: Units | None
    report: Report
    unit_name: str = "unit"
    period_name: str = "period"

    def panel(self) -> Panel:
        """Return it as a Panel, units in the order of the target layer where there is one."""
        made = read_panel(self.table, self.unit_name, self.period_name, self.units)
        return Panel(
            made.frame,
            made.ids,
            made.periods,
            made.units,
            made.unbalanced,
            "panel",
            self.report + made.report,
            self.unit_name,
            self.period_name,
        )


@dataclass
class Gathered:
    """What is gathered period by period.

    Attributes
    ----------
    wanted, target : the variables, and the units they go to
    values, parted : {period: (M, K)}, the values and the share of each that was apportioned
    totals : one a variable and period
    lacking, borne : values that are missing, or made all the same, for want of a source, by name
    unweighted : rates without a value because all weights are 0, by name
    absent, sourceless : {units of a layer without a row, or targets without any source: the periods}
    """

    wanted: Wanted
    target: Side
    values: dict[Period, np.ndarray] = field(default_factory=dict)
    parted: dict[Period, np.ndarray] = field(default_factory=dict)
    totals: list[Total] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    borne: list[str] = field(default_factory=list)
    unweighted: list[str] = field(default_factory=list)
    absent: dict[tuple[str, ...], list[Period]] = field(default_factory=dict)
    sourceless: dict[tuple[str, ...], list[Period]] = field(default_factory=dict)

    def put(self, when: Period, names: Sequence[str], moved: Moved, fed: np.ndarray) -> None:
        """Take the values (M, k) of some variables in one period; `fed` (M,) tells the targets that have a source."""
        shape = len(self.target.ids), len(self.wanted.all)
        value = self.values.setdefault(when, np.full(shape, np.nan))
        parted = self.parted.setdefault(when, np.full(shape, np.nan))
        for k, name in enumerate(names):
            column = self.wanted.all.index(name)
            value[:, column], parted[:, column] = moved.values[:, k], moved.apportioned[:, k]
            lack, gone = moved.lacking[:, k] > EXACT, np.isnan(moved.values[:, k])
            self.lacking += [
                message("{name} of {target} in {when}", name=name, target=self.target.ids[m], when=when)
                for m in np.flatnonzero(lack & gone)
            ]
            self.borne += [
                message("{name} of {target} in {when}", name=name, target=self.target.ids[m], when=when)
                for m in np.flatnonzero(lack & ~gone)
            ]
            idle = gone & ~lack & fed
            self.unweighted += [
                message("{name} of {target} in {when}", name=name, target=self.target.ids[m], when=when)
                for m in np.flatnonzero(idle)
            ]

    def table(self, values: dict[Period, np.ndarray], unit: str, period: str) -> pd.DataFrame:
        """Return blocks (M, K) by period as a long frame, unit-major, with the key columns `unit` and `period`."""
        periods, ids = sorted(values), self.target.ids
        block = np.stack([values[p] for p in periods], axis=1).reshape(len(ids) * len(periods), -1)
        frame = pd.DataFrame(block, columns=list(self.wanted.all))
        frame.insert(0, unit, np.repeat(np.array(ids, dtype=object), len(periods)))
        frame.insert(1, period, list(periods) * len(ids))
        return frame

    def quality(self, unit: str, period: str) -> pd.DataFrame:
        """Return the shares that were apportioned, one row a unit and period, with their flag; key columns `unit` and
        `period`.
        """
        frame = self.table(self.parted, unit, period)
        share = frame[list(self.wanted.all)].to_numpy(np.float64)
        missing, worst = np.isnan(share).any(axis=1), np.max(np.nan_to_num(share), axis=1)
        whole, parted = worst <= EXACT, worst >= 1 - EXACT
        flag = np.select([missing, whole, parted], [FLAGS[3], FLAGS[0], FLAGS[2]], FLAGS[1])
        frame.insert(2, "flag", flag)
        return frame

    def all_totals(self) -> pd.DataFrame:
        """Return the totals, columns of `Total`, one row a variable and period."""
        order = {name: k for k, name in enumerate(self.wanted.all)}
        return pd.DataFrame(sorted(self.totals, key=lambda t: (order[t["variable"]], t["period"])))

    def notes(self, label: str) -> list[Note]:
        """Say what was moved, and what is missing, borne or outside."""
        wanted = self.wanted
        how = [
            message(
                "{name} by {weights}",
                name=name,
                weights=wanted.weights.get(name) or message("the amounts of the crosswalk"),
            )
            for name in wanted.rates
        ]
        said = [message("apportioned {counts}", counts=some(list(wanted.counts), 12))] if wanted.counts else []
        said += [message("averaged {how}", how=some(how, 12))] if how else []
        notes = [
            Note(INFO, "variables", message("Variables of {label}: {said}.", label=label, said=joined("; ", said)))
        ]
        for code, ids_when, what in (
            ("units-absent", self.absent, message("without a row in {label}, and so missing", label=label)),
            ("targets-sourceless", self.sourceless, message("to which no unit leads, and so missing")),
        ):
            if ids_when:
                told = [
                    message("{ids} in {w}", ids=some(list(ids)), w=some([str(p) for p in sorted(w)], 3))
                    for ids, w in ids_when.items()
                ]
                units = tuple(dict.fromkeys(unit for ids in ids_when for unit in ids))
                text = message(
                    "{units} {what}: {told}.", units=many(len(units), "unit"), what=what, told=joined("; ", told)
                )
                notes.append(Note(WARNING, code, text, units))
        if self.unweighted:
            text = message(
                "{rates} missing because all weights are 0: {unweighted}.",
                rates=many(len(self.unweighted), "rate"),
                unweighted=some(self.unweighted),
            )
            notes.append(Note(WARNING, "weights-zero", text, tuple(self.unweighted)))
        if self.lacking:
            text = message(
                "{values} missing because more than {missing:.0%} of the unit belongs to units "
                "without a value: {lacking}.",
                values=many(len(self.lacking), "value"),
                missing=wanted.missing,
                lacking=some(self.lacking),
            )
            notes.append(Note(WARNING, "targets-missing", text, tuple(self.lacking)))
        if self.borne:
            text = message(
                "{values} made although up to {missing:.0%} of the unit belongs to units without a "
                "value: {borne}. Counts among them are too small by that.",
                values=many(len(self.borne), "value"),
                missing=wanted.missing,
                borne=some(self.borne),
            )
            notes.append(Note(WARNING, "missing-borne", text, tuple(self.borne)))
        beyond = [
            message("{t} {t2:.1%} in {t3}", t=t["variable"], t2=t["outside"] / t["source"], t3=t["period"])
            for t in self.totals
            if t["kind"] == "count" and abs(t["outside"]) > EXACT * abs(t["source"])
        ]
        if beyond:
            text = message("Parts of the totals lie in no target unit: {beyond}; see totals.", beyond=some(beyond))
            notes.append(Note(WARNING, "totals-outside", text))
        return notes


def count_totals(when: Period, names: Sequence[str], given: np.ndarray, moved: Moved) -> list[Total]:
    """Return the sums of counts `given` (N, K) in one period, before and after."""
    source, target = np.nansum(given, axis=0), np.nansum(moved.values, axis=0)
    left = target + moved.outside + moved.withheld - source
    rows = zip(names, source, target, moved.outside, moved.withheld, left, strict=True)
    return [_total(name, "count", when, *map(float, numbers)) for name, *numbers in rows]


def rate_total(
    when: Period, name: str, links: Links, given: np.ndarray, heavy: np.ndarray | None, moved: Moved
) -> Total:
    """Return the weighted means of a rate `given` (N, 1) in one period, over the sources and the targets with a value.

    Parameters
    ----------
    heavy : (N, 1) weights, or None
    """
    if heavy is not None:
        weight = np.nan_to_num(heavy[:, 0])
        before, after = weight * links.shares.sum(axis=1), links.shares.T @ weight
    elif links.amounts is not None:
        before, after = links.amounts.sum(axis=1), links.amounts.sum(axis=0)
    else:
        before, after = np.ones(len(given)), np.ones(len(moved.values))
    source, target = _mean(given[:, 0], before), _mean(moved.values[:, 0], after)
    return _total(name, "rate", when, source, target, np.nan, np.nan, target - source)


def _total(
    name: str, kind: str, when: Period, source: float, target: float, outside: float, withheld: float, left: float
) -> Total:
    return {
        "variable": name,
        "kind": kind,
        "period": when,
        "source": source,
        "target": target,
        "outside": outside,
        "withheld": withheld,
        "difference": left,
    }


def _mean(values: np.ndarray, by: np.ndarray) -> float:
    there = ~np.isnan(values)
    total = float(by[there].sum())
    return float((values[there] * by[there]).sum() / total) if total > 0 else float("nan")
