"""Numbers in cells of weights tables: as they stand, blanks for no link, decimal commas."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from gisplug.core.errors import WeightsError
from gisplug.core.messages import message

_COMMA = re.compile(r"^\s*[-+]?\d*,\d+\s*$")
_ODD = ("_", "nan", "inf")  # Python reads these as numbers or parts of them, tables do not mean them


def blank(cells: np.ndarray) -> np.ndarray:
    """Return which cells are empty, the same shape."""
    if cells.dtype != object:
        return np.asarray(np.isnan(cells))
    return np.asarray(np.frompyfunc(_empty, 1, 1)(cells), dtype=bool)


def numbers(cells: np.ndarray, name: str) -> tuple[np.ndarray, int]:
    """Return cells as float64, the same shape, and how many were blank: these are 0.

    Raises
    ------
    WeightsError
        If a cell is no finite number.
    """
    empty = blank(cells)
    if cells.dtype != object:
        out = np.where(empty, 0.0, cells)
    else:
        out = np.frompyfunc(_number, 1, 1)(cells).astype(np.float64)
        wrong = np.isnan(out) & ~empty
        if wrong.any():
            raise WeightsError(
                message("{name} holds a weight that is no number: {cells!r}.", name=name, cells=cells[wrong][0])
            )
        out[empty] = 0.0
    if not np.isfinite(out).all():
        raise WeightsError(
            message(
                "{name} holds weights that are no finite numbers ({isfinite}).",
                name=name,
                isfinite=int((~np.isfinite(out)).sum()),
            )
        )
    return out, int(empty.sum())


def whole(cells: np.ndarray) -> bool:
    """Whether all cells are whole numbers.

    Parameters
    ----------
    cells : array of any shape
    """
    found = np.frompyfunc(_number, 1, 1)(cells.astype(object)).astype(np.float64)
    return bool(np.isfinite(found).all() and (found == np.floor(found)).all())


def is_number(cell: Any) -> bool:
    """Whether a cell holds a number."""
    return not np.isnan(_number(cell))


def _empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip()) or (isinstance(cell, float) and cell != cell)


def _number(cell: Any) -> float:
    """Return a number, NaN where the cell is none."""
    if isinstance(cell, str):
        text = cell.strip().lower()
        if not text or any(odd in text for odd in _ODD):
            return np.nan
        if _COMMA.match(text):
            text = text.replace(",", ".")
        try:
            return float(text)
        except ValueError:
            return np.nan
    if isinstance(cell, bool) or not isinstance(cell, (int, float, np.integer, np.floating)):
        return np.nan
    try:
        return float(cell)
    except OverflowError:
        return np.nan
