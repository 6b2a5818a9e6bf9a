"""A spatial fit made again: on fewer units or periods, or with another W, everything else the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers.fits.repeat import call_of
from gisplug.panel.model_frame import model_frame
from gisplug.spatial.effects.average import average_effects
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.result import lagged_name

if TYPE_CHECKING:
    from gisplug.language.formula import Formula
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

COLUMNS = ["estimate", "se", "p", "low", "high"]
WEIGHTS = ("weights", "w_x", "w_e")


@dataclass(frozen=True)
class Refit:
    """How a spatial model was fitted.

    Attributes
    ----------
    panel : the rows used, every term a column
    formula, options : of `spatial_panel`; the options without weights, formula and rows
    weights : those that it was given ("weights", "w_x", "w_e"), of the units of `panel`
    """

    panel: Panel
    formula: Formula
    weights: Mapping[str, Weights]
    options: Mapping[str, Any]

    def on(self, panel: Panel) -> SpatialFit:
        """Return the fit to some units or periods of the panel; W without the others is normalised anew.

        Raises
        ------
        GisplugError
            As `spatial_panel`.
        """
        weights: dict[str, Any] = {name: w.align(panel.ids, drop="any") for name, w in self.weights.items()}
        return spatial_panel(panel, self.formula, **weights, **self.options)

    def under(self, w: Weights) -> SpatialFit:
        """Return the fit with another W in the place of the first.

        Raises
        ------
        GisplugError
            As `spatial_panel`.
        """
        weights: dict[str, Any] = {**self.weights, "weights": w}
        return spatial_panel(self.panel, self.formula, **weights, **self.options)


def refit_of(fit: SpatialFit) -> Refit:
    """Return how a fit of `spatial_panel` with fixed effects or none was made.

    Raises
    ------
    ModelError
        If it was made otherwise.
    """
    call = call_of(fit)
    if call.name != "spatial_panel" or fit.effects_form == "random" or not isinstance(fit, SpatialFit):
        raise ModelError(
            message(
                "This takes fits of spatial_panel with fixed effects or none; {name} made this one.", name=call.name
            )
        )
    options = dict(call.options)
    panel, where = call.panel, options.pop("where", None)
    asked = options.pop("effects")
    frame = model_frame(panel, options.pop("formula"), where=where, effects=asked)
    used = frame.balanced()
    weights = {
        name: w.align(used.ids, left_out=panel.ids) for name in WEIGHTS if (w := options.pop(name, None)) is not None
    }
    plain = replace(frame.formula, groups=None)
    return Refit(used, plain, weights, {**options, "effects": frame.effects})


def numbers_of(fit: SpatialFit) -> pd.DataFrame:
    """Return coefficients, spatial parameters and effects (errors by the delta method), index (variable, quantity):
    estimate, se, p, low, high.
    """
    table = fit.table()
    rows = {(name, "coefficient"): name for name in fit.regressors}
    rows |= {(name, "lag"): lagged_name(name) for name in fit.lagged}
    rows |= {(name, "coefficient"): name for name in ("rho", "lam") if name in table.index}
    made = table.loc[list(rows.values()), COLUMNS]
    made.index = pd.MultiIndex.from_tuples(list(rows), names=["variable", "quantity"])
    effects = average_effects(fit, method="delta").frame[COLUMNS]
    effects.index = effects.index.set_names(["variable", "quantity"])
    return pd.concat([made, effects])
