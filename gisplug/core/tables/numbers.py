"""Numbers that are written as text: every spelling, decided by the column that they stand in. Standard library only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from gisplug.core.messages import message
from gisplug.core.periods.spellings import INVISIBLE

Decimal = Literal[".", ","]
MISSING = frozenset(
    (
        *("", ".", "..", "...", "…", "……", "-", "--", "---", "\u2013", "\u2014", "\u2014\u2014", "\u2015", "/", ":"),
        *("na", "n/a", "n.a.", "n.a", "nan", "null", "none", "nil", "nd", "n.d.", "#n/a"),
        *("*", "x", "(na)", "(d)", "(x)", "(s)", "(l)"),
        *("无", "无数据", "暂无", "暂无数据", "缺", "缺失", "不详", "空缺", "欠缺"),
    )
)
ALONE = frozenset(("..", "...", "…", "……", "-", "--", "\u2014", "\u2014\u2014", "n/a", "na", "nan", "null", "#n/a"))
ERRORS = frozenset(("#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!"))
MOST_DIGITS = 15  # longer runs of digits are codes: a float does not hold them

_SMALL = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2460-\u2473\u24ea\u2776-\u277f"
_MARKS = re.compile(rf"(?<=[\d)%])\s*(?:[*†‡§#]+|[{_SMALL}]+|\[[a-z0-9]{{1,3}}\]|\s\(?[bcdefinprsuz]{{1,2}}\)?)$")
_CURRENCY = re.compile(r"^([-+]?)\s*[$€£¥₹₽]\s*|\s*[$€£¥₹₽]$")
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
_CODE = re.compile(r"[-+]?0\d+")
_SPACED = re.compile(r"[-+]?\d{1,3}(?:[ '’\u2019]\d{3})+(?:[.,]\d+)?")
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("one comma", re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")),
    ("comma groups", re.compile(r"[-+]?\d{1,3}(?:,\d{3}){2,}(?:\.\d*)?|[-+]?\d{1,3}(?:,\d{3})+\.\d*")),
    ("comma groups", re.compile(r"[-+]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?")),
    ("dot groups", re.compile(r"[-+]?\d{1,3}(?:\.\d{3}){2,}(?:,\d*)?|[-+]?\d{1,3}(?:\.\d{3})+,\d*")),
    ("decimal comma", re.compile(r"[-+]?\d*,\d+(?:e[-+]?\d+)?")),
)
_ONE_DOT = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
_USUAL = re.compile(r"\s*[-+]?(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?:\.\d+)?\s*", re.ASCII)
_SAYS: dict[str, Decimal] = {"comma groups": ".", "dot groups": ",", "decimal comma": ",", "decimal dot": "."}
RULES = {
    "thousands": message("thousands separators"),
    "decimal comma": message("decimal commas"),
    "full width": message("full-width signs"),
    "per cent": message("per cent signs (12.5% is 12.5)"),
    "parentheses": message("parentheses as minus"),
    "spaces": message("spaces between digits"),
    "currency": message("currency signs"),
    "marks": message("footnote marks"),
    "text": message("numbers stored as text"),
}


class Written(NamedTuple):
    """One text: `form` is "plain", "missing", "error", "code" or "" (no number), or how its commas and dots stand.

    `core` has the digits, `sign` is -1 for (123), `rules` what was taken off.
    """

    form: str
    core: str = ""
    sign: int = 1
    rules: tuple[str, ...] = ()


@dataclass
class Column:
    """What the cells of a column are.

    Attributes
    ----------
    values : number, None where missing; in the order of the cells. Empty where the column is no column of numbers
    rules : how many texts were converted by each of RULES, and an example of each
    missing : how many cells each sign for a missing value has
    errors, odd : places of error cells, and of those that are no numbers
    assumed : an example that commas and dots leave open, "" where none
    """

    values: list[float | int | None] = field(default_factory=list)
    rules: dict[str, list[tuple[str, float | int]]] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    errors: list[int] = field(default_factory=list)
    odd: list[int] = field(default_factory=list)
    assumed: str = ""

    @property
    def numeric(self) -> bool:
        """Whether it is a column of numbers."""
        return bool(self.values)


@lru_cache(maxsize=65536)
def written(text: str) -> Written:
    """Return what a text says, alone."""
    if _USUAL.fullmatch(text):
        return _usual(text.strip())
    bare = INVISIBLE.sub("", text).strip()
    rules = []
    if (cut := _MARKS.sub("", bare)) != bare:
        bare = cut
        rules.append("marks")
    plain = unicodedata.normalize("NFKC", bare).strip().lower()
    if plain in MISSING or re.fullmatch(r": ?[a-z]{1,2}", plain):
        return Written("missing")
    if plain in ERRORS:
        return Written("error")
    if any("\uff00" <= c <= "\uffef" for c in bare):
        rules.append("full width")
    plain = re.sub(r"^[\u2212\u2013\u2014]\s*(?=[\d.(])", "-", plain)
    sign = 1
    if len(plain) > 2 and plain[0] == "(" and plain[-1] == ")" and plain[1] not in "-+":
        plain, sign = plain[1:-1].strip(), -1
        rules.append("parentheses")
    if plain.endswith("%"):
        plain = plain[:-1].rstrip()
        rules.append("per cent")
    if (cut := _CURRENCY.sub(r"\1", plain)) != plain:
        plain = cut
        rules.append("currency")
    plain = re.sub(r"^([-+])\s+", r"\1", plain)
    if _SPACED.fullmatch(plain):
        plain = re.sub(r"[ '’\u2019]", "", plain)
        rules.append("spaces")
        return Written("decimal comma" if "," in plain else "plain", plain, sign, tuple(rules))
    if sum(c.isdigit() for c in plain) > MOST_DIGITS and not re.search(r"[.,e]", plain):
        return Written("code")
    if _CODE.fullmatch(plain):
        return Written("code", plain, sign, tuple(rules))
    if _PLAIN.fullmatch(plain):
        form = "one dot" if _ONE_DOT.fullmatch(plain) else "decimal dot" if "." in plain.rstrip(".") else "plain"
        return Written(form, plain, sign, tuple(rules))
    for form, pattern in _FORMS:
        if pattern.fullmatch(plain):
            return Written(form, plain, sign, tuple(rules))
    return Written("")


def _usual(plain: str) -> Written:
    """Return what a text of digits, commas between thousands and a dot says: most are so."""
    if "," not in plain:
        if "." not in plain:
            return Written("code") if len(plain.lstrip("+-")) > MOST_DIGITS else Written("plain", plain)
        return Written("one dot" if _ONE_DOT.fullmatch(plain) else "decimal dot", plain)
    one = plain.count(",") == 1 and "." not in plain
    return Written("one comma" if one else "comma groups", plain)


def parsed(cells: Sequence[object]) -> list[Written | None]:
    """Return what the texts among cells say, one by one; None for what is no text."""
    return [written(c) if isinstance(c, str) else None for c in cells]


def evidence(texts: Sequence[Written | None]) -> Decimal | None:
    """Return the decimal sign that the texts of a column show; None where nothing does, or both."""
    says = {_SAYS[f] for f in {t.form for t in texts if t} if f in _SAYS}
    return says.pop() if len(says) == 1 else None


def numbers_in(cells: Sequence[object], usual: Decimal = ".", texts: Sequence[Written | None] | None = None) -> Column:
    """Read the cells of a column as numbers, texts among them.

    A column is one of numbers where every cell is a number, an error or missing; then all texts are read by one rule
    for commas and dots: that which the column shows, else `usual`.

    Parameters
    ----------
    cells : numbers, texts, dates, truth values or None
    usual : the decimal sign of columns that do not show theirs.
    texts : of `parsed`, where it is known
    """
    found = Column()
    said = parsed(cells) if texts is None else texts
    forms = [p.form if p else "" for p in said]
    if "code" in forms:
        return found
    shows = {_SAYS[f] for f in set(forms) if f in _SAYS}
    numbers = sum(1 for c, f in zip(cells, forms, strict=True) if _is_number(c) or f not in ("", "missing", "error"))
    for at, (cell, form) in enumerate(zip(cells, forms, strict=True)):
        if form == "error":
            found.errors.append(at)
        elif cell is not None and not _is_number(cell) and not form and cell == cell:
            found.odd.append(at)
    if len(shows) > 1:
        few = min(sorted(shows), key=lambda s: sum(_SAYS.get(f) == s for f in forms))
        found.odd += [at for at, f in enumerate(forms) if _SAYS.get(f) == few]
    percent = [at for at, p in enumerate(said) if p and "per cent" in p.rules]
    nought = sum(1 for c, p in zip(cells, said, strict=True) if c == 0 or (p and p.core == "0" and not p.rules))
    if percent and len(percent) < numbers - nought:
        found.odd += percent
    signs = {str(c).strip().lower() for c, f in zip(cells, forms, strict=True) if f == "missing"} - {""}
    if found.odd or not (numbers or found.errors or (signs and signs <= ALONE)):
        if len(found.odd) > numbers:
            found.odd = []
        return found
    decimal = shows.pop() if shows else usual
    for cell, p in zip(cells, said, strict=True):
        found.values.append(_value(found, cell, p, decimal, bool(shows)))
    if not _SAYS.keys() & set(forms):
        open_ = [
            str(c) for c, f in zip(cells, forms, strict=True) if f == "one comma" or (f == "one dot" and decimal == ",")
        ]
        found.assumed = open_[0] if open_ else ""
    return found


def _value(found: Column, cell: object, p: Written | None, decimal: Decimal, shown: bool) -> float | int | None:
    if p is None:
        return cell if _is_number(cell) and cell == cell else None  # type: ignore[return-value]
    if p.form == "missing":
        sign = str(cell).strip()
        if sign:
            found.missing[sign] = found.missing.get(sign, 0) + 1
        return None
    if p.form == "error":
        return None
    core = p.core
    rules = list(p.rules)
    if decimal == ".":
        if "," in core:
            core = core.replace(",", "")
            rules.append("thousands")
    else:
        if "." in core and ("," in core or p.form in ("one dot", "dot groups")):
            core = core.replace(".", "")
            rules.append("thousands")
        if "," in core:
            core = core.replace(",", ".")
            rules.append("decimal comma")
    number = p.sign * (int(core) if re.fullmatch(r"[-+]?\d+", core) else float(core))
    for rule in rules or ["text"]:
        found.rules.setdefault(rule, []).append((str(cell), number))
    return number


def _is_number(cell: object) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def is_value(cell: object) -> bool:
    """Tell whether a cell is a number, written or not, a sign for a missing one, or an error: no name, no note."""
    if _is_number(cell):
        return True
    return isinstance(cell, str) and written(cell).form != ""
