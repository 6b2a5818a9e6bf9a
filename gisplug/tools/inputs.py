"""Parameters that tools of several groups declare, and the reading behind them; heavy imports stay inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional, Union

from gisplug.core.declare import GIVEN, Inputs, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import COLLINEAR, Collinear
from gisplug.tools.results import tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.boundaries.units import Units

Choices = Mapping[Any, str]  # each value with the words that menus show for it

POLYGONS = (
    "Polygon layer with one feature per unit, the name of a set of the shelf such as demo-china-provinces, or a table "
    "of PostGIS by its address."
)
LAYER_AND_NAMES = "It is needed for the layer; it also gives names to the picture."
SAME_RESULT = "Start of the random numbers; the same seed gives the same result."


def choice_param(label: str, help: str, choices: Choices, default: str, *, advanced: bool = False, **more: Any) -> Any:
    """One of several words."""
    words = {"choices": tuple(choices), "choice_labels": tuple(choices.values())}
    return param("choice", label, help, default, advanced=advanced, **words, **more)


def choices_param(label: str, help: str, choices: Choices, default: Sequence[str], **more: Any) -> Any:
    """Several of several words."""
    words = {"choices": tuple(choices), "choice_labels": tuple(choices.values())}
    return param("choices", label, help, list(default), **words, **more)


def field_param(label: str, help: str, *, parent: str = "panel", **more: Any) -> Any:
    """A column of a table or layer."""
    return param("field", label, help, parent=parent, **more)


def fields_param(label: str, help: str, *, parent: str = "panel", **more: Any) -> Any:
    """Columns of a table."""
    return param("fields", label, help, parent=parent, **more)


def seed_param(help: str = SAME_RESULT, **more: Any) -> Any:
    """Where random numbers start."""
    return param("integer", "Seed", help, 1, minimum=0, advanced=True, **more)


def draws_param(what: str, default: int, least: int = 0, most: Optional[int] = 100000, advanced: bool = False) -> Any:
    """How many random draws are made."""
    return param(
        "integer",
        "Draws",
        f"Number of {what}.",
        default,
        minimum=least,
        maximum=most,
        advanced=advanced,
    )


def effects_param(help: str, choices: Choices, default: str = "twoways", **more: Any) -> Any:
    """Which effects a panel model has."""
    return choice_param("Fixed effects", help, choices, default, **more)


def collinear_param() -> Any:
    """What happens to terms without a coefficient of their own."""
    return choice_param(
        "Terms not identified",
        "Whether a term without a coefficient of its own (constant within units, the same for all units, a "
        "combination of others) is refused by name, or the later one is omitted and shown as omitted.",
        COLLINEAR,
        "refuse",
        advanced=True,
    )


def where_param() -> Any:
    """Which rows of the panel are used."""
    return param(
        "text",
        "Rows used",
        "Condition that rows must fulfil, such as: period >= 2012 and region in (east, west). Lags in a formula see "
        "the rows left out. Models of balanced panels keep whole units and periods.",
        optional=True,
        advanced=True,
    )


def optional_units_param(use: str = LAYER_AND_NAMES, **more: Any) -> Any:
    """Boundaries that only some results need; `use` says which."""
    return param("polygons", "Boundaries", f"{POLYGONS} {use}", optional=True, **more)


class UnitsInputs(Inputs):
    """Boundaries with their id and name fields."""

    units: str = param("polygons", "Boundaries", POLYGONS)
    id: str = field_param(
        "Id field",
        "Field that identifies each unit. Ids are compared as text, so 110000 and '110000.0' are the same unit.",
        parent="units",
    )
    name: Optional[str] = field_param(
        "Name field",
        "Field with the name that maps and tables show. The ids are shown where it is left empty.",
        parent="units",
        optional=True,
    )


class OptionalUnitsInputs(Inputs, after=True):
    """Boundaries that only some results need."""

    units: Optional[str] = optional_units_param()
    id: Optional[str] = field_param(
        "Id field",
        "Field of the boundaries with the id of each unit, as in the panel.",
        parent="units",
        optional=True,
        applies_when=({"units": GIVEN},),
    )
    name: Optional[str] = field_param(
        "Name field",
        "Field with the name that maps and labels show. The ids are shown where it is left empty.",
        parent="units",
        optional=True,
        applies_when=({"units": GIVEN},),
    )


class SampleInputs(Inputs, after=True):
    """Which rows are used, and what happens to terms that are not identified."""

    where: Optional[str] = where_param()
    collinear: Collinear = collinear_param()


def load_units(asked: UnitsInputs) -> Units:
    """Read the units, with their id and name fields."""
    from gisplug.boundaries.read import read_units

    return read_units(asked.units, id=asked.id, name=asked.name)


def open_units(asked: UnitsInputs, progress: Progress) -> Units:
    """Read the units and tell what was found."""
    units = load_units(asked)
    tell(progress, units.report)
    return units


def load_optional_units(asked: OptionalUnitsInputs) -> Optional[Units]:
    """Read what `OptionalUnitsInputs` declares, where it is given.

    Raises
    ------
    ParameterError
        If there are boundaries without an id field.
    """
    if not asked.units:
        return None
    if not asked.id:
        raise ParameterError("'id' (Id field) is needed with boundaries: the field that identifies each unit.")
    from gisplug.boundaries.read import read_units

    return read_units(asked.units, id=asked.id, name=asked.name)


def open_optional_units(asked: OptionalUnitsInputs, progress: Progress) -> Optional[Units]:
    """Read what `OptionalUnitsInputs` declares, where it is given, and tell what was found."""
    units = load_optional_units(asked)
    if units is not None:
        tell(progress, units.report)
    return units


def open_table(
    source: str, progress: Progress, encoding: Optional[str] = None, sheet: Optional[str] = None
) -> pd.DataFrame:
    """Read a table, one row a row of it, and tell what was found and changed."""
    from gisplug.core.tables import read_table, told_of

    table = read_table(source, encoding, sheet)
    tell(progress, told_of(table))
    return table


def split_list(text: Optional[str]) -> list[str]:
    """Split "a^2, L.b" at commas and semicolons."""
    return [part.strip() for part in (text or "").replace(";", ",").split(",") if part.strip()]


def terms_of(text: Optional[str]) -> list[str]:
    """Split "a^2, lag(b, 2); C(region)" at the commas and semicolons that stand outside parentheses."""
    from gisplug.language.lexer import split_outside

    return [part.strip() for part in split_outside(text or "", ",;，；") if part.strip()]


def merged_terms(*given: Union[str, Sequence[str], None]) -> list[str]:
    """Return the terms of several parameters, lists or texts, in order and without repetition."""
    found = (terms_of(value) if isinstance(value, str) else value or () for value in given)
    return list(dict.fromkeys(term for terms in found for term in terms))


def whole_numbers_of(text: Optional[str], what: str) -> list[int]:
    """Read "1, 2" into whole numbers.

    Raises
    ------
    ParameterError
        Naming `what` was to be whole numbers.
    """
    found = split_list(text)
    if strange := [part for part in found if not part.isdecimal()]:
        raise ParameterError(
            message(
                "{what} are whole numbers joined by commas, such as 1, 2; {strange} is none.",
                what=what,
                strange=", ".join(strange),
            )
        )
    return [int(part) for part in found]


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
        raise ParameterError(
            message("{what} are numbers joined by commas; {text!r} was given instead.", what=what, text=text)
        ) from None
