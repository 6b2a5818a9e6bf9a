"""What the name of a raster (or of a band) tells: period, satellite, layer, tile and production."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from gisplug.core.messages import message
from gisplug.core.vocabulary import Period

YEAR = r"(?:19[5-9]|20[0-4])\d"
MONTH = r"(?:0[1-9]|1[0-2])"
DAY = r"(?:0[1-9]|[12]\d|3[01])"
DMSP = re.compile(rf"F(\d\d)({YEAR})(?!\d)")
BLACK_MARBLE = re.compile(
    rf"^(V(?:NP|J1|J2)46A[1-4])\.A({YEAR})(\d{{3}})\.h(\d\d)v(\d\d)\.(\d{{3}})(?:\.(\d+))?", re.IGNORECASE
)
SPAN = re.compile(rf"(?<!\d)({YEAR})({MONTH})({DAY})?-({YEAR})({MONTH})({DAY})?(?!\d)")
DATE = re.compile(rf"(?<!\d)({YEAR})([-.]?)({MONTH})\2({DAY})(?!\d)")
MONTHLY = re.compile(rf"(?<!\d)({YEAR})[-.]?({MONTH})(?![\d-])")
ALONE = re.compile(rf"(?<!\d)({YEAR})(?!\d)")
WITHIN = re.compile(rf"(?=({YEAR}))")
STAMP = re.compile(r"[_.]c\d{8,}|_R20\d\d[A-Z](?=_)|\.gz$")  # when the publisher made the file, its release
MOST_OF_A_YEAR = range(7, 15)  # months of a span that is one year's product

KINDS = (  # layers of one product, each a file of its own; of several, the first is the light
    "stable_lights.avg_vis",
    "average_masked",
    "avg_rade9h.masked",
    "avg_rade9h",
    "avg_rade9",
    "avg_rad",
    "average",
    "avg_vis",
    "avg_lights_x_pct",
    "median_masked",
    "median",
    "maximum",
    "minimum",
    "pct",
    "lit_mask",
    "cvg",
    "cf_cvg",
)
COUNT = "cf_cvg"  # how many cloud-free observations a cell had
_KIND = re.compile(
    r"(?<![a-z0-9])(" + "|".join(map(re.escape, sorted(KINDS, key=len, reverse=True))) + r")(?![a-z0-9])"
)


@dataclass(frozen=True)
class Told:
    """What a name tells.

    Attributes
    ----------
    period
        A year as int, a month "2014-01" or a day "2014-01-31"; None where the name tells none.
    why
        Why it tells none, or how a span of months became a year.
    satellite
        "F18" of DMSP, else "".
    kind
        The layer of its product ("cf_cvg", "average_masked"), else "".
    series
        The name without its layer and its date of production: files of one series and period differ in kind only.
    product, tile, collection, made
        Of Black Marble: "VNP46A4", (28, 5), "002" and the time of production; else "", None, "" and "".
    """

    period: Period | None
    why: str = ""
    satellite: str = ""
    kind: str = ""
    series: str = ""
    product: str = ""
    tile: tuple[int, int] | None = None
    collection: str = ""
    made: str = ""


def told(name: str) -> Told:
    """Return what a name tells; never fails."""
    tile = BLACK_MARBLE.match(name)
    if tile:
        product, year, day, h, v, collection, made = tile.groups()
        first = _of_day(product, int(year), int(day))
        return Told(first, "", "", "", name, product.upper(), (int(h), int(v)), collection, made or "")
    kind = _KIND.search(name)
    series = STAMP.sub("", name[: kind.start()] + name[kind.end() :] if kind else name)
    layer = kind[1] if kind else ""
    satellite = DMSP.search(name)
    if satellite:
        return Told(int(satellite[2]), "", f"F{satellite[1]}", layer, series)
    period, why = _period(STAMP.sub("", name))
    return Told(period, why, "", layer, series)


def _of_day(product: str, year: int, day: int) -> Period:
    """Return the period of a Black Marble file, whose name gives the first day."""
    if product[-1] == "4":
        return year
    first = date(year, 1, 1) + timedelta(days=max(day, 1) - 1)
    return f"{first:%Y-%m}" if product[-1] == "3" else first.isoformat()


def _period(name: str) -> tuple[Period | None, str]:
    span = SPAN.search(name)
    if span:
        return _of_span(span)
    days = {"-".join((y, m, d)) for y, _, m, d in DATE.findall(name)}
    months = {f"{y}-{m}" for y, m in MONTHLY.findall(name)}
    years = {int(y) for y in ALONE.findall(name)}
    if len(days) == 1:
        return days.pop(), ""
    if len(months) == 1 and not days and not years - {int(m[:4]) for m in months}:
        return months.pop(), ""
    years = years or {int(m[:4]) for m in months} or {int(y) for y in WITHIN.findall(name)}
    if len(years) == 1:
        return years.pop(), ""
    return None, message("several years ({years})", years=", ".join(map(str, sorted(years)))) if years else message(
        "no year"
    )


def _of_span(span: re.Match[str]) -> tuple[Period | None, str]:
    """Return the period of "201204-201303" or "20140101-20140131": a month, or the year that holds most of it."""
    first, last = (int(span[1]), int(span[2])), (int(span[4]), int(span[5]))
    months = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    if months == 1:
        return (
            ("-".join(span.group(1, 2, 3)), "") if span[3] and span[3] == span[6] else ("-".join(span.group(1, 2)), "")
        )
    if months not in MOST_OF_A_YEAR:
        return None, message("a span of {months} months", months=months) if months > 0 else message(
            "a span that runs backwards"
        )
    within = [(first[0] * 12 + first[1] - 1 + k) // 12 for k in range(months)]
    year = max(dict.fromkeys(within), key=within.count)
    if within.count(year) == months:
        return year, ""
    return year, message(
        "{count} of its {months} months, {span}, lie in {year}",
        count=within.count(year),
        months=months,
        span=span[0],
        year=year,
    )


def canonical(period: str) -> Period:
    """Return a period as written in a pattern or an option: years as int, months "2014-01", days "2014-01-31"."""
    text = period.strip()
    if text.isdigit() and len(text) <= 4:
        return int(text)
    plain = re.fullmatch(rf"({YEAR})[-_.]?({MONTH})(?:[-_.]?({DAY}))?", text)
    return "-".join(part for part in plain.groups() if part) if plain else text
