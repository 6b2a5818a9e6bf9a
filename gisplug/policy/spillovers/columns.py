"""Columns of a policy that reaches beyond the treated: direct, by ring on untreated and treated, by event time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.policy.adoption import event_term
from gisplug.policy.spillovers.reading import ReachedRows

DIRECT, ATT, TOTAL = "Direct", "ATT", "Total"
BASE = -1


@dataclass(frozen=True)
class Columns:
    """Named columns of a regression.

    Attributes
    ----------
    X : (n, k)
    names : (k,)
    kinds : (k,) "direct", "near" (on the untreated) or "between" (on the treated)
    """

    X: np.ndarray
    names: tuple[str, ...]
    kinds: tuple[str, ...] = ()

    @property
    def direct(self) -> np.ndarray:
        """Which columns are of the policy itself, (k,) bool."""
        return np.array([kind == "direct" for kind in self.kinds])

    @property
    def near(self) -> np.ndarray:
        """Which columns are of what reaches the untreated, (k,) bool."""
        return np.array([kind == "near" for kind in self.kinds])

    @property
    def on_treated(self) -> np.ndarray:
        """The columns of what treated units get from each other, (n, m)."""
        return self.X[:, [kind == "between" for kind in self.kinds]]


def static_columns(read: ReachedRows, on_treated: bool) -> Columns:
    """Return the columns of the direct effect, of spillovers on the untreated and, if asked for, on the treated.

    Raises
    ------
    ModelError
        If the treated are all reached by others, so that what they get from them is not told from the policy itself.
    """
    on, near = read.on.astype(float), ~read.on
    columns = [on, *(near * s for s in read.exposure.T)]
    names = [DIRECT if read.names else ATT, *(message("Spillover: {ring}", ring=name) for name in read.names)]
    if on_treated:
        there = [k for k in range(len(read.names)) if (read.exposure[read.on, k] > 0).any()]
        between = read.exposure[read.on]
        if there and np.linalg.matrix_rank(np.column_stack([np.ones(len(between)), between[:, there]])) <= len(there):
            raise ModelError(
                message(
                    "What treated units get from each other is not told from the policy itself: all of them are "
                    "reached by others alike, within {reach}. With on_treated=False the direct effect holds both.",
                    reach=", ".join(read.names),
                )
            )
        columns += [on * read.exposure[:, k] for k in there]
        names += [message("On treated: {ring}", ring=read.names[k]) for k in there]
    kinds = ("direct", *["near"] * len(read.names))
    kinds += ("between",) * (len(names) - len(kinds))
    return Columns(np.column_stack(columns), tuple(names), kinds)


def sums(read: ReachedRows, columns: Columns) -> tuple[np.ndarray, list[str]]:
    """Return weights (m, k) on the coefficients of `static_columns` and names (m,) of what is told of them together.

    ATT is the mean effect on treated rows, whatever it comes from; Total adds what reaches untreated rows, all of it
    per treated row.
    """
    if not read.names:
        return np.empty((0, 1)), []
    per = 1.0 / read.on.sum()
    att, whole = columns.X[read.on].sum(axis=0) * per, columns.X.sum(axis=0) * per
    return np.vstack([att, whole]), [ATT, TOTAL]


def of_units(read: ReachedRows, columns: Columns) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean columns of each unit of the panel over its treated or reached rows, (N, k), and their number."""
    N = read.rows.sample.panel.N
    rows = ~read.clean
    count = np.bincount(read.units[rows], minlength=N)
    total = np.column_stack([np.bincount(read.units[rows], c[rows], minlength=N) for c in columns.X.T])
    return total / np.maximum(count, 1)[:, None], count


@dataclass(frozen=True)
class Path:
    """Columns by event time of one kind of effect.

    Attributes
    ----------
    times : (k,)
    X : (n, k)
    """

    times: tuple[int, ...]
    X: np.ndarray

    def names(self, what: str = "") -> list[str]:
        """Return what the columns are called, "event +2" or "spillover event +2"."""
        return [
            message("{what} {event}", what=what, event=event_term(t)) if what else event_term(t) for t in self.times
        ]

    def without(self, gone: Sequence[int]) -> Path:
        """Return the path without some event times."""
        keep = [k for k, t in enumerate(self.times) if t not in gone]
        return Path(tuple(self.times[k] for k in keep), self.X[:, keep])


def after_paths(read: ReachedRows) -> tuple[Path, Path]:
    """Return the columns by event time from 0 on: of the treated, and of what reaches the untreated."""
    strength = read.exposure.sum(axis=1)
    return (
        _path(read.rows.event, read.on.astype(float)),
        _path(read.since, np.where(read.near, strength, 0.0)),
    )


def before_paths(read: ReachedRows, before: int) -> tuple[Path, Path]:
    """Return the columns by event time before, of clean rows: `before` periods, none of them the earliest seen.

    A unit that will be reached counts by what reaches it first.
    """
    clean = read.clean.astype(float)
    first = read.first[read.units]
    found = []
    for event, strength in ((read.rows.event, clean), (read.since, clean * first)):
        early = np.where((event < 0) & (strength > 0), event, np.nan)
        least = np.nanmin(early) if np.isfinite(early).any() else 0.0
        found.append(_path(np.where((early > least) & (early >= -before), early, np.nan), strength))
    return found[0], found[1]


def based_paths(read: ReachedRows, before: int, after: int | None) -> tuple[Path, Path]:
    """Return the columns by event time of a regression on all rows, without the base -1; the ends of the window hold
    what lies beyond.
    """
    clean, strength = read.clean, read.exposure.sum(axis=1)
    late = np.where(read.near, strength, np.where(clean, read.first[read.units], 0.0))
    event = _binned(read.rows.event, before, after)
    since = _binned(np.where(read.on, np.nan, read.since), before, after)
    return _path(event, np.isfinite(event).astype(float)).without([BASE]), _path(since, late).without([BASE])


def _binned(event: np.ndarray, before: int, after: int | None) -> np.ndarray:
    return np.asarray(np.clip(event, -before, np.inf if after is None else after))


def _path(event: np.ndarray, strength: np.ndarray) -> Path:
    """Return strength (n,) in columns of the event times (n,) that occur with any."""
    there = np.isfinite(event) & (strength != 0)
    times = [int(t) for t in np.unique(event[there])]
    columns = [np.where(event == t, strength, 0.0) for t in times]
    return Path(tuple(times), np.column_stack(columns) if columns else np.empty((len(event), 0)))
