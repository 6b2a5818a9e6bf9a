"""Tool: three-step mediation with Sobel's test and a bootstrap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    """Fit the steps, write what is wanted."""
    from gisplug.regression.mediation import mediation
    from gisplug.report.charts.mediation import effect_intervals
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    made = mediation(
        panel,
        params["outcome"],
        params["regressor"],
        params["mediators"],
        m.terms_of(params, "controls", "terms"),
        effects=params["effects"],
        errors=m.errors_of(params),
        where=m.rows_of(panel, params),
        winsorise=params["winsorise"],
        draws=params["draws"],
        seed=params["seed"],
        progress=progress,
    )
    m.tell(progress, panel.report + made.report)
    m.save_table(made.effects, params["table"])
    if params["paper"]:
        m.save_paper(_steps(made, params), params["paper"])
    if params["effects_paper"]:
        m.save_paper(_effects(made), params["effects_paper"])
    if params["figure"]:
        fig, ax = figure(14, 3 + 1.6 * len(made.mediators))
        m.save_fig(effect_intervals(ax, made.effects) and fig, params["figure"])
    first = made.effects.loc[made.mediators[0]]
    return {
        **m.wanted(params, "paper", "effects_paper", "table", "figure"),
        "indirect": float(first.loc["indirect", "estimate"]),
        "share": float(first.loc["share", "estimate"]),
        "sobel_p": float(first.loc["indirect", "p"]),
    }


def _steps(made: Any, params: Mapping[str, Any]) -> Any:
    heads = {f"({k}) {name}": fit for k, (name, fit) in enumerate(made.steps.items(), 1)}
    title = f"{made.regressor} and {made.outcome}: three-step mediation"
    return m.side_by_side(title, heads, under=params["parentheses"], order=[made.regressor, *made.mediators])


def _effects(made: Any) -> Any:
    from gisplug.report.tables.paper_table import plain_table

    frame = made.effects[["estimate", "se", "stat", "p", "boot_low", "boot_high"]].reset_index()
    frame.columns = ["Mediator", "Effect", "Estimate", "SE", "z", "p", "Bootstrap low", "Bootstrap high"]
    notes = [
        "Indirect effect = effect of the regressor on the mediator times effect of the mediator on the outcome; its "
        "SE and z are Sobel's.",
        f"Bootstrap: {made.draws} samples of whole units, bias-corrected 95 % interval, seed {made.seed}.",
    ]
    return plain_table(f"Direct and indirect effects of {made.regressor} on {made.outcome}", frame, notes)


TOOL = Tool(
    id="mediation",
    title="Mediation in three steps",
    group="regression",
    help=(
        "Asks whether a regressor works through mediators: regresses the outcome on the regressor, each mediator on "
        "the regressor, and the outcome on "
        "both, with fixed effects. Gives direct and indirect effects with Sobel's test and a bootstrap over units."
    ),
    params=(
        *m.outcome_params()[:4],
        Param("regressor", "field", "Regressor", "Column whose effect may be mediated.", parent="panel"),
        Param(
            "mediators",
            "fields",
            "Mediators",
            "Columns through which the effect may run; each is examined by itself.",
            parent="panel",
        ),
        *m.controls_params(),
        m.effects_param(),
        *m.errors_params(),
        *m.seed_params(500, what="bootstrap samples of whole units"),
        *m.rows_params(),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs("Table of the steps", "Effects as plain table"),
        Output(
            "effects_paper",
            "paper",
            "Direct and indirect effects",
            "Direct, indirect and total effects with Sobel's test and bootstrap intervals.",
        ),
        m.figure_output(
            "Effects with intervals", "Direct and indirect effects of each mediator with 95 percent intervals."
        ),
        Output("indirect", "number", "Indirect effect", "Indirect effect through the first mediator."),
        Output(
            "share",
            "number",
            "Share mediated",
            "Indirect effect through the first mediator as a share of the total effect.",
        ),
        Output(
            "sobel_p",
            "number",
            "P-value of Sobel's test",
            "Two-sided p-value of the indirect effect through the first mediator.",
        ),
    ),
    run=run,
    tags=("mediation", "mechanism", "Sobel", "bootstrap", "indirect effect"),
    example="gisplug mediation --panel demo-panel --unit adcode --period year --outcome develop --regressor agg "
    "--mediators wage,edu --figure mediation.png",
)
