"""Inequality between units: Gini, Theil with its parts between and within regions, Dagum's
decomposition of the Gini.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.tables.groups import in_order
from gisplug.indices.scaling import known_values
from gisplug.panel.frame import Panel

ALL = "All"


@dataclass(frozen=True)
class DagumGini:
    """Dagum's (1997) decomposition of the Gini coefficient by region.

    Attributes
    ----------
    total : DataFrame, index period
        gini, within (Gw), between (net, Gnb), transvariation (Gt), and their shares; Gw + Gnb + Gt = gini.
    within : DataFrame, index period
        Gini of each region.
    between : DataFrame, index period
        Gini between each pair of regions ("east-west").
    overlap : DataFrame, index period
        D_jh, relative economic affluence of each pair (1: no overlap, 0: complete overlap).
    """

    total: pd.DataFrame
    within: pd.DataFrame
    between: pd.DataFrame
    overlap: pd.DataFrame
    regions: tuple[str, ...]


def gini(values: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Gini coefficient of values weighted by population: sum |xi - xj| / (2 n^2 mean) where all weigh alike.

    Parameters
    ----------
    values, weights : (n,)
        In any unit; all weigh alike where weights are left out.

    Raises
    ------
    PanelError
        If the mean is not positive.
    """
    w = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=float)
    order = np.argsort(values, kind="stable")
    x, f = np.asarray(values, dtype=float)[order], w[order] / w.sum()
    mean = (f * x).sum()
    if mean <= 0:
        raise PanelError("The Gini coefficient needs a positive mean.")
    below = f.cumsum() - f
    return float(2 * (f * x * (below + f / 2)).sum() / mean - 1)


def theil(panel: Panel, column: str, weight: str | None = None, region: str | None = None) -> pd.DataFrame:
    """Theil's T and L by period, with Gini and coefficient of variation, and T's parts between and within regions.

    Parameters
    ----------
    column
        Positive values per head (or any intensity).
    weight
        Column with the population; all units alike where left out.
    region
        Column with the region of each unit.

    Returns
    -------
    DataFrame, index period
        theil_t = sum(s_i ln(x_i / mean)), s_i = share of the total; theil_l = sum(p_i ln(mean / x_i)); gini; cv; and
        with `region`: between, within, share_between, share_within, and the T within each region.

    Raises
    ------
    PanelError
        If values are missing or not positive, or a unit has no region or several.
    """
    x = _positive(panel, column)
    f = _weights(panel, weight)
    mean = (f * x).sum(axis=1, keepdims=True)
    income = f * x / mean
    rows = {
        "theil_t": (income * np.log(x / mean)).sum(axis=1),
        "theil_l": (f * np.log(mean / x)).sum(axis=1),
        "gini": np.array([gini(a, b) for a, b in zip(x, f, strict=True)]),
        "cv": np.sqrt((f * (x - mean) ** 2).sum(axis=1)) / mean[:, 0],
    }
    if region is not None:
        names, group = regions_of(panel, region)
        between = np.zeros(panel.T)
        for k in range(len(names)):
            mine = group == k
            people, money = f[:, mine].sum(axis=1), income[:, mine].sum(axis=1)
            between += money * np.log(money / people)
            own = f[:, mine] * x[:, mine] / (f[:, mine] * x[:, mine]).sum(axis=1, keepdims=True)
            local = (f[:, mine] * x[:, mine]).sum(axis=1, keepdims=True) / people[:, None]
            rows[message("within {names}", names=names[k])] = (own * np.log(x[:, mine] / local)).sum(axis=1)
        rows |= {"between": between, "within": rows["theil_t"] - between}
        total = np.where(rows["theil_t"] > 0, rows["theil_t"], np.nan)
        rows |= {"share_between": between / total, "share_within": rows["within"] / total}
    return pd.DataFrame(rows, index=pd.Index(panel.periods, name="period"))


