"""Tool: spatial panel models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.results import FilePath, draw, paper_output, save_numbers, save_paper, save_table
from gisplug.tools.spatial.model_fit import evidence, fit_model, name_of_model
from gisplug.tools.spatial.model_results import (
    coefficients_output,
    numbers_output,
    parts_of_table,
    rho_output,
    summary_output,
)
from gisplug.tools.spatial_options import ModelInputs

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.spatial.models.fit import SpatialFit

SHOWN = ("Observations", "N", "T", "sigma2", "Log-likelihood", "AIC", "BIC", "R2", "R2 within", "R2 overall")


class Asked(ModelInputs, CalibrateInputs):
    """What the tool is asked."""

    paper: FilePath = paper_output(
        "Coefficients with standard errors, the spatial parameters and measures of fit, as a paper prints them.",
        "Table of the model",
    )
    coefficients: FilePath = coefficients_output()
    fitted: FilePath = output(
        "table",
        "Fitted values and residuals",
        "One row for every unit and period with the observed and fitted outcome, the residual, and the unit and "
        "period effects.",
    )
    figure: FilePath = output("figure", "Chart of coefficients", "Estimates with their 95 percent intervals.")
    numbers: FilePath = numbers_output()


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.charts.effects import coefficient_chart

    fit = fit_model(asked, progress)
    more = calibrated(asked, progress, {"": fit})
    if asked.paper:
        save_paper([_paper(fit), *more], asked.paper)
    save_table(fit.table(), asked.coefficients)
    if asked.fitted:
        save_table(_fitted(fit), asked.fitted)
    shown, title = (
        fit.table().drop(index="sigma2"),
        message("{model}: coefficients and 95% intervals", model=fit.model.upper()),
    )
    draw(asked.figure, coefficient_chart, shown, title, size=(16, 2.5 + 0.65 * len(fit.params)))
    save_numbers(fit.to_dict(), asked.numbers)
    return {
        **asked.written(),
        "rho": fit.rho,
        "lam": fit.lam,
        "sigma2": fit.sigma2,
        "loglik": fit.loglik,
        "aic": fit.aic,
        "r2_within": fit.r2_within,
        "nobs": float(fit.nobs),
        "summary": fit.summary(),
    }


def _paper(fit: SpatialFit) -> PaperTable:
    """X, W x, spatial parameters, statistics."""
    from gisplug.report.tables.paper_table import regression_table

    head, frame = fit.model.upper(), fit.table().drop(index="sigma2")
    return regression_table(
        message("{name_of_model} model of {outcome}", name_of_model=name_of_model(fit), outcome=fit.outcome),
        {head: frame},
        {label: {head: fit.statistics[label]} for label in SHOWN},
        evidence(fit),
        panels=parts_of_table(frame),
    )


def _fitted(fit: SpatialFit) -> pd.DataFrame:
    """Long table of outcome, fitted value, residual and the effects that were removed."""
    import numpy as np
    import pandas as pd

    T, N = fit.y.shape
    return pd.DataFrame(
        {
            "unit": np.tile(np.array(fit.ids, dtype=object), T),
            "name": np.tile(np.array(fit.names, dtype=object), T),
            "period": np.repeat(np.array(fit.periods), N),
            "observed": fit.y.ravel(),
            "fitted": fit.fitted.ravel(),
            "residual": fit.residuals.ravel(),
            "unit_effect": np.tile(fit.mu.to_numpy(), T),
            "period_effect": np.repeat(fit.xi.to_numpy(), N),
        }
    )


TOOL = Tool(
    id="spatial_panel",
    title="Spatial panel model",
    group="spatial",
    help="Fits a spatial panel model by maximum likelihood: the spatial Durbin model or one of its relatives, with "
    "unit, period or both fixed effects. The coefficients are not the spillovers; the tool for average "
    "effects turns them into direct, indirect and total effects.",
    inputs=Asked,
    values=(
        rho_output(),
        Output(
            "lam",
            "number",
            "Spatial error coefficient",
            "Coefficient of the spatial lag of the error; zero where the model has none.",
        ),
        Output("sigma2", "number", "Error variance", "Estimated variance of the errors."),
        Output("loglik", "number", "Log-likelihood", "Log-likelihood at the maximum."),
        Output(
            "aic", "number", "Akaike criterion", "Akaike information criterion, which does not count the fixed effects."
        ),
        Output(
            "r2_within",
            "number",
            "R2 within",
            "Squared correlation of outcome and reduced form, both less their fixed effects.",
        ),
        Output("nobs", "number", "Observations", "Observations that the likelihood counts."),
        summary_output(),
    ),
    run=run,
    estimates=True,
    tags=("SDM", "SAR", "SEM", "Durbin", "spillover", "空间杜宾模型"),
    example='gisplug spatial-panel --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage + '
    'second + third" --weights w.csv --paper sdm.html',
)
