"""Tool: how far trends may differ before an effect is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional, Union

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import SampleInputs, choice_param, choices_param, numbers_of
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.options import PolicyControlsInputs, WindowInputs, policy_formula
from gisplug.tools.regression_options import asked_of
from gisplug.tools.regression_results import ESTIMATES, PAPER, TableFiles
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

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.policy.adoption import PolicyFit
    from gisplug.policy.honest.sensitivity import HonestDid
    from gisplug.report.tables.paper_table import PaperTable

ESTIMATORS = {
    "event_study": "Event study",
    "callaway_santanna": "Callaway-Sant'Anna",
    "sun_abraham": "Sun-Abraham",
    "imputation": "Imputation",
    "stacked": "Stacked",
    "switching": "Switching",
}
SMOOTH = ("smoothness",)
MAGNITUDES = ("relative magnitudes",)


class Asked(PolicyControlsInputs, WindowInputs, SampleInputs, TableFiles):
    """What the tool is asked."""

    estimator: Literal["event_study", "callaway_santanna", "sun_abraham", "imputation", "stacked", "switching"] = (
        choice_param(
            "Estimator",
            "Whose effects by periods since the policy are bounded; errors are clustered by unit. Switching has no "
            "controls.",
            ESTIMATORS,
            "callaway_santanna",
        )
    )
    effect: str = param(
        "text",
        "Effect",
        "Periods since the policy of the effect that is bounded (0 is the first), or mean for the average of all.",
        default="0",
    )
    restrictions: list[str] = choices_param(
        "Restrictions",
        "Relative magnitudes: after the policy trends differ from one period to the next at most so many times as much "
        "as in the worst period before. Smoothness: the slope of the difference changes by no more than so much from "
        "one period to the next.",
        {"relative magnitudes": "Relative magnitudes", "smoothness": "Smoothness"},
        ["relative magnitudes", "smoothness"],
    )
    relative: str = param(
        "text",
        "Relative magnitudes",
        "Values, joined by commas; 1 is as much as in the worst period before the policy.",
        default="0.5, 1, 1.5, 2",
        applies_when=({"restrictions": MAGNITUDES},),
    )
    smoothness: Optional[str] = param(
        "text",
        "Smoothness",
        "Values in the unit of the outcome, joined by commas; 0 is a straight line. Empty: five values up to what the "
        "periods before the policy allow.",
        optional=True,
        applies_when=({"restrictions": SMOOTH},),
    )
    method: Literal["hybrid", "conditional"] = choice_param(
        "Test",
        "Of relative magnitudes: the conditional test of Andrews, Roth and Pakes, after a first test against the least "
        "favourable case (hybrid, the reference package's default) or alone.",
        {"hybrid": "Hybrid", "conditional": "Conditional"},
        "hybrid",
        advanced=True,
        applies_when=({"restrictions": MAGNITUDES},),
    )
    paper: FilePath = paper_output(PAPER, "Intervals")
    table: FilePath = table_output("Intervals", ESTIMATES)
    figure: FilePath = output(
        "figure", "Sensitivity plot", "Intervals over the bound on trends, with the breakdown value."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.policy.honest.sensitivity import honest_did

    panel = load_panel(asked, unbalanced=True)
    fit = _study(panel, asked)
    values = numbers_of(asked.relative, "Relative magnitudes") if MAGNITUDES[0] in asked.restrictions else []
    given = numbers_of(asked.smoothness, "Smoothness") or None
    found = honest_did(
        fit,
        _at(asked.effect),
        relative=values,
        smoothness=given if SMOOTH[0] in asked.restrictions else (),
        before=asked.before,
        after=asked.after,
        method=asked.method,
    )
    tell(progress, panel.report + fit.report + found.report)
    save_table(found.table(), asked.table)
    if asked.paper:
        save_paper(_paper(asked, found), asked.paper)
    if asked.figure:
        _save_figure(asked, found)
    ends = {kind.replace(" ", "_"): float("nan") for kind in (*MAGNITUDES, *SMOOTH)}
    ends |= {kind.replace(" ", "_"): value for kind, value in found.breakdown.items()}
    return {**asked.written(), "estimate": found.estimate, **ends}


def _at(text: str) -> Union[int, str]:
    """Return the event time in words as a number; other words as they are."""
    return int(text) if text.strip().isdecimal() else text.strip()


def _study(panel: Panel, asked: Asked) -> PolicyFit:
    """Return the fit of the estimator asked for, with an event study of the window at least."""
    from gisplug.policy.event_study import did_stacked, event_study, sun_abraham
    from gisplug.policy.group_time import group_time_effects
    from gisplug.policy.imputation import did_imputation
    from gisplug.policy.switching import did_switching

    formula, sample = policy_formula(asked), asked_of(asked)
    window: dict[str, Any] = {"before": asked.before, "after": asked.after}
    if asked.estimator == "event_study":  # a period more at each end holds all beyond the window
        return event_study(panel, formula, before=asked.before + 1, after=asked.after + 1, **sample)
    if asked.estimator == "callaway_santanna":
        return group_time_effects(panel, formula, base_period="universal", **sample).policy_fit()
    if asked.estimator == "sun_abraham":
        return sun_abraham(panel, formula, **sample)
    if asked.estimator == "imputation":
        return did_imputation(panel, formula, before=panel.T, **sample)
    if asked.estimator == "stacked":
        return did_stacked(panel, formula, **window, **sample)
    plain = policy_formula(asked, controls=())
    return did_switching(panel, plain, before=max(asked.before - 1, 0), after=asked.after, **sample)


def _paper(asked: Asked, found: HonestDid) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    frame = found.intervals.assign(bound=[f"{b:g}" if b == b else "" for b in found.intervals["bound"]])
    frame = frame.set_index("restriction")[["bound", "low", "high", "method"]]
    frame.index = [name.capitalize() for name in frame.index]
    heads = {"bound": "Bound", "low": "Lower end", "high": "Upper end", "method": "Method"}
    frame = frame.rename_axis("Restriction").rename(columns=heads)
    facts = [
        message(
            "Estimate {estimate:.4f}, standard error {se:.4f}; {before} periods before.",
            estimate=found.estimate,
            se=found.se,
            before=found.path.before,
        )
    ]
    facts += [
        message("Breakdown value, {kind}: {told}.", kind=message(kind), told=_told(value))
        for kind, value in found.breakdown.items()
    ]
    title = message(
        "{method}, {outcome}: {effect} where trends differ",
        method=found.method,
        outcome=asked.outcome,
        effect=found.effect,
    )
    return plain_table(title, frame, notes=(*facts, *(note.text for note in found.report.warnings)))


def _told(value: float) -> str:
    if value != value:
        return message("the interval holds nought with a bound of 0")
    return message("no bound looked at makes the interval hold nought") if value == float("inf") else f"{value:.3g}"


def _save_figure(asked: Asked, found: HonestDid) -> None:
    from gisplug.report.charts.policy import sensitivity

    fig, axes = axes_in_a_row(len(found.breakdown), 11 * len(found.breakdown), 9)
    for ax, kind in zip(axes, found.breakdown):
        sensitivity(
            ax,
            found.intervals,
            found.estimate,
            found.breakdown,
            message("Effect on {outcome}", outcome=asked.outcome),
            kind,
        )
    save_figure(fig, asked.figure)


TOOL = Tool(
    id="honest_did",
    title="Sensitivity to trends",
    group="policy",
    help="Says how much an effect of an event study depends on parallel trends: intervals that hold where treated "
    "units would have moved differently within bounds taken from the periods before, and the breakdown value "
    "with which the effect can no longer be told from nought (Rambachan and Roth). A test of the periods before "
    "cannot say that: it may lack the power to see a trend.",
    inputs=Asked,
    values=(
        Output("estimate", "number", "Effect", "The effect with parallel trends."),
        Output(
            "relative_magnitudes",
            "number",
            "Breakdown, relative magnitudes",
            "Largest multiple of the worst period before with which the interval leaves out nought.",
        ),
        Output(
            "smoothness",
            "number",
            "Breakdown, smoothness",
            "Largest change of slope with which the interval leaves out nought.",
        ),
    ),
    run=run,
    tags=("HonestDiD", "parallel trends", "sensitivity", "event study", "Rambachan-Roth"),
    example="gisplug honest-did --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--paper honest.html --figure honest.png",
)
