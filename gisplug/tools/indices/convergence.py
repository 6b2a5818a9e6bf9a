"""Tool: sigma and beta convergence, and kernel densities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.autocorrelation.shared import chosen_periods
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.indices.convergence import beta_convergence, sigma_convergence, sigma_trend

    panel = x.open_panel(params, progress)
    variable, region = params["variable"], params["region"]
    sigma = sigma_convergence(panel, variable, region)
    trend = sigma_trend(sigma)
    beta = beta_convergence(panel, variable, params["controls"] or (), params["effects"], region)
    x.write_table_file(sigma, params["table"])
    if params["beta_table"]:
        import pandas as pd

        x.write_table_file(
            pd.concat({g: b.estimates for g, b in beta.items()}, names=["group", "term"]), params["beta_table"]
        )
    x.save_papers(_papers(variable, sigma, trend, beta, params["effects"]), params["paper"])
    _draw(params, panel, variable, sigma)
    whole = beta["All"]
    slope = whole.estimates.iloc[0]
    return {
        **x.made(params, "table", "beta_table", "paper", "figure", "scatter", "density"),
        "sigma_slope": float(trend.loc["All", "estimate"]),
        "sigma_p": float(trend.loc["All", "p"]),
        "beta": float(slope["estimate"]),
        "beta_p": float(slope["p"]),
        "speed": whole.speed,
        "half_life": whole.half_life,
    }


def _draw(params: Mapping[str, Any], panel: Any, variable: str, sigma: Any) -> None:
    import numpy as np

    from gisplug.indices.convergence import densities
    from gisplug.report.charts.indices import density_curves, group_lines, growth_scatter

    x.draw(
        params["figure"], group_lines, sigma, "sd_log", "Standard deviation of logs", f"Sigma convergence of {variable}"
    )
    if params["scatter"]:
        logs = np.log(panel.array(variable))
        growth = (logs[-1] - logs[0]) / (panel.T - 1)
        x.draw(
            params["scatter"],
            growth_scatter,
            logs[0],
            growth,
            panel.names,
            variable,
            f"Beta convergence of {variable}",
            size=(14.0, 10.5),
        )
    if params["density"]:
        shown = densities(panel, variable, chosen_periods(panel.periods, params["years"]))
        x.draw(params["density"], density_curves, shown, variable, f"Distribution of {variable}")


def _papers(variable: str, sigma: Any, trend: Any, beta: Any, effects: str) -> Any:
    from gisplug.report.tables.paper_table import plain_table, regression_table

    wide = sigma.pivot(index="period", columns="group", values="sd_log")[
        list(dict.fromkeys(sigma["group"]))
    ].rename_axis("Period")
    said = "; ".join(f"{g}: {row['estimate']:.4f} (p {row['p']:.3f})" for g, row in trend.iterrows())
    first = plain_table(
        f"Sigma convergence of {variable}",
        wide,
        (f"Standard deviation of logs. Change a period by a linear trend: {said}.",),
    )
    stats = {
        "Speed": {g: b.speed for g, b in beta.items()},
        "Half-life": {g: b.half_life for g, b in beta.items()},
        "Observations": {g: b.n for g, b in beta.items()},
        "R²": {g: b.r2 for g, b in beta.items()},
        "Effects": {g: b.effects for g in beta for b in [beta[g]]},
    }
    notes = (
        "Dependent variable: growth of the logarithm to the next period. Standard errors clustered by unit in "
        "parentheses.",
    )
    second = regression_table(
        f"Beta convergence of {variable}", {g: b.estimates for g, b in beta.items()}, stats, notes
    )
    return [first, second]


TOOL = Tool(
    id="convergence",
    title="Convergence",
    group="indices",
    help="Asks whether units grow alike. Sigma convergence is a spread that falls over time; beta convergence is "
    "faster growth of "
    "units that start lower, with speed and half-life. Kernel densities show how the whole distribution moves.",
    params=(
        *panel_params(),
        x.field_param("variable", "Variable", "Column with positive values."),
        x.fields_param("controls", "Controls", "Columns for conditional convergence.", optional=True),
        Param(
            "effects",
            "choice",
            "Fixed effects",
            "None gives absolute convergence; unit effects let each unit have its own path.",
            default="none",
            choices=("none", "time", "unit", "twoways"),
        ),
        x.field_param(
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
        *x.units_params(),
    ),
    outputs=(
        Output(
            "table",
            "table",
            "Spread by period",
            "Standard deviation of logs and coefficient of variation by period and region.",
        ),
        Output("beta_table", "table", "Beta estimates", "Estimates of the beta regressions."),
        x.paper_output("Sigma by period and the beta regressions side by side."),
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
