"""What a law asks of two results: each coefficient changed as the unit of measure says, everything else not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tests.laws.registry import Estimator, factor_of

SAME = 1e-6  # relative; least squares on columns of condition 1e3 keeps ten digits, iterations stop at 1e-8 to 1e-10
SHIFTED = 1e-5  # a constant of a million on columns of size one takes six of sixteen digits before anything is computed
NOUGHT = 1e-9  # of the largest number of a group: below this a number is the rounding error of nought


def differences(
    estimator: Estimator,
    before: Any,
    after: Any,
    times: Mapping[str, float] | None = None,
    skip: tuple[str, ...] = (),
    tolerance: float = SAME,
) -> list[str]:
    """Say where `after` is not what `before` becomes when columns are multiplied by `times`; `skip` terms may move."""
    wrong = []
    old, new = estimator.frames(before), estimator.frames(after)
    if list(old) != list(new):
        return [f"other tables: {list(old)} and {list(new)}"]
    for name, (frame, outcome) in old.items():
        other = new[name][0]
        if len(frame) != len(other):
            wrong.append(f"{name}: {len(frame)} terms became {len(other)}")
            continue
        factors = np.array([factor_of(str(t), outcome, times or {}) for t in frame.index])
        kept = np.array([not any(str(t).startswith(s) for s in skip) for t in frame.index])
        for column, factor in (("estimate", factors), ("se", factors), ("stat", 1.0), ("p", 1.0)):
            a, b = frame[column].to_numpy(float) * factor, other[column].to_numpy(float)
            bad = kept & ~_same(a, b, factor, tolerance)
            wrong += [f"{name} {column} of {frame.index[i]}: {a[i]:.8g} became {b[i]:.8g}" for i in np.flatnonzero(bad)]
    first, second = dict(estimator.free(before)), dict(estimator.free(after))
    if first.keys() != second.keys():
        wrong.append(f"other statistics: {sorted(set(first) ^ set(second))}")
    for key in first.keys() & second.keys():
        a, b = np.array([float(first[key])]), np.array([float(second[key])])
        if not _same(a, b, 1.0, tolerance)[0]:
            wrong.append(f"{key}: {a[0]:.8g} became {b[0]:.8g}")
    return wrong


def _same(a: np.ndarray, b: np.ndarray, factor: Any, tolerance: float) -> np.ndarray:
    size = np.nanmax(np.abs(a / factor), initial=0.0) if a.size else 0.0
    near = np.abs(a - b) <= tolerance * np.maximum(np.abs(a), np.abs(b)) + NOUGHT * size * np.abs(factor)
    return np.asarray(near | (np.isnan(a) & np.isnan(b)) | (a == b))
