"""The calendar of a panel: its periods, how many steps lie between them, and which are absent. Standard library only.

Everything that goes by time (lags, trends, event time, first treated periods, axes) asks here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import gcd

from gisplug.core.errors import PanelError
from gisplug.core.evidence import many, some
from gisplug.core.messages import message
from gisplug.core.periods.columns import read_labels, read_periods
from gisplug.core.periods.spellings import CALLED, label
from gisplug.core.vocabulary import Period

MOST_STEPS = 100_000  # of a calendar: 270 years of days


@dataclass(frozen=True)
class Calendar:
    """When the periods of a panel are.

    A step is the longest of which every gap between two periods is a whole number: a yearly panel without 2014 has a
    step of one year, and 2015 is two steps after 2013; one of every second year has a step of two years.

    Attributes
    ----------
    periods : rising
    frequency : "number", "year", "half-year", "quarter", "month", "week" or "day"
    places : of the periods, counted in the frequency
    """

    periods: tuple[Period, ...]
    frequency: str
    places: tuple[int, ...]

    @property
    def step(self) -> int:
        """How many years, quarters ... one step has; 1 for a single period."""
        found = 0
        for before, after in zip(self.places, self.places[1:], strict=False):
            found = gcd(found, after - before)
        return found or 1

    @property
    def clock(self) -> tuple[int, ...]:
        """Steps from the first period to each."""
        step = self.step
        return tuple((place - self.places[0]) // step for place in self.places)

    @property
    def equal(self) -> bool:
        """Whether no step between the first and the last period is absent."""
        return self.clock == tuple(range(len(self.places)))

    @property
    def absent(self) -> tuple[Period, ...]:
        """Periods between the first and the last that the panel does not have."""
        here = set(self.clock)
        return tuple(self.period(k) for k in range(self.clock[-1] + 1) if k not in here)

    @property
    def in_words(self) -> str:
        """The step as messages say it: "1 year", "2 quarters"."""
        n = self.step
        return {
            "number": many(n, "step"),
            "year": many(n, "year"),
            "half-year": many(n, "half-year"),
            "quarter": many(n, "quarter"),
            "month": many(n, "month"),
            "week": many(n, "week"),
            "day": many(n, "day"),
        }[self.frequency]

    def period(self, at: int) -> Period:
        """Return what the period `at` steps after the first is called; it may be absent from the panel."""
        return label(self.frequency, self.places[0] + at * self.step)

    def refuse_gaps(self, method: str, name: str) -> None:
        """Refuse a panel that lacks periods between its first and its last, for a method that steps through time.

        Raises
        ------
        PanelError
            Naming the absent periods.
        """
        if not self.equal:
            raise PanelError(
                message(
                    "{method} goes from one period to the next in steps of {in_words}, and {name} lacks "
                    "{absent}. Fill these periods in, or keep periods of equal steps.",
                    method=method,
                    in_words=self.in_words,
                    name=name,
                    absent=some([str(p) for p in self.absent]),
                )
            )

    def written(self, text: str) -> str:
        """Return a period in any spelling as this calendar writes it; a text that is none of its frequency stays."""
        try:
            read = read_periods((text,))
        except PanelError:
            return text
        same = read.frequency == self.frequency or {read.frequency, self.frequency} == {"year", "number"}
        return str(label(self.frequency, read.places[0])) if same else text

    def steps_to(self, period: Period, name: str = "the panel") -> float:
        """Return how many steps a period is after the first; no whole number between two steps.

        Raises
        ------
        PanelError
            If it is of another frequency, or no period.
        """
        read = read_periods((str(period),), name)
        frequencies = {read.frequency, self.frequency}
        if len(frequencies) > 1 and frequencies != {"year", "number"}:
            raise PanelError(
                message(
                    "{period} is a {frequency}, and {name} has periods like {periods}.",
                    period=period,
                    frequency=CALLED[read.frequency],
                    name=name,
                    periods=self.periods[0],
                )
            )
        return (read.places[0] - self.places[0]) / self.step


def calendar_of(periods: Sequence[Period], name: str = "the panel") -> Calendar:
    """Return the calendar of periods, sorted or not.

    Raises
    ------
    PanelError
        If they have no order in time, are of several frequencies, or span more than `MOST_STEPS` steps.
    """
    return _calendar(tuple(periods), name)


@lru_cache(maxsize=256)
def _calendar(periods: tuple[Period, ...], name: str) -> Calendar:
    read = read_labels(periods, name)
    order = sorted(range(len(periods)), key=lambda i: read.places[i])
    made = Calendar(tuple(periods[i] for i in order), read.frequency, tuple(read.places[i] for i in order))
    if made.places and (made.places[-1] - made.places[0]) // made.step > MOST_STEPS:
        raise PanelError(
            message(
                "Periods of {name} go from {periods} to {periods2} in steps of {in_words}, too far for a "
                "panel. One of them is mistyped, or the file is damaged; correct it.",
                name=name,
                periods=made.periods[0],
                periods2=made.periods[-1],
                in_words=made.in_words,
            )
        )
    return made
