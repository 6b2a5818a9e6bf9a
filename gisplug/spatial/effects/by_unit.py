"""Effects unit by unit: own, received from all others, sent to all others, with their significance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.numbers import distributions as stats
from gisplug.numbers.sparse.factors import Factor, factorise
from gisplug.numbers.sparse.inverse_diagonal import Diagonals
from gisplug.spatial.effects.average import admissible, sampled
from gisplug.spatial.effects.curves import span
from gisplug.spatial.result import lagged_name

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.spatial.result import SpatialResult

KINDS = ("own", "received", "sent")


@dataclass(frozen=True)
class Parts:
    """What the effects of every unit are made of: own = beta p0 + theta p1.

    Attributes
    ----------
    p0, p1, r0, r1, c0, c1 : (N,) each
        Diagonals, row sums and column sums of (I - rho W)^-1 and (I - rho W)^-1 W_x.
    """

    p0: np.ndarray
    p1: np.ndarray
    r0: np.ndarray
    r1: np.ndarray
    c0: np.ndarray
    c1: np.ndarray

    def effects(self, beta: float, theta: float) -> np.ndarray:
        """Return (3, N): own, received, sent."""
        own = beta * self.p0 + theta * self.p1
        return np.stack([own, beta * self.r0 + theta * self.r1 - own, beta * self.c0 + theta * self.c1 - own])

    def slopes(self) -> np.ndarray:
        """Return (3, 2, N): slopes of the effects in beta and theta."""
        return np.stack([self.effects(1.0, 0.0), self.effects(0.0, 1.0)], axis=1)


def unit_effects(
    fit: SpatialResult,
    variable: str,
    *,
    method: str = "delta",
    draws: int = 1000,
    seed: int = 1,
    level: float = 0.95,
    progress: Progress = SILENT,
) -> pd.DataFrame:
    """Return the effects of a change in one variable for every unit.

    Returns
    -------
    DataFrame, index unit
        ``name``; ``own`` (change in the unit's own outcome from its own x, feedback included), ``received`` (from all
        others' x together), ``sent`` (to all others together); each with ``_se``, ``_p`` and ``_class`` ("positive",
        "negative", "not significant" at 1 - `level`). The mean of own is the average direct effect, the means of
        received and of sent are both the average indirect effect.

    Raises
    ------
    ModelError
        If the variable is no regressor, or `method` is neither "delta" nor "simulation".
    """
    place = _place(fit, variable)
    beta, theta = float(fit.beta.iloc[place]), float(fit.theta.iloc[place])
    if method == "delta":
        value, se = _delta(fit, variable, beta, theta, progress)
    elif method == "simulation":
        value, se = _simulated(fit, place, beta, theta, draws, seed, progress)
    else:
        raise ModelError(message("method is 'delta' or 'simulation'; {method!r} was given instead.", method=method))
    return effect_frame(fit, value, se, KINDS, level)


def effect_frame(
    fit: SpatialResult, value: np.ndarray, se: np.ndarray, kinds: tuple[str, ...], level: float
) -> pd.DataFrame:
    """Return a frame by unit of values (m, N) with standard errors se (m, N), p-values and classes."""
    made: dict[str, object] = {"name": list(fit.names)}
    for kind, x, s in zip(kinds, value, se, strict=True):
        stat = np.divide(x, s, out=np.zeros(len(x)), where=s > 0.0)
        p = 2.0 * stats.norm.sf(np.abs(stat))
        sure = (p < 1.0 - level) & (s > 0.0)
        made |= {kind: x, f"{kind}_se": s, f"{kind}_p": p}
        made[f"{kind}_class"] = np.where(~sure, "not significant", np.where(x > 0.0, "positive", "negative"))
    return pd.DataFrame(made, index=pd.Index(list(fit.ids), name="unit"))


def parts_at(fit: SpatialResult, rho: float, diagonals: Diagonals | None) -> Parts:
    """Return what the unit effects are made of at one rho; `diagonals` are None where the model has no lag of y."""
    w, w_x = _matrices(fit)
    one = np.ones(fit.N)
    factor = fit.factor if rho == fit.rho else None if w is None else factorise(w, rho)
    lag = np.zeros(fit.N) if w_x is None else np.asarray(w_x.sum(axis=1)).ravel()
    p0, p1 = _local(fit.N, w_x) if diagonals is None else diagonals.at(rho)
    c0 = one if factor is None else factor.solve_transposed(one)
    c1 = np.zeros(fit.N) if w_x is None else w_x.T @ c0
    return Parts(p0, p1, _solved(factor, one), _solved(factor, lag), c0, c1)


def _delta(
    fit: SpatialResult, variable: str, beta: float, theta: float, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return effects and standard errors, both (3, N)."""
    diagonals = _diagonals(fit)
    parts = parts_at(fit, fit.rho, diagonals)
    value = parts.effects(beta, theta)
    progress.update(0.4, "Standard errors of the unit effects")
    progress.check()
    slopes = np.zeros((3, 3, fit.N))
    slopes[:, :2] = parts.slopes()
    if diagonals is not None:
        slopes[:, 2] = _slope_in_rho(fit, parts, beta, theta, diagonals)
    cov = term_covariance(fit, variable)
    return value, np.sqrt(np.clip(np.einsum("kpn,pq,kqn->kn", slopes, cov, slopes), 0.0, None))


