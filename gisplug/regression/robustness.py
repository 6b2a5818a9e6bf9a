"""The columns of a robustness table: one variation of the baseline each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell
from gisplug.language.conditions import chosen_rows
from gisplug.language.formula import Formula
from gisplug.panel.frame import Panel
from gisplug.regression.fixed_effects import PanelFit, fixed_effects
from gisplug.regression.gls import GlsFit, panel_gls
from gisplug.regression.quantile import QuantileColumn, quantile_panel


@dataclass(frozen=True)
class Column:
    """A fit, and the term that plays the part of the main regressor in it."""

    fit: PanelFit | GlsFit | QuantileColumn
    key: str
    outcome: str

    @property
    def estimates(self) -> pd.DataFrame:
        """Estimates of the fit, index term."""
        frame: pd.DataFrame = self.fit.estimates
        return frame

    def statistics(self) -> dict[str, Cell]:
        """Return the rows below the coefficients."""
        return {"Outcome": self.outcome, **self.fit.statistics()}


def robustness(
    panel: Panel,
    outcome: str,
    x: str,
    controls: Sequence[str] = (),
    *,
    samples: Mapping[str, str] | None = None,
    winsorise: float = 0.01,
    lags: Sequence[int] = (1,),
    checks: Sequence[str] = ("winsorised", "lags", "gls"),
    add: Sequence[str] = (),
    outcomes: Sequence[str] = (),
    effects: str = "twoways",
    errors: str = "robust",
    progress: Progress = SILENT,
) -> dict[str, Column]:
    """Fit the baseline and its variations.

    In the order: samples, winsorised, lags, other outcomes, controls, estimators.

    Parameters
    ----------
    samples : mapping of name to a condition such as "year >= 2013".
    winsorise : share cut at each end in the check "winsorised".
    lags : of x, in the check "lags".
    add, outcomes : terms added one at a time; other outcomes.

    Raises
    ------
    ModelError
        If a lag is below 1, or a variation cannot be fitted.
    """
    if wrong := [lag for lag in lags if lag < 1]:
        raise ModelError(f"Lags are whole numbers from 1; {wrong[0]} was given instead.")
    plan: dict[str, tuple[str, str, dict[str, Any]]] = {"Baseline": (outcome, x, {})}
    for name, condition in (samples or {}).items():
        plan[name] = (outcome, x, {"where": chosen_rows(panel, condition)})
    if "winsorised" in checks and winsorise:
        plan[f"Winsorised {winsorise:.0%}"] = (outcome, x, {"winsorise": winsorise})
    if "lags" in checks:
        plan |= {f"Lag {lag}": (outcome, f"L{lag}.{x}" if lag > 1 else f"L.{x}", {}) for lag in lags}
    if "lead_outcome" in checks:
        plan["Outcome led"] = (f"F.{outcome}", x, {})
    plan |= {f"Outcome {name}": (name, x, {}) for name in outcomes}
    plan |= {f"With {term}": (outcome, x, {"add": term}) for term in add}
    if "unit_trends" in checks:
        plan["Unit trends"] = (outcome, x, {"trends": ("unit",)})
    if "driscoll_kraay" in checks:
        plan["Driscoll-Kraay"] = (outcome, x, {"errors": "driscoll-kraay"})
    found = {}
    for at, (head, (y, key, options)) in enumerate(plan.items()):
        progress.update(at / (len(plan) + 2), head)
        progress.check()
        extra = [options.pop("add")] if "add" in options else []
        formula = Formula(y, (key, *controls, *extra))
        found[head] = Column(fixed_effects(panel, formula, **{"effects": effects, "errors": errors, **options}), key, y)
    formula = Formula(outcome, (x, *controls))
    if "gls" in checks:
        found["ML-GLS"] = Column(panel_gls(panel, formula, effects=effects), x, outcome)
    if "median" in checks:
        found["Median"] = Column(
            quantile_panel(panel, formula, [0.5], effects=effects, progress=progress).column(0.5), x, outcome
        )
    return found
