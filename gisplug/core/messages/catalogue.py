"""The one catalogue of all faces: what English sentences are in Chinese, read from zh.json when first asked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

CATALOGUE = Path(__file__).with_name("zh.json")


def chinese(key: str) -> str:
    """Return the Chinese of a sentence, template or word, or "" where there is none; a sentence that stands without its
    full stop inside another is found too.
    """
    pairs = _pairs()
    return pairs.get(key, "") or (pairs.get(f"{key}.", "").removesuffix("。") if " " in key else "")


def chinese_of_name(text: str) -> str:
    """Return the Chinese of what may be a name of the user's: phrases and words with a capital only, never such as
    could be a column.
    """
    return "" if text.isidentifier() and text == text.lower() else chinese(text)


def sentences() -> Iterable[str]:
    """Return the English of all sentences, templates and words."""
    return _pairs()


@lru_cache(maxsize=1)
def _pairs() -> dict[str, str]:
    if not CATALOGUE.is_file():
        return {}
    found: dict[str, str] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return found
