"""Tool: staggered difference-in-differences with two-way fixed effects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.policy import shared as p
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.policy.event_study import did_twoway, event_study
    from gisplug.report.charts.policy import event_study as draw
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    controls, where = p.controls_of(params), m.rows_of(panel, params)
    common: dict[str, Any] = {
        "effects": params["effects"],
        "errors": m.errors_of(params),
        "where": where,
        "winsorise": params["winsorise"],
    }
    more: dict[str, Any] = {"absorb": m.split_terms(params["absorb"]), "trends": m.split_terms(params["trends"])}
    fits = {"(1)": did_twoway(panel, params["outcome"], params["policy"], **common)}
    if controls or any(more.values()) or params["by_period"]:
        fits["(2)"] = did_twoway(
            panel,
            params["outcome"],
            params["policy"],
            controls,
            by_period=m.split_terms(params["by_period"]),
            **more,
            **common,
        )
    for name in params["other_outcomes"] or []:
        fits[name] = did_twoway(panel, name, params["policy"], controls, **more, **common)
    study = event_study(
        panel,
        params["outcome"],
        params["policy"],
        controls,
        before=params["before"],
        after=params["after"],
        ends=params["ends"],
        **more,
        **common,
    )
    last = fits["(2)"] if "(2)" in fits else fits["(1)"]
    m.tell(progress, panel.report + last.report)
    if params["table"]:
        m.save_table(m.stacked({h: f.estimates for h, f in fits.items()}), params["table"])
    m.save_table(study.event, params["events"])
    if params["paper"]:
        title = f"Effect of {params['policy']} on {params['outcome']}"
        tables = [
            m.side_by_side(title, fits, under=params["parentheses"], order=["ATT"]),
            p.event_paper("Event study", {"(1)": study}, params["parentheses"]),
        ]
        m.save_paper(tables, params["paper"])
    if params["figure"]:
        fig, ax = figure(15, 9)
        draw(
            ax,
            {"": study.event},
            f"Effect on {params['outcome']}",
            bins=(-params["before"], params["after"]) if params["ends"] == "bin" else None,
        )
        if study.pretrend:
            ax.set_title(
                f"Joint test of the periods before: p = {study.pretrend[2]:.3f}", fontsize=9, fontweight="normal"
            )
        m.save_fig(fig, params["figure"])
    pre = study.pretrend[2] if study.pretrend else float("nan")
    return {**m.wanted(params, "paper", "table", "events", "figure"), **p.att_numbers(last), "pretrend_p": pre}


TOOL = Tool(
    id="did_twoway",
    title="Difference-in-differences",
    group="policy",
    help="Estimates the effect of a policy that units adopt at the same or at different times, with unit and period "
    "effects, and draws the "
    "event study with the joint test of the periods before. Effects that grow over time can bias this estimator: "
    "compare it with the others.",
    params=(
        *p.policy_params(),
        *p.window_params(),
        Param(
            "ends",
            "choice",
            "Beyond the window",
            "Whether periods beyond the window join its ends or those rows are left out.",
            default="bin",
            choices=("bin", "drop"),
        ),
        m.effects_param(),
        *m.errors_params("unit"),
        Param(
            "absorb",
            "text",
            "Further fixed effects",
            "More groupings to take out, joined by commas; a colon combines two, such as region:period.",
            optional=True,
            advanced=True,
        ),
        Param(
            "trends",
            "text",
            "Group trends",
            "Groupings whose groups get a linear trend of their own, joined by commas, such as unit.",
            optional=True,
            advanced=True,
        ),
        Param(
            "by_period",
            "text",
            "Variables times periods",
            "Columns that get a slope of their own in every period, joined by commas.",
            optional=True,
            advanced=True,
        ),
        Param(
            "other_outcomes",
            "fields",
            "Other outcomes",
            "Columns that replace the outcome, one column of the table each.",
            parent="panel",
            optional=True,
            advanced=True,
        ),
        *m.rows_params(),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        Output(
            "events",
            "table",
            "Event-study estimates",
            "Effect, standard error and interval by periods since the policy.",
        ),
        m.figure_output("Event-study plot", "Effects by periods since the policy with 95 percent intervals."),
        *p.att_outputs(),
        Output(
            "pretrend_p", "number", "Pre-trend p-value", "Joint test that the periods before the policy have no effect."
        ),
    ),
    run=run,
    tags=("DID", "event study", "policy", "parallel trends"),
    example="gisplug did-twoway --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--controls wage,second --paper did.html --figure event.png",
)
