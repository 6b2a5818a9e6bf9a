"""Which units and periods carry a coefficient, and the weights of treated cells in a two-way regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.numbers.fits.finding import Finding
from gisplug.numbers.orthogonal import left_over
from gisplug.numbers.projections import Absorbed, weighted_residuals
from gisplug.regression.inference.structures import parts_of
from gisplug.regression.results.panel import PanelFit


@dataclass(frozen=True, repr=False, eq=False)
class CoefficientWeights(Finding):
    """What carries one coefficient.

    Attributes
    ----------
    units, periods : DataFrame, index unit or period
        share : of the regressor's own variation, which is what the coefficient is a mean over; all sum to one.
        influence : how far the coefficient moves, to first order, for the errors of the unit or period; sum nought.
        weight : of a 0/1 regressor, the sum of the weights of its treated cells; else absent.
    cells : DataFrame, index (period, unit); residual (of the regressor), share, weight (NaN where untreated)
    estimate : the coefficient
    effective_units : one over the sum of the squared shares of units
    negative, negative_sum : number and sum of negative weights of treated cells; NaN unless the regressor is 0/1
    spread : standard deviation of effects over treated cells at which their mean could be nought, the coefficient
        notwithstanding (de Chaisemartin & D'Haultfoeuille 2020); NaN unless the regressor is 0/1
    """

    units: pd.DataFrame
    periods: pd.DataFrame
    cells: pd.DataFrame
    term: str
    outcome: str
    estimate: float
    effective_units: float
    effective_periods: float
    treated: int
    negative: float
    negative_sum: float
    spread: float
    report: Report = field(default_factory=Report, repr=False)

    kind = "Weights of a coefficient"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message("What carries the coefficient of {term}: {outcome}", term=self.term, outcome=self.outcome)

    def table(self) -> pd.DataFrame:
        """Return the units by falling share, index unit."""
        return self.units.sort_values("share", ascending=False, kind="stable")

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the table: label and value."""
        rows: dict[str, Cell] = {
            "Coefficient": self.estimate,
            "Effective units": self.effective_units,
            "Effective periods": self.effective_periods,
        }
        if self.treated:
            rows["Treated cells"] = self.treated
            rows["Negative weights"] = int(self.negative)
            rows["Sum of negative weights"] = self.negative_sum
            rows["Spread of effects that undoes it"] = self.spread
        return rows


def coefficient_weights(fit: PanelFit, term: str = "") -> CoefficientWeights:
    """Return which units and periods carry a coefficient of `fixed_effects`.

    The coefficient is the regression of the outcome on what the other terms and the effects leave of the regressor; a
    unit's share of the squares of that is how much of the evidence is its own. Of a 0/1 regressor under fixed effects
    it is also a sum of the effects of treated cells with weights that sum to one, some of which may be negative (de
    Chaisemartin & D'Haultfoeuille 2020): effects that differ can then turn its sign.

    Parameters
    ----------
    term : the first regressor by default

    Raises
    ------
    ModelError
        If the term is none of the fit.
    """
    term = term or fit.formula.regressors[0]
    parts, sample = parts_of(fit, term), fit.sample
    root = np.ones(sample.n) if sample.weights is None else np.sqrt(sample.weights)
    size = float(parts.own @ parts.own)
    x = sample.columns[:, 1 + parts.at]
    on = x == 1
    binary = bool(on.any() and np.isin(x, (0.0, 1.0)).all())
    weight = np.where(on, parts.own * root / size, np.nan) if binary else np.full(sample.n, np.nan)
    values = {"residual": parts.own / root, "share": parts.own**2 / size, "weight": weight}
    panel = sample.panel
    ids = np.array(panel.ids, dtype=object)[sample.rows % panel.N]
    times = np.array(panel.periods, dtype=object)[sample.rows // panel.N]
    cells = pd.DataFrame(values, index=pd.MultiIndex.from_arrays([times, ids], names=["period", "unit"]))
    influence = pd.Series(parts.own * parts.e / size, index=cells.index)
    names = ["share", *(["weight"] if binary else [])]
    tables = {}
    for level in ("unit", "period"):
        frame = cells[names].groupby(level=level, sort=False).sum(min_count=1)
        frame.insert(1, "influence", influence.groupby(level=level, sort=False).sum())
        tables[level] = frame
    below = weight[on] < 0
    spread = _spread(parts.b, weight[on]) if binary else np.nan
    return CoefficientWeights(
        units=tables["unit"],
        periods=tables["period"],
        cells=cells,
        term=term,
        outcome=fit.outcome,
        estimate=parts.b,
        effective_units=float(1 / (tables["unit"]["share"] ** 2).sum()),
        effective_periods=float(1 / (tables["period"]["share"] ** 2).sum()),
        treated=int(on.sum()) if binary else 0,
        negative=float(below.sum()) if binary else np.nan,
        negative_sum=float(weight[on][below].sum()) if binary else np.nan,
        spread=spread,
        report=_told(fit, term, tables["unit"]["share"], weight[on] if binary else np.empty(0)),
    )


def _spread(b: float, weight: np.ndarray) -> float:
    """Return the least standard deviation of effects over cells of equal size at which their mean could be nought."""
    scaled = weight * len(weight)
    deviation = float(np.sqrt(np.mean((scaled - 1) ** 2)))
    return abs(b) / deviation if deviation > 1e-12 else np.inf


def _told(fit: PanelFit, term: str, share: pd.Series, weight: np.ndarray) -> Report:
    notes = list(fit.report.notes)
    effective = float(1 / (share**2).sum())
    most = share.sort_values(ascending=False).iloc[:3]
    if effective < len(share) / 3:
        text = message(
            "{effective:.1f} of {n} units effectively carry the coefficient of {term}; {most}. "
            "Clustered errors are then too small.",
            effective=effective,
            n=len(share),
            term=term,
            most=", ".join((f"{unit} {value:.0%}" for unit, value in most.items())),
        )
        notes.append(Note(WARNING, "few-carry", text, tuple(map(str, most.index))))
    return Report((*notes, *_negative(weight, message("the coefficient of {term}", term=term), WARNING)))


def negative_weights(X: np.ndarray, absorbed: Sequence[Absorbed]) -> Report:
    """Return a note where treated cells have negative weights in the coefficient of a policy after effects.

    Parameters
    ----------
    X : (n, k), the 0/1 policy first, then controls
    absorbed : the effects
    """
    flat = weighted_residuals(X, absorbed)
    own = left_over(flat[:, 1:], flat[:, 0])
    return Report(_negative(own[X[:, 0] == 1] / float(own @ own), "the estimate", INFO))


def _negative(weight: np.ndarray, what: str, level: str) -> tuple[Note, ...]:
    below = weight < 0
    if not below.any():
        return ()
    text = message(
        "{below} of {n} treated cells have negative weights in {what}, together {weight:.3f}: where "
        "effects differ it is no mean of them. Use an estimator for staggered policies.",
        below=int(below.sum()),
        n=len(weight),
        what=what,
        weight=weight[below].sum(),
    )
    return (Note(level, "negative-weights", text),)
