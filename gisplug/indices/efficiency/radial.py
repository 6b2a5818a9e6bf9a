"""Radial scores of data envelopment analysis for arrays: Farrell efficiency, super-efficiency, and slacks."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy import sparse

from gisplug.core.progress import SILENT, Progress
from gisplug.indices.efficiency.programmes import Blocks, Technology, solve

Orientation = Literal["input", "output"]
SPARE = 1e-9  # by which the projected point is relaxed, so that rounding does not leave the second stage empty


def scores(
    technology: Technology,
    x: np.ndarray,
    y: np.ndarray,
    own: np.ndarray | None,
    orientation: Orientation,
    *,
    without_own: bool = False,
    progress: Progress = SILENT,
) -> np.ndarray:
    """Farrell efficiency of points against a technology.

    Parameters
    ----------
    x, y : (J, m) and (J, s), in the units of the technology
    own : (J,), place of each point in the technology; None where they are of another period
    without_own
        Leave each point out of its own technology (super-efficiency).

    Returns
    -------
    (J,)
        Input: the share of its inputs that suffices; output: 1 / (the factor by which outputs could grow). 1 on the
        frontier, more beyond it; 0 without any output; NaN where the technology cannot reach the point at all.

    Raises
    ------
    ConvergenceError
        If HiGHS finds no optimum.
    """
    made = np.where((y > 0).any(axis=1), np.nan, 0.0)
    left = np.flatnonzero(np.isnan(made))
    at = np.full(len(x), -1) if own is None else own
    inside = own is not None and not without_own
    if not inside and len(left):
        left = left[_reachable(technology, x[left], y[left], at[left], orientation)]
    if len(left):
        blocks = _radial(x[left], y[left], at[left], orientation, without_own)
        few = inside or (technology.returns == "crs" and not without_own and bool((x[left] > 0).all()))
        start = None if few else np.arange(len(technology.x))
        found = solve(technology, blocks, start, progress).extra[:, 0]
        made[left] = found if orientation == "input" else _inverse(found)
    return made


def slacks(
    technology: Technology,
    x: np.ndarray,
    y: np.ndarray,
    own: np.ndarray,
    score: np.ndarray,
    orientation: Orientation,
    progress: Progress = SILENT,
) -> tuple[np.ndarray, sparse.csr_array]:
    """Return the slacks that remain after the radial move, and the peers of the point on the frontier.

    The sum of slacks, each over the mean of its input or output, is as large as possible (the second stage); so the
    result does not depend on the units of measure.

    Parameters
    ----------
    x, y : (J, m) and (J, s)
    own : (J,), place of each point in the technology
    score : (J,), what `scores` gives for these points, the whole frontier among them; slacks are NaN where it is 0

    Returns
    -------
    slacks : (J, m + s), in the units of inputs and outputs
    weights : sparse (J, N)

    Raises
    ------
    ConvergenceError
        If HiGHS finds no optimum.
    """
    left = np.flatnonzero(score > 0)
    rows = x.shape[1] + y.shape[1]
    unit = np.concatenate([technology.x.mean(axis=0), technology.y.mean(axis=0)])
    unit = np.where(unit > 0, unit, 1.0)
    inputs, outputs = x[left], y[left]
    if orientation == "input":
        inputs = inputs * score[left, None]
    else:
        outputs = outputs / score[left, None]
    limit = np.hstack([inputs * (1 + SPARE), -outputs * (1 - SPARE)]) / unit
    blocks = Blocks(
        np.broadcast_to(unit, limit.shape),
        limit,
        np.broadcast_to(np.eye(rows), (len(left), rows, rows)),
        np.full((len(left), rows), -1.0),
        own[left],
    )
    found = solve(technology, blocks, np.unique(own[score > 1 - SPARE]), progress)
    rest = np.full((len(x), rows), np.nan)
    size = np.maximum(np.hstack([inputs, outputs]), unit)
    rest[left] = np.where(found.extra * unit > 10 * rows * SPARE * size, found.extra * unit, 0.0)
    place = sparse.coo_array((np.ones(len(left)), (left, np.arange(len(left)))), shape=(len(x), len(left)))
    return rest, sparse.csr_array(place.tocsr() @ found.weights)


def _radial(x: np.ndarray, y: np.ndarray, own: np.ndarray, orientation: Orientation, without_own: bool) -> Blocks:
    """Return the programmes of radial scores; rows are divided by the unit's own amounts, so scores have order one."""
    scale = np.hstack([np.where(x > 0, x, 1.0), np.where(y > 0, y, 1.0)])
    has, none = np.hstack([x > 0, y > 0]).astype(float), np.zeros_like
    m = x.shape[1]
    inputs, outputs = has.copy(), has.copy()
    inputs[:, m:], outputs[:, :m] = none(y), none(x)
    if orientation == "input":  # X lambda <= theta x, Y lambda >= y
        return Blocks(scale, -outputs, -inputs[:, None], np.ones((len(x), 1)), own, without_own)
    return Blocks(scale, inputs, outputs[:, None], -np.ones((len(x), 1)), own, without_own)


def _reachable(
    technology: Technology, x: np.ndarray, y: np.ndarray, own: np.ndarray, orientation: Orientation
) -> np.ndarray:
    """Return whether the technology has a point that does as well at any scale of inputs (outputs), (J,) of bool."""
    others = np.arange(len(technology.x))[None, :] != own[:, None]
    peers = others & ~((x == 0).astype(float) @ (technology.x > 0).T.astype(float) > 0)
    makes = peers.astype(float) @ (technology.y > 0).astype(float) > 0
    can = np.asarray((makes | (y == 0)).all(axis=1))
    left = np.flatnonzero(can)
    if technology.returns == "crs" or not len(left):
        return can
    if orientation == "input":  # how much of the outputs a mix of peers makes, with any inputs but those it lacks
        blocks = _radial(x[left], y[left], own[left], "output", True)
        blocks.scale[:, : x.shape[1]][x[left] > 0] = np.inf
        can[left] = solve(technology, blocks, np.arange(len(technology.x))).extra[:, 0] >= 1 - SPARE
    else:  # how little of the inputs a mix of peers needs, whatever it makes
        little = np.where(x[left] > 0, x[left], 1e-6 * technology.x.mean(axis=0))
        blocks = _radial(little, y[left], own[left], "input", True)
        blocks.scale[:, x.shape[1] :] = np.inf
        blocks.limit[:, x.shape[1] :] = 0.0
        can[left] = solve(technology, blocks, np.arange(len(technology.x))).extra[:, 0] <= 1 + SPARE
    return can


def _inverse(factor: np.ndarray) -> np.ndarray:
    inverse: np.ndarray = np.divide(1.0, factor, out=np.full(len(factor), np.nan), where=factor > 1e-12)
    return inverse
