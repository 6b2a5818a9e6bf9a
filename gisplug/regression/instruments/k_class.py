"""Instrumental variables on data from which effects and exogenous regressors are taken out:
k-class, GMM, rank tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, stats

from gisplug.numbers.covariance import Clusters, bartlett, cluster_sums, sandwich, with_intersection
from gisplug.numbers.inference import wald
from gisplug.numbers.orthogonal import span
from gisplug.numbers.space.conley import near_sums
from gisplug.numbers.symmetric import generalised_inverse, inverse, quadratic_form


@dataclass(frozen=True)
class Data:
    """Residualised arrays: y (n,), endogenous Y (n, p), exogenous X (n, k), excluded instruments Z (n, L)."""

    y: np.ndarray
    Y: np.ndarray
    X: np.ndarray
    Z: np.ndarray

    @property
    def regressors(self) -> np.ndarray:
        """Endogenous and exogenous regressors, (n, p + k)."""
        return np.column_stack([self.Y, self.X])

    @property
    def instruments(self) -> np.ndarray:
        """Excluded instruments and exogenous regressors, (n, L + k)."""
        return np.column_stack([self.Z, self.X])


def moment_covariance(columns: np.ndarray, e: np.ndarray, clusters: Clusters) -> np.ndarray:
    """Return the sum of the outer products of columns (n, m) times e (n,) over observations, clusters or lags: (m, m).

    Not scaled for small samples.
    """
    if clusters.kind == "classical":
        return np.asarray(columns.T @ columns * float(e @ e) / len(e))
    scores = columns * e[:, None]
    if clusters.kind == "robust":
        return np.asarray(scores.T @ scores)
    if clusters.kind == "driscoll-kraay":
        return bartlett(cluster_sums(scores, clusters.codes[0]), clusters.lags, clusters.clock)
    if clusters.near is not None:
        return near_sums(scores, clusters.near)
    middle = np.zeros((columns.shape[1], columns.shape[1]))
    for codes, sign in with_intersection(clusters.codes):
        summed = cluster_sums(scores, codes)
        middle += sign * (summed.T @ summed)
    return middle


def small_sample(n: int, parameters: int, clusters: Clusters) -> tuple[float, float]:
    """Return the factor on covariances and the degrees of freedom of t, as in the panel regressions."""
    free = float(n - parameters)
    if clusters.kind in ("classical", "robust"):
        return n / free, free
    if clusters.near is not None:
        return n / free, float(clusters.near.units - 1)
    few = min(clusters.groups)
    return few / (few - 1) * (n - 1) / free, float(few - 1)


def liml_k(data: Data) -> float:
    """Return the k of LIML: the smallest root of |W0 - k W1|."""
    W = np.column_stack([data.y, data.Y])
    outer, inner = left_of(W, data.X), left_of(W, data.instruments)
    return float(np.min(linalg.eigh(outer.T @ outer, inner.T @ inner, eigvals_only=True)))


def k_class(data: Data, k: float, clusters: Clusters) -> tuple[np.ndarray, np.ndarray]:
    """Return b (p + k,) and its covariance (p + k, p + k), not scaled for small samples; k = 1 is 2SLS."""
    R = data.regressors
    hat = R - k * left_of(R, data.instruments)
    bread = np.linalg.inv(hat.T @ R)
    b = bread @ (hat.T @ data.y)
    e = data.y - R @ b
    return b, bread @ moment_covariance(hat, e, clusters) @ bread.T


def two_step_gmm(data: Data, clusters: Clusters) -> tuple[np.ndarray, np.ndarray, float]:
    """Return b (p + k,), its covariance (p + k, p + k) and Hansen's J of efficient two-step GMM."""
    first, _ = k_class(data, 1.0, clusters)
    Z, R = data.instruments, data.regressors
    weight, _ = generalised_inverse(moment_covariance(Z, data.y - R @ first, clusters))
    cross = Z.T @ R
    cov = inverse(cross.T @ weight @ cross)
    b = cov @ (cross.T @ weight @ (Z.T @ data.y))
    g = Z.T @ (data.y - R @ b)
    return b, cov, float(g @ weight @ g)


def k_class_lever(data: Data, estimator: str) -> np.ndarray:
    """Return what each error moves the estimates by, (n, p + k), of "2sls" or "liml"."""
    R = data.regressors
    hat = R - (liml_k(data) if estimator == "liml" else 1.0) * left_of(R, data.instruments)
    return np.asarray(hat @ np.linalg.inv(hat.T @ R).T)


def gmm_lever(data: Data, clusters: Clusters) -> np.ndarray:
    """Return what each error moves the estimates of two-step GMM by, (n, p + k), the weights taken as given."""
    first, _ = k_class(data, 1.0, clusters)
    Z, R = data.instruments, data.regressors
    weight, _ = generalised_inverse(moment_covariance(Z, data.y - R @ first, clusters))
    cross = Z.T @ R
    return np.asarray(Z @ weight @ cross @ inverse(cross.T @ weight @ cross))


