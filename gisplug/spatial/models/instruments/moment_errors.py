"""Generalised moments for cross-sections with spatial errors, through spreg (Arraiz, Drukker, Kelejian & Prucha
2010).
"""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from gisplug.core.machine.extras import needed
from gisplug.core.messages import message
from gisplug.spatial.sample import SpatialSample


@dataclass(frozen=True)
class GmEstimates:
    """Estimates of a cross-section with spatial errors, P coefficients.

    Attributes
    ----------
    terms : const, regressors, rho, lam
    values : (P,) in the order of terms
    cov : (P, P)
    residuals : (1, N), e
    sigma2 : variance of e
    """

    terms: tuple[str, ...]
    values: np.ndarray
    cov: np.ndarray
    residuals: np.ndarray
    sigma2: float


def gm_errors(
    sample: SpatialSample, durbin: bool, lag: bool, endogenous: tuple[str, ...], outside: np.ndarray, order: int
) -> GmEstimates:
    """Fit y = rho W y + Z delta + u, u = lam W u + e on one period; heteroskedasticity of unknown form is allowed.

    Parameters
    ----------
    outside : (1, N, m)
        External instruments of the endogenous regressors.
    """
    Z, names = sample.design(durbin=durbin, intercept=False)
    inside = [k for k, v in enumerate(names) if v not in endogenous]
    moved = [k for k, v in enumerate(names) if v in endogenous]
    y, X = sample.y[0][:, None], Z[0][:, inside]
    told = message("Spatial instrumental variables with a spatial error")
    graphs = needed("pysal", "libpysal.weights", told)
    w = _pysal(sample, graphs)
    terms = ["const", *(names[k] for k in inside), *(names[k] for k in moved)]
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")  # spreg warns of its own deprecations; it prints its class names to stdout
        spreg: Any = needed("pysal", "spreg", told)
        if lag:
            extra = {"yend": Z[0][:, moved], "q": outside[0]} if moved else {}
            fit = spreg.GM_Combo_Het(y, X, w=w, w_lags=order, **extra)
            terms += ["rho", "lam"]
        elif moved:
            fit = spreg.GM_Endog_Error_Het(y, X, Z[0][:, moved], outside[0], w)
            terms += ["lam"]
        else:
            fit = spreg.GM_Error_Het(y, X, w)
            terms += ["lam"]
    e = np.asarray(fit.e_filtered).ravel()
    wanted = ["const", *names, *[t for t in terms if t in ("rho", "lam")]]
    place = [terms.index(t) for t in wanted]
    values, cov = np.asarray(fit.betas).ravel(), np.asarray(fit.vm)
    return GmEstimates(
        tuple(wanted), values[place], cov[np.ix_(place, place)], e[None], float(e @ e) / (len(e) - len(terms) + 1)
    )


def _pysal(sample: SpatialSample, graphs: Any) -> Any:
    """Return W as a libpysal W, in the order of the sample, with its values as they are."""
    matrix = sample.W
    neighbours = {i: matrix.indices[matrix.indptr[i] : matrix.indptr[i + 1]].tolist() for i in range(sample.N)}
    weights = {i: matrix.data[matrix.indptr[i] : matrix.indptr[i + 1]].tolist() for i in range(sample.N)}
    return graphs.W(neighbours, weights, silence_warnings=True)
