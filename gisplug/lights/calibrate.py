"""Calibration of lights: every step explicit, in a fixed order, and told in words.

Cells: inter-calibration by a polynomial, then negatives, then floor, then cap. Panels: splice across a sensor break.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from gisplug.core.errors import RasterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Period, one_of
from gisplug.lights.cell_calibration import NEGATIVES, Negatives


@dataclass(frozen=True)
class Calibration:
    """Steps applied to the light of each cell, in this order, after scale and offset.

    Attributes
    ----------
    coefficients : mapping of str to tuple of float
        Polynomial c0 + c1 v + c2 v2 ... of each "F101992" (satellite and year) or "1992" (year). Dark cells stay dark.
    negatives : {"keep", "zero", "missing"}
        What becomes of light below zero.
    floor : float or None
        Light at or below becomes zero (noise).
    cap : float or None
        Light above becomes this (flares, saturation).

    Raises
    ------
    ParameterError
        If `negatives` is none of these.
    """

    coefficients: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    negatives: Negatives = "keep"
    floor: float | None = None
    cap: float | None = None

    def __post_init__(self) -> None:
        one_of("negatives", self.negatives, NEGATIVES)

    def polynomial(self, period: Period, satellite: str = "") -> tuple[float, ...]:
        """Return the coefficients of a picture; () where nothing is inter-calibrated.

        Raises
        ------
        RasterError
            If coefficients are given, but none for this picture.
        """
        if not self.coefficients:
            return ()
        for key in (f"{satellite}{period}", str(period)):
            if key in self.coefficients:
                return tuple(self.coefficients[key])
        raise RasterError(
            message(
                "There are no inter-calibration coefficients for {satellite}{period}. The table has: "
                "{coefficients}. Leave the period out or add the row (0, 1 leaves it unchanged).",
                satellite=satellite,
                period=period,
                coefficients=some(list(self.coefficients), 8),
            )
        )

    def words(self) -> tuple[str, ...]:
        """Tell the steps."""
        told = []
        if self.coefficients:
            told.append(
                message(
                    "inter-calibrated by the polynomials of {n} pictures; dark cells stay dark",
                    n=len(self.coefficients),
                )
            )
        if self.negatives != "keep":
            told.append(
                message("negative light set to zero")
                if self.negatives == "zero"
                else message("negative light taken as not observed")
            )
        if self.floor is not None:
            told.append(message("light up to {floor:g} set to zero", floor=self.floor))
        if self.cap is not None:
            told.append(message("light above {cap:g} set to {cap:g}", cap=self.cap))
        return tuple(told)


def read_coefficients(path: str | Path) -> dict[str, tuple[float, ...]]:
    """Read an inter-calibration table: columns year, c0, c1, c2 ... and optionally satellite ("F10").

    Raises
    ------
    RasterError
        If columns are missing, a cell is not a number, or a picture stands twice.
    """
    from gisplug.core.tables import read_table

    table = read_table(path)
    table.columns = [str(c).strip().lower() for c in table.columns]
    powers = sorted((c for c in table.columns if c[:1] == "c" and c[1:].isdigit()), key=lambda c: int(c[1:]))
    if "year" not in table.columns or not powers or powers != [f"c{k}" for k in range(len(powers))]:
        raise RasterError(
            message(
                "{path} needs the columns year, c0, c1, ... (and satellite where several flew); it has {columns}.",
                path=path,
                columns=", ".join(table.columns),
            )
        )
    numbers = table[["year", *powers]].apply(pd.to_numeric, errors="coerce")
    if numbers.isna().any(axis=None):
        rows = [str(i + 2) for i in np.flatnonzero(numbers.isna().any(axis=1))]
        raise RasterError(message("{path}: cells of lines {rows} are not numbers.", path=path, rows=some(rows)))
    sensor = (
        table["satellite"].astype(str).str.strip() if "satellite" in table.columns else pd.Series("", index=table.index)
    )
    keys = [f"{s}{int(y)}" for s, y in zip(sensor, numbers["year"], strict=True)]
    twice = sorted({k for k in keys if keys.count(k) > 1})
    if twice:
        raise RasterError(message("{path} has several rows for {twice}.", path=path, twice=some(twice)))
    return {key: tuple(float(v) for v in row) for key, row in zip(keys, numbers[powers].to_numpy(), strict=True)}


@dataclass(frozen=True)
class Splice:
    """A series continued across a sensor break.

    Attributes
    ----------
    frame : DataFrame
        Columns unit, period, the value and source ("old, adjusted" or "new").
    intercept, slope, r2 : float
        Of new on old over the overlap; in logs where `logs`. With `by_unit` the intercept is the mean.
    N : int
        Observations of the overlap.
    overlap : tuple
        Periods that both series have.
    fitted : DataFrame, N rows
        Columns unit, period, x (old) and y (new) as they were regressed.
    """

    frame: pd.DataFrame
    intercept: float
    slope: float
    r2: float
    N: int
    overlap: tuple[object, ...]
    logs: bool
    by_unit: bool
    fitted: pd.DataFrame


def splice(
    old: pd.DataFrame,
    new: pd.DataFrame,
    value: str = "mean",
    unit: str = "unit",
    period: str = "period",
    *,
    logs: bool = True,
    by_unit: bool = False,
) -> Splice:
    """Put an older series on the scale of a newer one by regression on the periods that both have.

    new = a + b old (in logs by default), fitted over all units and common periods; the older series is then carried
    over for the periods that the newer one lacks. With `by_unit`, a is fitted for each unit (unit effects).

    Parameters
    ----------
    old, new
        Long tables, one row per unit and period.
    value, unit, period
        Names of their columns.

    Raises
    ------
    RasterError
        If the series share no period, fewer than three observations can be compared, or the older one does not vary.
    """
    pair = old[[unit, period, value]].merge(
        new[[unit, period, value]], on=[unit, period], suffixes=("_old", "_new"), how="inner"
    )
    if logs:
        pair = pair[(pair[f"{value}_old"] > 0) & (pair[f"{value}_new"] > 0)]
    pair = pair.dropna()
    if len(pair) < 3:
        raise RasterError(
            message(
                "Only {n} observations of {value!r} can be compared across the break; the series need a "
                "common period (old: {span}, new: {span2}){clause}.",
                n=len(pair),
                value=value,
                span=_span(old[period]),
                span2=_span(new[period]),
                clause=message(" with positive light") if logs else "",
            )
        )
    change = np.log if logs else np.asarray
    x = pd.Series(change(pair[f"{value}_old"].to_numpy(dtype=np.float64)), index=pair.index)
    y = pd.Series(change(pair[f"{value}_new"].to_numpy(dtype=np.float64)), index=pair.index)
    slope, r2 = _line(x, y, pair[unit] if by_unit else None)
    offset = y - slope * x
    common = float(offset.mean())
    own = offset.groupby(pair[unit]).mean() if by_unit else pd.Series(dtype=np.float64)
    before = old[~old[period].isin(set(new[period]))][[unit, period, value]].copy()
    start = before[unit].map(own).fillna(common) if by_unit else common
    with np.errstate(divide="ignore"):
        carried = start + slope * change(before[value].to_numpy(dtype=np.float64))
    before[value] = np.exp(carried) if logs else carried
    before["source"], after = "old, adjusted", new[[unit, period, value]].assign(source="new")
    frame = pd.concat([before, after], ignore_index=True).sort_values([unit, period], ignore_index=True)
    fitted = pair.assign(x=x, y=y)[[unit, period, "x", "y"]]
    return Splice(frame, common, slope, r2, len(pair), tuple(sorted(pair[period].unique())), logs, by_unit, fitted)


def _line(x: pd.Series, y: pd.Series, group: pd.Series | None) -> tuple[float, float]:
    """Slope and R2 of least squares with one intercept, or one for each group."""
    dx = x - (x.mean() if group is None else x.groupby(group).transform("mean"))
    dy = y - (y.mean() if group is None else y.groupby(group).transform("mean"))
    spread = float((dx * dx).sum())
    if spread == 0:
        raise RasterError(
            "The older series does not vary over the overlap, so no slope can be fitted; use by_unit=False or more "
            "periods."
        )
    slope = float((dx * dy).sum()) / spread
    total = float((dy * dy).sum())
    rest = float(((dy - slope * dx) ** 2).sum())
    return slope, 1 - rest / total if total > 0 else 1.0


def _span(periods: pd.Series) -> str:
    return f"{periods.min()}-{periods.max()}"
