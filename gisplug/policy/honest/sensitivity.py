"""How far trends may differ before an effect of an event study can no longer be told from nought (Rambachan & Roth
2023).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.numbers import distributions as stats
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.policy.adoption import PolicyFit
from gisplug.policy.group_time import GroupTime
from gisplug.policy.honest.path import EventPath, event_path
from gisplug.policy.honest.relative import Conditional
from gisplug.policy.honest.relative import relative as relative_tests
from gisplug.policy.honest.smoothness import fixed_length, largest_change

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ORIGINAL, SMOOTH, RELATIVE = "parallel trends", "smoothness", "relative magnitudes"
FEW_UNITS = 40
MOST = 1000.0  # times the scale of a bound, beyond which a breakdown is not looked for
Interval = Callable[[float], tuple[float, float]]


@dataclass(frozen=True, repr=False, eq=False)
class HonestDid(Finding):
    """Intervals of an effect that hold where trends differ within bounds.

    Attributes
    ----------
    intervals : DataFrame, one row an interval
        restriction ("parallel trends", "smoothness", "relative magnitudes"), bound (M or Mbar; NaN with parallel
        trends), low, high, method
    breakdown : mapping of restriction to the largest bound with which the interval leaves out nought
        NaN where it holds nought already with a bound of nought; infinite where it never does.
    estimate, se : of the effect with parallel trends
    path : the coefficients and their covariance
    """

    intervals: pd.DataFrame
    breakdown: Mapping[str, float]
    estimate: float
    se: float
    effect: str
    method: str
    outcome: str
    path: EventPath = field(repr=False)
    units: int = 0
    level: float = 0.95
    report: Report = field(default_factory=Report, repr=False)

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message(
            "Sensitivity to trends, {effect}: {method}, {outcome}",
            effect=self.effect,
            method=self.method,
            outcome=self.outcome,
        )

    @property
    def statistics(self) -> dict[str, Cell]:
        """The effect with parallel trends, and the breakdown values."""
        rows: dict[str, Cell] = {"Estimate": self.estimate, "Standard error": self.se}
        rows |= {message("Breakdown, {name}", name=name): value for name, value in self.breakdown.items()}
        return rows | {"Periods before": self.path.before, "Units": self.units}

    def table(self) -> pd.DataFrame:
        """Return the intervals: index by restriction and bound; columns low, high, method."""
        names = [
            row.restriction if np.isnan(row.bound) else f"{row.restriction}, {row.bound:g}"
            for row in self.intervals.itertuples()
        ]
        return self.intervals.set_axis(pd.Index(names, name="interval"))[["low", "high", "method"]]

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the intervals over their bound, on `ax` or on a new figure; returns the axes."""
        return drawn("sensitivity", ax, self.intervals, self.estimate, self.breakdown)


