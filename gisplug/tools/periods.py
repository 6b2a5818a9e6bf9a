"""Periods that the user names in text, for pictures and maps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional

from gisplug.core.errors import ParameterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Period
from gisplug.tools.inputs import split_list


def one_period(periods: Iterable[Period], wanted: Optional[str]) -> Period:
    """Return the period of this name, or the last one where none is named.

    Raises
    ------
    ParameterError
        If there is no such period.
    """
    known = list(periods)
    name = str(wanted or "").strip()
    if not name:
        return known[-1]
    for period in known:
        if str(period) == name:
            return period
    raise ParameterError(
        message("The panel has no period {name!r}; it has {known}.", name=name, known=some([str(p) for p in known], 30))
    )


def named_periods(periods: Iterable[Period], wanted: Optional[str]) -> list[Period]:
    """Return the periods of a list such as "2010, 2023"."""
    known = list(periods)
    return [one_period(known, name) for name in split_list(wanted)]


def spread_periods(periods: Iterable[Period], wanted: Optional[str]) -> list[Period]:
    """Return the named periods; where none is named, at most four from the first to the last."""
    known = list(periods)
    count = min(4, len(known))
    return named_periods(known, wanted) or [
        known[round(k * (len(known) - 1) / max(count - 1, 1))] for k in range(count)
    ]
