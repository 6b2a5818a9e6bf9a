"""Tool: sigma and beta convergence, and kernel densities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import joined, message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import EFFECT_NAMES, Effects
from gisplug.tools.indices.results import CHART
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    SampleInputs,
    choice_param,
    field_param,
    fields_param,
    open_optional_units,
)
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.periods import spread_periods
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table, tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.indices.convergence import Beta
    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable


class Asked(PanelInputs, SampleInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    variable: str = field_param("Variable", "Column with positive values.")
    controls: Optional[list[str]] = fields_param("Controls", "Columns for conditional convergence.", optional=True)
    effects: Effects = choice_param(
        "Fixed effects",
        "None gives absolute convergence; unit effects let each unit have its own path.",
        {name: EFFECT_NAMES[name] for name in ("none", "time", "unit", "twoways")},
        "none",
    )
    region: Optional[str] = field_param(
        "Region field", "Column with regions, which are then shown beside the whole.", optional=True
    )
    years: Optional[str] = param(
        "text",
        "Periods of the densities",
        "Periods whose density is drawn, joined by commas. First, middle ones and last where it is left empty.",
        optional=True,
        advanced=True,
    )
    table: FilePath = output(
        "table",
        "Spread by period",
        "Standard deviation of logs and coefficient of variation by period and region.",
    )
    beta_table: FilePath = output("table", "Beta estimates", "Estimates of the beta regressions.")
    paper: FilePath = paper_output("Sigma by period and the beta regressions side by side.")
    figure: FilePath = output("figure", "Sigma over time", "Spread over time, all units and each region.")
    scatter: FilePath = output("figure", "Growth and first value", "Mean growth against the first value, with names.")
    density: FilePath = output("figure", "Kernel densities", "Distribution over the units in several periods.")


def run(asked: Asked, progress: Progress) -> Results:
    import pandas as pd

    from gisplug.indices.convergence import beta_convergence, sigma_convergence, sigma_trend
    from gisplug.language.formula import Formula
    from gisplug.panel.model_frame import model_frame

    panel = open_panel(asked, progress, open_optional_units(asked, progress))
    variable, region, where = asked.variable, asked.region, asked.where
    beta = beta_convergence(
        panel,
        Formula(variable, tuple(asked.controls or ())),
        effects=asked.effects,
        region=region,
        where=where,
        collinear=asked.collinear,
    )
    tell(progress, beta["All"].report)
    panel = model_frame(panel, Formula(variable, ()), where=where).balanced()
    sigma = sigma_convergence(panel, variable, region)
    trend = sigma_trend(sigma)
    save_table(sigma, asked.table)
    save_table(pd.concat({g: b.estimates for g, b in beta.items()}, names=["group", "term"]), asked.beta_table)
    if asked.paper:
        save_paper([_sigma_paper(variable, sigma, trend), _beta_paper(variable, beta)], asked.paper)
    _save_figures(asked, panel, sigma)
    whole = beta["All"]
    slope = whole.estimates.iloc[0]
    return {
        **asked.written(),
        "sigma_slope": float(trend.loc["All", "estimate"]),
        "sigma_p": float(trend.loc["All", "p"]),
        "beta": float(slope["estimate"]),
        "beta_p": float(slope["p"]),
        "speed": whole.speed,
        "half_life": whole.half_life,
    }


def _save_figures(asked: Asked, panel: Panel, sigma: pd.DataFrame) -> None:
    import numpy as np

    from gisplug.indices.convergence import densities
    from gisplug.report.charts.indices import density_curves, group_lines, growth_scatter

    variable = asked.variable
    spread = (
        sigma,
        "sd_log",
        "Standard deviation of logs",
        message("Sigma convergence of {variable}", variable=variable),
    )
    draw(asked.figure, group_lines, *spread, size=CHART)
    logs = np.log(panel.array(variable))
    growth = (logs[-1] - logs[0]) / (panel.T - 1)
    grown = (logs[0], growth, panel.names, variable, message("Beta convergence of {variable}", variable=variable))
    draw(asked.scatter, growth_scatter, *grown, size=(14.0, 10.5))
    if asked.density:
        shown = densities(panel, variable, spread_periods(panel.periods, asked.years))
        draw(
            asked.density,
            density_curves,
            shown,
            variable,
            message("Distribution of {variable}", variable=variable),
            size=CHART,
        )


def _sigma_paper(variable: str, sigma: pd.DataFrame, trend: pd.DataFrame) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    groups = list(dict.fromkeys(sigma["group"]))
    wide = sigma.pivot(index="period", columns="group", values="sd_log")[groups].rename_axis("Period")
    said = joined(
        "; ",
        (
            message("{group}: {slope:.4f} (p {p:.3f})", group=g, slope=row["estimate"], p=row["p"])
            for g, row in trend.iterrows()
        ),
    )
    note = message("Standard deviation of logs. Change a period by a linear trend: {said}.", said=said)
    return plain_table(message("Sigma convergence of {variable}", variable=variable), wide, (note,))


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
    return regression_table(message("Beta convergence of {variable}", variable=variable), columns, stats, (note,))


TOOL = Tool(
    id="convergence",
    title="Convergence",
    group="indices",
    help="Asks whether units grow alike. Sigma convergence is a spread that falls over time; beta convergence is "
    "faster growth of units that start lower, with speed and half-life. Kernel densities show how the whole "
    "distribution moves.",
    inputs=Asked,
    values=(
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
