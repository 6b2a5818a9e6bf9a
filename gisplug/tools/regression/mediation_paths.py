"""Tool: causal paths through ordered mediators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import (
    SampleInputs,
    choice_param,
    draws_param,
    field_param,
    fields_param,
    seed_param,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    OutcomeInputs,
    asked_of,
    formula_of,
)
from gisplug.tools.regression_results import ESTIMATES, PAPER, TableFiles
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table, table_output, tell

if TYPE_CHECKING:
    from gisplug.regression.mediation_paths import PathEffects
    from gisplug.report.tables.paper_table import PaperTable

LEARNERS = {"boosting": message("boosting"), "forest": message("forest of trees"), "linear": message("linear")}


class Asked(OutcomeInputs, ControlsInputs, SampleInputs, TableFiles):
    """What the tool is asked."""

    treatment: str = field_param(
        "Treatment", "Column that is 1 where and when the treatment is in force and 0 elsewhere."
    )
    mediators: list[str] = fields_param(
        "Mediators in causal order",
        "Columns of the mediators, the one nearest to the treatment first.",
    )
    adjust: Literal["twoways", "none"] = choice_param(
        "Effects taken out",
        "Unit and period effects estimated on untreated rows, or none for cross-sections and experiments.",
        {"twoways": "Unit and period", "none": "None"},
        "twoways",
    )
    learner: Literal["boosting", "forest", "linear"] = choice_param(
        "Imputation by",
        "Boosted trees, a forest of randomised trees, or linear regression.",
        {"boosting": "Boosted trees", "forest": "Forest of trees", "linear": "Linear regression"},
        "boosting",
    )
    draws: int = draws_param("bootstrap samples of whole units", 100)
    seed: int = seed_param()
    paper: FilePath = paper_output(PAPER, "Table of the paths")
    table: FilePath = table_output("Paths as plain table", ESTIMATES)
    figure: FilePath = output(
        "figure",
        "Shares of the paths",
        "Effect of each path with its interval and its share of the total effect.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.mediation_paths import path_effects
    from gisplug.report.charts.mediation import path_shares

    panel = load_panel(asked, unbalanced=True)
    found = path_effects(
        panel,
        formula_of(asked, [asked.treatment]),
        asked.mediators,
        effects=asked.adjust,
        learner=asked.learner,
        draws=asked.draws,
        seed=asked.seed,
        progress=progress,
        **asked_of(asked),
    )
    tell(progress, panel.report + found.report)
    save_table(found.effects, asked.table)
    if asked.paper:
        save_paper(_paper(found), asked.paper)
    draw(asked.figure, path_shares, found.effects, size=(14, 3 + 1.1 * (len(found.mediators) + 1)))
    return {
        **asked.written(),
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
        message(
            "Effects on the treated; {treated} treated and {untreated} untreated rows; imputation with "
            "{learner}, after Zhou and Yamamoto (2023).",
            treated=found.treated,
            untreated=found.untreated,
            learner=LEARNERS[found.learner],
        ),
        "x -> m ~> y: through m and whatever follows it; later mediators only where earlier ones are not passed.",
        message(
            "Standard errors and 95 % intervals by {draws} bootstrap samples of whole units, seed {seed}.",
            draws=found.draws,
            seed=found.seed,
        ),
    ]
    return plain_table(message("Causal paths from {x} to {y}", x=x, y=y), frame, notes)


TOOL = Tool(
    id="mediation_paths",
    title="Causal paths through ordered mediators",
    group="regression",
    help="Splits the effect of a 0/1 treatment on the treated into a direct path and one path for each of several "
    "ordered mediators, by imputation after Zhou and Yamamoto 2023. Unit and period effects are estimated on "
    "untreated rows only.",
    inputs=Asked,
    values=(
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
