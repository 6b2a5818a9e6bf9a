"""Spatial models with a lag, slopes and a variance of each unit, for long panels (Aquaro, Bailey & Pesaran 2021)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, PanelError, WeightsError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import LAG_X, Cell, Period, known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.inference import estimates, interval_frame
from gisplug.numbers.least_squares import check_residuals
from gisplug.numbers.threads import one_thread
from gisplug.panel.frame import Panel
from gisplug.shocks.heterogeneous_likelihood import EDGE, UnitColumns, maximise, sandwich
from gisplug.shocks.result import mean_covariance
from gisplug.shocks.unit_fits import demeaned, refuse_alike, unit_fits
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.sample import SampleOptions, SpatialSample, read_sample

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.weights.weights import Weights

MODELS = ("sdm", "sar")
LEAST_PERIODS = 25  # the shortest panels of the paper's simulations
LEAST_FREE = 15  # periods less the columns of a unit
MOST_UNITS = 3000  # dense inverses


class HeterogeneousOptions(SampleOptions, total=False):
    """Further options of `heterogeneous_spatial`, and those of the sample.

    Attributes
    ----------
    outcome_lag : whether the outcome of the period before is a regressor (False)
    neighbours_past : whether the neighbours' outcome of the period before is one (False)
    """

    outcome_lag: bool
    neighbours_past: bool


@dataclass(frozen=True, repr=False, eq=False)
class HeterogeneousFit(TableFit):
    """A spatial model whose coefficients differ by unit.

    Attributes
    ----------
    estimates : DataFrame, index term
        Means over units of the lags "rho" and of all slopes, their errors from the scatter (t with N - 1 degrees).
    cov : DataFrame, term by term
    by_unit : DataFrame, index (unit, term)
        estimate, se (sandwich), stat, p, low, high of "rho", the slopes, "const" and "sigma2" of each unit.
    effects : DataFrame, index variable
        Means over units of the direct and the indirect effect of each regressor: direct, indirect, total.
    residuals : ndarray (T, N)
    """

    outcome: str
    model: str
    estimates: pd.DataFrame
    cov: pd.DataFrame
    df: float
    by_unit: pd.DataFrame
    effects: pd.DataFrame
    residuals: np.ndarray = field(repr=False)
    loglik: float
    N: int
    T: int
    ids: tuple[str, ...] = field(repr=False)
    periods: tuple[Period, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    weights_name: str
    units: Units | None = field(default=None, repr=False)
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)

    kind = "Spatial model with coefficients of each unit"
    no_prediction = message("predictions of unit-specific spatial models are not offered")

    @property
    def nobs(self) -> int:
        """Rows used."""
        return self.N * self.T

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return the mean direct and indirect effects (index variable)."""
        return {"Effects": self.effects}

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        rho = self.by_unit.xs("rho", level="term")
        return {
            "Estimator": "Mean group of unit-specific coefficients (QML)",
            "Unit effects": "Yes",
            "Weights": self.weights_name,
            "Units with a lag told from nought": int((rho["p"] < 0.05).sum()),
            "Observations": self.nobs,
            "Units": self.N,
            "Periods": self.T,
            "Log-likelihood": self.loglik,
        }


