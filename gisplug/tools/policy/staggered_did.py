"""Tool: estimators of staggered policies side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choices_param, load_panel
from gisplug.tools.policy.event_tables import event_paper, event_table
from gisplug.tools.policy.options import (
    asked_of,
    asked_params,
    comparison_param,
    policy_formula,
    policy_params,
    window_params,
)
from gisplug.tools.regression_options import controls_params, errors_of, errors_params, parentheses_param
from gisplug.tools.regression_results import estimates_of, save_estimates, side_by_side, table_outputs
from gisplug.tools.results import draw, save_paper, save_table, tell, written

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel

NAMES = {
    "twoway": "Two-way",
    "callaway_santanna": "Callaway-Sant'Anna",
    "sun_abraham": "Sun-Abraham",
    "imputation": "Imputation",
    "stacked": "Stacked",
}


def run(params: Params, progress: Progress) -> Results:
    from gisplug.report.charts.policy import event_study

    panel = load_panel(params, unbalanced=True)
    before, after, under = params["before"], params["after"], params["parentheses"]
    fits = {}
    for at, name in enumerate(params["estimators"]):
        progress.update(at / len(params["estimators"]), NAMES[name])
        progress.check()
        fits[NAMES[name]] = _estimate(panel, name, params)
    tell(progress, panel.report + next(iter(fits.values())).report)
    save_estimates(estimates_of(fits), params["table"], "estimator")
    if params["events"]:
        save_table(event_table(fits), params["events"])
    if params["paper"]:
        title = f"Effect of {params['policy']} on {params['outcome']}"
        first = side_by_side(title, fits, under=under, order=["ATT"])
        save_paper([first, event_paper("Effects by periods since the policy", fits, under)], params["paper"])
    shown = {h: f.event[(f.event.index >= -before) & (f.event.index <= after)] for h, f in fits.items()}
    draw(params["figure"], event_study, shown, f"Effect on {params['outcome']}", size=(17, 10))
    values = [fit.att for fit in fits.values()]
    return {**written(TOOL, params), "smallest": min(values), "largest": max(values)}


def _estimate(panel: Panel, name: str, params: Params) -> Any:
    """Return the fit of one estimator with its event study."""
    from dataclasses import replace

    from gisplug.policy.event_study import did_stacked, did_twoway, event_study, sun_abraham
    from gisplug.policy.group_time import group_time_effects
    from gisplug.policy.imputation import did_imputation

    formula, asked = policy_formula(params), asked_of(params)
    before, after, errors = params["before"], params["after"], errors_of(params)
    if name == "twoway":
        study = event_study(panel, formula, before=before, after=after, errors=errors, **asked)
        fit = did_twoway(panel, formula, errors=errors, **asked)
        return replace(fit, event=study.event, pretrend=study.pretrend)
    if name == "sun_abraham":
        return sun_abraham(panel, formula, errors=errors, **asked)
    if name == "stacked":
        return did_stacked(panel, formula, before=before, after=after, errors=errors, **asked)
    if name == "imputation":
        return did_imputation(panel, formula, before=before, **asked)
    cells = group_time_effects(panel, formula, control=params["comparison"], base_period="universal", **asked)
    return cells.policy_fit()


TOOL = Tool(
    id="staggered_did",
    title="Estimators of staggered policies",
    group="policy",
    help="Sets two-way fixed effects beside estimators that stay right when effects differ between cohorts and "
    "grow over time: Callaway-Sant'Anna, Sun-Abraham, imputation (Borusyak and others) and stacked "
    "regressions, in one table and one event-study plot.",
    params=(
        *policy_params(),
        *controls_params(),
        choices_param("estimators", "Estimators", "Estimators that are set side by side.", NAMES, list(NAMES)),
        *window_params(),
        comparison_param(
            "For Callaway-Sant'Anna: units that are never treated, or also those not yet treated.", advanced=True
        ),
        *errors_params("unit"),
        *asked_params(),
        parentheses_param(),
    ),
    outputs=(
        *table_outputs(),
        Output("events", "table", "Event-study estimates", "Effects by periods since the policy for every estimator."),
        Output("figure", "figure", "Event-study plot", "Effects by periods since the policy, one colour an estimator."),
        Output("smallest", "number", "Smallest effect", "Smallest overall effect among the estimators."),
        Output("largest", "number", "Largest effect", "Largest overall effect among the estimators."),
    ),
    run=run,
    tags=("Sun-Abraham", "Borusyak", "imputation", "stacked", "staggered DID"),
    example="gisplug staggered-did --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --paper estimators.html --figure estimators.png",
)
