"""Tool: group-time effects of Callaway and Sant'Anna."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.policy import shared as p
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    import pandas as pd

    from gisplug.policy.group_time import group_time_effects
    from gisplug.report.charts.policy import event_study, group_time
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    fit = group_time_effects(
        panel,
        params["outcome"],
        params["policy"],
        p.controls_of(params),
        control=params["comparison"],
        method=params["method"],
        base=params["base"],
        anticipation=params["anticipation"],
        draws=params["draws"],
        seed=params["seed"],
        progress=progress,
    )
    m.tell(progress, panel.report + fit.report)
    whole = fit.policy_fit()
    m.save_table(fit.effects, params["group_time"])
    if params["table"]:
        m.save_table(pd.concat(dict(fit.aggregates), names=["aggregation", "term"]), params["table"])
    if params["paper"]:
        m.save_paper(papers(params, fit, whole), params["paper"])
    if params["figure"]:
        fig, ax = figure(15, 9)
        event_study(ax, {"": whole.event}, f"Effect on {params['outcome']}", bands=params["draws"] > 0)
        m.save_fig(fig, params["figure"])
    if params["groups_figure"]:
        fig, ax = figure(15, 9)
        group_time(ax, fit.effects)
        m.save_fig(fig, params["groups_figure"])
    pre = fit.pretest[2] if fit.pretest else float("nan")
    return {
        **m.wanted(params, "paper", "table", "group_time", "figure", "groups_figure"),
        **p.att_numbers(whole),
        "pretrend_p": pre,
    }


def papers(params: Mapping[str, Any], fit: Any, whole: Any) -> list[Any]:
    """Return the aggregations and the group-time effects."""
    from gisplug.report.tables.paper_table import regression_table

    names = {"simple": "All cells", "dynamic": "By event time", "group": "By cohort", "calendar": "By period"}
    columns = {}
    for kind, label in names.items():
        frame = fit.aggregates[kind].copy()
        frame.index = [
            "Overall" if i == "overall" else f"{int(i):+d}" if kind == "dynamic" else str(i) for i in frame.index
        ]
        columns[label] = frame
    how = (
        f"Multiplier bootstrap by unit, {params['draws']} draws."
        if params["draws"]
        else "Analytic standard errors by unit."
    )
    facts = (
        f"Comparison: {whole.numbers['Comparison']}; {whole.numbers['Method']}; {fit.n} units, "
        f"{whole.numbers['Treated units']} treated."
    )
    stats = {"Pre-trend p": {"By event time": fit.pretest[2]}} if fit.pretest else {}
    tables = [
        regression_table(
            f"Overall effects of {params['policy']} on {params['outcome']}",
            {k: v.loc[["Overall"]] for k, v in columns.items()},
            stats,
            notes=(facts, how),
            under=params["parentheses"],
        )
    ]
    for label in ("By event time", "By cohort", "By period"):
        tables.append(
            regression_table(
                label, {"Effect": columns[label].drop(index="Overall")}, notes=(how,), under=params["parentheses"]
            )
        )
    return tables


TOOL = Tool(
    id="callaway_santanna",
    title="Callaway-Sant'Anna",
    group="policy",
    help="Estimates the effect of a staggered policy for every cohort and period by comparison with units never or "
    "not yet treated, and "
    "averages them over all cells, by event time, by cohort and by period. Robust to effects that differ between "
    "cohorts and over time.",
    params=(
        *p.policy_params(),
        Param(
            "comparison",
            "choice",
            "Comparison units",
            "Units that are never treated, or also those that are not yet treated.",
            default="notyet",
            choices=("never", "notyet"),
            choice_labels=("Never treated", "Not yet treated"),
        ),
        Param(
            "method",
            "choice",
            "Method",
            "Doubly robust, outcome regression, or weighting by the propensity score. They are the same without "
            "controls.",
            default="dr",
            choices=("dr", "reg", "ipw"),
            choice_labels=("Doubly robust", "Outcome regression", "Weighting"),
        ),
        Param(
            "base",
            "choice",
            "Base period",
            "Periods before the policy are compared with the one before them (varying), or all with the last one "
            "before the policy (universal).",
            default="universal",
            choices=("varying", "universal"),
        ),
        Param(
            "anticipation",
            "integer",
            "Anticipation",
            "Periods by which units may react before the policy starts.",
            default=0,
            minimum=0,
            maximum=20,
            advanced=True,
        ),
        *m.seed_params(0, what="multiplier bootstrap draws for uniform bands; nought gives analytic errors"),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs("Tables of the paper", "Aggregated effects"),
        Output("group_time", "table", "Group-time effects", "Effect of every cohort in every period."),
        m.figure_output("Event-study plot", "Effects by periods since the policy; grey bars are uniform bands."),
        m.figure_output("Cohort plot", "Effects of every cohort over the periods.", "groups_figure"),
        *p.att_outputs(),
        Output(
            "pretrend_p", "number", "Pre-trend p-value", "Joint test that all effects before the policy are nought."
        ),
    ),
    run=run,
    tags=("DID", "staggered", "doubly robust", "event study"),
    example="gisplug callaway-santanna --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy "
    "--paper cs.html --figure cs.png",
)
