"""What a law asks of two results: each coefficient changed as the unit of measure says, everything else not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tests.laws.estimator import Estimator, factor_of

SAME = 1e-6  # relative; least squares on columns of condition 1e3 keeps ten digits, iterations stop at 1e-8 to 1e-10
SHIFTED = 1e-5  # a constant of a million on columns of size one takes six of sixteen digits before anything is computed
NOUGHT = 1e-9  # of the largest number of a group: below this a number is the rounding error of nought
MONTE_CARLO = 6.0  # standard errors of simulation: beyond this one comparison in 1e9 lies by chance


def differences(
    estimator: Estimator,
    before: Any,
    after: Any,
    times: Mapping[str, float] | None = None,
    skip: tuple[str, ...] = (),
    tolerance: float = SAME,
    draws: int = 0,
) -> list[str]:
    """Say where `after` is not what `before` becomes when columns are multiplied by `times`.

    Terms are compared by name, or by place where their names are others. Terms and statistics that begin with one of
    `skip` may move. With `draws`, numbers may differ as much as simulations of so many draws do.
    """
    wrong = []
    old, new = estimator.frames(before), estimator.frames(after)
    if list(old) != list(new):
        return [f"other tables: {list(old)} and {list(new)}"]
    for name, (frame, outcome) in old.items():
        other = new[name][0]
        if len(frame) != len(other):
            wrong.append(f"{name}: {len(frame)} terms became {len(other)}")
            continue
        if frame.index.is_unique and set(frame.index) == set(other.index):
            other = other.loc[frame.index]
        factors = np.array([factor_of(str(t), outcome, times or {}) for t in frame.index])
        kept = np.array([not any(str(t).startswith(s) for s in skip) for t in frame.index])
        columns = {"estimate": factors, "se": factors, "stat": np.ones(len(frame)), "p": np.ones(len(frame))}
        room = _room(frame, draws)
        for column in columns if not draws else ("estimate", "se", "p"):
            factor = columns[column]
            a, b = frame[column].to_numpy(float) * factor, other[column].to_numpy(float)
            bad = kept & ~(_same(a, b, factor, tolerance) | (np.abs(a - b) <= room.get(column, 0.0)))
            wrong += [f"{name} {column} of {frame.index[i]}: {a[i]:.8g} became {b[i]:.8g}" for i in np.flatnonzero(bad)]
    return wrong + _statistics(estimator, before, after, skip, tolerance, draws)


def unlike(estimator: Estimator, before: Any, after: Any, *given: Any, **options: Any) -> list[str]:
    """Say where the terms of `after` have other names than those of `before`, or where they differ otherwise."""
    old, new = ({k: set(map(str, f.index)) for k, (f, _) in estimator.frames(r).items()} for r in (before, after))
    wrong = [f"{k}: the terms {sorted(old[k] ^ new[k])} have other names" for k in old if old[k] != new.get(k)]
    return wrong + differences(estimator, before, after, *given, **options)


def _statistics(
    estimator: Estimator, before: Any, after: Any, skip: tuple[str, ...], tolerance: float, draws: int
) -> list[str]:
    first, second = dict(estimator.free(before)), dict(estimator.free(after))
    if first.keys() != second.keys():
        return [f"other statistics: {sorted(first.keys() ^ second.keys())[:6]}"]
    wrong = []
    for key in (k for k in first if not k.startswith(skip)):
        a, b = np.array([float(first[key])]), np.array([float(second[key])])
        drawn = draws and any(word in key for word in estimator.shares)
        if not (_same(a, b, 1.0, tolerance)[0] or (drawn and abs(a[0] - b[0]) <= _simulated(a[0], b[0], draws))):
            wrong.append(f"{key}: {a[0]:.8g} became {b[0]:.8g}")
    return wrong


def _room(frame: Any, draws: int) -> dict[str, np.ndarray]:
    """How far two simulations lie apart: means by se / sqrt(draws), errors by se / sqrt(2 draws), p as shares."""
    if not draws:
        return {}
    se, p = frame["se"].to_numpy(float), frame["p"].to_numpy(float)
    return {
        "estimate": MONTE_CARLO * np.sqrt(2 / draws) * se,
        "se": MONTE_CARLO * np.sqrt(2) * se / np.sqrt(2 * (draws - 1)),
        "p": np.maximum(MONTE_CARLO * np.sqrt(2 * (p * (1 - p) + 1 / draws) / draws), 0.5),
    }


def _simulated(a: float, b: float, draws: int) -> float:
    """How far two shares of draws may lie apart."""
    share = (a + b) / 2
    return float(MONTE_CARLO * np.sqrt(2 * (share * (1 - share) + 1 / draws) / draws))


def _same(a: np.ndarray, b: np.ndarray, factor: Any, tolerance: float) -> np.ndarray:
    size = np.nanmax(np.abs(a / factor), initial=0.0) if a.size else 0.0
    near = np.abs(a - b) <= tolerance * np.maximum(np.abs(a), np.abs(b)) + NOUGHT * size * np.abs(factor)
    return np.asarray(near | (np.isnan(a) & np.isnan(b)) | (a == b))
