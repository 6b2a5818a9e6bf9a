"""Tool: mean groups, slopes of units on the map, and tests that all units have the same slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Part, Progress
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    SampleInputs,
    choice_param,
    load_optional_units,
    optional_units_param,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import ControlsInputs, ParenthesesInputs, RegressorsInputs, asked_of, formula_of
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import (
    FilePath,
    draw,
    need_boundaries,
    save_figure,
    save_layer,
    save_paper,
    save_table,
    tell,
    that_can_be_made,
)
from gisplug.tools.shocks.options import SlopesFiles, UnitInputs, tests_paper, unit_options

if TYPE_CHECKING:
    import geopandas as gpd

    from gisplug.panel.frame import Panel
    from gisplug.shocks.result import SlopesFit

MOST_NAMES = 60


class Asked(
    RegressorsInputs,
    ControlsInputs,
    OptionalUnitsInputs,
    SampleInputs,
    UnitInputs,
    ParenthesesInputs,
    TableFiles,
    SlopesFiles,
):
    """What the tool is asked."""

    method: Literal["mean-group", "demeaned", "swamy"] = choice_param(
        "Mean of the slopes",
        "Equal weights; equal weights after the means of periods are out; or weights by the precision of each unit "
        "under random coefficients (Swamy).",
        {"mean-group": "Equal weights", "demeaned": "Equal weights, periods demeaned", "swamy": "By precision (Swamy)"},
        "mean-group",
    )
    units: Optional[str] = optional_units_param("They are needed for the map and the layer of slopes.")
    figure: FilePath = output(
        "figure", "Chart of slopes", "Slope of the first regressor in every unit with its interval, and their mean."
    )
    map: FilePath = output(
        "figure",
        "Map of slopes",
        "Slope of the first regressor in every unit; hatched where it is not told from nought. It needs boundaries.",
        needs="units",
    )
    layer: FilePath = output(
        "layer",
        "Layer of slopes",
        "Units with their slopes, standard errors and p-values. It needs boundaries.",
        style="diverging",
        needs="units",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.shocks.mean_group import mean_group

    asked = that_can_be_made(asked, progress)
    panel = load_panel(asked, load_optional_units(asked), unbalanced=True)
    fit = mean_group(
        panel,
        formula_of(asked, asked.regressors),
        method=asked.method,
        progress=Part(progress, 0.1, 0.9),
        **unit_options(asked),
        **asked_of(asked),
    )
    tell(progress, panel.report + fit.report)
    save_estimates(estimates_of({fit.method: fit}), asked.table)
    save_table(fit.slopes, asked.slopes)
    key = asked.regressors[0]
    if asked.paper:
        title = message("Dependent variable: {outcome}", outcome=asked.outcome)
        paper = side_by_side(title, {"(1)": fit}, under=asked.parentheses, order=list(asked.regressors))
        save_paper([paper, *tests_paper(fit.homogeneity, asked.simulations)], asked.paper)
    own = fit.slopes.xs(key, level="term")
    if asked.figure:
        from gisplug.report.charts.shocks.slopes import slopes_of_units

        names = dict(zip(panel.ids, panel.names))
        shown = own.rename(index=names)
        label = message("Slope of {key}", key=key)
        draw(
            asked.figure, slopes_of_units, shown, fit.estimates.loc[key], label, size=(14, 3 + 0.3 * min(len(own), 60))
        )
    if asked.map or asked.layer:
        _save_maps(fit, panel, key, asked)
    tests = fit.homogeneity
    return {
        **asked.written(),
        "estimate": float(fit.estimates.loc[key, "estimate"]),
        "p": float(fit.estimates.loc[key, "p"]),
        "delta": float(tests.loc["adjusted delta", "statistic"]) if len(tests) else 0.0,
        "units_below": float((own["estimate"] < 0).sum()),
    }


def _save_maps(fit: SlopesFit, panel: Panel, key: str, asked: Asked) -> None:
    """Write the layer of all slopes, and the map of the first regressor."""
    need_boundaries(panel.units is not None, "A map of slopes")
    frame = _frame(fit, panel)
    title = message("Slope of {key} on {outcome}", key=key, outcome=fit.outcome)
    save_layer(frame.reset_index(), asked.layer, style="diverging", field=key, title=title, layer="slopes")
    if asked.map:
        from gisplug.report.maps.choropleth import value_map
        from gisplug.report.maps.look import Look

        names = list(frame["name"]) if len(frame) <= MOST_NAMES else None
        sure = (frame[f"{key}_p"] < 0.05).to_numpy()
        look = Look(title=title, legend="Slope", names=names, significant=sure)
        save_figure(value_map(frame, key, "effects", look), asked.map)


def _frame(fit: SlopesFit, panel: Panel) -> gpd.GeoDataFrame:
    """Return the units with slopes, standard errors and p of every term."""
    wide = fit.slopes[["estimate", "se", "p"]].unstack("term")
    ids = list(dict.fromkeys(fit.slopes.index.get_level_values("unit")))
    frame = panel.units.take(ids).frame[["geometry"]].copy()  # type: ignore[union-attr]
    names = dict(zip(panel.ids, panel.names))
    frame.insert(0, "name", [names[i] for i in ids])
    for term in fit.slopes.index.get_level_values("term").unique():
        for column, ending in (("estimate", ""), ("se", "_se"), ("p", "_p")):
            frame[f"{term}{ending}"] = wide[column, term].reindex(ids).to_numpy()
    return frame


TOOL = Tool(
    id="mean_group",
    title="Mean group and slopes of units",
    group="shocks",
    help="Fits a regression in every unit of a long panel, averages the slopes (mean group, demeaned mean group, "
    "Swamy's random coefficients), draws them on the map, and tests whether all units have the same slopes.",
    inputs=Asked,
    values=(
        Output("estimate", "number", "Coefficient", "Mean slope of the first regressor."),
        Output("p", "number", "P-value", "Its p-value."),
        Output("delta", "number", "Adjusted delta", "Pesaran and Yamagata's test that all units have the same slopes."),
        Output("units_below", "number", "Units below nought", "Units in which the slope is negative."),
    ),
    run=run,
    tags=("mean group", "heterogeneous slopes", "Swamy", "slope homogeneity", "异质性斜率", "组均值估计"),
    example="gisplug mean-group --panel demo-panel --unit adcode --period year --outcome develop --regressors agg "
    "--units demo-china-provinces --id adcode --name name_en --paper mg.html --map slopes.png --figure mg.png",
)
