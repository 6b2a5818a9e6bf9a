"""One specification fitted: by the estimators that the other tools use, with the same numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gisplug.core.errors import GisplugError
from gisplug.language.conditions import chosen_rows
from gisplug.language.formula import Formula
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.results.panel import PanelFit
from gisplug.sensitivity.effect import Effect, effect_of
from gisplug.sensitivity.specifications.grid import LEAST_SQUARES, OF_SPATIAL, WITHOUT_WEIGHTS, Specification
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.weights.weights import Weights


@dataclass(frozen=True)
class Common:
    """What all specifications share.

    Attributes
    ----------
    panel : with every term as a column
    formula : outcome, key, and the controls that are in every specification
    lagged : regressors that have spatial lags, as far as they are in a specification; None for all
    samples, sets, weights : what the names of a specification stand for
    correction : as in `spatial_panel`
    rows : (T * N,) bool, those of all specifications, or None
    collinear : as in `spatial_panel`
    """

    panel: Panel
    formula: Formula
    effect: Effect
    samples: Mapping[str, str | None]
    sets: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, Weights]
    lagged: tuple[str, ...] | None = None
    correction: str = "auto"
    rows: np.ndarray | None = None
    collinear: str = "refuse"

    def where(self, sample: str) -> Where:
        """Return the rows of a sample: its condition, or (T * N,) bool where rows were left out of all."""
        condition = self.samples[sample]
        if self.rows is None:
            return condition
        chosen = chosen_rows(self.panel, condition)
        return self.rows if chosen is None else np.asarray(self.rows & chosen)

    @property
    def key(self) -> str:
        """The regressor whose effect is followed."""
        return self.formula.regressors[0]

    def formula_of(self, spec: Specification) -> Formula:
        """Return outcome and regressors of a specification, each once."""
        terms = dict.fromkeys([*self.formula.regressors, *self.sets[spec.controls], *spec.added])
        return Formula(self.formula.outcome, tuple(terms))

    def fit(self, spec: Specification) -> SpatialFit | PanelFit:
        """Fit a specification.

        Raises
        ------
        GisplugError
            As the estimator.
        """
        formula, where = self.formula_of(spec), self.where(spec.sample)
        if spec.model == LEAST_SQUARES:
            return fixed_effects(
                self.panel, formula, effects=spec.effects, errors=spec.errors, where=where, collinear=self.collinear
            )
        lagged = None if self.lagged is None else [t for t in self.lagged if t in formula.regressors]
        durbin = spec.model in ("slx", "sdm", "sdem", "gns")
        return spatial_panel(
            self.panel,
            formula,
            None if spec.model in WITHOUT_WEIGHTS else self.weights[spec.weights],
            model=spec.model,
            effects=spec.effects,
            errors=OF_SPATIAL[spec.errors],
            where=where,
            lagged=lagged if durbin else None,
            correction=self.correction,
            collinear=self.collinear,
        )

    def on(self, outcome: np.ndarray) -> Common:
        """Return the same with another outcome, (T, N)."""
        return replace(self, panel=self.panel.with_columns({self.formula.outcome: outcome}))


@dataclass(frozen=True)
class Found:
    """What a specification gives; NaN and the reason in `refused` where it has no estimate."""

    estimate: float = np.nan
    se: float = np.nan
    p: float = np.nan
    low: float = np.nan
    high: float = np.nan
    nobs: int = 0
    N: int = 0
    T: int = 0
    refused: str = ""
    warned: tuple[str, ...] = ()
    omitted: tuple[tuple[str, str], ...] = ()


def found(common: Common, spec: Specification) -> Found:
    """Return the effect of interest in one specification, or why there is none."""
    try:
        fit = common.fit(spec)
        effect = effect_of(fit, common.key, common.effect)
    except GisplugError as problem:
        return Found(refused=problem.args[0] if problem.args else type(problem).__name__)
    N, T = (fit.units, fit.periods) if isinstance(fit, PanelFit) else (fit.N, fit.T)
    told = tuple(note.text for note in fit.report.warnings)
    return Found(**vars(effect), nobs=int(fit.nobs), N=N, T=T, warned=told, omitted=tuple(fit.omitted.items()))
