"""Averages of group-time effects by cohort, event time and period, with the influence of every unit on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.numbers import distributions as stats
from gisplug.numbers.covariance import cluster_sums
from gisplug.policy.adoption import Adoption, PolicyFit, event_term
from gisplug.policy.rows import normal_frame

Mean = tuple[float, np.ndarray]  # an average of effects, and the influence (n,) of every unit on it
QUARTILES = float(stats.norm.ppf(0.75) - stats.norm.ppf(0.25))


@dataclass(frozen=True)
class Aggregate:
    """Averages with their errors.

    Attributes
    ----------
    frame : DataFrame, the row "overall" first; estimate, se, stat, p, low, high; uniform band_low, band_high
    influence : (n, rows), of n units, or of the clusters
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
    """Multiplier draws (Rademacher, by unit or by `cluster` (n,), which count from 0); none give analytic errors."""

    draws: int
    seed: int
    cluster: np.ndarray | None = None

    def collapsed(self, influence: np.ndarray) -> np.ndarray:
        """Return the influence (G, k) of G clusters from that of n units (n, k); that of units where none are given.

        Scaled so that squares sum over G squared to the variance: a cluster's influence is G / n times the sum of its
        units'.
        """
        if self.cluster is None:
            return influence
        G = int(self.cluster.max()) + 1
        return cluster_sums(influence, self.cluster) * (G / len(influence))

    def frame(
        self, names: Sequence[object], values: np.ndarray, influence: np.ndarray, index: str
    ) -> tuple[pd.DataFrame, float]:
        """Return estimates from values (k,) and influence (G, k), collapsed, with their uniform band, and its critical
        value.
        """
        if self.draws:
            se, critical = _bands(influence, self.draws, self.seed)
        else:
            se, critical = errors(influence), float(stats.norm.isf(0.025))
        frame = normal_frame(names, values, se, index)
        frame["band_low"], frame["band_high"] = frame["estimate"] - critical * se, frame["estimate"] + critical * se
        return frame, critical


def aggregates(
    table: np.ndarray,
    influence: np.ndarray,
    first: np.ndarray,
    made: Adoption,
    boot: Bootstrap,
    balance: int | None = None,
) -> dict[str, Aggregate]:
    """Average the effects of the cells: "simple", "group", "dynamic" and "calendar" (Callaway & Sant'Anna 2021).

    Parameters
    ----------
    table : (m, 3), cohort, position of the period and effect of m cells
    influence : (n, m), of n units on the effects
    first : (n,), first treated period of each unit
    boot : how errors are computed
    balance : event time up to which every cohort of "dynamic" is seen, so that its event times have the same cohorts;
        None takes all

    Raises
    ------
    ModelError
        If no cohort is seen so long after its start.
    """
    g, t = table[:, 0], made.clock[table[:, 1].astype(int)]
    weight = np.array([(first == k).mean() for k in g])
    post = t >= g

    def over(cells: np.ndarray) -> Mean:
        return _weighted(table, influence, first, np.flatnonzero(cells), weight)

    groups, times = np.unique(g), np.unique(t[post])
    long, events = _balanced(t - g, g, made, balance)
    by_group = [_plain(table, influence, np.flatnonzero(post & (g == k))) for k in groups]
    by_event, by_time = [over(long & (t - g == e)) for e in events], [over(post & (t == k)) for k in times]
    named = made.calendar.period
    return {
        "simple": _joined([], [], over(post), boot, "term"),
        "group": _joined([named(int(k)) for k in groups], by_group, _of_groups(by_group, first, groups), boot, "group"),
        "dynamic": _joined([int(e) for e in events], by_event, _mean(by_event, events >= 0), boot, "event"),
        "calendar": _joined([named(int(k)) for k in times], by_time, _mean(by_time, times >= 0), boot, "period"),
    }


def _balanced(event: np.ndarray, g: np.ndarray, made: Adoption, balance: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Return which cells (m,) the dynamic average has, and its event times."""
    if balance is None:
        return np.ones(len(g), dtype=bool), np.unique(event)
    first, last = made.clock[0], made.clock[-1]
    long = last - g >= balance
    if not long.any():
        raise ModelError(
            message(
                "No cohort is seen {balance} periods after its start; the longest is {last}. Balance fewer.",
                balance=balance,
                last=int(last - g.min()),
            )
        )
    events = np.unique(event[long])
    return long, events[(events <= balance) & (events >= balance - (last - first))]


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
    whole = boot.collapsed(overall[1][:, None])
    frame = boot.frame(["overall"], np.array([overall[0]]), whole, index)[0]
    if not parts:
        return Aggregate(frame, whole)
    psis = boot.collapsed(np.column_stack([p[1] for p in parts]))
    rest = boot.frame(names, np.array([p[0] for p in parts]), psis, index)[0]
    return Aggregate(pd.concat([frame, rest]), np.column_stack([whole, psis]))


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


def uniform_bands(
    fit: PolicyFit,
    level: float = 0.95,
    *,
    before: int | None = None,
    after: int | None = None,
    draws: int = 20_000,
    seed: int = 1,
) -> PolicyFit:
    """Return an event study with a uniform band: `event` has the columns band_low and band_high.

    The band holds the whole path with probability `level`, each interval only its own effect. Its critical value is
    that of the largest |t| of all effects, drawn from their joint covariance: a multiplier bootstrap with normal
    weights of whatever the errors are clustered by (Callaway & Sant'Anna 2021; Montiel Olea & Plagborg-Moller 2019).
    Degrees of freedom of the errors are drawn with it.

    Parameters
    ----------
    fit : of an estimator with effects by event time
    before, after : event times that the band holds together; all by default. Others get none.

    Raises
    ------
    ModelError
        If the fit has no effects by event time (of the window), or `level` or `draws` is out of range.
    """
    if not 0 < level < 1 or draws < 100:
        raise ModelError(
            message(
                "level is between 0 and 1 and draws at least 100; {level} and {draws} were given instead.",
                level=level,
                draws=draws,
            )
        )
    joint, event = fit.joint, fit.event
    if event is None:
        raise ModelError(message("{fit} has no effects by event time.", fit=fit.title))
    inside = (event.index >= (-np.inf if before is None else -before)) & (
        event.index <= (np.inf if after is None else after)
    )
    terms = [event_term(int(e)) for e in event.index[inside & (event["se"] > 0)]]
    if not terms:
        raise ModelError(
            message(
                "{fit} has no effects between {before} periods before and {after} after the policy.",
                fit=fit.title,
                before=before,
                after=after,
            )
        )
    cov, df = joint.cov.loc[terms, terms].to_numpy(), joint.df[terms].to_numpy()
    if not np.isfinite(cov).all():
        raise ModelError(
            message("{fit} does not know how its effects by event time vary together; it has no band.", fit=fit.title)
        )
    sd = np.sqrt(np.diag(cov))
    rng = np.random.default_rng(seed)
    values, vectors = np.linalg.eigh(cov / np.outer(sd, sd))
    drawn = rng.standard_normal((draws, len(sd))) @ (vectors * np.sqrt(np.maximum(values, 0.0))).T
    known = np.isfinite(df)
    if known.any():
        few = float(df[known].min())
        drawn[:, known] /= np.sqrt(rng.chisquare(few, draws) / few)[:, None]
    critical = float(np.quantile(np.abs(drawn).max(axis=1), level))
    reach = np.where(inside, critical * event["se"], np.nan)
    banded = event.assign(band_low=event["estimate"] - reach, band_high=event["estimate"] + reach)
    return replace(fit, event=banded)
