"""Maps of coefficients that differ over space: one a coefficient with classes of its own, or one a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from gisplug.core.messages import message
from gisplug.report.figures import figure
from gisplug.report.maps.choropleth import draw_map, legend_room, map_height, small_maps, value_map
from gisplug.report.maps.classes import Classes, classified
from gisplug.report.maps.geometry import map_crs
from gisplug.report.maps.legend import shared_legend
from gisplug.report.maps.look import Look

if TYPE_CHECKING:
    import geopandas as gpd

WIDTH_CM, COLUMNS = 17.0, 2
GREY = "Not significant"


def coefficient_maps(frame: gpd.GeoDataFrame, terms: Sequence[str], significant: Mapping[str, np.ndarray]) -> Figure:
    """Return one map a coefficient, each in classes of its own; places where it is not significant are grey.

    Parameters
    ----------
    frame
        One row a unit, with a CRS; columns named by `terms`.
    significant
        By term, (N,) bool.
    """
    note = "Grey: not significant after the correction for the number of tests."
    shown = frame.copy()
    for term in terms:
        shown[term] = np.where(significant[term], frame[term], np.nan)
    if len(terms) == 1:
        title = message("Local coefficient of {term}", term=terms[0])
        return value_map(shown, terms[0], "effects", Look(title=title, legend="Coefficient", note=note, empty=GREY))
    crs, part = map_crs(frame), WIDTH_CM / COLUMNS
    plain = Look(empty=GREY, disclaimer=False)
    made = [_classes(shown[term].to_numpy(), plain) for term in terms]
    sizes = [legend_room(classes, plain, part) for classes in made]
    rows, below = -(-len(terms) // COLUMNS), max(height for _, height in sizes)
    heights = [map_height(frame, crs, part, extra=0.3), below] * rows
    fig, axes = figure(WIDTH_CM, sum(heights), 2 * rows, COLUMNS, squeeze=False, height_ratios=heights)
    for ax in axes.flat:
        ax.set_axis_off()
    for place, (term, classes, (across, _)) in enumerate(zip(terms, made, sizes, strict=True)):
        row, column = divmod(place, COLUMNS)
        own = replace(plain, title=str(term), measured=place == 0)
        draw_map(axes[2 * row, column], shown, classes, own, crs, alone=False)
        told = Look(empty=GREY, note=note) if row == rows - 1 and column == 0 else plain
        shared_legend(axes[2 * row + 1, column], classes, told, across)
    return fig


def _classes(values: np.ndarray, look: Look) -> Classes:
    """Return the classes of one map, none where all places are grey."""
    found = classified(values, "effects", None, "", look)
    return found if np.isfinite(values).any() else replace(found, labels=(), colours=(), hatches=())


def yearly_maps(
    frame: gpd.GeoDataFrame,
    term: str,
    periods: Sequence[object],
    values: Sequence[np.ndarray],
    significant: Sequence[np.ndarray],
) -> Figure:
    """Return one map a period of one coefficient, all in common classes.

    Parameters
    ----------
    frame
        One row a unit, with a CRS.
    values, significant
        By period, (N,) coefficients, and whether they are significant.
    """
    shown = frame[["geometry"]].copy()
    for t, period in enumerate(periods):
        shown[f"at {period}"] = np.where(significant[t], values[t], np.nan)
    look = Look(
        title=message("Local coefficient of {term}", term=term),
        legend="Coefficient",
        note="Grey: not significant after the correction for the number of tests.",
        empty=GREY,
    )
    return small_maps(shown, {str(p): f"at {p}" for p in periods}, "effects", look)
