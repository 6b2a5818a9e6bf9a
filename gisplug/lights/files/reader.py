"""Read windows of one band, or of several combined, with the masks that lie beside them. Workers load this."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning
from rasterio.windows import Window

from gisplug.core.errors import RasterError
from gisplug.core.messages import message
from gisplug.lights.files.archives import QUIET
from gisplug.lights.files.facts import FAILURES, forget_packed
from gisplug.lights.files.observed import Reading, unobserved

CACHE_MB = 48  # GDAL's cache of blocks: tiles are whole blocks, so hardly a block is wanted twice
STACK_CELLS = 2_097_152  # cells of a stack that is combined at a time: 16 MB as float64
Combine = Literal["", "mean", "median", "weighted"]
COMBINED = ("mean", "median", "weighted")


@dataclass(frozen=True)
class Beside:
    """A band that lies beside another: the number of observations, or flags of quality.

    Attributes
    ----------
    dataset, band
        What GDAL opens.
    part : str
        Which part of its file it is, the same on every machine.
    least : float
        A cell counts if its number is at least this.
    among : tuple of int
        A cell counts if its number is one of these; any where empty.
    """

    dataset: str
    band: int
    part: str
    south_up: bool = False
    least: float = -np.inf
    among: tuple[int, ...] = ()


@dataclass(frozen=True)
class Layer:
    """A band to read: what GDAL opens, what its numbers mean, and which cells do not count.

    Attributes
    ----------
    part : str
        Which part of its file it is, the same on every machine.
    south_up : bool
        Whether the first row of the file is the southernmost.
    sieves : tuple of Beside
        Cells count where all of them let them.
    weight : Beside or None
        Observations, for a weighted mean.
    """

    dataset: str
    band: int
    reading: Reading
    part: str = ""
    south_up: bool = False
    sieves: tuple[Beside, ...] = ()
    weight: Beside | None = None

    @property
    def identity(self) -> tuple[object, ...]:
        """What its numbers depend on besides the content of its files."""
        others = [replace(b, dataset="") for b in (*self.sieves, *([self.weight] if self.weight else []))]
        return self.part, self.band, replace(self.reading, notes=()), self.south_up, others


class Reader:
    """Open layers that lie on one grid."""

    def __init__(self, layers: Sequence[Layer], combine: Combine, opened: dict[str, rasterio.DatasetReader]) -> None:
        self._layers = layers
        self._combine = combine
        self._opened = opened

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the numbers of a window, north up, and the cells that masks hide (None where none does).

        Of several layers the numbers are light (scale and offset applied), NaN where nothing was observed.

        Returns
        -------
        (array of shape (rows, columns), bool array of shape (rows, columns) or None)
        """
        if not self._combine:
            return self._one(self._layers[0], window)
        step = max(1, STACK_CELLS // (len(self._layers) * int(window.width)))
        out = np.empty((int(window.height), int(window.width)))
        for top in range(0, int(window.height), step):
            high = min(step, int(window.height) - top)
            part = Window(window.col_off, window.row_off + top, window.width, high)
            out[top : top + high] = self._combined(part)
        return out, None

    def _one(self, layer: Layer, window: Window) -> tuple[np.ndarray, np.ndarray | None]:
        raster = self._opened[layer.dataset]
        place = _turned(window, raster.height, layer.south_up)
        numbers = _up(raster.read(layer.band, window=place), layer.south_up)
        hidden = None
        if layer.reading.mask:
            hidden = _up(raster.read_masks(layer.band, window=place) == 0, layer.south_up)
        for sieve in layer.sieves:
            gone = self._hidden_by(sieve, window)
            hidden = gone if hidden is None else hidden | gone
        return numbers, hidden

    def _beside(self, what: Beside, window: Window) -> np.ndarray:
        raster = self._opened[what.dataset]
        return _up(raster.read(what.band, window=_turned(window, raster.height, what.south_up)), what.south_up)

    def _hidden_by(self, sieve: Beside, window: Window) -> np.ndarray:
        numbers = self._beside(sieve, window)
        if sieve.among:
            return np.asarray(~np.isin(numbers, sieve.among))
        return np.asarray(~(numbers >= sieve.least))

    def _combined(self, window: Window) -> np.ndarray:
        shape = (len(self._layers), int(window.height), int(window.width))
        light, weight = np.empty(shape), np.ones(shape) if self._combine == "weighted" else None
        for k, layer in enumerate(self._layers):
            numbers, hidden = self._one(layer, window)
            bad, _ = unobserved(numbers, layer.reading, hidden)
            light[k] = numbers * layer.reading.scale + layer.reading.offset
            if bad is not None:
                light[k][bad] = np.nan
            if weight is not None and layer.weight is not None:
                weight[k] = self._beside(layer.weight, window)
        return median(light) if self._combine == "median" else mean(light, weight)


def mean(light: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
    """Return the mean over the first axis of what was observed, weighted; NaN where nothing was.

    Parameters
    ----------
    light : (K, rows, columns), NaN where not observed
    weight : the same shape, not negative; 1 where None

    Returns
    -------
    (rows, columns)
    """
    seen = ~np.isnan(light)
    share = seen.astype(np.float64) if weight is None else np.where(seen, np.maximum(weight, 0.0), 0.0)
    total = share.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((np.where(seen, light, 0.0) * share).sum(axis=0) / np.where(total > 0, total, np.nan))


def median(light: np.ndarray) -> np.ndarray:
    """Return the median over the first axis of what was observed; NaN where nothing was.

    Parameters
    ----------
    light : (K, rows, columns), NaN where not observed

    Returns
    -------
    (rows, columns)
    """
    order = np.sort(light, axis=0)  # NaN last
    count = (~np.isnan(order)).sum(axis=0)
    low, high = np.maximum((count - 1) // 2, 0)[None], (count // 2).clip(0, len(light) - 1)[None]
    return np.asarray((np.take_along_axis(order, low, 0)[0] + np.take_along_axis(order, high, 0)[0]) / 2)


def _turned(window: Window, height: int, south_up: bool) -> Window:
    if not south_up:
        return window
    return Window(window.col_off, height - window.row_off - window.height, window.width, window.height)


def _up(numbers: np.ndarray, south_up: bool) -> np.ndarray:
    return np.ascontiguousarray(numbers[::-1]) if south_up else numbers


@contextmanager
def reading_of(layers: Sequence[Layer], combine: Combine, name: str) -> Iterator[Reader]:
    """Open layers and what lies beside them, each dataset once.

    Raises
    ------
    RasterError
        If a raster cannot be opened or breaks off.
    """
    wanted = [layer.dataset for layer in layers]
    wanted += [b.dataset for layer in layers for b in (*layer.sieves, *([layer.weight] if layer.weight else []))]
    try:
        with ExitStack() as stack:
            stack.enter_context(rasterio.Env(GDAL_CACHEMAX=CACHE_MB, **QUIET))
            stack.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            forget_packed(wanted)
            opened = {dataset: stack.enter_context(rasterio.open(dataset)) for dataset in dict.fromkeys(wanted)}
            yield Reader(layers, combine, opened)
    except FAILURES as problem:
        raise RasterError(
            message("{name} cannot be read to its end: {problem}. Fetch it again.", name=name, problem=problem)
        ) from problem
