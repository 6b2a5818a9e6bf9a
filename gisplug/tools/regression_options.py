"""Parameters of a panel regression, which groups regression and policy declare, and the reading behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional, Union

from gisplug.core.declare import Param, Params
from gisplug.core.vocabulary import ERROR_STRUCTURES
from gisplug.tools.inputs import (
    choice_param,
    draws_param,
    effects_param,
    field_param,
    fields_param,
    panel_params,
    seed_param,
    split_list,
)

if TYPE_CHECKING:
    import numpy as np

    from gisplug.panel.frame import Panel

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
            "More regressors made from columns, joined by commas: a^2 (power), a:b (product), L.a and L2.a (lags), "
            "F.a (lead), D.a (difference), ln(a), centred(a), standard(a), trend.",
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


def rows_param() -> Param:
    """Which rows are used."""
    return Param(
        "rows",
        "text",
        "Rows used",
        "Conditions joined by semicolons that rows must fulfil, such as: period >= 2012; region in east, west; "
        "unit not in 110000.",
        optional=True,
        advanced=True,
    )


def sample_params() -> tuple[Param, ...]:
    """Which rows are used, and winsorising."""
    return (
        rows_param(),
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
        found += split_list(value) if isinstance(value, str) else value or []
    return list(dict.fromkeys(found))


def controls_of(params: Params, *others: str) -> list[str]:
    """Return what `controls_params` holds, without the `others` that the model has already."""
    return [term for term in merged_terms(params["terms"], params["controls"]) if term not in others]


def errors_of(params: Params) -> str:
    """Return the error structure asked for."""
    return str(params["cluster"] or params["errors"])


def rows_of(panel: Panel, params: Params) -> Optional[np.ndarray]:
    """Return the rows asked for, (T * N,) of bool; None where all are."""
    from gisplug.language.conditions import chosen_rows

    return chosen_rows(panel, params["rows"])


def sample_of(panel: Panel, params: Params) -> dict[str, Any]:
    """Return what `sample_params` holds, as options of the estimators."""
    return {"where": rows_of(panel, params), "winsorise": params["winsorise"]}


def fit_options(panel: Panel, params: Params) -> dict[str, Any]:
    """Return effects, errors and sample, as options of the estimators."""
    return {"effects": params["effects"], "errors": errors_of(params), **sample_of(panel, params)}