def term_covariance(fit: SpatialResult, variable: str) -> np.ndarray:
    """Return the covariance (3, 3) of one variable's beta and theta and of rho; zero for what the model lacks."""
    terms = [variable, lagged_name(variable), "rho"]
    return np.asarray(fit.cov.reindex(index=terms, columns=terms).fillna(0.0).to_numpy())


def _slope_in_rho(fit: SpatialResult, parts: Parts, beta: float, theta: float, diagonals: Diagonals) -> np.ndarray:
    """Return (3, N), the slopes of own, received and sent in rho."""
    w, w_x = _matrices(fit)
    if w is None or fit.factor is None:
        return np.zeros((3, fit.N))
    slope = diagonals.slopes(fit.rho, (parts.p0, parts.p1))
    own = beta * slope[0] + theta * slope[1]
    rows = fit.factor.solve(w @ (beta * parts.r0 + theta * parts.r1))
    back = fit.factor.solve_transposed(w.T @ parts.c0)
    columns = beta * back + (0.0 if w_x is None else theta * (w_x.T @ back))
    return np.stack([own, rows - own, columns - own])


def _simulated(
    fit: SpatialResult, place: int, beta: float, theta: float, draws: int, seed: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return effects and the spread of their draws: the parts at Chebyshev nodes in rho, interpolated for each draw."""
    betas, thetas, rhos = sampled(fit, draws, seed)
    kept = admissible(fit, rhos)
    b, t, rho = betas[kept, place], thetas[kept, place], rhos[kept]
    diagonals = _diagonals(fit)
    value = parts_at(fit, fit.rho, diagonals).effects(beta, theta)
    if fit.logdet is None:
        slopes = parts_at(fit, 0.0, None).slopes()
        return value, np.sqrt(_variance(np.stack([b, t]), slopes))
    places = span(float(rho.min()), float(rho.max()), fit.logdet.low, fit.logdet.high, digits=1e-8)
    rows = []
    for i, node in enumerate(places.nodes):
        progress.update(i / len(places.nodes), "Unit effects over the draws of rho")
        progress.check()
        rows.append(parts_at(fit, float(node), diagonals).slopes().ravel())
    table = np.stack(rows)
    series = places.series(table)
    basis = np.polynomial.chebyshev.chebvander(places._scaled(rho), len(places.nodes) - 1)
    total, square = np.zeros((3, fit.N)), np.zeros((3, fit.N))
    for start in range(0, len(rho), 64):
        these = slice(start, start + 64)
        slopes = (basis[these] @ series).reshape(-1, 3, 2, fit.N)
        gap = b[these, None, None] * slopes[:, :, 0] + t[these, None, None] * slopes[:, :, 1] - value
        total, square = total + gap.sum(axis=0), square + (gap * gap).sum(axis=0)
    n = len(rho)
    return value, np.sqrt(np.clip((square - total * total / n) / (n - 1), 0.0, None))


def _variance(draws: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    return np.asarray(np.einsum("kpn,pq,kqn->kn", slopes, np.cov(draws), slopes))


def _diagonals(fit: SpatialResult) -> Diagonals | None:
    w, w_x = _matrices(fit)
    return None if w is None else Diagonals(w, w_x, None if fit.logdet is None else fit.logdet.symmetric)


def _local(N: int, w_x: csr_array | None) -> tuple[np.ndarray, np.ndarray]:
    """The diagonals without a lag of y."""
    return np.ones(N), np.zeros(N) if w_x is None else w_x.diagonal()


def _matrices(fit: SpatialResult) -> tuple[csr_array | None, csr_array | None]:
    """W of y and of X; the same object where they are the same weights, a matrix of zeros where there is none."""
    from scipy.sparse import csr_array as sparse

    w = None if fit.w is None else fit.w.matrix
    if fit.w_x is None:
        return w, None if w is not None else sparse((fit.N, fit.N))
    return w, w if fit.w_x is fit.w else fit.w_x.matrix


def _solved(factor: Factor | None, right: np.ndarray) -> np.ndarray:
    return right if factor is None else factor.solve(right)


def _place(fit: SpatialResult, variable: str) -> int:
    if variable not in fit.regressors:
        raise ModelError(
            message(
                "{variable!r} is not a regressor of this model. It has: {regressors}.",
                variable=variable,
                regressors=some(list(fit.regressors), 20),
            )
        )
    return fit.regressors.index(variable)
