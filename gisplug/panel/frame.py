"""Panel: a long table as (T, N) arrays, units in a fixed order, periods sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from gisplug.errors import PanelError
from gisplug.evidence import Report

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.vector.units import Units


@dataclass(frozen=True)
class Panel:
    """A panel of N units and T periods.

    Attributes
    ----------
    frame : DataFrame, T * N rows
        Index (period, unit), time-major, every combination present; absent rows hold NaN when `unbalanced`.
    ids : tuple of str, length N
    periods : tuple, length T, sorted
    units : Units or None
        Geometry in the order of `ids`.
    unbalanced : bool
        Whether some (unit, period) rows are absent (kept on request only).
    report : Report
        What was joined, dropped on request, interpolated, transformed: every step.
    """

    frame: pd.DataFrame
    ids: tuple[str, ...]
    periods: tuple[Any, ...]
    units: Units | None = None
    unbalanced: bool = False
    name: str = "panel"
    report: Report = field(default_factory=Report)

    @property
    def N(self) -> int:
        return len(self.ids)

    @property
    def T(self) -> int:
        return len(self.periods)

    @property
    def names(self) -> tuple[str, ...]:
        """What maps and tables call each unit."""
        return self.units.names if self.units is not None else self.ids

    def array(self, column: str) -> np.ndarray:
        """Return one column as (T, N) float64.

        Raises
        ------
        PanelError
            If there is no such column or it is not a number.
        """
        return self.arrays([column])[:, :, 0]

    def arrays(self, columns: Sequence[str]) -> np.ndarray:
        """Return columns as (T, N, K) float64."""
        import pandas as pd

        lost = [c for c in columns if c not in self.frame.columns]
        if lost:
            raise PanelError(f"{self.name} has no column {', '.join(map(repr, lost))}. It has: {', '.join(map(str, self.frame.columns))}.")
        words = [c for c in columns if not pd.api.types.is_numeric_dtype(self.frame[c])]
        if words:
            raise PanelError(f"Columns {', '.join(map(repr, words))} of {self.name} are not numbers; recode them first.")
        values = self.frame[list(columns)].to_numpy(dtype=np.float64, na_value=np.nan)
        return values.reshape(self.T, self.N, len(columns))
