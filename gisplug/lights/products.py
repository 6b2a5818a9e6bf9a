"""What the numbers of a light raster mean: a declared product, what the file itself says, and the user's word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.errors import ParameterError
from gisplug.core.evidence import WARNING, Note
from gisplug.core.messages import message
from gisplug.core.shelves import LightProduct, light_product, light_products
from gisplug.lights.files.facts import Band, Opened
from gisplug.lights.files.observed import BEYOND, Reading

if TYPE_CHECKING:
    import pandas as pd

AS_IS = "as-is"


def product_of(product: LightProduct | str | None) -> LightProduct:
    """Return the product of a name; "as-is" where none is given.

    Raises
    ------
    RasterError
        If the shelf does not know it.
    """
    return product if isinstance(product, LightProduct) else light_product(product or AS_IS)


def lit_above(product: LightProduct) -> float:
    """Return the light above which a cell of this product is lit."""
    return float(product.extra.get("lit", 0.0))


def reading(
    raster: Opened, band: Band, product: LightProduct, nodata: str | float = "auto", own: bool = False
) -> Reading:
    """Settle what the numbers of a band mean.

    Parameters
    ----------
    nodata : "auto", "file", "none" or a number
        "auto" obeys product and file, except that a nodata of 0 in the file is overridden where the product says that
        zero is dark. "file" obeys the file alone, "none" takes every number as an observation, and a number is the one
        that means "not observed".
    own
        The file is as published and says fill value, scale and range itself; those of the product are for copies.

    Raises
    ------
    ParameterError
        If `nodata` is none of these.
    """
    if own:
        product = replace(product, nodata=None, valid_min=None, valid_max=None, extra={"zero_is": "dark"})
    missing, notes = _missing(raster.name, band.nodata, product, nodata)
    scale, offset = band.scale, band.offset
    if "scale" in product.extra or "offset" in product.extra:
        scale, offset = float(product.extra.get("scale", 1.0)), float(product.extra.get("offset", 0.0))
    obey = str(nodata).strip().lower() != "none"
    low, high = _range(band, product) if obey else (-np.inf, np.inf)
    return Reading(missing, low, high, scale, offset, obey and band.mask, notes)


def _range(band: Band, product: LightProduct) -> tuple[float, float]:
    """Return the numbers between which numbers are observations: by product, file, and what any quantity can be."""
    beyond = BEYOND if band.dtype.startswith("float") else np.inf
    low, high = -beyond, beyond
    said = re.findall(r"[-+.\deE]+", band.tags.get("valid_range", "")) or [
        band.tags.get("valid_min", ""),
        band.tags.get("valid_max", ""),
    ]
    if len(said) == 2:
        low, high = max(low, _number(said[0], low)), min(high, _number(said[1], high))
    low = low if product.valid_min is None else float(product.valid_min)
    high = high if product.valid_max is None else float(product.valid_max)
    return low, high


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise


def _missing(
    name: str, declared: float | None, product: LightProduct, nodata: str | float
) -> tuple[tuple[float, ...], tuple[Note, ...]]:
    word = str(nodata).strip().lower()
    if word == "none":
        return (), ()
    if word not in ("auto", "file"):
        try:
            return (float(word),), ()
        except ValueError:
            raise ParameterError(
                message("nodata is 'auto', 'file', 'none' or a number; {nodata!r} was given instead.", nodata=nodata)
            ) from None
    values = set() if declared is None or np.isnan(declared) else {float(declared)}
    if word == "auto" and product.nodata is not None:
        values.add(float(product.nodata))
    notes: tuple[Note, ...] = ()
    if declared == 0:
        if word == "auto" and product.extra.get("zero_is") == "dark":
            values.discard(0.0)
            text = message(
                "{verb} nodata = 0, but a zero of {key} is a dark cell, so zeros are counted as "
                "observed. nodata='file' would leave them out and turn every mean into a mean over "
                "lit cells",
                verb="declares",
                key=product.key,
            )
        else:
            text = message(
                "{verb} nodata = 0, so dark cells count as not observed: means are means over lit cells, and lit "
                "shares are one. nodata='none' counts zeros as dark",
                verb="declares",
            )
        notes = (Note(WARNING, "nodata-zero", text, (name,)),)
    return tuple(sorted(values)), notes


def product_table() -> pd.DataFrame:
    """Return all products of the shelf, one a row, for people to read."""
    import pandas as pd  # here, so that workers need not load it

    rows = []
    for key, p in light_products().items():
        years = "" if p.first_year is None else f"{p.first_year}-{p.last_year or ''}"
        rows.append(
            {
                "product": key,
                "title": p.title,
                "unit": p.unit,
                "years": years,
                "resolution": p.resolution,
                "nodata": p.nodata,
                "valid_min": p.valid_min,
                "valid_max": p.valid_max,
                "saturation": p.saturation,
                "scale": p.extra.get("scale", 1.0),
                "lit_above": lit_above(p),
                "zero": p.zero,
                "negative": p.negative,
                "sensor_break": p.extra.get("sensor_break"),
                "doi": p.doi,
                "licence": p.licence,
                "note": p.note,
            }
        )
    return pd.DataFrame(rows)
