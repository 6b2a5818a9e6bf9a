"""Words and signs of a text, with their places. Nothing is refused here but an open quotation mark.

Full-width signs, as Chinese keyboards give them, are the plain ones: （ is (, ， is a comma. Behind a name that is no
function, full-width parentheses belong to the name: 产值（亿元） is one column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gisplug.core.messages import message
from gisplug.language.place import Source, Span, plain

Kind = Literal["number", "text", "name", "shift", "level", "sign", "word", "end"]
KEYWORDS = ("and", "or", "not", "in")
_SIGNS = ("**", ">=", "<=", "!=", "==")
_LIKE = {"≥": ">=", "≤": "<=", "≠": "!=", "×": ":", "、": ",", "−": "-"}
_QUOTES = "'\"`"
_CLOSING = {"“": "”", "‘": "’"}
_NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_SHIFT = re.compile(r"([LFD])(\d*)\.(?=[^\s\d.])")


@dataclass(frozen=True)
class Token:
    """A word or sign; `value` is what it says, without quotation marks. `level` is the [east] of C(region)[east]."""

    kind: Kind
    value: str
    span: Span
    quoted: bool = False


def tokens(source: Source, odd: Sequence[str] = (), calls: Container[str] = ()) -> list[Token]:
    """Return the tokens of a text, the last of the kind "end".

    Parameters
    ----------
    source
    odd
        Names that would fall apart into several words ("gdp pc", "gdp-pc"). They are taken as one name where they
        begin at a word, the longest first.
    calls
        Names of functions: full-width parentheses behind them are parentheses.

    Raises
    ------
    GisplugError
        Of the kind of the source, if a quotation mark is not closed.
    """
    text, at, found = source.text, 0, [Token("sign", "", Span(0, 0))]
    names = _pattern(tuple(odd))
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        whole = names.match(text, at) if names else None
        if whole:
            token = Token("name", whole[0], Span(at, whole.end()), quoted=True)
        else:
            token = _token(source, at, found[-1], calls)
        found.append(token)
        at = token.span.end
    return [*found[1:], Token("end", "", Span(len(text), len(text)))]


def is_plain_name(name: str) -> bool:
    """Tell whether a name needs no backticks."""
    return bool(
        name
        and not name[0].isdigit()
        and name[0] != "."
        and all(_of_a_word(letter) for letter in name)
        and name not in KEYWORDS
        and not _SHIFT.match(name)
    )


@lru_cache(maxsize=64)
def odd_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that would fall apart into several words: what `tokens` takes as `odd`."""
    return tuple(
        n for n in names if not is_plain_name(n) and n not in KEYWORDS and not is_number(n) and any(map(str.isalpha, n))
    )


def is_number(text: str) -> bool:
    """Tell whether a text is a number, with or without a sign."""
    bare = text.strip()
    return bool(_NUMBER.fullmatch(bare[1:] if bare[:1] in ("+", "-") else bare))


def split_outside(text: str, separators: str, most: int = -1) -> list[str]:
    """Split a text at separators that stand outside quotation marks, backticks and parentheses.

    A quotation mark that is not closed on its line is a letter, as is an apostrophe within a word.

    Parameters
    ----------
    separators : letters, each of which separates.
    most : number of splits; -1 for all.
    """
    parts: list[str] = []
    start, at, depth = 0, 0, 0
    while at < len(text):
        letter = text[at]
        if letter in _QUOTES and not _apostrophe(text, at):
            line_end = text.find("\n", at)
            close = text.find(letter, at + 1, len(text) if line_end < 0 else line_end)
            at = close if close > 0 else at
        elif letter == "\n":
            depth = 0
        depth = max(depth + (letter in "(（[") - (letter in ")）]"), 0)
        if letter in separators and depth == 0 and len(parts) != most:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [*parts, text[start:]]


@lru_cache(maxsize=64)
def _pattern(odd: tuple[str, ...]) -> re.Pattern[str] | None:
    if not odd:
        return None
    longest = sorted(odd, key=len, reverse=True)
    return re.compile("|".join(re.escape(n) + (r"(?![\w.])" if _of_a_word(n[-1]) else "") for n in longest))


def _token(source: Source, at: int, last: Token, calls: Container[str]) -> Token:
    text = source.text
    letter = text[at]
    if letter in _QUOTES or letter in _CLOSING:
        return _quoted(source, at)
    number = _NUMBER.match(text, at)
    if number and not _of_a_word(text[number.end() : number.end() + 1] or " "):
        return Token("number", number[0], Span(at, number.end()))
    shift = _SHIFT.match(text, at)
    if shift:
        return Token("shift", shift[1] + shift[2], Span(at, shift.end()))
    if _of_a_word(letter) and (letter != "." or _of_a_word(text[at + 1 : at + 2] or " ")):
        return _word(text, at, calls)
    if letter in "[［" and last.value == ")" and last.span.end == at:
        return _level(source, at)
    sign = _LIKE.get(letter, plain(letter))
    for pair in _SIGNS:
        ahead = sign + plain(text[at + 1 : at + 2]) if len(sign) == 1 else sign
        if ahead == pair:
            return Token("sign", pair, Span(at, at + (1 if len(sign) > 1 else 2)))
    return Token("sign", sign if len(sign) <= 2 else letter, Span(at, at + 1))


def _word(text: str, at: int, calls: Container[str]) -> Token:
    end = at
    while end < len(text):
        if _of_a_word(text[end]) or (end > at and _apostrophe(text, end)):
            end += 1
            continue
        close = text.find("）", end) if text[end] == "（" else -1
        inner = text[end + 1 : close] if close > 0 else "（"
        if "（" in inner or "\n" in inner or not inner or text[at:end] in calls or text[at:end] in KEYWORDS:
            break
        end = close + 1
    value = text[at:end]
    return Token("word" if value in KEYWORDS else "name", value, Span(at, end))


def _quoted(source: Source, at: int) -> Token:
    """Read a text or a name in quotation marks; a doubled mark inside stands for itself."""
    text, mark = source.text, source.text[at]
    closing, value, start = _CLOSING.get(mark, mark), "", at + 1
    while True:
        end = text.find(closing, start)
        if end < 0:
            raise source.fail(
                message(
                    "the {mark} is not closed; a name with spaces or signs stands in `backticks`, a text "
                    "in 'quotation marks'",
                    mark=mark,
                ),
                Span(at, at + 1),
            )
        value += text[start:end]
        if text[end : end + 2] != closing * 2:
            break
        value, start = value + closing, end + 2
    span = Span(at, end + 1)
    if mark != "`":
        return Token("text", value, span, quoted=True)
    if not value.strip():
        raise source.fail("the backticks hold no name", span)
    return Token("name", value, span, quoted=True)


def _level(source: Source, at: int) -> Token:
    """Read the [east] of C(region)[east]; a doubled ] stands for itself."""
    text, start, value = source.text, at + 1, ""
    while True:
        end = text.find("]", start)
        if end < 0:
            raise source.fail("the [ is not closed; a dummy reads C(region)[east]", Span(at, at + 1))
        value += text[start:end]
        if text[end : end + 2] != "]]":
            return Token("level", value, Span(at, end + 1))
        value, start = value + "]", end + 2


def _of_a_word(letter: str) -> bool:
    return letter in "_." or letter.isalnum() or unicodedata.category(letter) in ("Mn", "Mc", "Pc")


def _apostrophe(text: str, at: int) -> bool:
    """Tell whether the mark stands within a word, as in d'Ivoire."""
    around = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    return text[at] in "'’" and all(letter.isalpha() for letter in around) and all(around)
