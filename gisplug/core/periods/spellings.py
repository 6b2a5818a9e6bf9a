"""How periods are spelt, in Chinese and English: one text to its frequency and its place on that frequency's own count.

A place is a whole number, one more for each year, half-year, quarter, month, week or day, so that places subtract.
Standard library only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from gisplug.core.messages import message
from gisplug.core.vocabulary import Period

FREQUENCIES = ("number", "year", "half-year", "quarter", "month", "week", "day")
CALLED = {
    "number": message("number"),
    "year": message("year"),
    "half-year": message("half-year"),
    "quarter": message("quarter"),
    "month": message("month"),
    "week": message("week"),
    "day": message("day"),
}
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
CENTURY = 30  # two-digit years below it are of the 2000s, as spreadsheets take them

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
_LONG = {name: i + 1 for i, name in enumerate((*_FULL, "november", "december"))}
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "十": 10}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}

_Y = r"(?P<y>\d{4})"
_YY = r"(?P<y>\d{2})"
_MON = r"(?P<m>[a-z]{3,9})\.?"
_HAN = "[零〇一二三四五六七八九十]"
_CLOCK = r"(?:[t\s]+(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:z|\+00:?00)?)?"


class Spelt(NamedTuple):
    """What one text says.

    `frequency` is one of FREQUENCIES, `place` the count of it; `style` names spellings that more than one reading
    fits, which a whole column decides ("year-part", "day-month", "fiscal", "decimal"), else "".
    """

    frequency: str
    place: int
    style: str = ""


def plain(text: str) -> str:
    """Return a text as it is compared: full-width signs made plain, without invisible letters, in lower case."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip().lower()


def spelt(text: str) -> Spelt | None:
    """Return what a period's text says, or None where it is no period that has a place in time.

    Whole numbers are of the frequency "number"; whether they are years or written months is for `columns` to say.
    """
    given = plain(text)
    if re.fullmatch(r"[-+]?\d+(?:\.0+)?", given):
        return Spelt("number", int(float(given)) if "." in given else int(given))
    given = _numbered(given)
    for pattern, make in _PATTERNS:
        found = pattern.fullmatch(given)
        if found:
            try:
                made = make(found)
            except (ValueError, OverflowError):
                made = None
            if made is not None:
                return made
    return None


def label(frequency: str, place: int) -> Period:
    """Return how the period of this place is written: 2019, "2019H1", "2019Q1", "2019-01", "2019-W05", "2019-01-05".

    Raises
    ------
    ValueError
        If the place is before the first year or beyond the last of the calendar.
    """
    if frequency in ("number", "year"):
        return place
    if frequency == "half-year":
        return f"{place // 2:04d}H{place % 2 + 1}"
    if frequency == "quarter":
        return f"{place // 4:04d}Q{place % 4 + 1}"
    if frequency == "month":
        return f"{place // 12:04d}-{place % 12 + 1:02d}"
    try:
        if frequency == "week":
            year, week, _ = date.fromordinal(place * 7 + 1).isocalendar()
            return f"{year:04d}-W{week:02d}"
        return date.fromordinal(place).isoformat()
    except OverflowError as problem:
        raise ValueError(str(problem)) from None


def day_place(year: int, month: int, day: int) -> int:
    """Return the place of a day; a ValueError where there is no such day."""
    return date(year, month, day).toordinal()


