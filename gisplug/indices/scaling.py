"""Indicators on a common scale: read with their sign, normalised to [0, 1]. Shared by the composite indices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.panel.frame import Panel


@dataclass(frozen=True)
class Indicators:
    """Indicators of a composite index, K in all.

    Attributes
    ----------
    columns, dimensions : tuple of str, length K
        Name of each, and the dimension it belongs to.
    signs : (K,)
        +1 where more is better, -1 where less is.
    """

    columns: tuple[str, ...]
    signs: np.ndarray
    dimensions: tuple[str, ...]


def indicators(
    panel: Panel,
    positive: Sequence[str],
    negative: Sequence[str] = (),
    dimensions: Mapping[str, Sequence[str]] | None = None,
) -> Indicators:
    """Check a list of indicators.

    Raises
    ------
    ParameterError
        If an indicator stands twice, or a dimension names something that is none.
    """
    columns = (*positive, *negative)
    twice = sorted({c for c in columns if columns.count(c) > 1})
    if twice or not columns:
        raise ParameterError(
            message(
                "Indicators are named once, positive or negative; {twice} was given instead.",
                twice=", ".join(twice) or message("none"),
            )
        )
    place = {column: name for name, members in (dimensions or {}).items() for column in members}
    strange = sorted(set(place) - set(columns))
    if strange:
        raise ParameterError(
            message("Dimensions name columns that are no indicators: {strange}.", strange=", ".join(strange))
        )
    panel.arrays(columns)
    signs = np.array([1.0] * len(positive) + [-1.0] * len(negative))
    return Indicators(columns, signs, tuple(place.get(c, "All indicators" if not place else "Other") for c in columns))


def known_values(panel: Panel, columns: Sequence[str]) -> np.ndarray:
    """Return (T, N, K) values of the columns.

    Raises
    ------
    PanelError
        If a cell is empty; the message lists them.
    """
    x = panel.arrays(columns)
    holes = [
        message("{columns} of {panel} in {periods}", columns=columns[k], panel=panel.ids[n], periods=panel.periods[t])
        for t, n, k in np.argwhere(~np.isfinite(x))
    ]
    if holes:
        raise PanelError(
            message(
                "{n} cells of the indicators are empty: {holes}. Interpolate them first, or leave out "
                "these units or periods.",
                n=len(holes),
                holes=some(holes),
            )
        )
    return x


def unit_range(x: np.ndarray, signs: np.ndarray, by_period: bool) -> tuple[np.ndarray, np.ndarray]:
    """Scale x to [0, 1]: (x - min) / (max - min), or (max - x) / (max - min) for negative indicators.

    Parameters
    ----------
    x : (T, N, K)
    signs : (K,), +1 or -1
    by_period
        Minimum and maximum of each period by itself, not of all.

    Returns
    -------
    scaled : (T, N, K)
        0 where an indicator does not vary.
    varies : (T, K) of bool
    """
    axes = (1,) if by_period else (0, 1)
    low, high = x.min(axis=axes, keepdims=True), x.max(axis=axes, keepdims=True)
    span = high - low
    moved = np.where(signs > 0, x - low, high - x)
    scaled = np.divide(moved, span, out=np.zeros_like(x), where=span > 0)
    varies = np.broadcast_to(span > 0, (len(x), 1, x.shape[2]))[:, 0]
    return scaled, varies
