"""Inputs that make up a spatial model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import Inputs, param
from gisplug.core.vocabulary import EFFECT_NAMES, LAG_E, LAG_X, LAG_Y, SPATIAL_MODELS, Effects, SpatialModel
from gisplug.tools.formula_inputs import FormulaPartsInputs
from gisplug.tools.inputs import (
    Choices,
    SampleInputs,
    choice_param,
    draws_param,
    effects_param,
    field_param,
    fields_param,
    seed_param,
)
from gisplug.tools.panel_inputs import PanelInputs
from gisplug.tools.weights_inputs import AlignedInputs

if TYPE_CHECKING:
    from gisplug.spatial.sample import SampleOptions

WITHOUT_SPILLOVERS = ("sem", "ols")
WITH_DETERMINANT = tuple(model for model in SPATIAL_MODELS if model in LAG_Y or model in LAG_E)
WITH_EFFECTS = ("unit", "time", "twoways")
WHICH_LAGS = "Which spatial lags the model has: of the outcome, of the regressors, of the error, or several of them."
LEE_YU = {
    "auto": "Automatic",
    "transform": "Lee-Yu transformation",
    "bias": "Lee-Yu bias correction",
    "none": "None (direct)",
}
SPATIAL_ERRORS = {
    "auto": "Automatic",
    "expected": "Expected information",
    "observed": "Observed information",
    "sandwich": "Sandwich (not normal)",
    "cluster": "Clustered by unit",
    "driscoll-kraay": "Driscoll-Kraay",
}


def model_param(help: str = WHICH_LAGS, choices: Optional[Choices] = None, default: str = "sdm") -> Any:
    """Which spatial lags the model has; all of them may be chosen where `choices` is left out."""
    return choice_param("Model", help, choices or menu_of(*SPATIAL_MODELS), default)


def menu_of(*models: str) -> dict[str, str]:
    """Return some spatial models, in this order, with the words that menus show for them."""
    named: dict[str, str] = dict(SPATIAL_MODELS.items())
    return {model: named[model] for model in models}


def fixed_effects_param() -> Any:
    """Fixed effects."""
    return effects_param("Which fixed effects the model has: none, unit, period, or both.", EFFECT_NAMES)


def correction_param(help: str, choices: Choices, default: str, label: str = "Correction for fixed effects") -> Any:
    """What is done about the many fixed effects."""
    return choice_param(label, help, choices, default, advanced=True, applies_when=({"effects": WITH_EFFECTS},))


def effect_draws_param() -> Any:
    """How many random draws the errors of effects are made of."""
    return draws_param("random draws for the standard errors of the effects", 1000, least=100, most=None, advanced=True)


def effect_seed_param() -> Any:
    """Where these draws start."""
    return seed_param("Seed of the random draws; the same seed gives the same numbers.")


def lagged_param(**more: Any) -> Any:
    """The regressors that enter as W x."""
    return fields_param(
        "Spatially lagged regressors",
        "Regressors whose spatial lag W x is in Durbin models. All of them are lagged where it is left empty.",
        among="regressors",
        optional=True,
        advanced=True,
        **more,
    )


def variable_param(help: str) -> Any:
    """One of the regressors."""
    return field_param("Variable", f"{help} It must be one of the regressors.", among="regressors")


def other_weights_param(label: str, lags: str, models: tuple[str, ...]) -> Any:
    """Weights that replace the spatial weights in some of the lags."""
    return param(
        "weights",
        label,
        f"Other weights for the spatial {lags}. The spatial weights above are used where it is left empty.",
        optional=True,
        advanced=True,
        applies_when=({"model": models},),
    )


class LaggedInputs(Inputs, after=True):
    """The regressors that enter as W x."""

    lagged: Optional[list[str]] = lagged_param()


class SpatialSampleInputs(LaggedInputs, SampleInputs, after=True):
    """Which regressors are lagged, which rows are used, and what happens to terms that are not identified."""


class ModelSampleInputs(SpatialSampleInputs, after=True):
    """`SpatialSampleInputs` beside a choice of the model."""

    lagged: Optional[list[str]] = lagged_param(applies_when=({"model": LAG_X},))


def log_determinant_param(**more: Any) -> Any:
    """The choice of how the log-determinant is found."""
    return choice_param(
        "Log-determinant",
        "How the log-determinant of the likelihood is found. Exact is exact to rounding; random vectors need less time "
        "and memory for very many units, and the error they leave in the spatial coefficient, under a tenth of its "
        "standard error, is told with the result. Automatic is exact up to 300,000 units.",
        {"auto": "Automatic", "exact": "Exact", "probes": "Random vectors"},
        "auto",
        advanced=True,
        **more,
    )


class EffectDrawsInputs(Inputs, after=True):
    """Simulation of effects."""

    draws: int = effect_draws_param()
    seed: int = effect_seed_param()


class PanelFormulaInputs(PanelInputs, FormulaPartsInputs):
    """Panel, outcome and regressors."""


class FormulaInputs(PanelFormulaInputs, AlignedInputs):
    """Panel, formula and spatial weights."""


class ModelInputs(FormulaInputs, ModelSampleInputs):
    """Panel, formula, weights and what makes up the model."""

    model: SpatialModel = model_param()
    effects: Effects = fixed_effects_param()
    correction: Literal["auto", "transform", "bias", "none"] = correction_param(
        "What is done about the many fixed effects. Automatic takes the Lee-Yu transformation, and its bias "
        "correction where period effects meet weights whose rows do not sum to one; none is the direct approach "
        "of most programs.",
        LEE_YU,
        "auto",
    )
    weights_x: Optional[str] = other_weights_param("Weights of the regressors", "lags of the regressors", LAG_X)
    weights_error: Optional[str] = other_weights_param("Weights of the error", "lag of the error", LAG_E)
    errors: Literal["auto", "expected", "observed", "sandwich", "cluster", "driscoll-kraay"] = choice_param(
        "Standard errors",
        "How standard errors are found. Automatic takes the expected information up to 1,000 units and the "
        "observed information above; the others are robust to errors that are not normal, correlated within "
        "units, or correlated across units and over time.",
        SPATIAL_ERRORS,
        "auto",
        advanced=True,
    )
    log_determinant: Literal["auto", "exact", "probes"] = log_determinant_param(
        applies_when=({"model": WITH_DETERMINANT},)
    )


class SpilloverModelInputs(ModelInputs):
    """`ModelInputs` of models with spillovers."""

    model: SpatialModel = model_param(choices=menu_of(*(m for m in SPATIAL_MODELS if m not in WITHOUT_SPILLOVERS)))


def sample_options(asked: SpatialSampleInputs) -> SampleOptions:
    """Read what `SpatialSampleInputs` declares."""
    return {"lagged": asked.lagged, "where": asked.where, "collinear": asked.collinear}
