"""What a spatial model sees of a panel: arrays in the order of W, checked once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.errors import PanelError, ParameterError, WeightsError
from gisplug.core.evidence import some
from gisplug.core.vocabulary import Effects, Period
from gisplug.language.formula import Formula, parse_formula
from gisplug.numbers.identification import check_design

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights


@dataclass(frozen=True)
class Sample:
    """Outcome, regressors and weights of one model.

    Attributes
    ----------
    y : (T, N)
    X : (T, N, K), without intercept
    W : csr_array (N, N), normalised
    lagged : tuple of int
        Columns of X whose spatial lag stands in Durbin models.
    """

    y: np.ndarray
    X: np.ndarray
    W: csr_array
    outcome: str
    names: tuple[str, ...]
    lagged: tuple[int, ...]
    ids: tuple[str, ...]
    periods: tuple[Period, ...]
    weights_name: str
    row_normalised: bool

    @property
    def T(self) -> int:
        """Number of periods."""
        return int(self.y.shape[0])

    @property
    def N(self) -> int:
        """Number of units."""
        return int(self.y.shape[1])

    @property
    def lagged_names(self) -> tuple[str, ...]:
        """What tables call the lagged regressors: "W*" and the name."""
        return tuple(f"W*{self.names[k]}" for k in self.lagged)

    def lag(self, values: np.ndarray) -> np.ndarray:
        """Return W applied to every period of (T, N) or (T, N, K) values."""
        return spatial_lag(self.W, values)

    def check(self, effects: Effects, durbin: bool) -> None:
        """Refuse what is not identified under these effects; see `check_design`."""
        design, terms = self.design(durbin=durbin, intercept=False)
        check_design((self.outcome, self.y), design, terms, effects)

    def design(self, durbin: bool, intercept: bool) -> tuple[np.ndarray, tuple[str, ...]]:
        """Return (T, N, k) regressors [1, X, WX] as asked for, and their names."""
        parts, names = [self.X], list(self.names)
        if durbin:
            parts.append(self.lag(self.X[:, :, list(self.lagged)]))
            names += self.lagged_names
        if intercept:
            parts.insert(0, np.ones((self.T, self.N, 1)))
            names.insert(0, "const")
        return np.concatenate(parts, axis=2), tuple(names)


def spatial_lag(W: csr_array, values: np.ndarray) -> np.ndarray:
    """Return W v_t for every period: values (T, N) or (T, N, K)."""
    if values.ndim == 2:
        return np.asarray((W @ values.T).T)
    T, N, K = values.shape
    return np.asarray((W @ values.transpose(1, 0, 2).reshape(N, T * K)).reshape(N, T, K).transpose(1, 0, 2))


def read_sample(
    panel: Panel, formula: str | Formula, w: Weights, lagged: tuple[str, ...] | list[str] | None = None
) -> Sample:
    """Check a panel against W and return the arrays of a model, time first, units in the panel's order.

    Raises
    ------
    PanelError
        If the panel is unbalanced or has missing values; the message counts them.
    JoinError
        If W lacks a unit of the panel.
    WeightsError
        If W has no links among the units.
    ParameterError
        If `lagged` names no regressor.
    """
    f = parse_formula(formula)
    data = panel.arrays(list(f.columns))
    refuse_holes(panel, f, data)
    aligned = w.align(panel.ids)
    chosen = chosen_lags(f, lagged)
    sums = np.asarray(aligned.matrix.sum(axis=1)).ravel()
    if aligned.matrix.nnz == 0:
        raise WeightsError(f"The weights {w.name} have no links among the {panel.N} units of {panel.name}.")
    return Sample(
        data[:, :, 0],
        data[:, :, 1:],
        aligned.matrix,
        f.outcome,
        f.regressors,
        chosen,
        panel.ids,
        panel.periods,
        w.name,
        bool(np.allclose(sums, 1.0)),
    )


def chosen_lags(formula: Formula, lagged: tuple[str, ...] | list[str] | None) -> tuple[int, ...]:
    """Return the places of the regressors whose spatial lags are wanted; all of them where nothing is said.

    Raises
    ------
    ParameterError
        If `lagged` names no regressor.
    """
    names = formula.regressors
    if lagged is None:
        return tuple(range(len(names)))
    unknown = [name for name in lagged if name not in names]
    if unknown:
        raise ParameterError(
            f"lagged names {some(unknown)}, which {formula} does not have. It has: {', '.join(names)}."
        )
    return tuple(i for i, name in enumerate(names) if name in lagged)


def refuse_holes(panel: Panel, formula: Formula, data: np.ndarray) -> None:
    """Refuse missing values in the arrays of a balanced method, data (T, N, K).

    Raises
    ------
    PanelError
        Counting them, and naming the first.
    """
    holes = ~np.isfinite(data)
    if not holes.any():
        return
    period, unit, column = (int(axis[0]) for axis in holes.nonzero())
    raise PanelError(
        f"{int(holes.any(axis=2).sum())} of {panel.N * panel.T} rows of {panel.name} lack a value of {formula}: the "
        "first is "
        f"{formula.columns[column]} of {panel.ids[unit]} in {panel.periods[period]}. Interpolate, drop units or "
        "periods on purpose, "
        "or use the estimator for unbalanced panels."
    )
