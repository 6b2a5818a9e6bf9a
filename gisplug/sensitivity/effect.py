"""The effect of interest, read alike from every kind of fit: a coefficient, or a direct, indirect or total effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.regression.results.panel import PanelFit
from gisplug.spatial.effects.average import average_effects
from gisplug.spatial.models.fit import SpatialFit

Effect = Literal["coefficient", "direct", "indirect", "total"]
EFFECTS: dict[Effect, str] = {
    "coefficient": "Coefficient",
    "direct": "Direct effect",
    "indirect": "Indirect effect",
    "total": "Total effect",
}

OF_UNITS: tuple[Effect, ...] = ("direct", "indirect", "total")
IN_SENTENCES: dict[Effect, str] = {
    "coefficient": message("coefficient"),
    "direct": message("direct effect"),
    "indirect": message("indirect effect"),
    "total": message("total effect"),
}


@dataclass(frozen=True)
class Estimated:
    """One number with its inference at 95 %."""

    estimate: float
    se: float
    p: float
    low: float
    high: float


def effect_of(fit: SpatialFit | PanelFit, variable: str, effect: Effect) -> Estimated:
    """Return the effect of a variable in a fit; errors of effects of spatial models by the delta method.

    The coefficient of a regression without spatial lags is its direct and its total effect.

    Raises
    ------
    ModelError
        If the variable is not in the fit, or the model has no indirect effect of it.
    """
    there = fit.formula.regressors if isinstance(fit, PanelFit) else fit.regressors
    if variable in fit.omitted or variable not in there:
        raise ModelError(message("{variable} is not in the model.", variable=variable))
    if effect == "indirect" and not has_spillover(fit, variable):
        raise ModelError(message("The model has no indirect effect of {variable}.", variable=variable))
    if effect == "coefficient" or isinstance(fit, PanelFit):
        row = fit.table().loc[variable]
    else:
        row = average_effects(fit, method="delta").frame.loc[(variable, effect)]
    return Estimated(*(float(row[name]) for name in ("estimate", "se", "p", "low", "high")))


def has_spillover(fit: SpatialFit | PanelFit, variable: str) -> bool:
    """Return whether a change of the variable in one unit can move others in the model."""
    return not isinstance(fit, PanelFit) and ("rho" in fit.params.index or variable in fit.lagged)
