"""The words of tables, charts and reports in English and Simplified Chinese.

Everything is made in English; `say(text, "zh")` gives the Chinese. Unknown text stays as it is: variable names and
labels of the user are never touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

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

SHORT = 60  # letters of a declared text that is a label and no help
_UNIT_NAME = re.compile(r"[LFD]\d*\.[A-Z]")  # more likely a name such as D.C. than a lag
_LETTERS = re.compile("[A-Za-z]")
_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")  # between Chinese signs


def say(text: str, language: str | None = None) -> str:
    """Return `text` in the language (by default that of the run); words that are not known stay as they are.

    Variables that the run has labels for are called by them, also inside known phrases.
    """
    now = house()
    labels = now.labels
    if not text:
        return text
    if text in labels:
        return labels[text]
    if not _LETTERS.search(text):
        return text
    chinese = (language or now.language) == "zh"
    if chinese and (found := _chinese(text) or _chinese(_PRETTY.get(text, ""))):
        return found
    if text in _PRETTY:
        return _PRETTY[text]
    return _by_pattern(text, labels, chinese) or _called(text, labels, chinese)


def _called(text: str, labels: Mapping[str, str], chinese: bool) -> str:
    """Call a term, or the variables within a sentence, by their labels; lags and powers are written for readers."""
    language: Language = "zh" if chinese else "en"
    if " × " in text and not text.startswith("W × "):
        return " × ".join(_word(part, labels, chinese) for part in text.split(" × "))
    if not _UNIT_NAME.match(text) and (called := readable(text, labels, language)) != text:
        return called
    return with_labels(text, labels, language, lambda word: word in _usual()) if labels else text


@lru_cache(maxsize=1)
def _usual() -> frozenset[str]:
    """Return the words that tables and figures use themselves; a column may have one of them as its name."""
    made = _catalogue()
    texts = [*made["words"], *(pattern for pattern, _ in made["patterns"]), *(t for t in _declared() if len(t) < SHORT)]
    return frozenset(word for text in texts for word in re.findall(r"(?<![\w.(])[a-z]+(?![\w(*^:])", text))


def _chinese(text: str) -> str:
    """Return the Chinese of a word or sentence, or "" where there is none."""
    return str(_catalogue()["words"].get(text) or _declared().get(text) or "")


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, Any]:
    """Return `words` {English: Chinese} and `patterns` [[regular expression, Chinese]] of zh.json
    beside this module.
    """
    found: dict[str, Any] = json.loads(Path(__file__).with_name("zh.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def _declared() -> dict[str, str]:
    """Return the Chinese of everything that tools declare: the translations of the QGIS toolbox serve reports too."""
    path = Path(__file__).resolve().parents[2] / "toolbox" / "i18n" / "gisplug_zh_CN.ts"
    if not path.is_file():
        return {}
    pairs = re.findall(
        r"<source>(.*?)</source>\s*<translation>(.*?)</translation>", path.read_text(encoding="utf-8"), re.S
    )
    return {unescape(source): unescape(found) for source, found in pairs if found}


@lru_cache(maxsize=1)
def _compiled() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), made) for pattern, made in _catalogue()["patterns"]]


def _by_pattern(text: str, labels: Mapping[str, str], chinese: bool) -> str:
    for pattern, made in _compiled():
        found = pattern.fullmatch(text)
        if not found:
            continue
        known = {i: _word(g, labels, chinese) for i, g in enumerate(found.groups(), start=1) if g}
        if chinese:
            told = re.sub(r"\\(\d)", lambda m, known=known: known.get(int(m[1]), ""), made)  # type: ignore[misc]
            return _GAP.sub("", told)
        for i in sorted(known, key=found.start, reverse=True):
            text = text[: found.start(i)] + known[i] + text[found.end(i) :]
        return text
    return ""


def _word(text: str, labels: Mapping[str, str], chinese: bool) -> str:
    """Return the label of a variable, or of each variable of a list."""
    if text in labels:
        return labels[text]
    if chinese and (found := _chinese(text)):
        return found
    if ", " in text:
        listed = ("、" if chinese else ", ").join(_word(part, labels, chinese) for part in text.split(", "))
        return _by_pattern(text, labels, chinese) or listed
    return _by_pattern(text, labels, chinese) or _called(text, labels, chinese)
