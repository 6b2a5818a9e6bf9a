"""The time axis of a NetCDF: numbers and their unit to periods, in the calendars of the CF conventions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from gisplug.core.vocabulary import Period
from gisplug.lights.files.facts import Band, Opened

_AXIS = "NETCDF_DIM_"
_NOT_STEPS = ("EXTRA",)
_SINCE = re.compile(r"^\s*(\w+)\s+since\s+(-?\d{1,4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2})(?::(\d{1,2}))?)?")
_DAYS = {"day": 1.0, "d": 1.0, "hour": 1 / 24, "hr": 1 / 24, "h": 1 / 24, "minute": 1 / 1440, "min": 1 / 1440}
_DAYS |= {"second": 1 / 86400, "sec": 1 / 86400, "s": 1 / 86400}
_FIXED = {"noleap": 365, "365_day": 365, "all_leap": 366, "366_day": 366, "360_day": 360}
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Day = tuple[int, int, int]


def axes_of(bands: Sequence[Band]) -> list[str]:
    """Return the dimensions beyond the plane along which the bands differ ("time", "level")."""
    names = {key.removeprefix(_AXIS) for band in bands for key in band.tags if key.startswith(_AXIS)}
    names -= set(_NOT_STEPS)
    return sorted(n for n in names if len(bands) == 1 or len({band.tags.get(_AXIS + n) for band in bands}) > 1)


def periods_along(raster: Opened, bands: Sequence[Band], axis: str) -> list[Period] | None:
    """Return the period of each band by the numbers of an axis, or None where they are no times.

    Years where the steps fall into different years, months where they fall into different months, else days.
    """
    try:
        numbers = [float(band.tags[_AXIS + axis]) for band in bands]
    except (KeyError, ValueError):
        return None
    unit = raster.tags.get(f"{axis}#units", "")
    calendar = raster.tags.get(f"{axis}#calendar", "standard").lower()
    days = [_day(number, unit, calendar) for number in numbers]
    if any(day is None for day in days):
        return None
    return as_periods([day for day in days if day is not None])


def as_periods(days: Sequence[Day]) -> list[Period] | None:
    """Return years, months or days, whichever tell the steps apart; None where two steps are one day."""
    years, months = [y for y, _, _ in days], [f"{y:04d}-{m:02d}" for y, m, _ in days]
    if len(set(years)) == len(days) and (len(days) > 1 or days[0][1:] in ((1, 1), (7, 1), (7, 2), (12, 31))):
        return list(years)
    if len(set(months)) == len(days):
        return list(months)
    whole = [f"{month}-{d:02d}" for month, (_, _, d) in zip(months, days, strict=True)]
    return list(whole) if len(set(whole)) == len(days) else None


def _day(number: float, unit: str, calendar: str) -> Day | None:
    """Return year, month and day of a number of an axis."""
    since = _SINCE.match(unit)
    try:
        if since is None:
            return _plain(number, unit)
        kind, start = since[1].lower().rstrip("s") or "s", (int(since[2]), int(since[3]), int(since[4]))
        hours = int(since[5] or 0) / 24 + int(since[6] or 0) / 1440
        if kind in ("year", "yr", "common_year"):
            return start[0] + int(number // 1), start[1], start[2]
        if kind in ("month", "mon"):
            step = start[0] * 12 + start[1] - 1 + int(number // 1)
            return step // 12, step % 12 + 1, start[2]
        if kind not in _DAYS:
            return None
        return _after(start, number * _DAYS[kind] + hours, calendar)
    except (ValueError, OverflowError):
        return None


def _plain(number: float, unit: str) -> Day | None:
    """Read 2012, 201204 or 20120401 without a beginning."""
    text = f"{int(number)}"
    if "since" in unit.lower() or number < 0:
        return None
    if 1900 <= number < 2100 and number == int(number):
        return int(number), 1, 1
    if len(text) == 6 and 1 <= int(text[4:]) <= 12:
        return int(text[:4]), int(text[4:]), 1
    if len(text) == 8:
        day = datetime.strptime(text, "%Y%m%d")
        return day.year, day.month, day.day
    return None


def _after(start: Day, days: float, calendar: str) -> Day:
    fixed = _FIXED.get(calendar)
    whole = int((days + 1e-6) // 1)
    if fixed is None:
        day = date(*start) + timedelta(days=whole)
        return day.year, day.month, day.day
    lengths = [30] * 12 if fixed == 360 else [28 + (fixed == 366) if n == 28 else n for n in _LENGTHS]
    count = start[0] * fixed + sum(lengths[: start[1] - 1]) + start[2] - 1 + whole
    year, rest = divmod(count, fixed)
    month = 0
    while rest >= lengths[month]:
        rest -= lengths[month]
        month += 1
    return year, month + 1, rest + 1
