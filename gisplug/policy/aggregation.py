"""Averages of group-time effects by cohort, event time and period, with the influence of every unit on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from gisplug.policy.adoption import Adoption, normal_frame

Mean = tuple[float, np.ndarray]  # an average of effects, and the influence (n,) of every unit on it
QUARTILES = float(stats.norm.ppf(0.75) - stats.norm.ppf(0.25))


@dataclass(frozen=True)
class Aggregate:
    """Averages with their errors.

    Attributes
    ----------
    frame : DataFrame, the row "overall" first; estimate, se, stat, p, low, high; uniform band_low, band_high
    influence : (n, rows), of n units
    """

    frame: pd.DataFrame
    influence: np.ndarray


def covariance(influence: np.ndarray, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the covariance of estimates by term from the influence (n, rows) of n units, the standard errors those of
    `frame` (which are the spread of bootstrap draws where there were draws).
    """
    n, se = len(influence), frame["se"].to_numpy()
    V = influence.T @ influence / n / n
    own = np.sqrt(np.diag(V))
    ratio = np.divide(se, own, out=np.zeros_like(own), where=own > 0)
    return pd.DataFrame(V * np.outer(ratio, ratio), index=frame.index, columns=frame.index)


@dataclass(frozen=True)
class Bootstrap:
    """Multiplier draws (Rademacher, by unit); none give analytic errors."""

    draws: int
    seed: int

    def frame(
        self, names: Sequence[object], values: np.ndarray, influence: np.ndarray, index: str
    ) -> tuple[pd.DataFrame, float]:
        """Return estimates from values (k,) and influence (n, k) with their uniform band, and its critical value."""
        if self.draws:
            se, critical = _bands(influence, self.draws, self.seed)
        else:
            se, critical = errors(influence), float(stats.norm.isf(0.025))
        frame = normal_frame(names, values, se, index)
        frame["band_low"], frame["band_high"] = frame["estimate"] - critical * se, frame["estimate"] + critical * se
        return frame, critical


def aggregates(
    table: np.ndarray, influence: np.ndarray, first: np.ndarray, made: Adoption, boot: Bootstrap
) -> dict[str, Aggregate]:
    """Average the effects of the cells: "simple", "group", "dynamic" and "calendar" (Callaway & Sant'Anna 2021).

    Parameters
    ----------
    table : (m, 3), cohort, position of the period and effect of m cells
    influence : (n, m), of n units on the effects
    first : (n,), first treated period of each unit
    boot : how errors are computed
    """
    g, t = table[:, 0], made.clock[table[:, 1].astype(int)]
    weight = np.array([(first == k).mean() for k in g])
    post = t >= g

    def over(cells: np.ndarray) -> Mean:
        return _weighted(table, influence, first, np.flatnonzero(cells), weight)

    groups, events, times = np.unique(g), np.unique(t - g), np.unique(t[post])
    by_group = [_plain(table, influence, np.flatnonzero(post & (g == k))) for k in groups]
    by_event, by_time = [over(t - g == e) for e in events], [over(post & (t == k)) for k in times]
    named = made.calendar.period
    return {
        "simple": _joined([], [], over(post), boot, "term"),
        "group": _joined([named(int(k)) for k in groups], by_group, _of_groups(by_group, first, groups), boot, "group"),
        "dynamic": _joined([int(e) for e in events], by_event, _mean(by_event, events >= 0), boot, "event"),
        "calendar": _joined([named(int(k)) for k in times], by_time, _mean(by_time, times >= 0), boot, "period"),
    }


def _of_groups(parts: Sequence[Mean], first: np.ndarray, groups: np.ndarray) -> Mean:
    """Average cohorts by their shares, which are estimated too."""
    share = np.array([(first == k).mean() for k in groups])
    values, psis = np.array([p[0] for p in parts]), np.column_stack([p[1] for p in parts])
    psi = psis @ (share / share.sum()) + _weight_influence(first, groups, share) @ values
    return float(values @ share / share.sum()), psi


def _weighted(
    table: np.ndarray, influence: np.ndarray, first: np.ndarray, cells: np.ndarray, weight: np.ndarray
) -> Mean:
    w = weight[cells] / weight[cells].sum()
    value = float(table[cells, 2] @ w)
    psi = influence[:, cells] @ w + _weight_influence(first, table[cells, 0], weight[cells]) @ table[cells, 2]
    return value, psi


def _weight_influence(first: np.ndarray, groups: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return the influence of estimating the cohort shares, (n, cells)."""
    gap = (first[:, None] == groups[None, :]) - share[None, :]
    total = share.sum()
    return np.asarray(gap / total - gap.sum(axis=1, keepdims=True) * share[None, :] / total**2)


def _plain(table: np.ndarray, influence: np.ndarray, cells: np.ndarray) -> Mean:
    return float(table[cells, 2].mean()), influence[:, cells].mean(axis=1)


def _mean(parts: Sequence[Mean], use: np.ndarray) -> Mean:
    values, psis = np.array([p[0] for p in parts]), np.column_stack([p[1] for p in parts])
    return float(values[use].mean()), psis[:, use].mean(axis=1)


def _joined(names: Sequence[object], parts: Sequence[Mean], overall: Mean, boot: Bootstrap, index: str) -> Aggregate:
    """Return the average of all and those of the parts; the uniform band is over the parts."""
    frame = boot.frame(["overall"], np.array([overall[0]]), overall[1][:, None], index)[0]
    if not parts:
        return Aggregate(frame, overall[1][:, None])
    psis = np.column_stack([p[1] for p in parts])
    rest = boot.frame(names, np.array([p[0] for p in parts]), psis, index)[0]
    return Aggregate(pd.concat([frame, rest]), np.column_stack([overall[1], psis]))


def errors(influence: np.ndarray) -> np.ndarray:
    """Return analytic standard errors (k,) from the influence (n, k) of n units."""
    n = len(influence)
    return np.asarray(np.sqrt((influence**2).sum(axis=0) / n / n))


def _bands(influence: np.ndarray, draws: int, seed: int) -> tuple[np.ndarray, float]:
    """Return bootstrap errors and the critical value of the uniform band."""
    n = len(influence)
    rng = np.random.default_rng(seed)
    signs = rng.integers(0, 2, size=(draws, n)) * 2.0 - 1.0
    drawn = signs @ influence / np.sqrt(n)
    low, high = np.quantile(drawn, [0.25, 0.75], axis=0)
    spread = (high - low) / QUARTILES
    use = spread > 1e-12 * spread.max(initial=0.0)
    largest = np.max(np.abs(drawn[:, use]) / spread[use], axis=1) if use.any() else np.array([1.96])
    return spread / np.sqrt(n), float(np.quantile(largest, 0.95))
