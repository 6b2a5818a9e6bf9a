"""Tool: estimators of staggered policies side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import SampleInputs, choices_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.event_tables import BandedInputs, banded, event_paper, event_table
from gisplug.tools.policy.options import (
    PolicyControlsInputs,
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
    import pandas as pd

    from gisplug.panel.frame import Panel

NAMES = {
    "twoway": "Two-way",
    "callaway_santanna": "Callaway-Sant'Anna",
    "sun_abraham": "Sun-Abraham",
    "imputation": "Imputation",
    "stacked": "Stacked",
    "switching": "Switching",
}


class Asked(
    PolicyControlsInputs, BandedInputs, ErrorsInputs, SampleInputs, CalibrateInputs, ParenthesesInputs, TableFiles
):
    """What the tool is asked."""

    estimators: list[str] = choices_param(
        "Estimators",
        "Estimators that are set side by side; each that cannot be used here is named with the reason. Switching is "
        "for policies that end again, without controls (de Chaisemartin and D'Haultfoeuille).",
        NAMES,
        [name for name in NAMES if name != "switching"],
    )
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
    from gisplug.core.errors import ConvergenceError, ModelError, PanelError
    from gisplug.numbers.fits.finding import merged
    from gisplug.report.charts.policy import event_study

    panel = load_panel(asked, unbalanced=True)
    under = asked.parentheses
    fits, failed = {}, {}
    for at, name in enumerate(asked.estimators):
        progress.update(at / len(asked.estimators), NAMES[name])
        progress.check()
        try:
            fits[NAMES[name]] = _estimate(panel, name, asked)
        except (ModelError, ConvergenceError, PanelError) as problem:
            failed[NAMES[name]] = problem
    if not fits:
        raise next(iter(failed.values()))
    tell(progress, merged([panel.report, *(fit.report for fit in fits.values())]))
    lost = [
        message("{head} has no estimate: {problem}", head=head, problem=problem) for head, problem in failed.items()
    ]
    for text in lost:
        progress.warn(text)
    sizes = calibrated(asked, progress, fits)
    fits = {head: banded(fit, asked) for head, fit in fits.items()}
    save_estimates(estimates_of(fits), asked.table, "estimator")
    if asked.events:
        save_table(event_table(fits), asked.events)
    if asked.paper:
        title = message("Effect of {policy} on {outcome}", policy=asked.policy, outcome=asked.outcome)
        first = side_by_side(title, fits, lost, under=under, order=["ATT"])
        save_paper([first, event_paper("Effects by periods since the policy", fits, under), *sizes], asked.paper)
    paths = {head: fit.event for head, fit in fits.items() if fit.event is not None}
    shown = {head: _within(frame, asked) for head, frame in paths.items()}
    window = (-asked.before, asked.after)
    label = message("Effect on {outcome}", outcome=asked.outcome)
    draw(asked.figure, event_study, shown, label, bands=asked.bands, window=window, size=(17, 10))
    values = [fit.att for fit in fits.values()]
    return {**asked.written(), "smallest": min(values), "largest": max(values)}


def _within(event: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Return the event times of the window."""
    return event[(event.index >= -asked.before) & (event.index <= asked.after)]


def _estimate(panel: Panel, name: str, asked: Asked) -> Any:
    """Return the fit of one estimator with its event study."""
    from dataclasses import replace

    from gisplug.core.evidence import Report
    from gisplug.numbers.fits.repeat import made_as
    from gisplug.policy.event_study import did_stacked, did_twoway, event_study, sun_abraham
    from gisplug.policy.group_time import group_time_effects
    from gisplug.policy.imputation import did_imputation
    from gisplug.policy.switching import did_switching

    formula, sample = policy_formula(asked), asked_of(asked)
    before, after, errors = asked.before, asked.after, errors_of(asked)
    if name == "twoway":
        fit = did_twoway(panel, formula, errors=errors, **sample)
        if fit.report.having("two-way-switching"):  # there is no event time of a treatment that ends
            return fit
        # a period more at each end holds all beyond the window, so that every event time shown is one period
        study = event_study(panel, formula, before=before + 1, after=after + 1, errors=errors, **sample)
        joint = study.joint_cov.drop(index="ATT", columns="ATT")
        both: dict[str, Any] = {"joint_cov": joint, "joint_df": dict.fromkeys(joint.index, study.df)}
        both["report"] = fit.report + Report(study.report.having("pre-trend", "shared-shocks"))
        return made_as(replace(fit, event=_within(study.event, asked), pretrend=study.pretrend, **both), fit)
    if name == "switching":
        plain = policy_formula(asked, controls=())
        return did_switching(panel, plain, before=max(before - 1, 0), after=after, **sample)
    if name == "sun_abraham":
        return sun_abraham(panel, formula, errors=errors, **sample)
    if name == "stacked":
        return did_stacked(panel, formula, before=before, after=after, errors=errors, **sample)
    if name == "imputation":
        return did_imputation(panel, formula, before=before, **sample)
    cells = group_time_effects(panel, formula, control=asked.comparison, base_period="universal", **sample)
    return made_as(cells.policy_fit(), cells, "policy_fit")


TOOL = Tool(
    id="staggered_did",
    title="Estimators of staggered policies",
    group="policy",
    help="Sets two-way fixed effects beside estimators that stay right when effects differ between cohorts and "
    "grow over time: Callaway-Sant'Anna, Sun-Abraham, imputation (Borusyak and others) and stacked "
    "regressions, in one table and one event-study plot; on request that for policies that switch off again.",
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
