"""Tool: triple differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Output, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, field_param, load_panel, split_list
from gisplug.tools.policy.options import (
    att_numbers,
    att_outputs,
    policy_formula,
    policy_params,
    sample_of,
    sample_params,
)
from gisplug.tools.regression_options import absorb_param, controls_params, errors_of, errors_params, parentheses_param
from gisplug.tools.regression_results import estimates_of, save_estimates, side_by_side, table_outputs
from gisplug.tools.results import draw, save_paper, tell, written

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel


def run(params: Params, progress: Progress) -> Results:
    from gisplug.policy.triple import triple_difference
    from gisplug.report.charts.regression import coefficients

    panel = load_panel(params, unbalanced=True)
    flag = params["flag"]
    if params["split"] == "median":
        panel = _flagged(panel, flag)
    plain, full, absorb = policy_formula(params, controls=()), policy_formula(params), split_list(params["absorb"])
    common: dict[str, Any] = {"errors": errors_of(params), **sample_of(params)}
    columns = [triple_difference(panel, plain, flag, **common)]
    if full != plain:
        columns.append(triple_difference(panel, full, flag, **common))
    if absorb:
        columns.append(triple_difference(panel, full, flag, absorb=absorb, **common))
    tell(progress, panel.report + columns[-1].report)
    fits = {f"({k})": fit for k, fit in enumerate(columns, 1)}
    frames = estimates_of(fits)
    save_estimates(frames, params["table"])
    if params["paper"]:
        title = f"Triple differences: {params['outcome']}"
        save_paper(side_by_side(title, fits, under=params["parentheses"]), params["paper"])
    terms = [t for t in ("Policy", f"Policy × {flag}") if any(t in f.index for f in frames.values())]
    draw(params["figure"], coefficients, frames, terms, size=(13, 5.5))
    return {**written(TOOL, params), **att_numbers(columns[-1].estimates)}


def _flagged(panel: Panel, name: str) -> Panel:
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
    "clusters, with unit effects and period effects of their own for flagged units. Whatever hits a region as "
    "a whole can be taken out by region-by-period effects.",
    params=(
        *policy_params(),
        *controls_params(),
        field_param(
            "flag", "Flag", "Column that is 1 for units the policy is meant for and 0 for others, constant over time."
        ),
        choice_param(
            "split",
            "Split of the flag",
            "The column as it is (0 and 1), or 1 for units above the median of its mean over time.",
            {"none": "As it is", "median": "Median of units"},
            "none",
        ),
        absorb_param("More groupings to take out in the last column, such as region:period.", advanced=False),
        *errors_params("unit"),
        *sample_params(),
        parentheses_param(),
    ),
    outputs=(
        *table_outputs(),
        Output(
            "figure",
            "figure",
            "Coefficient chart",
            "Effect of the policy, and how much more it does for flagged units.",
        ),
        *att_outputs(),
    ),
    run=run,
    tags=("DDD", "triple difference"),
    example="gisplug triple-difference --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --flag lights --split median",
)
