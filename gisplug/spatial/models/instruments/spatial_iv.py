"""Spatial two-stage least squares and two-step GMM, with endogenous regressors (Kelejian & Prucha 1998; Mutl &
Pfaffermayr 2011).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, PanelError, ParameterError
from gisplug.core.evidence import many, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import LAG_E, LAG_X, LAG_Y, Cell, Effects, known, one_of
from gisplug.language.formula import Formula, parse_formula
from gisplug.numbers.demeaning import check_effects, lost_degrees
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.hypotheses import SpecTest, chi2_test, not_run, tests_frame
from gisplug.numbers.identification import check_design
from gisplug.numbers.sparse.log_determinant import log_determinant
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.instruments.columns import InstrumentColumns
from gisplug.spatial.models.instruments.estimation import IvEstimates, iv_estimates, partial_f
from gisplug.spatial.models.instruments.moment_errors import gm_errors
from gisplug.spatial.result import MODELS
from gisplug.spatial.sample import SampleOptions, SpatialSample, read_sample

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

METHODS = {
    "2sls": "spatial two-stage least squares",
    "gmm": "two-step GMM",
    "gm": "generalised moments of the spatial error (Arraiz et al. 2010, by spreg)",
}
ERRORS = {"homoskedastic": "homoskedastic", "robust": "robust to heteroskedasticity", "cluster": "clustered by unit"}
IV_MODELS = ("sar", "sdm", "slx", "ols", "sem", "sdem", "sac", "gns")


@dataclass(frozen=True, repr=False, eq=False)
class IvFit(SpatialFit):
    """A model estimated with instruments; everything a `SpatialFit` has (there is no likelihood: loglik is NaN), and:

    Attributes
    ----------
    method : {"2sls", "gmm"}
    endogenous, instruments : tuple of str
        What is instrumented (W y is, too, where the model has it), and the excluded instruments used.
    first_stage : Series, index endogenous column
        Partial F of the excluded instruments.
    overidentification : SpecTest
        Sargan (homoskedastic 2SLS) or Hansen J.
    """

    method: str = "2sls"
    endogenous: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    first_stage: pd.Series | None = None
    overidentification: SpecTest | None = None

    @property
    def tests(self) -> pd.DataFrame:
        """The test of overidentification, index test; form, null, statistic, df, p, decision."""
        return tests_frame([self.overidentification] if self.overidentification is not None else [])

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the coefficients of a paper's table."""
        test = self.overidentification
        weakest = None if self.first_stage is None or self.first_stage.empty else float(self.first_stage.min())
        return {
            "Model": MODELS[self.model],
            "Estimator": METHODS[self.method],
            "Effects": {
                "none": "no effects",
                "unit": "unit effects",
                "time": "period effects",
                "twoways": "unit and period effects",
            }[self.effects_form],
            "Weights": self.w_name,
            "Standard errors": self.covariance,
            "N": self.N,
            "T": self.T,
            "Observations": self.nobs,
            "sigma2": self.sigma2,
            "Excluded instruments": len(self.instruments),
            "Smallest first-stage F": weakest,
            "Overidentification": None if test is None else test.statistic,
            "Overidentification p": None if test is None else test.p,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        kept = {
            k: v for k, v in super().to_dict().items() if not k.startswith("r2") and k not in ("loglik", "aic", "bic")
        }
        more = {
            "method": self.method,
            "endogenous": list(self.endogenous),
            "instruments": list(self.instruments),
            "first_stage": {} if self.first_stage is None else {str(k): float(v) for k, v in self.first_stage.items()},
            "overidentification": None if self.overidentification is None else self.overidentification.to_dict(),
        }
        return {**kept, **more}


class IvOptions(SampleOptions, total=False):
    """Further options of `spatial_iv`, and those of the sample.

    Attributes
    ----------
    method : {"2sls", "gmm"}
        "gmm" takes the inverse covariance of the moments (as `errors` says) as weights in a second step.
    order : int
        Highest power of W in the instruments, beyond those in the model.
    """

    method: str
    order: int


@repeatable
def spatial_iv(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    model: str = "sar",
    *,
    effects: str = "twoways",
    endogenous: Sequence[str] = (),
    instruments: Sequence[str] = (),
    errors: str = "robust",
    **options: Unpack[IvOptions],
) -> IvFit:
    """Estimate a spatial model by instruments: no normality, and endogenous regressors are allowed.

    W y is instrumented by W x, W W x, ... of the exogenous regressors and of the external instruments (Kelejian &
    Prucha 1998; Mutl & Pfaffermayr 2011).

    Parameters
    ----------
    endogenous : names of regressors of the formula that are endogenous; or ``| endog ~ instruments`` in the formula
    instruments : terms that instrument them
    model : {"sar", "sdm", "slx", "ols", "sem", "sdem", "sac", "gns"}
        Those with a spatial error are for cross-sections and go through spreg's generalised moments (Arraiz et al.
        2010), robust to heteroskedasticity; `method` and `errors` do not apply to them.
    errors : {"homoskedastic", "robust", "cluster"}
    options : `method`, `order`, `lagged`, `where` and `collinear`, as in `IvOptions`

    Raises
    ------
    ModelError
        If there are fewer excluded instruments than endogenous columns.
    ParameterError
        If an option is unknown, or `endogenous` names no regressor.
    """
    known(options, IvOptions, "spatial_iv")
    method, order = options.get("method", "2sls"), options.get("order", 2)
    f = parse_formula(formula)
    if f.endogenous:
        endogenous, instruments = (*endogenous, *f.endogenous), (*instruments, *f.instruments)
        f = replace(f, regressors=(*f.regressors, *f.endogenous), endogenous=(), instruments=())
    sample = read_sample(
        panel,
        f,
        weights,
        options.get("lagged"),
        where=options.get("where"),
        effects=effects,
        also=instruments,
    )
    unknown = [v for v in endogenous if v not in sample.names]
    if unknown:
        raise ParameterError(
            message("endogenous names {unknown}, which {f} does not have.", unknown=some(unknown), f=f)
        )
    form = _check(model, sample.effects, method, errors, order)
    if form in ("unit", "twoways") and sample.T == 1:
        raise ModelError("Unit effects need two or more periods, and there is one. Use effects='none'.")
    sample = sample.checked(form, model in LAG_X, options.get("collinear", "refuse"))
    endogenous = tuple(v for v in endogenous if v not in sample.omitted)
    outside = _outside(sample, form, endogenous, instruments)
    if model in LAG_E:
        return _with_error(sample, model, form, tuple(endogenous), tuple(instruments), outside, order)
    columns = InstrumentColumns.build(sample, form, model, tuple(endogenous), tuple(instruments), outside, order)
    degrees = lost_degrees(form, np.ones((sample.T, sample.N), dtype=bool))
    units = np.tile(np.arange(sample.N), sample.T)
    found = iv_estimates(columns.y, columns.Z, columns.H, method, errors, units, degrees)
    return _labelled(sample, model, form, method, errors, columns, found, degrees)


def _check(model: str, effects: str, method: str, errors: str, order: int) -> Effects:
    for name, value, choices in (
        ("model", model, IV_MODELS),
        ("method", method, tuple(METHODS)),
        ("errors", errors, tuple(ERRORS)),
    ):
        one_of(name, value, choices)
    if order < 1:
        raise ParameterError(message("order is at least 1; {order} was given instead.", order=order))
    return check_effects(effects)


def _with_error(
    sample: SpatialSample,
    model: str,
    form: Effects,
    endogenous: tuple[str, ...],
    instruments: tuple[str, ...],
    outside: np.ndarray,
    order: int,
) -> IvFit:
    if sample.T > 1 or form != "none":
        raise ModelError(
            "Generalised moments of a spatial error are for cross-sections without effects. For panels use "
            "random_effects(error='kkp'), spatial_panel(model='sem'), or a model without spatial error here."
        )
    if len(endogenous) > outside.shape[2]:
        raise ModelError(
            message(
                "{n} endogenous regressors need as many instruments or more; {shape} were given.",
                n=len(endogenous),
                shape=outside.shape[2],
            )
        )
    durbin, lag = model in LAG_X, model in LAG_Y
    found = gm_errors(sample, durbin, lag, endogenous, outside, order)
    labels = [*found.terms, "sigma2"]
    cov = np.zeros((len(labels), len(labels)))
    cov[:-1, :-1], cov[-1, -1] = found.cov, 2 * found.sigma2**2 / sample.N
    Z, _ = sample.design(durbin=durbin, intercept=True)
    aligned, panel = sample.weights, sample.panel
    return IvFit(
        params=pd.Series([*found.values, found.sigma2], index=labels),
        cov=pd.DataFrame(cov, index=labels, columns=labels),
        model=model,
        effects_form="none",
        correction="none",
        covariance=ERRORS["robust"],
        outcome=sample.outcome,
        regressors=sample.names,
        lagged=tuple(sample.names[k] for k in sample.lagged) if durbin else (),
        loglik=float("nan"),
        nobs=sample.N,
        N=sample.N,
        T=1,
        ids=panel.ids,
        periods=panel.periods,
        names=panel.names,
        y=sample.y,
        systematic=Z @ found.values[: Z.shape[2]],
        residuals=found.residuals,
        intercept=float(found.values[0]),
        mu=pd.Series(0.0, index=list(panel.ids)),
        xi=pd.Series(0.0, index=list(panel.periods)),
        w=aligned,
        w_x=aligned if durbin else None,
        w_e=aligned,
        logdet=log_determinant(sample.W) if lag else None,
        units=panel.units,
        report=sample.report,
        omitted=sample.omitted,
        method="gm",
        endogenous=(*endogenous, *(("rho",) if lag else ())),
        instruments=instruments,
        first_stage=pd.Series(dtype=float),
        overidentification=not_run(
            "Hansen J",
            "The instruments are uncorrelated with the errors.",
            "spreg gives none for models with a spatial error",
        ),
    )


def _outside(sample: SpatialSample, form: Effects, endogenous: Sequence[str], instruments: Sequence[str]) -> np.ndarray:
    """Return the external instruments, (T, N, m): complete, and identified beside the exogenous regressors."""
    panel = sample.panel
    if not instruments:
        return np.zeros((panel.T, panel.N, 0))
    made = panel.arrays(list(instruments))
    holes = [
        message(
            "{instruments} of {panel} in {periods}",
            instruments=instruments[k],
            panel=panel.ids[n],
            periods=panel.periods[t],
        )
        for t, n, k in np.argwhere(~np.isfinite(made))
    ]
    if holes:
        raise PanelError(
            message(
                "The instruments have {values}: {holes}. Interpolate them in an explicit step, or leave them out.",
                values=many(len(holes), "missing value"),
                holes=some(holes),
            )
        )
    own = [k for k, name in enumerate(sample.names) if name not in endogenous]
    names = [*(sample.names[k] for k in own), *instruments]
    check_design((sample.outcome, sample.y), np.concatenate([sample.X[:, :, own], made], axis=2), names, form)
    return made


def _labelled(
    sample: SpatialSample,
    model: str,
    form: Effects,
    method: str,
    errors: str,
    columns: InstrumentColumns,
    found: IvEstimates,
    degrees: int,
) -> IvFit:
    labels = [*columns.terms, "sigma2"]
    cov = np.zeros((len(labels), len(labels)))
    cov[:-1, :-1] = found.cov
    cov[-1, -1] = 2 * found.sigma2**2 / len(columns.y)
    params = pd.Series([*found.delta, found.sigma2], index=labels)
    Z, _ = sample.design(durbin=model in LAG_X, intercept=form == "none")
    systematic = Z @ found.delta[: Z.shape[2]]
    rho = float(params.get("rho", 0.0))
    gap = sample.y - rho * sample.lag(sample.y) - systematic
    intercept = float(gap.mean()) if form != "none" else 0.0
    mu = gap.mean(axis=0) - intercept if form in ("unit", "twoways") else np.zeros(sample.N)
    xi = gap.mean(axis=1) - intercept if form in ("time", "twoways") else np.zeros(sample.T)
    aligned, panel = sample.weights, sample.panel
    spatial = model != "ols"
    first = pd.Series(
        {
            v: partial_f(
                columns.Z[:, columns.terms.index(v)],
                columns.Z,
                columns.H,
                [columns.terms.index(e) for e in columns.endogenous],
                degrees,
            )
            for v in columns.endogenous
        },
        dtype=float,
    )
    return IvFit(
        params=params,
        cov=pd.DataFrame(cov, index=labels, columns=labels),
        model=model,
        effects_form=form,
        correction="none",
        covariance=ERRORS[errors],
        outcome=sample.outcome,
        regressors=sample.names,
        lagged=tuple(sample.names[k] for k in sample.lagged) if model in LAG_X else (),
        loglik=float("nan"),
        nobs=sample.y.size,
        N=sample.N,
        T=sample.T,
        ids=panel.ids,
        periods=panel.periods,
        names=panel.names,
        y=sample.y,
        systematic=systematic,
        residuals=gap - intercept - mu - xi[:, None],
        intercept=intercept if form != "none" else float(params["const"]),
        mu=pd.Series(mu, index=list(panel.ids)),
        xi=pd.Series(xi, index=list(panel.periods)),
        w=aligned if spatial else None,
        w_x=aligned if model in LAG_X else None,
        logdet=log_determinant(sample.W) if "rho" in labels else None,
        units=panel.units,
        report=sample.report,
        omitted=sample.omitted,
        method=method,
        endogenous=columns.endogenous,
        instruments=columns.excluded,
        first_stage=first,
        overidentification=_overidentification(found, method, errors),
    )


def _overidentification(found: IvEstimates, method: str, errors: str) -> SpecTest:
    name = "Sargan" if method == "2sls" and errors == "homoskedastic" else "Hansen J"
    null = "The excluded instruments are uncorrelated with the errors."
    if found.spare == 0:
        return not_run(name, null, "there are as many instruments as endogenous columns")
    return chi2_test(
        name,
        null,
        found.overidentification,
        found.spare,
        if_rejected="the instruments are in doubt",
        if_kept="nothing speaks against the instruments",
    )
