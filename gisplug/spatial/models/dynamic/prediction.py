"""Predictions of dynamic models in another panel: from the outcome of the period before, or its prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.spatial.prediction import by_period_and_unit, of_units, period_effects, systematic

if TYPE_CHECKING:
    from gisplug.numbers.fits.fit import PanelLike
    from gisplug.spatial.models.dynamic.result import DynamicResult


def predicted_from_lags(fit: DynamicResult, panel: PanelLike) -> pd.Series:
    """Return predicted outcomes of another panel, index (period, unit): one step ahead where the outcome before is
    known, and further ahead from the prediction where it is empty. The first period has no lag, and is NaN; so are
    periods whose effect is not known, and what follows from them.

    Raises
    ------
    PanelError
        If the panel has one period, other steps than the fit, no outcome, lacks a unit or has missing values.
    """
    _check_steps(fit, panel)
    right = systematic(fit, panel) + fit.intercept + fit.mu.to_numpy() + period_effects(fit, panel.periods)[:, None]
    before = of_units(panel, fit.outcome, fit.ids)
    values = np.full(right.shape, np.nan)
    for t in range(1, len(right)):
        lag = np.where(np.isfinite(before[t - 1]), before[t - 1], values[t - 1])
        if t == 1 and not np.isfinite(lag).all():
            raise PanelError(
                message(
                    "{outcome} has missing values in {periods}, the period that predictions start from; "
                    "fill them, or begin a period later.",
                    outcome=fit.outcome,
                    periods=panel.periods[0],
                )
            )
        now = right[t] + fit.tau * lag
        if fit.eta and fit.w is not None:
            now = now + fit.eta * (fit.w.matrix @ lag)
        if np.isfinite(now).all():
            values[t] = now if fit.factor is None else fit.factor.solve(now[:, None])[:, 0]
    return by_period_and_unit(values, panel.periods, fit.ids, fit.outcome)


def _check_steps(fit: DynamicResult, panel: PanelLike) -> None:
    if len(panel.periods) < 2:
        raise PanelError("A dynamic model predicts from the period before; the panel has one period. Add it.")
    calendar, own = calendar_of(panel.periods), calendar_of(fit.periods)
    calendar.refuse_gaps("A dynamic prediction", "the panel")
    if (calendar.frequency, calendar.step) != (own.frequency, own.step):
        raise PanelError(
            message(
                "The model goes from one period to the next in steps of {in_words}, and the panel in "
                "steps of {in_words2}.",
                in_words=own.in_words,
                in_words2=calendar.in_words,
            )
        )
