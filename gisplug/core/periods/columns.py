"""What the periods of one column are: one frequency, decided by all of them together. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gisplug.core.errors import PanelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.periods.spellings import (
    CALLED,
    Spelt,
    coarser,
    day_place,
    is_end,
    is_start,
    label,
    plain,
    spelt,
    swapped,
)
from gisplug.core.vocabulary import Period

LIKELY = range(1800, 2200)  # years that six and eight digits may begin with
WAYS = message(
    "Write them as years (2019), half-years (2019H1), quarters (2019Q1), months (2019-01), weeks (2019-W05), days "
    "(2019-01-05), or number them 1, 2, 3 in their order."
)


@dataclass(frozen=True)
class Periods:
    """The different periods of a column, in the order they were given.

    Attributes
    ----------
    frequency : one of `spellings.FREQUENCIES`
    labels : whole numbers for years and numbers, else text whose order by letter is that in time
    places : whole numbers, one more for each step of the frequency
    told : what was decided that the spelling leaves open, "" where nothing
    """

    frequency: str
    labels: tuple[Period, ...]
    places: tuple[int, ...]
    told: str = ""


def read_periods(levels: Sequence[str], name: str = "the panel") -> Periods:
    """Read the different texts of a column of periods.

    Parameters
    ----------
    levels
        Every different text once.
    name
        What messages call the table.

    Raises
    ------
    PanelError
        If they have no order in time, are of several frequencies, or may be read in two ways.
    """
    return _read(tuple(levels), name)


def read_labels(labels: Sequence[Period], name: str = "the panel") -> Periods:
    """Read periods that are written as `spellings.label` writes them; others as `read_periods` does.

    Raises
    ------
    PanelError
        As `read_periods`.
    """
    texts = tuple(str(p) for p in labels)
    for frequency, form in _FORMS.items():
        if all(form.fullmatch(text) for text in texts):
            found = [spelt(text) for text in texts]
            if all(f is not None for f in found) and frequency in ("number", found[0].frequency if found[0] else ""):
                places = [f.place for f in found if f is not None]
                if frequency == "number" and all(1000 <= p < 3000 for p in places):
                    frequency = "year"
                return Periods(frequency, tuple(labels), tuple(places))
    return read_periods(texts, name)


_FORMS = {
    "number": re.compile(r"-?\d+"),
    "half-year": re.compile(r"\d{4}H[12]"),
    "quarter": re.compile(r"\d{4}Q[1-4]"),
    "month": re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
    "week": re.compile(r"\d{4}-W\d{2}"),
    "day": re.compile(r"\d{4}-\d{2}-\d{2}"),
}


@lru_cache(maxsize=512)
def _read(levels: tuple[str, ...], name: str) -> Periods:
    if all(re.fullmatch(r"\d{4}(\.(25|50?|75|0+))?", level) for level in levels) and any(
        level.endswith(("25", "75")) and "." in level for level in levels
    ):
        return _made("quarter", [round(float(level) * 4) for level in levels], "Quarters of a year were its decimals.")
    found = [spelt(level) for level in levels]
    if any(f is None for f in found):
        counted = _counted(levels)
        if counted is not None:
            return counted
        strange = [level for level, f in zip(levels, found, strict=True) if f is None]
        raise PanelError(
            message(
                "Periods of {name} have no order in time that can be read: {strange}. {ways}",
                name=name,
                strange=some(strange),
                ways=WAYS,
            )
        )
    known = [f for f in found if f is not None]
    if all(f.frequency == "number" for f in known):
        return _digits(levels, known, name)
    known, told = _fiscal(levels, known, name)
    known = [Spelt("year", f.place) if f.frequency == "number" and f.place in LIKELY else f for f in known]
    kinds = sorted({f.frequency for f in known})
    if len(kinds) > 1:
        firsts = [levels[[f.frequency for f in known].index(k)] for k in kinds]
        shown = [
            message("{frequency} ({example!r})", frequency=CALLED[k], example=v)
            for k, v in zip(kinds, firsts, strict=True)
        ]
        raise PanelError(
            message(
                "The periods of {name} are of several frequencies: {shown}. A panel has one; keep the "
                "rows of one, and read the others as a panel of their own.",
                name=name,
                shown=some(shown),
            )
        )
    if kinds == ["day"]:
        return _days(levels, known, name)
    if kinds == ["month"]:
        known, more = _parts(levels, known, name)
        told = told or more
    if any(f.style == "century" for f in known):
        told = "Years of two digits were taken as those of 1930 to 2029."
    return _made(known[0].frequency, [f.place for f in known], told)


def _made(frequency: str, places: Sequence[int], told: str = "") -> Periods:
    return Periods(frequency, tuple(label(frequency, p) for p in places), tuple(places), told)


def _counted(levels: tuple[str, ...]) -> Periods | None:
    """Read "wave 1", "wave 2" or 第1期: the same words around a whole number."""
    parts = [re.fullmatch(r"(\D*?)\s*(\d{1,3})\s*(\D*)", plain(level)) for level in levels]
    if any(p is None for p in parts):
        return None
    words = {(p[1].strip(), p[3].strip()) for p in parts if p is not None}
    if len(words) > 1 or words <= {("", "")}:
        return None
    before, after = next(iter(words))
    return _made(
        "number",
        [int(p[2]) for p in parts if p is not None],
        message("{before}1{after} is period 1, and so on.", before=before, after=after),
    )


def _digits(levels: tuple[str, ...], known: Sequence[Spelt], name: str) -> Periods:
    """Whole numbers: years and numbers as they are, 201012 a month, 20101231 a day."""
    values = [f.place for f in known]
    if all(v // 100 in LIKELY and 1 <= v % 100 <= 12 for v in values):
        places = [v // 100 * 12 + v % 100 - 1 for v in values]
        return _made(
            "month",
            places,
            message("{values} is the month {label}.", values=values[0], label=label("month", places[0])),
        )
    if all(v // 10000 in LIKELY for v in values):
        try:
            days = [day_place(v // 10000, v // 100 % 100, v % 100) for v in values]
        except ValueError:
            days = []
        if days:
            return _coarsened(days)
    if all(v // 10 in LIKELY and 1 <= v % 10 <= 4 for v in values) and len(values) > 1:
        raise PanelError(
            message(
                "The periods of {name} may be quarters or plain numbers: {levels}. Write {values} as "
                "{values2}Q{values3} if it is a quarter; number them 1, 2, 3 if not.",
                name=name,
                levels=some(list(levels)),
                values=values[0],
                values2=values[0] // 10,
                values3=values[0] % 10,
            )
        )
    return _made("year" if all(1000 <= v < 3000 for v in values) else "number", values)


def _fiscal(levels: tuple[str, ...], known: Sequence[Spelt], name: str) -> tuple[list[Spelt], str]:
    """Decide whether 2010-11 is a year over two calendar years or a month: of the year, where all are so."""
    if not any("fiscal" in f.style for f in known):
        return list(known), ""
    years = [int(plain(level)[:4]) for level in levels]
    if all("fiscal" in f.style for f in known) and (len(set(years)) > 1 or any(f.style == "fiscal" for f in known)):
        told = message(
            "{levels} is the year that begins in {years}, and is called {years}.", levels=levels[0], years=years[0]
        )
        return [Spelt("year", y) for y in years], told
    wrong = [lv for lv, f in zip(levels, known, strict=True) if "month" in f.style and int(plain(lv)[-2:]) > 12]
    if wrong:
        raise PanelError(
            message(
                "Periods of {name} are neither months nor years over two years: {wrong}. {ways}",
                name=name,
                wrong=some(wrong),
                ways=WAYS,
            )
        )
    return [Spelt("month", f.place, "part2") if f.style == "fiscal-or-month" else f for f in known], ""


def _parts(levels: tuple[str, ...], known: Sequence[Spelt], name: str) -> tuple[list[Spelt], str]:
    """Decide what the part after the year is in 2019-1, 2019.1 and 2019:1."""
    styles = {f.style for f in known}
    short = [f.style.endswith("1") for f in known]
    parts = [f.place % 12 + 1 for f in known]
    years = {f.place // 12 for f in known}
    if styles & {"part1", "colon1", "decimal1"} and all(short) and len(years) > 1 and set(parts) == {1, 2, 3, 4}:
        raise PanelError(
            message(
                "The periods of {name} may be quarters or months: {levels}. Write {levels2} as "
                "{place}Q{parts} or as {label}.",
                name=name,
                levels=some(list(levels)),
                levels2=levels[0],
                place=known[0].place // 12,
                parts=parts[0],
                label=label("month", known[0].place),
            )
        )
    if not any(style.startswith("decimal") for style in styles):
        return list(known), ""
    if "decimal1" not in styles:
        return list(known), ""
    if any(p > 1 for p, s in zip(parts, short, strict=True) if s):
        return list(known), ""  # 2019.2 to 2019.9: one digit is the month itself
    if any(re.search(r"\.0\d$", plain(level)) for level in levels):
        return [
            Spelt("month", f.place + 9) if s else f for f, s in zip(known, short, strict=True)
        ], "2019.1 beside 2019.01 is October: numbers lose the last 0."
    raise PanelError(
        message(
            "{levels} of {name} may be January or October. Write the month as 2019-01, or 2019M10.",
            levels=next((lv for lv, s in zip(levels, short, strict=True) if s)),
            name=name,
        )
    )


def _days(levels: tuple[str, ...], known: Sequence[Spelt], name: str) -> Periods:
    styles = {f.style for f in known}
    if {"day-first", "month-first"} <= styles:
        raise PanelError(
            message(
                "Some dates of {name} have the day first and some the month: {levels}. Write 2019-01-31.",
                name=name,
                levels=some(list(levels)),
            )
        )
    if "day-or-month" in styles and not styles & {"day-first", "month-first"}:
        month_first = [swapped(f.place) if f.style == "day-or-month" else f.place for f in known]
        starts = [all(is_start("month", p) for p in each) for each in ([f.place for f in known], month_first)]
        if starts[0] == starts[1] or len(known) < 3:
            raise PanelError(
                message(
                    "{levels} of {name} may be a day and month or a month and day. Write dates as 2019-01-31.",
                    levels=levels[0],
                    name=name,
                )
            )
        return _coarsened([f.place for f in known] if starts[0] else month_first)
    if "month-first" in styles:
        return _coarsened([swapped(f.place) if f.style == "day-or-month" else f.place for f in known])
    return _coarsened([f.place for f in known])


def _coarsened(days: Sequence[int]) -> Periods:
    """Return years, half-years, quarters or months where all days are their first or all their last, else days."""
    if len({label("day", d).__str__()[5:] for d in days}) == 1 and len(days) > 1:
        return _made("year", [coarser("year", d) for d in days], "Dates of one day a year are taken as years.")
    for frequency in ("year", "half-year", "quarter", "month"):
        if all(is_start(frequency, d) for d in days) or all(is_end(frequency, d) for d in days):
            told = message(
                "Dates at the borders of {frequency}s are taken as {frequency}s.", frequency=CALLED[frequency]
            )
            if frequency in ("half-year", "quarter") and len(set(days)) < 3:
                continue
            return _made(frequency, [coarser(frequency, d) for d in days], told)
    return _made("day", list(days))
