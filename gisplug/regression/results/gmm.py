"""What difference and system GMM found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from gisplug.core.evidence import Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.numbers.fits.tabled import TableFit


@dataclass(frozen=True, repr=False, eq=False)
class GmmFit(TableFit):
    """A dynamic panel GMM fit.

    Attributes
    ----------
    estimates : DataFrame, index term ("L.y", regressors, constant); z tests; period dummies are left out
    cov : DataFrame, term by term (rows and columns as `estimates`)
    tests : DataFrame, index test (AR(1), AR(2), Hansen, Sargan): statistic, df, p
    instruments : number of independent instruments; more than units make the Hansen test weak
    dependent : instrument columns that are combinations of these, and left out
    transformation : "difference" or "orthogonal"
    subsets : DataFrame, index group of instruments
        Difference-in-Hansen tests: instruments of the group, Hansen's statistic, df and p without them, and what they
        add to it with df and p; NaN where the rest does not identify the model.
    """

    outcome: str
    estimates: pd.DataFrame
    cov: pd.DataFrame
    tests: pd.DataFrame
    instruments: int
    n: int
    units: int
    system: bool
    steps: int
    chi2: float
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    dependent: int = 0
    transformation: str = "difference"
    subsets: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)

    kind = "Dynamic panel GMM"
    no_prediction = message("differences take the units' effects out and do not estimate them")

    @property
    def nobs(self) -> int:
        """Observations used."""
        return self.n

    @property
    def equations(self) -> str:
        """Which equations were estimated: Difference, Orthogonal deviations, System, System (orthogonal)."""
        if self.transformation == "orthogonal":
            return "System (orthogonal)" if self.system else "Orthogonal deviations"
        return "System" if self.system else "Difference"

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        rows: dict[str, Cell] = {
            "Estimator": message("{equations} GMM, two step", equations=self.equations)
            if self.steps == 2
            else message("{equations} GMM, one step", equations=self.equations),
            "Errors": "Windmeijer" if self.steps == 2 else "Robust",
        }
        for name in self.tests.index:
            rows[f"{name}, p"] = float(self.tests.loc[name, "p"])
        return rows | {"Instruments": self.instruments, "Observations": self.n, "Units": self.units}
