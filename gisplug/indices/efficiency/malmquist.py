"""Malmquist index of productivity from one period to the next, and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError
from gisplug.core.evidence import WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.progress import SILENT, Progress
from gisplug.indices.efficiency.programmes import Technology
from gisplug.indices.efficiency.quantities import quantities, remarks
from gisplug.indices.efficiency.radial import Orientation, scores
from gisplug.panel.frame import Panel

PARTS = ("malmquist", "efficiency_change", "technical_change", "pure_change", "scale_change")


@dataclass(frozen=True)
class Malmquist:
    """Result of the Malmquist index.

    Attributes
    ----------
    changes : DataFrame, index (period, unit)
        From the period before to this one: `malmquist` = `efficiency_change` x `technical_change`, and
        `efficiency_change` = `pure_change` x `scale_change`; above 1 is growth. NaN in the first period.
    by_period : DataFrame, index period
        Geometric means over units, and `cumulative`, the product of the means of `malmquist` so far.
    """

    changes: pd.DataFrame
    by_period: pd.DataFrame
    orientation: str
    report: Report = field(default_factory=Report)


def malmquist_index(
    panel: Panel,
    inputs: Sequence[str],
    outputs: Sequence[str],
    orientation: Orientation = "output",
    progress: Progress = SILENT,
) -> Malmquist:
    """Malmquist productivity index between neighbouring periods (Färe, Grosskopf, Lindgren and Roos 1994).

    With E^t(s) the efficiency of period s's point against the technology of t under constant returns:
    malmquist = [E^t(t+1) / E^t(t) * E^t+1(t+1) / E^t+1(t)]^(1/2), efficiency change = E^t+1(t+1) / E^t(t), technical
    change the rest. Efficiency change is pure change (variable returns) times scale change (Färe, Grosskopf, Norris
    and Zhang 1994). The orientation only matters for these two.

    Parameters
    ----------
    inputs, outputs
        Columns of amounts, not negative.

    Raises
    ------
    ParameterError
        If the orientation is unknown or a column stands twice.
    PanelError
        If there is one period only, periods are absent, cells are empty or negative, or a unit has no input.
    ConvergenceError
        If HiGHS finds no optimum.
    """
    if panel.T < 2:
        raise PanelError(message("The Malmquist index compares periods, and {panel} has one.", panel=panel.name))
    calendar_of(panel.periods).refuse_gaps("The Malmquist index", panel.name)
    x, y = quantities(panel, inputs, outputs, orientation)
    own = np.arange(panel.N)
    cones = [Technology(a, b, "crs") for a, b in zip(x, y, strict=True)]
    crs, vrs = np.empty((panel.T, panel.N)), np.empty((panel.T, panel.N))
    ahead, back = np.full((panel.T, panel.N), np.nan), np.full((panel.T, panel.N), np.nan)
    for t, cone in enumerate(cones):
        progress.update(t / panel.T, "programmes")
        crs[t] = scores(cone, x[t], y[t], own, orientation, progress=progress)
        vrs[t] = scores(Technology(x[t], y[t], "vrs"), x[t], y[t], own, orientation, progress=progress)
        if t:
            ahead[t] = scores(cones[t - 1], x[t], y[t], None, orientation, progress=progress)
            back[t] = scores(cone, x[t - 1], y[t - 1], None, orientation, progress=progress)
    crs, vrs, ahead, back = (np.where(part > 0, part, np.nan) for part in (crs, vrs, ahead, back))
    change = {part: np.full((panel.T, panel.N), np.nan) for part in PARTS}
    change["efficiency_change"][1:] = crs[1:] / crs[:-1]
    change["technical_change"][1:] = np.sqrt(ahead[1:] / crs[1:] * crs[:-1] / back[1:])
    change["pure_change"][1:] = vrs[1:] / vrs[:-1]
    change["scale_change"] = change["efficiency_change"] / change["pure_change"]
    change["malmquist"] = change["efficiency_change"] * change["technical_change"]
    table = pd.DataFrame({part: change[part].ravel() for part in PARTS}, index=panel.frame.index)
    notes = (*_lost(panel, change["malmquist"]), *remarks(panel, y, x.shape[2], panel.N))
    return Malmquist(table, _by_period(panel, change), orientation, Report(notes))


def _by_period(panel: Panel, change: dict[str, np.ndarray]) -> pd.DataFrame:
    index = pd.Index(panel.periods[1:], name="period")
    table = pd.DataFrame({part: _geometric(values[1:]) for part, values in change.items()}, index=index)
    table["cumulative"] = table["malmquist"].cumprod()
    return table


def _geometric(values: np.ndarray) -> np.ndarray:
    """Geometric mean of each row, (T,), of the numbers there are."""
    known = np.isfinite(values)
    logs = np.log(values, out=np.zeros_like(values), where=known)
    count = known.sum(axis=1)
    mean = np.divide(logs.sum(axis=1), count, out=np.full(len(values), np.nan), where=count > 0)
    return np.asarray(np.exp(mean))


def _lost(panel: Panel, values: np.ndarray) -> tuple[Note, ...]:
    lost = [
        message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t + 1])
        for t, n in np.argwhere(np.isnan(values[1:]))
    ]
    if not lost:
        return ()
    text = message(
        "{n} changes cannot be measured, since a unit makes no output in one of the two periods or "
        "the other period's technology cannot reach it; they are empty and left out of the means: "
        "{lost}.",
        n=len(lost),
        lost=some(lost),
    )
    return (Note(WARNING, "not-measured", text),)
