"""Dynamic spatial panel models: lags in time and in space-time, bias-corrected, with short- and long-run effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.vocabulary import known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.demeaning import check_effects
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.hypotheses import SpecTest, chi2_test, normal_test, not_run, tests_frame
from gisplug.numbers.sparse.log_determinant import LogDet, log_determinant
from gisplug.spatial.determinant import asked_determinant
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.models.dynamic.effects import dynamic_effects, responses, stability
from gisplug.spatial.models.dynamic.estimation import DynamicEstimates, dynamic_data, dynamic_estimates
from gisplug.spatial.models.dynamic.prediction import predicted_from_lags
from gisplug.spatial.models.dynamic.result import CORRECTIONS, DynamicResult
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.probes_told import probes_told
from gisplug.spatial.prediction import predicted
from gisplug.spatial.sample import DeterminedOptions, SpatialSample, read_sample

if TYPE_CHECKING:
    from gisplug.numbers.fits.fit import PanelLike
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

DYNAMICS: dict[str, tuple[str, ...]] = {"time": ("time",), "space": ("space",), "both": ("time", "space")}
LEAST_PERIODS = 3


@dataclass(frozen=True, repr=False, eq=False)
class DynamicFit(DynamicResult, SpatialFit):
    """A dynamic spatial panel model with its effects in the short and the long run, its responses and its tests."""

    def effects(
        self, draws: int = 1000, seed: int | None = 1, method: str = "simulation", level: float = 0.95
    ) -> pd.DataFrame:
        """Return short- and long-run direct, indirect and total effects; index (run, variable, effect)."""
        return dynamic_effects(self, draws, seed, method, level).frame

    def responses(self, horizons: int = 10) -> pd.DataFrame:
        """Return direct, indirect and total effects of a one-period change, by periods since; index (variable,
        horizon).
        """
        return responses(self, horizons)

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return predicted outcomes given those of the period before, index (period, unit): of the rows used, or of
        another panel that holds them. Where the outcome before is empty, the prediction of it goes on; the first
        period has none, and is NaN.

        Raises
        ------
        PanelError
            If the panel has one period, other steps than the fit, no outcome, lacks a unit or has missing values.
        """
        return predicted(self) if panel is None else predicted_from_lags(self, panel)

    @property
    def tests(self) -> pd.DataFrame:
        """`spec_tests` as a frame: index test; form, null, statistic, df, p, decision."""
        return tests_frame(self.spec_tests)

    @property
    def spec_tests(self) -> tuple[SpecTest, ...]:
        """Stability (tau + rho + eta < 1) and the space-time common factor (eta = -tau rho)."""
        return (_stability_test(self), _factor_test(self))


@repeatable
def dynamic_panel(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    model: str = "sdm",
    *,
    dynamics: str = "both",
    effects: str = "twoways",
    correction: str = "bias",
    **options: Unpack[DeterminedOptions],
) -> DynamicFit:
    """Fit a dynamic SAR or SDM; the first period of the panel is the initial one.

    Parameters
    ----------
    model : {"sar", "sdm"}
    dynamics : {"time", "space", "both"}
        Lags: y(t-1), W y(t-1), or both.
    effects : {"unit", "twoways"}
        With "twoways" and rows of W that sum to one, period effects are transformed out (Lee & Yu 2010), else demeaned.
    correction : {"bias", "none"}
        "bias" removes the error of order 1/T (and 1/N for demeaned period effects).
    options : `lagged`, `where`, `collinear` and `log_determinant`, as in `DeterminedOptions`

    Raises
    ------
    ModelError
        If there are fewer than three periods besides the initial one.
    """
    known(options, DeterminedOptions, "dynamic_panel")
    sample = read_sample(panel, formula, weights, options.get("lagged"), where=options.get("where"), effects=effects)
    effects = sample.effects
    _check(model, dynamics, effects, correction)
    if sample.T - 1 < LEAST_PERIODS:
        raise ModelError(
            message(
                "A dynamic model needs at least {least_periods} periods, the first being the initial "
                "one; {panel} has {T}.",
                least_periods=LEAST_PERIODS + 1,
                panel=sample.panel.name,
                T=sample.T,
            )
        )
    calendar_of(sample.periods).refuse_gaps("A dynamic model", sample.panel.name)
    sample = sample.checked(check_effects(effects), model == "sdm", options.get("collinear", "refuse"))
    Z, names = sample.design(durbin=model == "sdm", intercept=False)
    how = asked_determinant(options, model)
    logdet = log_determinant(sample.W, how, sample.T - 1)
    reduced = effects == "twoways" and sample.row_normalised
    data = dynamic_data(
        sample.y, Z[1:], sample.W, DYNAMICS[dynamics], "twoways" if effects == "twoways" else "unit", reduced
    )
    found = dynamic_estimates(data, logdet, correction == "bias")
    lags = [{"time": f"L.{sample.outcome}", "space": f"W*L.{sample.outcome}"}[lag] for lag in DYNAMICS[dynamics]]
    return _labelled(sample, model, dynamics, effects, correction, found, [*lags, *names], logdet)


def _check(model: str, dynamics: str, effects: str, correction: str) -> None:
    for name, value, choices in (
        ("model", model, ("sar", "sdm")),
        ("dynamics", dynamics, tuple(DYNAMICS)),
        ("effects", effects, ("unit", "twoways")),
        ("correction", correction, tuple(CORRECTIONS)),
    ):
        one_of(name, value, choices)


