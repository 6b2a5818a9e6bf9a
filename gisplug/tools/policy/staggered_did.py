"""Tool: estimators of staggered policies side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.policy import shared as p
from gisplug.tools.regression import shared as m

NAMES = {
    "twoway": "Two-way",
    "callaway_santanna": "Callaway-Sant'Anna",
    "sun_abraham": "Sun-Abraham",
    "imputation": "Imputation",
    "stacked": "Stacked",
}


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.report.charts.policy import event_study as draw
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    fits = {}
    for at, name in enumerate(params["estimators"]):
        progress.update(at / len(params["estimators"]), NAMES[name])
        progress.check()
        fits[NAMES[name]] = estimate(panel, name, params)
    for fit in list(fits.values())[:1]:
        m.tell(progress, panel.report + fit.report)
    if params["table"]:
        m.save_table(m.stacked({h: f.estimates for h, f in fits.items()}, "estimator"), params["table"])
    if params["events"]:
        m.save_table(p.event_table(fits).set_index("estimator"), params["events"])
    if params["paper"]:
        title = f"Effect of {params['policy']} on {params['outcome']}"
        tables = [
            m.side_by_side(title, fits, under=params["parentheses"], order=["ATT"]),
            p.event_paper("Effects by periods since the policy", fits, params["parentheses"]),
        ]
        m.save_paper(tables, params["paper"])
    if params["figure"]:
        fig, ax = figure(17, 10)
        frames = {
            h: f.event[(f.event.index >= -params["before"]) & (f.event.index <= params["after"])]
            for h, f in fits.items()
        }
        draw(ax, frames, f"Effect on {params['outcome']}")
        m.save_fig(fig, params["figure"])
    values = [f.att for f in fits.values()]
    return {**m.wanted(params, "paper", "table", "events", "figure"), "smallest": min(values), "largest": max(values)}


def estimate(panel: Any, name: str, params: Mapping[str, Any]) -> Any:
    """Return the fit of one estimator with its event study."""
    from dataclasses import replace

    from gisplug.policy.event_study import did_stacked, did_twoway, event_study, sun_abraham
    from gisplug.policy.group_time import group_time_effects
    from gisplug.policy.imputation import did_imputation

    y, policy, controls = params["outcome"], params["policy"], p.controls_of(params)
    before, after, errors = params["before"], params["after"], m.errors_of(params)
    if name == "twoway":
        study = event_study(panel, y, policy, controls, before=before, after=after, errors=errors)
        return replace(
            did_twoway(panel, y, policy, controls, errors=errors), event=study.event, pretrend=study.pretrend
        )
    if name == "sun_abraham":
        return sun_abraham(panel, y, policy, controls, errors=errors)
    if name == "stacked":
        return did_stacked(panel, y, policy, controls, before=before, after=after, errors=errors)
    if name == "imputation":
        return did_imputation(panel, y, policy, controls, before=before)
    return group_time_effects(panel, y, policy, controls, control=params["comparison"], base="universal").policy_fit()


TOOL = Tool(
    id="staggered_did",
    title="Estimators of staggered policies",
    group="policy",
    help="Sets two-way fixed effects beside estimators that stay right when effects differ between cohorts and grow "
    "over time: "
    "Callaway-Sant'Anna, Sun-Abraham, imputation (Borusyak and others) and stacked regressions, in one table and "
    "one event-study plot.",
    params=(
        *p.policy_params(),
        Param(
            "estimators",
            "choices",
            "Estimators",
            "Estimators that are set side by side.",
            default=list(NAMES),
            choices=tuple(NAMES),
            choice_labels=tuple(NAMES.values()),
        ),
        *p.window_params(),
        Param(
            "comparison",
            "choice",
            "Comparison units",
            "For Callaway-Sant'Anna: units that are never treated, or also those not yet treated.",
            default="notyet",
            choices=("never", "notyet"),
            choice_labels=("Never treated", "Not yet treated"),
            advanced=True,
        ),
        *m.errors_params("unit"),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        Output("events", "table", "Event-study estimates", "Effects by periods since the policy for every estimator."),
        m.figure_output("Event-study plot", "Effects by periods since the policy, one colour an estimator."),
        Output("smallest", "number", "Smallest effect", "Smallest overall effect among the estimators."),
        Output("largest", "number", "Largest effect", "Largest overall effect among the estimators."),
    ),
    run=run,
    tags=("Sun-Abraham", "Borusyak", "imputation", "stacked", "staggered DID"),
    example="gisplug staggered-did --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--paper estimators.html --figure estimators.png",
)
