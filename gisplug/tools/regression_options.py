"""Inputs of a panel regression, which groups regression and policy declare, and the reading behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional, Protocol

from gisplug.core.declare import NOT_GIVEN, Inputs, param
from gisplug.core.vocabulary import EFFECT_NAMES, ERROR_STRUCTURES, Effects, ErrorStructure, Under
from gisplug.tools.inputs import (
    Choices,
    SampleInputs,
    choice_param,
    choices_param,
    effects_param,
    field_param,
    fields_param,
    merged_terms,
)
from gisplug.tools.panel_inputs import PanelInputs

if TYPE_CHECKING:
    from gisplug.language.formula import Formula

MORE_GROUPINGS = "More groupings to take out, joined by commas; a colon combines two, such as region:period."


def regressors_param(label: str = "Regressors") -> Any:
    """The regressors that the question is about."""
    return fields_param(label, "Columns whose coefficients the question is about; they stand first in the table.")


def removed_effects_param(choices: Sequence[str] = ("twoways", "unit", "time", "none"), **more: Any) -> Any:
    """Which effects are taken out."""
    text = "Effects of units and periods that are taken out before the regression."
    return effects_param(text, {name: EFFECT_NAMES[name] for name in choices}, **more)


def errors_param(default: str = "unit", choices: Choices = ERROR_STRUCTURES, more: str = "") -> Any:
    """Which errors are allowed to be related; `more` says what further choices mean."""
    return choice_param(
        "Standard errors",
        "Clustered by unit, period or both ways, robust to heteroskedasticity (HC1), classical, or "
        f"Driscoll-Kraay (robust to dependence across units and over time).{more}",
        choices,
        default,
        applies_when=({"cluster": NOT_GIVEN},),
    )


def winsorise_param(what: str = "") -> Any:
    """Share of values that are pulled in; `what` says of what."""
    return param(
        "number",
        "Winsorised share",
        f"Share at each end whose values{what} are set to the quantile there: 0.01 for 1 percent. "
        "Nought leaves the data as they are.",
        0.0,
        minimum=0.0,
        maximum=0.25,
        advanced=True,
    )


def absorb_param(help: str = MORE_GROUPINGS, *, advanced: bool = True) -> Any:
    """Groupings that are taken out beside units and periods."""
    return param("text", "Further fixed effects", help, optional=True, advanced=advanced)


def trends_param(examples: str = ": unit, or a column such as region") -> Any:
    """Groupings with trends of their own."""
    return param(
        "text",
        "Group trends",
        f"Groupings whose groups get a linear trend of their own, joined by commas{examples}.",
        optional=True,
        advanced=True,
    )


def by_period_param(examples: str = "") -> Any:
    """Columns with a slope in every period."""
    return param(
        "text",
        "Variables times periods",
        f"Columns that get a slope of their own in every period, joined by commas{examples}.",
        optional=True,
        advanced=True,
    )


class OutcomeInputs(PanelInputs):
    """The panel and the variable to explain."""

    outcome: str = field_param("Outcome", "Column with the variable to explain.")


class RegressorsInputs(OutcomeInputs):
    """Outcome, and the regressors that the question is about."""

    regressors: list[str] = regressors_param()


class ControlsInputs(Inputs):
    """Controls as columns and as terms."""

    controls: Optional[list[str]] = fields_param("Controls", "Columns that are held constant.", optional=True)
    terms: Optional[str] = param(
        "text",
        "Further terms",
        "More regressors made from columns, joined by commas: a^2 (power), a:b (product), lag(a), lag(a, 2), "
        "lead(a), diff(a), log(a), centred(a), standard(a), C(region) (a dummy for each level but one), trend.",
        optional=True,
        advanced=True,
    )


class EffectsInputs(Inputs, after=True):
    """Which effects are taken out."""

    effects: Effects = removed_effects_param()


class ErrorsInputs(Inputs, after=True):
    """Which errors are allowed to be related."""

    errors: ErrorStructure = errors_param()
    cluster: Optional[str] = field_param(
        "Cluster field",
        "Column to cluster standard errors by, such as the province of a city. It overrides the choice above.",
        optional=True,
        advanced=True,
    )


class WinsorisedInputs(SampleInputs, after=True):
    """Which rows are used, what happens to terms that are not identified, and winsorising."""

    winsorise: float = winsorise_param()


class RowWeightsInputs(Inputs, after=True):
    """Analytic weights."""

    row_weights: Optional[str] = field_param(
        "Row weights",
        "Column of analytic weights, such as population: a row counts in proportion to it. Their scale has no effect.",
        optional=True,
        advanced=True,
    )


class ParenthesesInputs(Inputs, after=True):
    """What stands in parentheses."""

    parentheses: Under = choice_param(
        "In parentheses",
        "Whether standard errors or t statistics stand under the coefficients.",
        {"se": "Standard errors", "t": "t statistics"},
        "se",
        advanced=True,
    )


class FurtherRowsInputs(Inputs, after=True):
    """Rows that papers print beside those that are always there."""

    rows: list[str] = choices_param(
        "Further rows",
        "The constant of the average unit and period, as xtreg, areg and reghdfe print it, or that of the first "
        "period, as xtreg with dummies of periods; adjusted R2; and R2 after unit effects alone, where the effects of "
        "periods count as regressors (within R2 of xtreg with dummies of periods).",
        {
            "constant": "Constant",
            "first_constant": "Constant of the first period",
            "adjusted_r2": "Adjusted R2",
            "unit_r2": "R2 within units",
        },
        [],
    )


class FitInputs(EffectsInputs, ErrorsInputs, WinsorisedInputs, after=True):
    """Effects, errors and sample of a regression."""


class WeightedFitInputs(FitInputs, RowWeightsInputs, after=True):
    """Effects, errors, sample and analytic weights of a regression."""


class RegressorInputs(OutcomeInputs):
    """Outcome, and the regressor that the question is about."""

    regressor: str = field_param("Regressor", "Column whose effect the question is about.")


class Explained(Protocol):
    """An outcome and what is held constant."""

    outcome: str
    controls: Optional[list[str]]
    terms: Optional[str]


def formula_of(asked: Explained, key: Sequence[str]) -> Formula:
    """Return "outcome ~ key + controls", the controls without what is key already."""
    from gisplug.language.formula import Formula

    return Formula(asked.outcome, (*key, *controls_of(asked, *key)))


def controls_of(asked: Explained, *others: str) -> list[str]:
    """Return what `ControlsInputs` holds, without the `others` that the model has already."""
    return [term for term in merged_terms(asked.terms, asked.controls) if term not in others]


def errors_of(asked: ErrorsInputs) -> str:
    """Return the error structure asked for."""
    return str(asked.cluster or asked.errors)


def asked_of(asked: SampleInputs) -> dict[str, Any]:
    """Return what `SampleInputs` holds, as options of the estimators."""
    return {"where": asked.where, "collinear": asked.collinear}


def sample_of(asked: WinsorisedInputs) -> dict[str, Any]:
    """Return what `WinsorisedInputs` holds, as options of the estimators."""
    return {**asked_of(asked), "winsorise": asked.winsorise}


def fit_options(asked: FitInputs) -> dict[str, Any]:
    """Return effects, errors and sample, as options of the estimators."""
    return {"effects": asked.effects, "errors": errors_of(asked), **sample_of(asked)}


def weighted_options(asked: WeightedFitInputs) -> dict[str, Any]:
    """Return `fit_options` with the analytic weights."""
    return {**fit_options(asked), "row_weights": asked.row_weights}
