"""What a raster says of itself: bands, reference system, place, tags. No cell is read."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import rasterio
from affine import Affine
from rasterio._err import CPLE_BaseError
from rasterio.enums import ColorInterp
from rasterio.errors import RasterioError
from rasterio.io import MemoryFile

from gisplug.core.errors import RasterError
from gisplug.core.messages import message

FAILURES = (RasterioError, CPLE_BaseError)  # what reading through GDAL raises
MOST_BANDS = 20_000  # fifty years of days
_OTHER = gzip.compress(b"ncols 1\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1\n")


@dataclass(frozen=True)
class Band:
    """What a band says of itself; `alpha` bands are masks, not numbers."""

    number: int
    description: str
    dtype: str
    nodata: float | None
    mask: bool
    alpha: bool
    scale: float
    offset: float
    block: tuple[int, int]
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Opened:
    """What a raster says of itself. `crs` is WKT, "" where it has none; `inside` are the datasets of a container."""

    name: str
    dataset: str
    driver: str
    width: int
    height: int
    transform: Affine
    crs: str
    bands: tuple[Band, ...]
    tags: Mapping[str, str]
    inside: tuple[str, ...] = ()

    @property
    def light(self) -> tuple[Band, ...]:
        """The bands that hold numbers."""
        return tuple(band for band in self.bands if not band.alpha)

    def band(self, number: int) -> Band:
        """Return a band.

        Raises
        ------
        RasterError
            If there is none of this number.
        """
        for band in self.bands:
            if band.number == number:
                return band
        raise RasterError(
            message(
                "{name} has {n} bands; band {number} was asked for.", name=self.name, n=len(self.bands), number=number
            )
        )


def forget_packed(datasets: Iterable[str]) -> None:
    """Let GDAL forget the packed file it read last: it keeps its place in it by name, even if it was replaced."""
    if any("/vsigzip/" in dataset for dataset in datasets):
        with MemoryFile(_OTHER, ext=".asc.gz") as other, rasterio.open(f"/vsigzip/{other.name}"):
            pass


def facts_of(raster: rasterio.DatasetReader, dataset: str, name: str) -> Opened:
    """Return what an open raster says of itself.

    Raises
    ------
    RasterError
        If it claims more bands than any series has.
    """
    if raster.count > MOST_BANDS:
        raise RasterError(
            message(
                "{name} says that it has {count:,} bands; it is damaged, or no series of rasters.",
                name=name,
                count=raster.count,
            )
        )
    masked = [bool({flag.name for flag in flags} & {"per_dataset", "alpha"}) for flags in raster.mask_flag_enums]
    facts = zip(
        raster.indexes,
        raster.descriptions,
        raster.dtypes,
        raster.nodatavals,
        masked,
        raster.colorinterp,
        raster.scales,
        raster.offsets,
        raster.block_shapes,
        strict=True,
    )
    bands = [
        Band(
            number,
            (description or "").strip(),
            dtype,
            nodata,
            mask,
            colour == ColorInterp.alpha,
            float(scale),
            float(offset),
            (int(block[0]), int(block[1])),
            raster.tags(number),
        )
        for number, description, dtype, nodata, mask, colour, scale, offset, block in facts
    ]
    crs = raster.crs.to_wkt() if raster.crs else ""
    return Opened(
        name,
        dataset,
        raster.driver,
        raster.width,
        raster.height,
        raster.transform,
        crs,
        tuple(bands),
        raster.tags(),
        tuple(raster.subdatasets),
    )
