"""Emerging hot spots: local Getis-Ord by period, the trend of each unit, and how long spots last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd

from gisplug.autocorrelation.local_statistics import false_discovery, local_getis
from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import known, one_of
from gisplug.panel.frame import Panel
from gisplug.structure.spots.categories import categories
from gisplug.structure.spots.trend import exact_p, mann_kendall
from gisplug.weights.weights import Weights

Correction = Literal["fdr", "none"]
FEW_PERIODS = 10  # below which ArcGIS refuses


class SpotOptions(TypedDict, total=False):
    """Further options of `emerging_hot_spots`.

    Attributes
    ----------
    alpha
        Level of spots and of trends (0.05).
    correction
        What is compared with it: "fdr" p corrected for false discovery within the period, "none" p as it is.
    """

    alpha: float
    correction: Correction


@dataclass(frozen=True, eq=False)
class EmergingHotSpots:
    """Hot and cold spots over time.

    Attributes
    ----------
    table : DataFrame or GeoDataFrame, one row a unit
        unit, name, category, hot, cold (number of periods), share_hot, share_cold, longest_hot, longest_cold (periods
        without a break), last ("Hot spot", "Cold spot", "Not significant"), S, tau, p_trend, trend (1 rises, -1 falls,
        0 neither).
    spots : DataFrame, one row a period and unit
        period, unit, name, value, z_G, p, p_fdr, spot.
    by_period : DataFrame, one row a period
        period, hot, cold; new_hot, lost_hot, new_cold, lost_cold (against the period before, NaN in the first).
    lasting : DataFrame, one row a number of periods between
        apart, hot, cold (share of the spots that are spots of the same kind so many periods later, NaN without any),
        hot_expected, cold_expected (share of all units that are then).
    """

    variable: str
    table: pd.DataFrame
    spots: pd.DataFrame
    by_period: pd.DataFrame
    lasting: pd.DataFrame
    report: Report = field(default_factory=Report)

    @property
    def state(self) -> np.ndarray:
        """1 for hot spots, -1 for cold ones, 0 else: (T, N)."""
        wide = self.spots["spot"].map({"Hot spot": 1, "Cold spot": -1}).fillna(0).to_numpy(int)
        out: np.ndarray = wide.reshape(-1, len(self.table))
        return out


def emerging_hot_spots(panel: Panel, variable: str, w: Weights, **options: Unpack[SpotOptions]) -> EmergingHotSpots:
    """Find hot and cold spots by Getis and Ord's local G* in each period, test each unit for a trend (Mann-Kendall),
    and sort the units into ArcGIS's categories.

    Parameters
    ----------
    w
        Aligned to the panel by id. A unit counts as its own neighbour.
    options
        As in `SpotOptions`.

    Raises
    ------
    PanelError
        If there is one period only, cells are empty, or the variable does not vary in a period.
    ParameterError
        If an option cannot be.
    JoinError
        If W lacks a unit.
    """
    known(options, SpotOptions, "emerging_hot_spots")
    correction = one_of("correction", options.get("correction", "fdr"), get_args(Correction))
    alpha = options.get("alpha", 0.05)
    if not 0 < alpha < 1:
        raise ParameterError(message("alpha lies between 0 and 1; {alpha} was given instead.", alpha=alpha))
    if panel.T < 2:
        raise PanelError("Emerging hot spots are about time; the panel has one period.")
    made = local_getis(panel, variable, w, star=True)
    z, p = (made[name].to_numpy(float).reshape(panel.T, panel.N) for name in ("z_G", "p"))
    p_fdr = np.stack([false_discovery(row) for row in p])
    sure = (p_fdr if correction == "fdr" else p) <= alpha
    hot, cold = sure & (z > 0), sure & (z < 0)
    trend = mann_kendall(np.nan_to_num(z))
    way = np.where(trend.p <= alpha, np.sign(trend.S), 0).astype(int)
    spot = np.where(hot, "Hot spot", np.where(cold, "Cold spot", "Not significant")).astype(object)
    table = made.iloc[: panel.N][["unit", "name", *(["geometry"] if "geometry" in made else [])]].reset_index(drop=True)
    columns = {
        "category": categories(hot, cold, way),
        "hot": hot.sum(axis=0),
        "cold": cold.sum(axis=0),
        "share_hot": hot.mean(axis=0),
        "share_cold": cold.mean(axis=0),
        "longest_hot": longest(hot),
        "longest_cold": longest(cold),
        "last": spot[-1],
        "S": trend.S,
        "tau": trend.tau,
        "p_trend": trend.p,
        "trend": way,
    }
    for place, (name, values) in enumerate(columns.items(), 2):
        table.insert(place, name, values)
    spots = pd.DataFrame(made[["period", "unit", "name", "value", "z_G", "p"]]).reset_index(drop=True)
    spots["p_fdr"], spots["spot"] = p_fdr.ravel(), spot.ravel()
    return EmergingHotSpots(
        variable, table, spots, _by_period(panel, hot, cold), _lasting(hot, cold), Report(_notes(panel.T, alpha))
    )


def longest(there: np.ndarray) -> np.ndarray:
    """Return the longest run of periods without a break of each unit, (N,), from there (T, N) of bool."""
    run, out = np.zeros(there.shape[1], dtype=int), np.zeros(there.shape[1], dtype=int)
    for row in there:
        run = np.where(row, run + 1, 0)
        out = np.maximum(out, run)
    return out


def _by_period(panel: Panel, hot: np.ndarray, cold: np.ndarray) -> pd.DataFrame:
    columns: dict[str, object] = {"period": list(panel.periods), "hot": hot.sum(axis=1), "cold": cold.sum(axis=1)}
    for name, there in (("hot", hot), ("cold", cold)):
        columns[f"new_{name}"] = np.append(np.nan, (there[1:] & ~there[:-1]).sum(axis=1))
        columns[f"lost_{name}"] = np.append(np.nan, (~there[1:] & there[:-1]).sum(axis=1))
    return pd.DataFrame(columns)


def _lasting(hot: np.ndarray, cold: np.ndarray) -> pd.DataFrame:
    rows = []
    for apart in range(1, len(hot)):
        row: dict[str, float] = {"apart": apart}
        for name, there in (("hot", hot), ("cold", cold)):
            start, end = there[:-apart], there[apart:]
            row[name] = float((start & end).sum() / start.sum()) if start.any() else float("nan")
            row[f"{name}_expected"] = float(end.mean())
        rows.append(row)
    return pd.DataFrame(rows)


def _notes(periods: int, alpha: float) -> tuple[Note, ...]:
    notes = []
    least = float(exact_p(periods)[0])
    if least > alpha:
        text = message(
            "With {n} periods no trend can be significant at {alpha:g} (p is {least:.2g} or more), so no spot can be "
            "intensifying or diminishing.",
            n=periods,
            alpha=alpha,
            least=least,
        )
        notes.append(Note(WARNING, "no-trend", text))
    elif periods < FEW_PERIODS:
        text = message("The panel has {n} periods; ArcGIS asks for {least}.", n=periods, least=FEW_PERIODS)
        notes.append(Note(WARNING, "few-periods", text))
    return tuple(notes)
