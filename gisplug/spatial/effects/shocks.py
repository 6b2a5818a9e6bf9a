"""How a change spreads: from one unit over the map, by order of neighbours, and between groups of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import JoinError, ModelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.tables.groups import in_order
from gisplug.numbers.inference import interval_frame
from gisplug.numbers.sparse.factors import Factor, factorise
from gisplug.numbers.sparse.powers import diagonal_sums, neighbour_order
from gisplug.spatial.effects.average import average_effects
from gisplug.spatial.effects.by_unit import _matrices, _place, effect_frame, term_covariance

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.spatial.result import SpatialResult


def shock_effects(
    fit: SpatialResult, variable: str, unit: str, *, size: float = 1.0, orders: int = 5, level: float = 0.95
) -> pd.DataFrame:
    """Return how the outcome of every unit responds when one unit's variable changes by `size`.

    Returns
    -------
    DataFrame, index unit
        ``name``, ``effect`` with ``_se``, ``_p``, ``_class`` (delta method); ``order``, the least number of links from
        the shocked unit (0 itself, -1 out of reach); ``step_0`` .. ``step_<orders>``, the parts of the effect that
        arrive with the powers of W (step q: rho^q W^q beta + rho^(q-1) W^(q-1) W_x theta), and ``later``, the rest.

    Raises
    ------
    JoinError
        If there is no such unit.
    """
    j = _unit(fit, unit)
    place = _place(fit, variable)
    beta, theta = float(fit.beta.iloc[place]), float(fit.theta.iloc[place])
    start = np.zeros(fit.N)
    start[j] = size
    value, se = _spread(fit, variable, start, beta, theta)
    frame = effect_frame(fit, value[None], se[None], ("effect",), level)
    w, w_x = _matrices(fit)
    graph = w if w is not None else w_x
    frame["order"] = neighbour_order(graph, j) if graph is not None and graph.nnz else np.where(start != 0.0, 0, -1)
    steps = _steps(w, w_x if w_x is not None else None, fit.rho, beta, theta, start, orders)
    for q, step in enumerate(steps):
        frame[f"step_{q}"] = step
    frame["later"] = value - np.sum(steps, axis=0)
    return frame


def effects_by_order(fit: SpatialResult, variables: Sequence[str] | None = None, orders: int = 8) -> pd.DataFrame:
    """Return the average effects taken apart by powers of W (LeSage and Pace 2009, section 4.5).

    Returns
    -------
    DataFrame, index (variable, order)
        ``direct``, ``indirect``, ``total`` of each order 0 .. `orders` and ``cumulative``, the share of the whole total
        effect that has arrived up to the order.
    """
    w, w_x = _matrices(fit)
    chosen = list(variables) if variables is not None else list(fit.regressors)
    direct = diagonal_sums(w, w_x, fit.rho, orders)
    total = _row_sums(w, w_x, fit.rho, orders, fit.N)
    whole = average_effects(fit, method="delta").frame["estimate"]
    made = []
    for name in chosen:
        place = _place(fit, name)
        coefficients = np.array([float(fit.beta.iloc[place]), float(fit.theta.iloc[place])])
        d, t = direct @ coefficients, total @ coefficients
        index = pd.MultiIndex.from_product([[name], range(orders + 1)], names=["variable", "order"])
        end = float(whole[name, "total"])
        share = np.cumsum(t) / end if end != 0.0 else np.full(len(t), np.nan)
        made.append(pd.DataFrame({"direct": d, "indirect": t - d, "total": t, "cumulative": share}, index=index))
    return pd.concat(made)


def effects_between_groups(
    fit: SpatialResult, variable: str, groups: Mapping[str, str] | pd.Series, level: float = 0.95
) -> pd.DataFrame:
    """Return the effect on the average unit of one group of a unit change in every unit of another.

    Parameters
    ----------
    groups : mapping of unit id to group, or Series with ids as index

    Returns
    -------
    DataFrame, index (of, on)
        ``estimate``, se, stat, p, low, high (delta method) of the effect `of` a change in all units of one group `on`
        the average unit of another; within a group it holds the units' own effects. The rows with the same `on` add up
        to that group's average total effect.

    Raises
    ------
    JoinError
        If a unit has no group.
    ModelError
        If there are fewer than two groups, or the variable is no regressor.
    """
    labels = _labels(fit, groups)
    names = in_order(labels)
    place = _place(fit, variable)
    beta, theta = float(fit.beta.iloc[place]), float(fit.theta.iloc[place])
    cov = term_covariance(fit, variable)
    inside = np.stack([labels == name for name in names], axis=1).astype(float)
    mean = inside / inside.sum(axis=0)
    value, slopes = _response(fit, inside, beta, theta)
    estimate = mean.T @ value
    slope = np.stack([mean.T @ s for s in slopes])
    se = np.sqrt(np.clip(np.einsum("pij,pq,qij->ij", slope, cov, slope), 0.0, None))
    index = pd.MultiIndex.from_product([names, names], names=["of", "on"])
    return interval_frame(estimate.T.ravel(), se.T.ravel(), index, level)


def _spread(
    fit: SpatialResult, variable: str, start: np.ndarray, beta: float, theta: float
) -> tuple[np.ndarray, np.ndarray]:
    value, slopes = _response(fit, start[:, None], beta, theta)
    cov = term_covariance(fit, variable)
    stacked = np.stack(slopes)[:, :, 0]
    return value[:, 0], np.sqrt(np.clip(np.einsum("pn,pq,qn->n", stacked, cov, stacked), 0.0, None))


def _response(
    fit: SpatialResult, change: np.ndarray, beta: float, theta: float
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return A^-1 (beta + theta W_x) change, (N, m), and its slopes in beta, theta and rho."""
    w, w_x = _matrices(fit)
    factor = fit.factor if fit.factor is not None or w is None else factorise(w, fit.rho)
    return responses(w, None if fit.w_x is None else w_x, factor, change, beta, theta)


