"""Maps of coefficients that differ over space: one a coefficient with classes of its own, or one a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from gisplug.core.messages import message
from gisplug.report.figures import figure
from gisplug.report.maps.choropleth import TITLE_CM, draw_map, map_height, small_maps, value_map
from gisplug.report.maps.classes import classified
from gisplug.report.maps.geometry import map_crs
from gisplug.report.maps.look import Look

if TYPE_CHECKING:
    import geopandas as gpd

WIDTH_CM, WIDE_CM = 17.0, 16.0
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
    columns = 2
    rows = -(-len(terms) // columns)
    crs, part = map_crs(frame), WIDTH_CM / columns
    height = map_height(frame, crs, part) + TITLE_CM
    fig, axes = figure(WIDTH_CM, height * rows, rows, columns, squeeze=False)
    for ax in axes.flat[len(terms) :]:
        ax.set_axis_off()
    last = len(terms) - 1
    for place, (term, ax) in enumerate(zip(terms, axes.flat, strict=False)):
        look = Look(title=term, legend="Coefficient", empty=GREY, disclaimer=False)
        if place == last:
            look = replace(look, note=note, disclaimer=True)
        draw_map(ax, shown, _classes(shown[term].to_numpy(), look), look, crs)
    return fig


def _classes(values: np.ndarray, look: Look):  # type: ignore[no-untyped-def]
    return classified(values, "effects", None, "", look)


def yearly_maps(
    frame: gpd.GeoDataFrame, term: str, periods: Sequence[object], values: np.ndarray, significant: np.ndarray
) -> Figure:
    """Return one map a period of one coefficient, all in common classes.

    Parameters
    ----------
    frame
        One row a unit, with a CRS.
    values, significant
        (T, N) coefficients of these periods, and whether they are significant.
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