@one_thread()
@repeatable
def heterogeneous_spatial(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    *,
    model: str = "sar",
    progress: Progress = SILENT,
    **options: Unpack[HeterogeneousOptions],
) -> HeterogeneousFit:
    """Fit a spatial panel model in which each unit has a spatial lag, slopes and an error variance of its own.

    By quasi-maximum likelihood, with the sandwich covariance of Aquaro, Bailey & Pesaran (2021), and the means over
    units with errors from their scatter.

    Parameters
    ----------
    panel : Panel
        Balanced and long: 25 periods or more.
    formula : "y ~ x1 + x2"; each unit has its own intercept.
    weights : W, rows that sum to one, without isolates.
    model : "sar", or "sdm" with the regressors of neighbours
    options : as in `HeterogeneousOptions`, with `lagged`, `where` and `collinear`

    Raises
    ------
    ModelError
        If periods are too few, or a unit's regressors cannot be told apart.
    PanelError
        If the panel is unbalanced or has holes.
    WeightsError
        If rows of W do not sum to one, or a unit has no neighbours.
    ConvergenceError
        If no maximum is found.
    """
    known(options, HeterogeneousOptions, "heterogeneous_spatial")
    one_of("model", model, MODELS, ModelError)
    sample = read_sample(
        panel, formula, weights, options.get("lagged"), where=options.get("where"), effects="unit", default="unit"
    )
    if sample.effects != "unit":
        raise ModelError(
            message(
                "{method} has an intercept of each unit and no effects of periods; leave the part after the bar out.",
                method=message("A model with coefficients of each unit"),
            )
        )
    _check_weights(sample)
    sample = sample.checked("unit", model in LAG_X, options.get("collinear", "refuse"))
    y, X, terms, cut = _columns(sample, model, options)
    T, N = y.shape
    _check_length(T, N, len(terms) + 1)
    _check_units(sample, X, terms)
    unit_X = np.concatenate([X, np.ones((T, N, 1))], axis=2).transpose(1, 0, 2)
    size = np.maximum(np.sqrt((unit_X**2).mean(axis=(0, 1))), 1e-300)
    height = float(y.std()) or 1.0
    centre = y.mean(axis=0)
    shifted = (y - centre) / height  # origins and units of measure leave no trace; intercepts take them
    W = sample.W.toarray()
    moved = (unit_X - np.r_[X.mean(axis=(0, 1)), 0.0]) / size
    data = UnitColumns(shifted.T, spatial_lag(sample.W, shifted).T, moved, W)
    progress.update(0.1, "Maximising the likelihood")
    point = maximise(data, progress)
    check_residuals(point.e.ravel(), shifted.ravel(), sample.outcome)
    progress.update(0.8, "Standard errors")
    robust, _ = sandwich(data, point)
    scale = np.r_[1.0, height / size[:-1], height, height**2]
    values = np.column_stack([point.rho, point.b, point.sigma2]) * scale
    se = np.sqrt(robust) * scale
    names = ("rho", *terms, "const", "sigma2")
    shown = [k for k, name in enumerate(names) if name != "const"]
    index = pd.MultiIndex.from_product([sample.ids, [names[k] for k in shown]], names=["unit", "term"])
    by_unit = interval_frame(values[:, shown].ravel(), se[:, shown].ravel(), index)
    mean = values[:, : 1 + len(terms)]
    b, cov = mean.mean(axis=0), mean_covariance(mean)
    labels = ["rho", *terms]
    return HeterogeneousFit(
        outcome=sample.outcome,
        model=model,
        estimates=estimates(labels, b, cov, float(N - 1)),
        cov=pd.DataFrame(cov, index=labels, columns=labels),
        df=float(N - 1),
        by_unit=by_unit,
        effects=_effects(sample, W, values, terms, model),
        residuals=point.e.T * height,
        loglik=point.loglik - N * T * float(np.log(height)),
        N=N,
        T=T,
        ids=sample.ids,
        periods=sample.periods[cut:],
        names=sample.panel.names,
        weights_name=sample.weights_name,
        units=sample.panel.units,
        report=sample.report + Report(tuple(_notes(sample, point.rho, T))),
        omitted=sample.omitted,
    )


