"""Tool: policies that switch on and off, or have doses."""

from __future__ import annotations

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import SampleInputs, seed_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.event_tables import BandedInputs, banded, event_paper
from gisplug.tools.policy.options import PolicyInputs, att_numbers, att_outputs
from gisplug.tools.regression_options import ParenthesesInputs, asked_of
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side, warnings_of
from gisplug.tools.results import FilePath, draw, save_paper, save_table, tell


class Asked(PolicyInputs, BandedInputs, SampleInputs, CalibrateInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    normalised: bool = param(
        "flag",
        "Normalised effects",
        "Divides every effect by what treatment has differed by since the change, summed over its periods: an average "
        "of the effects of one unit of treatment now and in each period since.",
        default=False,
    )
    seed: int = seed_param()
    events: FilePath = output(
        "table", "Event-study estimates", "Effect, standard error, units and dose by periods since the change."
    )
    figure: FilePath = output(
        "figure", "Event-study plot", "Effects by periods since the change with 95 percent intervals."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.policy.switching import did_switching
    from gisplug.report.charts.policy import event_study

    panel = load_panel(asked, unbalanced=True)
    fit = did_switching(
        panel,
        f"{asked.outcome} ~ {asked.policy}",
        before=max(asked.before - 1, 0),
        after=asked.after,
        normalised=asked.normalised,
        seed=asked.seed,
        **asked_of(asked),
    )
    more = calibrated(asked, progress, {"": fit}, asked.seed)
    fit = banded(fit, asked)
    tell(progress, panel.report + fit.report)
    save_estimates(estimates_of({"(1)": fit}), asked.table)
    if asked.events and fit.event is not None:
        save_table(fit.event.join(fit.detail), asked.events)
    if asked.paper:
        title = message("Effect of {policy} on {outcome}", policy=asked.policy, outcome=asked.outcome)
        first = side_by_side(title, {"(1)": fit}, warnings_of([fit]), under=asked.parentheses, order=["ATT"])
        under = asked.parentheses
        save_paper([first, event_paper("Effects by periods since the change", {"(1)": fit}, under), *more], asked.paper)
    label = message("Effect on {outcome}", outcome=asked.outcome)
    draw(asked.figure, event_study, {"": fit.event}, label, bands=asked.bands, size=(15, 9))
    return {
        **asked.written(),
        **att_numbers(fit.estimates),
        "pretrend_p": fit.pretrend[2] if fit.pretrend else float("nan"),
    }


TOOL = Tool(
    id="did_switching",
    title="Switching policies and doses",
    group="policy",
    help="Estimates the effect of a policy that may end and come back, or of a dose (a subsidy, a tax rate, a quota), "
    "by comparing units whose treatment changes for the first time with units of the same treatment that have not "
    "changed yet (de Chaisemartin and D'Haultfoeuille). The effect is that of a unit of treatment in a period.",
    inputs=Asked,
    values=(
        *att_outputs(),
        Output("pretrend_p", "number", "Pre-trend p-value", "Joint test that the periods before have no effect."),
    ),
    run=run,
    tags=("DID", "dose", "non-binary treatment", "switching", "de Chaisemartin-D'Haultfoeuille"),
    example="gisplug did-switching --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--paper switching.html --figure switching.png",
)
