"""Spatial panel models beside common factors: cross-section averages with loadings of each unit are partialled out.

After Pesaran (2006) and Yang (2021): the averages of a balanced panel are the same for all units, so that what takes
them out acts on time alone and W on units alone; the likelihood is that of a spatial panel with as many fewer periods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import LAG_X, Cell, known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.fits.finding import NotDefined
from gisplug.numbers.fits.fit import PanelLike
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.least_squares import check_identified, check_outcome, unidentified
from gisplug.numbers.lee_yu import Counts
from gisplug.numbers.threads import one_thread
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import check_collinear, omitted_notes
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.likelihood.compressed import Blocks, compact
from gisplug.spatial.models.likelihood.estimation import Estimate, estimate
from gisplug.spatial.prediction import by_period_and_unit
from gisplug.spatial.result import MODELS as WORDS
from gisplug.spatial.sample import SampleOptions, SpatialSample, read_sample, without

if TYPE_CHECKING:
    from gisplug.weights.weights import Weights

MODELS = ("sdm", "sar")
ERRORS = ("auto", "expected", "observed", "cluster")
LEFT = 2  # periods at least that the averages leave


class FactorOptions(SampleOptions, total=False):
    """Further options of `spatial_factors`, and those of the sample.

    Attributes
    ----------
    average_lags : lags of the cross-section averages (0)
    averaged : further columns whose averages are taken out, beside the outcome and the regressors
    errors : "expected" information, "observed", or clustered by unit ("cluster"); "auto" as in `spatial_panel`
    """

    average_lags: int
    averaged: Sequence[str]
    errors: str


@dataclass(frozen=True)
class _Taken:
    """Averages (T, m) taken out, their names, and the first periods that their lags cost."""

    means: np.ndarray
    names: tuple[str, ...]
    cut: int


class _Defactored(Blocks):
    """Columns of rotated periods: they have neither a constant nor effects."""

    @property
    def constant(self) -> bool:
        """Rotated periods have no intercept."""
        return False


@dataclass(frozen=True, repr=False, eq=False)
class FactorFit(SpatialFit):
    """A spatial panel model whose common shocks are taken out by cross-section averages.

    Attributes
    ----------
    averages : names of what was taken out
    common : array (T, N)
        y less rho W y, the regressors and the residuals: intercepts and averages with the loadings of each unit.
    means : array (T, m), the averages, that of the outcome first
    """

    averages: tuple[str, ...] = ()
    common: np.ndarray | None = None
    means: np.ndarray | None = None

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message("{model} beside common factors: {outcome}", model=WORDS[self.model], outcome=self.outcome)

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the coefficients of a paper's table."""
        found = super().statistics
        gone = ("Effects", "Correction", "R2", "R2 within", "R2 overall")
        kept = {k: v for k, v in found.items() if k not in gone}
        return {**kept, "Unit effects": "Yes", "Averages with loadings of units": len(self.averages)}

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return predicted outcomes of the rows used, index (period, unit): the reduced form with its shocks.

        Raises
        ------
        NotDefined
            If another panel is given: its shocks are not known.
        """
        if panel is None and self.common is not None:
            right = self.systematic + self.common
            made = right if self.factor is None else self.factor.solve(right.T).T
            return by_period_and_unit(made, self.periods, self.ids, self.outcome)
        raise NotDefined(
            message(
                "{title} cannot be predicted: {no_prediction}.",
                title=self.title,
                no_prediction=message("its common shocks are known in its own periods only"),
            )
        )


@one_thread()
@repeatable
def spatial_factors(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    *,
    model: str = "sdm",
    progress: Progress = SILENT,
    **options: Unpack[FactorOptions],
) -> FactorFit:
    """Fit a spatial panel model by maximum likelihood with common shocks that each unit feels in its own way.

    Averages over units of outcome and regressors stand for the shocks (Pesaran 2006, Yang 2021).

    Parameters
    ----------
    panel : Panel
        Balanced, without holes in the columns of the formula.
    formula : "y ~ x1 + x2"; each unit has its own intercept.
    weights : W of the model; joined to the panel by id.
    model : "sdm" or "sar"
    options : as in `FactorOptions`, with `lagged`, `where` and `collinear`

    Raises
    ------
    ModelError
        If periods are too few for the averages, or a coefficient is not identified beside them.
    PanelError
        If the panel is unbalanced or has holes.
    ConvergenceError
        If rho runs to the edge of its interval.
    """
    known(options, FactorOptions, "spatial_factors")
    one_of("model", model, MODELS, ModelError)
    errors = one_of("errors", options.get("errors", "auto"), ERRORS, ModelError)
    averaged = tuple(options.get("averaged", ()))
    sample = read_sample(
        panel,
        formula,
        weights,
        options.get("lagged"),
        where=options.get("where"),
        effects="unit",
        default="unit",
        also=averaged,
    )
    if sample.effects != "unit":
        raise ModelError(
            message(
                "{method} has an intercept of each unit and no effects of periods; leave the part after the bar out.",
                method=message("A model beside common factors"),
            )
        )
    lags = options.get("average_lags", 0)
    H, taken = _averages(sample, averaged, lags)
    sample, omitted = _identified(sample, H, taken.cut, model, options)
    if omitted:
        H, taken = _averages(sample, averaged, lags)
    rest = _complement(H)
    y, X = sample.y[taken.cut :], sample.X[taken.cut :]
    lagged = np.array(sample.lagged if model in LAG_X else (), dtype=int)
    w = sample.W
    progress.update(0.2, "Compressing the data")
    blocks = _Defactored(_turned(rest, y), _turned(rest, X), lagged, "none", w, w if len(lagged) else None, None)
    periods = rest.shape[1]
    found = estimate(
        blocks,
        compact(blocks, progress),
        Counts(sample.N * periods, periods, False),
        "none",
        errors,
        progress,
        "auto",
    )
    return _labelled(sample, model, (H, taken), (blocks, found), omitted)


def _turned(rest: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return values (T, N) or (T, N, K) in rotated periods, (r, N) or (r, N, K), by rest (T, r)."""
    return np.asarray(np.tensordot(rest.T, values, axes=(1, 0)))


