"""SpatialFit: a spatial panel model as it is handed to people, with its effects at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gisplug.core.progress import SILENT, Progress
from gisplug.spatial.effects.average import average_effects
from gisplug.spatial.effects.by_unit import unit_effects
from gisplug.spatial.prediction import predicted
from gisplug.spatial.result import SpatialResult

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.numbers.fits.fit import PanelLike


@dataclass(frozen=True, repr=False, eq=False)
class SpatialFit(SpatialResult):
    """A fitted spatial panel model: a `SpatialResult` that also gives its effects."""

    def effects(
        self, draws: int = 1000, seed: int | None = 1, method: str = "simulation", level: float = 0.95
    ) -> pd.DataFrame:
        """Return average effects: index (variable, effect), columns estimate, se, stat, p, low, high; see
        `average_effects`.
        """
        return average_effects(self, draws=draws, seed=seed, method=method, level=level).frame

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return predicted outcomes, index (period, unit): the reduced form with its effects; see `predicted`.

        Parameters
        ----------
        panel : a panel of the same units; by default the rows used.
        """
        return predicted(self, panel)

    def unit_effects(
        self,
        variable: str,
        *,
        method: str = "delta",
        draws: int = 1000,
        seed: int = 1,
        level: float = 0.95,
        progress: Progress = SILENT,
    ) -> pd.DataFrame:
        """Return own, received and sent effects, one row per unit; see `effects.by_unit.unit_effects`."""
        return unit_effects(self, variable, method=method, draws=draws, seed=seed, level=level, progress=progress)
