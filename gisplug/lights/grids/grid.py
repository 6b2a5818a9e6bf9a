"""Grid: where the cells of a raster lie, and how large they are on the ground."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from gisplug.core.errors import CrsError, RasterError
from gisplug.core.messages import message
from gisplug.lights.files.black_marble import TILE
from gisplug.lights.files.facts import Band, Opened

TILE_CELLS = 2_097_152  # cells read at a time: 16 MB as float64
SAME_PLACE = 1e-6  # of a cell: grids closer than this are one grid; shifts that matter are far larger
FARTHEST, SMALLEST = 1e9, 1e-9  # map units: metres, feet or degrees of any place and of any cell on earth
LATTICE = 65  # points a side at which the ground area of a cell of a projected grid is measured
DEGREES = CRS.from_epsg(4326).to_wkt()
WITHOUT_CRS = ("netCDF", "HDF5Image", "HDF5", "AAIGrid", "GRASSASCIIGrid", "XYZ", "EHdr", "GSAG", "GSBG", "GS7BG", "BT")
EQUAL_AREA = "+proj=cea +lon_0=0 +datum=WGS84 +units=m"


@dataclass(frozen=True)
class Grid:
    """A north-up grid of equal cells.

    Attributes
    ----------
    west, north : float
        Upper left corner, in units of `crs`.
    dx, dy : float
        Size of a cell, both positive.
    block : (int, int)
        Rows and columns of a stored block; reading whole blocks is fastest.
    """

    crs: str
    west: float
    north: float
    dx: float
    dy: float
    width: int
    height: int
    block: tuple[int, int] = (1, 1)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return self.west, self.north - self.dy * self.height, self.west + self.dx * self.width, self.north

    @cached_property
    def projection(self) -> CRS:
        """The reference system of the grid."""
        return CRS.from_wkt(self.crs)

    @property
    def key(self) -> str:
        """The same text for grids whose cells coincide."""
        place = [round(v / s / SAME_PLACE) for v, s in ((self.west, self.dx), (self.north, self.dy))]
        text = f"{self.crs}|{place}|{self.dx:.12g}|{self.dy:.12g}|{self.width}|{self.height}|{self.block}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def tile(self) -> tuple[int, int]:
        """Rows and columns read at a time: whole blocks, about `TILE_CELLS` cells."""
        high, wide = (min(b, n) for b, n in zip(self.block, (self.height, self.width), strict=True))
        if wide == self.width:
            rows = max(1, TILE_CELLS // self.width // high) * high
            return min(rows, self.height), self.width
        rows = math.ceil(1024 / high) * high
        columns = max(1, TILE_CELLS // rows // wide) * wide
        return min(rows, self.height), min(columns, self.width)

    def cell_km2(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return the area of cells on the ground in km2, the shape of rows and columns (n,).

        Columns may be fractional (the middle of a run).
        """
        if self.projection.is_geographic:
            return np.asarray(self._zone_km2[rows])
        return self._interpolated(rows, columns)

    @cached_property
    def _zone_km2(self) -> np.ndarray:
        """Area of a cell of each row on the ellipsoid, shape (height,): exact, not by the cosine of the latitude."""
        ellipsoid = self.projection.ellipsoid
        if ellipsoid is None:
            raise CrsError(
                message(
                    "The reference system {projection} of the raster names no ellipsoid.",
                    projection=self.projection.name,
                )
            )
        a, b = ellipsoid.semi_major_metre / 1000, ellipsoid.semi_minor_metre / 1000
        e = math.sqrt(1 - (b / a) ** 2)
        edge = np.radians(np.clip(self.north - self.dy * np.arange(self.height + 1), -90, 90))
        s = np.sin(edge)
        log = np.arctanh(e * s) / e if e > 0 else s
        area = b * b / 2 * (s / (1 - (e * s) ** 2) + log)
        return np.asarray(-np.diff(area) * math.radians(self.dx))

    @cached_property
    def _lattice_km2(self) -> np.ndarray:
        """Ground area of a cell at LATTICE x LATTICE points: its corners moved to an equal-area projection.

        Measured, not taken from the projection's own scale factors: those of Web Mercator are wrong by 0.3 percent.
        """
        west, south, east, north = self.bounds
        x, y = np.meshgrid(np.linspace(west, east, LATTICE), np.linspace(north, south, LATTICE))
        right, up = np.array([-0.5, 0.5, 0.5, -0.5]) * self.dx, np.array([-0.5, -0.5, 0.5, 0.5]) * self.dy
        corners = x[..., None] + right, y[..., None] + up
        try:
            ex, ey = Transformer.from_crs(self.projection, EQUAL_AREA, always_xy=True).transform(*corners)
        except ProjError as problem:
            raise CrsError(
                message(
                    "Cells in {projection} have no ground area: {problem}.",
                    projection=self.projection.name,
                    problem=problem,
                )
            ) from problem
        ex, ey = np.asarray(ex), np.asarray(ey)
        with np.errstate(invalid="ignore"):
            dx, dy = ex[..., 2] - ex[..., 0], ey[..., 2] - ey[..., 0]
            other_x, other_y = ex[..., 3] - ex[..., 1], ey[..., 3] - ey[..., 1]
            area = np.abs(dx * other_y - other_x * dy) / 2e6
        good = np.isfinite(area) & (area > 0)
        metre = self.projection.axis_info[0].unit_conversion_factor
        return np.where(good, area, self.dx * self.dy * metre * metre / 1e6)

    def _interpolated(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        from scipy.ndimage import map_coordinates

        r = (np.asarray(rows, dtype=np.float64) + 0.5) / self.height * (LATTICE - 1)
        c = (np.asarray(columns, dtype=np.float64) + 0.5) / self.width * (LATTICE - 1)
        return np.asarray(map_coordinates(self._lattice_km2, [r, c], order=1, mode="nearest"))


def grid_of(raster: Opened, band: Band, corner: tuple[float, float] | None = None) -> tuple[Grid, bool, str]:
    """Return where the cells of a raster lie.

    Parameters
    ----------
    corner
        Western and northern edge in degrees of a tile of 10 degrees; as the file says where None.

    Returns
    -------
    (Grid, bool, str)
        The grid, north up; whether the first row of the file is the southernmost; what was assumed, or "".

    Raises
    ------
    RasterError
        If it is rotated, mirrored or nowhere.
    CrsError
        If it has no coordinate reference system and its format could have one, or its numbers are no degrees.
    """
    if corner is not None:
        west, north = corner
        return (
            Grid(
                DEGREES, west, north, TILE / raster.width, TILE / raster.height, raster.width, raster.height, band.block
            ),
            False,
            "",
        )
    t = raster.transform
    if not raster.crs and t.is_identity:
        raise RasterError(
            message(
                "{raster} does not say where it lies (no georeference); add it, e.g. gdal_translate -a_ullr.",
                raster=raster.name,
            )
        )
    if not all(abs(v) <= FARTHEST for v in (*t[:6], t.a * raster.width, t.e * raster.height)) or (
        0 < min(abs(t.a), abs(t.e)) < SMALLEST
    ):
        raise RasterError(
            message(
                "{raster} lies nowhere on earth: its corner is {c:g}, {f:g}, its cells {a:g} x {e:g}. It "
                "is damaged, or its georeference is wrong; fetch it again.",
                raster=raster.name,
                c=t.c,
                f=t.f,
                a=t.a,
                e=abs(t.e),
            )
        )
    if t.b != 0 or t.d != 0 or t.a <= 0 or t.e == 0:
        raise RasterError(
            message("{raster} is rotated or mirrored; resample it with gdalwarp first.", raster=raster.name)
        )
    south_up = t.e > 0
    north = t.f + t.e * raster.height if south_up else t.f
    wkt, assumed = _crs(raster, t.c, north)
    return Grid(wkt, t.c, north, t.a, abs(t.e), raster.width, raster.height, band.block), south_up, assumed


def _crs(raster: Opened, west: float, north: float) -> tuple[str, str]:
    """Return the reference system as WKT, and what was assumed where a format has no place for one."""
    if raster.crs:
        try:
            return CRS.from_user_input(raster.crs).to_wkt(), ""
        except CRSError as problem:
            raise CrsError(
                message(
                    "{raster}: its reference system cannot be read: {problem}.", raster=raster.name, problem=problem
                )
            ) from problem
    east, south = west + raster.transform.a * raster.width, north - abs(raster.transform.e) * raster.height
    degrees = west >= -181 and east <= 361 and south >= -90.5 and north <= 90.5
    if raster.driver in WITHOUT_CRS and degrees:
        return DEGREES, message(
            "{verb} no reference system; its coordinates are taken as degrees on WGS 84 (EPSG:4326)", verb="names"
        )
    raise CrsError(
        message(
            "{raster} has no coordinate reference system; set it, e.g. gdal_edit.py -a_srs EPSG:4326.",
            raster=raster.name,
        )
    )
