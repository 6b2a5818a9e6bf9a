"""Linear programmes of data envelopment analysis, many units at once, solved by HiGHS.

All programmes of a set of units are blocks of one. A block starts with a few columns (peers) and takes up those that
the duals of its optimum call for, until no unit of the technology would improve it: the optimum over all units, found
with the few on the frontier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from gisplug.core.errors import ConvergenceError
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress

Returns = Literal["crs", "vrs", "nirs"]
TOLERANCE = 1e-10  # the least that HiGHS takes
IMPROVES = 1e-9  # reduced cost (of scores of order one) below which a column enters
DIRECTIONS = 100
BATCH = 150  # blocks in one programme; more is no faster


@dataclass(frozen=True)
class Technology:
    """The observed points that span what can be done.

    Attributes
    ----------
    x : (N, m), inputs, y : (N, s), outputs; not negative, in any units
    returns : "crs" (a cone), "vrs" (convex), "nirs" (convex with the origin)
    """

    x: np.ndarray
    y: np.ndarray
    returns: Returns

    @property
    def points(self) -> np.ndarray:
        """Inputs and outputs with a minus, (N, m + s)."""
        return np.hstack([self.x, -self.y])

    def corners(self) -> np.ndarray:
        """Return places (K,) of units that are likely on the frontier: the best at prices of many directions.

        Whatever they are, the programmes have the same optimum; many of the frontier make it quick. With positive
        inputs they produce every output that any unit produces.

        Returns
        -------
        (K,), rising
        """
        x, y = (part / np.where(part.max(axis=0) > 0, part.max(axis=0), 1.0) for part in (self.x, self.y))
        rng = np.random.default_rng(0)
        directions = [rng.dirichlet(np.full(part.shape[1], 0.5), DIRECTIONS).T for part in (x, y)]
        cost, gain = (np.hstack([np.eye(len(d)), d]) for d in directions)
        ratio = [(y @ g)[:, None] / np.maximum(x @ cost, 1e-6) for g in gain.T[: y.shape[1]]]
        found = [r.argmax(axis=0) for r in ratio]
        count = min(cost.shape[1], gain.shape[1])
        paid, made = x @ cost[:, -count:], y @ gain[:, -count:]
        found.append((made / np.maximum(paid, 1e-6)).argmax(axis=0))
        if self.returns != "crs":
            found += [(made - price * paid).argmax(axis=0) for price in (0.1, 0.3, 1.0, 3.0, 10.0)]
            found += [self.x.argmin(axis=0), self.y.argmax(axis=0)]
        return np.unique(np.concatenate(found))


@dataclass(frozen=True)
class Blocks:
    """The programmes of J units: minimise cost @ extra subject to points' lambda / scale + extra @ sides <= limit.

    Attributes
    ----------
    scale : (J, R), what each row is divided by
    limit : (J, R), right-hand sides
    sides : (J, E, R), columns of the further variables
    cost : (J, E), their cost
    own : (J,), place of each unit among the points, or -1
    without_own : whether a unit may not be its own peer
    """

    scale: np.ndarray
    limit: np.ndarray
    sides: np.ndarray
    cost: np.ndarray
    own: np.ndarray
    without_own: bool = False

    def __len__(self) -> int:
        return len(self.scale)

    def part(self, chosen: np.ndarray) -> Blocks:
        """Return the blocks at `chosen`, (J,) of places."""
        return Blocks(
            self.scale[chosen],
            self.limit[chosen],
            self.sides[chosen],
            self.cost[chosen],
            self.own[chosen],
            self.without_own,
        )


@dataclass(frozen=True)
class Optima:
    """Solutions: `extra` (J, E), and `weights` of peers, sparse (J, N)."""

    extra: np.ndarray
    weights: sparse.csr_array


def solve(
    technology: Technology, blocks: Blocks, start: np.ndarray | None = None, progress: Progress = SILENT
) -> Optima:
    """Solve the programme of each block over all points of the technology.

    Parameters
    ----------
    start : (K,)
        Places of the points to start with; each programme must have a solution with them and the unit itself.
        Certain corners of the frontier where it is left out.

    Raises
    ------
    ConvergenceError
        If HiGHS finds no optimum.
    """
    extra = np.empty(blocks.cost.shape)
    weights = []
    known = technology.corners() if start is None else start
    for first in range(0, len(blocks), BATCH):
        places = np.arange(first, min(first + BATCH, len(blocks)))
        made: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        while len(places):
            progress.check()
            batch = blocks.part(places)
            found, shares, duals = _optimum(technology, batch, known)
            best, gain = _entering(technology, batch, duals)
            done = (gain > -IMPROVES) | np.isin(best, known)
            extra[places[done]] = found[done]
            for at in np.flatnonzero(done):
                made[int(places[at])] = _peers(shares[at], known, int(batch.own[at]), batch.without_own)
            known = np.union1d(known, best[~done])
            places = places[~done]
        weights += [made[place] for place in sorted(made)]
    return Optima(extra, _stacked(weights, len(technology.x)))


def _optimum(technology: Technology, blocks: Blocks, known: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Solve with the points `known` and each unit itself; return extra (J, E), weights (J, K + 1), duals (J, R + 1)."""
    points, count = technology.points, len(blocks)
    themselves = (blocks.own >= 0) & (not blocks.without_own)
    peers = np.broadcast_to(points[known], (count, len(known), points.shape[1]))
    mine = np.where(themselves[:, None], points[np.maximum(blocks.own, 0)], 0.0)[:, None]
    columns = np.concatenate([peers, mine], axis=1) / blocks.scale[:, None]
    table = np.concatenate([columns, blocks.sides], axis=1).transpose(0, 2, 1)
    rows, width = table.shape[1], table.shape[2]
    matrix = sparse.block_diag(list(table), format="csc")
    sums = np.concatenate([np.ones(len(known) + 1), np.zeros(blocks.sides.shape[1])])
    convex = sparse.kron(sparse.eye_array(count), sums[None, :], format="csc")
    limit, equal, share = blocks.limit.ravel(), None, None
    if technology.returns == "nirs":
        matrix, limit = sparse.vstack([matrix, convex], format="csc"), np.concatenate([limit, np.ones(count)])
    elif technology.returns == "vrs":
        equal, share = convex, np.ones(count)
    top = np.full((count, width), np.inf)
    top[~themselves, len(known)] = 0.0
    if blocks.without_own:
        top[:, : len(known)][known[None, :] == blocks.own[:, None]] = 0.0
    cost = np.hstack([np.zeros((count, len(known) + 1)), blocks.cost]).ravel()
    bounds = np.column_stack([np.zeros(cost.size), top.ravel()])
    options = {"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE}
    found = linprog(cost, matrix, limit, equal, share, bounds, method="highs-ds", options=options)
    if found.status != 0:
        raise ConvergenceError(
            message("A programme of data envelopment analysis has no optimum: {message}", message=found.message)
        )
    solution = found.x.reshape(count, width)
    duals = np.zeros((count, rows + 1))
    duals[:, :rows] = found.ineqlin.marginals[: count * rows].reshape(count, rows)
    if technology.returns != "crs":
        one = found.eqlin.marginals if equal is not None else found.ineqlin.marginals[count * rows :]
        duals[:, rows] = one
    return solution[:, len(known) + 1 :], solution[:, : len(known) + 1], duals


def _entering(technology: Technology, blocks: Blocks, duals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the point that would improve each block most and its reduced cost, (J,) each."""
    reduced = -(duals[:, :-1] / blocks.scale) @ technology.points.T - duals[:, -1:]
    if blocks.without_own:
        reduced[np.arange(len(blocks)), blocks.own] = np.inf
    best = reduced.argmin(axis=1)
    return best, reduced[np.arange(len(blocks)), best]


def _peers(shares: np.ndarray, known: np.ndarray, own: int, without_own: bool) -> tuple[np.ndarray, np.ndarray]:
    places = np.append(known, own if own >= 0 and not without_own else known[0])
    used = shares > TOLERANCE
    return places[used], shares[used]


def _stacked(weights: list[tuple[np.ndarray, np.ndarray]], points: int) -> sparse.csr_array:
    rows = np.repeat(np.arange(len(weights)), [len(places) for places, _ in weights])
    places = np.concatenate([p for p, _ in weights]) if weights else np.zeros(0, dtype=int)
    values = np.concatenate([v for _, v in weights]) if weights else np.zeros(0)
    return sparse.coo_array((values, (rows, places)), shape=(len(weights), points)).tocsr()
