"""Tool: staggered difference-in-differences with two-way fixed effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, fields_param, load_panel, split_list
from gisplug.tools.policy.event_tables import event_paper
from gisplug.tools.policy.options import (
    att_numbers,
    att_outputs,
    policy_formula,
    policy_params,
    sample_of,
    sample_params,
    window_params,
)
from gisplug.tools.regression_options import (
    absorb_param,
    by_period_param,
    controls_params,
    errors_of,
    errors_params,
    parentheses_param,
    removed_effects_param,
    trends_param,
)
from gisplug.tools.regression_results import estimates_of, save_estimates, side_by_side, table_outputs
from gisplug.tools.results import save_figure, save_paper, save_table, tell, written

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.policy.adoption import PolicyFit


def run(params: Params, progress: Progress) -> Results:
    from gisplug.policy.event_study import event_study

    panel = load_panel(params, unbalanced=True)
    y, policy = params["outcome"], params["policy"]
    common: dict[str, Any] = {"effects": params["effects"], "errors": errors_of(params), **sample_of(params)}
    more: dict[str, Any] = {"absorb": split_list(params["absorb"]), "trends": split_list(params["trends"])}
    fits = _columns(panel, params, common, more)
    window = {"before": params["before"], "after": params["after"], "ends": params["ends"]}
    study = event_study(panel, policy_formula(params), **window, **more, **common)
    last = fits.get("(2)", fits["(1)"])
    tell(progress, panel.report + last.report)
    save_estimates(estimates_of(fits), params["table"])
    save_table(study.event, params["events"])
    if params["paper"]:
        under = params["parentheses"]
        first = side_by_side(f"Effect of {policy} on {y}", fits, under=under, order=["ATT"])
        save_paper([first, event_paper("Event study", {"(1)": study}, under)], params["paper"])
    if params["figure"]:
        _save_figure(params, study)
    return {
        **written(TOOL, params),
        **att_numbers(last.estimates),
        "pretrend_p": study.pretrend[2] if study.pretrend else float("nan"),
    }


def _columns(panel: Panel, params: Params, common: dict[str, Any], more: dict[str, Any]) -> dict[str, PolicyFit]:
    """Fit the policy alone, then with all that is added, then the other outcomes."""
    from gisplug.policy.event_study import did_twoway

    plain, full, by_period = (
        policy_formula(params, controls=()),
        policy_formula(params),
        split_list(params["by_period"]),
    )
    fits = {"(1)": did_twoway(panel, plain, **common)}
    if full != plain or by_period or any(more.values()):
        fits["(2)"] = did_twoway(panel, full, by_period=by_period, **more, **common)
    for name in params["other_outcomes"] or []:
        fits[name] = did_twoway(panel, policy_formula(params, name), **more, **common)
    return fits


def _save_figure(params: Params, study: PolicyFit) -> None:
    from gisplug.report.charts.policy import event_study
    from gisplug.report.figures import figure

    fig, ax = figure(15, 9)
    bins = (-params["before"], params["after"]) if params["ends"] == "bin" else None
    event_study(ax, {"": study.event}, f"Effect on {params['outcome']}", bins=bins)
    if study.pretrend:
        title = f"Joint test of the periods before: p = {study.pretrend[2]:.3f}"
        ax.set_title(title, fontsize=9, fontweight="normal")
    save_figure(fig, params["figure"])


TOOL = Tool(
    id="did_twoway",
    title="Difference-in-differences",
    group="policy",
    help="Estimates the effect of a policy that units adopt at the same or at different times, with unit and "
    "period effects, and draws the event study with the joint test of the periods before. Effects that grow "
    "over time can bias this estimator: compare it with the others.",
    params=(
        *policy_params(),
        *controls_params(),
        *window_params(),
        choice_param(
            "ends",
            "Beyond the window",
            "Whether periods beyond the window join its ends or those rows are left out.",
            ("bin", "drop"),
            "bin",
        ),
        removed_effects_param(),
        *errors_params("unit"),
        absorb_param("More groupings to take out, joined by commas; a colon combines two, such as region:period."),
        trends_param(", such as unit"),
        by_period_param(),
        fields_param(
            "other_outcomes",
            "Other outcomes",
            "Columns that replace the outcome, one column of the table each.",
            optional=True,
            advanced=True,
        ),
        *sample_params(),
        parentheses_param(),
    ),
    outputs=(
        *table_outputs(),
        Output(
            "events",
            "table",
            "Event-study estimates",
            "Effect, standard error and interval by periods since the policy.",
        ),
        Output(
            "figure", "figure", "Event-study plot", "Effects by periods since the policy with 95 percent intervals."
        ),
        *att_outputs(),
        Output(
            "pretrend_p", "number", "Pre-trend p-value", "Joint test that the periods before the policy have no effect."
        ),
    ),
    run=run,
    tags=("DID", "event study", "policy", "parallel trends"),
    example="gisplug did-twoway --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--controls wage,second --paper did.html --figure event.png",
)
