"""Tool: sigma and beta convergence, and kernel densities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.indices.results import CHART
from gisplug.tools.inputs import (
    choice_param,
    collinear_param,
    field_param,
    fields_param,
    open_optional_units,
    open_panel,
    optional_polygon_params,
    panel_params,
    where_param,
)
from gisplug.tools.periods import spread_periods
from gisplug.tools.results import draw, paper_output, save_paper, save_table, tell, written

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.indices.convergence import Beta
    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable


def run(params: Params, progress: Progress) -> Results:
    import pandas as pd

    from gisplug.indices.convergence import beta_convergence, sigma_convergence, sigma_trend
    from gisplug.language.formula import Formula
    from gisplug.panel.model_frame import model_frame

    panel = open_panel(params, progress, open_optional_units(params, progress))
    variable, region, where = params["variable"], params["region"], params["where"]
    beta = beta_convergence(
        panel,
        Formula(variable, tuple(params["controls"] or ())),
        effects=params["effects"],
        region=region,
        where=where,
        collinear=params["collinear"],
    )
    tell(progress, beta["All"].report)
    panel = model_frame(panel, Formula(variable, ()), where=where).balanced()
    sigma = sigma_convergence(panel, variable, region)
    trend = sigma_trend(sigma)
    save_table(sigma, params["table"])
    save_table(pd.concat({g: b.estimates for g, b in beta.items()}, names=["group", "term"]), params["beta_table"])
    if params["paper"]:
        save_paper([_sigma_paper(variable, sigma, trend), _beta_paper(variable, beta)], params["paper"])
    _save_figures(params, panel, sigma)
    whole = beta["All"]
    slope = whole.estimates.iloc[0]
    return {
        **written(TOOL, params),
        "sigma_slope": float(trend.loc["All", "estimate"]),
        "sigma_p": float(trend.loc["All", "p"]),
        "beta": float(slope["estimate"]),
        "beta_p": float(slope["p"]),
        "speed": whole.speed,
        "half_life": whole.half_life,
    }


def _save_figures(params: Params, panel: Panel, sigma: pd.DataFrame) -> None:
    import numpy as np

    from gisplug.indices.convergence import densities
    from gisplug.report.charts.indices import density_curves, group_lines, growth_scatter

    variable = params["variable"]
    spread = (sigma, "sd_log", "Standard deviation of logs", f"Sigma convergence of {variable}")
    draw(params["figure"], group_lines, *spread, size=CHART)
    logs = np.log(panel.array(variable))
    growth = (logs[-1] - logs[0]) / (panel.T - 1)
    grown = (logs[0], growth, panel.names, variable, f"Beta convergence of {variable}")
    draw(params["scatter"], growth_scatter, *grown, size=(14.0, 10.5))
    if params["density"]:
        shown = densities(panel, variable, spread_periods(panel.periods, params["years"]))
        draw(params["density"], density_curves, shown, variable, f"Distribution of {variable}", size=CHART)


def _sigma_paper(variable: str, sigma: pd.DataFrame, trend: pd.DataFrame) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    groups = list(dict.fromkeys(sigma["group"]))
    wide = sigma.pivot(index="period", columns="group", values="sd_log")[groups].rename_axis("Period")
    said = "; ".join(f"{g}: {row['estimate']:.4f} (p {row['p']:.3f})" for g, row in trend.iterrows())
    note = f"Standard deviation of logs. Change a period by a linear trend: {said}."
    return plain_table(f"Sigma convergence of {variable}", wide, (note,))


def _beta_paper(variable: str, beta: Mapping[str, Beta]) -> PaperTable:
    from gisplug.report.tables.paper_table import regression_table

    stats: dict[str, dict[str, Any]] = {
        "Speed": {g: b.speed for g, b in beta.items()},
        "Half-life": {g: b.half_life for g, b in beta.items()},
        "Observations": {g: b.n for g, b in beta.items()},
        "R²": {g: b.r2 for g, b in beta.items()},
        "Effects": {g: b.effects for g, b in beta.items()},
    }
    note = (
        "Dependent variable: growth of the logarithm to the next period. Standard errors clustered by unit in "
        "parentheses."
    )
    columns = {g: b.estimates for g, b in beta.items()}
    return regression_table(f"Beta convergence of {variable}", columns, stats, (note,))


TOOL = Tool(
    id="convergence",
    title="Convergence",
    group="indices",
    help="Asks whether units grow alike. Sigma convergence is a spread that falls over time; beta convergence is "
    "faster growth of units that start lower, with speed and half-life. Kernel densities show how the whole "
    "distribution moves.",
    params=(
        *panel_params(),
        field_param("variable", "Variable", "Column with positive values."),
        fields_param("controls", "Controls", "Columns for conditional convergence.", optional=True),
        choice_param(
            "effects",
            "Fixed effects",
            "None gives absolute convergence; unit effects let each unit have its own path.",
            ("none", "time", "unit", "twoways"),
            "none",
        ),
        field_param(
            "region", "Region field", "Column with regions, which are then shown beside the whole.", optional=True
        ),
        Param(
            "years",
            "text",
            "Periods of the densities",
            "Periods whose density is drawn, joined by commas. First, middle ones and last where it is left empty.",
            optional=True,
            advanced=True,
        ),
        where_param(),
        collinear_param(),
        *optional_polygon_params(),
    ),
    outputs=(
        Output(
            "table",
            "table",
            "Spread by period",
            "Standard deviation of logs and coefficient of variation by period and region.",
        ),
        Output("beta_table", "table", "Beta estimates", "Estimates of the beta regressions."),
        paper_output("Sigma by period and the beta regressions side by side."),
        Output("figure", "figure", "Sigma over time", "Spread over time, all units and each region."),
        Output("scatter", "figure", "Growth and first value", "Mean growth against the first value, with names."),
        Output("density", "figure", "Kernel densities", "Distribution over the units in several periods."),
        Output(
            "sigma_slope", "number", "Change of the spread", "Change of the spread a period; negative is convergence."
        ),
        Output("sigma_p", "number", "P-value of the change", "P-value of the linear trend of the spread."),
        Output("beta", "number", "Beta", "Coefficient of the logarithm of the value; negative is convergence."),
        Output("beta_p", "number", "P-value of beta", "P-value of beta."),
        Output("speed", "number", "Speed", "Speed of convergence a period."),
        Output("half_life", "number", "Half-life", "Periods until half of the gap is closed."),
    ),
    run=run,
    tags=("convergence", "sigma", "beta", "kernel density", "收敛", "核密度"),
    example="gisplug convergence --panel demo-panel --unit adcode --period year --variable develop --region region "
    "--figure sigma.png --scatter beta.png --density density.png",
)
