"""Tool: triple differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Param, Tool
from gisplug.tools.policy import shared as p
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.policy.triple import triple_difference
    from gisplug.report.charts.regression import coefficients
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    if params["split"] == "median":
        panel = flagged(panel, params["flag"])
    controls, absorb = p.controls_of(params), m.split_terms(params["absorb"])
    common = {"errors": m.errors_of(params), "where": m.rows_of(panel, params), "winsorise": params["winsorise"]}
    fits = {"(1)": triple_difference(panel, params["outcome"], params["policy"], params["flag"], **common)}
    if controls:
        fits["(2)"] = triple_difference(panel, params["outcome"], params["policy"], params["flag"], controls, **common)
    if absorb:
        fits[f"({len(fits) + 1})"] = triple_difference(
            panel, params["outcome"], params["policy"], params["flag"], controls, absorb=absorb, **common
        )
    last = list(fits.values())[-1]
    m.tell(progress, panel.report + last.report)
    frames = {h: f.estimates for h, f in fits.items()}
    if params["table"]:
        m.save_table(m.stacked(frames), params["table"])
    if params["paper"]:
        m.save_paper(
            m.side_by_side(f"Triple differences: {params['outcome']}", fits, under=params["parentheses"]),
            params["paper"],
        )
    if params["figure"]:
        fig, ax = figure(13, 5.5)
        coefficients(
            ax,
            frames,
            [t for t in ("Policy", f"Policy × {params['flag']}") if any(t in f.index for f in frames.values())],
        )
        m.save_fig(fig, params["figure"])
    return {**m.wanted(params, "paper", "table", "figure"), **p.att_numbers(last)}


def flagged(panel: Any, name: str) -> Any:
    """Return the panel with the flag 1 for units whose mean over time lies above the median."""
    from gisplug.policy.adoption import with_columns
    from gisplug.regression.heterogeneity import split_labels

    high = split_labels(panel, name, "median").reshape(panel.T, panel.N) == "high"
    return with_columns(panel, {name: high.astype(float)})


TOOL = Tool(
    id="triple_difference",
    title="Triple differences",
    group="policy",
    help="Compares the effect of a policy between units with and without a flag, such as digital and other "
    "clusters, with unit effects and "
    "period effects of their own for flagged units. Whatever hits a region as a whole can be taken out by "
    "region-by-period effects.",
    params=(
        *p.policy_params(),
        Param(
            "flag",
            "field",
            "Flag",
            "Column that is 1 for units the policy is meant for and 0 for others, constant over time.",
            parent="panel",
        ),
        Param(
            "split",
            "choice",
            "Split of the flag",
            "The column as it is (0 and 1), or 1 for units above the median of its mean over time.",
            default="none",
            choices=("none", "median"),
            choice_labels=("As it is", "Median of units"),
        ),
        Param(
            "absorb",
            "text",
            "Further fixed effects",
            "More groupings to take out in the last column, such as region:period.",
            optional=True,
        ),
        *m.errors_params("unit"),
        *m.rows_params(),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        m.figure_output("Coefficient chart", "Effect of the policy, and how much more it does for flagged units."),
        *p.att_outputs(),
    ),
    run=run,
    tags=("DDD", "triple difference"),
    example="gisplug triple-difference --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --flag lights --split median",
)