def _averages(sample: SpatialSample, averaged: Sequence[str], lags: int) -> tuple[np.ndarray, _Taken]:
    """Return orthonormal columns (T - lags, q) of intercept and averages, and what they are made of.

    Raises
    ------
    ModelError
        If too few periods would be left.
    """
    columns = [sample.y, *np.moveaxis(sample.X, 2, 0), *(sample.panel.array(c) for c in averaged)]
    names = [f"mean({n})" for n in (sample.outcome, *sample.names, *averaged)]
    means = np.stack([c.mean(axis=1) for c in columns], axis=1)
    T = sample.T
    if not 0 <= lags < T:
        raise ModelError(message("average_lags is nought or more; {lags} was given instead.", lags=lags))
    parts = [means[lags - j : T - j] for j in range(lags + 1)]
    more = [f"L{j if j > 1 else ''}.{name}" for j in range(1, lags + 1) for name in names]
    wide = np.concatenate(parts, axis=1)
    H = basis_of(wide)
    if T - lags - H.shape[1] < LEFT:
        raise ModelError(
            message(
                "{T} periods are too few: intercept and {n} averages leave {left} of them, and {least} are needed. Use "
                "fewer regressors or lags of averages.",
                T=T - lags,
                n=H.shape[1] - 1,
                left=max(T - lags - H.shape[1], 0),
                least=LEFT,
            )
        )
    return H, _Taken(wide, (*names, *more), lags)


def basis_of(means: np.ndarray) -> np.ndarray:
    """Return orthonormal columns (T, q) of an intercept and of averages (T, m), of any rank."""
    wide = means - means.mean(axis=0)
    size = np.sqrt((wide**2).sum(axis=0))
    U, values, _ = np.linalg.svd(wide / np.where(size > 0, size, 1.0), full_matrices=False)
    kept = U[:, values > 1e-9 * max(float(values[0]), 1e-300)]
    return np.column_stack([np.full(len(means), len(means) ** -0.5), kept])


