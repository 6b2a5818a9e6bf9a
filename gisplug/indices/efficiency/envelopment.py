"""Data envelopment analysis: how close each unit is to the best practice that others show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import pandas as pd
from scipy import sparse

from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import one_of
from gisplug.indices.efficiency.programmes import Returns, Technology
from gisplug.indices.efficiency.quantities import quantities, remarks
from gisplug.indices.efficiency.radial import Orientation, scores, slacks
from gisplug.panel.frame import Panel

Scale = Literal["crs", "vrs"]
Frontier = Literal["period", "pooled"]
EFFICIENT = 1e-7  # a score nearer to 1 counts as 1
ALIKE = 1e-6  # scores of two technologies nearer to each other count as equal


@dataclass(frozen=True)
class _Asked:
    """What `data_envelopment` is asked."""

    orientation: Orientation
    returns: Scale
    frontier: Frontier
    super_efficiency: bool


@dataclass(frozen=True)
class Efficiency:
    """Result of data envelopment analysis.

    Attributes
    ----------
    scores : DataFrame, index (period, unit)
        `efficiency` (that of the returns chosen, in [0, 1]), `crs`, `vrs`, `scale` (crs / vrs), `returns` (increasing,
        constant or decreasing where the unit works), with super-efficiency `super` (NaN where infeasible), and
        `slack_<column>` in the units of the column.
    by_period : DataFrame, index period
        mean of efficiency, vrs and scale; `efficient` units; with increasing, constant, decreasing returns.
    peers : DataFrame, one row a pair
        Columns period, unit, peer, peer_period, weight: the units of the frontier to which each is compared.
    orientation, returns, frontier
        How efficiency was measured.
    """

    scores: pd.DataFrame
    by_period: pd.DataFrame
    peers: pd.DataFrame
    orientation: str
    returns: str
    frontier: str
    report: Report = field(default_factory=Report)


def data_envelopment(
    panel: Panel,
    inputs: Sequence[str],
    outputs: Sequence[str],
    *,
    orientation: Orientation = "input",
    returns: Scale = "crs",
    frontier: Frontier = "period",
    super_efficiency: bool = False,
    progress: Progress = SILENT,
) -> Efficiency:
    """Measure the efficiency of each unit and period by data envelopment analysis.

    Radial (Farrell) efficiency with strong disposability: theta = min such that theta x and y lie within the mixtures
    of observed units. Output scores are given as 1 / phi, so both lie in [0, 1]. Slacks maximise their sum, each over
    the mean of its column, after the radial move. Multiplying a column by a constant changes nothing.

    Parameters
    ----------
    inputs, outputs
        Columns of amounts, not negative.
    orientation
        "input": by how much inputs could shrink; "output": by how much outputs could grow.
    returns
        "crs": constant returns to scale (Charnes, Cooper and Rhodes 1978); "vrs": variable (Banker, Charnes and Cooper
        1984). It decides the column `efficiency`, super-efficiency and slacks.
    frontier
        "period": the units of each period; "pooled": one frontier of all units in all periods.
    super_efficiency
        Also measure efficient units against the others alone (Andersen and Petersen 1993).

    Raises
    ------
    ParameterError
        If an option is unknown or a column stands twice.
    PanelError
        If cells are empty or negative, or a unit has no input.
    ConvergenceError
        If HiGHS finds no optimum.
    """
    options = _Asked(orientation, returns, frontier, super_efficiency)
    for name, value, known in (("returns", returns, get_args(Scale)), ("frontier", frontier, get_args(Frontier))):
        one_of(name, value, known)
    x, y = quantities(panel, inputs, outputs, options.orientation)
    means = panel.arrays([*inputs, *outputs]).mean(axis=(0, 1))
    rows = np.arange(panel.T * panel.N).reshape(panel.T, panel.N)
    groups = list(rows) if options.frontier == "period" else [rows.ravel()]
    x, y = x.reshape(rows.size, -1), y.reshape(rows.size, -1)
    found, peers = [], []
    for number, group in enumerate(groups):
        progress.update(number / len(groups), "programmes")
        table, of = _one_frontier(x[group], y[group], options, progress)
        found.append(table.set_index(group))
        peers.append((group[of.row], group[of.col], of.data))
    made = pd.concat(found).sort_index()
    made.index = panel.frame.index
    names = [f"slack_{c}" for c in (*inputs, *outputs)]
    made = made.rename(columns=dict(enumerate(names)))
    made[names] = made[names] * means
    notes = (*_notes(made, options), *remarks(panel, y.reshape(panel.T, panel.N, -1), x.shape[1], len(groups[0])))
    return Efficiency(made, _by_period(made), _peers(panel, peers), orientation, returns, frontier, Report(notes))


def _one_frontier(
    x: np.ndarray, y: np.ndarray, options: _Asked, progress: Progress
) -> tuple[pd.DataFrame, sparse.coo_array]:
    own, way = np.arange(len(x)), options.orientation
    score: dict[Returns, np.ndarray] = {}
    for returns in get_args(Returns):
        got = scores(Technology(x, y, returns), x, y, own, way, progress=progress)
        score[returns] = np.where(np.abs(got - 1) < EFFICIENT, 1.0, got)
    scale = np.divide(score["crs"], score["vrs"], out=np.full(len(x), np.nan), where=score["vrs"] > 0)
    same = np.abs(score["crs"] - score["vrs"]) < ALIKE
    falling = np.abs(score["nirs"] - score["vrs"]) < ALIKE
    kind = np.where(same, "constant", np.where(falling, "decreasing", "increasing")).astype(object)
    kind[np.isnan(scale)] = None
    chosen = score[options.returns]
    made = pd.DataFrame({"efficiency": chosen, "crs": score["crs"], "vrs": score["vrs"], "scale": scale})
    made["returns"] = kind
    technology = Technology(x, y, options.returns)
    if options.super_efficiency:
        best = np.flatnonzero(chosen == 1)
        beyond = chosen.copy()
        beyond[best] = scores(technology, x[best], y[best], best, way, without_own=True, progress=progress)
        made["super"] = beyond
    rest, weights = slacks(technology, x, y, own, chosen, way, progress)
    return pd.concat([made, pd.DataFrame(rest)], axis=1), weights.tocoo()


def _by_period(made: pd.DataFrame) -> pd.DataFrame:
    groups = made.groupby(level="period", sort=False)
    table = groups[["efficiency", "crs", "vrs", "scale"]].mean()
    table["efficient"] = made["efficiency"].eq(1).groupby(level="period", sort=False).sum()
    for kind in ("increasing", "constant", "decreasing"):
        table[kind] = made["returns"].eq(kind).groupby(level="period", sort=False).sum()
    return table


def _peers(panel: Panel, found: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> pd.DataFrame:
    unit, peer, weight = (np.concatenate(part) for part in zip(*found, strict=True))
    ids, periods = np.array(panel.ids, dtype=object), np.array(panel.periods, dtype=object)
    table = pd.DataFrame(
        {
            "period": periods[unit // panel.N],
            "unit": ids[unit % panel.N],
            "peer": ids[peer % panel.N],
            "peer_period": periods[peer // panel.N],
            "weight": weight,
        }
    )
    return table[weight > EFFICIENT].reset_index(drop=True)


def _notes(made: pd.DataFrame, options: _Asked) -> list[Note]:
    best = int(made["efficiency"].eq(1).sum())
    text = message(
        "{best} of {n} units and periods are efficient under {returns}.",
        best=best,
        n=len(made),
        returns=_RETURNS[options.returns],
    )
    notes = [Note(INFO, "efficient", text)]
    if options.super_efficiency:
        lost = [
            message("{unit} in {period}", unit=unit, period=period) for period, unit in made.index[made["super"].isna()]
        ]
        if lost:
            text = message(
                "Super-efficiency is infeasible for {n}: no mixture of the others reaches {theirs}; their cells are "
                "empty: {lost}.",
                n=len(lost),
                theirs=message("their outputs") if options.orientation == "input" else message("their inputs"),
                lost=some(lost),
            )
            notes.append(Note(WARNING, "infeasible", text))
    return notes


_RETURNS = {"crs": "constant returns to scale", "vrs": "variable returns to scale"}
