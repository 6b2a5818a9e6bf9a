"""From compressed data to estimates: maximum, Lee-Yu correction, covariance, and the effects that were removed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, Note
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.numbers.demeaning import within
from gisplug.numbers.least_squares import COLLINEAR
from gisplug.numbers.sparse.factors import factorise
from gisplug.numbers.sparse.log_determinant import LogDet, log_determinant
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.models.likelihood.concentrated import Determinant, Likelihood, Point, maximise
from gisplug.spatial.models.likelihood.information import EXACT_UNITS, Traces, covariance, expected, observed, traces
from gisplug.spatial.models.likelihood.robust_covariance import meat
from gisplug.spatial.models.probes_told import probes_told

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.numbers.lee_yu import Counts
    from gisplug.spatial.models.likelihood.compressed import Blocks, Compact

COVARIANCES = ("auto", "expected", "observed", "sandwich", "cluster", "driscoll-kraay")
NAMED = {
    "expected": "expected information",
    "observed": "observed information",
    "sandwich": "QML sandwich (Lee 2004)",
    "cluster": "clustered by unit",
    "driscoll-kraay": "Driscoll-Kraay",
}


@dataclass(frozen=True)
class Split:
    """y taken apart.

    Attributes
    ----------
    systematic : (T, N), X b
    residuals : (T, N), e, effects removed
    intercept : float
    mu : (N,) unit effects; xi : (T,) period effects; both sum to zero
    """

    systematic: np.ndarray
    residuals: np.ndarray
    intercept: float
    mu: np.ndarray
    xi: np.ndarray


@dataclass(frozen=True)
class Estimate:
    """Estimates and how they were found.

    Attributes
    ----------
    values : (P,) in the order (coefficients, rho, lam, sigma2), those the model has
    cov : (P, P), `covariance` says which in words
    point, loglik, nobs : the maximum, its log-likelihood, and the observations that count
    logdet : of I - rho W, or None
    """

    values: np.ndarray
    cov: np.ndarray
    covariance: str
    point: Point
    loglik: float
    nobs: int
    logdet: LogDet | None
    notes: tuple[Note, ...]

    def split(self, blocks: Blocks) -> Split:
        """Return residuals and the removed effects at the estimates."""
        return split(blocks, self.point)


def estimate(
    blocks: Blocks,
    data: Compact,
    counted: Counts,
    correction: str,
    cov: str,
    progress: Progress = SILENT,
    method: str = "exact",
) -> Estimate:
    """Maximise the likelihood of compressed `data`, correct it, and find the covariance `cov`; `method` is that of the
    log-determinant.

    Raises
    ------
    ModelError
        If W of the outcome is the outcome but for its scale.
    ConvergenceError
        If the maximum lies on the edge of the admissible interval.
    """
    _refuse_multiples(blocks)
    logdet = None if blocks.w is None else log_determinant(blocks.w, method, counted.periods)
    shared = blocks.w_e is not None and blocks.w is not None and _same(blocks.w_e, blocks.w)
    log_error = (
        logdet if shared else None if blocks.w_e is None else log_determinant(blocks.w_e, method, counted.periods)
    )
    lag = None if logdet is None else Determinant(logdet, counted.periods, counted.reduced)
    error = None if log_error is None else Determinant(log_error, counted.periods, counted.reduced)
    likelihood = Likelihood(data, counted.nobs, lag, error, Part(progress, 0.3, 0.6))
    point = maximise(likelihood)
    loglik = point.loglik
    progress.update(0.6, "Standard errors")
    kind, notes = _kind(cov, blocks)
    if correction == "bias":
        likelihood, point = corrected(likelihood, point, blocks, kind)
    information, found = _information(likelihood, point, blocks, kind, counted)
    if found is not None and found.error > 0.0:
        text = message(
            "tr(G'G) is a stochastic estimate with a relative standard error of {error:.1e}.", error=found.error
        )
        notes = (*notes, Note(INFO, "stochastic-trace", text))
    kept = np.array([*[True] * blocks.K, blocks.w is not None, blocks.w_e is not None, True])
    inverse = covariance(information, kept)
    if kind in ("sandwich", "cluster", "driscoll-kraay"):
        middle, more = meat(kind, likelihood, point, blocks, information, found)
        inverse = inverse @ middle[np.ix_(kept, kept)] @ inverse
        notes = (*notes, *more)
    values = np.array([*point.coefficients, point.rho, point.lam, point.sigma2])[kept]
    errors = np.full(len(kept), np.nan)
    errors[kept] = np.sqrt(np.diag(inverse))
    for name, term, at, se in (("rho", lag, point.rho, errors[-3]), ("lam", error, point.lam, errors[-2])):
        if term is not None:
            notes = (*notes, *probes_told(name, [(term.logdet, term.periods)], at, float(se)))
    return Estimate(values, inverse, NAMED[kind], point, loglik, counted.nobs, logdet, notes)


def _refuse_multiples(blocks: Blocks) -> None:
    """Refuse weights that do no more than multiply an outcome without period effects: rho or lam could be any."""
    y = within(blocks.y - blocks.y.mean(), blocks.effects)
    for name, w in (("rho", blocks.w), ("lam", blocks.w_e)):
        if w is None or not blocks.time:
            continue
        lag = within(spatial_lag(w, y), blocks.effects)
        left = lag - y * float(np.sum(lag * y)) / float(np.sum(y * y))
        if float(np.sum(left * left)) <= COLLINEAR * float(np.sum(y * y)):
            raise ModelError(
                message(
                    "{name} is not identified: beside period effects the spatial lag of the outcome is "
                    "the outcome but for its scale, as where all units are neighbours of each other. Use "
                    "other weights, or effects='unit'.",
                    name=name,
                )
            )


def corrected(likelihood: Likelihood, point: Point, blocks: Blocks, kind: str) -> tuple[Likelihood, Point]:
    """Return Lee and Yu's (2010) bias-corrected direct estimates and the likelihood they count for.

    Unit effects: sigma2 T / (T - 1). Period effects: sigma2 N / (N - 1). Both: parameters + Sigma^-1 a / N with
    a = (0, 1'G1 / N, 1'H1 / N, 1 / (2 sigma2)), where 1'G1 / N = 1 / (1 - rho) for rows that sum to one, and then
    sigma2 T / (T - 1).
    """
    T, N = blocks.y.shape
    unit, time = blocks.effects in ("unit", "twoways"), blocks.effects in ("time", "twoways")
    spatial = blocks.w is not None or blocks.w_e is not None
    if unit and time and spatial:
        point = _shifted(likelihood, point, blocks, kind)
    factor = (T / (T - 1) if unit else 1.0) * (N / (N - 1) if time and not (unit and spatial) else 1.0)
    return likelihood, replace(point, sigma2=point.sigma2 * factor)


def _shifted(likelihood: Likelihood, point: Point, blocks: Blocks, kind: str) -> Point:
    """Add the bias of both effects: Sigma^-1 a / N with Sigma the information per observation of the direct form."""
    T, N = blocks.y.shape
    wants = "expected" if kind == "expected" or N <= EXACT_UNITS else "observed"
    if wants == "expected":
        found = traces(blocks.w, blocks.w_e, point.rho, point.lam, False, N <= EXACT_UNITS)
        information = expected(likelihood, point, blocks, found)
    else:
        information = observed(likelihood, point)
    kept = np.array([*[True] * blocks.K, blocks.w is not None, blocks.w_e is not None, True])
    a = np.zeros(blocks.K + 3)
    one = np.ones(N)
    if blocks.w is not None:
        a[-3] = float(one @ (blocks.w @ factorise(blocks.w, point.rho).solve(one))) / N
    if blocks.w_e is not None:
        a[-2] = float(one @ (blocks.w_e @ factorise(blocks.w_e, point.lam).solve(one))) / N
    a[-1] = 1.0 / (2.0 * point.sigma2)
    move = np.zeros(blocks.K + 3)
    move[kept] = covariance(information / (N * T), kept) @ a[kept] / N
    return replace(
        point,
        coefficients=point.coefficients + move[:-3],
        rho=point.rho + float(move[-3]),
        lam=point.lam + float(move[-2]),
        sigma2=point.sigma2 + float(move[-1]),
    )


def split(blocks: Blocks, point: Point) -> Split:
    """Take y apart at the estimates."""
    systematic = _systematic(blocks, point) + (point.coefficients[0] if blocks.constant else 0.0)
    gap = blocks.y - systematic if blocks.w is None else blocks.y - point.rho * _lag(blocks.w, blocks.y) - systematic
    intercept = 0.0 if blocks.constant else float(gap.mean())
    unit = blocks.effects in ("unit", "twoways")
    mu = gap.mean(axis=0) - intercept if unit else np.zeros(gap.shape[1])
    xi = gap.mean(axis=1) - intercept if blocks.time else np.zeros(gap.shape[0])
    if blocks.time and not blocks.outer:
        y = within(blocks.y, blocks.effects)
        e = y - within(systematic, blocks.effects) - (0.0 if blocks.w is None else point.rho * _lag(blocks.w, y))
    else:
        e = within(gap, "unit") if unit else gap
    if blocks.w_e is not None:
        e = e - point.lam * _lag(blocks.w_e, e)
    if blocks.time and blocks.outer:
        e = e - e.mean(axis=1, keepdims=True)
    if blocks.constant:
        intercept = float(point.coefficients[0])
    return Split(systematic, e, intercept, mu, xi)


def _systematic(blocks: Blocks, point: Point) -> np.ndarray:
    X = blocks.X
    first, K = int(blocks.constant), X.shape[2]
    beta, theta = point.coefficients[first : first + K], point.coefficients[first + K :]
    made = X @ beta
    if blocks.w_x is not None and len(theta):
        made = made + _lag(blocks.w_x, X[:, :, blocks.lagged] @ theta)
    return np.asarray(made)


def _lag(w: csr_array, values: np.ndarray) -> np.ndarray:
    """W acting on the units of (T, N)."""
    return np.asarray((w @ values.T).T)


def _kind(cov: str, blocks: Blocks) -> tuple[str, tuple[Note, ...]]:
    """Resolve "auto"."""
    N = blocks.y.shape[1]
    if cov != "auto":
        return cov, ()
    if N <= EXACT_UNITS:
        return "expected", ()
    text = message(
        "Standard errors are from the observed information: with {N} units the expected one needs "
        "tr(G'G), which is estimated on request only.",
        N=N,
    )
    return "observed", (Note(INFO, "observed-information", text),)


def _information(
    likelihood: Likelihood, point: Point, blocks: Blocks, kind: str, counted: Counts
) -> tuple[np.ndarray, Traces | None]:
    """Return the information that `kind` is built on, and the traces if it needed them."""
    spatial = blocks.w is not None or blocks.w_e is not None
    exact = blocks.y.shape[1] <= EXACT_UNITS
    both = blocks.w is not None and blocks.w_e is not None and kind == "cluster"
    if kind == "observed" or (kind != "expected" and not exact and not both) or not spatial:
        return observed(_counted(likelihood, point, blocks), point), None
    found = traces(blocks.w, blocks.w_e, point.rho, point.lam, counted.reduced, exact)
    counts_for = _counted(likelihood, point, blocks)
    return expected(counts_for, point, blocks, found), found


def _counted(likelihood: Likelihood, point: Point, blocks: Blocks) -> Likelihood:
    """After the bias correction, count T - 1 periods (and N - 1 units in sigma2's variance) as the transformation
    does.
    """
    T, N = blocks.y.shape
    if likelihood.nobs != N * T or np.isclose(point.sigma2 * likelihood.nobs, point.sse):
        return likelihood
    unit, time = blocks.effects in ("unit", "twoways"), blocks.effects in ("time", "twoways")
    periods = T - 1 if unit else T
    lag = None if likelihood.lag is None else replace(likelihood.lag, periods=periods)
    error = None if likelihood.error is None else replace(likelihood.error, periods=periods)
    del time
    return replace(likelihood, nobs=N * periods, lag=lag, error=error)


def _same(a: csr_array, b: csr_array) -> bool:
    if a is b:
        return True
    return bool(a.shape == b.shape and a.nnz == b.nnz and abs(a - b).max() == 0.0)