def _complement(H: np.ndarray) -> np.ndarray:
    """Return orthonormal columns (T, T - q) of what the columns H (T, q) leave."""
    Q, _ = np.linalg.qr(H, mode="complete")
    return np.asarray(Q[:, H.shape[1] :])


def _identified(
    sample: SpatialSample, H: np.ndarray, cut: int, model: str, options: FactorOptions
) -> tuple[SpatialSample, dict[str, str]]:
    """Return the sample without the terms of [X, W X] that are not identified beside H (T, q); refuse them by default.

    Raises
    ------
    ModelError
        Naming each term with its reason.
    """
    X = sample.X[cut:]
    names = list(sample.names)
    if model in LAG_X:
        X = np.concatenate([X, spatial_lag(sample.W, X[:, :, list(sample.lagged)])], axis=2)
        names += sample.lagged_names
    raw = np.concatenate([sample.y[cut:][:, :, None], X], axis=2)
    centred = raw - raw.mean(axis=(0, 1))
    flat = centred - np.tensordot(H, _turned(H, centred), axes=(1, 0))
    T, N = raw.shape[:2]
    unit, period = np.tile(np.arange(N), T), np.repeat(np.arange(T), N)
    a, b = raw.reshape(T * N, -1), flat.reshape(T * N, -1)
    check_outcome(sample.y[cut:].ravel(), b[:, 0], sample.outcome)
    if check_collinear(options.get("collinear", "refuse")) == "refuse":
        check_identified(a[:, 1:], b[:, 1:], names, unit, period, message("Leave it out of the formula."))
        return sample, {}
    gone = unidentified(a[:, 1:], b[:, 1:], names, unit, period)
    if not gone:
        return sample, {}
    formula, lagged = without(sample.formula, sample.lagged, gone)
    kept = [k for k, name in enumerate(sample.names) if name not in gone]
    return replace(sample, formula=formula, X=sample.X[:, :, kept], lagged=lagged), gone


def _labelled(
    sample: SpatialSample,
    model: str,
    out: tuple[np.ndarray, _Taken],
    made: tuple[Blocks, Estimate],
    omitted: dict[str, str],
) -> FactorFit:
    (H, taken), (blocks, found) = out, made
    cut = taken.cut
    index = [*sample.names, *(sample.lagged_names if len(blocks.lagged) else ()), "rho", "sigma2"]
    y, X = sample.y[cut:], sample.X[cut:]
    K = len(sample.names)
    b = found.point.coefficients
    systematic = X @ b[:K]
    if len(blocks.lagged):
        systematic = systematic + spatial_lag(sample.W, X[:, :, list(sample.lagged)] @ b[K:])
    gap = y - found.point.rho * spatial_lag(sample.W, y) - systematic
    residuals = gap - H @ (H.T @ gap)
    lags = sample.lagged_regressors if len(blocks.lagged) else ()
    periods = sample.periods[cut:]
    return FactorFit(
        params=pd.Series(found.values, index=index, name="estimate"),
        cov=pd.DataFrame(found.cov, index=index, columns=index),
        model=model,
        effects_form="unit",
        correction="transform",
        covariance=found.covariance,
        outcome=sample.outcome,
        regressors=sample.names,
        lagged=lags,
        loglik=found.loglik,
        nobs=found.nobs,
        N=sample.N,
        T=len(periods),
        ids=sample.ids,
        periods=periods,
        names=sample.panel.names,
        y=y,
        systematic=systematic,
        residuals=residuals,
        intercept=0.0,
        mu=pd.Series(0.0, index=list(sample.ids), name="mu"),
        xi=pd.Series(0.0, index=list(periods), name="xi"),
        w=sample.weights,
        w_x=sample.weights if lags else None,
        logdet=found.logdet,
        units=sample.panel.units,
        report=sample.report + omitted_notes(omitted) + Report(found.notes),
        omitted=omitted,
        averages=taken.names,
        common=gap - residuals,
        means=taken.means,
    )
