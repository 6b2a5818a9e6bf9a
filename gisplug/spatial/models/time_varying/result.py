"""What a spatial panel model with weights by period, or with missing rows, found; its effects are derived from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.spatial.models.time_varying.weights_by_period import Periods
from gisplug.spatial.result import MODELS, SpatialResult

CORRECTIONS = {"score": "unbiased (adjusted) score", "none": "direct (no correction)"}


@dataclass(frozen=True, repr=False, eq=False)
class VaryingResult(SpatialResult):
    """A spatial panel with weights by period or missing rows; everything a `SpatialResult` has (arrays hold NaN where
    a row is absent; `w` is None, because there is no one W), and:

    Attributes
    ----------
    by_period : Periods
        Weights and presence of every period.
    """

    by_period: Periods | None = None

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the coefficients of a paper's table."""
        rows = self.by_period.n if self.by_period is not None else self.nobs
        regimes = len(self.by_period.regimes) if self.by_period is not None else 1
        return {
            "Model": MODELS[self.model],
            "Effects": {
                "none": "no effects",
                "unit": "unit effects",
                "time": "period effects",
                "twoways": "unit and period effects",
            }[self.effects_form],
            "Correction": CORRECTIONS[self.correction],
            "Weights": self.w_name,
            "Sets of weights": regimes,
            "Standard errors": self.covariance,
            "N": self.N,
            "T": self.T,
            "Rows": rows,
            "Observations": self.nobs,
            "sigma2": self.sigma2,
            "Log-likelihood": self.loglik,
        }

    @property
    def w_name(self) -> str:
        """Names of the weights, for tables."""
        if self.by_period is None or self.model == "ols":
            return "none"
        names = self.by_period.names
        return (
            names[0]
            if len(names) == 1
            else message("{names} ... {names2} ({n} by period)", names=names[0], names2=names[-1], n=len(names))
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        kept = {k: v for k, v in super().to_dict().items() if not k.startswith("r2")}
        rows = self.by_period.n if self.by_period is not None else self.nobs
        return {**kept, "rows": rows, "regimes": len(self.by_period.regimes) if self.by_period is not None else 1}
