"""What the language sees of a panel: named columns over units and periods. `Panel` satisfies it; so may any other
table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gisplug.core.vocabulary import Period

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


class Columns(Protocol):
    """Columns of N units and T periods, rows time-major: `frame` has T * N rows, all periods of it in order."""

    @property
    def frame(self) -> pd.DataFrame:
        """Long table, index (period, unit), T * N rows, time-major."""

    @property
    def name(self) -> str:
        """What messages call the table."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the units, length N."""

    @property
    def names(self) -> tuple[str, ...]:
        """What tables call each unit, length N."""

    @property
    def periods(self) -> tuple[Period, ...]:
        """Periods, sorted, length T."""

    @property
    def unit_name(self) -> str:
        """What the key of the units was called in the table."""

    @property
    def period_name(self) -> str:
        """What the key of the periods was called in the table."""

    @property
    def N(self) -> int:
        """Number of units."""

    @property
    def T(self) -> int:
        """Number of periods."""

    def array(self, column: str) -> np.ndarray:
        """Return one column as (T, N) float64."""
        ...
