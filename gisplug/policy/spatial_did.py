"""Difference-in-differences with spillovers to neighbours through spatial weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.evidence import Report
from gisplug.core.progress import SILENT, Progress
from gisplug.language.formula import Formula
from gisplug.panel.frame import Panel
from gisplug.policy.adoption import adoption, with_columns
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel

if TYPE_CHECKING:
    from gisplug.spatial.models.fit import SpatialFit
    from gisplug.weights.weights import Weights


@dataclass(frozen=True)
class SpatialDid:
    """Effects of a policy on treated units and, through W, on their neighbours.

    Attributes
    ----------
    fits : mapping of model name to SpatialFit (SLX and the spatial Durbin model)
    effects : DataFrame, index (model, variable, effect): direct, indirect, total of the policy
    exposure : (T, N) share of neighbours under the policy
    """

    fits: dict[str, SpatialFit]
    effects: pd.DataFrame
    exposure: np.ndarray = field(repr=False)
    report: Report = field(default_factory=Report, repr=False)


def spatial_did(
    panel: Panel,
    outcome: str,
    policy: str,
    w: Weights,
    controls: Sequence[str] = (),
    *,
    models: Sequence[str] = ("slx", "sar", "sdm"),
    effects: str = "twoways",
    correction: str = "auto",
    lag_controls: bool = False,
    draws: int = 1000,
    seed: int = 1,
    progress: Progress = SILENT,
) -> SpatialDid:
    """Fit y = rho W y + beta D + theta W D + controls with effects, by `spatial_panel`.

    The direct effect includes what returns to a treated unit; the indirect effect is the spillover to its neighbours.

    Parameters
    ----------
    models : of "ols", "slx", "sar", "sdm", "sdem".
    lag_controls : gives the controls spatial lags too.
    draws, seed : of the simulated errors of the effects.

    Raises
    ------
    ModelError
        If nobody is treated, or a model is not identified.
    JoinError
        If W lacks a unit.
    """
    made = adoption(panel, policy)
    wide = with_columns(panel, {"Policy": made.treated.astype(float)})
    formula = Formula(outcome, ("Policy", *controls))
    lagged = ["Policy", *(controls if lag_controls else ())]
    fits: dict[str, SpatialFit] = {}
    frames = {}
    for at, model in enumerate(models):
        progress.update(at / len(models), f"Model {model.upper()}")
        progress.check()
        has = model in ("slx", "sdm", "sdem")
        fit = spatial_panel(
            wide, formula, w, model=model, effects=effects, correction=correction, lagged=lagged if has else None
        )
        fits[model.upper()] = fit
        frames[model.upper()] = fit.effects(draws=draws, seed=seed)
    found = pd.concat(frames, names=["model"])
    exposure = np.asarray((w.align(panel.ids).matrix @ made.treated.T.astype(float)).T)
    return SpatialDid(fits, found, exposure, made.report)
