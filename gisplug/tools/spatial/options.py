"""Parameters that make up a spatial model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Param, Params
from gisplug.core.vocabulary import EFFECT_NAMES, SPATIAL_MODELS
from gisplug.tools.inputs import (
    Choices,
    choice_param,
    collinear_param,
    draws_param,
    effects_param,
    field_param,
    fields_param,
    panel_params,
    seed_param,
    where_param,
)
from gisplug.tools.weights_inputs import weights_params

if TYPE_CHECKING:
    from gisplug.spatial.sample import SampleOptions

WITHOUT_SPILLOVERS = ("sem", "ols")
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


def formula_param() -> Param:
    """Outcome and regressors."""
    return Param(
        "formula",
        "text",
        "Formula",
        "Outcome and regressors, as in develop ~ agg + wage or log(gdp) ~ agg*wage + lag(agg, 2) + C(region) + W*agg. "
        "Names with spaces or signs stand in backticks; the constant is an option; effects are an option too, or stand "
        "after a bar: | unit + period.",
    )


def model_param(help: str = WHICH_LAGS, choices: Optional[Choices] = None, default: str = "sdm") -> Param:
    """Which spatial lags the model has; all of them may be chosen where `choices` is left out."""
    return choice_param("model", "Model", help, choices or menu_of(*SPATIAL_MODELS), default)


def menu_of(*models: str) -> dict[str, str]:
    """Return some spatial models, in this order, with the words that menus show for them."""
    named: dict[str, str] = dict(SPATIAL_MODELS.items())
    return {model: named[model] for model in models}


def fixed_effects_param() -> Param:
    """Fixed effects."""
    return effects_param("Which fixed effects the model has: none, unit, period, or both.", EFFECT_NAMES)


def correction_param(help: str, choices: Choices, default: str, label: str = "Correction for fixed effects") -> Param:
    """What is done about the many fixed effects."""
    return choice_param("correction", label, help, choices, default, advanced=True)


def lagged_param() -> Param:
    """The regressors that enter as W x."""
    return fields_param(
        "lagged",
        "Spatially lagged regressors",
        "Regressors whose spatial lag W x is in Durbin models. All of them are lagged where it is left empty.",
        optional=True,
        advanced=True,
    )


def sample_params() -> tuple[Param, ...]:
    """Which regressors are lagged, which rows are used, and what happens to terms that are not identified."""
    return lagged_param(), where_param(), collinear_param()


def sample_options(params: Params) -> SampleOptions:
    """Read what `sample_params` declares."""
    return {"lagged": params["lagged"], "where": params["where"], "collinear": params["collinear"]}


def draws_params() -> tuple[Param, ...]:
    """Simulation of effects."""
    return (
        draws_param("random draws for the standard errors of the effects", 1000, least=100, most=None, advanced=True),
        seed_param("Seed of the random draws; the same seed gives the same numbers."),
    )


def variable_param(help: str) -> Param:
    """One of the regressors."""
    return field_param("variable", "Variable", f"{help} It must be in the formula.")


def other_weights_param(name: str, label: str, lags: str) -> Param:
    """Weights that replace the spatial weights in some of the lags."""
    return Param(
        name,
        "weights",
        label,
        f"Other weights for the spatial {lags}. The spatial weights above are used where it is left empty.",
        optional=True,
        advanced=True,
    )


def model_params(*, spillovers: bool = False) -> tuple[Param, ...]:
    """Panel, formula, weights and what makes up the model; `spillovers` leaves out models without them."""
    kept = [model for model in SPATIAL_MODELS if not (spillovers and model in WITHOUT_SPILLOVERS)]
    return (
        *panel_params(),
        formula_param(),
        *weights_params(),
        model_param(choices=menu_of(*kept)),
        fixed_effects_param(),
        correction_param(
            "What is done about the many fixed effects. Automatic takes the Lee-Yu transformation, and its bias "
            "correction where period effects meet weights whose rows do not sum to one; none is the direct approach "
            "of most programs.",
            LEE_YU,
            "auto",
        ),
        *sample_params(),
        other_weights_param("weights_x", "Weights of the regressors", "lags of the regressors"),
        other_weights_param("weights_error", "Weights of the error", "lag of the error"),
        choice_param(
            "errors",
            "Standard errors",
            "How standard errors are found. Automatic takes the expected information up to 1,000 units and the "
            "observed information above; the others are robust to errors that are not normal, correlated within "
            "units, or correlated across units and over time.",
            SPATIAL_ERRORS,
            "auto",
            advanced=True,
        ),
    )
