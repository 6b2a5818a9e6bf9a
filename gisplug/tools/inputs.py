"""Parameters that many tools share, and how they are read. Heavy imports stay inside the functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Param

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights


def polygon_params() -> tuple[Param, ...]:
    """Boundaries with their id and name fields."""
    return (
        Param(
            "units",
            "polygons",
            "Boundaries",
            "Polygon layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces.",
        ),
        Param(
            "id",
            "field",
            "Id field",
            "Field that identifies each unit. Ids are compared as text, so 110000 and '110000.0' are the same unit.",
            parent="units",
        ),
        Param(
            "name",
            "field",
            "Name field",
            "Field with the name that maps and tables show. The ids are shown where it is left empty.",
            parent="units",
            optional=True,
        ),
    )


def panel_params() -> tuple[Param, ...]:
    """A long panel table with its keys."""
    return (
        Param(
            "panel",
            "table",
            "Panel table",
            "Long table with one row per unit and period: CSV (UTF-8 or GB18030), Excel, Stata, Parquet or a "
            "GeoPackage table.",
        ),
        Param(
            "unit",
            "field",
            "Unit field",
            "Column with the id of the unit, matched as text to the ids of the weights and boundaries.",
            parent="panel",
        ),
        Param("period", "field", "Period field", "Column with the year or other period.", parent="panel"),
    )


def weights_params() -> tuple[Param, ...]:
    """Spatial weights from a file."""
    return (
        Param(
            "weights",
            "weights",
            "Spatial weights",
            "Weights file (edge list CSV, GAL, GWT, Matrix Market, Excel, Stata) with the same ids as the panel.",
        ),
        Param(
            "normalise",
            "choice",
            "Normalisation",
            "How the weights are scaled: rows sum to one, largest eigenvalue one, or the smaller of the largest row "
            "and column sum.",
            default="row",
            choices=("row", "spectral", "minmax", "none"),
            advanced=True,
        ),
    )


def load_units(params: Mapping[str, Any]) -> Units:
    """Read what `polygon_params` declares."""
    from gisplug.boundaries.read import read_units

    return read_units(params["units"], id=params["id"], name=params.get("name"))


def load_panel(params: Mapping[str, Any], units: Units | None = None, unbalanced: bool = False) -> Panel:
    """Read what `panel_params` declares."""
    from gisplug.panel.read import read_panel

    return read_panel(params["panel"], unit=params["unit"], period=params["period"], units=units, unbalanced=unbalanced)


def load_weights(params: Mapping[str, Any]) -> Weights:
    """Read what `weights_params` declares."""
    from gisplug.weights.formats.files import read_weights

    return read_weights(params["weights"], normalise=params["normalise"])
