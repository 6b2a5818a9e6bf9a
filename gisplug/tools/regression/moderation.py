"""Tool: an effect that depends on a moderator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import ErrorStructure
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import field_param, fields_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    FurtherRowsInputs,
    ParenthesesInputs,
    RegressorInputs,
    WeightedFitInputs,
    errors_param,
    formula_of,
    weighted_options,
)
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import FilePath, axes_in_a_row, save_figure, save_paper, tell

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.regression.nonlinear import Moderation


class Asked(
    RegressorInputs,
    ControlsInputs,
    WeightedFitInputs,
    FurtherRowsInputs,
    CalibrateInputs,
    ParenthesesInputs,
    TableFiles,
):
    """What the tool is asked."""

    regressor: str = field_param("Regressor", "Column whose effect is moderated, such as a policy.")
    moderators: list[str] = fields_param(
        "Moderators", "Columns on which the effect may depend; each gets a column of its own."
    )
    centre: bool = param(
        "flag",
        "Centre before multiplying",
        "Subtracts the means first, so that the main coefficients hold at the mean.",
        default=True,
    )
    errors: ErrorStructure = errors_param("robust")
    figure: FilePath = output(
        "figure",
        "Marginal effect plot",
        "Effect of the regressor over the moderator, with its band and the histogram of the moderator.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.nonlinear import moderation

    panel = load_panel(asked, unbalanced=True)
    x, y = asked.regressor, asked.outcome
    fits = {
        name: moderation(panel, formula_of(asked, [x]), name, centre=asked.centre, **weighted_options(asked))
        for name in asked.moderators
    }
    first = next(iter(fits.values()))
    tell(progress, panel.report + first.fit.report)
    more = calibrated(asked, progress, fits)
    save_estimates(estimates_of(fits), asked.table)
    if asked.paper:
        title = message("Moderation of the effect of {x} on {y}", x=x, y=y)
        note = (
            "Regressor and moderator are centred before they are multiplied."
            if asked.centre
            else "Variables are not centred."
        )
        table = side_by_side(title, fits, (note,), under=asked.parentheses, order=[x], rows=asked.rows)
        save_paper([table, *more], asked.paper)
    if asked.figure:
        _save_figure(panel, x, fits, asked.figure)
    row = first.estimates.iloc[2]
    return {**asked.written(), "estimate": float(row["estimate"]), "p": float(row["p"])}


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
    inputs=Asked,
    values=(
        Output("estimate", "number", "Interaction", "Coefficient of the product in the first column."),
        Output("p", "number", "P-value", "Its p-value."),
    ),
    run=run,
    estimates=True,
    tags=("moderation", "interaction", "marginal effect"),
    example="gisplug moderation --panel demo-panel --unit adcode --period year --outcome develop --regressor agg "
    "--moderators edu --controls wage,second,third --figure moderation.png",
)
