"""Fuzzy sets: calibration, and how well sets are necessary or sufficient (Ragin 2008; Schneider & Wagemann 2012)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from gisplug.configuration.indirect import group_cuts, indirectly_calibrated
from gisplug.core.errors import ModelError
from gisplug.core.messages import message

ODDS = float(np.log(0.95 / 0.05))  # log odds of full membership in the direct method
HALF = 0.001  # added to memberships of exactly one half, which belong to no corner


def calibrated(values: np.ndarray, full: float, crossover: float, none: float, method: str = "logistic") -> np.ndarray:
    """Return memberships (n,), 0 to 1, by the direct method (Ragin 2008); NaN stays.

    Parameters
    ----------
    values : (n,), any unit
    full, crossover, none
        Anchors of full membership, maximal ambiguity, full non-membership; in falling or rising order.
    method
        "logistic" (Ragin; 0.95 and 0.05 at the anchors) or "linear" (1 and 0).

    Raises
    ------
    ModelError
        If the crossover does not lie between the other anchors, or the method is unknown.
    """
    if not (full > crossover > none or full < crossover < none):
        raise ModelError(
            message(
                "The crossover lies between the anchors of full membership and non-membership; {full}, "
                "{crossover}, {none} were given instead.",
                full=full,
                crossover=crossover,
                none=none,
            )
        )
    x = np.asarray(values, dtype=float)
    above = (x >= crossover) == (full > crossover)
    share = np.where(above, (x - crossover) / (full - crossover), (x - crossover) / (crossover - none))
    share = np.where(x == crossover, 0.0, share)
    if method == "linear":
        return np.asarray(np.clip(0.5 + share / 2, 0, 1))
    if method != "logistic":
        raise ModelError(message("method is logistic or linear; {method!r} was given instead.", method=method))
    return np.asarray(1 / (1 + np.exp(-ODDS * share)))


def quantile_anchors(values: np.ndarray, shares: Sequence[float] = (0.95, 0.5, 0.05)) -> tuple[float, float, float]:
    """Return anchors at quantiles of the values (n,): full membership, crossover, non-membership; NaN does not
    count.
    """
    high, middle, low = (float(v) for v in np.nanquantile(np.asarray(values, dtype=float), list(shares)))
    return high, middle, low


def calibrate_table(
    table: pd.DataFrame,
    anchors: Mapping[str, Sequence[float]] | None = None,
    shares: Sequence[float] = (0.95, 0.5, 0.05),
    method: str = "logistic",
    cuts: Mapping[str, Sequence[float]] | None = None,
    groups: int = 6,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Calibrate every column by the direct or the indirect method (Ragin 2008).

    Parameters
    ----------
    table : one row per case, one column per variable
    anchors
        (full, crossover, none) by column; quantiles (`shares`) where left out.
    method : "logistic" or "linear", of `calibrated`; "indirect", of `indirectly_calibrated`
    cuts, groups
        Of the indirect method: values between the groups by column; as many groups of equal size where left out.

    Returns
    -------
    memberships : DataFrame, index and columns of the table
    anchors used : DataFrame, index set; full, crossover, none, halves (cases moved off 0.5)
        Of the indirect method the values at which the curve reaches 0.95, 0.5 and 0.05; NaN where it does not.

    Raises
    ------
    ModelError
        If the anchors of a column are equal or out of order.
    """
    out, used = {}, {}
    for name in table.columns:
        values = table[name].to_numpy(dtype=float)
        if method == "indirect":
            chosen = (cuts or {}).get(name) or group_cuts(values, groups)
            moved, halves = off_half(indirectly_calibrated(values, chosen))
            out[name], used[name] = moved, {**_reached(values, moved), "halves": halves}
            continue
        full, crossover, none = (anchors or {}).get(name) or quantile_anchors(values, shares)
        if len({full, crossover, none}) < 3:
            raise ModelError(
                message(
                    "{name} has equal anchors ({full:g}, {crossover:g}, {none:g}): too many cases share "
                    "one value. Give anchors by hand.",
                    name=name,
                    full=full,
                    crossover=crossover,
                    none=none,
                )
            )
        membership = calibrated(values, full, crossover, none, method)
        moved, halves = off_half(membership)
        out[name] = moved
        used[name] = {"full": full, "crossover": crossover, "none": none, "halves": halves}
    return pd.DataFrame(out, index=table.index), pd.DataFrame.from_dict(used, orient="index").rename_axis("set")


