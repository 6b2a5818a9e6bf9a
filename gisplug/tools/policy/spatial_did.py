"""Tool: difference-in-differences with spillovers to neighbours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gisplug.core.declare import GIVEN, Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import EFFECT_KINDS
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import (
    SampleInputs,
    choices_param,
    draws_param,
    seed_param,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.options import PolicyControlsInputs, policy_formula
from gisplug.tools.regression_options import (
    EffectsInputs,
    ParenthesesInputs,
    asked_of,
)
from gisplug.tools.regression_results import ESTIMATES, PAPER, TableFiles, warnings_of
from gisplug.tools.results import (
    FilePath,
    axes_in_a_row,
    paper_output,
    save_figure,
    save_paper,
    save_table,
    table_output,
    tell,
)
from gisplug.tools.spatial_options import menu_of
from gisplug.tools.weights_inputs import AlignedInputs, load_aligned

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.policy.spatial_did import SpatialDid
    from gisplug.report.tables.paper_table import PaperTable

ROWS = {"direct": "Direct: on the treated", "indirect": "Indirect: spillover", "total": "Total"}
LEFT_OUT = ("Model", "BIC", "R2 overall")  # statistics that differ in no column or compare nothing


class Asked(
    PolicyControlsInputs, AlignedInputs, EffectsInputs, SampleInputs, CalibrateInputs, ParenthesesInputs, TableFiles
):
    """What the tool is asked."""

    models: list[str] = choices_param(
        "Models",
        "Spatial lag of the policy only (SLX), of the outcome only (SAR), both (SDM), or policy and error (SDEM).",
        menu_of("slx", "sar", "sdm", "sdem"),
        ["slx", "sar", "sdm"],
    )
    lag_controls: bool = param(
        "flag",
        "Lag the controls too",
        "Gives the controls a spatial lag as well.",
        default=False,
        applies_when=({"controls": GIVEN}, {"terms": GIVEN}),
    )
    draws: int = draws_param("draws for the errors of the effects", 1000)
    seed: int = seed_param()
    paper: FilePath = paper_output(PAPER, "Tables of the paper")
    table: FilePath = table_output("Effects", ESTIMATES)
    figure: FilePath = output(
        "figure", "Effects chart", "Direct, indirect and total effects of the policy in every model."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.policy.spatial_did import spatial_did

    panel, w = load_aligned(asked, load_panel(asked))
    formula = policy_formula(asked)
    lagged = formula.regressors[1:] if asked.lag_controls else ()
    found = spatial_did(
        panel,
        replace(formula, lagged=lagged),
        w,
        models=asked.models,
        effects=asked.effects,
        draws=asked.draws,
        seed=asked.seed,
        progress=progress,
        **asked_of(asked),
    )
    tell(progress, panel.report + found.report)
    more = calibrated(asked, progress, {"": found}, asked.seed)
    save_table(found.effects, asked.table)
    if asked.paper:
        save_paper([*_papers(asked, found), *more], asked.paper)
    if asked.figure:
        _save_figure(found, asked.figure)
    policy = _of_policy(found, list(found.fits)[-1]).droplevel("variable")
    numbers = {kind: float(policy.loc[kind, "estimate"]) for kind in EFFECT_KINDS}
    return {**asked.written(), **numbers, "indirect_p": float(policy.loc["indirect", "p"])}


def _of_policy(found: SpatialDid, model: str) -> pd.DataFrame:
    """Return the effects of the policy in one model, by variable and effect."""
    part = found.effects.xs(model, level="model")
    return part[part.index.get_level_values("variable") == "Policy"]


def _papers(asked: Asked, found: SpatialDid) -> list[PaperTable]:
    """Return coefficients and effects."""
    from gisplug.report.tables.paper_table import regression_table

    under = asked.parentheses
    stats: dict[str, dict[str, Any]] = {}
    for name, fit in found.fits.items():
        for label, value in fit.statistics.items():
            if label not in LEFT_OUT:
                stats.setdefault(label, {})[name] = value
    title = message("Spatial difference-in-differences: {outcome}", outcome=asked.outcome)
    told = warnings_of([found, *found.fits.values()])
    first = regression_table(title, {n: f.table() for n, f in found.fits.items()}, stats, told, under=under)
    columns = {model: _of_policy(found, model).droplevel("variable").rename(index=ROWS) for model in found.fits}
    note = message("Standard errors from {draws} draws (seed {seed}).", draws=asked.draws, seed=asked.seed)
    return [first, regression_table("Effects of the policy", columns, notes=(note,), under=under)]


def _save_figure(found: SpatialDid, path: str) -> None:
    from gisplug.report.charts.effects import effects_chart

    fig, axes = axes_in_a_row(len(found.fits), 9.5 * len(found.fits), 7)
    for ax, model in zip(axes, found.fits):
        effects_chart(ax, _of_policy(found, model), model)
    save_figure(fig, path)


TOOL = Tool(
    id="spatial_did",
    title="Spatial difference-in-differences",
    group="policy",
    help="Estimates what a policy does to treated units and, through spatial weights, to their neighbours: the "
    "policy, its spatial lag and the spatial lag of the outcome, with unit and period effects, and direct, "
    "indirect and total effects.",
    inputs=Asked,
    values=(
        Output("direct", "number", "Direct effect", "Effect on treated units in the last model."),
        Output("indirect", "number", "Indirect effect", "Spillover to neighbours in the last model."),
        Output("total", "number", "Total effect", "Sum of both in the last model."),
        Output("indirect_p", "number", "P-value of the spillover", "P-value of the indirect effect in the last model."),
    ),
    run=run,
    tags=("spatial DID", "spillover", "SUTVA", "neighbours"),
    example="gisplug spatial-did --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--weights w.csv --paper spatial_did.html",
)
