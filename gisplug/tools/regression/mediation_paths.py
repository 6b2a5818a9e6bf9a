"""Tool: causal paths through ordered mediators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    """Decompose, write what is wanted."""
    from gisplug.regression.mediation_paths import path_effects
    from gisplug.report.charts.mediation import path_shares
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    made = path_effects(
        panel,
        params["outcome"],
        params["treatment"],
        params["mediators"],
        m.terms_of(params, "controls", "terms"),
        adjust=params["adjust"],
        learner=params["learner"],
        where=m.rows_of(panel, params),
        draws=params["draws"],
        seed=params["seed"],
        progress=progress,
    )
    m.tell(progress, panel.report + made.report)
    m.save_table(made.effects, params["table"])
    if params["paper"]:
        m.save_paper(_paper(made), params["paper"])
    if params["figure"]:
        fig, ax = figure(14, 3 + 1.1 * (len(made.mediators) + 1))
        path_shares(ax, made.effects)
        m.save_fig(fig, params["figure"])
    return {
        **m.wanted(params, "paper", "table", "figure"),
        "total": float(made.effects.loc["total", "estimate"]),
        "direct_share": float(made.effects.loc["direct", "share"]),
    }


def _paper(made: Any) -> Any:
    from gisplug.report.tables.paper_table import plain_table

    names = {"total": "Total effect", "direct": f"{made.treatment} -> {made.outcome}"}
    chain = [*made.mediators, made.outcome]
    for k, mediator in enumerate(made.mediators):
        names[mediator] = (
            f"{made.treatment} -> {mediator} ~> {made.outcome}"
            if k + 1 < len(made.mediators)
            else f"{made.treatment} -> {mediator} -> {chain[-1]}"
        )
    frame = made.effects[["estimate", "se", "low", "high", "share"]].rename(index=names)
    frame.columns = ["Effect", "SE", "Low", "High", "Share"]
    frame.index.name = "Path"
    notes = [
        f"Effects on the treated; {made.treated} treated and {made.untreated} untreated rows; imputation with "
        f"{made.learner}, after Zhou and Yamamoto (2023).",
        "x -> m ~> y: through m and whatever follows it; later mediators only where earlier ones are not passed.",
        f"Standard errors and 95 % intervals by {made.draws} bootstrap samples of whole units, seed {made.seed}.",
    ]
    return plain_table(f"Causal paths from {made.treatment} to {made.outcome}", frame, notes)


TOOL = Tool(
    id="mediation_paths",
    title="Causal paths through ordered mediators",
    group="regression",
    help=(
        "Splits the effect of a 0/1 treatment on the treated into a direct path and one path for each of several "
        "ordered mediators, by imputation after "
        "Zhou and Yamamoto 2023. Unit and period effects are estimated on untreated rows only."
    ),
    params=(
        *m.outcome_params()[:4],
        Param(
            "treatment",
            "field",
            "Treatment",
            "Column that is 1 where and when the treatment is in force and 0 elsewhere.",
            parent="panel",
        ),
        Param(
            "mediators",
            "fields",
            "Mediators in causal order",
            "Columns of the mediators, the one nearest to the treatment first.",
            parent="panel",
        ),
        *m.controls_params(),
        Param(
            "adjust",
            "choice",
            "Effects taken out",
            "Unit and period effects estimated on untreated rows, or none for cross-sections and experiments.",
            default="twoways",
            choices=("twoways", "none"),
        ),
        Param(
            "learner",
            "choice",
            "Imputation by",
            "Boosted trees, a forest of randomised trees, or linear regression.",
            default="boosting",
            choices=("boosting", "forest", "linear"),
            choice_labels=("boosted trees", "forest", "linear regression"),
        ),
        *m.seed_params(100, what="bootstrap samples of whole units"),
        *m.rows_params()[:1],
    ),
    outputs=(
        *m.table_outputs("Table of the paths", "Paths as plain table"),
        m.figure_output(
            "Shares of the paths", "Effect of each path with its interval and its share of the total effect."
        ),
        Output("total", "number", "Total effect", "Effect of the treatment on the treated."),
        Output(
            "direct_share",
            "number",
            "Direct share",
            "Share of the total effect that runs through none of the mediators.",
        ),
    ),
    run=run,
    tags=("mediation", "causal paths", "mechanism", "imputation"),
    example="gisplug mediation-paths --panel panel.csv --unit county_id --period year --outcome y --treatment "
    "policy --mediators m1,m2 --paper paths.html",
)
