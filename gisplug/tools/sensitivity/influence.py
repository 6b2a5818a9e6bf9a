"""Tool: a spatial model without each unit, period or group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Part, Progress
from gisplug.tools.inputs import OptionalUnitsInputs, choice_param, field_param, open_optional_units
from gisplug.tools.results import (
    FilePath,
    need_boundaries,
    paper_output,
    save_figure,
    save_layer,
    save_paper,
    save_table,
    tell,
    that_can_be_made,
)
from gisplug.tools.sensitivity.options import effect_param
from gisplug.tools.spatial.model_fit import fit_model, layer_of_units
from gisplug.tools.spatial_options import ModelInputs

if TYPE_CHECKING:
    from gisplug.sensitivity.influence import Influence


class Asked(ModelInputs, OptionalUnitsInputs):
    """What the tool is asked."""

    leave: Literal["unit", "period", "field"] = choice_param(
        "Left out",
        "One unit after another, one period after another, or one group of units of a column after another.",
        {"unit": "Each unit", "period": "Each period", "field": "Groups of a column"},
        "unit",
    )
    by: Optional[str] = field_param(
        "Grouping field",
        "Column, constant in each unit, whose groups are left out one after another, such as region.",
        optional=True,
        applies_when=({"leave": ("field",)},),
    )
    effect: Literal["coefficient", "direct", "indirect", "total"] = effect_param()
    paper: FilePath = paper_output(
        "Range of every number and without what it is reached, and the most influential for the chosen effect."
    )
    figure: FilePath = output(
        "figure",
        "Influence chart",
        "Effects of the first regressor without each, in order, with 95 percent intervals and the band with all.",
    )
    map: FilePath = output(
        "figure",
        "Influence map",
        "How many standard errors the chosen effect moves without each unit, or without the group of it. It needs "
        "boundaries, and units or groups left out.",
        needs="units",
    )
    layer: FilePath = output(
        "layer",
        "Layer",
        "Units with what each moves when it is left out. It needs boundaries.",
        style="diverging",
        needs="units",
    )
    table: FilePath = output(
        "table",
        "All fits",
        "Every coefficient and effect without each: estimate, standard error, p, interval, change, change in standard "
        "errors, and whether sign or significance change.",
    )
    summary_table: FilePath = output("table", "Range of every number", "Lowest and highest value, and without what.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.sensitivity.influence import influence

    if asked.leave == "field" and not asked.by:
        raise ParameterError("Groups of a column are to be left out, and no column is named; give the grouping field.")
    asked = that_can_be_made(asked, progress)
    fit = fit_model(asked, Part(progress, 0.0, 0.1), open_optional_units(asked, progress))
    by = str(asked.by) if asked.leave == "field" else asked.leave
    found = influence(fit, by, progress=Part(progress, 0.1, 1.0))
    tell(progress, found.report)
    variable = fit.regressors[0]
    save_table(found.estimates, asked.table)
    save_table(found.table(), asked.summary_table)
    _save_pages(asked, found, variable)
    _save_places(asked, found, variable, progress)
    rows = found.of(variable, asked.effect)
    most = rows.index[0]
    return {
        **asked.written(),
        "lowest": float(rows["estimate"].min()),
        "highest": float(rows["estimate"].max()),
        "most": str(found.names.get(most, most)),
    }


def _save_pages(asked: Asked, found: Influence, variable: str) -> None:
    if asked.paper:
        from gisplug.report.tables.sensitivity import influence_papers

        save_paper(influence_papers(found, variable, asked.effect), asked.paper)
    if asked.figure:
        from gisplug.report.charts.sensitivity.influence import influence_figure

        save_figure(influence_figure(found, variable), asked.figure)


def _save_places(asked: Asked, found: Influence, variable: str, progress: Progress) -> None:
    """Write layer and map, where they are wanted."""
    if not (asked.map or asked.layer):
        return
    if asked.leave == "period":
        progress.warn("Periods have no place on a map; neither map nor layer is made.")
        return
    from gisplug.report.maps.choropleth import value_map
    from gisplug.report.maps.look import Look
    from gisplug.sensitivity.effect import IN_SENTENCES

    fit, field = found.baseline, f"{asked.effect}_change_se"
    need_boundaries(fit.units is not None, "A map")
    table = found.by_unit(variable).reset_index()
    table.insert(1, "name", list(fit.names))
    layer = layer_of_units(fit, table)
    title = message("Change of the {effect} of {key} without each", effect=IN_SENTENCES[asked.effect], key=variable)
    save_layer(layer, asked.layer, style="diverging", field=field, title=title)
    if asked.map:
        look = Look(title=title, legend="Change in SE")
        save_figure(value_map(layer, field, "diverging", look), asked.map)


TOOL = Tool(
    id="influence",
    title="Influence of units and periods",
    group="sensitivity",
    help="Fits a spatial panel model again without each unit, each period or each group, with the weights of those "
    "that stay, and shows how far every coefficient and every direct, indirect and total effect moves: whether a "
    "spillover rests on one place or one year.",
    inputs=Asked,
    values=(
        Output("lowest", "number", "Lowest", "Smallest value of the chosen effect with one left out."),
        Output("highest", "number", "Highest", "Largest value of the chosen effect with one left out."),
        Output("most", "text", "Most influential", "What changes the chosen effect most when it is left out."),
    ),
    run=run,
    tags=("jackknife", "influence", "dfbeta", "leave one out", "影响点"),
    example='gisplug influence --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage" '
    "--weights w.csv --effect indirect --units demo-china-provinces --id adcode --name name_en --paper influence.html "
    "--figure influence.png --map influence-map.png",
)
