"""What the numbers of a light raster mean: a declared product, what the file itself says, and the user's word."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import rasterio
from rasterio.errors import RasterioIOError

from gisplug.core.errors import ParameterError, RasterError
from gisplug.core.evidence import WARNING, Note
from gisplug.core.shelves import LightProduct, light_product, light_products

if TYPE_CHECKING:
    import pandas as pd

AS_IS = "as-is"


@dataclass(frozen=True)
class Reading:
    """How numbers of one file become light.

    Attributes
    ----------
    missing : tuple of float
        Numbers of the file that are not observations (NaN always is one).
    low, high : float
        Numbers of the file outside are not observations.
    scale, offset : float
        light = number * scale + offset.
    mask : bool
        Whether the file's own mask (alpha band, internal mask) is obeyed.
    """

    missing: tuple[float, ...] = ()
    low: float = -np.inf
    high: float = np.inf
    scale: float = 1.0
    offset: float = 0.0
    mask: bool = False
    notes: tuple[Note, ...] = field(default=(), compare=False)


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


def reading(path: str | Path, product: LightProduct, nodata: str | float = "auto", band: int = 1) -> Reading:
    """Settle what the numbers of a file mean.

    Parameters
    ----------
    nodata : "auto", "file", "none" or a number
        "auto" obeys product and file, except that a nodata of 0 in the file is overridden where the product says that
        zero is dark. "file" obeys the file alone, "none" takes every number as an observation, and a number is the one
        that means "not observed".

    Raises
    ------
    RasterError
        If the file cannot be opened.
    ParameterError
        If `nodata` is none of these.
    """
    try:
        with rasterio.open(path) as raster:
            declared = raster.nodatavals[band - 1]
            flags = {flag.name for flag in raster.mask_flag_enums[band - 1]}
            scale, offset = float(raster.scales[band - 1]), float(raster.offsets[band - 1])
    except RasterioIOError as problem:
        raise RasterError(f"{path} cannot be read as a raster: {problem}.") from problem
    missing, notes = _missing(Path(path).name, declared, product, nodata)
    if "scale" in product.extra or "offset" in product.extra:
        scale, offset = float(product.extra.get("scale", 1.0)), float(product.extra.get("offset", 0.0))
    obey = nodata != "none"
    low = product.valid_min if product.valid_min is not None and obey else -np.inf
    high = product.valid_max if product.valid_max is not None and obey else np.inf
    mask = obey and bool(flags & {"per_dataset", "alpha"})
    return Reading(missing, float(low), float(high), scale, offset, mask, notes)


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
                f"nodata is 'auto', 'file', 'none' or a number; {nodata!r} was given instead."
            ) from None
    values = set() if declared is None or np.isnan(declared) else {float(declared)}
    if word == "auto" and product.nodata is not None:
        values.add(float(product.nodata))
    notes: tuple[Note, ...] = ()
    if declared == 0:
        if word == "auto" and product.extra.get("zero_is") == "dark":
            values.discard(0.0)
            text = (
                f"declares nodata = 0, but a zero of {product.key} is a dark cell, so zeros are counted as observed. "
                "nodata='file' would leave them out and turn every mean into a mean over lit cells"
            )
        else:
            text = (
                "declares nodata = 0, so dark cells count as not observed: means are means over lit cells, and lit "
                "shares are one. nodata='none' counts zeros as dark"
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
