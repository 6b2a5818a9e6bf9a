"""Tool: which units and periods carry a coefficient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import OptionalUnitsInputs, load_optional_units, split_list
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    EffectsInputs,
    RegressorInputs,
    RowWeightsInputs,
    WinsorisedInputs,
    absorb_param,
    by_period_param,
    formula_of,
    sample_of,
    trends_param,
)
from gisplug.tools.results import (
    FilePath,
    draw,
    need_boundaries,
    paper_output,
    save_figure,
    save_paper,
    save_table,
    table_output,
    tell,
    that_can_be_made,
)

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.regression.inference.carried import CoefficientWeights

HEADS = {"share": "Share", "influence": "Influence", "weight": "Weight of treated cells"}


class Asked(RegressorInputs, ControlsInputs, EffectsInputs, OptionalUnitsInputs, WinsorisedInputs, RowWeightsInputs):
    """What the tool is asked."""

    absorb: Optional[str] = absorb_param()
    trends: Optional[str] = trends_param()
    by_period: Optional[str] = by_period_param(", such as starting conditions")
    paper: FilePath = paper_output("The units and the periods by their shares, with the weights of treated cells.")
    table: FilePath = table_output(
        "Table of units",
        "Share of the evidence, influence on the coefficient and weight of treated cells of each unit.",
    )
    periods: FilePath = table_output("Periods", "The same of each period.")
    cells: FilePath = table_output("Cells", "Residual of the regressor, share and weight of each unit and period.")
    figure: FilePath = output("figure", "Chart of shares", "The units that carry most of the coefficient.")
    map: FilePath = output(
        "figure", "Map of shares", "Share of each unit on the map. It needs boundaries.", needs="units"
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.fixed_effects import fixed_effects
    from gisplug.regression.inference.carried import coefficient_weights
    from gisplug.report.charts.regression import carried

    asked = that_can_be_made(asked, progress)
    panel = load_panel(asked, load_optional_units(asked), unbalanced=True)
    fit = fixed_effects(
        panel,
        formula_of(asked, [asked.regressor]),
        effects=asked.effects,
        absorb=split_list(asked.absorb),
        trends=split_list(asked.trends),
        by_period=split_list(asked.by_period),
        row_weights=asked.row_weights,
        **sample_of(asked),
    )
    found = coefficient_weights(fit, asked.regressor)
    tell(progress, panel.report + found.report)
    save_table(found.table(), asked.table)
    save_table(found.periods, asked.periods)
    save_table(found.cells, asked.cells)
    names = dict(zip(panel.ids, panel.names))
    if asked.paper:
        _save_paper(found, names, asked.paper)
    label = message("Share of the evidence on {regressor}", regressor=asked.regressor)
    shown = found.units.rename(index=names)
    draw(asked.figure, carried, shown, label=label, size=(13, 3 + 0.4 * min(len(shown), 25)))
    if asked.map:
        _save_map(panel, found, label, asked.map)
    return {
        **asked.written(),
        "estimate": found.estimate,
        "effective_units": found.effective_units,
        "negative": found.negative,
        "negative_sum": found.negative_sum,
    }


def _save_paper(found: CoefficientWeights, names: dict[str, str], path: str) -> None:
    from gisplug.report.tables.paper_table import plain_table

    facts = tuple(
        message("{label}: {value}.", label=label, value=_text(value)) for label, value in found.statistics.items()
    )
    units, periods = (frame.rename(columns=HEADS) for frame in (found.table(), found.periods))
    save_paper(
        [
            plain_table(found.title, units.rename(index=names), notes=facts, stub="Unit"),
            plain_table("Periods", periods, stub="Period"),
        ],
        path,
    )


def _text(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _save_map(panel: Panel, found: CoefficientWeights, label: str, path: str) -> None:
    from gisplug.report.maps.choropleth import value_map
    from gisplug.report.maps.look import Look

    need_boundaries(panel.units is not None, "A map")
    frame = panel.units.take(panel.ids).frame[["geometry"]].copy()  # type: ignore[union-attr]
    frame["share"] = found.units["share"].reindex(frame.index).to_numpy()
    save_figure(
        value_map(frame, "share", "sequential", Look(title=label, legend="Share", names=list(panel.names))), path
    )


TOOL = Tool(
    id="regression_weights",
    title="Which units carry a coefficient",
    group="regression",
    help="Shows how much of the evidence on a coefficient each unit and period holds: the squares of what controls and "
    "effects leave of the regressor. Of a 0/1 policy also the weights of treated cells in the two-way regression, "
    "some of which may be negative (de Chaisemartin and D'Haultfoeuille 2020).",
    inputs=Asked,
    values=(
        Output("estimate", "number", "Coefficient", "Coefficient of the regressor."),
        Output("effective_units", "number", "Effective units", "One over the sum of the squared shares of units."),
        Output("negative", "number", "Negative weights", "Treated cells with a negative weight, of a 0/1 regressor."),
        Output("negative_sum", "number", "Sum of negative weights", "Sum of these weights; all weights sum to one."),
    ),
    run=run,
    tags=("leverage", "influence", "negative weights", "two-way fixed effects"),
    example="gisplug regression-weights --panel demo-panel --unit adcode --period year --outcome develop --regressor "
    "agg --controls wage,second --units demo-china-provinces --id adcode --name name_en --figure shares.png --map "
    "shares-map.png",
)
