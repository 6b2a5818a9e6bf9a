"""Numbers of Markov chains with k classes: transitions counted, what follows in the long run, mobility."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gisplug.core.errors import PanelError
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights


def periods_apart(panel: Panel, step: int) -> np.ndarray:
    """Return positions of the periods at the start and the end of transitions, (n, 2).

    Raises
    ------
    PanelError
        If no two periods are so many steps of the calendar apart.
    """
    clock = {at: t for t, at in enumerate(calendar_of(panel.periods).clock)}
    made = [(t, clock[at + step]) for at, t in clock.items() if at + step in clock] if step > 0 else []
    if not made:
        raise PanelError(
            message(
                "No two of the {n} periods are {step} steps apart, so there is no transition.", n=panel.T, step=step
            )
        )
    return np.array(made)


def linked_units(w: Weights) -> np.ndarray:
    """Return which units have neighbours, (N,) bool.

    Raises
    ------
    PanelError
        If none has.
    """
    linked: np.ndarray = np.diff(w.matrix.indptr) > 0
    if not linked.any():
        raise PanelError("The weights hold no link between these units, so there are no neighbours to depend on.")
    return linked


def transitions(start: np.ndarray, end: np.ndarray, k: int) -> np.ndarray:
    """Return how often a class at the start (n,) is followed by each at the end (n,), as (k, k) counts."""
    return np.bincount(start * k + end, minlength=k * k).reshape(k, k).astype(float)


def probabilities(counts: np.ndarray) -> np.ndarray:
    """Return counts (..., k, k) as shares of their rows; NaN in rows without any."""
    rows = counts.sum(axis=-1, keepdims=True)
    out: np.ndarray = np.divide(counts, rows, out=np.full(counts.shape, np.nan), where=rows > 0)
    return out


def standard_errors(counts: np.ndarray) -> np.ndarray:
    """Return the standard errors sqrt(p (1 - p) / n) of `probabilities`, (..., k, k)."""
    p, rows = probabilities(counts), counts.sum(axis=-1, keepdims=True)
    out: np.ndarray = np.sqrt(np.divide(p * (1 - p), rows, out=np.full(counts.shape, np.nan), where=rows > 0))
    return out


def ergodic(p: np.ndarray) -> np.ndarray:
    """Return the distribution (k,) that the chain p (k, k) tends to from everywhere; NaN where there is no single one:
    a class that is never left for others beside another such, or one whose moves are not known.
    """
    nowhere = np.full(len(p), np.nan)
    kept = _closed_class(p)
    if kept is None:
        return nowhere
    inner = p[np.ix_(kept, kept)]
    system = np.vstack([inner.T - np.eye(len(kept)), np.ones(len(kept))])
    out = np.zeros(len(p))
    out[kept] = np.linalg.lstsq(system, np.append(np.zeros(len(kept)), 1.0), rcond=None)[0]
    return np.maximum(out, 0.0)


def passage_times(p: np.ndarray) -> np.ndarray:
    """Return the mean number of steps (k, k) from each class until each is first entered, on the diagonal until the
    return (Kemeny & Snell); NaN where the chain has no single long run with every class in it.
    """
    share = ergodic(p)
    if not (share > 0).all():
        return np.full(p.shape, np.nan)
    k = len(p)
    fundamental = np.linalg.inv(np.eye(k) - p + share)
    out: np.ndarray = (np.eye(k) - fundamental + np.diag(fundamental)) / share
    return out


def mobility(p: np.ndarray, share: np.ndarray) -> dict[str, float]:
    """Return mobility indices of a chain p (k, k) whose classes have the shares (k,); 0 where nobody moves.

    prais: (k - tr P) / (k - 1) (Shorrocks 1978); determinant: 1 - |det P|; second: 1 - |second eigenvalue|;
    bartholomew_stay: k (1 - sum share_i p_ii) / (k - 1); bartholomew: sum share_i p_ij |i - j| / (k - 1); half_life:
    steps until half of a distance from the long run is gone. NaN where a row is not known.
    """
    k = len(p)
    names = ("prais", "determinant", "second", "bartholomew_stay", "bartholomew", "half_life")
    if k < 2 or not np.isfinite(p).all():
        return dict.fromkeys(names, float("nan"))
    second = float(np.sort(np.abs(np.linalg.eigvals(p)))[-2])
    apart = np.abs(np.subtract.outer(np.arange(k), np.arange(k)))
    half = np.inf if second >= 1 - 1e-12 else 0.0 if second <= 1e-12 else float(np.log(2) / -np.log(second))
    values = (
        float((k - np.trace(p)) / (k - 1)),
        float(1 - abs(np.linalg.det(p))),
        1 - second,
        float(k * (1 - share @ np.diag(p)) / (k - 1)),
        float((share[:, None] * p * apart).sum() / (k - 1)),
        half,
    )
    return dict(zip(names, values, strict=True))


def _closed_class(p: np.ndarray) -> np.ndarray | None:
    """Return the classes that are never left once entered, where there is one such group and its moves are known."""
    known = np.isfinite(p).all(axis=1)
    links = np.where(np.isfinite(p), p > 0, False)
    count, group = connected_components(csr_array(links), directed=True, connection="strong")
    visited = known | links.any(axis=0)
    closed = []
    for g in range(count):
        inside = group == g
        if visited[inside].any() and not links[np.ix_(inside, ~inside)].any():
            closed.append(np.flatnonzero(inside))
    return closed[0] if len(closed) == 1 and known[closed[0]].all() else None
