"""Tool: spatial panel models with weights by period, and for unbalanced panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Union

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Effects, SpatialModel
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.results import FilePath, save_figure, save_table
from gisplug.tools.spatial.model_results import EstimatorFiles, estimator_values, save_estimator
from gisplug.tools.spatial_options import (
    WITH_DETERMINANT,
    FormulaInputs,
    ModelSampleInputs,
    correction_param,
    fixed_effects_param,
    log_determinant_param,
    menu_of,
    model_param,
    sample_options,
)
from gisplug.tools.weights_inputs import aligned, load_aligned, weights_file

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

SHOWN = ("Rows", "Observations", "N", "T", "Sets of weights", "sigma2", "Log-likelihood")


class Asked(FormulaInputs, ModelSampleInputs, EstimatorFiles):
    """What the tool is asked."""

    model: SpatialModel = model_param(
        "Which spatial lags the model has: of the outcome, of the regressors, or of the error.",
        menu_of("sdm", "sar", "slx", "sem", "sdem", "ols"),
    )
    effects: Effects = fixed_effects_param()
    correction: Literal["score", "none"] = correction_param(
        "Unbiased estimating equations, which equal the Lee-Yu transformation in balanced panels with one set of "
        "weights, or the direct likelihood.",
        {"score": "Unbiased score", "none": "None (direct)"},
        "score",
    )
    log_determinant: Literal["auto", "exact", "probes"] = log_determinant_param(
        applies_when=({"model": WITH_DETERMINANT},)
    )
    period_table: FilePath = output("table", "Effects by period", "One row for every period, variable and effect.")
    period_figure: FilePath = output(
        "figure",
        "Chart by period",
        "Direct and indirect effects of every period with their 95 percent intervals.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.charts.over_time import periods_figure
    from gisplug.spatial.models.time_varying.varying_panel import varying_panel

    panel, w = _aligned(asked, load_panel(asked, unbalanced=True))
    fit: Any = varying_panel(
        panel,
        asked_formula(asked, progress),
        w,
        model=asked.model,
        effects=asked.effects,
        correction=asked.correction,
        log_determinant=asked.log_determinant,
        **sample_options(asked),
    )
    title = message("{model} of {outcome}, weights and units by period", model=fit.model.upper(), outcome=fit.outcome)
    values = save_estimator(asked, progress, fit, title, SHOWN)
    if asked.period_table or asked.period_figure:
        frame = fit.effects_by_period(draws=asked.draws, seed=asked.seed)
        save_table(frame, asked.period_table)
        if asked.period_figure:
            save_figure(periods_figure(frame, fit.outcome), asked.period_figure)
    return {
        **asked.written(),
        **values,
        "rows": float(fit.by_period.n),
        "absent": float((~fit.by_period.present).sum()),
    }


def _aligned(asked: Asked, panel: Panel) -> tuple[Panel, Union[Weights, dict[Any, Weights]]]:
    """One file for all periods, or one for each where the name holds {period}."""
    if "{period}" not in asked.weights:
        return load_aligned(asked, panel)
    files = [weights_file(asked.weights.replace("{period}", str(p)), asked.normalise, panel) for p in panel.periods]
    kept, weights = aligned(panel, files, asked.match, asked.extra_units)
    return kept, dict(zip(panel.periods, weights))


TOOL = Tool(
    id="spatial_varying",
    title="Unbalanced panel or weights by period",
    group="spatial",
    help="Fits a spatial model where units enter and leave, or where each period has its own weights. In every "
    "period the weights are those of the units present, normalised anew; nothing is filled in or dropped to "
    "balance the panel, and the estimating equations are free of the bias of the fixed effects.",
    inputs=Asked,
    values=(
        *estimator_values(),
        Output("rows", "number", "Rows", "Rows that exist."),
        Output("absent", "number", "Absent rows", "Pairs of unit and period that do not exist."),
    ),
    run=run,
    tags=("unbalanced", "time-varying weights", "非平衡面板", "时变权重"),
    example='gisplug spatial-varying --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage" '
    "--weights w_{period}.csv --paper varying.html --period-figure periods.png",
)
