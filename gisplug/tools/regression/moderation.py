"""Tool: an effect that depends on a moderator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.language.terms import term_array
    from gisplug.regression.nonlinear import moderation
    from gisplug.report.charts.regression import marginal_effect
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    x = params["regressor"]
    controls = [c for c in m.terms_of(params, "terms", "controls") if c != x]
    fits = {
        name: moderation(
            panel,
            params["outcome"],
            x,
            name,
            controls,
            centre=params["centre"],
            effects=params["effects"],
            errors=m.errors_of(params),
            where=m.rows_of(panel, params),
            winsorise=params["winsorise"],
        )
        for name in params["moderators"]
    }
    first = next(iter(fits.values()))
    m.tell(progress, panel.report + first.fit.report)
    if params["table"]:
        m.save_table(m.stacked({k: f.estimates for k, f in fits.items()}), params["table"])
    if params["paper"]:
        note = (
            "Regressor and moderator are centred before they are multiplied."
            if params["centre"]
            else "Variables are not centred."
        )
        m.save_paper(
            m.side_by_side(
                f"Moderation of the effect of {x} on {params['outcome']}", fits, (note,), params["parentheses"], [x]
            ),
            params["paper"],
        )
    if params["figure"]:
        fig, axes = figure(11 * min(len(fits), 3), 8.5, columns=len(fits))
        for ax, (name, fit) in zip([axes] if len(fits) == 1 else list(axes), fits.items()):
            marginal_effect(ax, fit.effects, name, x, term_array(panel, name).ravel())
        m.save_fig(fig, params["figure"])
    row = first.estimates.iloc[2]
    return {**m.wanted(params, "paper", "table", "figure"), "estimate": float(row["estimate"]), "p": float(row["p"])}


TOOL = Tool(
    id="moderation",
    title="Moderation",
    group="regression",
    help="Lets the effect of a regressor depend on a moderator by their product, and draws the effect over the "
    "values of the "
    "moderator with its 95 percent band. Several moderators give one column each.",
    params=(
        *m.outcome_params()[:4],
        Param("regressor", "field", "Regressor", "Column whose effect is moderated, such as a policy.", parent="panel"),
        Param(
            "moderators",
            "fields",
            "Moderators",
            "Columns on which the effect may depend; each gets a column of its own.",
            parent="panel",
        ),
        *m.controls_params(),
        Param(
            "centre",
            "flag",
            "Centre before multiplying",
            "Subtracts the means first, so that the main coefficients hold at the mean.",
            default=True,
        ),
        m.effects_param(),
        *m.errors_params("robust"),
        *m.rows_params(),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        m.figure_output(
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
