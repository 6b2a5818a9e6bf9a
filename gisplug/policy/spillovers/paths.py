"""Event studies of the treated and of those whom the policy reaches, and the tests of no effect before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.evidence import WARNING, Note, some
from gisplug.core.messages import message
from gisplug.numbers.least_squares import unidentified
from gisplug.numbers.projections import residualised
from gisplug.panel.sample import Sample, fixed_effects_of
from gisplug.policy.pretrends import before_policy, told
from gisplug.policy.spillovers.columns import BASE, Columns, Path, after_paths, based_paths, before_paths
from gisplug.policy.spillovers.ways import Ready
from gisplug.regression.design import DesignFit, fit_design

Test = tuple[float, int, float]
SPILLOVER = message("spillover")


@dataclass(frozen=True)
class Paths:
    """Effects by event time.

    Attributes
    ----------
    frames : of the treated and of those reached, index event; None where there are none
    tests : of no effect before, of both
    cov : covariance of all, rows and columns by term
    df : degrees of freedom by term
    notes : what is told
    """

    frames: tuple[pd.DataFrame | None, pd.DataFrame | None]
    tests: tuple[Test | None, Test | None]
    cov: pd.DataFrame
    df: dict[str, float]
    notes: tuple[Note, ...]


def event_paths(ready: Ready, on_treated: np.ndarray, before: int, after: int | None) -> Paths:
    """Estimate both paths beside what treated units get from each other, on_treated (n, k).

    In a two-way regression both are relative to the period before. Elsewhere effects from 0 on are relative to all
    clean periods, and effects before come from a regression on clean rows, relative to earlier ones.
    """
    if ready.first is None:
        return _twoway(ready, on_treated, before, after)
    late, notes = _kept(ready, after_paths(ready.read), on_treated)
    own = Columns(np.column_stack([*(p.X for p in late), on_treated]), _names(late, on_treated))
    fit = ready.regress(own)
    early, tests, fit_before, more = _before(ready, before)
    df: dict[str, float] = {}
    frames, cov = [], []
    for k, path in enumerate(late):
        parts = []
        if fit_before is not None and early[k].times:
            parts.append(_frame(fit_before, early, k))
        shown = _frame(fit, late, k)
        parts.append(shown if after is None else shown[shown.index <= after])
        frames.append(pd.concat(parts).sort_index().rename_axis("event") if path.times else None)
    for one, pair in ((fit, late), (fit_before, early)):
        if one is not None:
            names = list(_names(pair))
            cov.append(pd.DataFrame(one.cov[: len(names), : len(names)], index=names, columns=names))
            df |= dict.fromkeys(names, one.df)
    return Paths((frames[0], frames[1]), tests, _apart(cov), df, (*notes, *more))


def _twoway(ready: Ready, on_treated: np.ndarray, before: int, after: int | None) -> Paths:
    pair, notes = _kept(ready, based_paths(ready.read, before, after), on_treated)
    columns = Columns(np.column_stack([*(p.X for p in pair), on_treated]), _names(pair, on_treated))
    ready = ready.settled(columns)
    fit = ready.regress(columns)
    rows, at = ready.read.rows, 0
    frames, tests = [], []
    for k, path in enumerate(pair):
        weights = np.eye(len(fit.b))[[at + i for i, t in enumerate(path.times) if t < 0]]
        cohort = rows.cohort if k == 0 else ready.read.start
        tests.append(before_policy(fit, weights, rows.sample, cohort, ready.way.errors) if len(weights) else None)
        frames.append(_based(_frame(fit, pair, k)) if path.times else None)
        at += len(path.times)
    names = list(_names(pair))
    cov = pd.DataFrame(fit.cov[: len(names), : len(names)], index=names, columns=names)
    found = (tests[0], tests[1])
    more = told(found[0] or found[1], ready.way.errors)
    return Paths((frames[0], frames[1]), found, cov, dict.fromkeys(names, fit.df), (*notes, *more))


def _before(
    ready: Ready, before: int
) -> tuple[tuple[Path, Path], tuple[Test | None, Test | None], DesignFit | None, tuple[Note, ...]]:
    """Return the paths before, their tests and their regression on clean rows."""
    none = Path((), np.empty((0, 0)))
    if before < 1:
        return (none, none), (None, None), None, ()
    clean = ready.read.of(ready.read.clean)
    pair, notes = _known(before_paths(clean, before), clean.rows.sample)
    count = len(pair[0].times)
    names = _names(pair)
    if not names:
        return (none, none), (None, None), None, notes
    sample = clean.rows.sample
    X = np.column_stack([*(p.X for p in pair), sample.columns[:, 1:]])
    absorbed, clusters = fixed_effects_of(sample, "twoways"), ready.way.clusters(sample)
    fit = fit_design((sample.terms[0], sample.columns[:, 0]), X, [*names, *sample.terms[1:]], absorbed, clusters)
    eye, errors = np.eye(len(fit.b)), ready.way.errors
    direct = before_policy(fit, eye[:count], sample, clean.rows.cohort, errors) if count else None
    others = before_policy(fit, eye[count : len(names)], sample, clean.start, errors) if len(names) > count else None
    return pair, (direct, others), fit, (*notes, *told(direct or others, errors))


def _kept(ready: Ready, pair: tuple[Path, Path], on_treated: np.ndarray) -> tuple[tuple[Path, Path], tuple[Note, ...]]:
    """Return the paths without event times that the rows do not tell apart."""
    raw = np.column_stack([on_treated, *(p.X for p in pair)])
    names = [*map(str, range(on_treated.shape[1])), *_names(pair)]
    flat = raw if ready.first is not None else residualised(raw, ready.absorbed)
    return _less(pair, unidentified(raw, flat, names))


def _known(pair: tuple[Path, Path], sample: Sample) -> tuple[tuple[Path, Path], tuple[Note, ...]]:
    """Return the paths before without event times that clean rows do not tell apart beside their effects."""
    raw = np.column_stack([p.X for p in pair])
    flat = residualised(raw, fixed_effects_of(sample, "twoways"))
    return _less(pair, unidentified(raw, flat, _names(pair)))


def _less(pair: tuple[Path, Path], gone: Mapping[str, str]) -> tuple[tuple[Path, Path], tuple[Note, ...]]:
    """Return the paths without the terms that are gone, which is told."""
    lost = [name for name in _names(pair) if name in gone]
    if not lost:
        return pair, ()
    called = (pair[0].names(), pair[1].names(SPILLOVER))
    left = [
        p.without([t for t, name in zip(p.times, own, strict=True) if name in gone])
        for p, own in zip(pair, called, strict=True)
    ]
    text = message("{names} are not told apart by the rows and have no effect of their own.", names=some(lost))
    return (left[0], left[1]), (Note(WARNING, "event-times-lost", text, tuple(lost)),)


def _names(pair: tuple[Path, Path], on_treated: np.ndarray | None = None) -> tuple[str, ...]:
    """Return what the columns of both paths are called, and those of what treated units get from each other."""
    more = () if on_treated is None else tuple(f"on treated {k}" for k in range(on_treated.shape[1]))
    return (*pair[0].names(), *pair[1].names(SPILLOVER), *more)


def _frame(fit: DesignFit, pair: tuple[Path, Path], k: int) -> pd.DataFrame:
    """Return the estimates of one path, index event."""
    at = len(pair[0].times) if k else 0
    weights = np.eye(len(fit.b))[at : at + len(pair[k].times)]
    return fit.combined(weights, pair[k].times, "event")


def _based(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the path with its base, which is 0."""
    row = pd.DataFrame([[0.0, 0.0, np.nan, np.nan, 0.0, 0.0]], columns=frame.columns, index=[BASE])
    return pd.concat([frame, row]).sort_index().rename_axis("event")


def _apart(blocks: list[pd.DataFrame]) -> pd.DataFrame:
    """Return covariances of several regressions in one, nought between them."""
    return pd.concat(blocks).fillna(0.0) if blocks else pd.DataFrame()