def two_digits(year: str) -> int:
    """Return the year of four or two digits."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < CENTURY else 1900)


def _numbered(text: str) -> str:
    """Write Chinese numbers before 年, 月, 季, 周, 日 and 半 with digits: 二〇一九年十月 is 2019年10月."""
    text = re.sub(f"({_HAN}{{4}})(?=年)", lambda m: "".join(str(_DIGITS[c]) for c in m[1]), text)
    return re.sub(f"({_HAN}{{1,3}})(?=[月季周日])", lambda m: str(_small(m[1])), text)


def _small(text: str) -> int:
    """Return 一 to 九十九 as a number."""
    if "十" not in text:
        return int("".join(str(_DIGITS[c]) for c in text))
    tens, _, ones = text.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _year(m: re.Match[str]) -> Spelt:
    return Spelt("year", int(m["y"]))


def _short_year(m: re.Match[str]) -> Spelt:
    return Spelt("year", two_digits(m["y"]), "century")


def _fiscal(m: re.Match[str]) -> Spelt | None:
    """2010-11 and 2010/2011: a year that begins in the first and ends in the second."""
    first, last = int(m["y"]), int(m["z"])
    if len(m["z"]) == 2:
        if last == (first + 1) % 100:
            return Spelt("year", first, "fiscal")
        return None
    return Spelt("year", first, "fiscal") if last == first + 1 else None


def _half(m: re.Match[str]) -> Spelt:
    part = {"上": 1, "下": 2}.get(m["p"]) or _ORDINALS.get(m["p"]) or int(m["p"])
    return Spelt("half-year", int(m["y"]) * 2 + part - 1)


def _quarter(m: re.Match[str]) -> Spelt:
    part = _ORDINALS.get(m["p"]) or int(m["p"])
    return Spelt("quarter", two_digits(m["y"]) * 4 + part - 1, "" if len(m["y"]) == 4 else "century")


def _month_of(year: int, month: int, style: str = "") -> Spelt | None:
    return Spelt("month", year * 12 + month - 1, style) if 1 <= month <= 12 else None


def _month(m: re.Match[str]) -> Spelt | None:
    return _month_of(int(m["y"]), int(m["m"]))


def _named_month(m: re.Match[str]) -> Spelt | None:
    month = _month_named(m["m"])
    return _month_of(two_digits(m["y"]), month, "" if len(m["y"]) == 4 else "century") if month else None


def _part(m: re.Match[str]) -> Spelt | None:
    """2019-1, 2019.1, 2019:1: a month, a quarter or part of a decimal number, as the column says."""
    part = int(m["m"])
    if m["s"] == "-" and len(m["m"]) == 2 and part == (int(m["y"]) + 1) % 100:
        return Spelt("month", int(m["y"]) * 12 + min(part, 12) - 1, "fiscal-or-month")
    style = {"-": "part", "/": "part", ":": "colon", ".": "decimal"}[m["s"]]
    return _month_of(int(m["y"]), part, style + ("1" if len(m["m"]) == 1 else "2"))


def _week(m: re.Match[str]) -> Spelt | None:
    start = date.fromisocalendar(int(m["y"]), int(m["w"]), 1)
    return Spelt("week", (start.toordinal() - 1) // 7)


def _day(m: re.Match[str]) -> Spelt | None:
    clock = m.groupdict().get("clock")
    if clock and set(clock) - set("0:."):
        return None
    return Spelt("day", day_place(int(m["y"]), int(m["m"]), int(m["d"])))


def _named_day(m: re.Match[str]) -> Spelt | None:
    month = _month_named(m["m"])
    return Spelt("day", day_place(int(m["y"]), month, int(m["d"]))) if month else None


def _day_or_month(m: re.Match[str]) -> Spelt | None:
    """05/01/2019: which is the day, the column says; the place is that of day before month where it can be."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    if m["s"] == ".":
        return Spelt("day", day_place(year, b, a))
    if b > 12:
        return Spelt("day", day_place(year, a, b), "month-first")
    if a > 12:
        return Spelt("day", day_place(year, b, a), "day-first")
    return Spelt("day", day_place(year, b, a), "day-or-month" if a != b else "")


def _month_named(word: str) -> int:
    if word == "sept":
        return 9
    if word in _MONTHS:
        return _MONTHS.index(word) + 1
    return _LONG.get(word, 0)


def swapped(place: int) -> int:
    """Return the place of the day whose day and month are exchanged."""
    day = date.fromordinal(place)
    return day_place(day.year, day.day, day.month)


def is_start(frequency: str, place: int) -> bool:
    """Tell whether a day is the first of a year, half-year, quarter or month."""
    day = date.fromordinal(place)
    return day.day == 1 and (day.month - 1) % {"year": 12, "half-year": 6, "quarter": 3, "month": 1}[frequency] == 0


def is_end(frequency: str, place: int) -> bool:
    """Tell whether a day is the last of a year, half-year, quarter or month."""
    return is_start(frequency, (date.fromordinal(place) + timedelta(days=1)).toordinal())


