"""Linear instrumental-variable estimates with homoskedastic, robust or clustered covariance, and two-step GMM."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers.orthogonal import left_over
from gisplug.numbers.standardise import near_powers
from gisplug.numbers.symmetric import generalised_inverse, inverse

DEPENDENT = 1e-9


@dataclass(frozen=True)
class IvEstimates:
    """Instrumental-variable estimates.

    Attributes
    ----------
    delta : (k,)
    cov : (k, k)
    sigma2 : e'e / (n - effects - k)
    overidentification, spare : statistic and its degrees of freedom
    """

    delta: np.ndarray
    cov: np.ndarray
    sigma2: float
    overidentification: float
    spare: int


def iv_estimates(
    y: np.ndarray, Z: np.ndarray, H: np.ndarray, method: str, errors: str, units: np.ndarray, lost: int
) -> IvEstimates:
    """Estimate y = Z delta + e with instruments; columns are scaled first.

    Parameters
    ----------
    y : (n,), Z : (n, k)
    H : (n, m) instruments, exogenous columns of Z among them
    method : "2sls" or "gmm"
    errors : "homoskedastic", "robust" or "cluster"
    units : (n,) codes of the clusters
    lost : effects that were taken out
    """
    size_y, size_Z, size_H = (near_powers(np.sqrt((v**2).sum(axis=0))) for v in (y, Z, H))
    found = _scaled_estimates(y / size_y, Z / size_Z, H / size_H, method, errors, units, lost)
    unit = size_y / size_Z
    return replace(
        found,
        delta=found.delta * unit,
        cov=found.cov * np.outer(unit, unit),
        sigma2=found.sigma2 * float(size_y) ** 2,
    )


def _scaled_estimates(
    y: np.ndarray, Z: np.ndarray, H: np.ndarray, method: str, errors: str, units: np.ndarray, lost: int
) -> IvEstimates:
    n, k = Z.shape
    free = n - lost - k
    if n - lost - H.shape[1] < 1:
        raise ModelError(
            message(
                "{n} rows cannot carry {shape} instruments beside {lost} effects; use fewer of them "
                "(order=1), or more rows.",
                n=n,
                shape=H.shape[1],
                lost=lost,
            )
        )
    A, b = H.T @ Z, H.T @ y
    weight = inverse(H.T @ H)
    delta = _solve(A, b, weight)
    e = y - Z @ delta
    sigma2 = float(e @ e) / free
    S = moments(H, e, errors, units, sigma2)
    if method == "gmm":
        weight, _ = generalised_inverse(S)
        delta = _solve(A, b, weight)
        e = y - Z @ delta
        sigma2 = float(e @ e) / free
        S = moments(H, e, errors, units, sigma2)
        cov = inverse(A.T @ generalised_inverse(S)[0] @ A)
        J = float((H.T @ e) @ weight @ (H.T @ e))
    else:
        bread = inverse(A.T @ weight @ A) @ A.T @ weight
        cov = bread @ S @ bread.T
        J = _overidentification(y, Z, H, A, b, e, S, errors)
    if errors != "homoskedastic":
        cov = cov * n / free
    return IvEstimates(delta, cov, sigma2, J, H.shape[1] - k)


def moments(H: np.ndarray, e: np.ndarray, errors: str, units: np.ndarray, sigma2: float) -> np.ndarray:
    """Return the covariance of H'e, (m, m).

    H is (n, m), e (n,), units (n,) codes of the clusters.
    """
    if errors == "homoskedastic":
        return np.asarray(sigma2 * H.T @ H)
    scores = H * e[:, None]
    if errors == "cluster":
        grouped = np.zeros((int(units.max()) + 1, H.shape[1]))
        np.add.at(grouped, units, scores)
        scores = grouped
    return np.asarray(scores.T @ scores)


def partial_f(column: np.ndarray, Z: np.ndarray, H: np.ndarray, endogenous: list[int], lost: int) -> float:
    """Return the F of the excluded instruments in the regression of one endogenous column on all instruments.

    column is (n,), Z (n, k), H (n, m); `endogenous` are places in Z, `lost` counts effects.
    """
    included = np.delete(Z, endogenous, axis=1)
    full, part = left_over(H, column), left_over(included, column)
    extra = H.shape[1] - included.shape[1]
    left = len(column) - lost - H.shape[1]
    return float((part @ part - full @ full) / extra / (full @ full / left))


def independent_columns(H: np.ndarray, raw: np.ndarray) -> list[int]:
    """Return the columns of H (n, m) that are not combinations of earlier ones; constant and duplicate ones fall out.

    What is left of a column after the effects is judged against `raw` (n, m), as it was given.
    """
    scale = np.sqrt(np.einsum("ij,ij->j", H, H))
    given = np.sqrt(((raw - raw.mean(axis=0)) ** 2).sum(axis=0))
    given = np.where(given > 1e-9 * np.sqrt((raw**2).sum(axis=0)), given, np.sqrt((raw**2).sum(axis=0)))
    kept: list[int] = []
    basis = np.zeros((len(H), 0))
    for j in range(H.shape[1]):
        if scale[j] <= DEPENDENT**0.5 * given[j]:
            continue
        left = H[:, j] / scale[j]
        for _ in range(2):
            left = left - basis @ (basis.T @ left)
        size = float(np.linalg.norm(left))
        if size > DEPENDENT**0.5:
            kept.append(j)
            basis = np.c_[basis, left / size]
    return kept


def _solve(A: np.ndarray, b: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return np.asarray(inverse(A.T @ weight @ A) @ (A.T @ weight @ b))


def _overidentification(
    y: np.ndarray, Z: np.ndarray, H: np.ndarray, A: np.ndarray, b: np.ndarray, e: np.ndarray, S: np.ndarray, errors: str
) -> float:
    """Return Sargan's n R2 for homoskedastic errors, else Hansen's J at the efficient estimates."""
    if errors == "homoskedastic":
        fitted = e - left_over(H, e)
        return float(len(e) * (fitted @ fitted) / (e @ e))
    weight, _ = generalised_inverse(S)
    g = H.T @ (y - Z @ _solve(A, b, weight))
    return float(g @ weight @ g)
