"""Predictions by the weights of each period: of the rows used, or of another panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.numbers.fits.finding import NotDefined
from gisplug.numbers.sparse.factors import factorise
from gisplug.spatial.models.time_varying.weights_by_period import Regime
from gisplug.spatial.prediction import by_period_and_unit, of_units, period_effects
from gisplug.spatial.result import lagged_name

if TYPE_CHECKING:
    from gisplug.numbers.fits.fit import PanelLike
    from gisplug.spatial.models.time_varying.result import VaryingResult


def predicted_by_period(fit: VaryingResult, panel: PanelLike | None = None) -> pd.Series:
    """Return predicted outcomes, index (period, unit): of the rows used, or of another panel; NaN where a unit is not
    present in the period, and in periods whose effect is not known.

    Raises
    ------
    NotDefined
        If a period of the panel has no weights.
    PanelError
        If the panel lacks a unit that its periods have, or has missing values in their rows.
    """
    if fit.by_period is None:
        raise NotDefined("This fit has no weights by period to predict by.")
    level = (0.0 if "const" in fit.params else fit.intercept) + fit.mu.to_numpy()
    if panel is None:
        right = fit.systematic + level + fit.xi.to_numpy()[:, None]
        for regime in fit.by_period.regimes if fit.rho else ():
            for t in regime.periods:
                right[t, regime.rows] = _spread(fit, regime, right[t, regime.rows])
        return by_period_and_unit(right, fit.periods, fit.ids, fit.outcome).dropna()
    regimes = _regimes(fit, panel)
    X = {name: of_units(panel, name, fit.ids) for name in fit.regressors}
    values = np.full((len(panel.periods), fit.N), np.nan)
    for t, (period, xi) in enumerate(zip(panel.periods, period_effects(fit, panel.periods), strict=True)):
        regime = regimes[t]
        right = level[regime.rows] + float(fit.params.get("const", 0.0)) + xi
        for name in fit.regressors:
            x = X[name][t, regime.rows]
            if not np.isfinite(x).all():
                lost = [fit.ids[i] for i in regime.rows[~np.isfinite(x)]]
                raise PanelError(
                    message(
                        "{name} has no value for {lost} in {period}; fill it, or leave the period out.",
                        name=name,
                        lost=some(lost),
                        period=period,
                    )
                )
            right = right + float(fit.params[name]) * x
            if name in fit.lagged:
                right = right + float(fit.params[lagged_name(name)]) * (regime.W @ x)
        if np.isfinite(xi):
            values[t, regime.rows] = _spread(fit, regime, right) if fit.rho else right
    return by_period_and_unit(values, panel.periods, fit.ids, fit.outcome)


def _spread(fit: VaryingResult, regime: Regime, right: np.ndarray) -> np.ndarray:
    """Return (I - rho W)^-1 of what stands on the right, of the units present (n,)."""
    return np.asarray(factorise(regime.W, fit.rho).solve(right[:, None])[:, 0])


def _regimes(fit: VaryingResult, panel: PanelLike) -> list[Regime]:
    """Return the weights of each period of the panel; one W of all units serves periods that were not fitted too."""
    known = fit.by_period.regimes if fit.by_period is not None else ()
    by_period = {str(fit.periods[t]): regime for regime in known for t in regime.periods}
    whole = known[0] if len(known) == 1 and len(known[0].rows) == fit.N else None
    lost = [str(p) for p in panel.periods if str(p) not in by_period]
    if lost and whole is None:
        raise NotDefined(
            message(
                "There are no weights for {lost}: weights belong to the periods, and to the units "
                "present in them, that they were given for. Predict periods of the fit.",
                lost=some(lost),
            )
        )
    return [by_period.get(str(p)) or known[0] for p in panel.periods]
