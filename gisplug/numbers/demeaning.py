"""Projections that remove unit and period effects, also where rows are missing."""

from __future__ import annotations

import numpy as np

from gisplug.core.errors import ConvergenceError
from gisplug.core.messages import message
from gisplug.core.vocabulary import PANEL_EFFECTS, Effects, one_of

# Alternating projections stop when a sweep moves no value by more than this share of the data's scale.
WITHIN_TOLERANCE = 1e-13
WITHIN_SWEEPS = 10_000


def check_effects(effects: str) -> Effects:
    """Return `effects` if it names a form of panel effects.

    Raises
    ------
    ParameterError
        If it does not.
    """
    return one_of("effects", effects, PANEL_EFFECTS)


def within(values: np.ndarray, effects: Effects, present: np.ndarray | None = None) -> np.ndarray:
    """Remove unit means, period means or both from (T, N) or (T, N, K) values.

    Parameters
    ----------
    present : (T, N) bool, optional
        Rows that exist. Absent ones are returned as zero and count in no mean; two-way effects are then removed by
        alternating projections (exact in the limit; the sweep stops at `WITHIN_TOLERANCE`).
    """
    if present is not None and not present.all():
        return _within_present(values, effects, present)
    done = values
    if effects in ("unit", "twoways"):
        done = done - done.mean(axis=0, keepdims=True)
    if effects in ("time", "twoways"):
        done = done - done.mean(axis=1, keepdims=True)
    return done


def lost_degrees(effects: Effects, present: np.ndarray) -> int:
    """Count the independent effects that `within` removes where present (T, N) is true.

    Connected blocks of units and periods lose one each.
    """
    periods, units = int(present.any(axis=1).sum()), int(present.any(axis=0).sum())
    if effects == "twoways":
        return units + periods - _blocks(present)
    return {"none": 0, "unit": units, "time": periods}[effects]


def _within_present(values: np.ndarray, effects: Effects, present: np.ndarray) -> np.ndarray:
    shape = present.shape + (1,) * (values.ndim - 2)
    weight = present.reshape(shape).astype(float)
    done = np.where(weight > 0, values, 0.0)
    per_unit = np.maximum(weight.sum(axis=0, keepdims=True), 1.0)
    per_period = np.maximum(weight.sum(axis=1, keepdims=True), 1.0)
    scale = float(np.abs(done).max(initial=0.0)) or 1.0
    for _ in range(WITHIN_SWEEPS):
        before = done
        if effects in ("unit", "twoways"):
            done = done - weight * (done.sum(axis=0, keepdims=True) / per_unit)
        if effects in ("time", "twoways"):
            done = done - weight * (done.sum(axis=1, keepdims=True) / per_period)
        if effects != "twoways" or float(np.abs(done - before).max(initial=0.0)) <= WITHIN_TOLERANCE * scale:
            return np.asarray(done)
    raise ConvergenceError(
        message(
            "Two-way effects of the unbalanced panel were not removed in {within_sweeps} sweeps: few "
            "periods link its units. Use unit or time effects, or the units that overlap.",
            within_sweeps=WITHIN_SWEEPS,
        )
    )


def _blocks(present: np.ndarray) -> int:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    periods, units = present.nonzero()
    T, N = present.shape
    links = coo_array((np.ones(len(units)), (periods, T + units)), shape=(T + N, T + N))
    labels = connected_components(links, directed=False)[1]
    return len(np.unique(labels[np.concatenate([periods, T + units])]))
