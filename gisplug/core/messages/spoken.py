"""Sentences in the language of the run."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from gisplug.core.messages.catalogue import chinese, chinese_of_name
from gisplug.core.messages.language import language as present
from gisplug.core.messages.message import Message, Name, filled
from gisplug.core.messages.recalled import recalled

Called = Callable[[str], str]
_ENDS = re.compile(r"^(\s*)(.*?)(\s*)$", re.S)


def spoken(text: str, language: str = "", called: Called | None = None) -> str:
    """Return a text in a language.

    Parameters
    ----------
    text
        A message, or a plain sentence or word of the catalogue; what is neither stays as it is.
    language
        "en" or "zh"; by default that of the run.
    called
        How plain values, such as names of variables, are called; by default as they are, known phrases in the
        language.
    """
    zh = (language or present()) == "zh"
    text = recalled(text)
    if not isinstance(text, Message):
        return _plain(text, zh)
    if not zh and called is None:
        return str.__str__(text)
    return _gap().sub("", _said(text, zh, called)) if zh else _said(text, zh, called)


@lru_cache(maxsize=1)
def _gap() -> re.Pattern[str]:
    """Return the pattern of a blank between Chinese signs; to compile it costs a fifth of loading the plugin."""
    return re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")


def spoken_error(problem: BaseException, language: str = "") -> str:
    """Return what an error says, in a language, by default that of the run."""
    first = problem.args[0] if len(problem.args) == 1 and isinstance(problem.args[0], str) else str(problem)
    return spoken(first, language)


def _said(text: str, zh: bool, called: Called | None) -> str:
    if not isinstance(text, Message):
        return _plain(text, zh)
    if isinstance(text, Name):
        return str.__str__(text if called is None else called(text))
    if text.parts:
        return "".join(_said(part, zh, called) for part in text.parts)
    template = (chinese(text.key) if zh else "") or text.key
    if not text.values:
        found = template.replace("{{", "{").replace("}}", "}")
        return _plain(found, zh) if template == text.key else found
    return filled(template, {name: _value(value, zh, called) for name, value in text.values.items()})


def _value(value: str, zh: bool, called: Called | None) -> str:
    value = recalled(value)
    if isinstance(value, Message):
        return _said(value, zh, called)
    if called is not None:
        return called(value)
    return (chinese_of_name(value) if zh else "") or value


def _plain(text: str, zh: bool) -> str:
    """Return a sentence of the catalogue; spaces at its ends stay."""
    if not zh or not text:
        return text
    found = chinese(text)
    if found:
        return found
    before, bare, behind = _ENDS.match(text).groups()  # type: ignore[union-attr]
    found = chinese(bare) if bare != text else ""
    return before + found + behind if found else text