def _columns(
    sample: SpatialSample, model: str, options: HeterogeneousOptions
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...], int]:
    """Return y (T, N), X (T, N, K), its terms, and the periods that lags cost."""
    parts, names = [sample.X], list(sample.names)
    if model in LAG_X:
        parts.append(spatial_lag(sample.W, sample.X[:, :, list(sample.lagged)]))
        names += sample.lagged_names
    cut = int(bool(options.get("outcome_lag") or options.get("neighbours_past")))
    if cut:
        calendar_of(sample.periods, sample.panel.name).refuse_gaps("A spatial model with lags", sample.panel.name)
    y, X = sample.y[cut:], np.concatenate(parts, axis=2)[cut:]
    before = sample.y[:-1] if cut else sample.y
    if options.get("outcome_lag"):
        X, names = np.concatenate([X, before[:, :, None]], axis=2), [*names, f"L.{sample.outcome}"]
    if options.get("neighbours_past"):
        lag = spatial_lag(sample.W, before)
        X, names = np.concatenate([X, lag[:, :, None]], axis=2), [*names, f"L.W*{sample.outcome}"]
    return y, X, tuple(names), cut


def _check_weights(sample: SpatialSample) -> None:
    alone = sample.weights.isolates
    if alone:
        raise WeightsError(
            message(
                "{n} units have no neighbours in {name} ({units}), so that they have no spatial lag of their own. "
                "Leave them out (where), or give them neighbours.",
                n=len(alone),
                name=sample.weights_name,
                units=some(list(alone)),
            )
        )
    if not sample.row_normalised:
        raise WeightsError(
            message(
                "Rows of {name} do not all sum to one; a lag of each unit between -1 and 1 needs that. Use row "
                "normalisation.",
                name=sample.weights_name,
            )
        )


def _check_length(T: int, N: int, columns: int) -> None:
    if T < LEAST_PERIODS or T - columns < LEAST_FREE:
        raise PanelError(
            message(
                "{T} periods are too few for coefficients of each unit: {least} are needed, and {free} more than the "
                "{columns} columns of a unit. Use one lag for all (spatial_panel).",
                T=T,
                least=LEAST_PERIODS,
                free=LEAST_FREE,
                columns=columns,
            )
        )
    if not 3 <= N <= MOST_UNITS:
        raise PanelError(message("A lag of each unit takes 3 to {most} units; there are {N}.", most=MOST_UNITS, N=N))


def _check_units(sample: SpatialSample, X: np.ndarray, terms: tuple[str, ...]) -> None:
    wide = X.transpose(1, 0, 2)
    here = np.ones(wide.shape[:2], dtype=bool)
    flat = demeaned(wide, here)
    refuse_alike(unit_fits(flat[:, :, 0], flat), sample.ids, len(terms))


def _effects(
    sample: SpatialSample, W: np.ndarray, values: np.ndarray, terms: tuple[str, ...], model: str
) -> pd.DataFrame:
    """Return mean direct, indirect and total effects of each regressor within the period."""
    N = len(W)
    inverse = np.linalg.inv(np.eye(N) - values[:, :1] * W)
    rows = {}
    for k, name in enumerate(sample.names):
        change = np.diag(values[:, 1 + k])
        lag = f"W*{name}"
        if model in LAG_X and lag in terms:
            change = change + values[:, [1 + terms.index(lag)]] * W
        S = inverse @ change
        direct, total = float(np.diag(S).mean()), float(S.sum() / N)
        rows[name] = {"direct": direct, "indirect": total - direct, "total": total}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("variable")


def _notes(sample: SpatialSample, rho: np.ndarray, T: int) -> list[Note]:
    edge = [sample.ids[i] for i in np.flatnonzero(np.abs(rho) >= EDGE)]
    told = [
        Note(
            INFO,
            "unit-lags",
            message(
                "Each unit's coefficients rest on {T} periods; look at their errors before the map. Mean effects "
                "have no standard errors.",
                T=T,
            ),
        )
    ]
    if edge:
        text = message(
            "The lags of {n} units lie at the edge ({edge}), where their errors have no meaning: {named}.",
            n=len(edge),
            edge=EDGE,
            named=some(edge),
        )
        told.append(Note(WARNING, "unit-lags-edge", text, tuple(edge)))
    return told
