"""Panel: a long table as (T, N) arrays, units in a fixed order, periods sorted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.errors import PanelError
from gisplug.core.evidence import Note, Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Period

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.boundaries.units import Units


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
    unit_name, period_name : str
        What the keys were called in the table.
    seen : tuple of str
        Units in the order in which the table names them; empty where it is not known.
    levels : mapping of a column to the order of its groups
        Where the table gives one: an ordered Categorical, or value labels of Stata and SPSS.
    """

    frame: pd.DataFrame
    ids: tuple[str, ...]
    periods: tuple[Period, ...]
    units: Units | None = None
    unbalanced: bool = False
    name: str = "panel"
    report: Report = field(default_factory=Report)
    unit_name: str = "unit"
    period_name: str = "period"
    seen: tuple[str, ...] = ()
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def in_table_order(self) -> tuple[str, ...]:
        """The units as the table names them, one after the other; in the order of `ids` where that is not known."""
        return self.seen if set(self.seen) == set(self.ids) else self.ids

    @property
    def N(self) -> int:
        """Number of units."""
        return len(self.ids)

    @property
    def T(self) -> int:
        """Number of periods."""
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
        """Return columns as (T, N, K) float64.

        Raises
        ------
        PanelError
            If there is no such column or it is not a number.
        """
        import pandas as pd

        lost = [c for c in columns if c not in self.frame.columns]
        if lost:
            raise PanelError(
                message(
                    "{name} has no column {lost}. It has: {columns}.",
                    name=self.name,
                    lost=", ".join(map(repr, lost)),
                    columns=", ".join(map(str, self.frame.columns)),
                )
            )
        words = [c for c in columns if not pd.api.types.is_numeric_dtype(self.frame[c])]
        if words:
            raise PanelError(
                message(
                    "Columns {words} of {name} are not numbers; recode them first.{odd_cells}",
                    words=", ".join(map(repr, words)),
                    name=self.name,
                    odd_cells=self._odd_cells(words),
                )
            )
        values: np.ndarray = self.frame[list(columns)].to_numpy(dtype=np.float64, na_value=np.nan)
        return values.reshape(self.T, self.N, len(columns))

    def _odd_cells(self, columns: Sequence[str]) -> str:
        """Say which cells keep columns from being numbers, where the reader of the table told."""
        told = [note.text for note in self.report.having("not-numbers") if any(repr(c) in note.text for c in columns)]
        return "".join(f" {text}" for text in told)

    def table(self) -> pd.DataFrame:
        """Return the long table, T * N rows, unit-major, with the keys as columns under their own names."""
        flat = self.frame.swaplevel().reindex(self._unit_major())
        flat.index = flat.index.set_names([self.unit_name, self.period_name])
        clash = [c for c in flat.columns if c in flat.index.names]
        return flat.drop(columns=clash).reset_index()

    def wide(self, column: str) -> pd.DataFrame:
        """Return one column as a frame of periods (rows) by units (columns)."""
        import pandas as pd

        return pd.DataFrame(
            self.array(column), index=pd.Index(self.periods, name="period"), columns=pd.Index(self.ids, name="unit")
        )

    def with_columns(self, columns: Mapping[str, np.ndarray], *notes: Note) -> Panel:
        """Return a panel with these (T, N) columns added or replaced; notes go into the report.

        Raises
        ------
        PanelError
            If a column has another shape.
        """
        frame = self.frame.copy()
        for name, values in columns.items():
            if np.shape(values) != (self.T, self.N):
                raise PanelError(
                    message(
                        "Column {name!r} must be of shape {value}; {shape} was given instead.",
                        name=name,
                        value=(self.T, self.N),
                        shape=np.shape(values),
                    )
                )
            frame[name] = np.asarray(values).reshape(-1)
        return replace(self, frame=frame, report=self.report + Report(notes))

    def select(self, ids: Sequence[str] | None = None, periods: Sequence[Period] | None = None, *notes: Note) -> Panel:
        """Return the panel of these units, in this order, and these periods, sorted.

        Raises
        ------
        PanelError
            If a unit or period is not in the panel, or none is left.
        """
        kept_ids = self.ids if ids is None else tuple(ids)
        kept_periods = self.periods if periods is None else tuple(sorted(periods))
        unit_at = {unit: k for k, unit in enumerate(self.ids)}
        period_at = {period: k for k, period in enumerate(self.periods)}
        lost = [str(v) for v in kept_ids if v not in unit_at] + [str(v) for v in kept_periods if v not in period_at]
        if lost:
            raise PanelError(message("{name} has no unit or period {lost}.", name=self.name, lost=some(lost)))
        if not kept_ids or not kept_periods:
            raise PanelError(message("No unit or no period of {name} is left.", name=self.name))
        first = np.array([period_at[p] for p in kept_periods]) * self.N
        rows = (first[:, None] + np.array([unit_at[i] for i in kept_ids])).ravel()
        units = self.units.take(kept_ids) if self.units is not None else None
        return replace(
            self,
            frame=self.frame.iloc[rows],
            ids=kept_ids,
            periods=kept_periods,
            units=units,
            report=self.report + Report(notes),
        )

    def _unit_major(self) -> pd.MultiIndex:
        import pandas as pd

        return pd.MultiIndex.from_product([self.ids, self.periods], names=["unit", "period"])
