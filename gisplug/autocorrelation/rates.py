"""Rates of few events among few people, smoothed: empirical Bayes, over neighbours, and both; and their
autocorrelation (Marshall 1991; Assuncao & Reis 1999).
"""

from __future__ import annotations

from typing import Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, eye_array

from gisplug.autocorrelation.global_statistics import Alternative, moran_by_period, of_units
from gisplug.autocorrelation.local_statistics import undefined, with_geometry
from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import known, one_of
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights

Family = Literal["poisson", "binomial"]
RATES = ("raw", "eb", "spatial", "spatial_eb")


class RateOptions(TypedDict, total=False):
    """Further options of `smoothed_rates`.

    Attributes
    ----------
    per
        Rates are events among so many people (1).
    family
        How events vary about a rate in the empirical Bayes rate: "poisson", or "binomial" where they are no small part
        of the people.
    """

    per: float
    family: Family


def smoothed_rates(
    panel: Panel, events: str, population: str, w: Weights, **options: Unpack[RateOptions]
) -> pd.DataFrame:
    """Smooth the rates of events among people in each period.

    Parameters
    ----------
    events, population
        Columns: none negative, and all above 0.
    w
        Aligned to the panel by id; a link counts once, whatever its weight.
    options
        As in `RateOptions`.

    Returns
    -------
    GeoDataFrame (DataFrame if the panel has no boundaries), T * N rows
        period, unit, name, value (events), population; raw (events by people), ratio (events by those that the rate of
        all would give), eb (drawn towards the rate of all, the more the fewer the people: Marshall 1991), spatial (of
        the unit and its neighbours together), spatial_eb (drawn towards that), standardised (Assuncao & Reis 1999),
        weight and spatial_weight (share of the raw rate in eb, in spatial_eb).

    Raises
    ------
    PanelError, JoinError
        If cells are empty or out of range, or W lacks a unit.
    ParameterError
        If an option cannot be.
    """
    known(options, RateOptions, "smoothed_rates")
    per = options.get("per", 1.0)
    family = one_of("family", options.get("family", "poisson"), get_args(Family))
    if not 0 < per < np.inf:
        raise ParameterError(message("'per' is above 0; {per} was given instead.", per=per))
    e, people = _read(panel, events, population, family)
    links = of_units(w, panel).raw
    window = csr_array(csr_array((np.ones(links.nnz), links.indices, links.indptr), links.shape) + eye_array(panel.N))
    raw, overall = e / people, e.sum(axis=1, keepdims=True) / people.sum(axis=1, keepdims=True)
    weight = global_weight(e, people, family)
    around = (window @ e.T).T / (window @ people.T).T
    near = local_weight(e, people, around, window)
    table = undefined(panel, e)
    columns = {
        "population": people,
        "raw": per * raw,
        "ratio": raw / np.where(overall > 0, overall, np.nan),
        "eb": per * (weight * raw + (1 - weight) * overall),
        "spatial": per * around,
        "spatial_eb": per * (near * raw + (1 - near) * around),
        "standardised": standardised_rates(e, people),
        "weight": weight,
        "spatial_weight": near,
    }
    for name, values in columns.items():
        table[name] = values.ravel()
    return with_geometry(panel, table.set_index(["t", "n"]))


def rates_moran(
    panel: Panel,
    events: str,
    population: str,
    w: Weights,
    permutations: int = 999,
    seed: int | None = 1,
    alternative: Alternative = "greater",
    progress: Progress = SILENT,
) -> pd.DataFrame:
    """Moran's I of rates by period: of raw ones, and of those that empirical Bayes standardises (Assuncao & Reis 1999).

    Returns
    -------
    DataFrame, one row a period
        period, n, I_raw, p_raw, I, mean_sim, sd_sim, z_sim, p_sim; p by permutations.

    Raises
    ------
    PanelError, JoinError, ParameterError
        As in `smoothed_rates`, or where no permutation is asked for or rates do not vary.
    """
    if permutations < 1:
        raise ParameterError("Moran's I of rates goes by permutations; ask for one or more.")
    e, people = _read(panel, events, population, "poisson")
    columns = {events: e / people, population: standardised_rates(e, people)}
    made = panel.with_columns(columns)
    tables = [
        moran_by_period(made, name, w, permutations, seed, alternative, progress=Part(progress, k / 2, (k + 1) / 2))
        for k, name in enumerate((events, population))
    ]
    raw, table = tables
    out = table[["period", "n"]].copy()
    out["I_raw"], out["p_raw"] = raw["I"], raw["p_sim"]
    return out.join(table[["I", "mean_sim", "sd_sim", "z_sim", "p_sim"]])


