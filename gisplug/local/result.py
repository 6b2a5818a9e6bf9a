"""What a local regression found: coefficients of every place, and how it compares with one for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError
from gisplug.core.evidence import Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell, Period
from gisplug.language.formula import Formula
from gisplug.numbers.fits.finding import Finding, drawn

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes

    from gisplug.boundaries.units import Units


@dataclass(frozen=True, repr=False, eq=False)
class LocalFit(Finding):
    """Local regressions: GWR, multiscale GWR, or GTWR.

    Attributes
    ----------
    coefficients : DataFrame, one row a place and term (and period, where coefficients differ between periods)
        period (of GTWR), unit, name, term, estimate, se, t, p, p_corrected (da Silva & Fotheringham 2016), significant
        (p_corrected below `level`).
    places : DataFrame, one row a place
        period (of GTWR), unit, name, r2 (local), condition (number of the regressors), vif (the largest; of two
        regressors or more), and what the method adds.
    rows : DataFrame, one row a unit and period: outcome, fitted, residual, leverage.
    by_term : DataFrame, index term
        pooled (one coefficient for all), mean, sd, min, q25, median, q75, max over places, se (mean over places),
        significant (share of places), critical_t, bandwidth, parameters (effective), p_variability (of the sd under one
        coefficient for all, by permutations; empty where there are none).
    comparison : DataFrame, index pooled, local
        rows, parameters (effective, those of effects among them), rss, sigma, r2, r2_adjusted, AICc, AIC, BIC, CV.
    search : DataFrame
        Bandwidths that were tried (of GTWR each pace), columns bandwidth and score.
    effects : taken out; with them r2 is that within
    omitted : terms that are not identified, and why
    p_joint : whether local coefficients explain more than one for all, by permutations; NaN where there are none
    """

    method: str
    formula: Formula
    coefficients: pd.DataFrame
    places: pd.DataFrame
    rows: pd.DataFrame
    by_term: pd.DataFrame
    comparison: pd.DataFrame
    search: pd.DataFrame
    options: Mapping[str, Cell | bool]
    effects: str
    omitted: Mapping[str, str]
    level: float
    p_joint: float
    units: Units | None
    report: Report

    kind = "Local regression"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message("{method} of {outcome}", method=self.method.upper(), outcome=self.formula.outcome)

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the table: label and value."""
        local, pooled = self.comparison.loc["local"], self.comparison.loc["pooled"]
        return {
            "Observations": int(local["rows"]),
            "Parameters": float(local["parameters"]),
            "AICc": float(local["AICc"]),
            "AICc gained": float(pooled["AICc"] - local["AICc"]),
            "p of one regression for all": float(self.p_joint) if np.isfinite(self.p_joint) else None,
        }

    def table(self) -> pd.DataFrame:
        """Return how each coefficient is spread over places, index term; columns of `by_term`."""
        return self.by_term

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return the comparison with one regression for all by its heading, columns of `comparison`."""
        return {"Local and pooled": self.comparison.rename_axis("regression")}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw how the coefficients are spread over places, in standard errors, beside the one for all."""
        return drawn("local coefficients", ax, self.coefficients, self.by_term)

    @property
    def terms(self) -> tuple[str, ...]:
        """The coefficients, in the order of the formula, the constant last."""
        return tuple(map(str, self.by_term.index))

    @property
    def periods(self) -> tuple[Period, ...]:
        """Periods between which coefficients differ; none where they differ between units only."""
        return tuple(dict.fromkeys(self.coefficients["period"])) if "period" in self.coefficients else ()

    def wide(self) -> pd.DataFrame:
        """Return one row a place: for every term its estimate, then `term se`, `term t`, `term p` (corrected), and the
        columns of `places`.
        """
        keys = ["period", "unit"] if self.periods else ["unit"]
        kept = self.places.copy()
        for term in self.terms:
            own = self.coefficients[self.coefficients["term"] == term].set_index(keys)
            own = own.loc[pd.MultiIndex.from_frame(kept[keys]) if len(keys) > 1 else kept["unit"]]
            kept[term] = own["estimate"].to_numpy()
            for column, name in (("se", "se"), ("t", "t"), ("p_corrected", "p")):
                kept[f"{term} {name}"] = own[column].to_numpy()
        first = [*keys, "name", *self.terms]
        return kept[[*first, *(c for c in kept if c not in first)]]

    def layer(self) -> gpd.GeoDataFrame:
        """Return `wide`, one row a place, with the shapes of the units.

        Raises
        ------
        PanelError
            If the panel has no boundaries.
        """
        import geopandas as gpd

        if self.units is None:
            raise PanelError("The panel has no boundaries, so there is nothing to map; read it with units=.")
        frame = self.wide()
        at = {unit: k for k, unit in enumerate(self.units.ids)}
        shapes = self.units.frame.geometry.to_numpy()[[at[u] for u in frame["unit"]]]
        return gpd.GeoDataFrame(frame, geometry=shapes, crs=self.units.frame.crs)
