"""Tool: quadratic effect with its turning point."""

from __future__ import annotations

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import ErrorStructure
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import field_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    ParenthesesInputs,
    RegressorInputs,
    WeightedFitInputs,
    errors_param,
    formula_of,
    weighted_options,
)
from gisplug.tools.regression_results import TableFiles, side_by_side
from gisplug.tools.results import FilePath, draw, save_paper, save_table, tell


class Asked(RegressorInputs, ControlsInputs, WeightedFitInputs, CalibrateInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    regressor: str = field_param("Regressor", "Column whose effect may turn.")
    errors: ErrorStructure = errors_param("robust")
    figure: FilePath = output(
        "figure",
        "Turning point plot",
        "Fitted effect with its band, the turning point and its interval; ticks show the data.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.language.terms import term_array
    from gisplug.regression.nonlinear import quadratic
    from gisplug.report.charts.regression import turning_point

    panel = load_panel(asked, unbalanced=True)
    x = asked.regressor
    found = quadratic(panel, formula_of(asked, [x]), **weighted_options(asked))
    tell(progress, panel.report + found.fit.report)
    progress.info(
        message(
            "{x}: {shape}, turning point {turn:.4f}, Lind-Mehlum p {u_p:.4f}.",
            x=x,
            shape=message(found.shape),
            turn=found.turn,
            u_p=found.u_p,
        )
    )
    more = calibrated(asked, progress, {"": found})
    save_table(found.estimates, asked.table)
    if asked.paper:
        title = message("Quadratic effect of {x} on {outcome}", x=x, outcome=asked.outcome)
        note = message(
            "Shape within the data: {shape}. Delta-method interval of the turning point [{delta:.4f}, {delta2:.4f}].",
            shape=message(found.shape),
            delta=found.delta[0],
            delta2=found.delta[1],
        )
        save_paper([side_by_side(title, {"(1)": found}, (note,), under=asked.parentheses), *more], asked.paper)
    values = term_array(panel, x).ravel()[found.fit.sample.rows]
    curve = [found.curve[column].to_numpy() for column in ("effect", "low", "high")]
    draw(asked.figure, turning_point, values, *curve, found.turn, found.fieller, x, size=(14, 9))
    return {
        **asked.written(),
        "turn": found.turn,
        "low": found.fieller[0],
        "high": found.fieller[1],
        "p": found.u_p,
    }


TOOL = Tool(
    id="quadratic_effect",
    title="Quadratic effect and turning point",
    group="regression",
    help="Adds the square of a regressor, finds where its effect turns, with intervals by Fieller and by the delta "
    "method, and tests for a U shape within the data (Lind and Mehlum 2010).",
    inputs=Asked,
    values=(
        Output("turn", "number", "Turning point", "Value of the regressor at which the effect turns."),
        Output("low", "number", "Lower limit", "Lower limit of Fieller's 95 percent interval."),
        Output("high", "number", "Upper limit", "Upper limit of Fieller's 95 percent interval."),
        Output(
            "p",
            "number",
            "P-value of the U shape",
            "Lind and Mehlum's test that the effect has both signs within the data.",
        ),
    ),
    run=run,
    estimates=True,
    tags=("quadratic", "U shape", "inverted U", "turning point"),
    example="gisplug quadratic-effect --panel demo-panel --unit adcode --period year --outcome develop --regressor "
    "agg --controls wage,second,third --figure turning.png",
)
