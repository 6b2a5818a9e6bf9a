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
    def frame(self) -> pd.DataFrame: ...
    @property
    def name(self) -> str: ...
    @property
    def ids(self) -> tuple[str, ...]: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def periods(self) -> tuple[Period, ...]: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def period_name(self) -> str: ...
    @property
    def N(self) -> int: ...
    @property
    def T(self) -> int: ...

    def array(self, column: str) -> np.ndarray:
        """Return one column as (T, N) float64."""
        ...
