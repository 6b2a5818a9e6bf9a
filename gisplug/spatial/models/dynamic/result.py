"""What a dynamic spatial panel model found; its effects are derived from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.spatial.result import MODELS, SpatialResult

DYNAMIC_WORDS = {"time": "y(t-1)", "space": "W y(t-1)", "both": "y(t-1) and W y(t-1)"}
CORRECTIONS = {
    "none": "quasi-maximum likelihood without correction",
    "bias": "bias-corrected (Yu, de Jong and Lee 2008; Lee and Yu 2010)",
}


@dataclass(frozen=True, repr=False, eq=False)
class DynamicResult(SpatialResult):
    """A dynamic spatial panel model.

    Everything a `SpatialResult` has, with "L.y" and "W*L.y" first among the parameters, and:

    Attributes
    ----------
    dynamics : {"time", "space", "both"}
        Which lags the model has.
    direct : Series, index parameter
        Estimates before the bias correction.
    radius : float
        Largest absolute eigenvalue of (I - rho W)^-1 (tau I + eta W); below 1 the model is stable.
    """

    dynamics: str = "both"
    direct: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    radius: float = float("nan")

    @property
    def tau(self) -> float:
        """Coefficient of y(t-1); 0 where the model has none."""
        return float(self.params.get(f"L.{self.outcome}", 0.0))

    @property
    def eta(self) -> float:
        """Coefficient of W y(t-1); 0 where the model has none."""
        return float(self.params.get(f"W*L.{self.outcome}", 0.0))

    @property
    def stable(self) -> bool:
        """Whether shocks die out: `radius` is below 1."""
        return self.radius < 1.0

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the coefficients of a paper's table."""
        return {
            "Model": message("dynamic {model}", model=MODELS[self.model]),
            "Dynamics": DYNAMIC_WORDS[self.dynamics],
            "Effects": {"unit": "unit effects", "twoways": "unit and period effects"}[self.effects_form],
            "Correction": CORRECTIONS[self.correction],
            "Weights": self.w_name,
            "Standard errors": self.covariance,
            "N": self.N,
            "T": self.T,
            "Observations": self.nobs,
            "sigma2": self.sigma2,
            "tau + rho + eta": self.tau + self.rho + self.eta,
            "Spectral radius": self.radius,
            "Log-likelihood": self.loglik,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        more = {
            "dynamics": self.dynamics,
            "direct": {str(k): float(v) for k, v in self.direct.items()},
            "radius": self.radius,
            "stable": self.stable,
        }
        kept = {k: v for k, v in super().to_dict().items() if not k.startswith("r2")}
        return {**kept, **more}
