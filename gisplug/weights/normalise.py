"""Normalisation of spatial weights."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackNoConvergence, eigs, eigsh

from gisplug.core.errors import WeightsError
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of

_DENSE = 200  # below this, all eigenvalues of a dense matrix are faster and surer than Arnoldi iterations
_ARPACK_SEED = 1


def normalised(raw: csr_array, how: Normalisation = "row") -> csr_array:
    """Scale weights.

    Parameters
    ----------
    raw : csr_array, shape (N, N)
        Left as it is.
    how : {"row", "spectral", "minmax", "none"}
        Rows sum to one (isolates' rows stay zero); the spectral radius is one (keeps symmetry); divided by the smaller
        of the largest row sum and the largest column sum (Kelejian & Prucha 2010).

    Returns
    -------
    csr_array, shape (N, N)

    Raises
    ------
    WeightsError
        If `how` is unknown, or weights without any link are to be scaled as a whole.
    """
    one_of("Normalisation", how, get_args(Normalisation), WeightsError)
    if how == "none":
        return raw.copy()
    if how == "row":
        sums = np.asarray(raw.sum(axis=1)).ravel()
        if (sums < 0).any() or (np.abs(sums) < np.finfo(float).tiny)[np.diff(raw.indptr) > 0].any():
            raise WeightsError(
                "Some rows of the weights sum to zero or less; scale them spectrally, or use no normalisation."
            )
        factors = np.divide(1.0, sums, out=np.zeros_like(sums), where=sums != 0)
        scaled = raw.copy()
        scaled.data = raw.data * np.repeat(factors, np.diff(raw.indptr))
        return scaled
    size = spectral_radius(raw) if how == "spectral" else _smaller_of_largest_sums(raw)
    if size <= 0:
        raise WeightsError(
            message(
                "The weights have no links, so {how} normalisation is not defined. Check the tolerance, distance or k.",
                how=how,
            )
        )
    return raw / size


def spectral_radius(raw: csr_array) -> float:
    """Return the largest absolute eigenvalue of `raw` (N, N): exact up to N = 200, by Lanczos or Arnoldi iterations
    above.

    Weights that are similar to a symmetric matrix (D W with a diagonal D) are common; only plain symmetry is used here.

    Raises
    ------
    WeightsError
        If the iterations do not converge.
    """
    if raw.nnz == 0:
        return 0.0
    n = raw.shape[0]
    if n <= _DENSE:
        return float(np.abs(np.linalg.eigvals(raw.toarray())).max())
    start = np.random.default_rng(_ARPACK_SEED).random(n) + 0.5
    difference = raw - raw.T
    try:
        if difference.nnz == 0 or np.abs(difference.data).max() == 0:
            found = eigsh(raw, k=1, which="LA", v0=start, return_eigenvectors=False, tol=1e-12)
        else:
            found = eigs(raw, k=1, which="LR", v0=start, return_eigenvectors=False, tol=1e-12)
    except ArpackNoConvergence as problem:
        count, _ = connected_components(raw, directed=False)
        raise WeightsError(
            message(
                "The largest eigenvalue of the weights ({count} components) was not found; use row or "
                "minmax normalisation.",
                count=count,
            )
        ) from problem
    return float(np.abs(found).max())


def _smaller_of_largest_sums(raw: csr_array) -> float:
    absolute = abs(raw)
    return float(min(absolute.sum(axis=1).max(), absolute.sum(axis=0).max()))


Normalisation = Literal["row", "spectral", "minmax", "none"]
