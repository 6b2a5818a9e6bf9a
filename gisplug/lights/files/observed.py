"""Which numbers of a raster are observations. Numbers only: workers stay small."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gisplug.core.evidence import Note

BEYOND = 1e30  # no quantity on the ground is larger: such numbers are fill values that the file does not declare
FILLS = (-9999.0, -99999.0, -999.0, -9999.9, -999.9, -32768.0, -32767.0, -2147483648.0, -2147483647.0)


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


def unobserved(numbers: np.ndarray, how: Reading, hidden: np.ndarray | None = None) -> tuple[np.ndarray | None, int]:
    """Return which cells are not observations, and how many of these only because they are out of range.

    Parameters
    ----------
    numbers : array of any shape
        As in the file.
    hidden : bool array of the same shape, optional
        Cells that masks hide.

    Returns
    -------
    (bool array of the same shape, or None where all are observations; int)
    """
    bad = hidden if hidden is not None and hidden.any() else None
    tests = [np.isnan(numbers)] if numbers.dtype.kind == "f" else []
    tests += [numbers == value for value in (_as(numbers.dtype, v) for v in how.missing) if value is not None]
    for test in tests:
        if test.any():
            bad = test if bad is None else bad | test
    outside = None
    if how.low > _lowest(numbers.dtype):
        outside = numbers < how.low
    if how.high < _highest(numbers.dtype):
        above = numbers > how.high
        outside = above if outside is None else outside | above
    if outside is None or not outside.any():
        return bad, 0
    if bad is None:
        return outside, int(outside.sum())
    return bad | outside, int((outside & ~bad).sum())


def fill_like(numbers: np.ndarray, bad: np.ndarray | None) -> tuple[float, int]:
    """Return the least observation and how often it occurs, if it looks like a fill value; (0, 0) otherwise.

    Parameters
    ----------
    numbers : array of shape (rows, columns) or (n,)
        As in the file.
    bad : bool array of the same shape, or None
        Cells that are not observations.
    """
    if numbers.dtype.kind not in "fi" or not numbers.size:
        return 0.0, 0
    seen = numbers if bad is None else numbers[~bad]
    if not seen.size:
        return 0.0, 0
    least = seen.min()
    if not least < 0:
        return 0.0, 0
    for fill in FILLS:
        value = _as(numbers.dtype, fill)
        if value is not None and least == value:
            return fill, int((seen == least).sum())
    return 0.0, 0


def _as(dtype: np.dtype, value: float) -> np.ndarray | None:
    """Return a number in the type of the cells, as it stands in the file (-999.9 as 32 bits); None where none is it."""
    if dtype.kind != "f":
        if not np.isfinite(value) or value != int(value) or not _lowest(dtype) <= value <= _highest(dtype):
            return None
        return np.asarray(int(value), dtype=dtype)
    with np.errstate(over="ignore"):
        return np.asarray(value).astype(dtype)


def _lowest(dtype: np.dtype) -> float:
    return -np.inf if dtype.kind == "f" else float(np.iinfo(dtype).min)


def _highest(dtype: np.dtype) -> float:
    return np.inf if dtype.kind == "f" else float(np.iinfo(dtype).max)
