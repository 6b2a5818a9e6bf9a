"""Where an industry is at home: location quotient, co-agglomeration, Herfindahl and Krugman indices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.indices.scaling import known_values
from gisplug.panel.frame import Panel


def location_quotient(panel: Panel, part: str, whole: str) -> np.ndarray:
    """Hoover's location quotient, shape (T, N): (e_it / E_it) / (sum_i e_it / sum_i E_it), each period by itself.

    Parameters
    ----------
    part, whole
        Columns with the industry and with all industries (employment, output), none negative.

    Raises
    ------
    PanelError
        If a whole is zero, a part negative or larger than its whole is given, or a period has no industry at all.
    """
    values = known_values(panel, [part, whole])
    e, total = values[..., 0], values[..., 1]
    _refuse(panel, e < 0, message("{part} is negative", part=part))
    _refuse(panel, total <= 0, message("{whole} is zero or negative", whole=whole))
    _refuse(panel, e > total * (1 + 1e-9), message("{part} is larger than {whole}", part=part, whole=whole))
    nation = e.sum(axis=1, keepdims=True) / total.sum(axis=1, keepdims=True)
    empty = [str(panel.periods[t]) for t in np.flatnonzero(nation[:, 0] == 0)]
    if empty:
        raise PanelError(
            message(
                "{part} is zero everywhere in {empty}, so there is no national share to compare with.",
                part=part,
                empty=some(empty),
            )
        )
    out: np.ndarray = (e / total) / nation
    return out


def coagglomeration(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Co-agglomeration of two industries from their location quotients a, b: 1 - |a - b| / (a + b) + (a + b).

    The first part says how alike they are (1 = equal), the second how strong both are; 1 where both are 0.

    Parameters
    ----------
    first, second : (T, N) location quotients

    Returns
    -------
    (T, N)
    """
    both = first + second
    apart = np.divide(np.abs(first - second), both, out=np.zeros_like(both), where=both > 0)
    out: np.ndarray = 1.0 - apart + both
    return out


def concentration(panel: Panel, column: str) -> pd.DataFrame:
    """Concentration of a column over the units, by period.

    Returns
    -------
    DataFrame, index period
        herfindahl (sum of squared shares, 1 / N to 1), normalised (0 to 1), equivalent (1 / herfindahl: as if spread
        evenly over so many units), cr1, cr3, cr5 (share of the largest ones).

    Raises
    ------
    PanelError
        If values are missing or negative, or all zero in a period.
    """
    x = known_values(panel, [column])[..., 0]
    _refuse(panel, x < 0, message("{column} is negative", column=column))
    share = _shares(panel, x, column)
    h = (share**2).sum(axis=1)
    top = -np.sort(-share, axis=1)
    n = panel.N
    columns = {
        "herfindahl": h,
        "normalised": (h - 1 / n) / (1 - 1 / n) if n > 1 else np.ones_like(h),
        "equivalent": 1 / h,
    }
    columns |= {f"cr{k}": top[:, :k].sum(axis=1) for k in (1, 3, 5) if k <= n}
    return pd.DataFrame(columns, index=pd.Index(panel.periods, name="period"))


def diversification(panel: Panel, industries: Sequence[str]) -> pd.DataFrame:
    """Specialisation of each unit over several industries.

    Returns
    -------
    DataFrame, index (period, unit)
        herfindahl of the industries' shares, diversity (1 / herfindahl), krugman (sum of absolute differences from the
        shares of all other units together, 0 to 2).

    Raises
    ------
    PanelError
        If values are missing or negative, or a unit has no industry at all.
    """
    x = known_values(panel, industries)
    _refuse(panel, np.asarray((x < 0).any(axis=2)), "an industry is negative")
    total = x.sum(axis=2, keepdims=True)
    _refuse(panel, total[..., 0] <= 0, "all industries are zero")
    share = x / total
    rest = x.sum(axis=1, keepdims=True) - x
    other = rest / rest.sum(axis=2, keepdims=True)
    h = (share**2).sum(axis=2)
    krugman = np.abs(share - other).sum(axis=2)
    return pd.DataFrame(
        {"herfindahl": h.ravel(), "diversity": (1 / h).ravel(), "krugman": krugman.ravel()}, index=panel.frame.index
    )


def _shares(panel: Panel, x: np.ndarray, column: str) -> np.ndarray:
    total = x.sum(axis=1, keepdims=True)
    empty = [str(panel.periods[t]) for t in np.flatnonzero(total[:, 0] <= 0)]
    if empty:
        raise PanelError(message("{column} is zero everywhere in {empty}.", column=column, empty=some(empty)))
    out: np.ndarray = x / total
    return out


def _refuse(panel: Panel, bad: np.ndarray, what: str) -> None:
    cells = [message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t]) for t, n in np.argwhere(bad)]
    if cells:
        raise PanelError(
            message(
                "{what} in {n} cells: {cells}. Correct these rows first.", what=what, n=len(cells), cells=some(cells)
            )
        )
