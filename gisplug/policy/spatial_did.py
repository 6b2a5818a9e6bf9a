"""Difference-in-differences with spillovers to neighbours through spatial weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known
from gisplug.language.formula import Formula
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.repeat import repeatable
from gisplug.panel.frame import Panel
from gisplug.policy.adoption import policy_and_controls
from gisplug.policy.rows import AskedOptions, policy_frame, policy_panel, with_columns
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.sample import refuse_groups

if TYPE_CHECKING:
    from gisplug.weights.weights import Weights


@dataclass(frozen=True, repr=False, eq=False)
class SpatialDid(Fits[str, SpatialFit]):
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

    key = "model"

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message("Spatial difference-in-differences: {outcome}", outcome=next(iter(self.fits.values())).outcome)

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return direct, indirect and total effects, index (model, variable, effect), by their heading."""
        return {"Effects": self.effects}


class SpatialDidOptions(AskedOptions, total=False):
    """Further options of `spatial_did`.

    Attributes
    ----------
    correction : as in `spatial_panel`
    where : rows used, whole units and periods
    """

    correction: str


@repeatable
def spatial_did(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    *,
    models: Sequence[str] = ("slx", "sar", "sdm"),
    effects: str = "twoways",
    draws: int = 1000,
    seed: int = 1,
    progress: Progress = SILENT,
    **options: Unpack[SpatialDidOptions],
) -> SpatialDid:
    """Fit y = rho W y + beta D + theta W D + controls with effects, by `spatial_panel`.

    The direct effect includes what returns to a treated unit; the indirect effect is the spillover to its neighbours.

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
        The policy is a 0/1 column that switches on, or holds the first treated period. Its spatial lag is always
        there; controls have theirs where the formula names them, as in ``y ~ policy + x + W*x``.
    models : of "ols", "slx", "sar", "sdm", "sdem".
    draws, seed : of the simulated errors of the effects.
    options : `correction`, `where` and `collinear`, as in `SpatialDidOptions`

    Raises
    ------
    ModelError
        If nobody is treated, or a model is not identified.
    JoinError
        If W lacks a unit.
    """
    known(options, SpatialDidOptions, "spatial_did")
    read = policy_frame(panel, formula, options.get("where"), effects, lags=True)
    refuse_groups(read)
    (used, made, told), (_, controls) = policy_panel(read), policy_and_controls(read.formula)
    w = weights.align(used.ids, left_out=panel.ids)
    wide = with_columns(used, {"Policy": made.treated.astype(float)})
    plain = Formula(read.formula.outcome, ("Policy", *controls))
    lagged = ["Policy", *(c for c in controls if c in (read.formula.lagged or ()))]
    fits: dict[str, SpatialFit] = {}
    frames = {}
    for at, model in enumerate(models):
        progress.update(at / len(models), message("Model {model}", model=model.upper()))
        progress.check()
        has = model in ("slx", "sdm", "sdem")
        fit = spatial_panel(
            wide,
            plain,
            w,
            model=model,
            effects=read.effects,
            correction=options.get("correction", "auto"),
            lagged=lagged if has else None,
            collinear=options.get("collinear", "refuse"),
        )
        if why := fit.omitted.get("Policy"):
            raise ModelError(
                message(
                    "The effect of the policy is not identified in the model {model}: it {why}.",
                    model=model.upper(),
                    why=why,
                )
            )
        fits[model.upper()] = fit
        frames[model.upper()] = fit.effects(draws=draws, seed=seed)
    found = pd.concat(frames, names=["model"])
    exposure = np.asarray((w.matrix @ made.treated.T.astype(float)).T)
    return SpatialDid(fits, found, exposure, told + w.dropped)
