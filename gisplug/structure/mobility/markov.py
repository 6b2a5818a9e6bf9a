"""Markov chains of a panel: classic, and conditioned on the class of the neighbours (Rey 2001)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack, get_args

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Period, known, one_of
from gisplug.indices.scaling import known_values
from gisplug.panel.frame import Panel
from gisplug.structure.mobility.chains import (
    ergodic,
    linked_units,
    mobility,
    passage_times,
    periods_apart,
    probabilities,
    standard_errors,
    transitions,
)
from gisplug.structure.mobility.homogeneity import Homogeneity, homogeneity, statistics
from gisplug.structure.mobility.levels import LEAST, MOST, LagClasses, Scale, checked_borders, codes, quantile_borders
from gisplug.weights.weights import Weights

FEW = 5  # expected transitions of a regime's class below which chi2 is not to be trusted


class MarkovOptions(TypedDict, total=False):
    """Further options of `markov_chain`.

    Attributes
    ----------
    classes, borders
        Number of classes of equal size over all periods (4), or the borders between them instead.
    scale
        "relative" to the mean of the period, or "level".
    lag_classes
        Neighbours' classes: "own" quantiles of the spatial lag, or the "same" borders as the value.
    step
        Steps of the calendar from start to end of a transition (1).
    permutations, seed
        Shuffles of the units over the map for the tests (199), and their seed (1).
    split
        Last period of the first part, for the test that the chain is the same before and after; None: the middle.
    """

    classes: int
    borders: Sequence[float] | None
    scale: Scale
    lag_classes: LagClasses
    step: int
    permutations: int
    seed: int
    split: Period | None


@dataclass(frozen=True, eq=False)
class MarkovChain:
    """A chain of k classes, and one for each class of neighbours.

    Attributes
    ----------
    borders, lag_borders : (k - 1,)
        Between the classes of the value and of its spatial lag; the latter None without W.
    counts, p, se : (k, k)
        Transitions from (row) to (column), their probabilities and standard errors.
    by_lag : (k, k, k) or None
        Transitions by the class of the neighbours at the start.
    start, ergodic : (k,)
        Shares of the classes at the start of transitions, and in the long run.
    passage : (k, k)
        Mean steps from each class until each is first entered.
    mobility : DataFrame
        One row for all transitions and one for each class of neighbours: the indices of `chains.mobility`.
    over_space, over_time : Homogeneity or None
        Tests that the chain is the same beside all neighbours, and in both parts of the time.
    classes : (T, N); lag_classes : (T, N) or None
        Class of each unit and of its neighbours, 0 the lowest; -1 for isolates.
    """

    variable: str
    borders: np.ndarray
    counts: np.ndarray
    start: np.ndarray
    mobility: pd.DataFrame
    classes: np.ndarray
    over_time: Homogeneity | None = None
    lag_borders: np.ndarray | None = None
    by_lag: np.ndarray | None = None
    over_space: Homogeneity | None = None
    lag_classes: np.ndarray | None = None
    split: Period | None = None
    report: Report = field(default_factory=Report)

    @property
    def k(self) -> int:
        """Number of classes."""
        return len(self.counts)

    @property
    def p(self) -> np.ndarray:
        """Transition probabilities, (k, k)."""
        return probabilities(self.counts)

    @property
    def se(self) -> np.ndarray:
        """Standard errors of the probabilities, (k, k)."""
        return standard_errors(self.counts)

    @property
    def ergodic(self) -> np.ndarray:
        """Shares in the long run, (k,)."""
        return ergodic(self.p)

    @property
    def passage(self) -> np.ndarray:
        """Mean first passage times in steps, (k, k)."""
        return passage_times(self.p)


def markov_chain(
    panel: Panel,
    variable: str,
    w: Weights | None = None,
    *,
    progress: Progress = SILENT,
    **options: Unpack[MarkovOptions],
) -> MarkovChain:
    """Estimate how units move between classes of a variable, and with W how that hangs on their neighbours
    (Rey 2001).

    Parameters
    ----------
    w
        Aligned to the panel by id; without it there is the classic chain only.
    options
        As in `MarkovOptions`.

    Raises
    ------
    PanelError
        If cells are empty, there are too few periods, or the values cannot be divided.
    JoinError
        If W lacks a unit.
    ParameterError
        If an option cannot be.
    """
    known(options, MarkovOptions, "markov_chain")
    values = _values(panel, variable, options)
    borders = _borders(values, variable, options)
    code, k = codes(values, borders), len(borders) + 1
    pairs = periods_apart(panel, options.get("step", 1))
    start, end = code[pairs[:, 0]], code[pairs[:, 1]]
    counts = transitions(start.ravel(), end.ravel(), k)
    split, part = _split(panel, pairs, options.get("split"))
    halves = np.stack([transitions(start[part == h].ravel(), end[part == h].ravel(), k) for h in (0, 1)])
    made = MarkovChain(
        variable,
        borders,
        counts,
        counts.sum(axis=1) / counts.sum(),
        pd.DataFrame([mobility(probabilities(counts), counts.sum(axis=1) / counts.sum())], index=["all"]),
        code,
        homogeneity(halves) if split is not None else None,
        split=split,
    )
    return made if w is None else _beside_neighbours(made, values, w.align(panel.ids), pairs, options, progress)


def _values(panel: Panel, variable: str, options: MarkovOptions) -> np.ndarray:
    """Return the values (T, N), by their scale."""
    values = known_values(panel, [variable])[..., 0]
    if one_of("scale", options.get("scale", "relative"), get_args(Scale)) == "level":
        return values
    mean = values.mean(axis=1, keepdims=True)
    if not (mean > 0).all():
        raise PanelError(
            message(
                "{variable} has a mean of nought or less in {periods}, so nothing is relative to it; take "
                "scale = level.",
                variable=variable,
                periods=some([str(p) for p, m in zip(panel.periods, mean[:, 0], strict=True) if not m > 0]),
            )
        )
    out: np.ndarray = values / mean
    return out


def _borders(values: np.ndarray, variable: str, options: MarkovOptions) -> np.ndarray:
    given = options.get("borders")
    if given is not None:
        return checked_borders(given)
    k = options.get("classes", 4)
    if not LEAST <= k <= MOST:
        raise ParameterError(message("'classes' is from 2 to 9; {k} was given instead.", k=k))
    return quantile_borders(values, k, variable)


def _split(panel: Panel, pairs: np.ndarray, wanted: Period | None) -> tuple[Period | None, np.ndarray]:
    """Return the last period of the first part, and the part of each transition (by where it ends)."""
    ends = pairs[:, 1]
    if wanted is None:
        if len(np.unique(ends)) < 2:
            return None, np.zeros(len(pairs), dtype=int)
        last = int(np.unique(ends)[(len(np.unique(ends)) - 1) // 2])
    else:
        found = [t for t, period in enumerate(panel.periods) if str(period) == str(wanted)]
        last = found[0] if found else -1
        if not (ends <= last).any() or not (ends > last).any():
            raise ParameterError(
                message(
                    "'split' is a period with transitions that end before and after it; {given} was given instead.",
                    given=str(wanted),
                )
            )
    return panel.periods[last], (ends > last).astype(int)


def _beside_neighbours(
    made: MarkovChain,
    values: np.ndarray,
    w: Weights,
    pairs: np.ndarray,
    options: MarkovOptions,
    progress: Progress,
) -> MarkovChain:
    """Return the chain with what hangs on the class of the neighbours."""
    same = one_of("lag_classes", options.get("lag_classes", "own"), get_args(LagClasses)) == "same"
    with_neighbours = linked_units(w)
    k = made.k

    def lags_of(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        lag = (w.matrix @ x.T).T
        borders = made.borders if same else quantile_borders(lag[:, with_neighbours], k, f"W x {made.variable}")
        return borders, np.where(with_neighbours, codes(lag, borders), -1)

    def counted(code: np.ndarray, near: np.ndarray) -> np.ndarray:
        start, end, beside = code[pairs[:, 0]], code[pairs[:, 1]], near[pairs[:, 0]]
        kept = beside >= 0
        flat = beside[kept] * k * k + start[kept] * k + end[kept]
        return np.bincount(flat, minlength=k**3).reshape(k, k, k).astype(float)

    borders, near = lags_of(values)
    counts = counted(made.classes, near)
    test = homogeneity(counts)
    times = options.get("permutations", 199)
    rng = np.random.default_rng(options.get("seed", 1))
    above = np.zeros(2)
    for r in range(times):
        progress.check()
        order = rng.permutation(values.shape[1])
        drawn = counted(made.classes[:, order], lags_of(values[:, order])[1])
        above += np.array(statistics(drawn)) >= np.array([test.LR, test.Q]) * (1 - 1e-12)
        progress.update((r + 1) / times)
    if times:
        p = (1 + above) / (1 + times)
        test = replace(test, p_LR_sim=float(p[0]), p_Q_sim=float(p[1]))
    rows = {"all": made.mobility.iloc[0].to_dict()}
    for j, c in enumerate(counts):
        share = c.sum(axis=1) / c.sum() if c.sum() else np.full(k, np.nan)
        rows[f"lag {j + 1}"] = mobility(probabilities(c), share)
    return replace(
        made,
        lag_borders=borders,
        by_lag=counts,
        over_space=test,
        lag_classes=near,
        mobility=pd.DataFrame.from_dict(rows, orient="index"),
        report=Report(_notes(counts, w)),
    )


def _notes(counts: np.ndarray, w: Weights) -> tuple[Note, ...]:
    notes = []
    if w.isolates:
        text = message(
            "{n} units without neighbours ({units}) are in the classic chain only.",
            n=len(w.isolates),
            units=some(list(w.isolates)),
        )
        notes.append(Note(WARNING, "isolates", text, tuple(w.isolates)))
    rows = counts.sum(axis=2)
    few = int(((rows > 0) & (rows < FEW)).sum())
    if few:
        text = message(
            "{few} of the {all} classes beside neighbours have fewer than {least} transitions; go by the p of "
            "shuffles, or take fewer classes.",
            few=few,
            all=rows.size,
            least=FEW,
        )
        notes.append(Note(WARNING, "few-transitions", text))
    return tuple(notes)