def _labelled(
    sample: SpatialSample,
    model: str,
    dynamics: str,
    effects: str,
    correction: str,
    found: DynamicEstimates,
    terms: list[str],
    logdet: LogDet,
) -> DynamicFit:
    labels = [*terms, "rho", "sigma2"]
    params = pd.Series(found.values, index=labels)
    values = params.to_numpy()
    Z, _ = sample.design(durbin=model == "sdm", intercept=False)
    lags = len(terms) - Z.shape[2]
    before = [sample.y[:-1]] if dynamics != "space" else []
    before += [spatial_lag(sample.W, sample.y[:-1])] if dynamics != "time" else []
    systematic = Z[1:] @ values[lags : len(terms)] + sum(v * b for v, b in zip(values[:lags], before, strict=True))
    gap = sample.y[1:] - values[-2] * spatial_lag(sample.W, sample.y[1:]) - systematic
    intercept = float(gap.mean())
    mu = gap.mean(axis=0) - intercept
    xi = gap.mean(axis=1) - intercept if effects == "twoways" else np.zeros(len(gap))
    tau, eta = (float(params.get(f"{p}L.{sample.outcome}", 0.0)) for p in ("", "W*"))
    radius = stability(logdet, tau, float(values[-2]), eta)
    aligned, panel = sample.weights, sample.panel
    return DynamicFit(
        params=params,
        cov=pd.DataFrame(found.cov, index=labels, columns=labels),
        model=model,
        effects_form=effects,
        correction=correction,
        covariance="observed information",
        outcome=sample.outcome,
        regressors=sample.names,
        lagged=tuple(sample.names[k] for k in sample.lagged) if model == "sdm" else (),
        loglik=found.loglik,
        nobs=found.nobs,
        N=sample.N,
        T=sample.T - 1,
        ids=panel.ids,
        periods=panel.periods[1:],
        names=panel.names,
        y=sample.y[1:],
        systematic=systematic,
        residuals=gap - intercept - mu - xi[:, None],
        intercept=intercept,
        mu=pd.Series(mu, index=list(panel.ids)),
        xi=pd.Series(xi, index=list(panel.periods[1:])),
        w=aligned,
        w_x=aligned if model == "sdm" else None,
        logdet=logdet,
        units=panel.units,
        report=sample.report
        + Report(tuple(_notes(sample, effects, correction, tau + float(values[-2]) + eta, radius)))
        + Report(
            tuple(probes_told("rho", [(logdet, sample.T - 1)], float(values[-2]), float(np.sqrt(found.cov[-2, -2]))))
        ),
        omitted=sample.omitted,
        dynamics=dynamics,
        direct=pd.Series(found.direct, index=labels),
        radius=radius,
    )


def _notes(sample: SpatialSample, effects: str, correction: str, total: float, radius: float) -> list[Note]:
    notes = [
        Note(
            INFO,
            "initial-period",
            message(
                "The first period ({periods}) is the initial one; {T} periods are modelled.",
                periods=sample.periods[0],
                T=sample.T - 1,
            ),
        )
    ]
    if effects == "twoways":
        how = (
            "transformed out (Lee & Yu 2010)"
            if sample.row_normalised
            else "demeaned, and their bias of order 1/N corrected"
        )
        how = how if correction == "bias" or sample.row_normalised else message("demeaned")
        notes.append(Note(INFO, "period-effects", message("Period effects are {how}.", how=how)))
    if radius >= 1.0:
        text = message(
            "The model is not stable: the spectral radius is {radius:.3f} and tau + rho + eta = "
            "{total:.3f}. Long-run effects do not exist, and the bias correction assumes stability. "
            "Try period effects, or the model in first differences.",
            radius=radius,
            total=total,
        )
        notes.append(Note(WARNING, "unstable", text))
    return notes


def _stability_test(fit: DynamicFit) -> SpecTest:
    """Test tau + rho + eta = 1 against a smaller sum."""
    labels = [t for t in (f"L.{fit.outcome}", f"W*L.{fit.outcome}", "rho") if t in fit.params]
    gap = 1.0 - float(fit.params[labels].sum())
    se = float(np.sqrt(fit.cov.loc[labels, labels].to_numpy().sum()))
    null = "There is a unit root in space-time (tau + rho + eta = 1), against stability."
    return normal_test(
        "Stability",
        null,
        gap / se,
        if_rejected="the model is stable",
        if_kept="stability is not shown: long-run effects are fragile",
        form=fit.effects_form,
    )


def _factor_test(fit: DynamicFit) -> SpecTest:
    """Test eta + tau rho = 0: the model is then one of separate time and space filters (Parent & LeSage)."""
    null = "Time and space filters are separable (eta = -tau rho)."
    if fit.dynamics != "both":
        return not_run("Separability", null, "it needs both y(t-1) and W y(t-1) in the model", form=fit.effects_form)
    labels = [f"L.{fit.outcome}", f"W*L.{fit.outcome}", "rho"]
    slope = np.array([fit.rho, 1.0, fit.tau])
    variance = float(slope @ fit.cov.loc[labels, labels].to_numpy() @ slope)
    statistic = (fit.eta + fit.tau * fit.rho) ** 2 / variance
    return chi2_test(
        "Separability",
        null,
        statistic,
        1,
        if_rejected="keep W y(t-1) as a free term",
        if_kept="W y(t-1) may be -tau rho",
        form=fit.effects_form,
    )
