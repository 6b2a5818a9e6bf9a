"""Parameters that tools of several groups declare, and the reading behind them; heavy imports stay inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Optional, Union

from gisplug.core.declare import Param, Params
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import COLLINEAR
from gisplug.tools.results import tell

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.panel.frame import Panel

Choices = Union[Sequence[str], Mapping[str, str]]  # the values, or each value with the words that menus show for it

POLYGONS = "Polygon layer with one feature per unit, or the name of a set of the shelf such as demo-china-provinces."
LAYER_AND_NAMES = "It is needed for the layer; it also gives names to the picture."
SAME_RESULT = "Start of the random numbers; the same seed gives the same result."


def choice_param(name: str, label: str, help: str, choices: Choices, default: str, *, advanced: bool = False) -> Param:
    """One of several words."""
    words = tuple(choices.values()) if isinstance(choices, Mapping) else ()
    return Param(
        name, "choice", label, help, default=default, choices=tuple(choices), choice_labels=words, advanced=advanced
    )


def choices_param(name: str, label: str, help: str, choices: Choices, default: Sequence[str]) -> Param:
    """Several of several words."""
    words = tuple(choices.values()) if isinstance(choices, Mapping) else ()
    return Param(name, "choices", label, help, default=list(default), choices=tuple(choices), choice_labels=words)


def field_param(
    name: str, label: str, help: str, *, parent: str = "panel", optional: bool = False, advanced: bool = False
) -> Param:
    """A column of a table or layer."""
    return Param(name, "field", label, help, parent=parent, optional=optional, advanced=advanced)


def fields_param(
    name: str, label: str, help: str, *, parent: str = "panel", optional: bool = False, advanced: bool = False
) -> Param:
    """Columns of a table."""
    return Param(name, "fields", label, help, parent=parent, optional=optional, advanced=advanced)


def seed_param(help: str = SAME_RESULT) -> Param:
    """Where random numbers start."""
    return Param("seed", "integer", "Seed", help, default=1, minimum=0, advanced=True)


def draws_param(what: str, default: int, least: int = 0, most: Optional[int] = 100000, advanced: bool = False) -> Param:
    """How many random draws are made."""
    return Param(
        "draws", "integer", "Draws", f"Number of {what}.", default, minimum=least, maximum=most, advanced=advanced
    )


def effects_param(help: str, choices: Choices, default: str = "twoways") -> Param:
    """Which effects a panel model has."""
    return choice_param("effects", "Fixed effects", help, choices, default)


def polygon_params() -> tuple[Param, ...]:
    """Boundaries with their id and name fields."""
    return (
        Param("units", "polygons", "Boundaries", POLYGONS),
        field_param(
            "id",
            "Id field",
            "Field that identifies each unit. Ids are compared as text, so 110000 and '110000.0' are the same unit.",
            parent="units",
        ),
        field_param(
            "name",
            "Name field",
            "Field with the name that maps and tables show. The ids are shown where it is left empty.",
            parent="units",
            optional=True,
        ),
    )


def optional_polygon_params(use: str = LAYER_AND_NAMES) -> tuple[Param, ...]:
    """Boundaries that only some results need; `use` says which."""
    return (
        Param("units", "polygons", "Boundaries", f"{POLYGONS} {use}", optional=True),
        field_param(
            "id",
            "Id field",
            "Field of the boundaries with the id of each unit, as in the panel.",
            parent="units",
            optional=True,
        ),
        field_param(
            "name",
            "Name field",
            "Field with the name that maps and labels show. The ids are shown where it is left empty.",
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
        field_param(
            "unit",
            "Unit field",
            "Column with the id of the unit, matched as text to the ids of the weights and boundaries.",
        ),
        field_param("period", "Period field", "Column with the year or other period."),
    )


def where_param() -> Param:
    """Which rows of the panel are used."""
    return Param(
        "where",
        "text",
        "Rows used",
        "Condition that rows must fulfil, such as: period >= 2012 and region in (east, west). Lags in a formula see "
        "the rows left out. Models of balanced panels keep whole units and periods.",
        optional=True,
        advanced=True,
    )


def collinear_param() -> Param:
    """What happens to terms without a coefficient of their own."""
    return choice_param(
        "collinear",
        "Terms not identified",
        "Whether a term without a coefficient of its own (constant within units, the same for all units, a "
        "combination of others) is refused by name, or the later one is omitted and shown as omitted.",
        COLLINEAR,
        "refuse",
        advanced=True,
    )


def load_units(params: Params) -> Units:
    """Read the units, with their id and name fields."""
    from gisplug.boundaries.read import read_units

    return read_units(params["units"], id=params["id"], name=params["name"])


def load_panel(params: Params, units: Optional[Units] = None, *, unbalanced: bool = False) -> Panel:
    """Read what `panel_params` declares; `units` gives names and shapes."""
    from gisplug.panel.read import read_panel

    return read_panel(params["panel"], unit=params["unit"], period=params["period"], units=units, unbalanced=unbalanced)


def open_units(params: Params, progress: Progress) -> Units:
    """Read the units and tell what was found."""
    units = load_units(params)
    tell(progress, units.report)
    return units


def load_optional_units(params: Params) -> Optional[Units]:
    """Read what `optional_polygon_params` declares, where it is given.

    Raises
    ------
    ParameterError
        If there are boundaries without an id field.
    """
    if not params["units"]:
        return None
    if not params["id"]:
        raise ParameterError("'id' (Id field) is needed with boundaries: the field that identifies each unit.")
    return load_units(params)


def open_optional_units(params: Params, progress: Progress) -> Optional[Units]:
    """Read what `optional_polygon_params` declares, where it is given, and tell what was found."""
    units = load_optional_units(params)
    if units is not None:
        tell(progress, units.report)
    return units


def open_panel(params: Params, progress: Progress, units: Optional[Units] = None, *, unbalanced: bool = False) -> Panel:
    """Read the panel and tell what was found."""
    panel = load_panel(params, units, unbalanced=unbalanced)
    tell(progress, panel.report)
    return panel


def split_list(text: Optional[str]) -> list[str]:
    """Split "a^2, L.b" at commas and semicolons."""
    return [part.strip() for part in (text or "").replace(";", ",").split(",") if part.strip()]


def numbers_of(text: Optional[str], what: str) -> list[float]:
    """Read "0.4, 0.6" into numbers.

    Raises
    ------
    ParameterError
        Naming `what` was to be numbers.
    """
    try:
        return [float(part) for part in split_list(text)]
    except ValueError:
        raise ParameterError(f"{what} are numbers joined by commas; {text!r} was given instead.") from None
