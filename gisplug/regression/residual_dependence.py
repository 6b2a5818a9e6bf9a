"""Pesaran's CD test of the residuals of a panel regression, with a null that knows its regressors and effects."""

from __future__ import annotations

import numpy as np

from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.progress import SILENT, Progress
from gisplug.numbers.orthogonal import span
from gisplug.panel.testing.dependence import DependenceTests, decided, filtered, tested
from gisplug.regression.fixed_effects import PanelFit
from gisplug.regression.reading import weighted_residuals


def residual_dependence(
    fit: PanelFit, lags: int = 0, *, simulations: int = 499, seed: int | None = 1, progress: Progress = SILENT
) -> DependenceTests:
    """Test whether the residuals of a regression are independent between units, by Pesaran's CD.

    p_sim draws independent errors and regresses them on the same regressors and effects. With period effects the
    residuals of each period add up to nought and correlate at -1 / (N - 1) on average, so that the normal p means
    nothing there (Juodis & Reese 2022) and p_sim is the one to go by.

    Parameters
    ----------
    lags : own lags that each unit's residuals are regressed on first, where they are autocorrelated

    Returns
    -------
    DependenceTests
        With one row, named "residuals of " the outcome.

    Raises
    ------
    PanelError
        If no two units share enough periods.
    """
    sample = fit.sample
    if lags:
        calendar_of(sample.panel.periods, sample.panel.name).refuse_gaps("A regression on own lags", sample.panel.name)
    root = np.ones(sample.n) if sample.weights is None else np.sqrt(sample.weights)
    N = sample.panel.N
    regressors = weighted_residuals(sample.columns[:, 1:], fit.taken, sample.weights)
    if "Constant" in fit.estimates.index:
        regressors = root[:, None] * np.column_stack([sample.columns[:, 1:], np.ones(sample.n)])
    Q = span(regressors)

    def arranged(values: np.ndarray) -> np.ndarray:
        out = np.full(sample.panel.T * N, np.nan)
        out[sample.rows] = values
        wide = out.reshape(sample.panel.T, N)
        return filtered(wide[:, np.isfinite(wide).any(axis=0)], lags)

    def draw(rng: np.random.Generator) -> np.ndarray:
        noise = rng.standard_normal((sample.n, 1)) / root[:, None]
        if "Constant" in fit.estimates.index:
            e = root * noise[:, 0]
        else:
            e = weighted_residuals(noise, fit.taken, sample.weights)[:, 0]
        return arranged((e - Q @ (Q.T @ e)) / root)

    e = arranged(fit.residuals)
    name = message("residuals of {outcome}", outcome=fit.outcome)
    row, notes = tested(e, draw, (name, None), (simulations, seed, progress))
    if fit.effects in ("time", "twoways"):
        text = (
            "With period effects the residuals of a period add up to nought, and units correlate by construction: the "
            "normal p has no meaning. Go by p_sim, which knows the effects."
        )
        notes = [Note(INFO, "dependence-period-effects", text), *notes]
    row |= {"n": e.shape[1], "t": fit.periods}
    return DependenceTests(decided([row], simulations), lags, simulations, seed, Report(tuple(notes)))
