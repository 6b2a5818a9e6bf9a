"""Fixed or random unit effects: the Hausman test on spatial models, and the Mundlak regression that never fails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import LAG_E, LAG_X, LAG_Y, Effects, known
from gisplug.language.formula import Formula
from gisplug.numbers.demeaning import within
from gisplug.numbers.fits.small_samples import warned
from gisplug.numbers.fits.spec_tests import SpecTests
from gisplug.numbers.hypotheses import SpecTest, chi2_test, not_run
from gisplug.numbers.sparse.log_determinant import log_determinant
from gisplug.numbers.symmetric import quadratic_form
from gisplug.spatial.models.random.estimation import re_estimates
from gisplug.spatial.models.random.likelihood import ErrorForm
from gisplug.spatial.models.random.random_effects import random_effects
from gisplug.spatial.sample import SampleOptions, SpatialSample, read_sample

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.spatial.models.fit import SpatialFit
    from gisplug.weights.weights import Weights

HAUSMAN_NULL = "The unit effects are uncorrelated with the regressors: random effects are consistent (FE against RE)."
MUNDLAK_NULL = "The unit means of the regressors have no effect of their own: random effects are consistent (Mundlak)."
YES, NO = "use fixed effects", "random effects may be used"
ONE_PERIOD = "fixed and random unit effects need two or more periods, and there is one"


@dataclass(frozen=True)
class HausmanNumbers:
    """d'(V_FE - V_RE)^- d with the generalised inverse on the positive part of the difference.

    Attributes
    ----------
    rank : int
        Positive eigenvalues used; the degrees of freedom.
    size : int
        Coefficients compared.
    positive : bool
        Whether V_FE - V_RE is positive definite.
    plain : float
        The same form with the ordinary inverse, which can be negative; what other programs print (splm: its absolute
        value).
    """

    statistic: float
    rank: int
    size: int
    positive: bool
    plain: float


def hausman_numbers(difference: np.ndarray, V_fixed: np.ndarray, V_random: np.ndarray) -> HausmanNumbers:
    """Compare estimates: difference (q,) and the covariances V_fixed, V_random (q, q)."""
    V = V_fixed - V_random
    scale = np.sqrt(np.clip(np.diag(V_fixed), np.finfo(float).tiny, None))
    values, vectors = np.linalg.eigh((V + V.T) / 2 / np.outer(scale, scale))
    z = vectors.T @ (difference / scale)
    kept = values > 1e-10
    plain = float(difference @ np.linalg.pinv(V) @ difference)
    statistic = float(np.sum(z[kept] ** 2 / values[kept]))
    return HausmanNumbers(statistic, int(kept.sum()), len(difference), bool(kept.all()), plain)


def hausman_test(fixed: SpatialFit, random: SpatialFit) -> SpecTest:
    """Compare a fixed and a random effects fit of the same model on the coefficients they share: beta, theta, rho,
    lam.
    """
    form = f"{fixed.model.upper()}, {fixed.effects_form}, {fixed.correction}"
    shared = [t for t in fixed.params.index if t in random.params.index and t not in ("const", "sigma2")]
    d = fixed.params[shared].to_numpy() - random.params[shared].to_numpy()
    n = hausman_numbers(d, fixed.cov.loc[shared, shared].to_numpy(), random.cov.loc[shared, shared].to_numpy())
    if n.rank == 0:
        why = "no direction of the difference of the covariances is positive; see the Mundlak test"
        return not_run("Hausman", HAUSMAN_NULL, why, form=form)
    note = ""
    if not n.positive:
        note = message(
            "V_FE - V_RE is not positive definite: generalised inverse on its positive part, rank "
            "{rank} of {size} (the plain inverse gives {plain:.3f}); the Mundlak test does not need "
            "it",
            rank=n.rank,
            size=n.size,
            plain=n.plain,
        )
    return chi2_test("Hausman", HAUSMAN_NULL, n.statistic, n.rank, if_rejected=YES, if_kept=NO, form=form, note=note)


def mundlak_test(sample: SpatialSample, model: str, error: ErrorForm = "kkp", periods: bool = False) -> SpecTest:
    """Add the unit means of the regressors (and of W x) to the random effects model and test them by Wald.

    The covariance is a proper one, so the statistic cannot be negative; under the null it tests what Hausman's does.
    `periods` removes fixed period effects from both sides first.
    """
    form = message("{model}, random", model=model.upper())
    if periods:
        form = message("{model}, random, fixed period effects", model=model.upper())
    if sample.T < 2:
        return not_run("Mundlak", MUNDLAK_NULL, ONE_PERIOD, form=form)
    Z, names = sample.design(durbin=model in LAG_X, intercept=not periods)
    regressors = Z if periods else Z[:, :, 1:]
    means = np.broadcast_to(regressors.mean(axis=0), regressors.shape)
    full, moving = [Z], np.ptp(regressors, axis=0).max(axis=0) > 1e-12 * np.abs(regressors).max(axis=(0, 1))
    full.append(means[:, :, moving])
    spatial_error: ErrorForm = error if model in LAG_E else "none"
    y, Z = (within(v, "time" if periods else "none") for v in (sample.y, np.concatenate(full, axis=2)))
    found = re_estimates(y, Z, log_determinant(sample.W), model in LAG_Y, spatial_error)
    places = len(names) + np.arange(int(moving.sum()))
    statistic, rank = quadratic_form(found.delta[places], found.cov[np.ix_(places, places)])
    note = "" if rank == len(places) else message("the means have rank {rank} of {n}", rank=rank, n=len(places))
    return chi2_test("Mundlak", MUNDLAK_NULL, statistic, rank, if_rejected=YES, if_kept=NO, form=form, note=note)


def hausman(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    model: str = "sdm",
    *,
    error: str = "kkp",
    periods: bool = False,
    **options: Unpack[SampleOptions],
) -> SpecTests:
    """Test fixed (unit, Lee-Yu transformation) against random effects: Hausman's form and Mundlak's.

    Parameters
    ----------
    periods : bool
        Whether all models compared have fixed period effects beside the unit effects. They are demeaned in all of
        them, as in `random_effects`: estimates that treat them in other ways would differ whatever the units do.
    options : `lagged`, `where` and `collinear`, as in `SampleOptions`

    Raises
    ------
    ModelError
        If there is one period only.
    """
    from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel

    known(options, SampleOptions, "hausman")
    sample = read_sample(panel, formula, weights, options.get("lagged"), where=options.get("where"))
    if sample.T < 2:
        raise ModelError(message("The Hausman test cannot be run: {one_period}.", one_period=ONE_PERIOD))
    form: Effects = "twoways" if periods else "unit"
    sample = sample.checked(form, model in LAG_X, options.get("collinear", "refuse"))
    read, f, w = sample.panel, sample.formula, sample.weights
    lagged = sample.lagged_regressors if model in LAG_X else None
    if periods:  # demeaned on both sides; the transformation of the unit effects scales the covariance by T / (T - 1)
        direct = spatial_panel(read, f, w, model=model, effects="twoways", correction="none", lagged=lagged)
        fixed = replace(direct, cov=direct.cov * sample.T / (sample.T - 1))
    else:
        fixed = spatial_panel(read, f, w, model=model, effects="unit", correction="transform", lagged=lagged)
    random = random_effects(read, f, w, model=model, error=error, lagged=lagged, periods=periods)
    tests = (hausman_test(fixed, random), mundlak_test(sample, model, "b" if error == "b" else "kkp", periods))
    found = SpecTests(tests, message("Fixed or random unit effects: {f}", f=f), sample.report, sample.omitted)
    return warned(found, "hausman", read, {"errors": ""})
