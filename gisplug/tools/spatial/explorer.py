"""Tool: a page in which a click on a unit shows where a change there goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Part, Progress
from gisplug.tools.inputs import UnitsInputs, fields_param, load_units, seed_param
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.results import FilePath
from gisplug.tools.spatial.model_fit import evidence, fit_of
from gisplug.tools.spatial_options import SpilloverModelInputs
from gisplug.tools.weights_inputs import load_aligned

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.report.explorer.page import Told
    from gisplug.spatial.models.fit import SpatialFit
    from gisplug.weights.weights import Weights

MOST_FIELDS = 6


class Asked(UnitsInputs, SpilloverModelInputs):
    """What the tool is asked."""

    variables: Optional[list[str]] = fields_param(
        "Variables that change",
        "Regressors whose changes can be followed on the page. All regressors of the formula where it is left empty.",
        among="regressors",
        optional=True,
    )
    fields: Optional[list[str]] = fields_param(
        "Variables by period",
        "Columns shown by period as values, Moran scatter plot and clusters (LISA), at most six. The outcome and the "
        "first regressor, where these are columns, if it is left empty.",
        optional=True,
    )
    permutations: int = param(
        "integer",
        "Permutations",
        "How many times the values are shuffled over the units for the clusters.",
        999,
        minimum=1,
        maximum=99999,
        advanced=True,
    )
    seed: int = seed_param("Start of the random numbers; the same seed gives the same p-values.")
    page: FilePath = output(
        "html",
        "Explorer",
        "One page with a map, a Moran scatter plot and a table that answer a click; it works without a network.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.core.output.files import writing
    from gisplug.report.explorer import page

    panel, w = load_aligned(asked, load_panel(asked, load_units(asked)))
    fit = fit_of(asked, Part(progress, 0.0, 0.6), panel, w)
    told = _told(asked, progress, panel, w, fit)
    progress.update(0.95, "Writing the page")
    if asked.page:
        with writing(asked.page) as made:
            made.write_text(page.page(page.data(told)), encoding="utf-8", newline="\n")
    return {**asked.written(), "units": float(fit.N)}


def _told(asked: Asked, progress: Progress, panel: Panel, w: Weights, fit: SpatialFit) -> Told:
    from gisplug.core.errors import ParameterError
    from gisplug.report.explorer.field import packed_field
    from gisplug.report.explorer.model import packed_model
    from gisplug.report.explorer.page import Told
    from gisplug.report.words.say import say

    lost = [v for v in asked.variables or () if v not in fit.regressors]
    if lost:
        raise ParameterError(
            message(
                "{lost} is no regressor of this model. It has: {regressors}.",
                lost=", ".join(map(repr, lost)),
                regressors=", ".join(fit.regressors),
            )
        )
    model = packed_model(fit, asked.variables or fit.regressors, Part(progress, 0.6, 0.8))
    units, part = fit.units.take(list(fit.ids)), panel.select(fit.ids)  # type: ignore[union-attr]
    wanted = asked.fields or [c for c in (fit.outcome, fit.regressors[0]) if c in part.frame.columns]
    if len(wanted) > MOST_FIELDS:
        raise ParameterError(
            message(
                "fields holds at most {most_fields} columns; {n} were given instead.",
                most_fields=MOST_FIELDS,
                n=len(wanted),
            )
        )
    inner = w.align(list(fit.ids), drop="any")
    fields = []
    for k, name in enumerate(wanted):
        step = Part(progress, 0.8 + 0.15 * k / len(wanted), 0.8 + 0.15 * (k + 1) / len(wanted))
        fields.append(packed_field(part, name, inner, asked.permutations, asked.seed, step))
    title = f"{say('Spillover explorer')}: {say(fit.outcome)}"
    return Told(title, units.frame, units.names, (model,), fields, evidence(fit))


TOOL = Tool(
    id="explorer",
    title="Spillover explorer",
    group="spatial",
    help="Fits a spatial panel model and writes one page to look around in: click a unit and see how a change there "
    "spreads over all others, order by order, with intervals; see own, received and sent effects, values and LISA "
    "clusters by year, and a Moran scatter plot that is linked with the map. The page computes from the weights and "
    "estimates that it carries and works without a network. In a study it is part of the report.",
    inputs=Asked,
    values=(Output("units", "number", "Units", "Number of units on the map."),),
    run=run,
    tags=("explorer", "interactive", "linked views", "brushing", "spillover", "交互"),
    example="gisplug explorer --units demo-china-provinces --id adcode --name name_en --panel demo-panel --unit adcode "
    '--period year --formula "develop ~ agg + wage" --weights w.csv --variables agg --page explorer.html',
)
