"""Which units have links to and from the same others (CONCOR: Breiger, Boorman & Arabie 1975), and the part that each
group plays (Wasserman & Faust 1994).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

CLOSE, MOST_ROUNDS = 0.9999999, 50  # of UCINET and concorR
NOUGHT = 1e-12  # share of its squares below which a variance is the rounding error of nought
ROLES = {  # and what they are called
    "net spill-out": "Net spill-out",
    "net beneficiary": "Net beneficiary",
    "bidirectional": "Bidirectional spillover",
    "broker": "Broker",
    "isolated": "Without links",
}


@dataclass(frozen=True, eq=False)
class BlockModel:
    """Units in blocks, and what links the blocks.

    Attributes
    ----------
    block : (N,)
        Number of each unit's block, from 1; units without any link are the last one.
    links, density : (B, B)
        Links from block to block, and their share of the pairs; NaN within a block of one unit.
    image : (B, B)
        1 where the density is above that of the whole network.
    table : DataFrame, one row a block
        block, units, inside, sent, received (links within, to and from other blocks), expected (share of a block's
        links that would stay inside by its size), actual (that does), role (one of ROLES).
    """

    block: np.ndarray
    links: np.ndarray
    density: np.ndarray
    image: np.ndarray
    table: pd.DataFrame


def block_model(a: np.ndarray, splits: int = 2, balance: float = 2.0) -> BlockModel:
    """Divide the units of links a (N, N), zero diagonal, by `splits` rounds of CONCOR: up to 2^splits blocks.

    Roles: a block that receives at least `balance` times the links that it sends is a net beneficiary; one that sends
    so many times what it receives is a net spill-out; of the others those are bidirectional of whose links at least
    the expected share stays inside, and brokers the rest.
    """
    block = concor(a, splits)
    count = int(block.max())
    member = (block[:, None] == np.arange(1, count + 1)).astype(float)
    links, size = member.T @ a @ member, member.sum(axis=0)
    pairs = np.outer(size, size) - np.diag(size)
    density = np.divide(links, pairs, out=np.full(links.shape, np.nan), where=pairs > 0)
    n = len(a)
    image = np.where(np.isnan(density), 0, density > a.sum() / (n * (n - 1))).astype(int)
    inside = np.diag(links)
    sent, received = links.sum(axis=1) - inside, links.sum(axis=0) - inside
    expected = (size - 1) / (n - 1)
    actual = np.divide(inside, inside + sent, out=np.full(count, np.nan), where=inside + sent > 0)
    table = pd.DataFrame(
        {
            "block": np.arange(1, count + 1),
            "units": size.astype(int),
            "inside": inside.astype(int),
            "sent": sent.astype(int),
            "received": received.astype(int),
            "expected": expected,
            "actual": actual,
            "role": [_role(*row, balance) for row in zip(inside, sent, received, expected, actual, strict=True)],
        }
    )
    return BlockModel(block, links, density, image, table)


def concor(a: np.ndarray, splits: int) -> np.ndarray:
    """Return the number of each unit's block, (N,), from 1 in the order of their first units; isolates come last."""
    alone = (a.sum(axis=0) == 0) & (a.sum(axis=1) == 0)
    parts = [np.flatnonzero(~alone)]
    for _ in range(splits):
        parts = [half for part in parts for half in _halves(a[np.ix_(~alone, ~alone)], part, ~alone)]
    parts = sorted((part for part in parts if len(part)), key=lambda part: int(part[0]))
    if alone.any():
        parts.append(np.flatnonzero(alone))
    out = np.zeros(len(a), dtype=int)
    for number, part in enumerate(parts, 1):
        out[part] = number
    return out


def _halves(a: np.ndarray, part: np.ndarray, there: np.ndarray) -> list[np.ndarray]:
    """Divide the units at `part` by the sign to which correlations of correlations tend."""
    if len(part) < 2:
        return [part]
    place = np.cumsum(there) - 1
    r = _profiles(a, place[part])
    for _ in range(MOST_ROUNDS + 1):
        if (np.abs(r[np.isfinite(r)]) > CLOSE).all():
            break
        r = _correlations(np.nan_to_num(r), np.isfinite(r).astype(float))
    with_first = ~(r[0] < 0)
    return [part[with_first], part[~with_first]]


def _profiles(a: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Correlate links received and sent of units (k,), leaving out links of a pair with themselves: (k, k)."""
    x = np.vstack([a, a.T])[:, units]
    here = np.ones_like(x)
    here[units, np.arange(len(units))] = here[len(a) + units, np.arange(len(units))] = 0.0
    return _correlations(x, here)


def _correlations(x: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Correlate columns of x (m, k) over rows that both have, `here` (m, k) of 0 and 1; x is 0 where a row is absent.
    NaN where one does not vary: (k, k).
    """
    if here.all():  # one product for four
        apart = x - x.mean(axis=0)
        size = np.sqrt((apart**2).sum(axis=0))
        size[size**2 <= NOUGHT * (x**2).sum(axis=0)] = np.nan
        both: np.ndarray = (apart.T @ apart) / np.outer(size, size)
        return both
    count, total, square = here.T @ here, x.T @ here, (x**2).T @ here
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = x.T @ x - total * total.T / count
        spread = square - total**2 / count
        spread = np.where(spread > NOUGHT * square, spread, np.nan)
        out: np.ndarray = covariance / np.sqrt(spread * spread.T)
    return out


def _role(inside: float, sent: float, received: float, expected: float, actual: float, balance: float) -> str:
    if inside + sent + received == 0:
        return "isolated"
    if received > sent and received >= balance * sent:
        return "net beneficiary"
    if sent > received and sent >= balance * received:
        return "net spill-out"
    return "bidirectional" if actual >= expected else "broker"
