"""Predictions of spatial models: the reduced form (I - rho W)^-1 (X beta + W X theta + effects)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.language.terms import term_array
from gisplug.spatial.result import SpatialResult, lagged_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gisplug.core.vocabulary import Period
    from gisplug.language.columns import Columns
    from gisplug.numbers.fits.fit import PanelLike


def predicted(fit: SpatialResult, panel: PanelLike | None = None) -> pd.Series:
    """Return predicted outcomes, index (period, unit): of the rows used, or of another panel of the same units.

    The effects of periods that the fit has not seen are not known, so that their outcomes are NaN where the model has
    period effects.

    Raises
    ------
    PanelError
        If the panel lacks a unit, or has missing values.
    """
    if panel is None:
        right, periods, xi = fit.systematic, fit.periods, fit.xi.to_numpy()
    else:
        right, periods, xi = systematic(fit, panel), panel.periods, period_effects(fit, panel.periods)
    level = 0.0 if "const" in fit.params else fit.intercept
    right = right + level + fit.mu.to_numpy() + xi[:, None]
    known = np.isfinite(xi)
    values = np.full(right.shape, np.nan)
    values[known] = right[known] if fit.factor is None else fit.factor.solve(right[known].T).T
    return by_period_and_unit(values, periods, fit.ids, fit.outcome)


def by_period_and_unit(values: np.ndarray, periods: Sequence[Period], ids: Sequence[str], name: str) -> pd.Series:
    """Return values (T, N) as a Series, index (period, unit)."""
    index = pd.MultiIndex.from_product([list(periods), list(ids)], names=["period", "unit"])
    return pd.Series(values.reshape(-1), index=index, name=name)


def period_effects(fit: SpatialResult, periods: Sequence[Period]) -> np.ndarray:
    """Return the effects of periods (T,): NaN where the model has them and has not seen the period."""
    missing = 0.0 if not fit.xi.any() else np.nan
    return np.array([fit.xi.get(period, missing) for period in periods], dtype=float)


def of_units(panel: PanelLike, term: str, ids: Sequence[str]) -> np.ndarray:
    """Return a term of a panel, (T, N) in the order of `ids`.

    Raises
    ------
    PanelError
        If the panel lacks a unit.
    """
    place = {unit: i for i, unit in enumerate(panel.ids)}
    lost = [unit for unit in ids if unit not in place]
    if lost:
        raise PanelError(
            message(
                "A spatial model predicts all its {n} units together; the panel lacks {lost}. Give all units.",
                n=len(ids),
                lost=some(lost),
            )
        )
    return np.asarray(term_array(cast("Columns", panel), term)[:, [place[unit] for unit in ids]])


def systematic(fit: SpatialResult, panel: PanelLike) -> np.ndarray:
    """Return X beta + W X theta of another panel, (T, N) in the order of the fit's units.

    Raises
    ------
    PanelError
        If the panel lacks a unit, or has missing values.
    """
    total = np.full((len(panel.periods), fit.N), float(fit.params.get("const", 0.0)))
    for name in fit.regressors:
        x = of_units(panel, name, fit.ids)
        if not np.isfinite(x).all():
            raise PanelError(
                message(
                    "{name} has missing values in the panel to predict; fill them, or leave periods out.", name=name
                )
            )
        total = total + float(fit.params[name]) * x
        if name in fit.lagged and fit.w_x is not None:
            total = total + float(fit.params[lagged_name(name)]) * (fit.w_x.matrix @ x.T).T
    return total
