"""What the explorer in QGIS asks the engine: the spread of one unit's change, and the points of a Moran scatter plot.

Models stay in memory between questions, so that an answer for 3,000 units takes a few hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.messages import message
from gisplug.numbers.sparse.factors import Factor, factorise
from gisplug.report.explorer.stored import numbers, read
from gisplug.spatial.effects.shocks import responses
from gisplug.weights.formats.files import read_weights


@dataclass(frozen=True)
class Kept:
    """A model of a page, and I - rho W factorised.

    Attributes
    ----------
    w, w_x : (N, N) sparse, or None where the model has none
    """

    told: dict[str, Any]
    count: int
    w: csr_array | None
    w_x: csr_array | None
    factor: Factor | None


def spread(page: str, model: int, variable: int, unit: int, outwards: bool) -> dict[str, list[float]]:
    """Return the effects of a unit change in one unit's variable on all units, or the other way round.

    Parameters
    ----------
    page
        A page of the explorer.
    model, variable, unit
        Their places in it.
    outwards
        True: the change is in the unit. False: it is in each unit in turn, and the effect is that on the unit.

    Returns
    -------
    dict
        ``effect`` and ``se`` (delta method), N numbers each.

    Raises
    ------
    ParameterError
        If the file is no page of the explorer.
    """
    stamp = Path(page).stat().st_mtime_ns if Path(page).is_file() else 0
    kept = _kept(page, stamp)[model]
    told = kept.told["variables"][variable]
    beta, theta, cov = told["beta"], told["theta"], np.reshape(told["cov"], (3, 3))
    start = np.zeros(kept.count)
    start[unit] = 1.0
    if outwards:
        value, slopes = responses(kept.w, kept.w_x, kept.factor, start, beta, theta)
    else:
        value, slopes = _inwards(kept, start, beta, theta)
    stacked = np.stack(slopes)
    se = np.sqrt(np.clip(np.einsum("pn,pq,qn->n", stacked, cov, stacked), 0.0, None))
    return {"effect": value.tolist(), "se": se.tolist()}


def moran(ids: Sequence[str], values: Sequence[Sequence[float | None]], weights: str) -> dict[str, Any]:
    """Return the points of a Moran scatter plot by period under weights whose rows sum to one.

    Parameters
    ----------
    ids
        Units, in the order of the values.
    values
        T rows of N numbers; None and NaN are empty, and units that are empty in a period are left out of it.
    weights
        A weights file.

    Returns
    -------
    dict
        ``z`` and ``lag`` (T rows of N), NaN where empty, and ``I`` (T).

    Raises
    ------
    PanelError
        If the values do not vary.
    WeightsError, JoinError
        If the weights cannot be read or lack a unit.
    """
    w = read_weights(weights, normalise="none").align(list(ids), drop="any").matrix
    x = np.array([[np.nan if v is None else v for v in row] for row in values], dtype=float)
    known = np.isfinite(x)
    if not known.any() or np.nanmax(x) == np.nanmin(x):
        raise PanelError("The values do not vary, so there is nothing to compare with the neighbours.")
    count = known.sum(axis=1, keepdims=True)
    centred = np.where(known, x - np.nansum(x, axis=1, keepdims=True) / np.maximum(count, 1), 0.0)
    spread_of = np.sqrt((centred**2).sum(axis=1, keepdims=True) / np.maximum(count - 1, 1))
    z = np.divide(centred, spread_of, out=np.zeros_like(centred), where=spread_of > 0.0)
    total = (w @ known.astype(float).T).T
    lag = np.divide((w @ z.T).T, total, out=np.full_like(z, np.nan), where=(total > 0.0) & known)
    both = np.isfinite(lag)
    square = (np.where(both, z, 0.0) ** 2).sum(axis=1)
    slope = np.divide(np.nansum(z * lag, axis=1), square, out=np.full(len(x), np.nan), where=square > 0.0)
    z = np.where(known, z, np.nan)
    return {"z": z.tolist(), "lag": lag.tolist(), "I": slope.tolist()}


ANSWERS: dict[str, Callable[..., dict[str, Any]]] = {"spread": spread, "moran": moran}


@lru_cache(maxsize=4)
def _kept(page: str, stamp: int) -> tuple[Kept, ...]:
    """Return the models of a page, as it was at a moment."""
    del stamp
    made = read(page)
    count = len(made["units"]["ids"])
    if not made["models"]:
        raise ParameterError(message("{page} holds no model.", page=page))
    found = []
    for told in made["models"]:
        w = None if told["w"] is None else _matrix(told["w"], count)
        w_x = w if told["wx"] == "w" else None if told["wx"] is None else _matrix(told["wx"], count)
        found.append(Kept(told, count, w, w_x, None if w is None else factorise(w, told["rho"])))
    return tuple(found)


def _matrix(packed: dict[str, str], count: int) -> csr_array:
    data, to, start = (numbers(packed[k], kind) for k, kind in (("value", "f64"), ("to", "i32"), ("start", "i32")))
    return csr_array((np.array(data), np.array(to, dtype=np.int32), np.array(start, dtype=np.int32)), (count, count))


def _inwards(
    kept: Kept, start: np.ndarray, beta: float, theta: float
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return a row of the effects, (N,), and its slopes in beta, theta and rho."""

    def lagged(x: np.ndarray) -> np.ndarray:
        return np.zeros_like(x) if kept.w_x is None else np.asarray(kept.w_x.T @ x)

    if kept.w is None or kept.factor is None:
        return beta * start + theta * lagged(start), (start, lagged(start), np.zeros_like(start))
    inverse = kept.factor.solve_transposed(start)
    again = kept.factor.solve_transposed(kept.w.T @ inverse)
    value = beta * inverse + theta * lagged(inverse)
    return value, (inverse, lagged(inverse), beta * again + theta * lagged(again))
