"""Tool: staggered difference-in-differences with two-way fixed effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import NEAR_ERRORS, ErrorStructure
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import choice_param, fields_param, split_list
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.event_tables import BandedInputs, banded, event_paper
from gisplug.tools.policy.options import (
    PolicyControlsInputs,
    RandomisedInputs,
    WinsorisedOutcomeInputs,
    att_numbers,
    att_outputs,
    policy_formula,
)
from gisplug.tools.reach_inputs import FAR, NEAR_HELP, ReachInputs, cutoff_param, placing_units, reaching
from gisplug.tools.regression_options import (
    EffectsInputs,
    ErrorsInputs,
    ParenthesesInputs,
    absorb_param,
    by_period_param,
    errors_of,
    errors_param,
    sample_of,
    trends_param,
)
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import FilePath, save_figure, save_paper, save_table, tell

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.policy.adoption import PolicyFit
    from gisplug.policy.placebo import Placebo


class Asked(
    PolicyControlsInputs,
    BandedInputs,
    EffectsInputs,
    ErrorsInputs,
    ReachInputs,
    WinsorisedOutcomeInputs,
    RandomisedInputs,
    CalibrateInputs,
    ParenthesesInputs,
    TableFiles,
):
    """What the tool is asked."""

    errors: ErrorStructure = errors_param("unit", NEAR_ERRORS, NEAR_HELP)
    cutoff: Optional[float] = cutoff_param(applies_when=({"errors": FAR},))

    ends: Literal["bin", "drop"] = choice_param(
        "Beyond the window",
        "Whether periods beyond the window join its ends or those rows are left out.",
        {"bin": "Join the ends", "drop": "Leave out"},
        "bin",
    )
    absorb: Optional[str] = absorb_param(
        "More groupings to take out, joined by commas; a colon combines two, such as region:period."
    )
    trends: Optional[str] = trends_param(", such as unit")
    by_period: Optional[str] = by_period_param()
    other_outcomes: Optional[list[str]] = fields_param(
        "Other outcomes",
        "Columns that replace the outcome, one column of the table each.",
        optional=True,
        advanced=True,
    )
    events: FilePath = output(
        "table",
        "Event-study estimates",
        "Effect, standard error and interval by periods since the policy.",
    )
    figure: FilePath = output(
        "figure", "Event-study plot", "Effects by periods since the policy with 95 percent intervals."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from dataclasses import replace

    from gisplug.core.evidence import Report
    from gisplug.policy.event_study import event_study
    from gisplug.policy.switching import did_switching

    panel = load_panel(asked, placing_units(asked), unbalanced=True)
    y, policy = asked.outcome, asked.policy
    common: dict[str, Any] = reaching(asked, {"effects": asked.effects, "errors": errors_of(asked), **sample_of(asked)})
    more: dict[str, Any] = {"absorb": split_list(asked.absorb), "trends": split_list(asked.trends)}
    fits = _columns(panel, asked, common, more)
    sizes = calibrated(asked, progress, {"": fits.get("(2)", fits["(1)"])})
    chance = _randomised(panel, asked, more, progress) if asked.randomisation else None
    if chance is not None:
        head = "(2)" if "(2)" in fits else "(1)"
        numbers = {**fits[head].numbers, "Randomisation p": chance.p, "Randomisation p of t": chance.p_t}
        fits[head] = replace(fits[head], numbers=numbers)
    window: dict[str, Any] = {"before": asked.before, "after": asked.after, "ends": asked.ends}
    last = fits.get("(2)", fits["(1)"])
    tell(progress, panel.report + last.report)
    if last.report.having("two-way-switching"):
        plain = policy_formula(asked, controls=())
        study = did_switching(panel, plain, before=max(asked.before - 1, 0), after=asked.after, where=asked.where)
        progress.warn("The event study is that of first changes, on or off, without controls (did_switching).")
    else:
        study = event_study(panel, policy_formula(asked), **window, **more, **common)
    tell(progress, Report(study.report.having("pre-trend", "shared-shocks")))
    save_estimates(estimates_of(fits), asked.table)
    study = banded(study, asked)
    save_table(study.event, asked.events)
    if asked.paper:
        under = asked.parentheses
        first = side_by_side(message("Effect of {policy} on {y}", policy=policy, y=y), fits, under=under, order=["ATT"])
        save_paper([first, event_paper("Event study", {"(1)": study}, under), *sizes], asked.paper)
    if asked.figure:
        _save_figure(asked, study)
    return {
        **asked.written(),
        **att_numbers(last.estimates),
        "randomisation_p": chance.p if chance else float("nan"),
        "pretrend_p": study.pretrend[2] if study.pretrend else float("nan"),
    }


def _randomised(panel: Panel, asked: Asked, more: dict[str, Any], progress: Progress) -> Placebo:
    """Return the two-way estimate of the last column among those of the policy given to other units."""
    from gisplug.core.evidence import Report
    from gisplug.policy.placebo import placebo_policies

    found = placebo_policies(
        panel,
        policy_formula(asked),
        effects=asked.effects,
        draws=asked.randomisation,
        strata=asked.strata,
        assigned_by=asked.assigned_by,
        by_period=split_list(asked.by_period),
        progress=progress,
        **more,
        **sample_of(asked),
    )
    tell(progress, Report(found.report.having("exact") + found.report.having("draws-lost")))
    return found


def _columns(panel: Panel, asked: Asked, common: dict[str, Any], more: dict[str, Any]) -> dict[str, PolicyFit]:
    """Fit the policy alone, then with all that is added, then the other outcomes."""
    from gisplug.policy.event_study import did_twoway

    plain, full, by_period = (
        policy_formula(asked, controls=()),
        policy_formula(asked),
        split_list(asked.by_period),
    )
    fits = {"(1)": did_twoway(panel, plain, **common)}
    if full != plain or by_period or any(more.values()):
        fits["(2)"] = did_twoway(panel, full, by_period=by_period, **more, **common)
    for name in asked.other_outcomes or []:
        fits[name] = did_twoway(panel, policy_formula(asked, name), **more, **common)
    return fits


def _save_figure(asked: Asked, study: PolicyFit) -> None:
    from gisplug.report.charts.policy import event_study
    from gisplug.report.figures import figure

    fig, ax = figure(15, 9)
    bins = (-asked.before, asked.after) if asked.ends == "bin" else None
    event_study(
        ax, {"": study.event}, message("Effect on {outcome}", outcome=asked.outcome), bands=asked.bands, bins=bins
    )
    if study.pretrend:
        title = message("Joint test of the periods before: p = {pretrend:.3f}", pretrend=study.pretrend[2])
        ax.set_title(title, fontsize=9, fontweight="normal")
    save_figure(fig, asked.figure)


TOOL = Tool(
    id="did_twoway",
    title="Difference-in-differences",
    group="policy",
    help="Estimates the effect of a policy that units adopt at the same or at different times, with unit and "
    "period effects, and draws the event study with the joint test of the periods before. Effects that grow "
    "over time can bias this estimator: compare it with the others.",
    inputs=Asked,
    values=(
        *att_outputs(),
        Output(
            "randomisation_p",
            "number",
            "Randomisation p-value",
            "Share of assignments of the policy to other units with an estimate at least as large.",
        ),
        Output(
            "pretrend_p", "number", "Pre-trend p-value", "Joint test that the periods before the policy have no effect."
        ),
    ),
    run=run,
    estimates=True,
    tags=("DID", "event study", "policy", "parallel trends"),
    example="gisplug did-twoway --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--controls wage,second --paper did.html --figure event.png",
)
