"""Tool: an effect that depends on a moderator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import field_param, fields_param, load_panel
from gisplug.tools.regression_options import (
    controls_params,
    errors_params,
    formula_of,
    outcome_params,
    parentheses_param,
    removed_effects_param,
    row_weights_param,
    sample_params,
    weighted_options,
)
from gisplug.tools.regression_results import estimates_of, save_estimates, side_by_side, table_outputs
from gisplug.tools.results import axes_in_a_row, save_figure, save_paper, tell, written

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.regression.nonlinear import Moderation


def run(params: Params, progress: Progress) -> Results:
    from gisplug.regression.nonlinear import moderation

    panel = load_panel(params, unbalanced=True)
    x, y = params["regressor"], params["outcome"]
    fits = {
        name: moderation(panel, formula_of(params, [x]), name, centre=params["centre"], **weighted_options(params))
        for name in params["moderators"]
    }
    first = next(iter(fits.values()))
    tell(progress, panel.report + first.fit.report)
    save_estimates(estimates_of(fits), params["table"])
    if params["paper"]:
        title = f"Moderation of the effect of {x} on {y}"
        note = (
            "Regressor and moderator are centred before they are multiplied."
            if params["centre"]
            else "Variables are not centred."
        )
        save_paper(side_by_side(title, fits, (note,), under=params["parentheses"], order=[x]), params["paper"])
    if params["figure"]:
        _save_figure(panel, x, fits, params["figure"])
    row = first.estimates.iloc[2]
    return {**written(TOOL, params), "estimate": float(row["estimate"]), "p": float(row["p"])}


def _save_figure(panel: Panel, x: str, fits: Mapping[str, Moderation], path: str) -> None:
    """Draw the effect over each moderator."""
    from gisplug.language.terms import term_array
    from gisplug.report.charts.regression import marginal_effect

    fig, axes = axes_in_a_row(len(fits), 11 * min(len(fits), 3), 8.5)
    for ax, (name, fit) in zip(axes, fits.items()):
        marginal_effect(ax, fit.effects, name, x, term_array(panel, name).ravel())
    save_figure(fig, path)


TOOL = Tool(
    id="moderation",
    title="Moderation",
    group="regression",
    help="Lets the effect of a regressor depend on a moderator by their product, and draws the effect over the "
    "values of the moderator with its 95 percent band. Several moderators give one column each.",
    params=(
        *outcome_params(),
        field_param("regressor", "Regressor", "Column whose effect is moderated, such as a policy."),
        fields_param(
            "moderators", "Moderators", "Columns on which the effect may depend; each gets a column of its own."
        ),
        *controls_params(),
        Param(
            "centre",
            "flag",
            "Centre before multiplying",
            "Subtracts the means first, so that the main coefficients hold at the mean.",
            default=True,
        ),
        removed_effects_param(),
        *errors_params("robust"),
        *sample_params(),
        row_weights_param(),
        parentheses_param(),
    ),
    outputs=(
        *table_outputs(),
        Output(
            "figure",
            "figure",
            "Marginal effect plot",
            "Effect of the regressor over the moderator, with its band and the histogram of the moderator.",
        ),
        Output("estimate", "number", "Interaction", "Coefficient of the product in the first column."),
        Output("p", "number", "P-value", "Its p-value."),
    ),
    run=run,
    tags=("moderation", "interaction", "marginal effect"),
    example="gisplug moderation --panel demo-panel --unit adcode --period year --outcome develop --regressor agg "
    "--moderators edu --controls wage,second,third --figure moderation.png",
)