def responses(
    w: csr_array | None, w_x: csr_array | None, factor: Factor | None, change: np.ndarray, beta: float, theta: float
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return A^-1 (beta + theta W_x) change, of the shape of `change` (N,) or (N, m), and its slopes.

    Parameters
    ----------
    w, w_x : (N, N), None where the model has none
    factor : of A = I - rho W, None without W

    Returns
    -------
    value, slopes in beta, theta and rho
    """
    lag = np.zeros_like(change) if w_x is None else w_x @ change
    if w is None or factor is None:
        return beta * change + theta * lag, (change, lag, np.zeros_like(change))
    of_beta, of_theta = factor.solve(change), factor.solve(lag)
    value = beta * of_beta + theta * of_theta
    return value, (of_beta, of_theta, factor.solve(w @ value))


def _steps(
    w: csr_array | None,
    w_x: csr_array | None,
    rho: float,
    beta: float,
    theta: float,
    start: np.ndarray,
    orders: int,
) -> list[np.ndarray]:
    """Return the parts that arrive with each power of W."""
    lagged = np.zeros(len(start)) if w_x is None or theta == 0.0 else theta * (w_x @ start)
    made, own = [beta * start], beta * start
    for _ in range(orders):
        own = np.zeros(len(start)) if w is None else rho * (w @ own)
        made.append(own + lagged)
        lagged = np.zeros(len(start)) if w is None else rho * (w @ lagged)
    return made


def _row_sums(w: csr_array | None, w_x: csr_array | None, rho: float, orders: int, N: int) -> np.ndarray:
    """Return 1' M_q 1 / N for the parts of order q that go with beta and with theta, (orders + 1, 2)."""
    one = np.ones(N)
    beta = [float(s.mean()) for s in _steps(w, None, rho, 1.0, 0.0, one, orders)]
    theta = (
        [float(s.mean()) for s in _steps(w, w_x, rho, 0.0, 1.0, one, orders)] if w_x is not None else [0.0] * len(beta)
    )
    return np.column_stack([beta, theta])


def _unit(fit: SpatialResult, unit: str) -> int:
    """Find a unit by id, by name, or by the start of exactly one name."""
    text = str(unit)
    if text in fit.ids:
        return fit.ids.index(text)
    if fit.names.count(text) == 1:
        return fit.names.index(text)
    starts = [i for i, name in enumerate(fit.names) if name.lower().startswith(text.lower())]
    if len(starts) == 1 and text:
        return starts[0]
    several = (
        message(" {n} names begin so: {starts}.", n=len(starts), starts=some([fit.names[i] for i in starts]))
        if len(starts) > 1
        else ""
    )
    raise JoinError(
        message(
            "There is no one unit {text!r}.{several} Ids look like {fit!r}, names like {fit2!r}; give the id.",
            text=text,
            several=several,
            fit=fit.ids[0],
            fit2=fit.names[0],
        )
    )


def _labels(fit: SpatialResult, groups: Mapping[str, str] | pd.Series) -> np.ndarray:
    table = {str(k): str(v) for k, v in dict(groups).items()}
    lost = [unit for unit in fit.ids if unit not in table]
    if lost:
        raise JoinError(
            message("{n} units have no group: {lost}. Give every unit of the panel one.", n=len(lost), lost=some(lost))
        )
    labels = np.array([table[unit] for unit in fit.ids])
    if len(set(labels)) < 2:
        raise ModelError("Effects between groups need at least two groups.")
    return labels
