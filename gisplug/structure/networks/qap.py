"""What goes with a network: correlation and regression of matrices, with p by permutations of units (Krackhardt 1988;
Dekker, Krackhardt & Snijders 2007).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.numbers.least_squares import least_squares

CELLS = 4_000_000  # numbers of one batch of permuted matrices
TIE = 1e-9  # statistics of the same numbers in another order differ by rounding; closer than this they are equal
INTERCEPT = "Constant"


@dataclass(frozen=True, eq=False)
class Qap:
    """Correlation and regression of a matrix on others.

    Attributes
    ----------
    correlations : DataFrame, one row a matrix
        r, mean, sd, least, most (of permuted r), p_large, p_small (share of permuted r at least, at most as large), p
        (of absolute ones).
    regression : DataFrame, one row a matrix and the constant
        estimate, standardised, t, p_large, p_small, p (of t where what is left of the matrix, net of the others, is
        permuted); the constant has no p.
    r2, r2_adjusted : float
    pairs : int
        Ordered pairs of units.
    """

    correlations: pd.DataFrame
    regression: pd.DataFrame
    r2: float
    r2_adjusted: float
    pairs: int


def matrix_qap(
    y: np.ndarray,
    x: Mapping[str, np.ndarray],
    permutations: int = 999,
    seed: int | None = 1,
    progress: Progress = SILENT,
) -> Qap:
    """Correlate and regress matrices over all pairs of different units.

    p counts the observed value among the permuted ones: (1 + number) / (1 + permutations). The regression permutes the
    residual of each matrix on the others and compares t (double semi-partialling, Dekker et al. 2007).

    Parameters
    ----------
    y : (N, N)
        What is explained; the diagonal does not count.
    x : name to (N, N)

    Raises
    ------
    ModelError
        If a matrix does not vary, or is a combination of others.
    """
    n = len(y)
    apart = ~np.eye(n, dtype=bool)
    flat = [name for name, m in {"": y, **x}.items() if np.ptp(m[apart]) <= 1e-12 * np.abs(m[apart]).max()]
    if flat:
        raise ModelError(
            message(
                "{matrix} is the same for all pairs of units, so nothing goes with it.",
                matrix=flat[0] or message("The network"),
            )
        )
    outcome, others = _centred(y, apart), {name: _centred(m, apart) for name, m in x.items()}
    design = np.column_stack([np.ones(n * (n - 1)), *(m[apart] for m in x.values())])
    b, bread = least_squares(design, y[apart], [INTERCEPT, *x])
    left = y[apart] - design @ b
    df, total = len(left) - len(b), float((outcome**2).sum())
    t = b / np.sqrt(float(left @ left) / df * np.diag(bread))
    rows = [(INTERCEPT, b[0], np.nan, t[0], np.nan, np.nan, np.nan)]
    shuffles = _Shuffles(n, permutations, seed, progress, len(others))
    table = []
    for k, (name, m) in enumerate(others.items(), 1):
        size = np.sqrt((m**2).sum())
        drawn, drawn_t = shuffles.of(
            m, *_partialled(m, [o for j, o in others.items() if j != name], outcome), df, k - 1
        )
        r = float((m * outcome).sum() / (size * np.sqrt(total)))
        drawn = drawn / (size * np.sqrt(total))
        spread = (drawn.mean(), drawn.std(), drawn.min(), drawn.max()) if len(drawn) else (np.nan,) * 4
        table.append((name, r, *spread, *_shares(r, drawn)))
        rows.append((name, b[k], b[k] * size / np.sqrt(total), t[k], *_shares(float(t[k]), drawn_t)))
    r2 = 1 - float(left @ left) / total
    return Qap(
        _frame(table, ("r", "mean", "sd", "least", "most", "p_large", "p_small", "p")),
        _frame(rows, ("estimate", "standardised", "t", "p_large", "p_small", "p")),
        r2,
        1 - (1 - r2) * (len(left) - 1) / df,
        len(left),
    )


@dataclass(frozen=True)
class _Shuffles:
    """Permutations of units; each matrix has the same ones."""

    n: int
    permutations: int
    seed: int | None
    progress: Progress
    matrices: int

    def of(
        self,
        m: np.ndarray,
        rest: np.ndarray,
        outcome: np.ndarray,
        net: np.ndarray,
        others: np.ndarray,
        df: int,
        done: int,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return permuted cross products of m with the outcome, and permuted t of `rest`, (permutations,) each.

        Parameters
        ----------
        m, rest : (N, N) a matrix, and what is left of it net of the others
        outcome, net : (N * N,) the outcome, and what is left of it
        others : (N * N, k) orthonormal
        """
        cross, t = np.empty(self.permutations), np.empty(self.permutations)
        fixed = np.column_stack([net, others])
        size, total = float((rest**2).sum()), float((net**2).sum())
        for at, orders in self._orders():
            part = slice(at, at + len(orders))
            cross[part] = _shuffled(m, orders) @ outcome
            found = _shuffled(rest, orders) @ fixed
            own = size - (found[:, 1:] ** 2).sum(axis=1)
            b = found[:, 0] / own
            t[part] = b / np.sqrt(np.maximum(total - b * found[:, 0], 0.0) / df / own)
            self.progress.check()
            self.progress.update(
                (done + (at + len(orders)) / self.permutations) / self.matrices, message("permutations")
            )
        return cross, t

    def _orders(self) -> Iterator[tuple[int, np.ndarray]]:
        rng = np.random.default_rng(self.seed)
        block = max(1, CELLS // (self.n * self.n))
        for at in range(0, self.permutations, block):
            rows = min(block, self.permutations - at)
            yield at, rng.permuted(np.broadcast_to(np.arange(self.n), (rows, self.n)), axis=1)


def _shuffled(m: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """Return m (N, N) with its units in each order (p, N), one row each: (p, N * N)."""
    if len(orders) == 1:  # rows, then columns: large matrices stay in the cache
        out: np.ndarray = m[orders[0]][:, orders[0]]
    else:
        out = m[orders[:, :, None], orders[:, None, :]]
    return out.reshape(len(orders), -1)


def _centred(m: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Return m less its mean over pairs, 0 on the diagonal."""
    out: np.ndarray = np.where(apart, m - m[apart].mean(), 0.0)
    return out


def _partialled(
    m: np.ndarray, others: list[np.ndarray], outcome: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return what is left of m net of the others (N, N), the outcome (N * N,), what is left of it, and the others made
    orthonormal (N * N, k).
    """
    y = outcome.ravel()
    basis = np.linalg.qr(np.column_stack([o.ravel() for o in others]))[0] if others else np.empty((len(y), 0))
    rest = m.ravel() - basis @ (basis.T @ m.ravel())
    return rest.reshape(m.shape), y, y - basis @ (basis.T @ y), basis


def _shares(value: float, drawn: np.ndarray) -> tuple[float, float, float]:
    """Return p of values at least as large, at most as large, and of absolute ones; NaN where none were drawn."""
    if not len(drawn):
        return (np.nan,) * 3
    near = TIE * max(abs(value), float(np.abs(drawn).max()))
    reached = (drawn >= value - near, drawn <= value + near, np.abs(drawn) >= abs(value) - near)
    large, small, both = ((1 + int(k.sum())) / (1 + len(drawn)) for k in reached)
    return large, small, both


def _frame(rows: Sequence[tuple[object, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [row[1:] for row in rows], index=pd.Index([row[0] for row in rows], name="matrix"), columns=list(columns)
    )
