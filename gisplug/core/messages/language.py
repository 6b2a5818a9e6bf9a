"""The language that holds: that of a study or call, else what was set, else the environment's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LANGUAGES = ("en", "zh")
_ASKED = ("GISPLUG_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that says anything decides
_spoken: ContextVar[str | Callable[[], str]] = ContextVar("gisplug_language", default="")
_set: list[str] = []


def language() -> str:
    """Return "en" or "zh": that of the block, else that of `set_language`, else that of GISPLUG_LANGUAGE, LC_ALL,
    LC_MESSAGES or LANG.
    """
    spoken = _spoken.get()
    return (spoken if isinstance(spoken, str) else spoken()) or (_set[-1] if _set else _of_environment())


def set_language(code: str) -> None:
    """Speak a language from now on in this process; "" goes back to the environment's."""
    _set[:] = [as_language(code)] if code else []


@contextmanager
def speaking(code: str | Callable[[], str]) -> Iterator[None]:
    """Speak a language inside the block; a function is asked for it only where something is said."""
    token = _spoken.set(as_language(code) if isinstance(code, str) and code else code)
    try:
        yield
    finally:
        _spoken.reset(token)


def as_language(code: str) -> str:
    """Return the language of a locale such as "zh_CN.UTF-8"; what is not Chinese is read in English."""
    return "zh" if code.replace("-", "_").split("_")[0].split(".")[0].lower() == "zh" else "en"


def _of_environment() -> str:
    found = next((value for name in _ASKED if (value := os.environ.get(name, ""))), "")
    return as_language(found)