def honest_did(
    fit: PolicyFit | GroupTime,
    at: int | str = 0,
    *,
    relative: Sequence[float] = (0.5, 1.0, 1.5, 2.0),
    smoothness: Sequence[float] | None = None,
    before: int | None = 4,
    after: int | None = 5,
    method: str = "hybrid",
    level: float = 0.95,
) -> HonestDid:
    """Bound an effect of an event study where trends are not quite parallel.

    Two kinds of bounds on how the outcomes of treated units would have gone without the policy, against the others:
    from one period to the next after the base they move at most Mbar times as much as in the worst period before
    ("relative magnitudes"); or their slope changes by at most M from one period to the next ("smoothness"; M = 0 is a
    straight line).

    Parameters
    ----------
    fit : of `event_study`, `sun_abraham`, `did_stacked`, `did_imputation`, `did_switching` or `group_time_effects`
        Imputation needs all periods before (`before=` as large as the panel), the others one base period.
    at : event time of the effect, or "mean" of all effects from 0 on
    relative : values of Mbar, intervals by the conditional test of Andrews, Roth & Pakes (2023); () for none
    smoothness : values of M in the unit of the outcome, fixed-length intervals; () for none
        By default five round values from 0 to about the upper 95 % bound of the largest second difference before the
        policy.
    before, after : event times used, as far as there are effects; None for all
    method : "hybrid" (with a first test against the least favourable case, a tenth of the size), or "conditional"
    level : of the intervals

    Notes
    -----
    Errors are taken as normal with the covariance of the event study. Trends before the policy have to be estimated for
    this to say much: one period before allows a line, not its bend.

    Raises
    ------
    ModelError
        If the fit has no event study relative to one base, there is no period before it, `at` is not in it, bounds are
        negative, or the covariance does not carry so many effects.
    """
    bounds = [*relative, *(() if smoothness is None else smoothness)]
    if any(not np.isfinite(m) or m < 0 for m in bounds) or not 0 < level < 1:
        raise ModelError(
            message(
                "Bounds are 0 or more and the level is between 0 and 1; {bounds}, {level} were given instead.",
                bounds=bounds,
                level=level,
            )
        )
    if method not in ("hybrid", "conditional"):
        raise ModelError(message("method is hybrid or conditional; {method!r} was given instead.", method=method))
    study = fit.policy_fit() if isinstance(fit, GroupTime) else fit
    path, notes = event_path(study, at, before, after)
    size = 1 - level
    tests = relative_tests(path, Conditional(size, size / 10 if method == "hybrid" else 0.0))
    kinds: dict[str, tuple[Sequence[float], Interval, str, float]] = {}
    if len(relative):
        kinds[RELATIVE] = (relative, tests.interval, method, 1.0)
    if smoothness is None or len(smoothness):
        scale = largest_change(path)
        chosen = _grid(scale) if smoothness is None else smoothness
        kinds[SMOOTH] = (list(map(float, chosen)), lambda M: fixed_length(path, M, level), "fixed length", scale)
    z = float(stats.norm.ppf(1 - size / 2))
    rows = [(ORIGINAL, np.nan, path.estimate - z * path.se, path.estimate + z * path.se, "normal")]
    for name, (values, interval, how, _) in kinds.items():
        rows += [(name, float(m), *interval(float(m)), how) for m in values]
    frame = pd.DataFrame(rows, columns=["restriction", "bound", "low", "high", "method"])
    ends = {name: _breakdown(interval, scale) for name, (_, interval, _, scale) in kinds.items()}
    units = int(study.numbers.get("Units") or 0)
    if 0 < units < FEW_UNITS:
        text = message(
            "Intervals take the effects as normal; in simulations with 30 units those of a straight "
            "trend (M = 0) missed the truth in 8 to 11 % (of 5 %), those of relative magnitudes in 4 "
            "to 7 %; here {units} units.",
            units=units,
        )
        notes.append(Note(WARNING, "few-units", text))
    if path.before == 1:
        text = "One period before the base: how much trends bend is not seen; M and Mbar rest on it alone."
        notes.append(Note(INFO, "one-before", text))
    effect = "mean of effects" if at == "mean" else message("effect at {at}", at=int(at))
    told = (path.estimate, path.se, effect, study.method, study.outcome, path, units, level)
    return HonestDid(frame, ends, *told, Report(tuple(notes)))


def _grid(most: float) -> list[float]:
    """Return five round bounds from 0 to about `most`."""
    step = float(f"{most / 4:.1g}")
    return [0.0, *(float(f"{k * step:.3g}") for k in range(1, 5))]


def _breakdown(interval: Interval, scale: float) -> float:
    """Return the largest bound with which the interval leaves out nought, to a thousandth of itself."""

    def tells(bound: float) -> bool:
        low, high = interval(bound)
        return low > 0 or high < 0

    if not tells(0.0):
        return float("nan")
    low, high = 0.0, scale
    while tells(high):
        low, high = high, 2 * high
        if high > MOST * scale:
            return float("inf")
    while high - low > 0.001 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if tells(middle) else (low, middle)
    return low
