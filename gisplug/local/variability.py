"""Whether coefficients differ more between places than by chance (Brunsdon, Fotheringham & Charlton 1998)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np

from gisplug.core.errors import ParameterError
from gisplug.core.progress import Progress
from gisplug.local.pooled import Local, PooledRegression, Smoother
from gisplug.local.sample import LocalData

Shuffled = Literal["residuals", "rows"]
SHUFFLED: tuple[Shuffled, ...] = ("residuals", "rows")
TOGETHER = 20  # outcomes that are fitted at once


@dataclass(frozen=True, eq=False)
class Variability:
    """Monte Carlo test of one coefficient for all places.

    Attributes
    ----------
    sd : (k,) standard deviation of the coefficients over places
    p : (k,) share of draws, the data among them, whose sd is as large
    p_joint : share of draws, the data among them, in which local coefficients explain as much
    draws : (P, k) sd of each permutation
    """

    sd: np.ndarray
    p: np.ndarray
    p_joint: float
    draws: np.ndarray


class Regression(Protocol):
    """Local regressions of outcomes (T, N, P)."""

    def fit(self, smoother: Smoother, outcomes: np.ndarray | None = None) -> Local:
        """Return the local regressions of outcomes (T, N, P)."""
        ...


def variability(
    regression: Regression,
    smoother: Smoother,
    data: LocalData,
    shuffled: Shuffled,
    permutations: int,
    seed: int,
    progress: Progress,
) -> Variability:
    """Permute residuals of units about one regression for all, or whole units over places; the bandwidth stays.

    Parameters
    ----------
    shuffled : "residuals" leaves regressors where they are, with all periods of a unit together; "rows" moves outcome
        and regressors of units to other places (Brunsdon et al. 1998; mgwr, GWmodel).

    Raises
    ------
    ParameterError
        If units have different periods.
    """
    if not data.present.all():
        raise ParameterError(
            "Permutations need the same periods for every unit: fill the rows, filter units or periods, or ask for no "
            "permutations (permutations 0)."
        )
    rng = np.random.default_rng(seed)
    N = data.Z.shape[1]
    orders = np.array([rng.permutation(N) for _ in range(permutations)])
    gamma, left, _ = data.pooled()
    observed = regression.fit(smoother)
    first = _sd(data, observed.gamma)[0]
    ratio = float(observed.rss()[0] / (left**2).sum())
    sds, ratios = [], []
    if shuffled == "rows":
        for k, order in enumerate(orders):
            moved = replace(data, y=data.y[:, order], Z=np.ascontiguousarray(data.Z[:, order]))
            found = PooledRegression(moved).fit(smoother)
            sds.append(_sd(data, found.gamma))
            ratios.append(found.rss() / (left**2).sum())
            progress.update((k + 1) / permutations)
    else:
        middle = data.Z @ gamma
        for start in range(0, permutations, TOGETHER):
            own = orders[start : start + TOGETHER]
            moved_left = np.moveaxis(left[:, own], 1, 2)
            found = regression.fit(smoother, middle[..., None] + moved_left)
            sds.append(_sd(data, found.gamma))
            ratios.append(found.rss() / _pooled_rss(data, moved_left))
            progress.update(min(1.0, (start + TOGETHER) / permutations))
    draws = np.concatenate(sds)
    p = (1 + (draws >= first * (1 - 1e-12)).sum(axis=0)) / (permutations + 1)
    joint = (1 + (np.concatenate(ratios) <= ratio * (1 + 1e-12)).sum()) / (permutations + 1)
    return Variability(first, p, float(joint), draws)


def _sd(data: LocalData, gamma: np.ndarray) -> np.ndarray:
    """Return the standard deviations over places (P, k) of coefficients (*targets, k, P)."""
    flat = gamma.reshape(-1, *gamma.shape[-2:])
    return np.asarray(data.coefficients(np.moveaxis(flat, 1, 2)).std(axis=0))


def _pooled_rss(data: LocalData, outcomes: np.ndarray) -> np.ndarray:
    """Return the sums of squares (P,) that one regression for all leaves of outcomes (T, N, P)."""
    free = data.Z[..., :-1] if data.constant and data.effects != "none" else data.Z
    Q, _ = np.linalg.qr(data.less_effects(free).reshape(-1, free.shape[2]))
    flat = data.less_effects(outcomes).reshape(len(Q), -1)
    return np.asarray(((flat - Q @ (Q.T @ flat)) ** 2).sum(axis=0))
