"""Parameters that the tools of night lights declare, and the reading behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Param, Params
from gisplug.core.errors import ParameterError
from gisplug.tools.inputs import choice_param, split_list

if TYPE_CHECKING:
    from gisplug.lights.calibrate import Calibration

PRODUCT = re.compile(r"\[products\.([A-Za-z0-9_-]+)\]")  # the heading of a product in the catalogue


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
    """Missing values, band and layer."""
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
            "band",
            "integer",
            "Band",
            "Band of every raster that holds the light. Where left empty, a raster with several bands must tell which "
            "is which, by their descriptions or a time axis.",
            optional=True,
            minimum=1,
            advanced=True,
        ),
        Param(
            "field",
            "text",
            "Layer of the product",
            "Data field of HDF5, variable of NetCDF, or layer of a product that ships several side by side, such as "
            "AllAngle_Composite_Snow_Free or average. The usual one where left empty.",
            optional=True,
            advanced=True,
        ),
    )


def publisher_params() -> tuple[Param, ...]:
    """Bands, composites and masks of rasters as publishers ship them."""
    return (
        Param(
            "bands",
            "text",
            "Periods of the bands",
            "Periods of the bands of each raster, in their order, such as 2012-2014 or 2012, 2014. Read from time axis "
            "or descriptions where left empty.",
            optional=True,
            advanced=True,
        ),
        choice_param(
            "composite",
            "Months to years",
            "Whether months or days are combined to years, cell by cell: by their mean, their median, or their mean "
            "weighted by cloud-free observations.",
            {
                "none": "Leave periods as they are",
                "mean": "Mean",
                "median": "Median",
                "weighted": "Mean weighted by observations",
            },
            "none",
            advanced=True,
        ),
        Param(
            "observations",
            "integer",
            "Fewest observations",
            "Cells with fewer cloud-free observations are left out. Where left empty, cells without one are, if counts "
            "lie beside the rasters; zero takes all.",
            optional=True,
            minimum=0,
            advanced=True,
        ),
        Param(
            "quality",
            "text",
            "Flags of quality",
            "Flags of Black Marble whose cells count, such as 0, 1. All where left empty.",
            optional=True,
            advanced=True,
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


def publisher_options(params: Params) -> dict[str, Any]:
    """Return what `meaning_params` and `publisher_params` declare as arguments of `aggregate_lights`.

    Raises
    ------
    ParameterError
        If a flag is no whole number.
    """
    flags = split_list(params["quality"])
    if strange := [flag for flag in flags if not flag.isdigit()]:
        raise ParameterError(f"quality: {', '.join(map(repr, strange))} is no flag; write 0, 1.")
    return {
        "nodata": params["nodata"],
        "band": params["band"],
        "field": params["field"] or "",
        "bands": split_list(params["bands"]),
        "composite": params["composite"],
        "observations": params["observations"],
        "quality": [int(flag) for flag in flags],
    }


def periods_of(text: Optional[str]) -> Optional[list[str]]:
    """Read "2013-2020, 2022" as a list of periods; None where nothing is given.

    Raises
    ------
    ParameterError
        If a span runs backwards.
    """
    from gisplug.lights.files.bands import period_list

    return list(period_list(split_list(text))) or None
