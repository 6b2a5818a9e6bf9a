"""What drives an estimate over specifications: shares of its variance, and means, by choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

from gisplug.core.messages import message
from gisplug.numbers.orthogonal import coefficients, left_over, triangle

MOST_EXACT = 12  # choices up to which all orders are taken; of more, ORDERS drawn ones
ORDERS = 500
ROUNDING = 1e-14


def shapley_shares(y: np.ndarray, blocks: Sequence[np.ndarray], seed: int = 1) -> tuple[np.ndarray, float]:
    """Return how R2 of y (n,) on blocks of columns (n, k) each, and a constant, divides into the blocks.

    Each block's share is the mean rise of R2 when it enters, over all orders (Shapley's value; "lmg" of Lindeman,
    Merenda and Gold 1980). Where the choices are balanced it is the block's sum of squares of an analysis of variance.

    Returns
    -------
    shares (p,), R2
        They sum to R2; NaN where y does not vary.
    """
    p = len(blocks)
    rows = np.column_stack([*blocks, y]) if p else y[:, None]
    rows = rows - rows.mean(axis=0)
    whole = float(rows[:, -1] @ rows[:, -1])
    if whole <= 1e-28 * max(float(y @ y), 1e-300) * len(y):
        return np.full(p, np.nan), np.nan
    R = triangle(rows)
    ends = np.cumsum([0, *(b.shape[1] for b in blocks)])
    places = [np.arange(ends[k], ends[k + 1]) for k in range(p)]
    known: dict[frozenset[int], float] = {frozenset(): 0.0}

    def r2(inside: frozenset[int]) -> float:
        if inside not in known:
            columns = np.concatenate([places[k] for k in sorted(inside)])
            rest = left_over(R[:, columns], R[:, -1])
            known[inside] = 1.0 - float(rest @ rest) / whole
        return known[inside]

    shares = np.zeros(p)
    if p <= MOST_EXACT:
        for k in range(p):
            others = [j for j in range(p) if j != k]
            for size in range(p):
                for part in combinations(others, size):
                    rise = r2(frozenset((*part, k))) - r2(frozenset(part))
                    shares[k] += rise / (p * comb(p - 1, size))
    else:
        rng = np.random.default_rng(seed)
        for _ in range(ORDERS):
            inside: frozenset[int] = frozenset()
            for k in rng.permutation(p):
                more = inside | {int(k)}
                shares[k] += (r2(more) - r2(inside)) / ORDERS
                inside = more
    return np.where(np.abs(shares) < ROUNDING, 0.0, shares), r2(frozenset(range(p)))


def drivers(estimate: np.ndarray, chosen: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return the share of the variance of an estimate (n,), and of its sign, that each choice explains.

    Parameters
    ----------
    chosen : choice to what was chosen in each specification, (n,); choices with one level explain nothing

    Returns
    -------
    DataFrame, index choice, the largest share first, then what hangs on combinations of choices
        levels, share, share_of_sign (NaN where all have one sign).
    """
    varied = {name: list(levels) for name, levels in chosen.items() if len(set(levels)) > 1}
    blocks = [_dummies(levels) for levels in varied.values()]
    shares, r2 = shapley_shares(estimate, blocks)
    of_sign, r2_sign = shapley_shares((estimate > 0).astype(float), blocks)
    frame = pd.DataFrame(
        {"levels": [len(set(levels)) for levels in varied.values()], "share": shares, "share_of_sign": of_sign},
        index=pd.Index(list(varied), name="choice"),
    ).sort_values("share", ascending=False, kind="stable")
    rest = pd.DataFrame(
        {"levels": [np.nan], "share": [1.0 - r2], "share_of_sign": [1.0 - r2_sign]},
        index=pd.Index([message("Combinations of choices")], name="choice"),
    )
    return pd.concat([frame, rest])


def means_by_choice(frame: pd.DataFrame, chosen: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return what the estimates are where each thing is chosen.

    Parameters
    ----------
    frame : columns estimate, p; one row a specification
    chosen : as in `drivers`

    Returns
    -------
    DataFrame, index (choice, chosen)
        n, mean, median, positive and significant (shares; p < 0.05), difference of the mean from that of the first, and
        difference_held: the same with the other choices held, from the additive model.
    """
    estimate, p = frame["estimate"].to_numpy(dtype=float), frame["p"].to_numpy(dtype=float)
    varied = [name for name, levels in chosen.items() if len(set(levels)) > 1]
    blocks = [_dummies(list(chosen[name])) for name in varied]
    held = _held(estimate, blocks) if blocks else []
    rows: dict[tuple[str, str], dict[str, float]] = {}
    for name, levels in chosen.items():
        told, first = np.asarray(levels, dtype=object), None
        for k, level in enumerate(dict.fromkeys(levels)):
            here = told == level
            mean = float(estimate[here].mean())
            first = mean if first is None else first
            rows[(name, level)] = {
                "n": int(here.sum()),
                "mean": mean,
                "median": float(np.median(estimate[here])),
                "positive": float((estimate[here] > 0).mean()),
                "significant": float((p[here] < 0.05).mean()),
                "difference": mean - first,
                "difference_held": 0.0 if not k else float(held[varied.index(name)][k - 1]),
            }
    made = pd.DataFrame.from_dict(rows, orient="index")
    made.index = pd.MultiIndex.from_tuples(list(rows), names=["choice", "chosen"])
    return made


def _dummies(levels: Sequence[str]) -> np.ndarray:
    """Return one column (n, levels - 1) for each level after the first that is met."""
    told = np.asarray(levels, dtype=object)
    return np.column_stack([told == level for level in list(dict.fromkeys(levels))[1:]]).astype(float)


def _held(estimate: np.ndarray, blocks: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return the coefficients of the additive model, block by block; those of least length where it is not of full
    rank.
    """
    X = np.column_stack([np.ones(len(estimate)), *blocks])
    b = coefficients(X, estimate)[1:]
    return np.split(b, np.cumsum([block.shape[1] for block in blocks])[:-1])
