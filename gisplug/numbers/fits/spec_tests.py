"""SpecTests: several specification tests with the face of a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from gisplug.core.evidence import Report
from gisplug.numbers.fits.finding import Finding, drawn, rows_of, shortened
from gisplug.numbers.hypotheses import SpecTest, tests_frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class SpecTests(Finding, tuple[SpecTest, ...]):
    """Specification tests: a tuple, and the face of a result."""

    _title: str
    _report: Report
    omitted: Mapping[str, str]

    def __new__(
        cls,
        tests: Iterable[SpecTest],
        title: str,
        report: Report | None = None,
        omitted: Mapping[str, str] | None = None,
    ) -> SpecTests:
        """Take the tests, what they ask, what was left out on the way, and the terms omitted with their reasons."""
        made = super().__new__(cls, tests)
        made._title, made._report, made.omitted = title, report or Report(), omitted or {}
        return made

    @property
    def report(self) -> Report:
        """What was left out on the way."""
        return self._report

    @property
    def title(self) -> str:
        """What the tests ask, in a line."""
        return self._title

    def table(self) -> pd.DataFrame:
        """Return one row a test (index): form, null, statistic, df, p, decision (columns)."""
        return tests_frame(self)

    def summary(self) -> str:
        """Return the tests as plain text."""
        return "\n".join([self.title, *(f"  {test}" for test in self)])

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {**super().to_dict(), "tests": [test.to_dict() for test in self]}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the p-value of each test on `ax`, or on a new figure; returns the axes."""
        return drawn("p values", ax, self.table())

    def __repr__(self) -> str:
        return shortened([self.title, *rows_of(self.table(), ("statistic", "df", "p", "decision"))])
