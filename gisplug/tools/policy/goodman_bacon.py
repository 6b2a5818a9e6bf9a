"""Tool: what a two-way estimate is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Tool
from gisplug.tools.policy import shared as p
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.policy.goodman_bacon import goodman_bacon
    from gisplug.report.charts.policy import bacon_scatter
    from gisplug.report.figures import figure
    from gisplug.report.tables.paper_table import plain_table

    panel = m.open_panel(params)
    found = goodman_bacon(panel, params["outcome"], params["policy"])
    m.tell(progress, panel.report + found.report)
    if params["table"]:
        m.save_table(found.comparisons.rename_axis("comparison"), params["table"])
    if params["paper"]:
        shown = found.summary.rename(columns={"weight": "Weight", "estimate": "Average estimate"})
        shown.loc["Two-way estimate"] = [1.0, found.twfe]
        note = (
            "Comparisons of later with earlier treated units use already treated units as controls and are the "
            "source of bias."
        )
        m.save_paper(
            plain_table(f"Goodman-Bacon decomposition, {params['outcome']}", shown, notes=(note,), stub="Comparison"),
            params["paper"],
        )
    if params["figure"]:
        fig, ax = figure(15, 10)
        bacon_scatter(ax, found.comparisons, found.twfe)
        m.save_fig(fig, params["figure"])
    forbidden = [k for k in found.summary.index if "vs earlier" in k or "always" in k]
    share = float(found.summary.loc[forbidden, "weight"].sum()) if forbidden else 0.0
    return {**m.wanted(params, "paper", "table", "figure"), "twfe": found.twfe, "forbidden": share}


TOOL = Tool(
    id="goodman_bacon",
    title="Goodman-Bacon decomposition",
    group="policy",
    help="Splits the two-way estimate of a staggered policy into all comparisons of two groups before and after, "
    "with their weights, and "
    "tells how much rests on comparisons with units that are already treated.",
    params=p.policy_params(controls=False),
    outputs=(
        *m.table_outputs("Weights by kind of comparison", "Comparisons"),
        m.figure_output("Decomposition plot", "Estimate of every comparison over its weight."),
        Output("twfe", "number", "Two-way estimate", "The weighted sum of all comparisons."),
        Output(
            "forbidden", "number", "Share of doubtful comparisons", "Weight of comparisons with units already treated."
        ),
    ),
    run=run,
    tags=("Bacon", "staggered", "weights"),
    example="gisplug goodman-bacon --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --figure bacon.png",
)
