"""The Goodman-Bacon (2021) decomposition of two-way fixed effects into two-by-two comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell, Period
from gisplug.language.formula import Formula
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.numbers.identification import check_design
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, check_collinear
from gisplug.policy.adoption import policy_and_controls
from gisplug.policy.rows import complete_units, policy_frame, policy_panel, twoways_only

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS = (
    "Treated vs never treated",
    "Earlier vs later treated",
    "Later vs earlier treated",
    "Treated vs always treated",
)


@dataclass(frozen=True, repr=False, eq=False)
class Bacon(Finding):
    """Two-by-two comparisons of the two-way estimate.

    Attributes
    ----------
    comparisons : DataFrame, columns treated, control, kind, weight, estimate
    kinds : DataFrame, index kind; weight, estimate
    twfe : their sum, the two-way estimate
    n : units
    """

    comparisons: pd.DataFrame
    kinds: pd.DataFrame
    twfe: float
    n: int
    report: Report = field(default_factory=Report, repr=False)

    kind = "Decomposition of the two-way estimate (Goodman-Bacon)"

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the table: label and value."""
        return {"Two-way estimate": self.twfe, "Units": self.n}

    def table(self) -> pd.DataFrame:
        """Return the comparisons: index (treated, control, kind); columns weight, estimate."""
        return self.comparisons.set_index(["treated", "control", "kind"])

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return weight and average estimate, index kind, by their heading."""
        return {"By kind of comparison": self.kinds}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw each estimate over its weight on `ax`, or on a new figure; returns the axes."""
        return drawn("comparisons", ax, self.comparisons, self.twfe)


def goodman_bacon(panel: Panel, formula: str | Formula, *, where: Where = None, collinear: str = "refuse") -> Bacon:
    """Decompose the two-way estimate without controls into two-by-two comparisons (Goodman-Bacon 2021).

    The panel must be balanced; incomplete units are left out and told.

    Parameters
    ----------
    formula : "outcome ~ policy"
    where : rows used, whole units and periods.
    collinear : as everywhere; there are no controls to omit.

    Raises
    ------
    ModelError
        If there are controls, no unit has all periods, nobody is treated, or there is nobody to compare with.
    PanelError
        If `where` leaves holes.
    """
    check_collinear(collinear)
    frame = policy_frame(panel, formula, where)
    twoways_only(frame, "The decomposition")
    (policy, controls), outcome = policy_and_controls(frame.formula), frame.formula.outcome
    if controls:
        raise ModelError(
            message(
                "The decomposition is of the two-way estimate without controls; {controls} stands beside "
                "the policy. Write {outcome} ~ {policy}.",
                controls=some(list(controls)),
                outcome=outcome,
                policy=policy,
            )
        )
    used, made, told = policy_panel(frame)
    y = used.array(outcome)
    whole, report = complete_units(used, y[:, :, None])
    y, first, T = y[:, whole], made.first[whole], used.T
    check_design((outcome, y), np.empty((*y.shape, 0)), (), "twoways")
    groups = [float(g) for g in np.unique(first)]
    share = {g: float((first == g).mean()) for g in groups}
    mean = {g: y[:, first == g].mean(axis=1) for g in groups}
    dbar = {g: (T - g) / T if np.isfinite(g) else 0.0 for g in groups}
    rows: list[tuple[float, float, str, float, float]] = []
    for a, b in combinations(groups, 2):
        rows += _pair(a, b, share, mean, dbar, T)
    if not rows:
        raise ModelError(
            message(
                "{policy} starts everywhere at the same time; the decomposition needs units to compare with.",
                policy=policy,
            )
        )
    frame = pd.DataFrame(rows, columns=["treated", "control", "kind", "weight", "estimate"])
    frame["weight"] /= frame["weight"].sum()
    for column in ("treated", "control"):
        frame[column] = [_name(g, made.periods) for g in frame[column]]
    frame = frame.sort_values("weight", ascending=False, ignore_index=True)
    parts = frame.assign(product=frame["weight"] * frame["estimate"]).groupby("kind")[["weight", "product"]].sum()
    summary = pd.DataFrame({"weight": parts["weight"], "estimate": parts["product"] / parts["weight"]})
    order: Sequence[str] = [k for k in KINDS if k in summary.index]
    total = float((frame["weight"] * frame["estimate"]).sum())
    return Bacon(frame, summary.loc[order].rename_axis("comparison"), total, int(whole.sum()), told + report)


def _name(g: float, periods: tuple[Period, ...]) -> str:
    return "never" if np.isinf(g) else "always" if g == 0 else str(periods[int(g)])


def _pair(
    a: float, b: float, share: dict[float, float], mean: dict[float, np.ndarray], dbar: dict[float, float], T: int
) -> list[tuple[float, float, str, float, float]]:
    """Return the comparisons of an earlier group a with a later or never treated group b; weights before they are
    scaled.
    """
    na, nb, da, db = share[a], share[b], dbar[a], dbar[b]
    total = na + nb
    mix = (na / total) * (nb / total)
    start = int(a)
    time = np.arange(T)
    if np.isinf(b):
        if a == 0:
            return []
        post = time >= start
        gap = mean[a] - mean[b]
        return [(a, b, KINDS[0], total**2 * mix * da * (1 - da), float(gap[post].mean() - gap[~post].mean()))]
    stop = int(b)
    found = []
    gap = mean[a] - mean[b]
    early, middle, late = time < start, (time >= start) & (time < stop), time >= stop
    if start > 0:
        weight = (total * (1 - db)) ** 2 * mix * (da - db) / (1 - db) * (1 - da) / (1 - db)
        found.append((a, b, KINDS[1], weight, float(gap[middle].mean() - gap[early].mean())))
    weight = (total * da) ** 2 * mix * (db / da) * (da - db) / da
    kind = KINDS[2] if start > 0 else KINDS[3]
    found.append((b, a, kind, weight, float(-gap[late].mean() + gap[middle].mean())))
    return found
