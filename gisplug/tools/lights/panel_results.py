"""Pictures, layer and paper table of a panel of night lights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gisplug.core.declare import Inputs, output
from gisplug.core.messages import message
from gisplug.tools.inputs import choice_param
from gisplug.tools.lights.options import LIGHT_STATISTICS
from gisplug.tools.periods import spread_periods
from gisplug.tools.results import FilePath, paper_output, save_figure, save_layer, save_paper

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from gisplug.boundaries.units import Units
    from gisplug.report.tables.paper_table import PaperTable

NAMES = {
    "ln_sum_area": "ln(sum of lights / km²)",
    "sum": "sum of lights",
    "mean": "mean light",
    "lit_share": "lit share",
}
RULES = {"fraction": message("exact covered fractions"), "centre": message("their centres")}
DIGITS = {
    "Units": 0,
    "Sum of lights": 0,
    "Growth, %": 1,
    "Mean of means": 3,
    "SD of means": 3,
    "Lit share": 3,
    "ln(sum/km²)": 3,
}


class LightFiles(Inputs, after=True):
    """What is shown of lights by unit and period, and how cells counted."""

    rule: Literal["fraction", "centre"] = choice_param(
        "Cells on borders",
        "Cells count by the exact fraction that a unit covers, or wholly if their centre lies in it.",
        {"fraction": "Exact fraction", "centre": "Centre of the cell"},
        "fraction",
    )
    shown: Literal["ln_sum_area", "sum", "mean", "lit_share"] = choice_param(
        "Statistic on the map",
        "Statistic that layer and map show.",
        {name: LIGHT_STATISTICS[name] for name in ("ln_sum_area", "sum", "mean", "lit_share")},
        "ln_sum_area",
        advanced=True,
    )
    layer: FilePath = output(
        "layer",
        "Layer of lights",
        "Units with the statistics of the last period and the mapped statistic of every period.",
        style="sequential",
    )
    figure: FilePath = output(
        "figure", "Course of the lights", "Sum of lights, lit share and light density of units by period."
    )
    map: FilePath = output("figure", "Maps", "The mapped statistic in up to four periods from the first to the last.")
    paper: FilePath = paper_output("Sum, growth, mean and spread over units by period.", "Lights by period")


def save_lights(asked: LightFiles, frame: pd.DataFrame, units: Units) -> None:
    """Write what is wanted of lights by unit and period."""
    from gisplug.report.charts.lights import overview

    shown, last = asked.shown, frame["period"].iloc[-1]
    if asked.figure:
        save_figure(overview(frame, frame.attrs["light_unit"]), asked.figure)
    if asked.layer or asked.map:
        layer = _layer(frame, units, shown)
        title = message("Night lights: {shown}, {last}", shown=shown, last=last)
        save_layer(layer, asked.layer, style="sequential", field=shown, title=title)
        if asked.map:
            _save_maps(layer, frame, shown, asked.map)
    if asked.paper:
        save_paper(_paper(frame, asked.rule), asked.paper)


def _layer(frame: pd.DataFrame, units: Units, shown: str) -> gpd.GeoDataFrame:
    """One row a unit: the mapped statistic of every period, and everything of the last."""
    wide = frame.pivot(index="unit", columns="period", values=shown).add_prefix(f"{shown}_")
    last = frame["period"].iloc[-1]
    now = frame[frame["period"] == last].set_index("unit").drop(columns=["period", "name"])
    layer = units.frame[[units.frame.geometry.name]].copy()
    layer.insert(0, "name", list(units.names))
    return layer.join(now).join(wide)


def _save_maps(layer: gpd.GeoDataFrame, frame: pd.DataFrame, shown: str, path: str) -> None:
    from gisplug.report.maps.choropleth import small_maps
    from gisplug.report.maps.look import Look

    chosen = spread_periods(sorted(frame["period"].unique(), key=str), None)
    fields = {str(period): f"{shown}_{period}" for period in chosen}
    look = Look(
        title=message("Night lights: {names}", names=NAMES[shown]),
        note=message("{unit}.", unit=frame.attrs["light_unit"]),
    )
    save_figure(small_maps(layer, fields, "sequential", look), path)


def _paper(frame: pd.DataFrame, rule: str) -> PaperTable:
    """Light by period: total, mean and spread over units."""
    from gisplug.report.tables.paper_table import plain_table

    table = frame.groupby("period", sort=True).agg(
        **{
            "Units": ("sum", "count"),
            "Sum of lights": ("sum", "sum"),
            "Mean of means": ("mean", "mean"),
            "SD of means": ("mean", "std"),
            "Lit share": ("lit_share", "mean"),
            "ln(sum/km²)": ("ln_sum_area", "mean"),
        }
    )
    table.insert(2, "Growth, %", table["Sum of lights"].pct_change(fill_method=None) * 100)
    table.index = [str(period) for period in table.index]
    table.index.name = "Period"
    note = message("Light in {attrs}; cells counted by {rules}.", attrs=frame.attrs["light_unit"], rules=RULES[rule])
    return plain_table("Night lights by period", table, [note], DIGITS)