def _reached(values: np.ndarray, membership: np.ndarray) -> dict[str, float]:
    """Return the values (n,) at which memberships (n,), taken in order of the values, first reach the anchors."""
    order = np.argsort(values)
    x, m = values[order], np.maximum.accumulate(membership[order])
    marks = {"full": 0.95, "crossover": 0.5, "none": 0.05}
    return {k: float(np.interp(v, m, x)) if m[0] <= v <= m[-1] else np.nan for k, v in marks.items()}


def off_half(membership: np.ndarray) -> tuple[np.ndarray, int]:
    """Return memberships (n,) with 0.001 added to those of exactly 0.5, and how many there were."""
    half = membership == 0.5
    return np.where(half, 0.5 + HALF, membership), int(half.sum())


def necessity(x: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Return consistency and coverage of necessity of x (n,) for y (n,), and the relevance of necessity (RoN).

    After Ragin (2008) and Schneider & Wagemann (2012).
    """
    both = np.minimum(x, y).sum()
    return {
        "consistency": float(both / y.sum()),
        "coverage": float(both / x.sum()) if x.sum() > 0 else np.nan,
        "RoN": float((1 - x).sum() / (1 - np.minimum(x, y)).sum()),
    }


def sufficiency(x: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Return consistency, PRI and raw coverage of sufficiency of x (n,) for y (n,); NaN for an empty set.

    After Ragin (2008) and Schneider & Wagemann (2012).
    """
    both, total = np.minimum(x, y).sum(), x.sum()
    doubt = np.minimum(np.minimum(x, y), 1 - y).sum()
    return {
        "consistency": float(both / total) if total > 0 else np.nan,
        "PRI": float((both - doubt) / (total - doubt)) if total - doubt > 0 else np.nan,
        "coverage": float(both / y.sum()),
    }


def necessity_table(members: pd.DataFrame, y: np.ndarray) -> pd.DataFrame:
    """Return necessity for y (n,) of every condition and of its absence.

    Parameters
    ----------
    members : one row per case, one column per condition

    Returns
    -------
    DataFrame, index condition ("A", "~A"): consistency, coverage, RoN
    """
    rows = {}
    for name in members.columns:
        x = members[name].to_numpy()
        rows[str(name)] = necessity(x, y)
        rows[f"~{name}"] = necessity(1 - x, y)
    order = [*map(str, members.columns), *(f"~{n}" for n in members.columns)]
    return pd.DataFrame.from_dict(rows, orient="index").loc[order].rename_axis("condition")


def necessary_expressions(
    members: pd.DataFrame, y: np.ndarray, consistency: float = 0.9, ron: float = 0.4
) -> pd.DataFrame:
    """Search conjunctions, and minimal disjunctions, of conditions and their absences that are necessary.

    A disjunction counts only where no part of it passes by itself.

    Parameters
    ----------
    members : one row per case, one column per condition
    y : (n,) memberships in the outcome
    consistency, ron
        Least consistency and relevance.

    Returns
    -------
    DataFrame, index expression: consistency, RoN, coverage
    """
    literals = {str(n): members[n].to_numpy() for n in members.columns} | {
        f"~{n}": 1 - members[n].to_numpy() for n in members.columns
    }
    names = list(members.columns)
    order = [form for n in names for form in (str(n), f"~{n}")]
    rows: dict[str, dict[str, float]] = {}
    alive: list[tuple[str, ...]] = [()]
    for size in range(1, len(names) + 1):
        alive = [
            c
            for c in _joined(alive, order, size)
            if necessity(np.minimum.reduce([literals[t] for t in c]), y)["consistency"] >= consistency
        ]
        for c in alive:
            found = necessity(np.minimum.reduce([literals[t] for t in c]), y)
            if found["RoN"] >= ron:
                rows["*".join(c)] = found
    passed: list[set[str]] = []
    for size in range(1, len(names) + 1):
        for c in combinations(order, size):
            if len({t.lstrip("~") for t in c}) < size or any(p <= set(c) for p in passed):
                continue
            found = necessity(np.maximum.reduce([literals[t] for t in c]), y)
            if found["consistency"] >= consistency:
                passed.append(set(c))
                if size > 1 and found["RoN"] >= ron:
                    rows[" + ".join(c)] = found
    return pd.DataFrame.from_dict(rows, orient="index", columns=["consistency", "RoN", "coverage"]).rename_axis(
        "expression"
    )


def _joined(alive: list[tuple[str, ...]], order: list[str], size: int) -> list[tuple[str, ...]]:
    at = {name: i for i, name in enumerate(order)}
    return [
        (*c, t)
        for c in alive
        if len(c) == size - 1
        for t in order
        if (not c or at[t] > at[c[-1]]) and t.lstrip("~") not in {s.lstrip("~") for s in c}
    ]
