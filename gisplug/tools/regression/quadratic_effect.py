"""Tool: quadratic effect with its turning point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.language.terms import term_array
    from gisplug.regression.nonlinear import quadratic
    from gisplug.report.charts.regression import turning_point
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    x = params["regressor"]
    found = quadratic(
        panel,
        params["outcome"],
        x,
        [c for c in m.terms_of(params, "terms", "controls") if c != x],
        effects=params["effects"],
        errors=m.errors_of(params),
        where=m.rows_of(panel, params),
        winsorise=params["winsorise"],
    )
    m.tell(progress, panel.report + found.fit.report)
    progress.info(f"{x}: {found.shape}, turning point {found.turn:.4f}, Lind-Mehlum p {found.u_p:.4f}.")
    m.save_table(found.estimates, params["table"])
    if params["paper"]:
        note = (
            f"Shape within the data: {found.shape}. Delta-method interval of the turning point "
            f"[{found.delta[0]:.4f}, {found.delta[1]:.4f}]."
        )
        m.save_paper(
            m.side_by_side(
                f"Quadratic effect of {x} on {params['outcome']}", {"(1)": found}, (note,), params["parentheses"]
            ),
            params["paper"],
        )
    if params["figure"]:
        fig, ax = figure(14, 9)
        c = found.curve
        values = term_array(panel, x).ravel()[found.fit.sample.rows]
        turning_point(
            ax, values, c["effect"].to_numpy(), c["low"].to_numpy(), c["high"].to_numpy(), found.turn, found.fieller, x
        )
        m.save_fig(fig, params["figure"])
    return {
        **m.wanted(params, "paper", "table", "figure"),
        "turn": found.turn,
        "low": found.fieller[0],
        "high": found.fieller[1],
        "p": found.u_p,
    }


TOOL = Tool(
    id="quadratic_effect",
    title="Quadratic effect and turning point",
    group="regression",
    help="Adds the square of a regressor, finds where its effect turns, with intervals by Fieller and by the delta "
    "method, and "
    "tests for a U shape within the data (Lind and Mehlum 2010).",
    params=(
        *m.outcome_params()[:4],
        Param("regressor", "field", "Regressor", "Column whose effect may turn.", parent="panel"),
        *m.controls_params(),
        m.effects_param(),
        *m.errors_params("robust"),
        *m.rows_params(),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        m.figure_output(
            "Turning point plot",
            "Fitted effect with its band, the turning point and its interval; ticks show the data.",
        ),
        Output("turn", "number", "Turning point", "Value of the regressor at which the effect turns."),
        Output("low", "number", "Lower limit", "Lower limit of Fieller's 95 percent interval."),
        Output("high", "number", "Upper limit", "Upper limit of Fieller's 95 percent interval."),
        Output(
            "p",
            "number",
            "P-value of the U shape",
            "Lind and Mehlum's test that the effect has both signs within the data.",
        ),
    ),
    run=run,
    tags=("quadratic", "U shape", "inverted U", "turning point"),
    example="gisplug quadratic-effect --panel demo-panel --unit adcode --period year --outcome develop --regressor agg "
    "--controls wage,second,third --figure turning.png",
)
