"""Tool: causal paths through ordered mediators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, field_param, fields_param, load_panel
from gisplug.tools.regression_options import (
    asked_of,
    asked_params,
    controls_params,
    draws_params,
    formula_of,
    outcome_params,
)
from gisplug.tools.regression_results import table_outputs
from gisplug.tools.results import draw, save_paper, save_table, tell, written

if TYPE_CHECKING:
    from gisplug.regression.mediation_paths import PathEffects
    from gisplug.report.tables.paper_table import PaperTable


def run(params: Params, progress: Progress) -> Results:
    from gisplug.regression.mediation_paths import path_effects
    from gisplug.report.charts.mediation import path_shares

    panel = load_panel(params, unbalanced=True)
    found = path_effects(
        panel,
        formula_of(params, [params["treatment"]]),
        params["mediators"],
        effects=params["adjust"],
        learner=params["learner"],
        draws=params["draws"],
        seed=params["seed"],
        progress=progress,
        **asked_of(params),
    )
    tell(progress, panel.report + found.report)
    save_table(found.effects, params["table"])
    if params["paper"]:
        save_paper(_paper(found), params["paper"])
    draw(params["figure"], path_shares, found.effects, size=(14, 3 + 1.1 * (len(found.mediators) + 1)))
    return {
        **written(TOOL, params),
        "total": float(found.effects.loc["total", "estimate"]),
        "direct_share": float(found.effects.loc["direct", "share"]),
    }


def _paper(found: PathEffects) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    x, y = found.treatment, found.outcome
    names = {"total": "Total effect", "direct": f"{x} -> {y}"}
    names |= {mediator: f"{x} -> {mediator} ~> {y}" for mediator in found.mediators[:-1]}
    names[found.mediators[-1]] = f"{x} -> {found.mediators[-1]} -> {y}"
    frame = found.effects[["estimate", "se", "low", "high", "share"]].rename(index=names)
    frame.columns = ["Effect", "SE", "Low", "High", "Share"]
    frame.index.name = "Path"
    notes = [
        f"Effects on the treated; {found.treated} treated and {found.untreated} untreated rows; imputation with "
        f"{found.learner}, after Zhou and Yamamoto (2023).",
        "x -> m ~> y: through m and whatever follows it; later mediators only where earlier ones are not passed.",
        f"Standard errors and 95 % intervals by {found.draws} bootstrap samples of whole units, seed {found.seed}.",
    ]
    return plain_table(f"Causal paths from {x} to {y}", frame, notes)


TOOL = Tool(
    id="mediation_paths",
    title="Causal paths through ordered mediators",
    group="regression",
    help="Splits the effect of a 0/1 treatment on the treated into a direct path and one path for each of several "
    "ordered mediators, by imputation after Zhou and Yamamoto 2023. Unit and period effects are estimated on "
    "untreated rows only.",
    params=(
        *outcome_params(),
        field_param(
            "treatment", "Treatment", "Column that is 1 where and when the treatment is in force and 0 elsewhere."
        ),
        fields_param(
            "mediators",
            "Mediators in causal order",
            "Columns of the mediators, the one nearest to the treatment first.",
        ),
        *controls_params(),
        choice_param(
            "adjust",
            "Effects taken out",
            "Unit and period effects estimated on untreated rows, or none for cross-sections and experiments.",
            ("twoways", "none"),
            "twoways",
        ),
        choice_param(
            "learner",
            "Imputation by",
            "Boosted trees, a forest of randomised trees, or linear regression.",
            {"boosting": "boosted trees", "forest": "forest", "linear": "linear regression"},
            "boosting",
        ),
        *draws_params("bootstrap samples of whole units", 100),
        *asked_params(),
    ),
    outputs=(
        *table_outputs("Table of the paths", "Paths as plain table"),
        Output(
            "figure",
            "figure",
            "Shares of the paths",
            "Effect of each path with its interval and its share of the total effect.",
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
    example="gisplug mediation-paths --panel panel.csv --unit county_id --period year --outcome y --treatment policy "
    "--mediators m1,m2 --paper paths.html",
)