def global_weight(events: np.ndarray, people: np.ndarray, family: Family) -> np.ndarray:
    """Return the share of the raw rate in the empirical Bayes rate, (T, N), by moments (Marshall 1991).

    "binomial" is Berke's, as in spdep; its share is kept between 0 and 1.
    """
    raw, b, a = _moments(events, people)
    if family == "poisson":
        a = np.maximum(a, 0.0)
        spread = a + b / people
        found: np.ndarray = np.divide(
            np.broadcast_to(a, people.shape), spread, out=np.zeros(people.shape), where=spread > 0
        )
        return found
    mean = people.mean(axis=1, keepdims=True)
    s2 = (people * (raw - b) ** 2).sum(axis=1, keepdims=True) / people.sum(axis=1, keepdims=True)
    within = b * (1 - b)
    top = people * s2 - people / mean * within
    bottom = (people - 1) * s2 + (mean - people) / mean * within
    share = np.divide(top, bottom, out=np.zeros(people.shape), where=np.abs(bottom) > 0)
    out: np.ndarray = np.where(s2 * mean <= within, 0.0, np.clip(share, 0.0, 1.0))
    return out


def local_weight(events: np.ndarray, people: np.ndarray, around: np.ndarray, window: csr_array) -> np.ndarray:
    """Return the share of the raw rate in the spatial empirical Bayes rate, (T, N).

    Parameters
    ----------
    events, people, around : (T, N) counts, and the rate of each window
    window : (N, N) of ones, which has the unit itself
    """
    rows = np.repeat(np.arange(people.shape[1]), np.diff(window.indptr))
    count = np.diff(window.indptr)
    out = np.zeros(people.shape)
    for t, (e, p, m) in enumerate(zip(events, people, around, strict=True)):
        far = p[window.indices] * (e[window.indices] / p[window.indices] - m[rows]) ** 2
        n = np.bincount(rows, weights=p[window.indices])
        a = np.maximum(np.bincount(rows, weights=far) / n - m / (n / count), 0.0)
        spread = a + m / p
        out[t] = np.divide(a, spread, out=np.zeros(len(a)), where=spread > 0)
    return out


def standardised_rates(events: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Return (rate - b) / sqrt(a + b / people) of counts of events and people (T, N) each, (T, N): b the rate of all, a
    the variance of rates; where a + b / people is negative, b / people is taken, as in spdep and esda.
    """
    raw, b, a = _moments(events, people)
    variance = a + b / people
    variance = np.where(variance > 0, variance, b / people)
    out: np.ndarray = np.divide(raw - b, np.sqrt(variance), out=np.zeros(raw.shape), where=variance > 0)
    return out


def _moments(events: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return raw rates (T, N), the rate of all and the variance of rates, which may be negative, (T, 1) each."""
    raw, total = events / people, people.sum(axis=1, keepdims=True)
    b = events.sum(axis=1, keepdims=True) / total
    a = (people * (raw - b) ** 2).sum(axis=1, keepdims=True) / total - b / people.mean(axis=1, keepdims=True)
    return raw, b, a


def _read(panel: Panel, events: str, population: str, family: Family) -> tuple[np.ndarray, np.ndarray]:
    """Return events and people, (T, N) each."""
    e, people = panel.array(events), panel.array(population)
    wrong = {
        message("{events} is empty or negative", events=events): ~(e >= 0),
        message("{population} is empty or not above 0", population=population): ~(people > 0),
    }
    if family == "binomial":
        text = message("{events} is more than {population}", events=events, population=population)
        wrong[text] = e > people
    for what, where in wrong.items():
        if where.any():
            cells = [f"{panel.ids[n]} ({panel.periods[t]})" for t, n in np.argwhere(where)]
            raise PanelError(message("{what} in {cells}; a rate needs both.", what=what, cells=some(cells)))
    empty = [str(p) for p, row in zip(panel.periods, e, strict=True) if row.sum() == 0]
    if empty:
        raise PanelError(
            message("{events} is 0 everywhere in {periods}; there is no rate.", events=events, periods=some(empty))
        )
    return e, people