def sargan(data: Data, b: np.ndarray) -> float:
    """Return Sargan's statistic of the estimates b (p + k,)."""
    e = data.y - data.regressors @ b
    inside = e - left_of(e[:, None], data.instruments)[:, 0]
    return float(len(e) * (inside @ inside) / (e @ e))


def cragg_donald(data: Data, free: float) -> float:
    """Return the Cragg-Donald F; `free` = n minus all instruments, exogenous regressors and effects."""
    Y, Z = left_of(data.Y, data.X), left_of(data.Z, data.X)
    left = left_of(Y, Z)
    inside = Y - left
    least = linalg.eigh(inside.T @ inside, left.T @ left / free, eigvals_only=True)[0]
    return float(least / Z.shape[1])


def conditional_f(data: Data, at: int, clusters: Clusters, counted: int) -> tuple[float, int, float]:
    """Return the F of the instruments for one endogenous variable given the others (Sanderson & Windmeijer 2016), its
    L - p + 1 degrees of freedom and its p.

    What 2SLS leaves of the variable after the other ones is regressed on the instruments, less what they say of the
    others; with errors that are not independent, its covariance is as robust as that of the regression.

    Parameters
    ----------
    at : place of the variable among the endogenous ones
    counted : effects that count in the degrees of freedom
    """
    Y, Z = left_of(data.Y, data.X), left_of(data.Z, data.X)
    others, basis = np.delete(Y, at, axis=1), span(Z)
    fitted = basis @ (basis.T @ others)
    e = Y[:, at] - others @ np.linalg.solve(fitted.T @ others, fitted.T @ Y[:, at])
    own = span(left_of(basis, fitted)) if others.shape[1] else basis
    b = own.T @ e
    left = e - own @ b
    parameters = Z.shape[1] + data.X.shape[1] + counted
    cov, df = sandwich(np.eye(len(b)), own * left[:, None], float(left @ left), clusters, parameters)
    return wald(b, cov, df)


def anderson_lm(data: Data) -> float:
    """Return Anderson's canonical-correlation LM statistic."""
    Y, Z = left_of(data.Y, data.X), left_of(data.Z, data.X)
    inside = Y - left_of(Y, Z)
    return float(len(Y) * linalg.eigh(inside.T @ inside, Y.T @ Y, eigvals_only=True)[0])


def kleibergen_paap(data: Data, clusters: Clusters, lm: bool) -> tuple[float, int]:
    """Return the rk statistic (chi-squared under under-identification) of Kleibergen & Paap (2006) and its degrees of
    freedom.

    The Wald form takes residuals of the reduced form, the LM form those under the null, as Stata's ranktest does.
    """
    Y, Z = left_of(data.Y, data.X), left_of(data.Z, data.X)
    n, p, L = len(Y), Y.shape[1], Z.shape[1]
    Qzz, Qyy = Z.T @ Z / n, Y.T @ Y / n
    pi = np.linalg.solve(Qzz, Z.T @ Y / n)
    e = Y if lm else Y - Z @ pi
    G, F = np.linalg.cholesky(Qzz).T, np.linalg.cholesky(inverse(Qyy)).T
    theta = G @ pi @ F.T
    turned = Z @ np.linalg.inv(G)  # so that G pi = turned'Y / n
    if clusters.kind == "classical":
        omega = np.kron(e.T @ e / n, np.eye(L))
    else:
        scores = np.column_stack([turned * e[:, j : j + 1] for j in range(p)])
        omega = moment_covariance(scores, np.ones(n), clusters) / n
    rotate = np.kron(F, np.eye(L))
    omega = rotate @ omega @ rotate.T
    U, _, Vt = np.linalg.svd(theta)
    V, r = Vt.T, p - 1
    u22, v22 = U[r:, r:], V[r:, r:]
    a = U[:, r:] @ np.linalg.inv(u22) @ _root(u22 @ u22.T)
    b = _root(v22 @ v22.T) @ np.linalg.inv(v22.T) @ V[:, r:].T
    pick = np.kron(b, a.T)
    value = pick @ theta.T.ravel()
    stat = n * quadratic_form(value, pick @ omega @ pick.T)[0]
    return stat, L - p + 1


def _root(square: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(square)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)


def left_of(values: np.ndarray, on: np.ndarray) -> np.ndarray:
    """Return values (n, m) minus their projection on the columns of `on` (n, q): (n, m)."""
    basis = span(on)
    return np.asarray(values - basis @ (basis.T @ values))


def chi2_p(stat: float, df: int) -> float:
    """Return the upper tail; NaN without degrees of freedom."""
    return float(stats.chi2.sf(stat, df)) if df > 0 else float("nan")