def dagum_gini(panel: Panel, column: str, region: str) -> DagumGini:
    """Decompose the Gini coefficient by region into parts within, net between, and of transvariation (Dagum 1997).

    With p_j = n_j / n, s_j = n_j mean_j / (n mean), G_jh = sum |y_ji - y_hr| / (n_j n_h (mean_j + mean_h)), and
    D_jh = (d_jh - p_jh) / (d_jh + p_jh): Gw = sum G_jj p_j s_j; Gnb = sum_{j>h} G_jh (p_j s_h + p_h s_j) D_jh;
    Gt = the same with 1 - D_jh. d_jh is the mean excess of the richer region's units over the poorer one's, p_jh of the
    poorer one's over the richer's.

    Raises
    ------
    PanelError
        If values are missing or not positive, or a unit has no region or several.
    """
    x = _positive(panel, column)
    names, group = regions_of(panel, region)
    pairs = [(j, h) for j in range(len(names)) for h in range(j)]
    label = {(j, h): f"{names[h]}-{names[j]}" for j, h in pairs}
    total, within, between, overlap = [], [], [], []
    for y in x:
        parts = [y[group == k] for k in range(len(names))]
        own = [gini(v) for v in parts]
        p = np.array([len(v) for v in parts]) / len(y)
        s = np.array([v.sum() for v in parts]) / y.sum()
        gw = float((np.array(own) * p * s).sum())
        net = cross = 0.0
        g_pair, d_pair = {}, {}
        for j, h in pairs:
            g, d = _pair(parts[j], parts[h])
            weight = p[j] * s[h] + p[h] * s[j]
            net += g * weight * d
            cross += g * weight * (1 - d)
            g_pair[label[j, h]], d_pair[label[j, h]] = g, d
        whole = gini(y)
        total.append({"gini": whole, "within": gw, "between": net, "transvariation": cross})
        within.append(dict(zip(names, own, strict=True)))
        between.append(g_pair)
        overlap.append(d_pair)
    index = pd.Index(panel.periods, name="period")
    table = pd.DataFrame(total, index=index)
    for part in ("within", "between", "transvariation"):
        table[f"share_{part}"] = table[part] / table["gini"].where(table["gini"] > 0)
    inside, pairwise, affluence = (pd.DataFrame(v, index=index) for v in (within, between, overlap))
    return DagumGini(table, inside, pairwise, affluence, names)


def regions_of(panel: Panel, region: str) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the names of the regions in the order of `in_order`, and the region of each unit (N,).

    Raises
    ------
    PanelError
        If a unit has no region or changes it over time.
    """
    if region not in panel.frame.columns:
        raise PanelError(
            message(
                "{panel} has no column {region!r}; it has {columns}.",
                panel=panel.name,
                region=region,
                columns=", ".join(map(str, panel.frame.columns)),
            )
        )
    values = panel.frame[region].to_numpy(dtype=object).reshape(panel.T, panel.N)
    lost = [panel.ids[n] for n in range(panel.N) if any(v is None or v != v for v in values[:, n])]
    moved = [i for i, v in zip(panel.ids, values.T, strict=True) if i not in lost and len({str(u) for u in v}) > 1]
    if lost or moved:
        what = (
            message("no {region} for {lost}", region=region, lost=some(lost))
            if lost
            else message("more than one {region} over time for {moved}", region=region, moved=some(moved))
        )
        raise PanelError(message("There is {what}. Each unit belongs to one region.", what=what))
    names = tuple(in_order(values[0], region, panel.levels.get(region, ())))
    if len(names) < 2:
        raise PanelError(
            message("{region!r} holds one region only; a decomposition needs at least two.", region=region)
        )
    return names, np.array([names.index(str(v)) for v in values[0]])


def _pair(a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    """Gini between two regions and relative affluence D."""
    rich, poor = (a, b) if a.mean() >= b.mean() else (b, a)
    difference = rich[:, None] - poor[None, :]
    excess, reverse = np.maximum(difference, 0).mean(), np.maximum(-difference, 0).mean()
    both = excess + reverse
    return float(both / (a.mean() + b.mean())), float((excess - reverse) / both) if both > 0 else 0.0


def _positive(panel: Panel, column: str) -> np.ndarray:
    x: np.ndarray = known_values(panel, [column])[..., 0]
    bad = [
        message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t]) for t, n in np.argwhere(x <= 0)
    ]
    if bad:
        raise PanelError(
            message(
                "{column!r} is zero or negative in {n} cells: {bad}. Theil and Gini need positive values.",
                column=column,
                n=len(bad),
                bad=some(bad),
            )
        )
    return x


def _weights(panel: Panel, weight: str | None) -> np.ndarray:
    w = np.ones((panel.T, panel.N)) if weight is None else _positive(panel, weight)
    out: np.ndarray = w / w.sum(axis=1, keepdims=True)
    return out
