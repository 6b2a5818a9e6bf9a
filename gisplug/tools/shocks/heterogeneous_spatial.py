"""Tool: spatial model with a lag and slopes of each unit's own, on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Part, Progress
from gisplug.tools.formula_inputs import FormulaPartsInputs, asked_formula
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    SampleInputs,
    choice_param,
    load_optional_units,
    optional_units_param,
)
from gisplug.tools.regression_options import ParenthesesInputs
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import (
    FilePath,
    draw,
    save_figure,
    save_layer,
    save_paper,
    save_table,
    table_output,
    tell,
    that_can_be_made,
)
from gisplug.tools.weights_inputs import AlignedInputs, open_aligned

if TYPE_CHECKING:
    import geopandas as gpd

    from gisplug.shocks.heterogeneous_spatial import HeterogeneousFit

MOST_NAMES = 60


class Asked(AlignedInputs, FormulaPartsInputs, OptionalUnitsInputs, SampleInputs, ParenthesesInputs, TableFiles):
    """What the tool is asked."""

    units: Optional[str] = optional_units_param("They are needed for the map and the layer.")
    model: Literal["sar", "sdm"] = choice_param(
        "Model",
        "Which spatial lags each unit has: of the outcome, or of the regressors as well.",
        {"sar": "Spatial lag of y (SAR)", "sdm": "Spatial Durbin (SDM)"},
        "sar",
    )
    outcome_lag: bool = param(
        "flag", "Own past", "Whether the outcome of the period before is among the regressors.", default=False
    )
    neighbours_past: bool = param(
        "flag",
        "Neighbours' past",
        "Whether the neighbours' outcome of the period before is among the regressors.",
        default=False,
    )
    by_unit: FilePath = table_output(
        "Coefficients of units",
        "Spatial lag, slopes and error variance of every unit with sandwich errors and 95 percent intervals.",
    )
    effects: FilePath = table_output("Effects", "Mean direct, indirect and total effect of every regressor.")
    figure: FilePath = output("figure", "Chart of lags", "Spatial lag of every unit with its interval, and their mean.")
    map: FilePath = output(
        "figure",
        "Map of lags",
        "Spatial lag of every unit; hatched where it is not told from nought. It needs boundaries.",
        needs="units",
    )
    layer: FilePath = output(
        "layer",
        "Layer of coefficients",
        "Units with spatial lag, slopes, standard errors and p-values. It needs boundaries.",
        style="diverging",
        needs="units",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.shocks.heterogeneous_spatial import heterogeneous_spatial

    asked = that_can_be_made(asked, progress)
    panel, w = open_aligned(asked, progress, load_optional_units(asked))
    fit = heterogeneous_spatial(
        panel,
        asked_formula(asked, progress),
        w,
        model=asked.model,
        outcome_lag=asked.outcome_lag,
        neighbours_past=asked.neighbours_past,
        where=asked.where,
        collinear=asked.collinear,
        progress=Part(progress, 0.1, 0.9),
    )
    tell(progress, fit.report)
    save_estimates(estimates_of({fit.model.upper(): fit}), asked.table)
    save_table(fit.by_unit, asked.by_unit)
    save_table(fit.effects, asked.effects)
    if asked.paper:
        from gisplug.report.tables.paper_table import plain_table

        title = message("Dependent variable: {outcome}", outcome=fit.outcome)
        heads = {"direct": "Direct", "indirect": "Indirect", "total": "Total"}
        shown = fit.effects.rename(columns=heads).rename_axis("Variable")
        notes = ["Means over units of the effects within the period; without standard errors."]
        save_paper(
            [
                side_by_side(title, {"Mean group": fit}, under=asked.parentheses),
                plain_table("Mean effects", shown, notes),
            ],
            asked.paper,
        )
    rho = fit.by_unit.xs("rho", level="term")
    if asked.figure:
        from gisplug.report.charts.shocks.slopes import slopes_of_units

        names = dict(zip(fit.ids, fit.names))
        size = (14, 3 + 0.3 * min(len(rho), 60))
        mean = fit.estimates.loc["rho"]
        draw(asked.figure, slopes_of_units, rho.rename(index=names), mean, "Spatial lag", size=size)
    if asked.map or asked.layer:
        _save_maps(fit, asked)
    return {
        **asked.written(),
        "rho": float(fit.estimates.loc["rho", "estimate"]),
        "p": float(fit.estimates.loc["rho", "p"]),
        "units_with_lag": float((rho["p"] < 0.05).sum()),
    }


def _save_maps(fit: HeterogeneousFit, asked: Asked) -> None:
    """Write the layer of all coefficients, and the map of the lags."""
    frame = _frame(fit)
    title = message("Spatial lag of each unit: {outcome}", outcome=fit.outcome)
    save_layer(frame.reset_index(), asked.layer, style="diverging", field="rho", title=title, layer="lags")
    if asked.map:
        from gisplug.report.maps.choropleth import value_map
        from gisplug.report.maps.look import Look

        sure = (frame["rho_p"] < 0.05).to_numpy()
        names = list(frame["name"]) if len(frame) <= MOST_NAMES else None
        look = Look(title=title, legend="Spatial lag", names=names, significant=sure)
        save_figure(value_map(frame, "rho", "effects", look), asked.map)


def _frame(fit: HeterogeneousFit) -> gpd.GeoDataFrame:
    """Return the units with estimate, standard error and p of every coefficient."""
    wide = fit.by_unit[["estimate", "se", "p"]].unstack("term")
    frame = fit.units.take(fit.ids).frame[["geometry"]].copy()  # type: ignore[union-attr]
    frame.insert(0, "name", list(fit.names))
    for term in fit.by_unit.index.get_level_values("term").unique():
        for column, ending in (("estimate", ""), ("se", "_se"), ("p", "_p")):
            frame[f"{term}{ending}"] = wide[column, term].reindex(fit.ids).to_numpy()
    return frame


TOOL = Tool(
    id="heterogeneous_spatial",
    title="Spatial lags of each unit",
    group="shocks",
    help="Fits a spatial panel model in which every unit has a spatial lag, slopes and an error variance of its own "
    "(HSAR, Aquaro, Bailey and Pesaran 2021), by quasi-maximum likelihood in long panels, maps the lags, and gives "
    "their means with errors.",
    inputs=Asked,
    values=(
        Output("rho", "number", "Mean spatial lag", "Mean over units of the spatial lag coefficient."),
        Output("p", "number", "P-value", "Its p-value."),
        Output("units_with_lag", "number", "Units with a lag", "Units whose lag is told from nought at 5 percent."),
    ),
    run=run,
    tags=("HSAR", "heterogeneous", "spatial lag", "long panel", "异质性空间滞后"),
    example="gisplug heterogeneous-spatial --panel long.csv --unit adcode --period year --outcome y --regressors x "
    "--weights w.csv --paper hsar.html --by-unit lags.csv --figure lags.png",
)
