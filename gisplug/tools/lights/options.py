"""Parameters that the tools of night lights declare, and the reading behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Param, Params
from gisplug.core.errors import ParameterError
from gisplug.tools.inputs import choice_param, split_list

if TYPE_CHECKING:
    from gisplug.lights.calibrate import Calibration

PRODUCT = re.compile(r"\[products\.([A-Za-z0-9_-]+)\]")  # the heading of a product in the catalogue
SPAN = re.compile(r"(\d{4})\s*(?:-|\.\.|:)\s*(\d{4})")  # of years


def product_keys() -> tuple[str, ...]:
    """Return the products of rasters/catalog.toml; read line by line, since Python 3.9 has no TOML."""
    from gisplug.core.shelves import shelf

    path = shelf("rasters") / "catalog.toml"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found = [heading[1] for heading in (PRODUCT.match(line.strip()) for line in lines) if heading]
    return tuple(found) or ("as-is",)


def product_param() -> Param:
    """Which product the rasters are."""
    return choice_param(
        "product",
        "Light product",
        "What the numbers of the rasters mean: unit, missing values, scale, and whether zero is dark. The choice "
        "as-is takes them as the file says; lights-products lists all products.",
        product_keys(),
        "as-is",
    )


def meaning_params() -> tuple[Param, ...]:
    """Missing values and band."""
    return (
        Param(
            "nodata",
            "text",
            "Missing value",
            "With auto, product and file decide, and a missing value of 0 is overridden where the product says that "
            "zero is dark. With file, the file alone decides; with none, every number counts; a number is the missing "
            "value itself.",
            default="auto",
            advanced=True,
        ),
        Param(
            "band", "integer", "Band", "Band of the rasters that holds the light.", default=1, minimum=1, advanced=True
        ),
    )


def calibration_params() -> tuple[Param, ...]:
    """Steps applied to cells, all off by default."""
    return (
        Param(
            "coefficients",
            "table",
            "Inter-calibration table",
            "Table with the columns year, c0, c1, c2 and, where several satellites flew, satellite (F10 ...). Light "
            "becomes c0 + c1 times light + c2 times light squared; dark cells stay dark.",
            optional=True,
            advanced=True,
        ),
        choice_param(
            "negatives",
            "Negative light",
            "Whether light below zero is kept, set to zero, or taken as not observed.",
            {"keep": "Keep", "zero": "Set to zero", "missing": "Not observed"},
            "keep",
            advanced=True,
        ),
        Param(
            "floor",
            "number",
            "Noise floor",
            "Light of a cell up to this is set to zero.",
            optional=True,
            advanced=True,
        ),
        Param(
            "cap",
            "number",
            "Cap",
            "Light of a cell above this is set to this, against gas flares and fires.",
            optional=True,
            advanced=True,
        ),
    )


def calibration_of(params: Params) -> Calibration:
    """Make the calibration that `calibration_params` declares."""
    from gisplug.lights.calibrate import Calibration, read_coefficients

    table = read_coefficients(params["coefficients"]) if params["coefficients"] else {}
    return Calibration(table, params["negatives"], params["floor"], params["cap"])


def periods_of(text: Optional[str]) -> Optional[list[str]]:
    """Read "2013-2020, 2022" as a list of periods; None where nothing is given.

    Raises
    ------
    ParameterError
        If a span runs backwards.
    """
    found: list[str] = []
    for part in split_list(text):
        span = SPAN.fullmatch(part)
        if not span:
            found.append(part)
            continue
        if int(span[1]) > int(span[2]):
            raise ParameterError(f"periods: {part} runs backwards.")
        found += [str(year) for year in range(int(span[1]), int(span[2]) + 1)]
    return found or None
