"""Tool: map of a variable, for one period or several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import NOT_GIVEN, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.maps.classes import LEAST_CLASSES, MOST_CLASSES, SCHEMES, Cut, Scheme, label_colours, text_of
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import (
    UnitsInputs,
    choice_param,
    field_param,
    load_units,
    split_list,
)
from gisplug.tools.panel_inputs import PanelInputs, load_panel
from gisplug.tools.periods import named_periods
from gisplug.tools.results import FilePath, save_figure, save_layer

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.figure import Figure

    from gisplug.core.vocabulary import Period

WITHOUT_BORDERS = ({"borders": NOT_GIVEN},)


class Asked(UnitsInputs, PanelInputs):
    """What the tool is asked."""

    variable: str = field_param(
        "Variable", "Column of the panel that is mapped; numbers in classes, text by its values."
    )
    at: Optional[str] = param(
        "text",
        "Periods",
        "Periods to draw, joined by commas, or all. The last one where it is left empty.",
        optional=True,
    )
    colours: Literal["auto", "sequential", "diverging", "classes"] = choice_param(
        "Colours",
        "Light to dark, two colours centred on zero, one colour for each text, or what fits the values.",
        {
            "auto": "What fits",
            "sequential": "Light to dark",
            "diverging": "Centred on zero",
            "classes": "One for each text",
        },
        "auto",
    )
    scheme: Scheme = choice_param(
        "Classes by",
        "How numbers are put into classes. What fits: quantiles, and powers of ten where nearly all values are tiny "
        "beside the largest; in a study what [outputs] says of all maps.",
        SCHEMES,
        "auto",
        applies_when=WITHOUT_BORDERS,
    )
    classes: int = param(
        "integer",
        "Classes",
        "Number of classes; round numbers may give one more or less.",
        default=5,
        minimum=LEAST_CLASSES,
        maximum=MOST_CLASSES,
        applies_when=WITHOUT_BORDERS,
    )
    borders: Optional[str] = param(
        "text",
        "Class borders",
        "Numbers joined by commas at which classes end, such as 10, 20, 50; values below the first or above the last "
        "are classes as well.",
        optional=True,
    )
    background: Optional[str] = param(
        "polygons",
        "Background",
        "Polygon layer drawn in grey below the units, such as demo-china-all.",
        optional=True,
    )
    title: Optional[str] = param(
        "text", "Title", "Title above the map; variable and period where it is left empty.", optional=True
    )
    legend: Optional[str] = param(
        "text",
        "Legend title",
        "Words above the legend; the variable where it is left empty.",
        optional=True,
    )
    note: Optional[str] = param(
        "text", "Note", "Words below the map, such as the source.", optional=True, advanced=True
    )
    names: bool = param(
        "flag",
        "Names",
        "Whether the names of the units stand on the map; names that would cover others are left out.",
        default=True,
    )
    north: bool = param("flag", "North arrow", "Whether a north arrow is drawn.", default=False, advanced=True)
    grey: bool = param(
        "flag",
        "For print without colours",
        "Whether the map is drawn in greys, with patterns where greys alone would not do.",
        default=False,
        advanced=True,
    )
    figure: FilePath = output("figure", "Map", "Map as a picture for a paper.", main=True)
    layer: FilePath = output(
        "layer", "Layer", "Units with the variable, one field for each period.", style="sequential"
    )


def run(asked: Asked, progress: Progress) -> Results:
    import numpy as np

    units = load_units(asked)
    panel = load_panel(asked, units, unbalanced=True)
    variable = asked.variable
    periods = _periods(panel.periods, asked.at)
    frame = units.take(panel.ids).frame[["geometry"]].copy()
    frame.insert(0, "name", panel.names)
    values: Any = panel.frame[variable] if variable in panel.frame.columns else panel.array(variable)
    for period in periods:
        frame[f"{variable}_{period}"] = values.xs(period, level="period").reindex(frame.index).to_numpy()
    fields = [f"{variable}_{period}" for period in periods]
    stacked = np.concatenate([frame[field].to_numpy() for field in fields])
    named = stacked.dtype.kind not in "iuf" or asked.colours == "classes"
    cut = Cut(labels=tuple(label_colours(map(text_of, stacked)))) if named else _cut(asked, stacked)
    if asked.figure:
        save_figure(_map(frame, periods, asked, cut), asked.figure)
    style = "categories" if named else "diverging" if _kind(asked, stacked) == "diverging" else "sequential"
    save_layer(frame.reset_index(), asked.layer, layer="map", style=style, field=fields[-1], title=variable, cut=cut)
    progress.update(1.0)
    return asked.written()


def _kind(asked: Asked, numbers: Any) -> str:
    """Return the kind of colours: those asked for, or about zero where numbers have both signs."""
    import numpy as np

    if asked.colours != "auto":
        return asked.colours
    return "diverging" if np.nanmin(numbers) < 0 < np.nanmax(numbers) else "sequential"


def _cut(asked: Asked, numbers: Any) -> Cut:
    """Return the classes of all periods together, so that every map, and the layer, has the same."""
    from gisplug.numbers.space.classes import class_edges
    from gisplug.report.words.settings import house

    of_all = house().cut if asked.scheme == "auto" else None
    if of_all is not None and asked.classes != Cut.classes:
        of_all = replace(of_all, classes=asked.classes)
    given = Cut(borders=_numbers(asked.borders)) if asked.borders else of_all or Cut(asked.scheme, asked.classes)
    edges = class_edges(numbers, _kind(asked, numbers), given)
    return Cut(borders=tuple(edges)) if edges[0] < edges[-1] else given


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in split_list(text))
    except ValueError:
        raise ParameterError(
            message("Class borders are numbers joined by commas, such as 10, 20, 50; {text!r} was given.", text=text)
        ) from None


def _periods(known: Sequence[Period], wanted: Optional[str]) -> list[Period]:
    if split_list(wanted) == ["all"]:
        return list(known)
    return named_periods(known, wanted) or [known[-1]]


def _map(frame: gpd.GeoDataFrame, periods: Sequence[Period], asked: Asked, cut: Optional[Cut]) -> Figure:
    from gisplug.boundaries.background import background_layer
    from gisplug.report.maps.choropleth import small_maps, value_map
    from gisplug.report.maps.look import Look

    variable, colours = asked.variable, asked.colours
    look = Look(
        title=asked.title or (f"{variable}, {periods[0]}" if len(periods) == 1 else variable),
        legend=asked.legend or variable,
        names=list(frame["name"]) if asked.names else None,
        background=background_layer(asked.background) if asked.background else None,
        north=asked.north,
        note=asked.note or "",
        grey=asked.grey,
    )
    if len(periods) == 1:
        return value_map(frame, f"{variable}_{periods[0]}", colours, look, cut)
    fields = {str(period): f"{variable}_{period}" for period in periods}
    return small_maps(frame, fields, colours, look, cut)


TOOL = Tool(
    id="choropleth_map",
    title="Map of a variable",
    group="panel",
    help="Draws a variable of the panel on the map, for one period or for several with common classes, with "
    "legend, scale bar and a neutral word on boundaries. The layer has the classes of the map. The projection is "
    "chosen for equal areas: Albers for China, a fitted one elsewhere.",
    inputs=Asked,
    run=run,
    tags=("map", "choropleth", "thematic"),
    example="gisplug choropleth-map --units demo-china-provinces --id adcode --name name_en --panel demo-panel --unit "
    "adcode --period year --variable agg --at 2010,2023 --figure agg.png",
)
