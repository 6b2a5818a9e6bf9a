"""Tool: synthetic difference-in-differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.policy import shared as p
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.policy.synthetic import synthetic_did

    panel = m.open_panel(params)
    names = {"sdid": "Synthetic DID", "did": "DID", "sc": "Synthetic control", "difp": "De-meaned synthetic control"}
    fits = {}
    for method in params["methods"]:
        fits[names[method]] = synthetic_did(
            panel,
            params["outcome"],
            params["policy"],
            p.controls_of(params),
            method=method,
            errors=params["variance"],
            draws=params["draws"],
            seed=params["seed"],
            progress=progress,
        )
    first = next(iter(fits.values()))
    m.tell(progress, panel.report + first.report)
    if params["table"]:
        m.save_table(m.stacked({h: f.estimates for h, f in fits.items()}, "method"), params["table"])
    m.save_table(first.unit_weights, params["unit_weights"])
    m.save_table(first.period_weights, params["period_weights"])
    if params["paper"]:
        title = f"Synthetic difference-in-differences: {params['policy']} on {params['outcome']}"
        m.save_paper(m.side_by_side(title, fits, under=params["parentheses"]), params["paper"])
    if params["figure"]:
        m.save_fig(draw(first, params["outcome"]), params["figure"])
    return {**m.wanted(params, "paper", "table", "unit_weights", "period_weights", "figure"), **p.att_numbers(first)}


def draw(fit: Any, outcome: str) -> Any:
    """Draw paths by cohort (at most five) and the gap by event time."""
    import numpy as np

    from gisplug.report.charts.policy import synthetic_gap, synthetic_paths
    from gisplug.report.figures import figure

    cohorts = list(fit.unit_weights.columns)[:5]
    columns = min(3, len(cohorts) + 1)
    rows = -(-(len(cohorts) + 1) // columns)
    fig, axes = figure(9 * columns, 7.5 * rows, rows=rows, columns=columns)
    flat = list(np.ravel(axes))
    for ax, cohort in zip(flat, cohorts):
        synthetic_paths(ax, fit.paths, cohort)
        ax.set_ylabel(outcome)
    synthetic_gap(flat[len(cohorts)], fit.event, float(fit.estimates["se"].iloc[0]))
    for ax in flat[len(cohorts) + 1 :]:
        ax.set_axis_off()
    return fig


TOOL = Tool(
    id="synthetic_did",
    title="Synthetic difference-in-differences",
    group="policy",
    help="Compares treated units with weighted never-treated ones and weighted periods that run parallel to them "
    "before the policy "
    "(Arkhangelsky and others 2021). Synthetic control and plain difference-in-differences can stand beside it. "
    "Staggered policies are "
    "estimated by cohort and averaged.",
    params=(
        *p.policy_params(),
        Param(
            "methods",
            "choices",
            "Methods",
            "Methods that are set side by side; the first gives weights and picture.",
            default=["sdid", "did", "sc"],
            choices=("sdid", "did", "sc", "difp"),
            choice_labels=("Synthetic DID", "DID", "Synthetic control", "De-meaned synthetic control"),
        ),
        Param(
            "variance",
            "choice",
            "Standard errors",
            "Placebo policies on never-treated units, or a bootstrap of units. Placebos need more never-treated "
            "than treated units.",
            default="placebo",
            choices=("placebo", "bootstrap"),
        ),
        *m.seed_params(100, what="placebo or bootstrap draws"),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        Output("unit_weights", "table", "Unit weights", "Weight of every never-treated unit, one column a cohort."),
        Output(
            "period_weights",
            "table",
            "Period weights",
            "Weight of every period before the policy, one column a cohort.",
        ),
        m.figure_output(
            "Synthetic paths",
            "Treated units and their synthetic counterpart by cohort, and the gap by periods since the policy.",
        ),
        *p.att_outputs(),
    ),
    run=run,
    tags=("synthetic control", "SDID", "donor weights"),
    example="gisplug synthetic-did --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--draws 50 --figure sdid.png",
)
