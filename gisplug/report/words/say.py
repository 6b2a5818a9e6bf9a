"""The words of tables, charts and reports in the language of the run.

Everything is made in English; `say(text, "zh")` gives the Chinese of the catalogue. Unknown text stays as it is:
variable names and labels of the user are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from gisplug.core.messages import Message, Name, chinese, chinese_of_name, recalled, sentences, spoken
from gisplug.language.labels import Language, readable
from gisplug.report.words.sentences import with_labels
from gisplug.report.words.settings import house

_PRETTY = {
    "R2": "R²",
    "R2 within": "R² within",
    "R2 overall": "R² overall",
    "R2 between": "R² between",
    "Adjusted R2": "Adjusted R²",
    "chi2": "χ²",
    "Pseudo R2": "Pseudo R²",
    "sigma2": "σ²",
    "rho": "ρ",
    "lambda": "λ",
    "Log likelihood": "Log-likelihood",
}

_UNIT_NAME = re.compile(r"[LFD]\d*\.[A-Z]")  # more likely a name such as D.C. than a lag
_LETTERS = re.compile("[A-Za-z]")
_IN_A_PERIOD = re.compile(r"(.+), (\d{4})")
_HEADED = re.compile(r"([^:.]{1,60}): ([^:.]{1,60})")


def say(text: str, language: str | None = None) -> str:
    """Return `text` in the language (by default that of the run); words that are not known stay as they are.

    Variables that the run has labels for are called by them, also as values of messages and inside known phrases.
    """
    now = house()
    labels, chosen = now.labels, language or now.language
    if not text:
        return text
    text = text if text in labels else recalled(text)
    if isinstance(text, Message):
        known = chosen == "zh" or labels
        return spoken(text, chosen, (lambda value: _word(value, labels, chosen == "zh")) if known else None)
    return _plain(text, labels, chosen == "zh")


def _plain(text: str, labels: Mapping[str, str], zh: bool) -> str:
    if text in labels:
        return labels[text]
    if not _LETTERS.search(text):
        return text
    if zh and (found := chinese(text) or chinese(_PRETTY.get(text, ""))):
        return found
    if text in _PRETTY:
        return _PRETTY[text]
    return _in_parts(text, labels, zh) or _called(text, labels, zh)


def _in_parts(text: str, labels: Mapping[str, str], zh: bool) -> str:
    """Return what a plain text says of a period or under a head, its parts by their words; "" for other texts."""
    if found := _IN_A_PERIOD.fullmatch(text):
        name = _word(found[1], labels, zh)
        return f"{name}，{found[2]}" if zh else f"{name}, {found[2]}"
    if found := _HEADED.fullmatch(text):
        return f"{_word(found[1], labels, zh)}{'：' if zh else ': '}{_word(found[2], labels, zh)}"
    return ""


def _called(text: str, labels: Mapping[str, str], zh: bool) -> str:
    """Call a term, or the variables within a sentence, by their labels; lags and powers are written for readers."""
    language: Language = "zh" if zh else "en"
    if " × " in text and not text.startswith("W × "):
        return " × ".join(_word(_factor(part), labels, zh) for part in text.split(" × "))
    if not _UNIT_NAME.match(text) and (called := readable(text, labels, language)) != text:
        return _parts_in_chinese(called) if zh and " × " in called else called
    return with_labels(text, labels, language, lambda word: word in _usual()) if labels else text


def _factor(part: str) -> str:
    """Return a part of a product as the name of a column where it could be one; "period" is the library's own."""
    return Name(part) if part.isidentifier() and part == part.lower() and part != "period" else part


def _parts_in_chinese(term: str) -> str:
    """Return a lag or product with those of its parts in Chinese that no user named: periods and known phrases."""
    parts = term.split(" × ")
    return " × ".join((chinese(p) if p == "period" else chinese_of_name(p)) or p for p in parts)


@lru_cache(maxsize=1)
def _usual() -> frozenset[str]:
    """Return the words that tables and figures use themselves; a column may have one of them as its name."""
    plain = re.compile(r"(?<![\w.({])[a-z]+(?![\w(*^:}])")
    return frozenset(word for text in sentences() for word in plain.findall(text))


def _word(text: str, labels: Mapping[str, str], zh: bool) -> str:
    """Return the label of a variable, or of each variable of a list; a phrase of the catalogue in the language."""
    if text in labels or isinstance(text, Name):
        return labels.get(text, str.__str__(text))
    if zh and (found := chinese(text)):
        return found
    if ", " in text:
        listed = (_word(part, labels, zh) for part in text.split(", "))
        return _in_parts(text, labels, zh) or ("、" if zh else ", ").join(listed)
    return _in_parts(text, labels, zh) or _called(text, labels, zh)
