"""Tool: triple differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import choice_param, field_param, split_list
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.options import (
    PolicyControlsInputs,
    WinsorisedOutcomeInputs,
    att_numbers,
    att_outputs,
    policy_formula,
)
from gisplug.tools.regression_options import (
    ErrorsInputs,
    ParenthesesInputs,
    absorb_param,
    errors_of,
    sample_of,
)
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import FilePath, draw, save_paper, tell

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel


class Asked(
    PolicyControlsInputs, ErrorsInputs, WinsorisedOutcomeInputs, CalibrateInputs, ParenthesesInputs, TableFiles
):
    """What the tool is asked."""

    flag: str = field_param(
        "Flag", "Column that is 1 for units the policy is meant for and 0 for others, constant over time."
    )
    split: Literal["none", "median"] = choice_param(
        "Split of the flag",
        "The column as it is (0 and 1), or 1 for units above the median of its mean over time.",
        {"none": "As it is", "median": "Median of units"},
        "none",
    )
    absorb: Optional[str] = absorb_param(
        "More groupings to take out in the last column, such as region:period.", advanced=False
    )
    figure: FilePath = output(
        "figure",
        "Coefficient chart",
        "Effect of the policy, and how much more it does for flagged units.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.policy.triple import triple_difference
    from gisplug.report.charts.regression import coefficients

    panel = load_panel(asked, unbalanced=True)
    flag = asked.flag
    if asked.split == "median":
        panel = _flagged(panel, flag)
    plain, full, absorb = policy_formula(asked, controls=()), policy_formula(asked), split_list(asked.absorb)
    common: dict[str, Any] = {"errors": errors_of(asked), **sample_of(asked)}
    columns = [triple_difference(panel, plain, flag, **common)]
    if full != plain:
        columns.append(triple_difference(panel, full, flag, **common))
    if absorb:
        columns.append(triple_difference(panel, full, flag, absorb=absorb, **common))
    tell(progress, panel.report + columns[-1].report)
    fits = {f"({k})": fit for k, fit in enumerate(columns, 1)}
    frames = estimates_of(fits)
    more = calibrated(asked, progress, {"": columns[-1]})
    save_estimates(frames, asked.table)
    if asked.paper:
        title = message("Triple differences: {outcome}", outcome=asked.outcome)
        save_paper([side_by_side(title, fits, under=asked.parentheses), *more], asked.paper)
    terms = [t for t in ("Policy", message("Policy × {flag}", flag=flag)) if any(t in f.index for f in frames.values())]
    draw(asked.figure, coefficients, frames, terms, size=(13, 5.5))
    return {**asked.written(), **att_numbers(columns[-1].estimates)}


def _flagged(panel: Panel, name: str) -> Panel:
    """Return the panel with the flag 1 for units whose mean over time lies above the median."""
    from gisplug.policy.rows import with_columns
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
    inputs=Asked,
    values=(*att_outputs(),),
    run=run,
    tags=("DDD", "triple difference"),
    example="gisplug triple-difference --panel demo-panel --unit adcode --period year --outcome innovation --policy "
    "policy --flag lights --split median",
)
