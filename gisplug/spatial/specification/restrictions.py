"""Is the spatial Durbin model needed? Likelihood-ratio and Wald tests against SAR, SEM and SLX; LR tests of the
effects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.messages import message
from gisplug.numbers.hypotheses import SpecTest, chi2_test, not_run
from gisplug.numbers.symmetric import quadratic_form
from gisplug.spatial.result import lagged_name

if TYPE_CHECKING:
    from gisplug.spatial.models.fit import SpatialFit

SDM_NULLS = {
    "sar": "The spatial lags of the regressors are not needed: SDM reduces to SAR (theta = 0).",
    "sem": "The common factor holds: SDM reduces to SEM (theta + rho beta = 0).",
    "slx": "The spatial lag of the outcome is not needed: SDM reduces to SLX (rho = 0).",
}
EFFECT_WORDS = {
    "unit effects": message("unit effects"),
    "period effects": message("period effects"),
    "two-way effects": message("two-way effects"),
}


def lr_test(code: str, null: str, large: SpatialFit, small: SpatialFit, df: int, yes: str, no: str) -> SpecTest:
    """Compare two nested fits that count the same observations."""
    form = _form(large)
    if large.nobs != small.nobs:
        why = message(
            "the two log-likelihoods count different observations ({nobs} and {nobs2})",
            nobs=large.nobs,
            nobs2=small.nobs,
        )
        return not_run(code, null, why, form=form)
    return chi2_test(code, null, 2.0 * (large.loglik - small.loglik), df, if_rejected=yes, if_kept=no, form=form)


def durbin_tests(sdm: SpatialFit, restricted: Mapping[str, SpatialFit]) -> tuple[SpecTest, ...]:
    """Test an SDM against SAR, SEM and SLX, by likelihood ratio and by Wald.

    Parameters
    ----------
    restricted : mapping of "sar", "sem", "slx" to the fit with the same effects and correction
    """
    tests = []
    for name, null in SDM_NULLS.items():
        yes, no = (
            message("SDM is not reduced to {name}", name=name.upper()),
            message("SDM may be reduced to {name}", name=name.upper()),
        )
        df = 1 if name == "slx" else len(sdm.lagged)
        tests.append(lr_test(f"LR SDM-{name.upper()}", null, sdm, restricted[name], df, yes, no))
        tests.append(_wald_test(message("Wald SDM-{name}", name=name.upper()), null, sdm, name, yes, no))
    return tuple(tests)


def durbin_wald(sdm: SpatialFit, against: str) -> tuple[float, int, int]:
    """Return the Wald statistic of the restriction to SAR, SEM (nonlinear, delta method) or SLX, its df and rank."""
    labels = list(sdm.params.index)
    place = {name: i for i, name in enumerate(labels)}
    theta = np.array([place[lagged_name(v)] for v in sdm.lagged], dtype=int)
    beta = np.array([place[v] for v in sdm.lagged], dtype=int)
    values, V = sdm.params.to_numpy(), sdm.cov.to_numpy()
    rows = 1 if against == "slx" else len(theta)
    R = np.zeros((rows, len(labels)))
    if against == "slx":
        R[0, place["rho"]] = 1.0
        restriction = np.array([sdm.rho])
    else:
        R[np.arange(rows), theta] = 1.0
        restriction = values[theta]
    if against == "sem":
        R[np.arange(rows), beta] = sdm.rho
        R[:, place["rho"]] = values[beta]
        restriction = values[theta] + sdm.rho * values[beta]
    statistic, rank = quadratic_form(restriction, R @ V @ R.T)
    return statistic, rows, rank


def effect_tests(fits: Mapping[str, SpatialFit], model: str) -> tuple[SpecTest, ...]:
    """Test unit, period and two-way effects by likelihood ratio; `fits` by effects form, all direct (correction
    "none").

    Degrees of freedom are the effects that are added: N - 1, T - 1, or N + T - 2. (Elhorst's toolbox counts N and T.)
    """
    two, N, T = fits["twoways"], fits["none"].N, fits["none"].T
    pairs = (
        ("LR unit effects", "unit", "none", N - 1, "There are no unit effects (against the pooled model)."),
        ("LR period effects", "time", "none", T - 1, "There are no period effects (against the pooled model)."),
        ("LR two-way effects", "twoways", "none", N + T - 2, "There are neither unit nor period effects."),
        ("LR unit effects | period", "twoways", "time", N - 1, "There are no unit effects beside the period effects."),
        ("LR period effects | unit", "twoways", "unit", T - 1, "There are no period effects beside the unit effects."),
    )
    tests = []
    for code, large, small, df, null in pairs:
        what = EFFECT_WORDS[code.removeprefix("LR ").split(" |")[0]]
        label = message("{model}, {large} against {small}", model=model.upper(), large=large, small=small)
        if two.T == 1 and large != "time":
            tests.append(not_run(code, null, "unit effects need two or more periods, and there is one", form=label))
            continue
        statistic = 2.0 * (fits[large].loglik - fits[small].loglik)
        tests.append(
            chi2_test(
                code,
                null,
                statistic,
                df,
                form=label,
                if_rejected=message("keep the {what}", what=what),
                if_kept=message("the {what} are not needed", what=what),
            )
        )
    return tuple(tests)


def _wald_test(code: str, null: str, sdm: SpatialFit, against: str, yes: str, no: str) -> SpecTest:
    statistic, df, rank = durbin_wald(sdm, against)
    note = (
        ""
        if rank == df
        else message(
            "the covariance of the restrictions has rank {rank} of {df}; a generalised inverse was used",
            rank=rank,
            df=df,
        )
    )
    return chi2_test(code, null, statistic, rank, if_rejected=yes, if_kept=no, form=_form(sdm), note=note)


def _form(fit: SpatialFit) -> str:
    return fit.effects_form if fit.effects_form in ("none", "random") else f"{fit.effects_form}, {fit.correction}"
