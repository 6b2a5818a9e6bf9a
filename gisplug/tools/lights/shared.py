"""Parameters that the tools of night lights share. Heavy imports stay inside the functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Param
from gisplug.core.errors import ParameterError

if TYPE_CHECKING:
    from gisplug.lights.calibrate import Calibration


def product_keys() -> tuple[str, ...]:
    """Return the products of rasters/catalog.toml; read line by line, since Python 3.9 has no TOML."""
    from gisplug.core.shelves import shelf

    path = shelf("rasters") / "catalog.toml"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found = [m[1] for m in (re.match(r"\[products\.([A-Za-z0-9_-]+)\]", line.strip()) for line in lines) if m]
    return tuple(found) or ("as-is",)


def product_param(default: str = "as-is") -> Param:
    """Which product the rasters are."""
    return Param(
        "product",
        "choice",
        "Light product",
        "What the numbers of the rasters mean: unit, missing values, scale, and whether zero is dark. The choice "
        "as-is takes "
        "them as the file says; lights-products lists all products.",
        default=default,
        choices=product_keys(),
    )


def meaning_params() -> tuple[Param, ...]:
    """Missing values and band."""
    return (
        Param(
            "nodata",
            "text",
            "Missing value",
            "With auto, product and file decide, and a missing value of 0 is overridden where the product says that "
            "zero is "
            "dark. With file, the file alone decides; with none, every number counts; a number is the missing value "
            "itself.",
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
            "becomes "
            "c0 + c1 times light + c2 times light squared; dark cells stay dark.",
            optional=True,
            advanced=True,
        ),
        Param(
            "negatives",
            "choice",
            "Negative light",
            "Whether light below zero is kept, set to zero, or taken as not observed.",
            default="keep",
            choices=("keep", "zero", "missing"),
            choice_labels=("Keep", "Set to zero", "Not observed"),
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


def calibration_of(params: Mapping[str, Any]) -> Calibration:
    """Make the calibration that `calibration_params` declares."""
    from gisplug.lights.calibrate import Calibration, read_coefficients

    table = read_coefficients(params["coefficients"]) if params.get("coefficients") else {}
    return Calibration(table, params["negatives"], params["floor"], params["cap"])


def periods_of(text: Optional[str]) -> Optional[list[str]]:
    """Read "2013-2020, 2022" as a list of periods; None where nothing is given.

    Raises
    ------
    ParameterError
        If a span runs backwards.
    """
    if not text:
        return None
    found: list[str] = []
    for part in text.replace(";", ",").split(","):
        span = re.fullmatch(r"(\d{4})\s*(?:-|\.\.|:)\s*(\d{4})", part.strip())
        if span and int(span[1]) > int(span[2]):
            raise ParameterError(f"periods: {part.strip()} runs backwards.")
        if span:
            found += [str(y) for y in range(int(span[1]), int(span[2]) + 1)]
        elif part.strip():
            found.append(part.strip())
    return found or None