def coarser(frequency: str, place: int) -> int:
    """Return the place of the year, half-year, quarter or month that a day belongs to."""
    day = date.fromordinal(place)
    per = {"year": 1, "half-year": 2, "quarter": 4, "month": 12}[frequency]
    return day.year * per + (day.month - 1) * per // 12


_ORD = "first|second|third|fourth|1st|2nd|3rd|4th"
_SOURCES: tuple[tuple[str, Callable[[re.Match[str]], Spelt | None]], ...] = (
    (rf"{_Y}\s*(?:年|年度|财年|财政年度|学年)", _year),
    (rf"'?{_YY}\s*年度?", _short_year),
    (rf"(?:fy|yr|cy|year)\s*{_Y}", _year),
    (rf"{_Y}\s*\[\s*yr\s*\d{{4}}\s*\]", _year),
    (rf"{_Y}\s*[-/\u2013\u2014~至]\s*(?P<z>\d{{4}})\s*(?:年|年度|学年)?", _fiscal),
    (rf"{_Y}\s*/\s*(?P<z>\d{{2}})(?:年|年度|学年)?", _fiscal),
    (rf"{_Y}\s*年?[-_ ]?[hs]\s*(?P<p>[12])", _half),
    (rf"[hs](?P<p>[12])[-_ ,/]*{_Y}", _half),
    (rf"(?P<p>[12])h[-_ /']?{_Y}", _half),
    (rf"{_Y}\s*年?\s*(?P<p>[上下])半年度?", _half),
    (rf"(?:the )?(?P<p>first|second|1st|2nd) half(?: of)?,? {_Y}", _half),
    (rf"{_Y},? (?P<p>first|second|1st|2nd) half", _half),
    (rf"{_Y}\s*年?[-_ :/]?q\s*(?P<p>[1-4])", _quarter),
    (rf"q(?P<p>[1-4])[-_ ,/'.]*{_Y}", _quarter),
    (rf"(?P<p>[1-4])q[-_ /']?{_Y}", _quarter),
    (rf"q(?P<p>[1-4])[-_ /']{_YY}", _quarter),
    (rf"(?P<p>[1-4])q[-_ /']?{_YY}", _quarter),
    (rf"{_Y}\s*年?\s*第?\s*(?P<p>[1-4])\s*季度?", _quarter),
    (rf"{_Y},? (?:quarter|qtr\.?) (?P<p>[1-4])", _quarter),
    (rf"(?:quarter|qtr\.?) (?P<p>[1-4])(?: of)?,? {_Y}", _quarter),
    (rf"(?:the )?(?P<p>{_ORD}) quarter(?: of)?,? {_Y}", _quarter),
    (rf"{_Y},? (?P<p>{_ORD}) quarter", _quarter),
    (rf"{_Y}\s*年\s*(?P<m>\d{{1,2}})\s*月份?", _month),
    (rf"{_Y}\s*年?[-_ /:.]?m\s*(?P<m>\d{{1,2}})", _month),
    (rf"{_Y}\s*(?P<s>[-/:.])\s*(?P<m>\d{{1,2}})", _part),
    (rf"(?P<m>\d{{1,2}})[-/]{_Y}", _month),
    (rf"{_MON}(?: of)?[-_ ,/'.]*{_Y}", _named_month),
    (rf"{_Y}[-_ ,/]*{_MON}", _named_month),
    (rf"{_MON}[- '/]{_YY}", _named_month),
    (rf"{_Y}\s*年?[-_ ]?w(?:eek|k)?\.?\s*-?(?P<w>\d{{1,2}})", _week),
    (rf"{_Y}\s*年\s*第?\s*(?P<w>\d{{1,2}})\s*周", _week),
    (rf"w(?:eek|k)?\.?\s*(?P<w>\d{{1,2}})(?: of)?[-_ ,/]*{_Y}", _week),
    (rf"{_Y}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_CLOCK}", _day),
    (rf"{_Y}\s*年\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*[日号]", _day),
    (rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[- ]?{_MON}[-_ ,/]*{_Y}", _named_day),
    (rf"{_MON}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_Y}", _named_day),
    (rf"(?P<a>\d{{1,2}})(?P<s>[-/.])(?P<b>\d{{1,2}})[-/.]{_Y}{_CLOCK}", _day_or_month),
)
_PATTERNS = tuple((re.compile(pattern), make) for pattern, make in _SOURCES)
