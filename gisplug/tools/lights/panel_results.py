"""Pictures, layer and paper table of a panel of night lights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Params
from gisplug.tools.periods import spread_periods
from gisplug.tools.results import save_figure, save_layer, save_paper

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
RULES = {"fraction": "exact covered fractions", "centre": "their centres"}
DIGITS = {
    "Units": 0,
    "Sum of lights": 0,
    "Growth, %": 1,
    "Mean of means": 3,
    "SD of means": 3,
    "Lit share": 3,
    "ln(sum/km²)": 3,
}


def save_lights(params: Params, frame: pd.DataFrame, units: Units) -> None:
    """Write what is wanted of lights by unit and period."""
    from gisplug.report.charts.lights import overview

    shown, last = params["shown"], frame["period"].iloc[-1]
    if params["figure"]:
        save_figure(overview(frame, frame.attrs["light_unit"]), params["figure"])
    if params["layer"] or params["map"]:
        layer = _layer(frame, units, shown)
        title = f"Night lights: {shown}, {last}"
        save_layer(layer, params["layer"], style="sequential", field=shown, title=title)
        if params["map"]:
            _save_maps(layer, frame, shown, params["map"])
    if params["paper"]:
        save_paper(_paper(frame, params["rule"]), params["paper"])


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
    look = Look(title=f"Night lights: {NAMES[shown]}", note=f"{frame.attrs['light_unit']}.")
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
    note = f"Light in {frame.attrs['light_unit']}; cells counted by {RULES[rule]}."
    return plain_table("Night lights by period", table, [note], DIGITS)
