"""What a model explains by what: columns to pick, or a formula that wins over them."""

from __future__ import annotations

from typing import Any, Optional

from gisplug.core.declare import Inputs, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import field_param, fields_param

FORMULA = (
    "Outcome and regressors, as in develop ~ agg + wage or log(gdp) ~ agg*wage + lag(agg, 2) + C(region) + W*agg. "
    "Names with spaces or signs stand in backticks; the constant is an option; effects are an option too, or stand "
    "after a bar: | unit + period."
)


def formula_param(help: str = FORMULA) -> Any:
    """Outcome and regressors as one text."""
    text = f"{help} It wins over the outcome and the regressors picked above."
    return param("text", "Formula", text, optional=True, advanced=True)


class FormulaPartsInputs(Inputs):
    """Outcome and regressors as columns, or as a formula."""

    outcome: Optional[str] = field_param(
        "Outcome", "Column with the variable to explain. It is needed where no formula is given.", optional=True
    )
    regressors: Optional[list[str]] = fields_param(
        "Regressors",
        "Columns that explain it, in the order of the table. They are needed where no formula is given.",
        optional=True,
    )
    formula: Optional[str] = formula_param()


def asked_formula(asked: FormulaPartsInputs, progress: Optional[Progress] = None) -> str:
    """Return the formula asked for, or the one that the columns make; that a formula wins over columns is told.

    Raises
    ------
    ParameterError
        If there is no formula, and outcome or regressors are absent.
    """
    from gisplug.language.tree import written_name

    if asked.formula:
        if progress is not None and (asked.outcome or asked.regressors):
            progress.info(
                message("The formula is used: {formula}. Outcome and regressors are not.", formula=asked.formula)
            )
        return asked.formula
    if not asked.outcome or not asked.regressors:
        raise ParameterError(
            "'outcome' (Outcome) and 'regressors' (Regressors) are needed, or a 'formula' (Formula) in their place."
        )
    return f"{written_name(asked.outcome)} ~ {' + '.join(map(written_name, asked.regressors))}"
