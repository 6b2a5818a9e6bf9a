"""Parameters of a panel regression, which groups regression and policy declare, and the reading behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional, Union

from gisplug.core.declare import Param, Params
from gisplug.core.vocabulary import ERROR_STRUCTURES
from gisplug.tools.inputs import (
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

if TYPE_CHECKING:
    from gisplug.language.formula import Formula

REMOVED_EFFECTS = ("twoways", "unit", "time", "none")


def outcome_params() -> tuple[Param, ...]:
    """The panel and the variable to explain."""
    return (*panel_params(), field_param("outcome", "Outcome", "Column with the variable to explain."))


def regressors_param(label: str = "Regressors") -> Param:
    """The regressors that the question is about."""
    return fields_param(
        "regressors",
        label,
        "Columns whose coefficients the question is about; they stand first in the table.",
    )


def controls_params() -> tuple[Param, ...]:
    """Controls as columns and as terms."""
    return (
        fields_param("controls", "Controls", "Columns that are held constant.", optional=True),
        Param(
            "terms",
            "text",
            "Further terms",
            "More regressors made from columns, joined by commas: a^2 (power), a:b (product), lag(a), lag(a, 2), "
            "lead(a), diff(a), log(a), centred(a), standard(a), C(region) (a dummy for each level but one), trend.",
            optional=True,
            advanced=True,
        ),
    )


def removed_effects_param(choices: Sequence[str] = REMOVED_EFFECTS) -> Param:
    """Which effects are taken out."""
    return effects_param("Effects of units and periods that are taken out before the regression.", choices)


def errors_params(default: str = "unit") -> tuple[Param, ...]:
    """Which errors are allowed to be related."""
    return (
        choice_param(
            "errors",
            "Standard errors",
            "Clustered by unit, period or both ways, robust to heteroskedasticity (HC1), classical, or Driscoll-Kraay "
            "(robust to dependence across units and over time).",
            ERROR_STRUCTURES,
            default,
        ),
        field_param(
            "cluster",
            "Cluster field",
            "Column to cluster standard errors by, such as the province of a city. It overrides the choice above.",
            optional=True,
            advanced=True,
        ),
    )


def asked_params() -> tuple[Param, ...]:
    """Which rows are used, and what happens to controls that are not identified."""
    return where_param(), collinear_param()


def sample_params() -> tuple[Param, ...]:
    """`asked_params`, and winsorising."""
    return (
        *asked_params(),
        Param(
            "winsorise",
            "number",
            "Winsorised share",
            "Share at each end whose values are set to the quantile there: 0.01 for 1 percent. Nought leaves the "
            "data as they are.",
            default=0.0,
            minimum=0.0,
            maximum=0.25,
            advanced=True,
        ),
    )


def row_weights_param() -> Param:
    """Analytic weights."""
    return field_param(
        "row_weights",
        "Row weights",
        "Column of analytic weights, such as population: a row counts in proportion to it. Their scale has no effect.",
        optional=True,
        advanced=True,
    )


def parentheses_param() -> Param:
    """What stands in parentheses."""
    return choice_param(
        "parentheses",
        "In parentheses",
        "Whether standard errors or t statistics stand under the coefficients.",
        {"se": "Standard errors", "t": "t statistics"},
        "se",
        advanced=True,
    )


def draws_params(what: str, default: int) -> tuple[Param, ...]:
    """Number of random draws and their seed."""
    return draws_param(what, default), seed_param()


def absorb_param(help: str, *, advanced: bool = True) -> Param:
    """Groupings that are taken out beside units and periods."""
    return Param("absorb", "text", "Further fixed effects", help, optional=True, advanced=advanced)


def trends_param(examples: str) -> Param:
    """Groupings with trends of their own."""
    return Param(
        "trends",
        "text",
        "Group trends",
        f"Groupings whose groups get a linear trend of their own, joined by commas{examples}.",
        optional=True,
        advanced=True,
    )


def by_period_param(examples: str = "") -> Param:
    """Columns with a slope in every period."""
    return Param(
        "by_period",
        "text",
        "Variables times periods",
        f"Columns that get a slope of their own in every period, joined by commas{examples}.",
        optional=True,
        advanced=True,
    )


def merged_terms(*given: Union[str, Sequence[str], None]) -> list[str]:
    """Return the terms of several parameters, lists or texts, in order and without repetition."""
    found: list[str] = []
    for value in given:
        found += terms_of(value) if isinstance(value, str) else value or []
    return list(dict.fromkeys(found))


def terms_of(text: Optional[str]) -> list[str]:
    """Split "a^2, lag(b, 2); C(region)" at the commas and semicolons that stand outside parentheses."""
    from gisplug.language.lexer import split_outside

    return [part.strip() for part in split_outside(text or "", ",;，；") if part.strip()]


def formula_of(params: Params, key: Sequence[str]) -> Formula:
    """Return "outcome ~ key + controls", the controls without what is key already."""
    from gisplug.language.formula import Formula

    return Formula(params["outcome"], (*key, *controls_of(params, *key)))


def controls_of(params: Params, *others: str) -> list[str]:
    """Return what `controls_params` holds, without the `others` that the model has already."""
    return [term for term in merged_terms(params["terms"], params["controls"]) if term not in others]


def errors_of(params: Params) -> str:
    """Return the error structure asked for."""
    return str(params["cluster"] or params["errors"])


def asked_of(params: Params) -> dict[str, Any]:
    """Return what `asked_params` holds, as options of the estimators."""
    return {"where": params["where"], "collinear": params["collinear"]}


def sample_of(params: Params) -> dict[str, Any]:
    """Return what `sample_params` holds, as options of the estimators."""
    return {**asked_of(params), "winsorise": params["winsorise"]}


def fit_options(params: Params) -> dict[str, Any]:
    """Return effects, errors and sample, as options of the estimators."""
    return {"effects": params["effects"], "errors": errors_of(params), **sample_of(params)}


def weighted_options(params: Params) -> dict[str, Any]:
    """Return `fit_options` with what `row_weights_param` holds."""
    return {**fit_options(params), "row_weights": params["row_weights"]}
