"""Tool: group-time effects of Callaway and Sant'Anna."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import (
    SampleInputs,
    choice_param,
    draws_param,
    field_param,
    seed_param,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.options import (
    PolicyControlsInputs,
    att_numbers,
    att_outputs,
    comparison_param,
    policy_formula,
)
from gisplug.tools.regression_options import ParenthesesInputs, asked_of
from gisplug.tools.regression_results import ESTIMATES, PAPER, TableFiles, warnings_of
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table, table_output, tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.core.vocabulary import Cell
    from gisplug.policy.adoption import PolicyFit
    from gisplug.policy.group_time import GroupTime
    from gisplug.report.tables.paper_table import PaperTable

AVERAGES = {"simple": "All cells", "dynamic": "By event time", "group": "By cohort", "calendar": "By period"}


class Asked(PolicyControlsInputs, SampleInputs, CalibrateInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    comparison: Literal["never", "notyet"] = comparison_param(
        "Units that are never treated, or also those that are not yet treated."
    )
    method: Literal["dr", "reg", "ipw"] = choice_param(
        "Method",
        "Doubly robust, outcome regression, or weighting by the propensity score. They are the same without controls.",
        {"dr": "Doubly robust", "reg": "Outcome regression", "ipw": "Weighting"},
        "dr",
    )
    base: Literal["varying", "universal"] = choice_param(
        "Base period",
        "Periods before the policy are compared with the one before them (varying), or all with the last one "
        "before the policy (universal).",
        {"varying": "Varying", "universal": "Universal"},
        "universal",
    )
    anticipation: int = param(
        "integer",
        "Anticipation",
        "Periods by which units may react before the policy starts.",
        default=0,
        minimum=0,
        maximum=20,
        advanced=True,
    )
    cluster: Optional[str] = field_param(
        "Cluster errors by",
        "Column above the unit, such as a region, constant within units. Empty: by unit.",
        optional=True,
        advanced=True,
    )
    balance: Optional[int] = param(
        "integer",
        "Balanced event window",
        "Periods after the policy for which every cohort in the averages by event time is seen, so that they are of "
        "the same cohorts at every event time; those seen for less are left out of these averages. Empty: all.",
        optional=True,
        minimum=0,
        maximum=100,
        advanced=True,
    )
    incomplete: Literal["drop", "pairs"] = choice_param(
        "Units with missing values",
        "Units that lack some values are left out, or used in the effects for whose two periods they have them.",
        {"drop": "Left out", "pairs": "Used where both periods are there"},
        "drop",
        advanced=True,
    )
    draws: int = draws_param("multiplier bootstrap draws for uniform bands; nought gives analytic errors", 0)
    seed: int = seed_param()
    paper: FilePath = paper_output(PAPER, "Tables of the paper")
    table: FilePath = table_output("Aggregated effects", ESTIMATES)
    group_time: FilePath = output("table", "Group-time effects", "Effect of every cohort in every period.")
    figure: FilePath = output(
        "figure", "Event-study plot", "Effects by periods since the policy; grey bars are uniform bands."
    )
    groups_figure: FilePath = output("figure", "Cohort plot", "Effects of every cohort over the periods.")


def run(asked: Asked, progress: Progress) -> Results:
    import pandas as pd

    from gisplug.policy.group_time import group_time_effects
    from gisplug.report.charts.policy import event_study, group_time

    panel = load_panel(asked, unbalanced=True)
    fit = group_time_effects(
        panel,
        policy_formula(asked),
        control=asked.comparison,
        method=asked.method,
        base_period=asked.base,
        anticipation=asked.anticipation,
        cluster=asked.cluster,
        balance=asked.balance,
        incomplete=asked.incomplete,
        draws=asked.draws,
        seed=asked.seed,
        progress=progress,
        **asked_of(asked),
    )
    tell(progress, panel.report + fit.report)
    more = calibrated(asked, progress, {"": fit}, asked.seed)
    whole = fit.policy_fit()
    save_table(fit.effects, asked.group_time)
    save_table(pd.concat(dict(fit.aggregates), names=["aggregation", "term"]), asked.table)
    if asked.paper:
        save_paper([*_papers(asked, fit, whole), *more], asked.paper)
    label = message("Effect on {outcome}", outcome=asked.outcome)
    draw(asked.figure, event_study, {"": whole.event}, label, bands=asked.draws > 0, size=(15, 9))
    draw(asked.groups_figure, group_time, fit.effects, size=(15, 9))
    return {
        **asked.written(),
        **att_numbers(whole.estimates),
        "pretrend_p": fit.pretest[2] if fit.pretest else float("nan"),
    }


def _papers(asked: Asked, fit: GroupTime, whole: PolicyFit) -> list[PaperTable]:
    """Return the overall effects side by side, then every aggregation."""
    from gisplug.report.tables.paper_table import regression_table

    under = asked.parentheses
    columns = {label: _aggregate(fit, kind) for kind, label in AVERAGES.items()}
    by = asked.cluster or "unit"
    how = (
        message("Multiplier bootstrap by {by}, {draws} draws.", by=by, draws=asked.draws)
        if asked.draws
        else message("Analytic standard errors by {by}.", by=by)
    )
    facts = message(
        "Comparison: {numbers}; {numbers2}; {n} units, {numbers3} treated.",
        numbers=whole.numbers["Comparison"],
        numbers2=whole.numbers["Method"],
        n=fit.n,
        numbers3=whole.numbers["Treated units"],
    )
    stats: dict[str, dict[str, Cell]] = {"Pre-trend p": {AVERAGES["dynamic"]: fit.pretest[2]}} if fit.pretest else {}
    for name, row in fit.wild.items():
        for label, p in row.items():
            stats.setdefault(label, {})[AVERAGES[name]] = p
    title, told = (
        message("Overall effects of {policy} on {outcome}", policy=asked.policy, outcome=asked.outcome),
        warnings_of([fit]),
    )
    overall = {label: frame.loc[["Overall"]] for label, frame in columns.items()}
    parts = {label: frame.drop(index="Overall") for label, frame in columns.items() if label != AVERAGES["simple"]}
    return [
        regression_table(title, overall, stats, notes=(facts, how, *told), under=under),
        *(regression_table(label, {"Effect": part}, notes=(how,), under=under) for label, part in parts.items()),
    ]


def _aggregate(fit: GroupTime, kind: str) -> pd.DataFrame:
    """Return an aggregation with its rows in words."""
    frame = fit.aggregates[kind].copy()
    frame.index = [
        "Overall" if i == "overall" else f"{int(i):+d}" if kind == "dynamic" else str(i) for i in frame.index
    ]
    return frame


TOOL = Tool(
    id="callaway_santanna",
    title="Callaway-Sant'Anna",
    group="policy",
    help="Estimates the effect of a staggered policy for every cohort and period by comparison with units never or "
    "not yet treated, and averages them over all cells, by event time, by cohort and by period. Robust to "
    "effects that differ between cohorts and over time.",
    inputs=Asked,
    values=(
        *att_outputs(),
        Output(
            "pretrend_p", "number", "Pre-trend p-value", "Joint test that all effects before the policy are nought."
        ),
    ),
    run=run,
    estimates=True,
    tags=("DID", "staggered", "doubly robust", "event study"),
    example="gisplug callaway-santanna --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --paper cs.html --figure cs.png",
)
