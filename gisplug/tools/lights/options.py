"""Parameters that the tools of night lights declare, and the reading behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, Optional, Union

from gisplug.core.declare import Inputs, param
from gisplug.tools.inputs import choice_param, split_list, whole_numbers_of

if TYPE_CHECKING:
    from gisplug.lights.calibrate import Calibration

PRODUCT = re.compile(r"\[products\.([A-Za-z0-9_-]+)\]")  # the heading of a product in the catalogue
ENTRY = re.compile(r'(title|files) = "([^"]*)"')
LIGHT_STATISTICS = {  # of the light of a unit, by the name in menus
    "sum": "Sum of lights",
    "mean": "Mean light",
    "area_mean": "Mean light by area of cells",
    "lit_share": "Lit share",
    "max": "Maximum",
    "valid_share": "Share observed",
    "gini": "Gini of the cells",
    "ln_sum_area": "Log of lights per km²",
    "lit_km2": "Lit area, km²",
    "light_km2": "Lights times area, km²",
    "valid_km2": "Observed area, km²",
    "area_km2": "Area, km²",
    "cells": "Number of cells",
}


def products(entry: str = "title") -> dict[str, str]:
    """Return an entry of each product of rasters/catalog.toml that has it: its title, or how its files are named.

    It is read line by line, since Python 3.9 has no TOML.
    """
    from gisplug.core.shelves import shelf

    path = shelf("rasters") / "catalog.toml"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found, product = {}, ""
    for line in lines:
        if heading := PRODUCT.match(line.strip()):
            product = heading[1]
        said = ENTRY.match(line.strip())
        if product and said and said[1] == entry:
            found[product] = said[2]
    return found or ({"as-is": "Any raster, numbers taken as they are"} if entry == "title" else {})


def product_param() -> Any:
    """Which product the rasters are."""
    return choice_param(
        "Light product",
        "What the numbers of the rasters mean: unit, missing values, scale, and whether zero is dark. The choice "
        "as-is takes them as the file says; lights-products lists all products.",
        products(),
        "as-is",
    )


class RastersInputs(Inputs):
    """Rasters of lights."""

    rasters: Union[str, list[str]] = param(
        "rasters",
        "Night-light rasters",
        "A folder, a list of files, an archive, or a pattern such as ntl_{period}.tif; demo-lights names the "
        "SYNTHETIC rasters of the shelf. Several rasters of one year that lie side by side are taken together. "
        "Black Marble tiles, packed files and NetCDF are read as published.",
    )


class MeaningInputs(Inputs, after=True):
    """Missing values, band and layer."""

    nodata: str = param(
        "text",
        "Missing value",
        "With auto, product and file decide, and a missing value of 0 is overridden where the product says that "
        "zero is dark. With file, the file alone decides; with none, every number counts; a number is the missing "
        "value itself.",
        default="auto",
        advanced=True,
    )
    band: Optional[int] = param(
        "integer",
        "Band",
        "Band of every raster that holds the light. Where left empty, a raster with several bands must tell which "
        "is which, by their descriptions or a time axis.",
        optional=True,
        minimum=1,
        advanced=True,
    )
    field: Optional[str] = param(
        "text",
        "Layer of the product",
        "Data field of HDF5, variable of NetCDF, or layer of a product that ships several side by side, such as "
        "AllAngle_Composite_Snow_Free or average. The usual one where left empty.",
        optional=True,
        advanced=True,
    )


class PublisherInputs(Inputs, after=True):
    """Bands, composites and masks of rasters as publishers ship them."""

    bands: Optional[str] = param(
        "text",
        "Periods of the bands",
        "Periods of the bands of each raster, in their order, such as 2012-2014 or 2012, 2014. Read from time axis "
        "or descriptions where left empty.",
        optional=True,
        advanced=True,
    )
    composite: Literal["none", "mean", "median", "weighted"] = choice_param(
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
    )
    observations: Optional[int] = param(
        "integer",
        "Fewest observations",
        "Cells with fewer cloud-free observations are left out. Where left empty, cells without one are, if counts "
        "lie beside the rasters; zero takes all.",
        optional=True,
        minimum=0,
        advanced=True,
    )
    quality: Optional[str] = param(
        "text",
        "Flags of quality",
        "Flags of Black Marble whose cells count, such as 0, 1. All where left empty.",
        optional=True,
        advanced=True,
    )


class CalibrationInputs(Inputs, after=True):
    """Steps applied to cells, all off by default."""

    coefficients: Optional[str] = param(
        "table",
        "Inter-calibration table",
        "Table with the columns year, c0, c1, c2 and, where several satellites flew, satellite (F10 ...). Light "
        "becomes c0 + c1 times light + c2 times light squared; dark cells stay dark.",
        optional=True,
        advanced=True,
    )
    negatives: Literal["keep", "zero", "missing"] = choice_param(
        "Negative light",
        "Whether light below zero is kept, set to zero, or taken as not observed.",
        {"keep": "Keep", "zero": "Set to zero", "missing": "Not observed"},
        "keep",
        advanced=True,
    )
    floor: Optional[float] = param(
        "number",
        "Noise floor",
        "Light of a cell up to this is set to zero.",
        optional=True,
        advanced=True,
    )
    cap: Optional[float] = param(
        "number",
        "Cap",
        "Light of a cell above this is set to this, against gas flares and fires.",
        optional=True,
        advanced=True,
    )


class LightFileInputs(PublisherInputs, MeaningInputs, after=True):
    """How rasters are read as publishers ship them."""


def calibration_of(asked: CalibrationInputs) -> Calibration:
    """Make the calibration that `CalibrationInputs` declares."""
    from gisplug.lights.calibrate import Calibration, read_coefficients

    table = read_coefficients(asked.coefficients) if asked.coefficients else {}
    return Calibration(table, asked.negatives, asked.floor, asked.cap)


def publisher_options(asked: LightFileInputs) -> dict[str, Any]:
    """Return what `LightFileInputs` declares as arguments of `aggregate_lights`.

    Raises
    ------
    ParameterError
        If a flag is no whole number.
    """
    return {
        "nodata": asked.nodata,
        "band": asked.band,
        "field": asked.field or "",
        "bands": split_list(asked.bands),
        "composite": asked.composite,
        "observations": asked.observations,
        "quality": whole_numbers_of(asked.quality, "Flags of quality"),
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
