"""Tool: three-step mediation with Sobel's test and a bootstrap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import (
    draws_param,
    field_param,
    fields_param,
    seed_param,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    FitInputs,
    FurtherRowsInputs,
    ParenthesesInputs,
    RegressorInputs,
    fit_options,
    formula_of,
)
from gisplug.tools.regression_results import ESTIMATES, PAPER, TableFiles, side_by_side
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table, table_output, tell

if TYPE_CHECKING:
    from gisplug.regression.mediation import Mediation
    from gisplug.report.tables.paper_table import PaperTable


class Asked(RegressorInputs, ControlsInputs, FitInputs, FurtherRowsInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    regressor: str = field_param("Regressor", "Column whose effect may be mediated.")
    mediators: list[str] = fields_param(
        "Mediators", "Columns through which the effect may run; each is examined by itself."
    )
    draws: int = draws_param("bootstrap samples of whole units", 500)
    seed: int = seed_param()
    paper: FilePath = paper_output(PAPER, "Table of the steps")
    table: FilePath = table_output("Effects as plain table", ESTIMATES)
    effects_paper: FilePath = output(
        "paper",
        "Direct and indirect effects",
        "Direct, indirect and total effects with Sobel's test and bootstrap intervals; tests of the mediators, each "
        "and jointly.",
    )
    figure: FilePath = output(
        "figure",
        "Effects with intervals",
        "Direct and indirect effects of each mediator with 95 percent intervals.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.mediation import mediation
    from gisplug.report.charts.mediation import effect_intervals

    panel = load_panel(asked, unbalanced=True)
    found = mediation(
        panel,
        formula_of(asked, [asked.regressor]),
        asked.mediators,
        draws=asked.draws,
        seed=asked.seed,
        progress=progress,
        **fit_options(asked),
    )
    tell(progress, panel.report + found.report)
    save_table(found.effects, asked.table)
    if asked.paper:
        save_paper(_steps(found, asked), asked.paper)
    if asked.effects_paper:
        save_paper(_effects(found), asked.effects_paper)
    draw(asked.figure, effect_intervals, found.effects, size=(14, 3 + 1.6 * len(found.mediators)))
    first = found.effects.loc[found.mediators[0]]
    return {
        **asked.written(),
        "indirect": float(first.loc["indirect", "estimate"]),
        "share": float(first.loc["share", "estimate"]),
        "sobel_p": float(first.loc["indirect", "p"]),
    }


def _steps(found: Mediation, asked: Asked) -> PaperTable:
    heads = {f"({k}) {name}": fit for k, (name, fit) in enumerate(found.steps.items(), 1)}
    title = message("{regressor} and {outcome}: three-step mediation", regressor=found.regressor, outcome=found.outcome)
    order = [found.regressor, *found.mediators]
    return side_by_side(title, heads, under=asked.parentheses, order=order, rows=asked.rows)


def _effects(found: Mediation) -> list[PaperTable]:
    from gisplug.report.tables.paper_table import plain_table

    frame = found.effects[["estimate", "se", "stat", "p", "boot_low", "boot_high"]].reset_index()
    frame.columns = ["Mediator", "Effect", "Estimate", "SE", "z", "p", "Bootstrap low", "Bootstrap high"]
    notes = [
        "Indirect effect = effect of the regressor on the mediator times effect of the mediator on the outcome; its "
        "SE and z are Sobel's.",
        message(
            "Bootstrap: {draws} samples of whole units, bias-corrected 95 % interval, seed {seed}.",
            draws=found.draws,
            seed=found.seed,
        ),
    ]
    tests = found.tests.rename(columns={"statistic": "F", "df_resid": "df of errors"}).rename_axis("Mediator")
    return [
        plain_table(
            message(
                "Direct and indirect effects of {regressor} on {outcome}",
                regressor=found.regressor,
                outcome=found.outcome,
            ),
            frame,
            notes,
        ),
        plain_table(
            "Tests of the mediators",
            tests,
            (
                "Null: the mediator has no effect on the outcome beside the regressor; jointly: none of them has, in "
                "the regression with all.",
            ),
        ),
    ]


TOOL = Tool(
    id="mediation",
    title="Mediation in three steps",
    group="regression",
    help="Asks whether a regressor works through mediators: regresses the outcome on the regressor, each mediator "
    "on the regressor, and the outcome on both, with fixed effects. Gives direct and indirect effects with "
    "Sobel's test and a bootstrap over units.",
    inputs=Asked,
    values=(
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
    estimates=True,
    tags=("mediation", "mechanism", "Sobel", "bootstrap", "indirect effect"),
    example="gisplug mediation --panel demo-panel --unit adcode --period year --outcome develop --regressor agg "
    "--mediators wage,edu --figure mediation.png",
)
