"""Values and their spatial lags as classes from low to high."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.messages import message

Scale = Literal["relative", "level"]
LagClasses = Literal["own", "same"]
LEAST, MOST = 2, 9


def quantile_borders(values: np.ndarray, k: int, name: str) -> np.ndarray:
    """Return the k - 1 borders between k classes of the same size of all values (T, N).

    Raises
    ------
    PanelError
        If the values are so often the same that two borders coincide.
    """
    made: np.ndarray = np.unique(np.quantile(values, np.linspace(0, 1, k + 1)[1:-1]))
    made = made[(made >= values.min()) & (made < values.max())]
    if len(made) < k - 1:
        raise PanelError(
            message(
                "{name} is the same so often that it cannot be divided into {k} classes of one size. Give fewer "
                "classes, or their borders.",
                name=name,
                k=k,
            )
        )
    return made


def checked_borders(borders: Sequence[float]) -> np.ndarray:
    """Return borders (k - 1,) that rise.

    Raises
    ------
    ParameterError
        If they do not, or make fewer than two or more than nine classes.
    """
    made = np.asarray(borders, dtype=float)
    if not LEAST - 1 <= len(made) <= MOST - 1 or not np.isfinite(made).all() or (np.diff(made) <= 0).any():
        raise ParameterError(
            message(
                "Borders between classes are one to eight numbers that rise; {given} was given instead.",
                given=", ".join(f"{b:g}" for b in borders) or message("none"),
            )
        )
    return made


def codes(values: np.ndarray, borders: np.ndarray) -> np.ndarray:
    """Return the class of each of the values (T, N), 0 for the lowest, by borders (k - 1,); a value on a border belongs
    to the class below.
    """
    out: np.ndarray = np.searchsorted(borders, values, side="left")
    return out
