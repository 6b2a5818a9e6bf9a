"""The effect of every cohort in every period, and the influence of every unit on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gisplug.core.errors import ConvergenceError, GisplugError, ModelError
from gisplug.core.evidence import WARNING, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Period
from gisplug.policy.cells.doubly_robust import effect


class Times(Protocol):
    """Periods with their steps from the first one, (T,), and names of cohorts."""

    @property
    def periods(self) -> tuple[Period, ...]:
        """Periods, in order."""

    @property
    def clock(self) -> np.ndarray:
        """Steps from the first period, (T,)."""

    @property
    def T(self) -> int:
        """Number of periods."""

    def name(self, cohort: float) -> str:
        """Return what a cohort is called."""


@dataclass(frozen=True)
class CellData:
    """What every cell is estimated from: y (T, n), Z (T, n, k), first (n,), and how.

    Values that are missing (NaN) keep a unit out of the cells that need them.
    """

    y: np.ndarray
    Z: np.ndarray
    first: np.ndarray
    times: Times
    control: str
    method: str
    anticipation: int


def estimate_cells(
    data: CellData, cohorts: list[float], base_period: str, progress: Progress
) -> tuple[list[tuple[float, int, float]], list[np.ndarray], Report]:
    """Return cohort, period and effect of all cells that can be estimated, their influences (n,) of n units, and
    what is left out.

    Raises
    ------
    ModelError, ConvergenceError
        If no cohort has an effect; why the first one has not.
    """
    rows, columns, notes = [], [], []
    failed: GisplugError | None = None
    clock, T = data.times.clock, data.times.T
    for at, g in enumerate(cohorts):
        progress.update(at / len(cohorts), message("Cohort {name}", name=data.times.name(g)))
        progress.check()
        last = int(np.flatnonzero(clock < g - data.anticipation)[-1])  # before treatment
        found, lost = [], {}
        for t in range(T) if base_period == "universal" else range(1, T):
            before = t - 1 if base_period == "varying" and clock[t] < g - data.anticipation else last
            if t == before:
                found.append((t, 0.0, np.zeros(len(data.first))))
                continue
            try:
                found.append((t, *_one(data, g, t, before)))
            except (ModelError, ConvergenceError) as problem:
                failed, lost[t] = failed or problem, problem
        if lost:
            notes.append(_lost(data.times, g, [clock[t] >= g for t, _, _ in found], lost))
        if any(clock[t] >= g for t, _, _ in found):
            rows += [(g, t, value) for t, value, _ in found]
            columns += [psi for _, _, psi in found]
    if not rows and failed:
        raise failed
    return rows, columns, Report(tuple(notes))


def _lost(times: Times, g: float, after: list[bool], lost: Mapping[int, GisplugError]) -> Note:
    """Return what is told of a cohort some of whose cells cannot be estimated; `after` of those that can."""
    name, reason = times.name(g), next(iter(lost.values()))
    if not any(after):
        text = message(
            "The effect of cohort {name} cannot be estimated and is left out: {reason}", name=name, reason=reason
        )
    else:
        periods = [str(times.periods[t]) for t in lost]
        text = message(
            "{effects} of cohort {name} ({periods}) cannot be estimated: {reason}",
            effects=many(len(lost), "effect"),
            name=name,
            periods=some(periods),
            reason=reason,
        )
    return Note(WARNING, "cells-lost", text, (name,))


def _one(data: CellData, g: float, t: int, before: int) -> tuple[float, np.ndarray]:
    """Return the effect of cohort g in period t against the period `before`, and its influence (n,)."""
    first, times = data.first, data.times
    treated = first == g
    reach = times.clock[max(t, before)] + data.anticipation
    clean = np.isinf(first) if data.control == "never" else (first > reach) & ~treated
    seen = np.isfinite(data.y[t] - data.y[before]) & np.isfinite(data.Z[min(t, before)]).all(axis=1)
    treated, clean = treated & seen, clean & seen
    if not treated.any():
        raise ModelError(
            message(
                "No unit of cohort {name} is seen in both {periods} and {periods2}; fill the holes, or "
                "leave the cohort out.",
                name=times.name(g),
                periods=times.periods[before],
                periods2=times.periods[t],
            )
        )
    if not clean.any():
        raise ModelError(
            message(
                "No unit is left to compare cohort {name} with in {periods}; leave out the last periods or cohorts.",
                name=times.name(g),
                periods=times.periods[t],
            )
        )
    part = treated | clean
    X = np.column_stack([np.ones(part.sum()), data.Z[min(t, before), part]])
    value, psi = effect((data.y[t] - data.y[before])[part], treated[part].astype(float), X, data.method)
    whole = np.zeros(len(first))
    whole[part] = psi * (len(first) / part.sum())
    return value, whole
