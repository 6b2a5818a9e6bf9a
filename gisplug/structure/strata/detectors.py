"""The four detectors on one sample: factors, pairs of factors, classes of one factor, and which factor says more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from gisplug.structure.strata.discretisation import Cutting, overlaid
from gisplug.structure.strata.squares import (
    SAME,
    Spread,
    additive_q,
    adjusted,
    ecological_test,
    factor_test,
    holm,
    interaction_test,
    risk_tests,
    spread_of,
)

AT_ONCE = 50  # permutations worked off together
INTERACTIONS = {
    "nonlinear": "Nonlinear enhancement",
    "independent": "Independent",
    "bivariate": "Enhancement by both",
    "none": "No gain",
}
INTERACTION_COLUMNS = (
    "first",
    "second",
    "q_first",
    "q_second",
    "q",
    "q_adjusted",
    "q_side_by_side",
    "alone",
    "kind",
    "F",
    "p",
)
ECOLOGICAL_COLUMNS = ("first", "second", "F", "p", "stronger")


def detectors(
    y: np.ndarray, tried: Mapping[str, Sequence[Cutting]], names: Sequence[str], shuffled: np.ndarray
) -> dict[str, pd.DataFrame]:
    """Return the tables of one sample by name, as in `Geodetector` (rows as told there), without their periods.

    Parameters
    ----------
    y : (t, N)
        Finite and not constant.
    tried : mapping of factor to its cuts
        Of the rows of y, period by period.
    names
        Factors, in order.
    shuffled : (permutations, N)
        Orders of the units.
    """
    rows = y.ravel()
    chosen: dict[str, tuple[Cutting, Spread]] = {}
    factors, means, risk, cuts = [], [], [], []
    for name in names:
        spreads = [spread_of(rows, cut.code) for cut in tried[name]]
        best = int(np.argmax([s.q for s in spreads]))
        cut, spread = tried[name][best], spreads[best]
        chosen[name] = (cut, spread)
        test = factor_test(spread)
        factors.append(
            {
                "factor": name,
                "method": cut.method,
                "classes": cut.classes,
                "rows": len(rows),
                "q": spread.q,
                "q_adjusted": adjusted(spread.q, len(rows), cut.classes),
                "F": test.F,
                "p": test.p,
                "p_noncentral": test.p_noncentral,
                "p_permuted": permuted(y, tried[name], spread.q, shuffled),
            }
        )
        cuts += [
            {"factor": name, "method": c.method, "classes": c.classes, "q": s.q, "taken": k == best}
            for k, (c, s) in enumerate(zip(tried[name], spreads, strict=True))
        ]
        means.append(_means(name, cut, spread))
        risk.append(_risk(name, cut, spread))
    labels = {name: np.array(cut.labels, dtype=object)[cut.code] for name, (cut, _) in chosen.items()}
    pairs = list(combinations(names, 2))
    return {
        "factors": pd.DataFrame(factors),
        "interactions": pd.DataFrame([_interaction(rows, a, b, chosen) for a, b in pairs], columns=INTERACTION_COLUMNS),
        "means": pd.concat(means, ignore_index=True),
        "risk": pd.concat(risk, ignore_index=True),
        "ecological": pd.DataFrame([_ecological(a, b, chosen) for a, b in pairs], columns=ECOLOGICAL_COLUMNS),
        "cuts": pd.DataFrame(cuts),
        "strata": pd.DataFrame(labels),
    }


def permuted(y: np.ndarray, tried: Sequence[Cutting], q: float, shuffled: np.ndarray) -> float:
    """Return the p of a factor by shuffles of the units, in each of which the best cut is chosen anew; all periods of a
    unit go together. NaN without shuffles.

    Parameters
    ----------
    y : (t, N)
    tried
        Its cuts, of the rows of y, period by period; `q` is that of the best.
    shuffled : (permutations, N)
    """
    if not len(shuffled):
        return float("nan")
    centred = y - y.mean()
    total = float((centred**2).sum())
    counts = np.concatenate([np.bincount(c.code) for c in tried])
    starts = np.cumsum([0, *(c.classes for c in tried)])
    inside = np.zeros((y.size, len(counts)))
    for cut, start in zip(tried, starts, strict=False):
        inside[np.arange(y.size), start + cut.code] = 1.0
    reached = 0
    for first in range(0, len(shuffled), AT_ONCE):
        drawn = centred[:, shuffled[first : first + AT_ONCE]]  # (t, permutations, N)
        sums = np.moveaxis(drawn, 1, 0).reshape(drawn.shape[1], -1) @ inside
        between = np.add.reduceat(sums**2 / counts, starts[:-1], axis=1)
        reached += int((between.max(axis=1) / total >= q - SAME).sum())
    return (1 + reached) / (1 + len(shuffled))


def _means(name: str, cut: Cutting, spread: Spread) -> pd.DataFrame:
    with np.errstate(invalid="ignore", divide="ignore"):
        sd = np.sqrt(spread.within / (spread.count - 1))
    return pd.DataFrame(
        {
            "factor": name,
            "class": np.arange(1, cut.classes + 1),
            "label": list(cut.labels),
            "rows": spread.count.astype(int),
            "mean": spread.mean,
            "sd": sd,
        }
    )


def _risk(name: str, cut: Cutting, spread: Spread) -> pd.DataFrame:
    tests = risk_tests(spread)
    frame = pd.DataFrame(
        [(cut.labels[a], cut.labels[b], spread.mean[a] - spread.mean[b], t, df, p) for a, b, t, df, p in tests],
        columns=["class_a", "class_b", "difference", "t", "df", "p"],
    )
    frame["p_holm"] = holm(frame["p"].to_numpy(float))
    frame.insert(0, "factor", name)
    return frame


def _interaction(y: np.ndarray, a: str, b: str, chosen: Mapping[str, tuple[Cutting, Spread]]) -> tuple[Any, ...]:
    (one, of_a), (two, of_b) = chosen[a], chosen[b]
    code = overlaid(one.code, two.code)
    both = spread_of(y, code)
    value, p = interaction_test(y, one.code, two.code, both)
    side = additive_q(y, one.code, two.code)[0]
    q_adjusted, alone = adjusted(both.q, len(y), len(both.count)), int((both.count == 1).sum())
    kind = interaction_kind(of_a.q, of_b.q, both.q)
    return (a, b, of_a.q, of_b.q, both.q, q_adjusted, side, alone, kind, value, p)


def interaction_kind(first: float, second: float, both: float) -> str:
    """Return the key of INTERACTIONS by Wang's rule; the classes overlaid never account for less than each alone."""
    if both <= max(first, second) + SAME:
        return "none"
    if abs(both - first - second) <= SAME:
        return "independent"
    return "nonlinear" if both > first + second else "bivariate"


def _ecological(a: str, b: str, chosen: Mapping[str, tuple[Cutting, Spread]]) -> tuple[Any, ...]:
    value, p = ecological_test(chosen[a][1], chosen[b][1])
    return a, b, value, p, b if value > 1 else a if value < 1 else ""
