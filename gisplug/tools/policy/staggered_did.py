"""Tool: estimators of staggered policies side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.progress import Progress
from gisplug.tools.inputs import SampleInputs, choices_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.event_tables import event_paper, event_table
from gisplug.tools.policy.options import (
    PolicyControlsInputs,
    WindowInputs,
    comparison_param,
    policy_formula,
)
from gisplug.tools.regression_options import (
    ErrorsInputs,
    ParenthesesInputs,
    asked_of,
    errors_of,
)
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import FilePath, draw, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel

NAMES = {
    "twoway": "Two-way",
    "callaway_santanna": "Callaway-Sant'Anna",
    "sun_abraham": "Sun-Abraham",
    "imputation": "Imputation",
    "stacked": "Stacked",
}


class Asked(PolicyControlsInputs, WindowInputs, ErrorsInputs, SampleInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    estimators: list[str] = choices_param("Estimators", "Estimators that are set side by side.", NAMES, list(NAMES))
    comparison: Literal["never", "notyet"] = comparison_param(
        "For Callaway-Sant'Anna: units that are never treated, or also those not yet treated.", advanced=True
    )
    events: FilePath = output(
        "table", "Event-study estimates", "Effects by periods since the policy for every estimator."
    )
    figure: FilePath = output(
        "figure", "Event-study plot", "Effects by periods since the policy, one colour an estimator."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.charts.policy import event_study

    panel = load_panel(asked, unbalanced=True)
    before, after, under = asked.before, asked.after, asked.parentheses
    fits = {}
    for at, name in enumerate(asked.estimators):
        progress.update(at / len(asked.estimators), NAMES[name])
        progress.check()
        fits[NAMES[name]] = _estimate(panel, name, asked)
    tell(progress, panel.report + next(iter(fits.values())).report)
    save_estimates(estimates_of(fits), asked.table, "estimator")
    if asked.events:
        save_table(event_table(fits), asked.events)
    if asked.paper:
        title = f"Effect of {asked.policy} on {asked.outcome}"
        first = side_by_side(title, fits, under=under, order=["ATT"])
        save_paper([first, event_paper("Effects by periods since the policy", fits, under)], asked.paper)
    shown = {h: f.event[(f.event.index >= -before) & (f.event.index <= after)] for h, f in fits.items()}
    draw(asked.figure, event_study, shown, f"Effect on {asked.outcome}", size=(17, 10))
    values = [fit.att for fit in fits.values()]
    return {**asked.written(), "smallest": min(values), "largest": max(values)}


def _estimate(panel: Panel, name: str, asked: Asked) -> Any:
    """Return the fit of one estimator with its event study."""
    from dataclasses import replace

    from gisplug.policy.event_study import did_stacked, did_twoway, event_study, sun_abraham
    from gisplug.policy.group_time import group_time_effects
    from gisplug.policy.imputation import did_imputation

    formula, sample = policy_formula(asked), asked_of(asked)
    before, after, errors = asked.before, asked.after, errors_of(asked)
    if name == "twoway":
        study = event_study(panel, formula, before=before, after=after, errors=errors, **sample)
        fit = did_twoway(panel, formula, errors=errors, **sample)
        return replace(fit, event=study.event, pretrend=study.pretrend)
    if name == "sun_abraham":
        return sun_abraham(panel, formula, errors=errors, **sample)
    if name == "stacked":
        return did_stacked(panel, formula, before=before, after=after, errors=errors, **sample)
    if name == "imputation":
        return did_imputation(panel, formula, before=before, **sample)
    cells = group_time_effects(panel, formula, control=asked.comparison, base_period="universal", **sample)
    return cells.policy_fit()


TOOL = Tool(
    id="staggered_did",
    title="Estimators of staggered policies",
    group="policy",
    help="Sets two-way fixed effects beside estimators that stay right when effects differ between cohorts and "
    "grow over time: Callaway-Sant'Anna, Sun-Abraham, imputation (Borusyak and others) and stacked "
    "regressions, in one table and one event-study plot.",
    inputs=Asked,
    values=(
        Output("smallest", "number", "Smallest effect", "Smallest overall effect among the estimators."),
        Output("largest", "number", "Largest effect", "Largest overall effect among the estimators."),
    ),
    run=run,
    tags=("Sun-Abraham", "Borusyak", "imputation", "stacked", "staggered DID"),
    example="gisplug staggered-did --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --paper estimators.html --figure estimators.png",
)
