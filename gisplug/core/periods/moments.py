"""When a feature of a period begins and ends, as QGIS's expressions say it: the temporal controller plays such layers.

Standard library only: the engine writes it into styles, and the toolbox sets it where a layer came without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from gisplug.core.vocabulary import Period


class Moments(NamedTuple):
    """Begin and end of the period of a feature as expressions, and how long a period is."""

    start: str
    end: str
    step: int
    unit: str  # "years", "months" or "days"


_YEAR = "to_int(left({field}, 4))"
_SPELT = (  # how periods are spelt, the month in which they begin and end, how long they are
    (re.compile(r"\d{4}(\.0)?"), "1", "12", 1, "years"),
    (re.compile(r"\d{4}H[12]"), "6 * to_int(right({field}, 1)) - 5", "6 * to_int(right({field}, 1))", 6, "months"),
    (re.compile(r"\d{4}Q[1-4]"), "3 * to_int(right({field}, 1)) - 2", "3 * to_int(right({field}, 1))", 3, "months"),
    (re.compile(r"\d{4}-\d{2}"), "to_int(right({field}, 2))", "to_int(right({field}, 2))", 1, "months"),
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LAST = 28  # a day that every month has: a feature ends within its period


def moments(periods: Iterable[Period], field: str = "period") -> Moments | None:
    """Return when features begin and end whose period stands in a field; None where periods are no dates.

    Parameters
    ----------
    periods : as gisplug writes them: 2019, "2019H1", "2019Q1", "2019-01", "2019-01-05"; one value for each is enough
    """
    texts = {str(p) for p in periods}
    quoted = '"' + field.replace('"', '""') + '"'
    if not texts:
        return None
    for spelt, first, last, step, unit in _SPELT:
        if all(spelt.fullmatch(text) for text in texts):
            begin, end = (part.format(field=quoted) for part in (first, last))
            year = _YEAR.format(field=quoted)
            day = 31 if unit == "years" else _LAST
            start = f"make_datetime({year}, {begin}, 1, 0, 0, 0)"
            return Moments(start, f"make_datetime({year}, {end}, {day}, 23, 59, 59)", step, unit)
    if all(_DAY.fullmatch(text) for text in texts):
        start = f"to_datetime({quoted} || 'T00:00:00')"
        return Moments(start, f"to_datetime({quoted} || 'T23:59:59')", 1, "days")
    return None
